"""A .bib file of others brought up to date: fields that the library changed are set, every other byte stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.bibtex.entry.sanitise import command_warnings, sanitised
from readinglist.bibtex.reading.scan import Unreadable, excerpt
from readinglist.bibtex.updating import splices
from readinglist.bibtex.updating.canonical_fields import STATED_IN, fields_of_entry, fields_of_paper, is_same
from readinglist.bibtex.updating.entry_lookup import EntryLookup
from readinglist.bibtex.updating.existing_file import ExistingFile
from readinglist.bibtex.updating.fingerprints import KEY, digest, fingerprint
from readinglist.bibtex.updating.rendered import RenderedEntry
from readinglist.bibtex.updating.result import Conflict, Update
from readinglist.bibtex.updating.three_way import ThreeWayMerge
from readinglist.bibtex.writing.writer import Writer, listed
from readinglist.errors import ExportError
from readinglist.papers import citekey

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readinglist.bibtex.updating.existing_file import FileEntry
    from readinglist.bibtex.updating.fingerprints import Fingerprints
    from readinglist.bibtex.updating.splices import Splice
    from readinglist.papers.paper import Paper


def update(text: str, papers: Iterable[Paper], dialect: str, fingerprints: Fingerprints) -> Update:
    """Bring the text of a .bib file up to date with `papers`; `fingerprints` are those of the last write.

    Raises ExportError if that would change how the rest of the file is read, or if it is not certain how.
    """
    return Updater(text, dialect, fingerprints).run(papers)


class Updater:
    """One update of one file."""

    def __init__(self, text: str, dialect: str, fingerprints: Fingerprints) -> None:
        self.file = ExistingFile(text)
        self.lookup = EntryLookup(self.file, fingerprints)
        self.writer = Writer(dialect)
        self.result = Update(text, fingerprints=dict(fingerprints))
        self.splices: list[Splice] = []
        self.new: list[str] = []
        """The texts of the added entries."""
        self.added: dict[str, RenderedEntry] = {}
        """Lower-case key → the added entry."""
        self.changed: dict[str, ThreeWayMerge] = {}
        """Lower-case key → the merge that changes the entry."""
        self.remarks: list[str] = []
        """Remarks on entries that were in the file before."""

    def run(self, papers: Iterable[Paper]) -> Update:
        """Update the entries of the papers, in the order of an export."""
        self._check_end()
        ours = [self._sanitised(paper) for paper in papers]
        self.keys = self.lookup.keys = {key.lower() for key, _ in ours}
        self.lookup.papers = [paper for _, paper in ours]
        self.writer.reserved = self.keys | set(self.file.by_key)
        for key, paper in sorted(ours, key=lambda each: (each[0], each[1].id)):
            self._update_paper(key, paper)
        if self.new or self.splices:
            self.result.text = splices.spliced(self.file.text, self.splices) + self.file.appendix(self.new)
            self._verify(ExistingFile(self.result.text))
        self._report()
        return self.result

    def _sanitised(self, paper: Paper) -> tuple[str, Paper]:
        """The cite key of a paper, and the paper without the values that cannot be written."""
        safe, faults = sanitised(paper)
        key = citekey.legal(safe.key) or citekey.propose(safe)
        self.writer.leave_out(key, faults)
        return key, safe

    def _check_end(self) -> None:
        """Raise ExportError if the file has an entry without an end."""
        if fault := self.file.unclosed:
            raise ExportError(
                f"line {fault.line}: {fault.key or 'an entry'} is not closed, and what is written after it may be "
                "read as a part of it",
                "nothing was written; close its brace or quote, and try again",
            )

    def _update_paper(self, key: str, paper: Paper) -> None:
        """Find the entry of one paper, and change or add it."""
        found = self.file.by_key.get(key.lower(), [])
        if len(found) > 1:
            lines = ", ".join(str(each.entry.line) for each in found)
            self._refuse(key, found[0].entry.line, f"the key stands more than once in the file (lines {lines})")
        elif found and not self.lookup.is_same(found[0], paper):
            self._refuse(key, found[0].entry.line, f"the file has another paper of this key: {titled(found[0])}")
        elif found and (there := self.lookup.of_publication(paper, found[0])):
            self._merge(there.entry.key, paper, there)
        elif found:
            self._leave(key, paper, found[0])
        elif fault := self.file.unusable.get(key.lower()):
            self._refuse(key, fault.line, f"the file's entry cannot be used: {fault.message}")
        elif former := self.lookup.under_written_key(paper):
            self._rename(key, paper, former)
        elif there := self.lookup.under_alias(paper):
            self._merge(there.entry.key, paper, there)
        elif other := self.lookup.key_elsewhere(paper):
            self.result.elsewhere[key] = other
        else:
            self._add(paper)

    def _add(self, paper: Paper) -> None:
        key, text = self.writer.entry(paper)
        rendered = RenderedEntry(paper, text)
        if not rendered.tokens:
            self._refuse(key, 1, "nothing is known of it that an entry could say")
            return
        self.new.append(text)
        self.result.added.append(key)
        self.added[key.lower()] = rendered

    def _refuse(self, key: str, line: int, message: str) -> None:
        self.result.conflicts.append(Conflict(key, line, message))

    def _leave(self, key: str, paper: Paper, there: FileEntry) -> None:
        """Leave the entry of another publication unchanged, without fingerprints."""
        self.result.unchanged.append(key)
        where = f"line {there.entry.line}: {there.entry.key}"
        self.remarks.append(
            f"{where} is another publication of the work than {paper.venue or paper.title}, it stays as it is"
        )

    def _rename(self, key: str, paper: Paper, there: FileEntry) -> None:
        """Give an entry that we wrote the paper's new key, unless other entries of the file need the old one."""
        entry, file = there.entry, self.file
        if other := file.referring.get(entry.key.lower()):
            self._refuse(key, entry.line, f"it stays {entry.key}, which {other.key} (line {other.line}) refers to")
        elif (other := file.by_id.get(key.lower())) and other is not entry:
            self._refuse(key, entry.line, f"it stays {entry.key}, {other.key} (line {other.line}) has the key in ids")
        else:
            self.writer.reserved -= {entry.key.lower()} - self.keys
            self._merge(key, paper, there)

    def _merge(self, key: str, paper: Paper, there: FileEntry) -> None:
        """Merge a paper into its entry: set the fields that only the library changed, report conflicts."""
        base = self.lookup.base_of(paper, there)
        merge = ThreeWayMerge(key, there, paper, base, lambda: RenderedEntry(paper, self.writer.entry(paper)[1]))
        result = self.result
        if (merge.is_changed or merge.is_renamed) and self._change(merge):
            self.changed[key.lower()] = merge
            if merge.is_renamed:
                result.renamed[there.entry.key] = key
            if merge.is_changed:
                result.changed[key] = [*merge.to_set, *merge.to_remove, *(["type"] if merge.new_type else [])]
        else:
            result.fingerprints[paper.id] = merge.fingerprints(None)
            if not (merge.conflicts or merge.to_set or merge.is_renamed):
                result.unchanged.append(key)
        result.conflicts += [self._conflict(merge, field) for field in merge.conflicts]
        if merge.differing:
            result.differing[key] = merge.differing

    def _change(self, merge: ThreeWayMerge) -> bool:
        """Add the splices of a merge; False, and a conflict, if the entry is too broken for them."""
        entry = merge.there.entry
        fields = merge.rendered.fields(merge.to_set, entry, merge.new_type) + merge.removals()
        warnings = command_warnings({each.name: each.token for each in fields})
        self.remarks += [f"{merge.key}: {warning}" for warning in warnings]
        if merge.is_renamed and self.writer.is_biblatex:
            fields += merge.rendered.ids_with(entry.key, entry)
        try:
            places = splices.places_of(self.file.lf_text, entry)
        except Unreadable as error:
            self._refuse(merge.key, entry.line, f"the file's entry cannot be changed, {error}")
            return False
        self.splices += splices.amendments(self.file.text, entry, places, fields, merge.new_type)
        if merge.is_renamed:
            self.splices += splices.renaming(self.file.lf_text, entry, merge.key)
        return True

    def _conflict(self, merge: ThreeWayMerge, field: str) -> Conflict:
        """The conflict about a field that both sides have changed, for the user to settle."""
        ours, theirs = map(excerpt, merge.values(field))
        name, line = self.file.line_of(merge.there.entry, STATED_IN.get(field, (field,)))
        return Conflict(
            merge.key,
            line,
            f"it was changed both in the file ({theirs or 'nothing'}) and in the library ({ours}); make the two agree, "
            "in the file or in the app (E)",
            name or field,
            theirs,
            ours,
        )

    def _verify(self, after: ExistingFile) -> None:
        """Read the new text, and record the fingerprints of the entries in it.

        Raises ExportError unless every other entry is read as before, and every written one has its new values.
        """
        gone = {merge.there.entry.key.lower() for merge in self.changed.values()}
        touched = {*self.added, *self.changed}
        before = [entry for entry in self.file.contents if entry[1].lower() not in gone]
        rest = [entry for entry in after.contents if entry[1].lower() not in touched]
        is_whole = before == rest and len(after.unread) == len(self.file.unread) and not after.unclosed
        for key in touched:
            found = after.by_key.get(key, [])
            is_whole = is_whole and len(found) == 1 and self._is_written(key, found[0])
        if not is_whole:
            raise ExportError(
                "the file cannot be brought up to date without changing how the rest of it is read",
                "a brace or quote in it may not be closed; `readinglist add --dry-run FILE` says in which line",
            )

    def _is_written(self, key: str, there: FileEntry) -> bool:
        """Whether an entry has the values that were written; records their fingerprints."""
        found = fields_of_entry(there.raw)
        if rendered := self.added.get(key):
            ours, theirs = fields_of_paper(rendered.paper), fields_of_paper(there.paper)
            fingerprints = {field: fingerprint(value, theirs.get(field, "")) for field, value in ours.items()}
            self.result.fingerprints[rendered.paper.id] = {KEY: digest(there.entry.key), **fingerprints}
            written = rendered.canonical
        else:
            merge = self.changed[key]
            written = {field: merge.rendered.canonical[field] for field in merge.to_set}
            self.result.fingerprints[merge.paper.id] = merge.fingerprints(there.paper)
            written |= dict.fromkeys(merge.to_remove, "")
        return all(is_same(field, found.get(field, ""), value) for field, value in written.items())

    def _report(self) -> None:
        """Collect the remarks on written entries, and on those of the file that cannot be read."""
        result, added = self.result, set(self.result.added)
        result.without_authors = tuple(paper for paper in self.writer.without_authors if paper.key in added)
        strays = self.writer.strays(self.file.by_key.keys() | self.file.by_id.keys())
        sources = ((self.writer.faults, added | result.changed.keys()), ({**self.writer.remarks, **strays}, added))
        remarks = (
            f"{listed(about)}: {remark}"
            for found, touched in sources
            for remark, keys in found.items()
            if (about := [key for key in keys if key in touched])
        )
        unread = (f"line {each.line} cannot be read, nor may BibTeX: {each.message}" for each in self.file.unread)
        result.problems = (*unread, *self.remarks, *remarks)


def titled(there: FileEntry) -> str:
    """The title of an entry for a message."""
    return repr(there.paper.title) if there.paper.title else "one without a title"
