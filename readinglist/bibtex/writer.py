"""Papers → .bib text: what is known in valid LaTeX, nothing invented, the same bytes each time."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from readinglist.bibtex import citekey, dialect, private
from readinglist.bibtex.encoder import Encoder, formulas
from readinglist.bibtex.latex import decode, is_balanced
from readinglist.bibtex.meaning import ARXIV_JOURNAL, DASH, MONTHS, Meaning, address, meaning, seal_of
from readinglist.bibtex.names import has_bare_accent, parse_names, write_names
from readinglist.bibtex.running import running
from readinglist.ids import recognise
from readinglist.text import clean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from readinglist.bibtex.dialect import Fields
    from readinglist.paper import Paper

CONFERENCE = re.compile(
    r"\b(?:proceedings|proc\.|conference|workshop|symposium|meeting|advances in neural|neurips|nips|icml|iclr|acl|"
    r"emnlp|naacl|eacl|coling|cvpr|iccv|eccv|aaai|ijcai|kdd|sigir|interspeech|icassp)\b",
    re.IGNORECASE,
)
JOURNAL = re.compile(
    r"\b(?:journal|transactions|trans\.|letters|annals|review|reviews|bulletin|magazine)\b|^(?:nature|science|cell|pnas)\b",
    re.IGNORECASE,
)
UNSAFE_IN_ADDRESS = re.compile(r"[\s{}\\\"<>^`|\x00-\x1f\x7f]")
DOI = re.compile(r"\s*(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,}[\d.]*/.*?)[.\s]*", re.IGNORECASE | re.DOTALL)
RAW = frozenset({"doi", "url", "eprint", "file"})
"""Fields that are no LaTeX."""
PEOPLE = frozenset({"author", "editor"})
PRINTED = frozenset(
    "author editor title subtitle booktitle booksubtitle titleaddon journal journaltitle year volume number pages eid "
    "chapter edition series type school institution organization publisher address location howpublished note addendum "
    "eventtitle venue".split()
)
"""Fields that bibliography styles print; of others we don't know that they are LaTeX."""
SAME = {
    "title": ("title", "subtitle"),
    "authors": ("author",),
    "date": ("date", "year", "month", "day"),
    "venue": ("journal", "journaltitle", "booktitle"),
    "arxiv": ("eprint", "archiveprefix", "eprinttype", "primaryclass", "eprintclass"),
    "doi": ("doi",),
    "url": ("url",),
}
"""What a paper has → the raw fields that say it."""
VENUE = "*venue"
"""Stands for the field of a venue until the entry type is known; no .bib file has a field of this name."""
PRINTABLE = "".join(map(chr, range(0x20, 0x7F)))
NO_PAGES = frozenset({"1--1", "n/a", "na", "--", "-"})
"""What services write where they know no pages."""
LABEL_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
LONGEST_LABEL = 4
MOST_LISTED = 8


@dataclass(frozen=True, slots=True)
class Export:
    """A text to be saved, and what its reader will miss."""

    text: str
    without_authors: tuple[Paper, ...] = ()
    """Papers whose author names are unknown."""
    problems: tuple[str, ...] = ()
    """Fall-backs, and characters that LaTeX may not print."""


def write(
    papers: Iterable[Paper], dialect: str = "bibtex", wanted: Collection[str] = (), *, ascii_only: bool = False
) -> Export:
    """The papers as a .bib file sorted by key, in dialect ``bibtex`` (ASCII if it can be) or ``biblatex`` (UTF-8).

    `wanted` names fields of `private.FIELDS` to be written too; `ascii_only` gives up what cannot be told in ASCII.
    """
    in_order = sorted(papers, key=lambda paper: (paper.key, paper.id))
    writer = Writer(dialect, in_order, wanted, ascii_only=ascii_only)
    entries = [writer.entry(paper) for paper in in_order]
    return Export(
        "\n".join(text for key, text in sorted(entries) if key not in writer.empty),
        tuple(writer.without_authors),
        writer.problems(),
    )


