"""Frozen cite keys: a generated key that was exported or copied, and may be cited, is never changed again."""

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
    """Freeze the cite keys of papers that were exported, cited or copied; returns the ids of changed papers.

    Nothing happens if the library is read-only.
    """
    ids = [paper.id for paper in papers if paper.record_uncached().get("key_made")]
    if ids and not store.read_only:
        with suppress(StoreError):  # the export itself has succeeded
            return store.record(lambda library: with_frozen_keys(library, ids), ORIGIN).ids
    return ()


def with_frozen_keys(library: Library, ids: Iterable[str]) -> Change:
    """The change that freezes the cite keys of these papers."""
    patches = {id: patch for id in ids if (patch := patch_for(library.record(id), {"key_made": None}))}
    return Change(f"cite keys in use: {len(patches)}", patches)
