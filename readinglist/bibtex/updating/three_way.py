"""What has become of one paper on both sides, in the library and in its entry in a file, since it was written there."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from readinglist.bibtex.updating.canonical_fields import FIELDS, RECORDED, fields_of_paper, is_same, parts_of
from readinglist.bibtex.updating.fingerprints import FOUND, KEY, Memory, digest, fingerprint
from readinglist.bibtex.updating.splices import Field
from readinglist.papers.identity.evidence import Facts, Kind

BLOCK = frozenset(
    "title author year journal doi volume number pages series edition chapter publisher institution isbn eid".split()
)
"""Parts that are facts of one publication."""
REMOVED = BLOCK - {"title", "author", "year"} | {"eprint"}
"""Parts that go from an entry when the library says them no more."""

if TYPE_CHECKING:
    from collections.abc import Callable

    from readinglist.bibtex.updating.existing_file import Standing
    from readinglist.bibtex.updating.rendered import Draft
    from readinglist.papers.paper import Paper


class Comparison:
    """A paper called `key` beside the entry of it in the file; `memory` is None if they never were compared."""

    def __init__(
        self, key: str, standing: Standing, paper: Paper, memory: Memory | None, make: Callable[[], Draft]
    ) -> None:
        self.key = key
        self.standing = standing
        self.paper = paper
        self.memory = memory
        self._make = make
        self.ours = fields_of_paper(paper)
        self.theirs = fields_of_paper(standing.paper)
        self.taken: list[str] = []
        """The parts that the library has changed and the file has not."""
        self.contested: list[str] = []
        """Those that both have changed, to something else."""
        self.differing: list[str] = []
        """Those that are otherwise in the file and stay so: the library has not changed them."""
        self.gone = self._said_before()
        """Those that the library said when the entry was written, and says no more."""
        self.type = ""
        """The type that the entry shall get, if it shall get another."""
        if self.gone or self._is_news("type") or not all(map(self._is_agreed, self.ours.keys() - {"type"})):
            self._sort()

    @cached_property
    def draft(self) -> Draft:
        """The entry as we would write it."""
        return self._make()

    @cached_property
    def raw(self) -> dict[str, str]:
        """What the entry says part by part, its fields for the venue and the address whatever they are."""
        return parts_of(self.standing.raw)

    @property
    def is_renamed(self) -> bool:
        """Whether the entry has another key than the paper."""
        return self.standing.entry.key.lower() != self.key.lower()

    def _said_before(self) -> list[str]:
        """The parts that both said and that stand in the file as they were, though the library says them no more."""
        memory = self.memory
        if memory is None:
            return []
        parts = (REMOVED & memory.fingerprints.keys() & self.raw.keys()) - self.ours.keys()
        return sorted(part for part in parts if not memory.is_theirs_new(part, self.theirs.get(part, "")))

    def removals(self) -> list[Field]:
        """The fields of the entry that say what is gone."""
        there = {name.lower() for name, _ in self.standing.entry.fields}
        return [Field(name, "", name) for part in self.gone for name in FIELDS.get(part, (part,)) if name in there]

    def _is_news(self, part: str) -> bool:
        """Whether the library has changed a part since it was written."""
        return self.memory is not None and self.memory.is_ours_new(part, self.ours.get(part, ""))

    def _is_agreed(self, part: str) -> bool:
        return is_same(part, self.ours.get(part, ""), self.theirs.get(part, ""))

    def _sort(self) -> None:
        """Say of each part that is said otherwise what shall become of it."""
        for part, text in self.draft.says.items():
            if not is_same(part, text, self.raw.get(part, "")) and not self._is_agreed(part):
                self._home(part).append(part)
        is_published = "journal" in self.taken and "eprint" in self.draft.says
        if is_published and not self.standing.raw.get("eprint") and "eprint" not in (*self.taken, *self.contested):
            self.taken.append("eprint")  # what was said in the journal's place must not get lost
        self._sort_type()
        if self.paper.record.get("parts"):
            self._keep_block_whole()

    def _keep_block_whole(self) -> None:
        """Take the facts of a publication all or none: an entry never holds those of two records of a work."""
        unsaid = self.raw.keys() - self.draft.says.keys() - set(self.gone)
        foreign = BLOCK & {*self.differing, *self.contested, *unsaid}
        changed = [part for part in self.taken if part in BLOCK and part in self.raw]
        is_other_type = bool(self.type)
        if foreign and (changed or is_other_type or self._is_of_preprint()):
            self.differing += [part for part in self.taken if part in BLOCK]
            self.taken = [part for part in self.taken if part not in BLOCK]
            self.gone = [part for part in self.gone if part not in BLOCK]
            self.type = ""

    def _is_of_preprint(self) -> bool:
        """Whether the entry is of no publication, though the paper is."""
        ours, theirs = (Facts(paper.record).kind for paper in (self.paper, self.standing.paper))
        return ours is Kind.PUBLICATION and theirs is not Kind.PUBLICATION

    def _home(self, part: str) -> list[str]:
        """The list a part belongs to.

        Of an entry that we never wrote, what is missing is filled in, and what the user has set in the library is
        taken over.
        """
        if self.memory is None:
            is_set = RECORDED.get(part, "fields") in self.paper.edited
            return self.taken if part not in self.raw or is_set else self.differing
        if not self._is_news(part):
            return self.differing
        return self.contested if self.memory.is_theirs_new(part, self.theirs.get(part, "")) else self.taken

    def _sort_type(self) -> None:
        """The type follows the library unless the file has changed it too, or the venue that goes with it."""
        is_first_venue = self.memory is None and "journal" in self.taken and "journal" not in self.raw
        type = self.draft.new_type(self.standing.entry.type)
        if not type or not (self._is_news("type") or is_first_venue):
            return
        if self.memory is not None and self.memory.is_theirs_new("type", self.theirs["type"]):
            self.contested.append("type")
        elif "journal" not in self.contested:
            self.type = type

    def said(self, part: str) -> tuple[str, str]:
        """What the library and the file say of a part."""
        if part == "type":
            return f"@{self.draft.type}", f"@{self.standing.entry.type}"
        return self.draft.says.get(part, ""), self.raw.get(part, "")

    def fingerprints(self, after: Paper | None) -> dict[str, str]:
        """What is to be remembered if the entry is now this paper; None if it stayed as it was.

        What was not written and is not agreed on is remembered as before, so that it is not forgotten.
        """
        theirs = fields_of_paper(after) if after else self.theirs
        new = dict(self.memory.fingerprints) if self.memory else {}
        for part in self.gone if after else ():
            new.pop(part, None)
        pending = {*self.contested, *([] if after else self.taken)}
        if self.memory is not None and not (self.type and after) and not self._has_same_type():
            pending.add("type")
        for part, text in self.ours.items():
            if part in self.differing:
                new.setdefault(part, digest(text))
            elif part not in pending:
                new[part] = fingerprint(text, theirs.get(part, ""))
        key = digest(self.standing.entry.key)
        home = KEY if new.pop(KEY, "") == key else FOUND
        new.pop(FOUND, "")
        return {**new, home: digest(self.key) if after and self.is_renamed else key}

    def _has_same_type(self) -> bool:
        """Whether the library has another type than it had, and the file too."""
        return self._is_news("type") and not self.draft.new_type(self.standing.entry.type)
