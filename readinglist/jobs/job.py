"""A job: one piece of background work with its progress, its state, and its result or error."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from time import monotonic, time
from typing import Any, Generic, TypeVar

from readinglist.errors import ReadingListError

T = TypeVar("T")
Deliver = Callable[[Callable[[], object]], object]
"""Calls a function in the thread that owns the jobs."""


class State(Enum):
    """The stage that a job has reached."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class AtQuit(Enum):
    """The treatment of a running job when the program quits."""

    ASK = "cancelled, after the user has agreed to lose it"
    CANCEL = "cancelled silently: housekeeping that is done again the next time"
    WAIT = "waited for: it writes to the disk"


class JobCancelledError(ReadingListError):
    """The user cancelled the job."""

    def __init__(self) -> None:
        super().__init__("cancelled")


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a job that has ended."""

    name: str
    about: str
    state: State
    outcome: str
    """The result or the error in a few words."""
    seconds: float
    """The time it ran."""
    time: float
    """The end, in seconds since the epoch."""


def ignore(*_: object) -> None:
    """Do nothing."""


def call(act: Callable[[], object]) -> object:
    """Deliver by calling directly, in the thread of the job."""
    return act()


@dataclass(eq=False, kw_only=True)
class Job(Generic[T]):
    """Background work that a runner starts; `done` and `failed` are called in the thread that owns the runner."""

    name: str
    """The kind of work in a few words, for the log too: it holds no word of a paper."""
    about: str = ""
    """The file or text it works on, if any."""
    done: Callable[[T], object] = ignore
    """Called with the result."""
    failed: Callable[[Exception], object] | None = None
    """Called with an error; without it the runner reports the error."""
    progressed: Callable[[int, int], object] | None = None
    """Called with the progress."""
    summary: Callable[[T], str] = lambda _: ""
    """The result in a few words."""
    at_quit: AtQuit = AtQuit.CANCEL
    lane: str = ""
    """Jobs of one lane run one after the other; without a lane at once."""
    state: State = State.WAITING
    progress: tuple[int, int] = (0, 0)
    """The amount done, and the total if that is known."""
    result: T | None = None
    error: Exception | None = None
    started: float = 0.0
    ended: float = 0.0
    deliver: Deliver = field(default=call, repr=False)
    """Set by the runner."""
    _cancelled: threading.Event = field(default_factory=threading.Event, repr=False)

    @property
    def is_active(self) -> bool:
        """Whether it is waiting or running."""
        return self.state in (State.WAITING, State.RUNNING)

    @property
    def is_cancelled(self) -> bool:
        """Whether it is asked to end; long work checks this now and then, or calls `advance`."""
        return self._cancelled.is_set()

    @property
    def can_cancel(self) -> bool:
        """Whether the user may cancel it: work of the user's own, or a write that has not begun."""
        return self.state is State.WAITING or (self.state is State.RUNNING and self.at_quit is AtQuit.ASK)

    @property
    def seconds(self) -> float:
        """The time it has run."""
        return (self.ended or monotonic()) - self.started if self.started else 0.0

    @property
    def outcome(self) -> str:
        """The result or the error in a few words."""
        if isinstance(self.error, ReadingListError):
            return self.error.line
        if self.error is not None:
            return f"a fault in readinglist itself ({type(self.error).__name__})"
        return self.summary(self.result) if self.state is State.DONE else ""  # type: ignore[arg-type]

    def report(self) -> Report:
        """The outcome, without the objects that the job worked with."""
        return Report(self.name, self.about, self.state, self.outcome, self.seconds, time())

    def cancel(self) -> None:
        """Ask it to end."""
        self._cancelled.set()

    def advance(self, done: int, total: int) -> None:
        """Report progress; raises JobCancelledError if the job is cancelled."""
        if self.is_cancelled:
            raise JobCancelledError
        self.progress = (done, total)
        if self.progressed:
            self.deliver(partial(self.progressed, done, total))

    def begin(self) -> None:
        """Record the start."""
        self.state, self.started = State.RUNNING, monotonic()

    def end(self, result: T | None = None, error: Exception | None = None) -> None:
        """Record the outcome; a cancelled job has neither result nor error."""
        self.ended = monotonic()
        if self.is_cancelled or isinstance(error, JobCancelledError):
            self.state = State.CANCELLED
        elif error is not None:
            self.state, self.error = State.FAILED, error
        else:
            self.state, self.result = State.DONE, result


@dataclass(eq=False, kw_only=True)
class ThreadJob(Job[T]):
    """A job that runs in a thread of its own."""

    work: Callable[[Job[T]], T]

    def run(self) -> None:
        """Do the work in the current thread."""
        self.begin()
        try:
            self.end(self.work(self))
        except Exception as error:  # noqa: BLE001 - the runner reports all errors
            self.end(error=error)


@dataclass(eq=False, kw_only=True)
class LoopJob(Job[T]):
    """A job that runs in the event loop in short slices: its work awaits something every few milliseconds."""

    work: Callable[[Job[T]], Coroutine[Any, Any, T]]
    _task: asyncio.Task[None] | None = field(default=None, repr=False)

    def cancel(self) -> None:
        """End it at the next slice."""
        super().cancel()
        if self._task is not None:
            self._task.cancel()

    def begin_in_loop(self, then: Callable[[], object]) -> None:
        """Start in the running event loop; `then` is called at the end."""
        self.begin()
        self._task = asyncio.get_running_loop().create_task(self._run(), name=self.name)
        self._task.add_done_callback(lambda _: self._finish(then))

    def _finish(self, then: Callable[[], object]) -> None:
        if self.is_active:  # cancelled before its first slice
            self.end()
        then()

    async def _run(self) -> None:
        try:
            self.end(await self.work(self))
        except asyncio.CancelledError:
            self.cancel()
            self.end()
        except Exception as error:  # noqa: BLE001 - the runner reports all errors
            self.end(error=error)
