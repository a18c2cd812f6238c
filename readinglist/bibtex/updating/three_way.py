"""Three-way merge of one paper with its entry in a file; the base is the fingerprints of what was last written."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from readinglist.bibtex.updating.canonical_fields import (
    RECORD_FIELDS,
    STATED_IN,
    fields_of_entry,
    fields_of_paper,
    is_same,
)
from readinglist.bibtex.updating.fingerprints import FOUND, KEY, LastWritten, digest, fingerprint
from readinglist.bibtex.updating.splices import Field
from readinglist.papers.identity.evidence import Facts, Kind

PUBLICATION = frozenset(
    "title author year journal doi volume number pages series edition chapter publisher institution isbn eid".split()
)
"""Fields that are facts of one publication."""
REMOVABLE = PUBLICATION - {"title", "author", "year"} | {"eprint"}
"""Fields that are removed from an entry when the library has them no more."""

if TYPE_CHECKING:
    from collections.abc import Callable

    from readinglist.bibtex.updating.existing_file import FileEntry
    from readinglist.bibtex.updating.rendered import RenderedEntry
    from readinglist.papers.paper import Paper


class ThreeWayMerge:
    """The merge of a paper, to be written under `key`, with an entry of the file; `base` is None the first time."""

    def __init__(
        self, key: str, there: FileEntry, paper: Paper, base: LastWritten | None, render: Callable[[], RenderedEntry]
    ) -> None:
        self.key = key
        self.there = there
        self.paper = paper
        self.base = base
        self._render = render
        self.ours = fields_of_paper(paper)
        self.theirs = fields_of_paper(there.paper)
        self.to_set: list[str] = []
        """Fields that only the library has changed."""
        self.conflicts: list[str] = []
        """Fields that both sides have changed, to different values."""
        self.differing: list[str] = []
        """Fields that stay as the file has them, since the library has not changed them."""
        self.to_remove = self._dropped()
        """Fields that the library had when the entry was written, and has no more."""
        self.new_type = ""
        """The new entry type; empty if it stays."""
        if self.to_remove or self._is_ours_new("type") or not all(map(self._is_agreed, self.ours.keys() - {"type"})):
            self._merge()

    @cached_property
    def rendered(self) -> RenderedEntry:
        """The entry as the writer renders it."""
        return self._render()

    @cached_property
    def stated(self) -> dict[str, str]:
        """The canonical fields of the file's entry, by its raw fields alone."""
        return fields_of_entry(self.there.raw)

    @property
    def is_renamed(self) -> bool:
        """Whether the entry has another key than the paper."""
        return self.there.entry.key.lower() != self.key.lower()

    @property
    def is_changed(self) -> bool:
        """Whether a field or the type of the entry changes."""
        return bool(self.to_set or self.to_remove or self.new_type)

    def _dropped(self) -> list[str]:
        """The fields that both sides had, the file still has unchanged, and the library has no more."""
        base = self.base
        if base is None:
            return []
        fields = (REMOVABLE & base.fingerprints.keys() & self.stated.keys()) - self.ours.keys()
        return sorted(field for field in fields if not base.is_theirs_new(field, self.theirs.get(field, "")))

    def removals(self) -> list[Field]:
        """The raw fields to be removed from the entry."""
        there = {name.lower() for name, _ in self.there.entry.fields}
        names = (name for field in self.to_remove for name in STATED_IN.get(field, (field,)))
        return [Field(name, "", name) for name in names if name in there]

    def _is_ours_new(self, field: str) -> bool:
        """Whether the library has changed a field since the last write."""
        return self.base is not None and self.base.is_ours_new(field, self.ours.get(field, ""))

    def _is_agreed(self, field: str) -> bool:
        return is_same(field, self.ours.get(field, ""), self.theirs.get(field, ""))

    def _merge(self) -> None:
        """Decide the outcome of each field that differs."""
        for field, value in self.rendered.canonical.items():
            if not is_same(field, value, self.stated.get(field, "")) and not self._is_agreed(field):
                self._outcome(field).append(field)
        is_published = "journal" in self.to_set and "eprint" in self.rendered.canonical
        if is_published and not self.there.raw.get("eprint") and "eprint" not in (*self.to_set, *self.conflicts):
            self.to_set.append("eprint")  # the arXiv id was in the journal's place, and must not be lost
        self._merge_type()
        if self.paper.record.get("parts"):
            self._keep_publications_apart()

    def _keep_publications_apart(self) -> None:
        """Set the facts of a publication all or none: an entry never mixes two publications of a work."""
        unstated = self.stated.keys() - self.rendered.canonical.keys() - set(self.to_remove)
        foreign = PUBLICATION & {*self.differing, *self.conflicts, *unstated}
        replaced = [field for field in self.to_set if field in PUBLICATION and field in self.stated]
        if foreign and (replaced or self.new_type or self._is_of_preprint()):
            self.differing += [field for field in self.to_set if field in PUBLICATION]
            self.to_set = [field for field in self.to_set if field not in PUBLICATION]
            self.to_remove = [field for field in self.to_remove if field not in PUBLICATION]
            self.new_type = ""

    def _is_of_preprint(self) -> bool:
        """Whether the paper is a publication, and the entry is not."""
        ours, theirs = (Facts(paper.record).kind for paper in (self.paper, self.there.paper))
        return ours is Kind.PUBLICATION and theirs is not Kind.PUBLICATION

    def _outcome(self, field: str) -> list[str]:
        """The list that a field belongs to.

        In an entry that we never wrote, missing fields are added and those that the user edited in the library are set.
        """
        if self.base is None:
            is_edited = RECORD_FIELDS.get(field, "fields") in self.paper.edited
            return self.to_set if field not in self.stated or is_edited else self.differing
        if not self._is_ours_new(field):
            return self.differing
        return self.conflicts if self.base.is_theirs_new(field, self.theirs.get(field, "")) else self.to_set

    def _merge_type(self) -> None:
        """Give the entry the library's type unless the file has changed it, or the venue is in conflict."""
        is_first_venue = self.base is None and "journal" in self.to_set and "journal" not in self.stated
        type = self.rendered.new_type(self.there.entry.type)
        if not type or not (self._is_ours_new("type") or is_first_venue):
            return
        if self.base is not None and self.base.is_theirs_new("type", self.theirs["type"]):
            self.conflicts.append("type")
        elif "journal" not in self.conflicts:
            self.new_type = type

    def values(self, field: str) -> tuple[str, str]:
        """The library's and the file's value of a field."""
        if field == "type":
            return f"@{self.rendered.type}", f"@{self.there.entry.type}"
        return self.rendered.canonical.get(field, ""), self.stated.get(field, "")

    def fingerprints(self, after: Paper | None) -> dict[str, str]:
        """The base of the next merge, if the entry is now this paper; None if it was not changed.

        Fields that were not written and are not agreed on keep their old fingerprints, so that they come up again.
        """
        theirs = fields_of_paper(after) if after else self.theirs
        new = dict(self.base.fingerprints) if self.base else {}
        for field in self.to_remove if after else ():
            new.pop(field, None)
        pending = {*self.conflicts, *([] if after else self.to_set)}
        if self.base is not None and not (self.new_type and after) and not self._has_agreed_type():
            pending.add("type")
        for field, value in self.ours.items():
            if field in self.differing:
                new.setdefault(field, digest(value))
            elif field not in pending:
                new[field] = fingerprint(value, theirs.get(field, ""))
        key = digest(self.there.entry.key)
        origin = KEY if new.pop(KEY, "") == key else FOUND
        new.pop(FOUND, "")
        return {**new, origin: digest(self.key) if after and self.is_renamed else key}

    def _has_agreed_type(self) -> bool:
        """Whether the library has changed the type to the one that the file has."""
        return self._is_ours_new("type") and not self.rendered.new_type(self.there.entry.type)