class Writer:
    """One file being written: the keys given, and what has to be said about it."""

    def __init__(
        self, dialect: str, papers: Iterable[Paper] = (), wanted: Collection[str] = (), *, ascii_only: bool = False
    ) -> None:
        self.is_biblatex = dialect == "biblatex"
        self.wanted = wanted
        self.ascii_only = ascii_only
        self.keys: set[str] = set()
        self.reserved = {paper.key.lower() for paper in papers}
        """Keys that no other entry may have among its ``ids``."""
        self.suffixed: dict[str, int] = {}
        self.without_authors: list[Paper] = []
        self.empty: set[str] = set()
        """Keys of entries without any field."""
        self.remarks: dict[str, list[str]] = {}
        """What to say → the keys it is said about."""

    def problems(self) -> tuple[str, ...]:
        """Each remark once, with the keys of the entries."""
        return tuple(f"{listed(keys)}: {remark}" for remark, keys in self.remarks.items())

    def _remark(self, key: str, remark: str) -> None:
        self.remarks.setdefault(remark, []).append(key)

    def entry(self, paper: Paper) -> tuple[str, str]:
        """The cite key and the entry's text."""
        key = self._key(paper)
        encoder = Encoder(ascii_only=not self.is_biblatex or self.ascii_only)
        composition = Composition(paper, encoder)
        fields = composition.fields()
        if self.is_biblatex and ARXIV_JOURNAL.match(fields.get("journal", "")):
            fields = {**composition.eprint(), **fields}
        fields |= {name: value for name, value in private.written(paper, self.wanted, encoder) if value}
        type = self._type(paper, key, fields)
        if self.is_biblatex and (ids := self._ids(paper, key, fields.pop("ids", ""))):
            fields["ids"] = ids
        if not self.is_biblatex and "date" not in paper.raw:
            fields.pop("date", None)  # year and month say it; the day of an imported date is kept
        type, fields = self._as_dialect(paper, type, fields)
        if "author" not in fields and "editor" not in fields and type != "proceedings":
            self.without_authors.append(paper)
        if not fields:
            self.empty.add(key)
            self._remark(key, "left out, nothing is known of it that an entry could say")
        elif not self.is_biblatex and dialect.needs_key(type, fields):
            fields["key"] = encoder.text(label(paper)) or key
        if self.ascii_only:
            type, fields = plain_name(type), fields_in_ascii(fields, encoder)
        self._remark_characters(key, encoder)
        if commands := running("\n".join(fields.values())):
            self._remark(key, f"does more than print ({', '.join(commands)}): look at it before LaTeX does")
        return key, entry_text(key, type, fields)

    def _as_dialect(self, paper: Paper, type: str, fields: Fields) -> tuple[str, Fields]:
        """Type and fields under the names of this dialect."""
        convert = dialect.to_biblatex if self.is_biblatex else dialect.to_bibtex
        return convert(type, fields, is_native=dialect.is_for_biblatex(paper.entry_type, paper.raw))

    def _remark_characters(self, key: str, encoder: Encoder) -> None:
        """Say what became of characters that LaTeX has no ASCII for."""
        if encoder.romanised:
            characters = listed([f"{c} (U+{ord(c):04X}) as {text}" for c, text in encoder.romanised.items()])
            self._remark(key, f"not the same in ASCII: {characters}")
        elif encoder.unmapped:
            characters = listed([f"{c} (U+{ord(c):04X})" for c in encoder.unmapped])
            self._remark(key, f"kept in UTF-8, LaTeX may need a font or package for {characters}")

    def _key(self, paper: Paper) -> str:
        wish = citekey.legal(paper.key) or citekey.propose(paper)
        key = citekey.unique(wish, self.keys, self.suffixed)
        if paper.key and key != paper.key:
            self._remark(paper.key, f"the key cannot be used here, the entry is {key}")
        self.keys.add(key.lower())
        return key

    def _ids(self, paper: Paper, key: str, kept: str) -> str:
        """The further keys of an entry: those it was imported with, and those it had before."""
        imported = [name for part in kept.split(",") if (name := part.strip())]
        aliases = [alias for alias in paper.aliases if citekey.legal(alias) == alias]
        further = [name for name in dict.fromkeys((*imported, *aliases)) if name != key and self._is_own(name, key)]
        self.keys.update(name.lower() for name in further)
        return kept if further == imported else ",".join(further)

    def _is_own(self, name: str, key: str) -> bool:
        """Whether no other entry but the one with `key` goes by `name`."""
        lower = name.lower()
        return lower == key.lower() or (lower not in self.reserved and lower not in self.keys)

    def _type(self, paper: Paper, key: str, fields: Fields) -> str:
        """The entry type: an imported entry's own, else one whose required fields are there, else misc."""
        type = paper.entry_type or likely_type(paper)
        venue = fields.pop(VENUE, "")
        if venue:
            fields[dialect.VENUE_FIELDS.get(type, "howpublished")] = venue
        lacking = [] if type == "misc" else self._lacking(paper, type, fields)
        if not lacking:
            if venue and type == "misc":
                self._remark(key, f"written as @misc, {paper.venue} may be a journal or a conference")
            return type
        if paper.raw:
            self._remark(key, f"@{type} without {' and '.join(lacking)}")
            return type
        if venue and type in dialect.VENUE_FIELDS:
            fields.setdefault("howpublished", fields.pop(dialect.VENUE_FIELDS[type]))
        if venue or not paper.arxiv:
            self._remark(key, f"written as @misc, @{type} needs {' and '.join(lacking)}")
        return "misc"

    def _lacking(self, paper: Paper, type: str, fields: Fields) -> list[str]:
        """The fields that this dialect requires and the entry does not have."""
        required = dialect.REQUIRED_BY_BIBLATEX if self.is_biblatex else dialect.REQUIRED
        return dialect.missing(*self._as_dialect(paper, type, fields), required)


