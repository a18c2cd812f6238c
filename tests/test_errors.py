"""Errors as people read them."""

from __future__ import annotations

from readinglist.errors import NoLibraryError, NotFoundError, ReadingListError


def test_a_line_is_the_message_and_the_hint_in_brackets() -> None:
    assert ReadingListError("no key", "write one").line == "no key (write one)"
    assert ReadingListError("no key").line == "no key"
    assert str(ReadingListError("no key", "write one")) == "no key"


def test_a_missing_library_is_named_with_what_to_do() -> None:
    named, usual = NoLibraryError("/here"), NoLibraryError("/here", is_usual=True)
    assert isinstance(named, NotFoundError)
    assert named.line == (
        "/here: there is no library here "
        "(--library DIR or READINGLIST_LIBRARY names its folder; `readinglist add` makes a new one)"
    )
    assert usual.line == "the library in /here is empty; `readinglist add page.txt` takes papers in"
    assert (named.is_usual, usual.is_usual) == (False, True)
