"""Read many sources at once: files first, then online services. A source that fails is reported as a problem."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from readinglist import sources
from readinglist.credentials import brief, has_credentials
from readinglist.errors import ReadingListError, SourceError
from readinglist.files import regular
from readinglist.papers.harvest import Harvest, Problem
from readinglist.settings.services import FORMS, either
from readinglist.sources.documents.decoding import decoded
from readinglist.sources.online.fetching import fetch_all, is_online
from readinglist.sources.splitting import split_sources
from readinglist.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from readinglist.jobs.progress import Progress
    from readinglist.settings.config import Settings

LARGEST = 500_000_000
"""Largest file or standard input in bytes; 100,000 papers with abstracts take some 200 million."""
PIECE = 1_000_000
EXPECTED = either(("a file", *FORMS))


def gather(
    names: Sequence[str],
    settings: Callable[[], Settings],
    as_of: date,
    progress: Progress,
    cancelled: Callable[[], bool],
) -> Harvest:
    """The papers of files, ids and addresses; `settings` are read only if a service is asked."""
    harvest = Harvest()
    online: list[str] = []
    for name in names:
        if exists(name) and not cancelled():
            harvest.extend(attempt(name, partial(read_file, name, as_of, progress)))
        elif has_credentials(name):
            message = "the address holds a user name or password, which is sent to nobody; leave it out"
            harvest.problems.append(Problem(shown(name), "", message))
        elif is_online(name):
            online.append(name)
        elif not exists(name):
            message = f"no such file, and no id or address that is known (expected {EXPECTED})"
            harvest.problems.append(Problem(shown(name), "", message))
    if online and not cancelled():
        work = partial(fetched, online, settings, as_of, progress, cancelled)
        harvest.extend(attempt(", ".join(online), work))
    return harvest


def gather_text(
    data: bytes | str,
    name: str,
    settings: Callable[[], Settings],
    as_of: date,
    progress: Progress,
    cancelled: Callable[[], bool],
) -> Harvest:
    """The papers of pasted or piped text called `name`: a document, or a list of files, ids and addresses."""

    def work() -> Harvest:
        parts = split_sources(decoded(data, name)[0])
        if parts:
            return gather(parts, settings, as_of, progress, cancelled)
        return sources.read(data, name, as_of, progress)

    return attempt(name, work)


def attempt(source: str, work: Callable[[], Harvest]) -> Harvest:
    """Result of `work`, with a failure as a problem of `source`."""
    try:
        return work()
    except ReadingListError as error:
        return Harvest(problems=[Problem(shown(source), "", clean(error.line))])


def shown(source: str) -> str:
    """Name of a source in problems, without passwords."""
    return brief(clean(source), 200)


def exists(name: str) -> bool:
    """Whether `name` is the path of a file or folder."""
    try:
        return bool(name) and path_of(name).exists()
    except (OSError, RuntimeError, ValueError):
        return False


def path_of(name: str) -> Path:
    """Path of `name`, which may be a ``file:`` address or begin with ``~``."""
    return Path(name.removeprefix("file://")).expanduser()


def read_file(name: str, as_of: date, progress: Progress) -> Harvest:
    """The papers of a file; raises SourceError."""
    path = path_of(name)
    if path.is_dir():
        raise SourceError("is a folder", f"name the files in it, such as {name.rstrip('/')}/*.bib")
    try:
        with path.open("rb") if is_stream(path) else os.fdopen(regular.opened(path, follow=True), "rb") as file:
            data = whole(file)
    except OSError as error:
        hint = "name a file that you may read, or - for what comes through a pipe"
        raise SourceError(f"cannot be read: {error.strerror}", hint) from error
    harvest = sources.read(data, path.name, as_of, progress)
    harvest.problems = [replace(problem, source=shown(name)) for problem in harvest.problems]
    return harvest


def is_stream(path: Path) -> bool:
    """Whether a path is an open file: ``/dev/stdin``, or a shell's ``<(command)``."""
    return path.is_relative_to("/dev") or path.is_relative_to("/proc")


def whole(file: BinaryIO) -> bytes:
    """Content of an open file; raises SourceError if it is larger than `LARGEST`, or endless."""
    read = BytesIO()
    while piece := file.read(PIECE):
        read.write(piece)
        if read.tell() > LARGEST:
            raise SourceError(f"holds more than {LARGEST // 1_000_000} MB", "split it, and add the parts")
    return read.getvalue()


def fetched(
    names: list[str],
    settings: Callable[[], Settings],
    as_of: date,
    progress: Progress,
    cancelled: Callable[[], bool],
) -> Harvest:
    """The papers of online sources; raises SourceError."""
    from readinglist.sources.online.http import Client  # noqa: PLC0415 - the HTTP client is slow to import

    with Client(settings(), cancelled=cancelled) as client:
        return fetch_all(names, client, as_of, progress)