def listed(words: list[str]) -> str:
    """The first of many, and how many more there are."""
    more = f" and {len(words) - MOST_LISTED} more" if len(words) > MOST_LISTED else ""
    return ", ".join(words[:MOST_LISTED]) + more


def likely_type(paper: Paper) -> str:
    """The entry type that the venue and the further fields speak for; misc if they don't."""
    if "school" in paper.fields:
        return "phdthesis"
    if not paper.venue:
        return "misc"
    if paper.acl or CONFERENCE.search(paper.venue):
        return "inproceedings"
    return "article" if JOURNAL.search(paper.venue) or "volume" in paper.fields else "misc"


class Composition:
    """The fields of one entry: an imported entry's own where they still say what the paper says."""

    def __init__(self, paper: Paper, encoder: Encoder) -> None:
        self.paper = paper
        self.encoder = encoder
        self.is_as_imported = bool(paper.raw) and paper.record.get("seal") == seal_of(paper.record)
        self.means = meaning(paper.raw) if paper.raw and not self.is_as_imported else None

    def fields(self) -> Fields:
        """The fields in BibTeX's names, and under `VENUE` a venue whose field depends on the entry type."""
        kept = {name: self._kept(name, value) for name, value in self.paper.raw.items() if name not in dialect.PRIVATE}
        if not self.is_as_imported:
            self._bring_up_to_date(kept)
        if month := dialect.month_macro(kept.get("month", "")):
            kept["month"] = month
        return {name: value for name, value in kept.items() if value}

    def _bring_up_to_date(self, kept: Fields) -> None:
        """Put what the paper says in the place of raw fields that say something else, or nothing."""
        for part, names in SAME.items():
            if self.means is None or not self._still_says(part, self.means):
                for name in names:
                    kept.pop(name, None)
                kept |= self._new(part)
        for name, text in self.paper.fields.items():
            if name not in kept or self.means is None or self.means.fields.get(name, text) != text:
                kept[name] = self._further(name, text)

    def _kept(self, name: str, value: str) -> str:
        """An imported value as it stands, unless no .bib file could hold it."""
        if name in RAW:
            value = bare_doi(value) if name == "doi" else value
            value = address(value) if "\\" in value else value
            return uri(value) if not is_balanced(value) else value
        if not is_balanced(value):
            return self.encoder.text(clean(decode(value)))
        if name in PEOPLE:
            return self._people(value)
        if name in PRINTED:
            value = self.encoder.kept(value)
        return pages(value) if name == "pages" else value

    def _people(self, value: str) -> str:
        """Imported names as they stand, unless they break the rules, BibTeX cannot read them or they would change."""
        written = self.encoder.kept(value)
        is_plain = not has_bare_accent(value)
        if is_plain and self.is_as_imported and written == value:
            return value
        names = parse_names(value)
        is_fit = is_plain and (names.are_fit if self.encoder.ascii_only else not names.complaints)
        if is_fit and (written == value or parse_names(written).authors == names.authors):
            return written
        return write_names(names.authors, self.encoder, others=names.others)

    def _further(self, name: str, text: str) -> str:
        """A further field's text as LaTeX."""
        if name in PEOPLE:
            names = parse_names(text)
            return write_names(names.authors, self.encoder, others=names.others)
        return pages(self.encoder.text(text)) if name == "pages" else self.encoder.text(text)

    def _still_says(self, part: str, means: Meaning) -> bool:
        paper = self.paper
        if part == "authors":
            return tuple(means.names.authors) == paper.authors and means.names.others == paper.others
        if part == "date" and means.date and "date" not in paper.edited:
            return str(paper.date).startswith(str(means.date))
        if part in {"arxiv", "doi"}:
            return bool(getattr(means.ids, part) == getattr(paper, part))
        return bool(getattr(means, part) == getattr(paper, part))

    def _new(self, part: str) -> Fields:
        """The fields that say `part` of the paper."""
        paper, text = self.paper, self.encoder.text
        match part:
            case "title":
                return {"title": self.encoder.title(paper.title)}
            case "authors":
                return {"author": write_names(paper.authors, self.encoder, others=paper.others)}
            case "date":
                return self._date()
            case "venue":
                return {VENUE: text(paper.venue)}
            case "arxiv":
                return self.eprint()
            case "doi":
                return {"doi": uri(bare_doi(paper.doi))}
            case _:
                return {"url": uri(link(paper))}

    def _date(self) -> Fields:
        date = self.paper.date
        if not date:
            return {}
        month = {"month": MONTHS[date.month - 1]} if date.month else {}
        return {"year": f"{date.year:04d}", **month, **({"date": str(date)} if date.day else {})}

    def eprint(self) -> Fields:
        """The fields of an arXiv preprint; none for other papers."""
        if not self.paper.arxiv:
            return {}
        fields = {"eprint": self.paper.arxiv, "archiveprefix": "arXiv"}
        if self.paper.primary_class and "/" not in self.paper.arxiv:
            fields["primaryclass"] = self.encoder.text(self.paper.primary_class)
        return fields


