"""Papers → .bib text: what is known in valid LaTeX, nothing invented, the same bytes each time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from readinglist.bibtex import dialect, options, private
from readinglist.bibtex.composition import RAW, VENUE, Composition
from readinglist.bibtex.encoder import Encoder
from readinglist.bibtex.entrytype import likely_type
from readinglist.bibtex.label import label
from readinglist.bibtex.meaning import MONTHS
from readinglist.bibtex.running import running
from readinglist.bibtex.style import PLAIN, Style
from readinglist.papers import citekey

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readinglist.bibtex.dialect import Fields
    from readinglist.paper import Paper

PRINTABLE = "".join(map(chr, range(0x20, 0x7F)))
MOST_LISTED = 8


@dataclass(frozen=True, slots=True)
class Export:
    """A text to be saved, and what its reader will miss."""

    text: str
    without_authors: tuple[Paper, ...] = ()
    """Papers whose author names are unknown."""
    problems: tuple[str, ...] = ()
    """Fall-backs, and characters that LaTeX may not print."""


def write(papers: Iterable[Paper], dialect: str = "bibtex", style: Style = PLAIN) -> Export:
    """The papers as a .bib file sorted by key, in dialect ``bibtex`` (ASCII if it can be) or ``biblatex`` (UTF-8)."""
    in_order = sorted(papers, key=lambda paper: (paper.key, paper.id))
    writer = Writer(dialect, in_order, style)
    entries = [writer.entry(paper) for paper in in_order]
    return Export(
        "\n".join(text for key, text in sorted(entries) if key not in writer.empty),
        tuple(writer.without_authors),
        writer.problems(),
    )


class Writer:
    """One file being written: the keys given, and what has to be said about it."""

    def __init__(self, dialect: str, papers: Iterable[Paper] = (), style: Style = PLAIN) -> None:
        self.is_biblatex = dialect == "biblatex"
        self.style = style
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
        encoder = Encoder(ascii_only=not self.is_biblatex or self.style.ascii_only)
        fields = Composition(paper, encoder, is_biblatex=self.is_biblatex).fields()
        if self.style.private:
            fields |= {name: value for name, value in private.written(paper, self.style.private, encoder) if value}
        if self.is_biblatex and ("ids" in fields or paper.aliases):
            self._further_keys(paper, key, fields)
        type, fields = self._typed(paper, key, fields)
        self._note_gaps(paper, key, type, fields)
        if not self.is_biblatex and fields and dialect.needs_key(type, fields):
            fields["key"] = encoder.text(label(paper)) or key
        if self.style.ascii_only:
            type, fields = plain_name(type), fields_in_ascii(fields, encoder)
        if "escaped-urls" in self.style.options and not self.is_biblatex:
            fields = options.escaped(fields)
        if encoder.unmapped or encoder.romanised:
            self._remark_characters(key, encoder)
        if commands := running("\n".join(fields.values())):
            self._remark(key, f"does more than print ({', '.join(commands)}): look at it before LaTeX does")
        return key, entry_text(key, type, fields)

    def _note_gaps(self, paper: Paper, key: str, type: str, fields: Fields) -> None:
        """Remember an entry without names, and one without anything."""
        if "author" not in fields and "editor" not in fields and type != "proceedings":
            self.without_authors.append(paper)
        if not fields:
            self.empty.add(key)
            self._remark(key, "left out, nothing is known of it that an entry could say")

    def _remark_characters(self, key: str, encoder: Encoder) -> None:
        """Say what became of characters that LaTeX has no ASCII for."""
        if encoder.romanised:
            characters = listed([f"{c} (U+{ord(c):04X}) as {text}" for c, text in encoder.romanised.items()])
            self._remark(key, f"not the same in ASCII: {characters}")
        else:
            characters = listed([f"{c} (U+{ord(c):04X})" for c in encoder.unmapped])
            self._remark(key, f"kept in UTF-8, LaTeX may need a font or package for {characters}")

    def _key(self, paper: Paper) -> str:
        own = paper.key
        key = citekey.unique(citekey.legal(own) or citekey.propose(paper), self.keys, self.suffixed)
        if own and key != own:
            self._remark(own, f"the key cannot be used here, the entry is {key}")
        self.keys.add(key.lower())
        return key

    def _further_keys(self, paper: Paper, key: str, fields: Fields) -> None:
        """Say in ``ids`` which keys the entry had when it was imported, and which it had before."""
        kept = fields.pop("ids", "")
        imported = [name for part in kept.split(",") if (name := part.strip())]
        aliases = [alias for alias in paper.aliases if citekey.legal(alias) == alias]
        further = [name for name in dict.fromkeys((*imported, *aliases)) if name != key and self._is_own(name, key)]
        self.keys.update(name.lower() for name in further)
        if further:
            fields["ids"] = kept if further == imported else ",".join(further)

    def _is_own(self, name: str, key: str) -> bool:
        """Whether no other entry but the one with `key` goes by `name`."""
        lower = name.lower()
        return lower == key.lower() or (lower not in self.reserved and lower not in self.keys)

    def _typed(self, paper: Paper, key: str, fields: Fields) -> tuple[str, Fields]:
        """The entry in this dialect: of an imported type, else of one whose required fields are there, else misc."""
        type = paper.entry_type or likely_type(paper)
        venue = fields.pop(VENUE, "")
        if venue:
            fields[dialect.VENUE_FIELDS.get(type, "howpublished")] = venue
        written = self._as_dialect(paper, type, fields)
        lacking = dialect.missing(*written, dialect.REQUIRED_BY_BIBLATEX if self.is_biblatex else dialect.REQUIRED)
        if not lacking:
            if venue and type == "misc":
                self._remark(key, f"written as @misc, {paper.venue} may be a journal or a conference")
            return written
        if paper.raw:
            self._remark(key, f"@{type} without {' and '.join(lacking)}")
            return written
        if venue and type in dialect.VENUE_FIELDS:
            fields.setdefault("howpublished", fields.pop(dialect.VENUE_FIELDS[type]))
        if venue or not paper.arxiv:
            self._remark(key, f"written as @misc, @{type} needs {' and '.join(lacking)}")
        return self._as_dialect(paper, "misc", fields)

    def _as_dialect(self, paper: Paper, type: str, fields: Fields) -> tuple[str, Fields]:
        """Type and fields under the names of this dialect."""
        convert = dialect.to_biblatex if self.is_biblatex else dialect.to_bibtex
        written = convert(type, fields, is_native=dialect.is_for_biblatex(paper.entry_type, paper.raw))
        wished = self.style.options
        return options.applied(wished, paper, *written, is_biblatex=self.is_biblatex) if wished else written


def listed(words: list[str]) -> str:
    """The first of many, and how many more there are."""
    more = f" and {len(words) - MOST_LISTED} more" if len(words) > MOST_LISTED else ""
    return ", ".join(words[:MOST_LISTED]) + more


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


def entry_text(key: str, type: str, fields: Fields) -> str:
    """One entry, two blanks before each field, with its final line end."""
    spelled = dialect.SPELLING.get
    lines = [f"  {spelled(name, name)} = {token_of(name, fields[name])}," for name in dialect.in_order(tuple(fields))]
    return "\n".join((f"@{type}{{{key},", *lines, "}\n"))


def token_of(name: str, value: str) -> str:
    """A value in braces, or the macro of a month."""
    if name == "month" and (macro := month_token(value)):
        return macro
    return f"{{{value} }}" if value[-1:] == "\\" else f"{{{value}}}"


def month_token(value: str) -> str:
    """The macro of a month, or those of a range; empty if the value is something else."""
    if value in MONTHS:
        return value
    macros = value.split("--")
    return ' # "--" # '.join(macros) if all(macro in MONTHS for macro in macros) else ""
