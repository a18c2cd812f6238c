"""The arXiv id and the PubMed ids of an entry, in any of the fields that may hold them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from readinglist.papers.ids import ARCHIVES, Ids, find, recognise

if TYPE_CHECKING:
    from collections.abc import Mapping

ARCHIVE_NAMES = frozenset({"", "arxiv", "corr", *ARCHIVES.split("|")})
"""Names of the archive for an ``eprint`` that is on arXiv."""
ONLY_ARXIV = re.compile(
    r"\W*(?:(?:arxiv(?:\.org)?|corr|computing research repository)(?: \(?(?:corr|arxiv)\)?)?"
    r"(?: (?:e-?prints?|preprints?|repository))?|preprint \(?arxiv\)?)\W*",
    re.IGNORECASE,
)
"""A text that only names arXiv."""
SIGN = re.compile(r"arxiv|\babs/|[a-z]/\d{7}", re.IGNORECASE)
"""A sign that a text may contain an arXiv id; a quick first test."""
OWN_FIELDS = ("arxivid", "arxiv", "arxiv_id")
"""Fields that hold only arXiv ids."""
KINDS = frozenset({"article", "e-print", "eprint", "pre-print", "preprint"})
"""Words for a preprint that add nothing to its arXiv id."""
NUMBERS = ("number", "volume", "eid", "pages")
"""Fields that may hold a bare id if another field names arXiv."""
ALONE = re.compile(r"\d{4}\.\d{4,5}(?:v\d{1,3})?", re.IGNORECASE)
HOLDERS = (
    "journal", "journaltitle", "booktitle", "publisher", "institution", "organization", "howpublished", "series",
    "type", "archive", "archiveprefix", "eprinttype",
)  # fmt: skip
"""Fields that may name arXiv."""
NOTES = ("note", "addendum", "slaccitation")
READ = frozenset((*OWN_FIELDS, *NUMBERS, *HOLDERS, *NOTES, "eprint", "primaryclass", "eprintclass"))
"""All fields that may hold an arXiv id, except addresses and DOIs."""
OF_ANOTHER = re.compile(
    r"\b(?:comments? (?:to|on)|repl(?:y|ies) to|response to|erratum to|review of|based (?:up)?on|builds (?:up)?on|"
    r"see also|companion(?: (?:paper|article))?(?: (?:to|of))?:?|follow-?up (?:to|of)|(?:extension|sequel) (?:to|of)|"
    r"extend(?:s|ing)|supersedes|compare|cf\.?)\s[^.;()]{0,60}?(?:arxiv|abs/|[a-z]/\d{7})",
    re.IGNORECASE,
)
"""A reference to another paper in a note."""
PUBMED_ARCHIVES = {"pubmed": "pmid", "pmid": "pmid", "pmc": "pmcid", "pmcid": "pmcid"}
PUBMED_FORMS = {
    "pmid": re.compile(r"(?:pmid\s?:?\s?)?0*([1-9]\d{0,8})\.?", re.IGNORECASE | re.ASCII),
    "pmcid": re.compile(r"(?:pmcid\s?:?\s?)?(?:pmc)?0*([1-9]\d{0,8})\.?", re.IGNORECASE | re.ASCII),
}


def own_ids(texts: Mapping[str, str]) -> list[Ids]:
    """The arXiv ids in ``eprint``, whose archive may be in another field, and in `OWN_FIELDS`."""
    found = [in_eprint(texts)] if "eprint" in texts else []
    found += [of_arxiv(texts[name]) or of_arxiv(f"arXiv:{texts[name]}") for name in OWN_FIELDS if name in texts]
    return [ids for ids in found if ids]


def in_eprint(texts: Mapping[str, str]) -> Ids | None:
    """The arXiv id in ``eprint``; None if the archive is another."""
    get = texts.get
    archive = (get("archiveprefix") or get("eprinttype") or "").lower()
    if archive.partition(".")[0] not in ARCHIVE_NAMES:
        return None
    written, kind = texts["eprint"], get("primaryclass") or get("eprintclass") or ""
    bare = "".join(written.split())
    forms = (written, f"arXiv:{bare}", f"{archive}/{bare}", f"{kind}/{bare}")
    return next((ids for form in forms if (ids := of_arxiv(form))), None)


def ids_elsewhere(texts: Mapping[str, str]) -> list[Ids]:
    """The arXiv ids in fields made for other data: journals, numbers, publishers, notes."""
    texts = {name: text for name, text in texts.items() if name not in NOTES or not OF_ANOTHER.search(text)}
    places = (*HOLDERS, *NUMBERS, *NOTES)
    found = [one_in(texts[name]) for name in places if name in texts and SIGN.search(texts[name])]
    alone = [texts[name] for name in NUMBERS if name in texts and ALONE.fullmatch(texts[name])]
    if alone and any(is_arxiv(texts[name]) for name in HOLDERS if name in texts):
        found += map(of_arxiv, alone)
    return [ids for ids in found if ids]


def of_arxiv(text: str) -> Ids | None:
    """The arXiv id that is all of a text."""
    ids = recognise(text)
    return ids if ids and ids.arxiv else None


def one_in(text: str) -> Ids | None:
    """The only arXiv id in a text; None if there are several."""
    if ids := of_arxiv(text):
        return ids
    named = [ids for ids in find(text) if ids.arxiv]
    return named[0] if len({ids.arxiv for ids in named}) == 1 else None


def is_arxiv(text: str) -> bool:
    """Whether a text names arXiv."""
    return "arxiv" in text.lower() or bool(ONLY_ARXIV.fullmatch(text))


def names_only_arxiv(text: str, ids: Ids) -> bool:
    """Whether a text only names arXiv or repeats the arXiv id in `ids`."""
    if ONLY_ARXIV.fullmatch(text):
        return True
    named = of_arxiv(text) if ids.arxiv and ("." in text or "/" in text) else None
    return bool(named and named.arxiv == ids.arxiv)


def without_eprint_fields(fields: dict[str, str], ids: Ids) -> dict[str, str]:
    """Further fields without those that only repeat the arXiv id, and with PubMed ids in canonical form."""
    others = {
        name: text for name, text in fields.items() if name not in PUBMED_FORMS and not names_only_arxiv(text, ids)
    }
    return others | pubmed_ids(fields)


def pubmed_ids(fields: Mapping[str, str]) -> dict[str, str]:
    """The valid ids in PubMed (``pmid``) and PubMed Central (``pmcid``) in canonical form."""
    written = {name: fields[name] for name in PUBMED_FORMS if name in fields}
    archive = fields.get("archiveprefix") or fields.get("eprinttype") or ""
    if "eprint" in fields and (name := PUBMED_ARCHIVES.get(archive.lower())):
        written.setdefault(name, fields["eprint"])
    forms = ((name, PUBMED_FORMS[name].fullmatch(text.strip("{} "))) for name, text in written.items())
    return {name: f"PMC{form[1]}" if name == "pmcid" else form[1] for name, form in forms if form}
