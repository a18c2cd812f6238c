"""Opening the library that the command line names."""

from __future__ import annotations

import os
from contextlib import contextmanager
from enum import Enum, auto
from time import monotonic
from typing import TYPE_CHECKING

from readinglist.cli import facts, output, tell_slow
from readinglist.credentials import quoted
from readinglist.errors import NoLibraryError, ReadingListError, StoreError, UsageError
from readinglist.exports import list_in
from readinglist.settings.config import expanded, library_folder
from readinglist.store.open import is_library, open_store

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from readinglist.papers.library import Library
    from readinglist.papers.paper import Paper
    from readinglist.store.protocol import Store

ORIGIN = "cli"
SOME = 3
"""Files that are named one by one; others are counted."""


def folder(options: argparse.Namespace) -> Path:
    """The folder of the library that the options name."""
    return expanded(options.library) if options.library else library_folder()


class Purpose(Enum):
    """The purpose of opening a library, which decides what happens if there is none."""

    LOOK = auto()
    """Read: the folder must exist, but a missing default folder is no failure."""
    EDIT = auto()
    """Change papers: the library must exist."""
    MAKE = auto()
    """Add papers: the library is created with the first change."""


@contextmanager
def opened(options: argparse.Namespace, purpose: Purpose = Purpose.LOOK, *, proposes: bool = True) -> Iterator[Store]:
    """The store that the options name, closed afterwards; its notices go to standard error.

    With `proposes` it also names synced files that wait for the user's consent; the app asks for it by itself. Raises
    NoLibraryError if there is no library and the purpose needs one.
    """
    started = monotonic()
    place = expected(options, purpose)
    is_surprise = (
        purpose is Purpose.MAKE and proposes and is_named(options) and not is_library(place) and not is_empty(place)
    )
    store = open_store(place)
    facts.update(papers=len(store.library), sequence=store.sequence)
    tell_slow("opening the library", monotonic() - started)
    if store.read_only:
        output.note(f"for reading only: {store.read_only}")
    if proposes:
        propose(store.folder)
    told = tell(store, 0)
    try:
        yield store
    finally:
        facts.update(papers=len(store.library), sequence=store.sequence)
        store.close()
        if is_surprise and is_library(place):
            output.note(f"made a new library in {place}")
        tell(store, told)


def expected(options: argparse.Namespace, purpose: Purpose) -> Path:
    """The folder that the options name; raises NoLibraryError if there is no library and the purpose needs one."""
    place = folder(options)
    if purpose is Purpose.LOOK and not place.exists():
        raise NoLibraryError(place, is_usual=not is_named(options))
    if purpose is Purpose.EDIT and not is_library(place):
        raise NoLibraryError(place)
    return place


def is_empty(place: Path) -> bool:
    """Whether the place is an empty folder, as one makes for a new library."""
    return place.is_dir() and not any(place.iterdir())


def is_named(options: argparse.Namespace) -> bool:
    """Whether the user said where the library is."""
    return bool(options.library or os.environ.get("READINGLIST_LIBRARY"))


def propose(folder: Path) -> None:
    """Name once the listed files that the user has neither accepted nor refused."""
    if not os.path.lexists(list_in(folder)):
        return
    from readinglist.exports.synced import answer, untold

    try:
        found = untold(folder)
        for kept in found[:SOME]:
            about = (
                f"the library's folder lists it as kept up to date ({kept.what}; {kept.format}; {kept.private_data})"
            )
            output.note(f"{kept.path}: {about}; it is not, unless you agree: `readinglist export --keep FILE`")
        if len(found) > SOME:
            output.note(f"and {len(found) - SOME:,} more: `readinglist export --kept` shows them")
        for kept in found:
            answer(folder, kept, "told")
    except StoreError as error:
        output.note(f"{error.message} ({error.hint})")


def tell(store: Store, told: int) -> int:
    """Print the store's notices from number `told` on; gives the number of all."""
    for notice in store.notices[told:]:
        output.note(notice)
    return len(store.notices)


def found(
    library: Library,
    query: str,
    sort: str = "",
    *,
    reverse: bool = False,
    strict: bool = False,
    place: Path | None = None,
) -> list[Paper]:
    """The papers that match `query`, in the order asked for.

    A wrong term is ignored with a note on standard error; with `strict`, where acting on too many papers would do harm,
    it raises UsageError. The index of words is cached for the library in the folder `place`.
    """
    from readinglist.search.query.tree import EMPTY
    from readinglist.search.selection import Selection

    parsed = EMPTY
    if query.strip():
        from readinglist.search.query.parser import parse

        parsed = parse(query)
    for problem in parsed.problems:
        term = quoted(query[problem.start : problem.end] or query, query)
        if strict:
            raise UsageError(f"{term} in the query: {problem.message}", "nothing was done; correct the query")
        output.note(f"{term} in the query is ignored: {problem.message}")
    index = None
    if place and parsed.reads_texts:
        from readinglist.search.index.serialized import read_or_made

        index = read_or_made(library, place, is_whole=not parsed.fields)
    return Selection(parsed, sort=sort, reverse=reverse).papers(library, index)


def selected(library: Library, selectors: Sequence[str], query: str) -> tuple[list[str], list[ReadingListError]]:
    """The distinct ids that selectors and query name, and the errors for selectors that name none."""
    ids: dict[str, None] = {}
    errors: list[ReadingListError] = []
    for selector in selectors:
        try:
            ids[library.resolve(selector).id] = None
        except ReadingListError as error:
            errors.append(error)
    if query:
        ids.update((paper.id, None) for paper in found(library, query, strict=True))
    return list(ids), errors
