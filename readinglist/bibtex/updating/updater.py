"""An existing .bib file brought up to date: what the library has changed is changed there, every other byte stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.bibtex.entry.sanitise import command_warnings, sound
from readinglist.bibtex.reading.scan import Unreadable, excerpt
from readinglist.bibtex.updating import splices
from readinglist.bibtex.updating.canonical_fields import FIELDS, fields_of_paper, is_same, parts_of
from readinglist.bibtex.updating.entry_lookup import Finding
from readinglist.bibtex.updating.existing_file import Existing
from readinglist.bibtex.updating.fingerprints import KEY, digest, fingerprint
from readinglist.bibtex.updating.rendered import Draft
from readinglist.bibtex.updating.result import Conflict, Update
from readinglist.bibtex.updating.three_way import Comparison
from readinglist.bibtex.writing.writer import Writer, listed
from readinglist.errors import ExportError
from readinglist.papers import citekey

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readinglist.bibtex.updating.existing_file import Standing
    from readinglist.bibtex.updating.fingerprints import Fingerprints
    from readinglist.bibtex.updating.splices import Splice
    from readinglist.papers.paper import Paper


def update(text: str, papers: Iterable[Paper], dialect: str, fingerprints: Fingerprints) -> Update:
    """Bring the text of a .bib file up to date with `papers`; `fingerprints` says what was written to it before.

    Raises ExportError if that would change how the rest of the file is read, or if it is not certain how.
    """
    return Updater(text, dialect, fingerprints).run(papers)


class Updater:
    """One file being brought up to date."""

    def __init__(self, text: str, dialect: str, fingerprints: Fingerprints) -> None:
        self.existing = Existing(text)
        self.finding = Finding(self.existing, fingerprints)
        self.writer = Writer(dialect)
        self.done = Update(text, fingerprints=dict(fingerprints))
        self.splices: list[Splice] = []
        self.new: list[str] = []
        self.added: dict[str, Draft] = {}
        """Lower-case key → the entry."""
        self.changed: dict[str, Comparison] = {}
        self.told: list[str] = []
        """What to say of entries that were there before."""

    def run(self, papers: Iterable[Paper]) -> Update:
        """Go through the papers in the order of an export."""
        self._check_end()
        ours = [self._sound(paper) for paper in papers]
        self.keys = self.finding.keys = {key.lower() for key, _ in ours}
        self.finding.papers = [paper for _, paper in ours]
        self.writer.reserved = self.keys | set(self.existing.by_key)
        for key, paper in sorted(ours, key=lambda each: (each[0], each[1].id)):
            self._take(key, paper)
        if self.new or self.splices:
            self.done.text = splices.spliced(self.existing.text, self.splices) + self._ending()
            self._look_again(Existing(self.done.text))
        self._remark()
        return self.done

    def _sound(self, paper: Paper) -> tuple[str, Paper]:
        """The cite key of a paper, and the paper without what cannot be written."""
        safe, faults = sound(paper)
        key = citekey.legal(safe.key) or citekey.propose(safe)
        self.writer.leave_out(key, faults)
        return key, safe

    def _check_end(self) -> None:
        """Raise ExportError if the file has an entry without an end."""
        if fault := self.existing.unclosed:
            raise ExportError(
                f"line {fault.line}: {fault.key or 'an entry'} is not closed, and what is written after it may be "
                "read as a part of it",
                "nothing was written; close its brace or quote, and try again",
            )

    def _take(self, key: str, paper: Paper) -> None:
        """Find the entry of one paper, and change or add it."""
        existing = self.existing
        found = existing.by_key.get(key.lower(), [])
        if len(found) > 1:
            lines = ", ".join(str(standing.entry.line) for standing in found)
            self._refuse(key, found[0].entry.line, f"the key stands more than once in the file (lines {lines})")
        elif found and not self.finding.is_same(found[0], paper):
            self._refuse(key, found[0].entry.line, f"the file has another paper of this key: {titled(found[0])}")
        elif found and (standing := self.finding.leading(paper, found[0])):
            self._compare(standing.entry.key, paper, standing)
        elif found:
            self._leave(key, paper, found[0])
        elif there := existing.unusable.get(key.lower()):
            self._refuse(key, there.line, f"the file's entry cannot be used: {there.message}")
        elif former := self.finding.former(paper):
            self._rename(key, paper, former)
        elif standing := self.finding.under_alias(paper):
            self._compare(standing.entry.key, paper, standing)
        elif other := self.finding.elsewhere(paper):
            self.done.elsewhere[key] = other
        else:
            self._add(paper)

    def _add(self, paper: Paper) -> None:
        key, text = self.writer.entry(paper)
        draft = Draft(paper, text)
        if not draft.tokens:
            self._refuse(key, 1, "nothing is known of it that an entry could say")
            return
        self.new.append(text)
        self.done.added.append(key)
        self.added[key.lower()] = draft

    def _refuse(self, key: str, line: int, message: str) -> None:
        self.done.conflicts.append(Conflict(key, line, message))

    def _leave(self, key: str, paper: Paper, standing: Standing) -> None:
        """Leave the entry of another publication of a paper, and remember nothing of it."""
        self.done.unchanged.append(key)
        where = f"line {standing.entry.line}: {standing.entry.key}"
        self.told.append(
            f"{where} is another publication of the work than {paper.venue or paper.title}, it stays as it is"
        )

    def _rename(self, key: str, paper: Paper, standing: Standing) -> None:
        """Give an entry of ours the key that its paper has now, unless others in the file would miss the old one."""
        entry, existing = standing.entry, self.existing
        if other := existing.referring.get(entry.key.lower()):
            self._refuse(key, entry.line, f"it stays {entry.key}, which {other.key} (line {other.line}) refers to")
        elif (other := existing.by_id.get(key.lower())) and other is not entry:
            self._refuse(key, entry.line, f"it stays {entry.key}, {other.key} (line {other.line}) has the key in ids")
        else:
            self.writer.reserved -= {entry.key.lower()} - self.keys
            self._compare(key, paper, standing)

    def _compare(self, key: str, paper: Paper, standing: Standing) -> None:
        """Take over what the library has changed, and leave what was changed by hand."""
        memory = self.finding.memory_of(paper, standing)
        found = Comparison(key, standing, paper, memory, lambda: Draft(paper, self.writer.entry(paper)[1]))
        if (found.taken or found.gone or found.type or found.is_renamed) and self._change(found):
            self.changed[key.lower()] = found
            if found.is_renamed:
                self.done.renamed[standing.entry.key] = key
            if found.taken or found.gone or found.type:
                self.done.changed[key] = [*found.taken, *found.gone, *(["type"] if found.type else [])]
        else:
            self.done.fingerprints[paper.id] = found.fingerprints(None)
            if not (found.contested or found.taken or found.is_renamed):
                self.done.unchanged.append(key)
        self.done.conflicts += [self._conflict(found, part) for part in found.contested]
        if found.differing:
            self.done.differing[key] = found.differing

    def _change(self, found: Comparison) -> bool:
        """Let an entry say what the library has changed; False, and a conflict, if it is too broken for that."""
        entry = found.standing.entry
        text = self.existing.text
        fields = found.draft.fields(found.taken, entry, found.type) + found.removals()
        self.told += [
            f"{found.key}: {warning}" for warning in command_warnings({each.name: each.token for each in fields})
        ]
        if found.is_renamed and self.writer.is_biblatex:
            fields += found.draft.ids_with(entry.key, entry)
        try:
            places = splices.places_of(self.existing.read_as, entry)
        except Unreadable as error:
            self._refuse(found.key, entry.line, f"the file's entry cannot be changed, {error}")
            return False
        self.splices += splices.amendments(text, entry, places, fields, found.type)
        if found.is_renamed:
            self.splices += splices.renaming(self.existing.read_as, entry, found.key)
        return True

    def _conflict(self, found: Comparison, part: str) -> Conflict:
        """What both sides have changed to something else, which is for the user to settle."""
        ours, theirs = map(excerpt, found.said(part))
        name, line = self.existing.place_of(found.standing.entry, FIELDS.get(part, (part,)))
        return Conflict(
            found.key,
            line,
            f"it was changed both in the file ({theirs or 'nothing'}) and in the library ({ours}); make the two agree, "
            "in the file or in the app (E)",
            name or part,
            theirs,
            ours,
        )

    def _ending(self) -> str:
        """The new entries with what is before them; the file ends with a line end as before, or without."""
        if not self.new:
            return ""
        text, line_end = self.existing.text, self.existing.line_end
        new = "\n".join(self.new).replace("\n", line_end)
        lines = self.existing.read_as.rstrip(" \t")
        if not lines.strip():
            return new if not lines or lines.endswith("\n") else line_end + new
        if not lines.endswith("\n"):
            return 2 * line_end + new.removesuffix(line_end)
        is_blank_line = not lines[:-1].rstrip(" \t") or lines[:-1].rstrip(" \t").endswith("\n")
        return new if is_blank_line and text[-1] in "\r\n" else line_end + new

    def _look_again(self, after: Existing) -> None:
        """Remember what the entries say now.

        Raises ExportError unless all that was not touched is still read as before, and what was as it shall be.
        """
        gone = {found.standing.entry.key.lower() for found in self.changed.values()}
        touched = {*self.added, *self.changed}
        before = [entry for entry in self.existing.all if entry[1].lower() not in gone]
        rest = [entry for entry in after.all if entry[1].lower() not in touched]
        is_whole = before == rest and len(after.unread) == len(self.existing.unread) and not after.unclosed
        for key in touched:
            found = after.by_key.get(key, [])
            is_whole = is_whole and len(found) == 1 and self._is_written(key, found[0])
        if not is_whole:
            raise ExportError(
                "the file cannot be brought up to date without changing how the rest of it is read",
                "a brace or quote in it may not be closed; `readinglist add --dry-run FILE` says in which line",
            )

    def _is_written(self, key: str, standing: Standing) -> bool:
        """Whether an entry says what it was to say, which is remembered."""
        theirs = parts_of(standing.raw)
        if draft := self.added.get(key):
            ours, now = fields_of_paper(draft.paper), fields_of_paper(standing.paper)
            fingerprints = {part: fingerprint(text, now.get(part, "")) for part, text in ours.items()}
            self.done.fingerprints[draft.paper.id] = {KEY: digest(standing.entry.key), **fingerprints}
            said = draft.says
        else:
            found = self.changed[key]
            said = {part: found.draft.says[part] for part in found.taken}
            self.done.fingerprints[found.paper.id] = found.fingerprints(standing.paper)
            said |= dict.fromkeys(found.gone, "")
        return all(is_same(part, theirs.get(part, ""), text) for part, text in said.items())

    def _remark(self) -> None:
        """Say what the reader of the new entries will miss, and what of the file cannot be read."""
        done, added = self.done, set(self.done.added)
        done.without_authors = tuple(paper for paper in self.writer.without_authors if paper.key in added)
        strays = self.writer.strays(self.existing.by_key.keys() | self.existing.by_id.keys())
        told = ((self.writer.faults, added | done.changed.keys()), ({**self.writer.remarks, **strays}, added))
        remarks = (
            f"{listed(about)}: {remark}"
            for said, touched in told
            for remark, keys in said.items()
            if (about := [key for key in keys if key in touched])
        )
        unread = (f"line {each.line} cannot be read, nor may BibTeX: {each.message}" for each in self.existing.unread)
        done.problems = (*unread, *self.told, *remarks)


def titled(standing: Standing) -> str:
    """How to call an entry."""
    return repr(standing.paper.title) if standing.paper.title else "one without a title"
