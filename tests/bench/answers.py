"""What our library says of records: asked end to end, by adding them."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any, Literal

from readinglist.bibtex.entry.names import parse_names
from readinglist.bibtex.reading import reader
from readinglist.papers.library import Library
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate
from readinglist.sources.documents import csljson

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from readinglist.papers.author import Author
    from tests.bench.labelled import Chain, Pair
    from tests.bench.shapes import Said

NOW = "2026-11-30T10:00:00Z"
Answer = Literal["joined", "asked", "apart"]
CSL_TYPES = {"inproceedings": "paper-conference", "article": "article"}


def papers(said: Said, file: str) -> list[Paper]:
    """A record as our readers give it."""
    if said.form == "bib":
        return reader.read(said.text(), file).papers
    if said.form == "csl":
        harvest = csljson.papers_in([item(said)], file)
        return harvest.papers if harvest else []
    return [from_service(said) if said.form == "arxiv" else from_page(said)]


def item(said: Said) -> dict[str, Any]:
    """An item of CSL-JSON."""
    fields = said.fields
    return {
        "id": said.key,
        "type": CSL_TYPES[said.type],
        "title": fields["title"],
        "author": [{"family": person.family, "given": person.given} for person in people(fields["author"])],
        "issued": {"date-parts": [[int(fields["year"])]]},
        "publisher": fields["publisher"],
        "number": fields["number"],
        "DOI": fields["doi"],
    }


def people(author: str) -> list[Author]:
    """The people of an author field."""
    return parse_names(author).authors


def from_service(said: Said) -> Paper:
    """A paper as arXiv's service gives it."""
    fields = said.fields
    return Paper.of(
        fields["title"],
        authors=people(fields["author"]),
        abstract=fields["abstract"],
        date=PartialDate.parse(fields["date"]),
        arxiv=fields["eprint"],
        arxiv_version=1,
        primary_class="cs.LG",
        source=f"arxiv:{fields['eprint']}",
    )


def from_page(said: Said) -> Paper:
    """A paper as a page of a day's papers gives it."""
    fields = said.fields
    return Paper.of(
        fields["title"],
        author_count=int(fields["author_count"]),
        abstract=fields["abstract"],
        date=PartialDate.parse(fields["date"]),
        source=f"hf:daily:{fields['date']}",
    )


def filled(steps: Sequence[Sequence[Paper]]) -> tuple[Library, list[str]]:
    """A library to which papers were added step by step, and the reasons of its questions."""
    library, reasons = Library(), []
    for step in steps:
        made = library.add(step, NOW)
        library.apply(made)
        asked: Iterable[tuple[str, str, str]] = getattr(made, "asked", ()) or getattr(made, "suggestions", ())
        reasons += [why for *_, why in asked]
    return library, reasons


def steps_of(records: Sequence[Said], *, one_file: bool) -> list[list[Paper]]:
    """The records as papers, to be added one after the other or, from one file, together."""
    if one_file:
        return [reader.read("\n".join(said.text() for said in records), "one.bib").papers]
    return [papers(said, f"{said.key or said.form}.bib".replace("/", "-")) for said in records]


def answers(pair: Pair) -> list[tuple[Answer, str]]:
    """What we say of a pair, in both orders, and why."""
    return [answer(order, one_file=pair.one_file) for order in (pair.records, pair.records[::-1])]


def answer(records: Sequence[Said], *, one_file: bool) -> tuple[Answer, str]:
    """What we say of two records in this order, and why."""
    library, reasons = filled(steps_of(records, one_file=one_file))
    if len(library) == 1:
        return "joined", ""
    return ("asked", "; ".join(reasons)) if reasons else ("apart", "")


FACTS = ("title", "venue", "year", "authors", "arxiv")


def faults(chain: Chain) -> list[str]:
    """What is wrong with what becomes of a chain, in any order."""
    ends = [filled(steps_of(order, one_file=False)) for order in permutations(chain.records)]
    if not chain.is_one:
        _, one, two = (said.key for said in chain.records)
        joined = any(library.owner(one) == library.owner(two) for library, _ in ends)
        silent = not all(reasons for _, reasons in ends)
        return ["a contradiction in one paper"] * joined + ["no question in some order"] * silent
    if any(len(library) > 1 for library, _ in ends):
        return [f"{max(len(library) for library, _ in ends)} papers in some order"]
    told = [next(iter(library)) for library, _ in ends]
    return [f"{name} depends on the order" for name in FACTS if len({str(getattr(one, name)) for one in told}) > 1]
