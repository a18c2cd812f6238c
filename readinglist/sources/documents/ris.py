"""RIS as Zotero, EndNote, PubMed and publishers write it → papers; broken records are repaired and reported.

Not read by rispy, which writes our RIS: its reader loses a record without ER, makes one of two, cuts addresses at
semicolons and does not know line numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from readinglist.bibtex.entry.dates import month_of
from readinglist.bibtex.entry.eprint import KINDS, ids_elsewhere, pubmed_ids, without_eprint_fields
from readinglist.bibtex.entry.interpret import ARXIV_JOURNAL, doi_complaints
from readinglist.credentials import brief
from readinglist.jobs.progress import Progress, silent, tracked
from readinglist.papers.harvest import Harvest, Problem
from readinglist.papers.ids import Ids, apart, merged, named_in, recognise, unescaped
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate
from readinglist.sources.documents.markup import plain, plain_abstract
from readinglist.sources.documents.references import (
    HOMES,
    PREPRINTS,
    arxiv_in,
    date_in,
    ids_and_rest,
    key_of,
    repeats_ids,
    without_others,
)
from readinglist.sources.documents.ris_names import names
from readinglist.sources.documents.ris_rest import rest_of
from readinglist.sources.documents.works import joined
from readinglist.text import clean, clean_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

ENTRY_TYPES = {
    "JOUR": "article", "EJOUR": "article", "JFULL": "periodical", "MGZN": "article", "NEWS": "article",
    "ABST": "article", "INPR": "article", "CPAPER": "inproceedings", "CONF": "inproceedings",
    "CHAP": "incollection", "ECHAP": "incollection", "ENCYC": "incollection", "DICT": "incollection", "BOOK": "book",
    "EBOOK": "book", "EDBOOK": "book", "CLSWK": "book", "PAMP": "booklet", "THES": "phdthesis", "RPRT": "techreport",
    "GOVDOC": "techreport", "STAND": "techreport", "UNPB": "unpublished", "MANSCPT": "unpublished", "ELEC": "online",
    "BLOG": "online", "ICOMM": "online", "DATA": "dataset", "DBASE": "dataset", "AGGR": "dataset", "COMP": "software",
    "PAT": "patent",
}  # fmt: skip
"""RIS type → BibTeX's or biblatex's; others are ``misc``."""
USUAL_FOR = {kind: written for written, kind in reversed(ENTRY_TYPES.items())}
"""Entry type → RIS type that adds nothing to it."""
USUAL = frozenset({"", "GEN", "CONF", "THES"})
"""RIS types that add nothing to their several entry types."""
LINE = re.compile(r"\s*([A-Z][A-Z0-9])( {1,2})-\s?(.*)")
CONTAINERS = ("T2", "JF", "JO", "BT", "C3", "JA", "J2")
"""Tags of the journal or book, the best first."""
SHORT = ("JA", "J2", "JO")
"""Tags of the journal's abbreviation."""
FIELDS = {
    "VL": "volume", "IS": "number", "ET": "edition", "CY": "address", "T3": "series", "LA": "language",
    "ST": "shorttitle", "NV": "volumes",
}  # fmt: skip
"""Tag → equivalent BibTeX field."""
ARXIV_PLACES = {
    "M1": "number", "IS": "number", "VL": "volume", "SP": "pages", "C7": "eid", "PB": "publisher", "T3": "series",
    "M3": "type", "DB": "archive", "DP": "archive", **dict.fromkeys(CONTAINERS, "journal"),
}  # fmt: skip
"""Tag that may hold an arXiv id → equivalent BibTeX field."""
ISBN = re.compile(r"(?:97[89])?\d{9}[\dX]", re.IGNORECASE)

Values = dict[str, list[str]]
"""Tag → its values, in order."""


@dataclass(slots=True)
class Record:
    """Raw record: number of its first line, tags with values, problems."""

    line: int
    gap: str = "  "
    """Blanks between tag and hyphen."""
    pairs: list[tuple[str, list[str]]] = field(default_factory=list)
    """Each tag with the lines of its value."""
    complaints: list[str] = field(default_factory=list)

    def continues(self, line: str) -> None:
        """Append a line without tag to the value before it."""
        if self.pairs:
            self.pairs[-1][1].append(line.strip())


