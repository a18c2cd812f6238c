"""Rules that RIS and CSL-JSON share: keys, dates, notes with ids, preprints."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from readinglist.bibtex.entry.dates import month_of, year_in
from readinglist.credentials import brief
from readinglist.papers import citekey
from readinglist.papers.ids import Ids, find, recognise
from readinglist.papers.partial_date import PartialDate
from readinglist.text import clean

if TYPE_CHECKING:
    from readinglist.papers.author import Author

HOMES = {"phdthesis": "school", "mastersthesis": "school", "techreport": "institution"}
"""Entry type → the field for its publisher."""
PREPRINTS = frozenset({"article", "misc", "online", "techreport", "unpublished"})
"""Entry types that other programs give to preprints."""
OTHERS = frozenset({"others", "et al", "et al."})
"""Names for further authors."""
NO_KEY = re.compile(r"https?:|\d+$|\W*$", re.IGNORECASE)
"""Names of records that programs generate and that are no cite keys."""
NUMBER = re.compile(r"\d{1,4}", re.ASCII)
LABELLED = re.compile(r"\s*(?P<label>arxiv|doi|openreview|acl)\s*:\s*(?P<id>\S+).*", re.IGNORECASE)


def key_of(written: str, complaints: list[str]) -> str:
    """Cite key from a record's name; empty if that is an address, a number or an id."""
    if NO_KEY.match(written) or recognise(written):
        return ""
    key = citekey.legal(written)
    if key != written:
        complaints.append(f"the key {brief(written)} cannot be cited, it became {key}")
    return key


def date_in_text(text: str) -> PartialDate | None:
    """Date from text: ``2013-05``, ``2013-05-01/2013-06-01``, ``May 2013``."""
    found = PartialDate.parse(text.split("/", maxsplit=1)[0].rstrip("~?% "))
    if found or not (year := year_in(text)):
        return found
    return PartialDate.of(year.year, month_of(text))


def date_in(text: str) -> PartialDate | None:
    """Date from RIS's ``2018/03/01/``, in which all but the year may be empty, or from text."""
    parts = text.split("/")
    if len(parts) == 1 or not parts[0].strip().isdigit():
        return date_in_text(text)
    return longest([int(part) for part in takewhile(NUMBER.fullmatch, (part.strip() for part in parts[:3]))])


def longest(numbers: list[int]) -> PartialDate | None:
    """The most precise valid date of year, month and day."""
    dates = (PartialDate.of(*numbers[:count]) for count in range(len(numbers), 0, -1))
    return next(filter(None, dates), None)


def ids_and_rest(note: str) -> tuple[list[Ids], str]:
    """The ids in lines such as ``arXiv: 1706.03762 [cs]``, and the other lines."""
    found: list[Ids] = []
    rest = []
    for line in note.splitlines():
        match = LABELLED.fullmatch(line)
        ids = recognise(f"{match['label']}:{match['id']}") if match else None
        if ids:
            found.append(ids)
        else:
            rest.append(line)
    return found, "\n".join(rest)


def arxiv_in(text: str) -> Ids | None:
    """The arXiv id in the name of an archive, a journal or a number: ``arXiv preprint arXiv:1706.03762``."""
    ids = recognise(text)
    return ids if ids and ids.arxiv else next((ids for ids in find(text) if ids.arxiv), None)


def repeats_ids(written: str, ids: Ids) -> bool:
    """Whether an address or number only repeats these ids."""
    named = recognise(written)
    return bool(named and named.hard_keys <= ids.hard_keys)


def without_others(names: list[Author]) -> tuple[list[Author], bool]:
    """The authors without a final *et al.*, and whether there was one."""
    others = bool(names) and clean(str(names[-1])).lower() in OTHERS
    return (names[:-1] if others else names), others
