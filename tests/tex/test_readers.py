"""Both dialects read back by other programs: the same titles, names, years and ids."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import pytest
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import NameParts, SeparateCoAuthors, SplitNameParts

from readinglist.bibtex.reading.reader import read
from readinglist.bibtex.writing.writer import write
from readinglist.latex.decoder import decode
from readinglist.text import clean
from tests.tex import torture
from tests.tex.programs import run, skip_without

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from pybtex.database import Person  # type: ignore[import-untyped]

    from readinglist.papers.paper import Paper

pytestmark = pytest.mark.tex

STACKED = re.compile("[\u0300-\u036f]{2}")
DOTLESS = re.compile("[ıȷ](?=[\u0300-\u036f])")
AS_PRINTED = str.maketrans({"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "‐": "-", "‑": "-", "\u00ad": None, "ʻ": "‘", "ʼ": "’"})
"""Characters that the bibtex dialect writes as those that look the same."""


def plain(text: str) -> str:
    """A text as both sides can be compared."""
    return clean(DOTLESS.sub(lambda match: "i" if match[0] == "ı" else "j", text.translate(AS_PRINTED)))


def said(value: str) -> str:
    """The text of a LaTeX value."""
    return plain(decode(value))


def title(fields: Mapping[str, str]) -> str:
    """The title with its subtitle."""
    return ": ".join(said(fields[name]) for name in ("title", "subtitle") if name in fields)


def names(parts: Iterable[tuple[str, str, str, str]]) -> list[str]:
    """Names as ``Given von Last Jr``, each part in LaTeX."""
    return [said(" ".join(filter(None, name))) for name in parts]


def wanted_names(paper: Paper) -> list[str]:
    """The names of a paper's authors, others too."""
    return [plain(str(author)) for author in paper.authors] + ["others"] * bool(paper.others and paper.authors)


@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
def test_bibtexparser(dialect: str) -> None:
    papers = torture.everything()
    library = parse_string(write(papers, dialect).text, append_middleware=[SeparateCoAuthors(), SplitNameParts()])
    assert not library.failed_blocks
    found = {entry.key: {field.key.lower(): field.value for field in entry.fields} for entry in library.entries}
    assert len(found) == len(papers)
    for paper in papers:
        fields = found[paper.key]
        assert title(fields) == plain(paper.title)
        authors: list[NameParts] = fields.get("author", [])
        assert names(map(bibtexparser_name, authors)) == wanted_names(paper)
        assert (fields.get("year") or fields.get("date", ""))[:4] == str(paper.year or "")


def has_stacked_accents(paper: Paper) -> bool:
    """Whether a letter of the title or a name has two accents."""
    return bool(STACKED.search(unicodedata.normalize("NFD", f"{paper.title} {paper.record.get('authors')}")))


def bibtexparser_name(name: NameParts) -> tuple[str, str, str, str]:
    return " ".join(name.first), " ".join(name.von), " ".join(name.last), " ".join(name.jr)


@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
def test_pybtex(dialect: str) -> None:
    from pybtex.database import parse_string as pybtex_parse

    papers = torture.everything()
    entries = pybtex_parse(write(papers, dialect).text, "bibtex").entries
    assert len(entries) == len(papers)
    for paper in papers:
        entry = entries[paper.key]
        assert title(entry.fields) == plain(paper.title)
        assert names(map(pybtex_name, entry.persons.get("author", []))) == wanted_names(paper)
        assert (entry.fields.get("year") or entry.fields.get("date", ""))[:4] == str(paper.year or "")


def pybtex_name(person: Person) -> tuple[str, str, str, str]:
    given = " ".join(person.first_names + person.middle_names)
    return given, " ".join(person.prelast_names), " ".join(person.last_names), " ".join(person.lineage_names)


@skip_without("biber")
@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
def test_the_tool_mode_of_biber(tmp_path: Path, dialect: str) -> None:
    papers = torture.everything()
    (tmp_path / "refs.bib").write_text(write(papers, dialect).text, encoding="utf-8")
    run(tmp_path, "biber", "--tool", "--validate-datamodel", "--output-file=out.bib", "refs.bib")
    found = {paper.key: paper for paper in read((tmp_path / "out.bib").read_text(encoding="utf-8"), "out.bib").papers}
    assert len(found) == len(papers)
    for paper in papers:
        if dialect == "bibtex" and has_stacked_accents(paper):
            continue  # biber sees a blank in them
        back = found[paper.key]
        assert plain(back.title) == plain(paper.title)
        assert [plain(str(author)) for author in back.authors] == [plain(str(author)) for author in paper.authors]
        assert (back.year, back.arxiv, back.doi) == (paper.year, paper.arxiv, paper.doi)