def read(text: str, source: str, progress: Progress = silent) -> Harvest:
    """The papers of RIS text; a record without a title is left out with a problem."""
    harvest = Harvest()
    found = list(records(text))
    for record in tracked(found, len(found), progress):
        values = values_of(record)
        key = clean(first(values, "ID"))
        if paper := paper_of(values, record.complaints, source):
            harvest.papers.append(paper)
            messages = [(complaint, True) for complaint in record.complaints]
        else:
            doi = clean(first(values, "DO"))
            hint = f"; `readinglist add {doi}` asks for it" if recognise(doi) else ""
            messages = [(f"a record without a title; left out{hint}", False)]
        place = f"line {record.line}"
        harvest.problems += [Problem(source, place, text, key or None, rescued=rescued) for text, rescued in messages]
    return harvest


def records(text: str) -> Iterator[Record]:
    """The records from TY to ER, either of which may be missing; text between records is skipped."""
    record: Record | None = None
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        match = LINE.fullmatch(line)
        if not match or (record and len(match[2]) < len(record.gap)):
            if record:
                record.continues(line)
            continue
        tag, value = match[1], match[3].strip()
        if tag == "TY" or not record:
            if record:
                record.complaints.append("the record ends without ER")
                yield record
            record = None if tag == "ER" else Record(number, match[2])
            if record and tag != "TY":
                record.complaints.append("the record begins without TY")
        if record and tag == "ER":
            yield record
            record = None
        elif record:
            record.pairs.append((tag, [value]))
    if record:
        record.complaints.append("the record ends without ER")
        yield record


def values_of(record: Record) -> Values:
    """Values of a record by tag, without empty ones."""
    values: Values = {}
    for tag, lines in record.pairs:
        if value := "\n".join(lines).strip():
            values.setdefault(tag, []).append(value)
    return values


def first(values: Values, *tags: str) -> str:
    """First value of the tags in their order, plain and on one line; empty if there is none."""
    return next((text for tag in tags for value in values.get(tag, ()) if (text := plain(value))), "")


def paper_of(values: Values, complaints: list[str], source: str) -> Paper | None:
    """The paper of a record; None if it has no title."""
    written = first(values, "TY").upper()
    entry_type = ENTRY_TYPES.get(written, "misc")
    title = first(values, "TI", "T1", "CT", *(["BT"] if entry_type == "book" else []), "ST")
    if not title:
        return None
    journal = "" if entry_type == "book" else first(values, *CONTAINERS)
    is_preprint = bool(ARXIV_JOURNAL.match(journal))
    venue = "" if is_preprint else journal
    ids, note = ids_and_note(values)
    complaints += [complaint for value in values.get("DO", ()) for complaint in doi_complaints(clean(value))]
    authors, others = without_others([*names(values, "AU", complaints), *names(values, "A1", complaints)])
    kind = kind_of(entry_type, values, ids, venue)
    paper = Paper.of(
        title,
        authors=authors,
        others=others,
        abstract=plain_abstract(first(values, "AB", "N2")),
        date=date_of(values, complaints),
        venue=venue,
        arxiv=ids.arxiv,
        arxiv_version=ids.version,
        doi=ids.doi,
        acl=ids.acl,
        openreview=ids.openreview,
        url=next((url for url in addresses(values) if not repeats_ids(url, ids)), ""),
        note=clean_lines(note),
        key=key_of(clean(first(values, "ID")), complaints),
        entry_type=kind,
        fields=fields_of(values, entry_type, ids, venue, complaints),
        source=source,
        keywords=[word for value in values.get("KW", ()) for line in value.splitlines() if (word := plain(line))],
    )
    is_usual = not kind or written in USUAL or written == USUAL_FOR.get(kind)
    rest = rest_of(values, paper) | ({} if is_usual else {"TY": written})
    return paper.with_fields({"ris": rest or None})


def kind_of(entry_type: str, values: Values, ids: Ids, venue: str) -> str:
    """The entry type; empty for a preprint on arXiv."""
    if ids.arxiv and not venue and entry_type in PREPRINTS:
        return ""
    if entry_type == "phdthesis" and "master" in first(values, "M3").lower():
        return "mastersthesis"
    is_volume = first(values, "TY").upper() == "CONF" and first(values, *CONTAINERS) in {"", first(values, "TI", "T1")}
    return "proceedings" if is_volume else entry_type


