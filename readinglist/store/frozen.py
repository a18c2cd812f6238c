"""Cite keys that have left the library: a key of our making that somebody may have cited gives way to no other."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from readinglist.errors import StoreError
from readinglist.papers.change import Change, patch_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readinglist.papers.library import Library
    from readinglist.papers.paper import Paper
    from readinglist.store.protocol import Store

ORIGIN = "keys"


def freeze_keys(store: Store, papers: Iterable[Paper]) -> tuple[str, ...]:
    """Remember that the cite keys of these papers were exported, cited or copied; gives the papers that changed.

    Of a library that cannot be changed nothing is remembered.
    """
    ids = [paper.id for paper in papers if paper.once().get("key_made")]
    if ids and not store.read_only:
        with suppress(StoreError):  # the export itself has been done
            return store.record(lambda library: frozen(library, ids), ORIGIN).ids
    return ()


def frozen(library: Library, ids: Iterable[str]) -> Change:
    """The change after which the cite keys of these papers are their own."""
    patches = {id: patch for id in ids if (patch := patch_for(library.record(id), {"key_made": None}))}
    return Change(f"cite keys in use: {len(patches)}", patches)
