"""Sources that an online service answers: which service it is, and the papers it has."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING

from readinglist.credentials import quoted
from readinglist.errors import OfflineError, SourceError
from readinglist.jobs.progress import Progress, silent
from readinglist.papers.harvest import Harvest, Problem
from readinglist.papers.ids import recognise
from readinglist.settings.services import FORMS, ROWS, Service, either

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from readinglist.sources.online.http import Client

ADDRESS = re.compile(r"(?:https?://|arxiv:|doi:)\S+", re.IGNORECASE)


def is_online(source: str) -> bool:
    """Whether `source` is an id, an address or a service's own form rather than a file."""
    source = source.strip()
    return bool(service_for(source) or recognise(source) or ADDRESS.fullmatch(source))


def service_for(source: str) -> Service | None:
    """The service that answers for `source`."""
    source = source.strip()
    ids = recognise(source)
    for row in ROWS:
        if (row.pattern and row.pattern.fullmatch(source)) or (ids and row.id and getattr(ids, row.id)):
            return row
    return None


def fetch_all(sources: Sequence[str], client: Client, as_of: date, progress: Progress = silent) -> Harvest:
    """The papers under all `sources`, in as few requests as possible; a source that fails is a problem.

    Raises SourceError when the user cancels, and OfflineError when there is no network from the first on.
    """
    harvest = Harvest()
    done = 0
    for service, batch in batches(sources):
        progress(done, len(sources))
        try:
            harvest.extend(fetch_batch(service, batch, client, as_of))
        except SourceError as error:
            if client.cancelled() or (isinstance(error, OfflineError) and not harvest.papers):
                raise
            harvest.problems += [Problem(source, "", error.line) for source in batch]
        done += len(batch)
    progress(done, len(sources))
    return harvest


def batches(sources: Sequence[str]) -> list[tuple[Service | None, list[str]]]:
    """The sources in order with their services; those of a batched service together, in the place of the first."""
    found: list[tuple[Service | None, list[str]]] = []
    batched: dict[str, list[str]] = {}
    for source in sources:
        service = service_for(source)
        if service and service.name in batched:
            batched[service.name].append(source)
            continue
        batch = [source]
        found.append((service, batch))
        if service and service.is_batched:
            batched[service.name] = batch
    return found


def fetch_batch(service: Service | None, batch: list[str], client: Client, as_of: date) -> Harvest:
    """The papers of one batch; raises SourceError."""
    if not service:
        raise SourceError(f"no service knows {quoted(batch[0])}", either(FORMS))
    module = import_module(f"readinglist.sources.online.{service.name}")
    harvest: Harvest = (
        module.fetch_many(batch, client, as_of) if service.is_batched else module.fetch(batch[0], client, as_of)
    )
    return harvest
