"""Papers → .bib text: known facts in valid LaTeX, nothing invented, the same bytes each time."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from readinglist.bibtex.entry import dialect, private_fields
from readinglist.bibtex.entry.dates import MONTHS
from readinglist.bibtex.entry.entry_types import (
    REQUIRED,
    REQUIRED_BY_BIBLATEX,
    VENUE_FIELDS,
    is_for_biblatex,
    likely_type,
    missing,
    needs_sort_key,
)
from readinglist.bibtex.entry.field_names import NUMBERS, REFERENCES, SPELLING, VERBATIM, in_order
from readinglist.bibtex.entry.identifiers import is_contained
from readinglist.bibtex.entry.precedence import overruled
from readinglist.bibtex.entry.sanitise import abridged, command_warnings, sanitised
from readinglist.bibtex.entry.seal import is_intact
from readinglist.bibtex.writing import options
from readinglist.bibtex.writing.entry_fields import VENUE, EntryFields
from readinglist.bibtex.writing.sort_key import sort_key
from readinglist.bibtex.writing.style import PLAIN, Style
from readinglist.latex.encoder import Encoder
from readinglist.papers import citekey
from readinglist.papers.exported_text import Export
from readinglist.papers.further import only_in_ris

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from readinglist.bibtex.entry.field_names import Fields
    from readinglist.papers.paper import Paper

PRINTABLE = "".join(map(chr, range(0x20, 0x7F)))
MOST_LISTED = 8


def write(papers: Iterable[Paper], dialect: str = "bibtex", style: Style = PLAIN) -> Export:
    """The papers as a .bib file sorted by key, in dialect ``bibtex`` (ASCII if possible) or ``biblatex`` (UTF-8)."""
    in_order = sorted(papers, key=lambda paper: (paper.key, paper.id))
    writer = Writer(dialect, in_order, style)
    entries = [writer.entry(paper) for paper in in_order]
    return Export(
        "\n".join(text for key, text in sorted(entries) if key not in writer.empty),
        tuple(writer.without_authors),
        writer.problems(),
    )


class Writer:
    """The writing of one file: the cite keys in use, and the remarks on its entries."""

    def __init__(self, dialect: str, papers: Iterable[Paper] = (), style: Style = PLAIN) -> None:
        self.is_biblatex = dialect == "biblatex"
        self.style = style
        self.keys: set[str] = set()
        self.reserved = {paper.key.lower() for paper in papers}
        """Lower-case cite keys that no other entry may have in ``ids``."""
        self.suffixed: dict[str, int] = {}
        self.without_authors: list[Paper] = []
        self.empty: set[str] = set()
        """Keys of entries without fields."""
        self.remarks: dict[str, list[str]] = {}
        """Remark → the keys of its entries."""
        self.faults: dict[str, dict[str, None]] = {}
        """Message about a value that is left out, with the reason → the keys of its entries."""
        self.references: list[tuple[str, str, list[str]]] = []
        """Key of an entry that refers to others, the field in which it does, and their keys."""

    def problems(self) -> tuple[str, ...]:
        """All remarks, each with the keys of its entries."""
        remarks = (*self.faults.items(), *self.remarks.items(), *self.strays().items())
        return tuple(f"{listed(list(keys))}: {remark}" for remark, keys in remarks)

    def strays(self, others: Collection[str] = ()) -> dict[str, list[str]]:
        """Remarks on fields that refer to entries neither written nor among `others`, with the keys of the entries."""
        found: dict[str, list[str]] = {}
        for key, field, names in self.references:
            lacking = [abridged(name) for name in names if name.lower() not in self.keys and name.lower() not in others]
            if lacking:
                remark = f"{field} refers to {listed(lacking)}, of which the file has no entry"
                found.setdefault(remark, []).append(key)
        return found

    def _remark(self, key: str, remark: str) -> None:
        self.remarks.setdefault(remark, []).append(key)

    def entry(self, paper: Paper) -> tuple[str, str]:
        """The cite key and the entry's text."""
        is_as_imported = is_intact(paper.record)
        paper, faults = sanitised(paper, is_as_imported=is_as_imported)
        key = self._key(paper)
        self.leave_out(key, faults)
        encoder = Encoder(ascii_only=not self.is_biblatex or self.style.ascii_only)
        fields = self._fields(paper, key, encoder, is_as_imported=is_as_imported)
        if self.style.private:
            private = private_fields.write_private(paper, self.style.private, encoder)
            fields |= {name: value for name, value in private if value}
        if self.is_biblatex and ("ids" in fields or paper.aliases):
            self._add_ids(paper, key, fields)
        type, fields = self._finished(paper, key, fields, encoder)
        if encoder.unmapped or encoder.romanised:
            self._report_characters(key, encoder)
        for warning in command_warnings(fields):
            self._remark(key, warning)
        for name in REFERENCES:
            if name in fields:
                others = [other for part in fields[name].split(",") if (other := part.strip())]
                self.references.append((key, name, others))
        return key, entry_text(key, type, fields)

    def _fields(self, paper: Paper, key: str, encoder: Encoder, *, is_as_imported: bool) -> Fields:
        """The public fields of a paper's entry; facts without a place in it are reported."""
        self.leave_out(key, (f"RIS {tag} left out, there is no field for it" for tag in only_in_ris(paper)))
        entry = EntryFields(paper, encoder, is_biblatex=self.is_biblatex, is_as_imported=is_as_imported)
        fields = entry.fields()
        lost = {name: abridged(value) for name, value in entry.dropped.items() if name not in fields}
        self.leave_out(
            key, (f"{name} left out, the paper in the library has not got it: {text}" for name, text in lost.items())
        )
        return fields

    def leave_out(self, key: str, faults: Iterable[str]) -> None:
        """Report values of the paper with this key that are not written, each with the reason."""
        for fault in faults:
            self.faults.setdefault(fault, {})[key] = None

    def _finished(self, paper: Paper, key: str, fields: Fields, encoder: Encoder) -> tuple[str, Fields]:
        """The final entry type and fields, without values of unbalanced braces."""
        type, fields = self._typed(paper, key, fields)
        with_braces = [name for name, value in fields.items() if "{" in value or "}" in value]
        for name in [name for name in with_braces if not is_contained(fields[name])]:
            del fields[name]
            self.leave_out(key, [f"{name} left out, its braces do not pair up"])
        self._report_gaps(paper, key, type, fields)
        if not self.is_biblatex and fields and needs_sort_key(type, fields):
            fields["key"] = encoder.text(sort_key(paper)) or key
        if self.style.ascii_only:
            fields = {name: in_ascii(name, value, encoder) for name, value in fields.items()}
        if "escaped-urls" in self.style.options and not self.is_biblatex:
            fields = options.escaped(fields)
        return type, fields

    def _report_gaps(self, paper: Paper, key: str, type: str, fields: Fields) -> None:
        """Report an entry without authors, and one without fields."""
        if "author" not in fields and "editor" not in fields and type != "proceedings":
            self.without_authors.append(paper)
        if not fields:
            self.empty.add(key)
            self._remark(key, "left out, nothing is known of it that an entry could say")

    def _report_characters(self, key: str, encoder: Encoder) -> None:
        """Report characters without an ASCII encoding."""
        if encoder.romanised:
            characters = listed([f"{c} (U+{ord(c):04X}) as {text}" for c, text in encoder.romanised.items()])
            self._remark(key, f"not the same in ASCII: {characters}")
        else:
            characters = listed([f"{c} (U+{ord(c):04X})" for c in encoder.unmapped])
            self._remark(key, f"kept in UTF-8, LaTeX may need a font or package for {characters}")

    def _key(self, paper: Paper) -> str:
        """The legal and unique cite key of a paper."""
        own = paper.key
        key = citekey.unique(citekey.legal(own) or citekey.propose(paper), self.keys, self.suffixed)
        if own and key != own:
            self._remark(own, f"the key cannot be used here, the entry is {key}")
        self.keys.add(key.lower())
        return key

    def _add_ids(self, paper: Paper, key: str, fields: Fields) -> None:
        """Write the aliases of a paper into ``ids``: those of the imported entry, then its former keys."""
        written = fields.pop("ids", "")
        names = [name for part in written.split(",") if (name := part.strip())]
        imported = [name for name in names if citekey.legal(name) == name]
        if wrong := [name for name in names if name not in imported]:
            self.leave_out(key, [f"{abridged(', '.join(wrong))} left out of ids, nobody can cite it"])
        aliases = [alias for alias in paper.aliases if alias and citekey.legal(alias) == alias]
        further = [name for name in dict.fromkeys((*imported, *aliases)) if name != key and self._is_free(name, key)]
        self.keys.update(name.lower() for name in further)
        if further:
            fields["ids"] = written if further == imported else ",".join(further)

    def _is_free(self, name: str, key: str) -> bool:
        """Whether no entry other than the one with `key` has the key `name`."""
        lower = name.lower()
        return lower == key.lower() or (lower not in self.reserved and lower not in self.keys)

    def _typed(self, paper: Paper, key: str, fields: Fields) -> tuple[str, Fields]:
        """The entry in this dialect; without an imported type it is misc if fields required by its type are missing."""
        type = paper.entry_type or likely_type(paper)
        venue = fields.pop(VENUE, "")
        if venue:
            fields[VENUE_FIELDS.get(type, "howpublished")] = venue
        written = self._converted(paper, key, type, fields)
        lacking = missing(*written, REQUIRED_BY_BIBLATEX if self.is_biblatex else REQUIRED)
        if not lacking:
            if venue and type == "misc":
                self._remark(key, f"written as @misc, {paper.venue} may be a journal or a conference")
            return written
        if paper.raw:
            self._remark(key, f"@{type} without {' and '.join(lacking)}")
            return written
        if venue and type in VENUE_FIELDS:
            fields.setdefault("howpublished", fields.pop(VENUE_FIELDS[type]))
        if venue or not paper.arxiv:
            self._remark(key, f"written as @misc, @{type} needs {' and '.join(lacking)}")
        return self._converted(paper, key, "misc", fields)

    def _converted(self, paper: Paper, key: str, type: str, fields: Fields) -> tuple[str, Fields]:
        """Type and fields converted to this dialect; of fields that contradict each other only the one that we read."""
        if rivals := overruled(type, fields):
            self.leave_out(key, (f"{name} left out, {other} says something else" for name, other in rivals.items()))
            fields = {name: value for name, value in fields.items() if name not in rivals}
        if self.is_biblatex and (numbers := NUMBERS.intersection(fields)):
            further = {name: fields[name].partition(",")[2].strip() for name in sorted(numbers)}
            self.leave_out(
                key, (f"{text} left out of {name}, biblatex has one" for name, text in further.items() if text)
            )
        convert = dialect.to_biblatex if self.is_biblatex else dialect.to_bibtex
        written = convert(type, fields, is_native=is_for_biblatex(paper.entry_type, paper.raw))
        wished = self.style.options
        return options.applied(wished, paper, *written, is_biblatex=self.is_biblatex) if wished else written


