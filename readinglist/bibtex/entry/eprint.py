"""Which preprint on arXiv an entry is, and which paper in PubMed, whatever field says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from readinglist.papers.ids import ARCHIVES, Ids, find, recognise

if TYPE_CHECKING:
    from collections.abc import Mapping

ARCHIVE_NAMES = frozenset({"", "arxiv", "corr", *ARCHIVES.split("|")})
"""What names the archive of an ``eprint`` on arXiv."""
ONLY_ARXIV = re.compile(
    r"\W*(?:(?:arxiv(?:\.org)?|corr|computing research repository)(?: \(?(?:corr|arxiv)\)?)?"
    r"(?: (?:e-?prints?|preprints?|repository))?|preprint \(?arxiv\)?)\W*",
    re.IGNORECASE,
)
"""A text that says only that a paper is on arXiv."""
SIGN = re.compile(r"arxiv|\babs/|[a-z]/\d{7}", re.IGNORECASE)
"""What tells that a text may hold an arXiv id."""
OWN_FIELDS = ("arxivid", "arxiv", "arxiv_id")
"""Fields of an arXiv id and nothing else."""
KINDS = frozenset({"article", "e-print", "eprint", "pre-print", "preprint"})
"""What a preprint is called that says no more than its being on arXiv."""
NUMBERS = ("number", "volume", "eid", "pages")
"""Fields where an id may stand alone if another field says that the paper is on arXiv."""
ALONE = re.compile(r"\d{4}\.\d{4,5}(?:v\d{1,3})?", re.IGNORECASE)
HOLDERS = (
    "journal", "journaltitle", "booktitle", "publisher", "institution", "organization", "howpublished", "series",
    "type", "archive", "archiveprefix", "eprinttype",
)  # fmt: skip
"""Fields that may say that a paper is on arXiv."""
NOTES = ("note", "addendum", "slaccitation")
READ = frozenset((*OWN_FIELDS, *NUMBERS, *HOLDERS, *NOTES, "eprint", "primaryclass", "eprintclass"))
"""All fields that may say which preprint an entry is, but for addresses and DOIs."""
OF_ANOTHER = re.compile(
    r"\b(?:comments? (?:to|on)|repl(?:y|ies) to|response to|erratum to|review of|based (?:up)?on|builds (?:up)?on|"
    r"see also|companion(?: (?:paper|article))?(?: (?:to|of))?:?|follow-?up (?:to|of)|(?:extension|sequel) (?:to|of)|"
    r"extend(?:s|ing)|supersedes|compare|cf\.?)\s[^.;()]{0,60}?(?:arxiv|abs/|[a-z]/\d{7})",
    re.IGNORECASE,
)
"""A note on another paper."""
PUBMED_ARCHIVES = {"pubmed": "pmid", "pmid": "pmid", "pmc": "pmcid", "pmcid": "pmcid"}
PUBMED_FORMS = {
    "pmid": re.compile(r"(?:pmid\s?:?\s?)?0*([1-9]\d{0,8})\.?", re.IGNORECASE | re.ASCII),
    "pmcid": re.compile(r"(?:pmcid\s?:?\s?)?(?:pmc)?0*([1-9]\d{0,8})\.?", re.IGNORECASE | re.ASCII),
}


def own_ids(texts: Mapping[str, str]) -> list[Ids]:
    """The arXiv ids in the fields made for them; the archive of an ``eprint`` may stand in another field."""
    found = [in_eprint(texts)] if "eprint" in texts else []
    found += [of_arxiv(texts[name]) or of_arxiv(f"arXiv:{texts[name]}") for name in OWN_FIELDS if name in texts]
    return [ids for ids in found if ids]


def in_eprint(texts: Mapping[str, str]) -> Ids | None:
    """The arXiv id in ``eprint``."""
    get = texts.get
    archive = (get("archiveprefix") or get("eprinttype") or "").lower()
    if archive.partition(".")[0] not in ARCHIVE_NAMES:
        return None
    written, kind = texts["eprint"], get("primaryclass") or get("eprintclass") or ""
    bare = "".join(written.split())
    forms = (written, f"arXiv:{bare}", f"{archive}/{bare}", f"{kind}/{bare}")
    return next((ids for form in forms if (ids := of_arxiv(form))), None)


def ids_elsewhere(texts: Mapping[str, str]) -> list[Ids]:
    """The arXiv ids in the fields made for other things: journals, numbers, publishers, notes."""
    texts = {name: text for name, text in texts.items() if name not in NOTES or not OF_ANOTHER.search(text)}
    places = (*HOLDERS, *NUMBERS, *NOTES)
    found = [one_in(texts[name]) for name in places if name in texts and SIGN.search(texts[name])]
    alone = [texts[name] for name in NUMBERS if name in texts and ALONE.fullmatch(texts[name])]
    if alone and any(is_arxiv(texts[name]) for name in HOLDERS if name in texts):
        found += map(of_arxiv, alone)
    return [ids for ids in found if ids]


def of_arxiv(text: str) -> Ids | None:
    """The arXiv id that a text as a whole is."""
    ids = recognise(text)
    return ids if ids and ids.arxiv else None


def one_in(text: str) -> Ids | None:
    """The one arXiv id that a text names; None where it names several."""
    if ids := of_arxiv(text):
        return ids
    named = [ids for ids in find(text) if ids.arxiv]
    return named[0] if len({ids.arxiv for ids in named}) == 1 else None


def is_arxiv(text: str) -> bool:
    """Whether a text names arXiv."""
    return "arxiv" in text.lower() or bool(ONLY_ARXIV.fullmatch(text))


def names_only_arxiv(text: str, ids: Ids) -> bool:
    """Whether a text says no more than that a paper is on arXiv, or which of `ids` it has there."""
    if ONLY_ARXIV.fullmatch(text):
        return True
    named = of_arxiv(text) if ids.arxiv and ("." in text or "/" in text) else None
    return bool(named and named.arxiv == ids.arxiv)


def without_eprint_fields(fields: dict[str, str], ids: Ids) -> dict[str, str]:
    """Further fields without those that only say which preprint it is, and with the ids of PubMed in their own form."""
    kept = {name: text for name, text in fields.items() if name not in PUBMED_FORMS and not names_only_arxiv(text, ids)}
    return kept | pubmed_ids(fields)


def pubmed_ids(fields: Mapping[str, str]) -> dict[str, str]:
    """The ids in PubMed (``pmid``) and PubMed Central (``pmcid``) in their own form; what has it not is left out."""
    written = {name: fields[name] for name in PUBMED_FORMS if name in fields}
    archive = fields.get("archiveprefix") or fields.get("eprinttype") or ""
    if "eprint" in fields and (name := PUBMED_ARCHIVES.get(archive.lower())):
        written.setdefault(name, fields["eprint"])
    forms = ((name, PUBMED_FORMS[name].fullmatch(text.strip("{} "))) for name, text in written.items())
    return {name: f"PMC{form[1]}" if name == "pmcid" else form[1] for name, form in forms if form}
