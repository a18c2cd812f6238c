"""Papers in memory; every edit makes a Change, and nothing here touches disk or terminal."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from operator import is_
from typing import TYPE_CHECKING, Any

from readinglist.errors import NotFoundError
from readinglist.jobs.gc_pause import paused_gc
from readinglist.jobs.progress import Progress, silent
from readinglist.papers import rekeying, undo
from readinglist.papers.change import Change, Reversal, invert
from readinglist.papers.field import LARGEST
from readinglist.papers.keytemplate import DEFAULT
from readinglist.papers.paper import Paper
from readinglist.papers.record import Record, Values, cite_keys, record_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, KeysView, Mapping, Sequence

    from readinglist.papers.change import Ingestion, Patch
    from readinglist.papers.identity.candidates import Identities
    from readinglist.papers.status import Status

SHORTEST_ID = 8


class Library:
    """All papers of one person, by id."""

    def __init__(self, records: Iterable[Mapping[str, Any]] = ()) -> None:
        self._papers: dict[str, Paper] = {}
        self._purged: dict[str, Paper] = {}
        for record in records:
            home = self._purged if record.get("purged") else self._papers
            home[record["id"]] = Paper(record)
        self._identities: Identities | None = None
        self._stale: set[str] = set()
        """Papers of which the identities may hold what is not so: they are put right before the next question."""
        self._keys: dict[str, str] | None = None

    @classmethod
    def of(cls, papers: Iterable[Paper]) -> Library:
        """The library of these papers, the remains of purged ones among them."""
        library = cls()
        live, purged = library._papers, library._purged
        for paper in papers:
            brief = paper.brief  # asked once: there may be a hundred thousand
            if "purged" in brief:
                purged[brief["id"]] = paper
            else:
                live[brief["id"]] = paper
        return library

    def copy(self) -> Library:
        """A library of the same papers, to try something on."""
        library = Library()
        library._papers, library._purged = dict(self._papers), dict(self._purged)
        return library

    def is_as(self, other: Library) -> bool:
        """Whether a library of which the other is a copy has not changed since."""
        pairs = ((self._papers, other._papers), (self._purged, other._purged))
        return all(len(one) == len(two) and all(map(is_, one.values(), two.values())) for one, two in pairs)

    def __len__(self) -> int:
        return len(self._papers)

    def __iter__(self) -> Iterator[Paper]:
        return iter(self._papers.values())

    def __contains__(self, id: str) -> bool:
        return id in self._papers

    def __getitem__(self, id: str) -> Paper:
        return self._papers[id]

    @property
    def ids(self) -> KeysView[str]:
        """The ids of all papers, the order they came in."""
        return self._papers.keys()

    def by_id(self) -> dict[str, Paper]:
        """All papers as they are now, the order they came in."""
        return self._papers.copy()

    def get(self, id: str) -> Paper | None:
        """The paper with this id, if there is one."""
        return self._papers.get(id)

    def record(self, id: str) -> Record:
        """The stored record with this id, a purged paper's remains included; empty if there is none."""
        paper = self._papers.get(id) or self._purged.get(id)
        return paper.record if paper else {}

    def record_uncached(self, id: str) -> Record:
        """The stored record with this id, not cached: for scans of the whole library."""
        paper = self._papers.get(id) or self._purged.get(id)
        return paper.record_uncached() if paper else {}

    @property
    def next_arrival(self) -> int:
        """The number of the next paper to arrive."""
        return min(LARGEST, 1 + max((paper.brief.get("arrival", 0) for paper in self.everything()), default=0))

    def everything(self) -> Iterator[Paper]:
        """All papers, the remains of purged ones included."""
        return chain(self._papers.values(), self._purged.values())

    def records(self) -> list[Record]:
        """All stored records, the remains of purged papers included."""
        return [paper.record for paper in self.everything()]

    def not_trashed(self) -> list[Paper]:
        """The papers that are not in the trash."""
        return [paper for paper in self if paper.brief.get("status") != "trashed"]

    def tags(self) -> dict[str, int]:
        """Each tag with the number of papers that carry it, trash left out; most used first."""
        counts: dict[str, int] = {}
        for paper in self.not_trashed():
            for tag in paper.tags:
                counts[tag] = counts.get(tag, 0) + 1
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    def resolve(self, selector: str) -> Paper:
        """The one paper that `selector` names: an id, cite key, arXiv id or DOI, tried in this order.

        A paper that was joined to another one is found there.

        Raises NotFoundError if there is none, or not just one.
        """
        if paper := self._papers.get(selector) or self._papers.get(self._taken_keys().get(selector.lower(), "")):
            return paper
        from readinglist.papers.identity.evidence import hard_keys  # noqa: PLC0415
        from readinglist.papers.ids import recognise  # noqa: PLC0415 - see `identities`

        ids = recognise(selector)
        found = [paper for paper in self if ids and ids.hard_keys & hard_keys(paper)]
        if len(found) > 1:
            keys = ", ".join(paper.key for paper in found)
            raise NotFoundError(f"{selector!r} names {len(found)} papers: {keys}", "use the cite key or the id of one")
        if not found and (home := self._home_of(selector)):
            return home
        if not found:
            hint = "an id, a cite key, an arXiv id or a DOI; `readinglist list` shows ids and keys"
            raise NotFoundError(f"no paper is named {selector!r}", hint)
        return found[0]

    def _home_of(self, id: str) -> Paper | None:
        """The paper to which the one with this id was joined."""
        papers = (
            paper for paper in self if any(part.get("id") == id for part in paper.record_uncached().get("parts", ()))
        )
        return next(papers, None) if len(id) >= SHORTEST_ID and id.isalnum() else None

    def add(
        self,
        papers: Sequence[Paper],
        now: str,
        status: Status | None = None,
        tags: Collection[str] = (),
        cite_key: str = DEFAULT,
        progress: Progress = silent,
    ) -> Ingestion:
        """New papers enter with `tags` and keys by the template `cite_key`; known ones are merged.

        Their `status` is by default what an export says of them, else inbox.
        """
        from readinglist.papers.intake import Intake  # noqa: PLC0415 - most commands add nothing

        with paused_gc():
            intake = Intake(self, now, status, tags, cite_key)
            try:
                return intake.merge_all(papers, progress)
            finally:  # the identities know these as they will be, but perhaps nobody makes the change
                self._stale.update(intake.added, intake.merged)

    # Making and taking back changes.

    def apply(self, change: Change) -> None:
        """Make `change` in memory: each field of its patches gets the value after."""
        for id, patch in change.patches.items():
            before = self.record(id)
            record: Values = {**before, **{name: after for name, (_, after) in patch.items()}}
            for name in [name for name, (_, after) in patch.items() if after is None]:
                del record[name]
            self._put(id, before, record_of(record))

    def _put(self, id: str, before: Record, after: Record) -> None:
        """Replace one record and keep the indexes true."""
        self._papers.pop(id, None) if not after or after.get("purged") else None
        self._purged.pop(id, None)
        if after:
            (self._purged if after.get("purged") else self._papers)[id] = Paper(after)
        if self._identities is not None:
            self._stale.add(id)
        if self._keys is not None:
            for key in cite_keys(before):
                if self._keys.get(key) == id:
                    del self._keys[key]
            self._keys.update((key, id) for key in cite_keys(after))

    def inverse(self, change: Change, now: str) -> Reversal:
        """The change that takes `change` back, but for fields that have changed again since."""
        patches: dict[str, Patch] = {}
        kept: list[tuple[str, str]] = []
        knotted = undo.knotted(change, self.record)
        for id, patch in change.patches.items():
            record = self.record(id)
            if id in knotted:
                kept += [(id, "parts")]
                continue
            if not record and "id" not in patch:  # the paper is gone
                continue
            back, stays = invert(record, patch)
            kept += [(id, name) for name in stays]
            if "id" in patch and stays:  # half of a paper is of no use
                continue
            if "key" in stays:
                back.pop("aliases", None)
            patches[id] = back
        kept += [(id, "key") for id in rekeying.settle(patches, self)]
        for id, back in patches.items():
            if back and "id" not in change.patches[id]:
                current = self.record(id).get("updated")
                before, after = change.patches[id].get("updated", (None, None))
                back["updated"] = (current, before if current == after else now)
        return Reversal(change.label, {id: back for id, back in patches.items() if back}, time=now, kept=tuple(kept))

    # Indexes, built when first needed.

    def identities(self) -> Identities:
        """The index that tells whether a paper is already known, purged ones included."""
        if self._identities is None:
            from readinglist.papers.identity.candidates import Identities  # noqa: PLC0415 - a list of papers does without its patterns

            self._identities = Identities(self.everything())
        for id in self._stale:
            self._identities.put(id, self._papers.get(id) or self._purged.get(id))
        self._stale.clear()
        return self._identities

    def _taken_keys(self) -> dict[str, str]:
        """Lower-case cite key or alias → id."""
        if self._keys is None:
            self._keys = {key: paper.id for paper in self for key in cite_keys(paper.record_uncached())}
        return self._keys

    def owner(self, key: str) -> str:
        """The id of the paper that has or had this cite key, ignoring case; empty if none."""
        return self._taken_keys().get(key.lower(), "")


def reversal_of(library: Library, change: Change, now: str) -> Reversal:
    """The undo of `change`, or the redo if `change` is an undo."""
    back = library.inverse(change, now)
    if change.undoes:
        return replace(back, redoes=change.sequence)
    return replace(back, undoes=change.sequence)