def link(paper: Paper) -> str:
    """The address to print; empty where the DOI or the arXiv id says it already."""
    url = paper.url
    ids = recognise(url) if url else None
    if ids and ((ids.arxiv and ids.arxiv == paper.arxiv) or (ids.doi and ids.doi.lower() == paper.doi.lower())):
        url = ""
    return url or ("" if paper.arxiv or paper.doi else paper.web_url)


def fields_in_ascii(fields: Fields, encoder: Encoder) -> Fields:
    """The fields with names and values in ASCII."""
    written: Fields = {}
    for name, value in fields.items():
        written[citekey.unique(plain_name(name), written)] = in_ascii(name, value, encoder)
    return written


def in_ascii(name: str, value: str, encoder: Encoder) -> str:
    """A field's value in ASCII: addresses percent-encoded, characters that LaTeX cannot write in Latin letters."""
    if value.isascii():
        return value
    return quote(value, safe=PRINTABLE) if name in RAW else encoder.plainest(value)


def plain_name(name: str) -> str:
    """The name of a type or field in ASCII."""
    return name if name.isascii() else citekey.legal(name) or "unknown"


def bare_doi(value: str) -> str:
    """A DOI without the address of its resolver and without a full stop at the end; anything else as it is."""
    match = DOI.fullmatch(value)
    return match[1] if match else value


def uri(address: str) -> str:
    """A DOI or address that needs no escaping: blanks, braces and the like percent-encoded."""
    return UNSAFE_IN_ADDRESS.sub(lambda match: quote(match[0]), unicodedata.normalize("NFC", address))


def pages(value: str) -> str:
    """Page ranges with the two dashes of LaTeX; empty for a stopgap."""
    value = DASH.sub("--", value)
    return "" if value.strip().lower() in NO_PAGES else value


def label(paper: Paper) -> str:
    """What stands for the authors where none are known: the organisation, else the title, no more than a few words."""
    who = paper.organization or paper.fields.get("organization", "")
    text = "".join(formulas(who or paper.title)[::2])
    words = LABEL_WORD.findall(text.partition(":")[0])[:LONGEST_LABEL] or LABEL_WORD.findall(text)[:LONGEST_LABEL]
    while len(words) > 1 and words[-1].lower() in citekey.STOP_WORDS:
        del words[-1]
    if len(words) > 1 and words[0].lower() in {"a", "an", "the"}:
        del words[0]
    return " ".join(words)


def entry_text(key: str, type: str, fields: Fields) -> str:
    """One entry, two blanks before each field, with its final line end."""
    lines = [f"@{type}{{{key},"]
    for name, value in dialect.in_order(fields):
        gap = " " if value.endswith("\\") else ""
        macros = value.split("--") if name == "month" else []
        shown = ' # "--" # '.join(macros) if macros and set(macros) <= set(MONTHS) else f"{{{value}{gap}}}"
        lines.append(f"  {dialect.SPELLING.get(name, name)} = {shown},")
    return "\n".join([*lines, "}", ""])