def date_of(values: Values, complaints: list[str]) -> PartialDate | None:
    """The most precise date, with the month of a DA that lacks its year."""
    written = [(tag, value) for tag in ("DA", "PY", "Y1") for value in map(clean, values.get(tag, ()))]
    found = [date for _, value in written if (date := date_in(value))]
    if written and not found and any(character.isalnum() for character in written[0][1]):
        complaints.append(f"the date {brief(written[0][1], 40)} is not understood; left out")
    best = max(found, key=lambda date: (date.month > 0, date.day > 0), default=None)
    month = next((month for tag, value in written if tag == "DA" and (month := month_of(value))), 0)
    return PartialDate.of(best.year, month) if best and not best.month and month else best


def ids_and_note(values: Values) -> tuple[Ids, str]:
    """The ids in DOI, addresses, numbers and notes; the rest of the notes."""
    noted, rest = ids_and_rest("\n".join(plain_lines(value) for value in values.get("N1", ())))
    places = [value for tag in ("DO", "UR", "AN", "M3", "L2", "L1") for value in map(clean, values.get(tag, ()))]
    found = [ids for place in places for ids in named_in(place)]
    found += [ids for value in map(clean, values.get("AN", ())) if "arxiv" in value.lower() if (ids := arxiv_in(value))]
    return merged([*found, *ids_elsewhere(arxiv_texts(values)), *noted]), rest


def arxiv_texts(values: Values) -> dict[str, str]:
    """Fields that may hold an arXiv id, by BibTeX name; all names of the journal in one text."""
    found = {field: first(values, tag) for tag, field in reversed(ARXIV_PLACES.items()) if first(values, tag)}
    journals = dict.fromkeys(plain(value) for tag in CONTAINERS for value in values.get(tag, ()))
    return found | {"journal": "; ".join(journals)}


def addresses(values: Values) -> list[str]:
    """Single addresses of a record."""
    return [url for value in map(clean, values.get("UR", ())) for url in apart(unescaped(value))]


def plain_lines(text: str) -> str:
    """Text of several lines without markup."""
    return "\n".join(map(plain, text.splitlines()))


def fields_of(values: Values, entry_type: str, ids: Ids, venue: str, complaints: list[str]) -> dict[str, str]:
    """Further fields under their BibTeX names."""
    found = {field: first(values, tag) for tag, field in FIELDS.items()}
    start, end = first(values, "SP"), first(values, "EP")
    found["pages"] = f"{start}-{end}" if start and end and "-" not in start and start != end else start or end
    found[HOMES.get(entry_type, "publisher")] = first(values, "PB")
    if entry_type == "book":
        found["series"] = first(values, "T2", "T3")
    numbers: dict[str, list[str]] = {"isbn": [], "issn": []}
    for number in map(clean, values.get("SN", ())):
        numbers["isbn" if ISBN.match(number.replace("-", "")) else "issn"].append(number)
    found |= {field: ", ".join(dict.fromkeys(each)) for field, each in numbers.items()}
    kind = first(values, "M3")
    is_thesis = entry_type == "phdthesis" and "thesis" in kind.lower()
    is_preprint = ids.arxiv and kind.lower() in KINDS and entry_type in PREPRINTS
    if not (recognise(kind) or is_thesis or is_preprint):
        found["type"] = kind
    found["editor"] = joined([*names(values, "A2", complaints), *names(values, "ED", complaints)])
    found["urldate"] = str(date_in(first(values, "Y2")) or "")
    if entry_type in {"article", "periodical"} and venue:
        found["shortjournal"] = next((text for tag in SHORT if (text := first(values, tag)) not in {"", venue}), "")
    texts = {field: clean(text) for field, text in found.items() if clean(text)}
    return without_eprint_fields(texts, ids) | pubmed_of(values)


def pubmed_of(values: Values) -> dict[str, str]:
    """The ids of PubMed, if it is the record's database, and of PubMed Central."""
    is_pubmed = first(values, "DB").lower() in {"pubmed", "medline"}
    central = next((text for value in values.get("C2", ()) if (text := clean(value)).upper().startswith("PMC")), "")
    return pubmed_ids({"pmid": first(values, "AN") if is_pubmed else "", "pmcid": central})
