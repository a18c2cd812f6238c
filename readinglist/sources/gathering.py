"""Reading many sources at once: files, then online services; one that cannot be read is a problem of its own."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from readinglist import regular, sources
from readinglist.errors import ReadingListError, SourceError
from readinglist.harvest import Harvest, Problem
from readinglist.sources.decoding import decoded
from readinglist.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from readinglist.config import Settings
    from readinglist.progress import Progress

EXPECTED = "a file, an arXiv id or URL, a DOI, hf:daily, hf:daily:2025-12-08 or hf:search:words"


def gather(
    names: Sequence[str],
    settings: Callable[[], Settings],
    as_of: date,
    progress: Progress,
    cancelled: Callable[[], bool],
) -> Harvest:
    """What files, ids and addresses hold; `settings` are asked for when the network is."""
    harvest = Harvest()
    online: list[str] = []
    for name in names:
        if exists(name) and not cancelled():
            harvest.extend(attempt(name, partial(read_file, name, as_of, progress)))
        elif sources.is_online(name):
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
    """What pasted or piped text called `name` holds: a document, or a list of files, ids and addresses."""

    def work() -> Harvest:
        parts = sources.split(decoded(data, name)[0])
        if parts:
            return gather(parts, settings, as_of, progress, cancelled)
        return sources.read(data, name, as_of, progress)

    return attempt(name, work)


def attempt(source: str, work: Callable[[], Harvest]) -> Harvest:
    """What `work` gives; its failure as a problem of `source`."""
    try:
        return work()
    except ReadingListError as error:
        message = f"{error.message} ({error.hint})" if error.hint else error.message
        return Harvest(problems=[Problem(shown(source), "", clean(message))])


def shown(source: str) -> str:
    """A source as problems name it."""
    return clean(source)[:200]


def exists(name: str) -> bool:
    """Whether `name` is the path of a file or folder."""
    try:
        return bool(name) and path_of(name).exists()
    except (OSError, RuntimeError, ValueError):
        return False


def path_of(name: str) -> Path:
    """The file that `name` means, a ``file:`` address or with the home folder as ``~``."""
    return Path(name.removeprefix("file://")).expanduser()


def read_file(name: str, as_of: date, progress: Progress) -> Harvest:
    """What a file holds; raises SourceError."""
    path = path_of(name)
    if path.is_dir():
        raise SourceError("is a folder", f"name the files in it, such as {name.rstrip('/')}/*.bib")
    try:
        data = path.read_bytes() if is_stream(path) else regular.read(path, follow=True)
    except OSError as error:
        hint = "name a file that you may read, or - for what comes through a pipe"
        raise SourceError(f"cannot be read: {error.strerror}", hint) from error
    harvest = sources.read(data, path.name, as_of, progress)
    harvest.problems = [replace(problem, source=shown(name)) for problem in harvest.problems]
    return harvest


def is_stream(path: Path) -> bool:
    """Whether a path is that of an open file, as ``/dev/stdin`` and what shells write for ``<(command)``."""
    return path.is_relative_to("/dev") or path.is_relative_to("/proc")


def fetched(
    names: list[str],
    settings: Callable[[], Settings],
    as_of: date,
    progress: Progress,
    cancelled: Callable[[], bool],
) -> Harvest:
    """What the online services answer; raises SourceError."""
    from readinglist.sources.http import Client  # noqa: PLC0415 - the HTTP client is slow to import

    with Client(settings(), cancelled=cancelled) as client:
        return sources.fetch_all(names, client, as_of, progress)
