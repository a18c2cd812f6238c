"""The one way to run background work: started, shown, cancelled, reported and ended in order."""

from __future__ import annotations

import threading
from collections import deque
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from readinglist.errors import ReadingListError
from readinglist.jobs.job import AtQuit, Deliver, Job, LoopJob, Report, State, ThreadJob, call, ignore
from readinglist.jobs.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable

J = TypeVar("J", bound=ThreadJob[Any] | LoopJob[Any])
REMEMBERED = 100
"""Jobs that have ended and are still shown."""
SLOW = 1.0
"""Seconds after which a job gets a line in the log, which is only loaded then."""


class Runner:
    """Runs jobs; all methods belong to one thread, into which `deliver` brings what other threads report.

    `tell` is called with a job that failed and has no `failed` of its own, once per message while the trouble lasts;
    with faults of ours each time.
    """

    def __init__(self, deliver: Deliver = call, tell: Callable[[Job[Any]], object] = ignore) -> None:
        self.deliver = deliver
        self.tell = tell
        self.active: list[ThreadJob[Any] | LoopJob[Any]] = []
        self.ended: deque[Report] = deque(maxlen=REMEMBERED)
        """The jobs that have ended, newest first; of silent housekeeping that went well only the last of a name."""
        self._threads: dict[Job[Any], threading.Thread] = {}
        self._trouble = Trouble()
        self._is_over = False

    def start(self, job: J) -> J:
        """Start a job, or queue it behind the others of its lane."""
        job.deliver = self.deliver
        is_free = not job.lane or all(other.lane != job.lane for other in self.active)
        self.active.append(job)
        if is_free:
            self._begin(job)
        return job

    def run(self, job: ThreadJob[Any]) -> None:
        """Run a job in this thread, at once."""
        job.deliver = call
        self.active.append(job)
        job.run()
        self._settle(job)

    def is_active(self, name: str) -> bool:
        """Whether a job of this name waits or runs."""
        return any(job.name == name for job in self.active)

    @property
    def is_asking(self) -> bool:
        """Whether the user has to agree before the program quits."""
        return any(job.at_quit is AtQuit.ASK for job in self.active)

    def cancel(self, job: Job[Any]) -> None:
        """Cancel a job; one in a thread ends at its next call of `advance`."""
        job.cancel()
        if job.state is State.WAITING and job in self.active:
            job.end()
            self._settle(job)

    def finish(self) -> None:
        """End in order: cancel what may be lost, wait for what writes, and report its outcome.

        From now on all errors are told, for dialogs that would show them are gone.
        """
        self._is_over = True
        for job in list(self.active):
            if job.at_quit is not AtQuit.WAIT:
                self.cancel(job)
        with ExitStack() as stack:  # each ends even if another raises
            for job in reversed(self.active):
                if isinstance(job, ThreadJob) and job.at_quit is AtQuit.WAIT:
                    stack.callback(self._finish, job)

    def _finish(self, job: ThreadJob[Any]) -> None:
        if thread := self._threads.get(job):
            thread.join()
            self._settle(job)
        elif job in self.active:
            self.active.remove(job)
            self.run(job)

    def _begin(self, job: ThreadJob[Any] | LoopJob[Any]) -> None:
        if isinstance(job, LoopJob):
            job.begin_in_loop(partial(self.deliver, partial(self._settle, job)))
            return
        job.begin()

        def work() -> None:
            job.run()
            self.deliver(partial(self._settle, job))

        thread = threading.Thread(target=work, name=job.name, daemon=job.at_quit is not AtQuit.WAIT)
        self._threads[job] = thread
        thread.start()

    def _settle(self, job: Job[Any]) -> None:
        """Report the outcome of a job that has ended, and begin the next of its lane."""
        if job not in self.active:
            return
        self.active = [other for other in self.active if other is not job]
        self._threads.pop(job, None)
        self._remember(job)
        for other in self.active:
            if job.lane and other.lane == job.lane and other.state is State.WAITING:
                self._begin(other)
                break
        self._report(job)

    def _remember(self, job: Job[Any]) -> None:
        if job.state is State.DONE and job.at_quit is AtQuit.CANCEL:
            for other in [old for old in self.ended if old.name == job.name and old.state is State.DONE]:
                self.ended.remove(other)
        self.ended.appendleft(job.report())

    def _report(self, job: Job[Any]) -> None:
        is_new = self._trouble.is_new(f"{job.name}\n{job.about}", job.outcome if job.error else "")
        _log(job, with_error=is_new)
        if job.state is State.DONE:
            job.done(job.result)
        elif job.error and job.failed and not self._is_over:
            job.failed(job.error)
        elif is_new or (job.error and not isinstance(job.error, ReadingListError)):
            self.tell(job)


def _log(job: Job[Any], *, with_error: bool) -> None:
    """Log a job that was slow or failed: the kind of its error, for the message may quote anything."""
    if job.seconds >= SLOW:
        threading.Thread(target=_log_slow, args=(job,)).start()  # the log takes long to load
    if not (with_error and job.error):
        return
    from readinglist import log  # noqa: PLC0415 - the first screen does without

    if isinstance(job.error, ReadingListError):
        log.write("job", f"{job.name}: {log.kind_of(job.error)}")
    elif job.failed:  # `tell` logs other faults
        log.fault(job.error)


def _log_slow(job: Job[Any]) -> None:
    from readinglist import log  # noqa: PLC0415

    log.slow(job.name, job.seconds, total=job.progress[1])
