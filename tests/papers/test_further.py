"""The further fields of a paper: the app and `show` list all that an export writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from readinglist.bibtex.reading.reader import read
from readinglist.bibtex.reading.scan import entry_at
from readinglist.bibtex.writing.writer import write
from readinglist.papers.further import further
from readinglist.papers.paper import Paper

if TYPE_CHECKING:
    from collections.abc import Iterable

STEERING = {
    "options": "useprefix=true",
    "entryset": "fern,bark",
    "related": "fern",
    "relatedtype": "reprintof",
    "relatedoptions": "dataonly",
    "shorthand": "M",
    "xref": "fern",
    "execute": r"\madeupmacro",
    "sortkey": "aaa",
    "presort": "zz",
    "label": "Moss",
    "sortname": "Zed",
    "langid": "german",
    "volume": "3",
    "booktitle": "Another Book",
    "note": "printed",
    "verba": "x",
}
ENTRY = f"""@article{{moss, title = {{Moss}}, author = {{Lovelace, Ada}}, journal = {{J. Moss}}, year = 2001,
  {", ".join(f"{name} = {{{value}}}" for name, value in STEERING.items())}}}
"""
IN_DETAILS = {"title", "author", "journal", "journaltitle", "year", "date"}


def one(text: str) -> Paper:
    """The one paper of a .bib file."""
    (paper,) = read(text, "refs.bib").papers
    return paper


def names_in(text: str) -> set[str]:
    """The names of an entry's fields."""
    return {name.lower() for name, _ in entry_at(text, 0, len(text)).fields}


@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
def test_every_field_of_an_export_is_listed(dialect: str) -> None:
    paper = one(ENTRY)
    assert further(paper) == STEERING
    assert names_in(write([paper], dialect).text) - IN_DETAILS == set(STEERING)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ("journal = {J. Moss}, booktitle = {B}", {"booktitle": "B"}),
        ("journal = {J. Moss}, journaltitle = {J. {M}oss}", {}),
        ("eprint = {1843.1}, eprinttype = {hdl}", {"eprint": "1843.1", "eprinttype": "hdl"}),
        ("eprint = {2401.00001}, archiveprefix = {arXiv}, primaryclass = {cs.CL}", {}),
        ("year = {forthcoming}", {"year": "forthcoming"}),
        ("keywords = {k}, crossref = {none}, annote = {mine}, file = {a.pdf}", {}),
    ],
)
def test_what_has_a_line_of_its_own_or_stays_at_home_is_not_listed_again(fields: str, told: dict[str, str]) -> None:
    assert further(one(f"@misc{{moss, title = {{Moss}}, author = {{L, A}}, {fields}}}")) == told


def test_fields_of_other_sources_are_listed_too() -> None:
    assert further(Paper.of("Moss", venue="J. Moss", fields={"volume": "3"})) == {"volume": "3"}


def forged(raw: dict[str, str]) -> Paper:
    """A paper as a received library may hold it."""
    return Paper({"id": "p1", "key": "moss", "title": "Moss", "authors": [{"family": "L"}], "raw": raw})


@pytest.mark.parametrize(
    "raw",
    [{"NOTE": "one", "note": "two", "Note": "three"}, {"note": "two", "NOTE": "one"}, {"Note": "two", "NOTE": "x"}],
)
def test_of_names_that_differ_by_case_the_same_one_is_listed_and_written_and_the_others_are_named(
    raw: dict[str, str],
) -> None:
    export = write([forged(raw)])
    assert further(forged(raw))["note"] == "two"
    assert export.text.lower().count("note =") == 1
    assert "note = {two}" in export.text
    assert "moss: note left out, it stands twice" in export.problems


def test_control_characters_of_a_received_library_are_not_listed() -> None:
    assert further(forged({"options": "a\x1b[31m\nb"})) == {"options": "a b"}


def told(entries: str, dialect: str = "bibtex") -> Iterable[str]:
    """What is said of an export of these entries."""
    return write(read(entries, "refs.bib").papers, dialect).problems


@pytest.mark.parametrize("field", ["related", "xref"])
def test_a_field_that_refers_to_an_entry_which_is_not_exported_is_named(field: str) -> None:
    entry = f"@misc{{moss, title = {{Moss}}, author = {{L, A}}, {field} = {{fern}}}}\n"
    fern = "@misc{Fern, title = {Ferns of the Wood}, author = {M, B}}\n"
    assert f"moss: {field} refers to fern, of which the file has no entry" in told(entry)
    assert not told(entry + fern)