def listed(words: list[str]) -> str:
    """The first words of a list, and the number of further ones."""
    more = f" and {len(words) - MOST_LISTED} more" if len(words) > MOST_LISTED else ""
    return ", ".join(words[:MOST_LISTED]) + more


def in_ascii(name: str, value: str, encoder: Encoder) -> str:
    """A field's value in ASCII: addresses percent-encoded, characters without an encoding romanised."""
    if value.isascii():
        return value
    return quote(value, safe=PRINTABLE) if name in VERBATIM else encoder.to_ascii(value)


def entry_text(key: str, type: str, fields: Fields) -> str:
    """One entry, two blanks before each field, with its final line end."""
    spelled = SPELLING.get
    lines = [f"  {spelled(name, name)} = {token_of(name, fields[name])}," for name in in_order(tuple(fields))]
    return "\n".join((f"@{type}{{{key},", *lines, "}\n"))


def token_of(name: str, value: str) -> str:
    """The token of a value: braces around it, or the macro of a month."""
    if name == "month" and (macro := month_token(value)):
        return macro
    if value[-1:] != "\\":
        return f"{{{value}}}"
    is_alone = (len(value) - len(value.rstrip("\\"))) % 2
    return f"{{{value}textbackslash{{}}}}" if is_alone else f"{{{value} }}"


def month_token(value: str) -> str:
    """The macro of a month, or two for a range; empty for other values."""
    if value in MONTHS:
        return value
    macros = value.split("--")
    return ' # "--" # '.join(macros) if all(macro in MONTHS for macro in macros) else ""
