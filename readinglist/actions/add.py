"""Adding papers: gather them from sources, compare them with the library, record the difference."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from readinglist.jobs.progress import silent
from readinglist.papers.harvest import Harvest
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate
from readinglist.papers.record import now

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from readinglist.actions.recorder import Recorder
    from readinglist.jobs.progress import Progress
    from readinglist.papers.change import Ingestion, Joined
    from readinglist.papers.library import Library
    from readinglist.papers.status import Status
    from readinglist.settings.config import Settings


@dataclass(frozen=True, slots=True)
class Document:
    """Text without a file: pasted, or read from a pipe."""

    name: str
    """Its name in messages, such as ``standard input``."""
    read: Callable[[], bytes | str]


@dataclass(frozen=True, slots=True)
class GatherRequest:
    """Sources to read: a document first, then files, ids and addresses."""

    settings: Settings
    sources: Sequence[str] = ()
    document: Document | None = None
    as_of: date = field(default_factory=date.today)
    """The day a page without years was copied."""


@dataclass(frozen=True, slots=True)
class AddRequest:
    """A harvest to add, and what its new papers get."""

    harvest: Harvest
    cite_key: str
    """The template of cite keys."""
    status: Status | None = None
    """None: the status that the source states, else inbox."""
    tags: Sequence[str] = ()

    def with_keyword_tags(self) -> AddRequest:
        """The same papers, tagged with the keywords and groups of their BibTeX entries."""
        from readinglist.bibtex.entry.private_fields import tagged

        return replace(self, harvest=replace(self.harvest, papers=[tagged(paper) for paper in self.harvest.papers]))


@dataclass(frozen=True, slots=True)
class AddResult:
    """How each paper of a request fared, or would fare, in a library."""

    request: AddRequest
    ingestion: Ingestion
    library: Library

    @property
    def harvest(self) -> Harvest:
        """The papers and problems that were read."""
        return self.request.harvest

    @property
    def titles(self) -> list[str]:
        """The titles of the new papers."""
        patches = self.ingestion.patches
        return [str(patches[id].get("title", (None, "(no title)"))[1]) for id in self.ingestion.added]

    @property
    def joined_within(self) -> list[Joined]:
        """The records joined to other papers of the same request."""
        return [joined for joined in self.ingestion.joined if joined.is_within]

    def key_of(self, id: str) -> str:
        """The cite key of a paper after the addition; its id if it has none."""
        _, after = self.ingestion.patches.get(id, {}).get("key", (None, None))
        return str(after or self.library.record(id).get("key") or id)

    def is_current(self, library: Library) -> bool:
        """Whether a preview still holds for the library it was made on a copy of."""
        return library.is_as(self.library)

    def has_keywords(self) -> bool:
        """Whether `with_keyword_tags` would tag a new paper."""
        if not self.ingestion.added:
            return False
        after = self.request.with_keyword_tags().harvest.papers
        return any(one.tags != two.tags for one, two in zip(self.harvest.papers, after, strict=True))


def gather(
    request: GatherRequest, progress: Progress = silent, cancelled: Callable[[], bool] = lambda: False
) -> Harvest:
    """The papers in all sources; a source that cannot be read becomes a problem of the harvest."""
    from readinglist.sources import gathering

    rest = (lambda: request.settings, request.as_of, progress, cancelled)
    harvest = Harvest()
    if document := request.document:
        harvest.extend(
            gathering.attempt(document.name, lambda: gathering.gather_text(document.read(), document.name, *rest))
        )
    harvest.extend(gathering.gather(request.sources, *rest))
    return harvest


def by_hand(title: str, authors: Sequence[str] = (), year: int | None = None) -> Harvest:
    """One paper described by its title; each text of `authors` holds one or more names, as in BibTeX."""
    from readinglist.bibtex.entry.names import split_names
    from readinglist.sources.documents.person_names import author

    names = [name for text in authors for name in split_names(text)]
    known = [found for name in names if (found := author(name))]
    return Harvest([Paper.of(title, authors=known, date=PartialDate.of(year) if year else None, source="hand")])


def preview(library: Library, request: AddRequest, progress: Progress = silent) -> AddResult:
    """The result of adding papers to a library, without changing it."""
    return AddResult(request, compared(library, request, progress), library)


def add(
    recorder: Recorder,
    request: AddRequest,
    tried: AddResult | None = None,
    progress: Progress = silent,
    before_saving: Callable[[], object] = lambda: None,
) -> AddResult:
    """Add papers as one change, by the preview `tried` if it is still current; without papers nothing is recorded."""

    def ingest(library: Library) -> Ingestion:
        is_usable = tried and tried.request is request and tried.is_current(library)
        ingestion = tried.ingestion if tried and is_usable else compared(library, request, progress)
        before_saving()
        return ingestion

    if not request.harvest.papers:
        return preview(recorder.library, request, progress)
    ingestion = recorder.record(ingest)
    return AddResult(request, ingestion, recorder.library)


def compared(library: Library, request: AddRequest, progress: Progress) -> Ingestion:
    """The change that adds the papers: new ones enter, records of known papers are joined to them."""
    return library.add(request.harvest.papers, now(), request.status, request.tags, request.cite_key, progress)
