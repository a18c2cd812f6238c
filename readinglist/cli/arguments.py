"""Arguments shared by commands, and the types of argument values."""

from __future__ import annotations

from argparse import ArgumentTypeError
from typing import TYPE_CHECKING

from readinglist.credentials import quoted

if TYPE_CHECKING:
    from argparse import ArgumentParser

SELECTOR_HELP = "an id, cite key, arXiv id or DOI"
QUERY_HELP = "words (fuzzy) and terms such as status:inbox tag:rl year:>2022 author:wang -tag:old"


def add_query(parser: ArgumentParser) -> None:
    """Add a query as the positional arguments."""
    parser.add_argument("query", nargs="*", metavar="QUERY", help=QUERY_HELP)


def add_output_options(parser: ArgumentParser) -> None:
    """Add the options for the output file, format and style."""
    from readinglist.bibtex.entry.private_names import FIELDS
    from readinglist.bibtex.writing.style import OPTIONS
    from readinglist.formats import FORMATS

    parser.add_argument(
        "-o", "--output", metavar="FILE", type=path, help="the file to write; - or none: standard output"
    )
    parser.add_argument("--force", action="store_true", help="replace FILE if it exists")
    parser.add_argument(
        "--format",
        choices=tuple(FORMATS),
        help="the format (default: bibtex); json loses nothing (not even the trash if there is no QUERY)",
    )
    parser.add_argument(
        "--with",
        dest="private",
        type=private_fields,
        default=(),
        metavar="FIELDS",
        help=f"private fields for the .bib file, with commas between: {', '.join(FIELDS)}",
    )
    parser.add_argument("--ascii", action="store_true", help="nothing but ASCII in the .bib file; what is lost is said")
    parser.add_argument(
        "--option",
        dest="styles",
        action="extend",
        type=export_options,
        metavar="NAMES",
        help="options for the .bib file, with commas between, '' for none (default: export_options in the settings): "
        + "; ".join(f"{name}: {about}" for name, about in OPTIONS.items()).replace("%", "%%"),
    )


def path(text: str) -> str:
    """The name of a file or folder."""
    if not text:
        raise ArgumentTypeError("the name is empty")
    return text


def tag(text: str) -> str:
    """A tag; blanks become hyphens when it is stored."""
    from readinglist.text import clean_tag

    if not clean_tag(text):
        raise ArgumentTypeError(f"{text!r} is no tag: it needs letters or digits")
    return text


def private_fields(text: str) -> tuple[str, ...]:
    """Names of private fields, separated by commas."""
    from readinglist.bibtex.entry.private_names import FIELDS
    from readinglist.bibtex.writing.style import names_in

    names = names_in(text)
    if wrong := [name for name in names if name not in FIELDS]:
        shown = quoted(wrong[0], text)
        raise ArgumentTypeError(f"there is no private field {shown}; known: {', '.join(FIELDS)}")
    return tuple(names)


def export_options(text: str) -> tuple[str, ...]:
    """Names of options of .bib files, separated by commas."""
    from readinglist.bibtex.writing.style import options_in

    try:
        return options_in(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error


def count(text: str) -> int:
    """A number from 1 on."""
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise ArgumentTypeError(f"{text!r} is not a number from 1 on")
    return int(text)


def year(text: str) -> int:
    """A year of four digits."""
    if not text.isascii() or not text.isdigit() or len(text) != 4:
        raise ArgumentTypeError(f"{text!r} is not a year such as 2017")
    return int(text)


def day(text: str) -> object:
    """A date such as 2025-12-08."""
    from datetime import date

    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a date such as 2025-12-08") from None
