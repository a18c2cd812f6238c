"""Jobs as whoever runs them sees them: what is running, what came of it, what is told, and an end in order."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

import pytest

from readinglist import log
from readinglist.errors import ExportError
from readinglist.jobs.job import AtQuit, Job, LoopJob, State, ThreadJob
from readinglist.jobs.runner import Runner

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Desk:
    """The owner of a runner: gets what is delivered when it looks, and notes what it is told."""

    def __init__(self) -> None:
        self.inbox: SimpleQueue[Callable[[], object]] = SimpleQueue()
        self.told: list[str] = []
        self.runner = Runner(self.inbox.put, lambda job: self.told.append(job.outcome))

    def take(self) -> None:
        """Wait for one delivery."""
        self.inbox.get(timeout=10)()


@pytest.fixture
def desk() -> Desk:
    return Desk()


def fail(_: Job[None]) -> None:
    raise ExportError("the disk is full", "free some space")


class Held:
    """Work that goes on until it is let go."""

    def __init__(self) -> None:
        self.began, self.go_on = threading.Event(), threading.Event()
        self.threads: list[str] = []

    def __call__(self, job: Job[Any]) -> str:
        self.threads.append(threading.current_thread().name)
        self.began.set()
        assert self.go_on.wait(10)
        job.advance(1, 2)
        return "written"


@pytest.fixture
def held() -> Held:
    return Held()


def test_a_job_runs_in_a_thread_and_its_result_comes_to_the_owner(desk: Desk, held: Held) -> None:
    results: list[tuple[str, str]] = []
    job = desk.runner.start(
        ThreadJob(
            name="export",
            about="refs.bib",
            work=held,
            done=lambda text: results.append((text, threading.current_thread().name)),
            summary=lambda text: f"it is {text}",
        )
    )
    assert held.began.wait(10)
    assert (job.state, desk.runner.active, results) == (State.RUNNING, [job], [])
    held.go_on.set()
    desk.take()
    assert results == [("written", threading.current_thread().name)]
    assert held.threads == ["export"]
    assert (job.state, job.outcome, job.progress) == (State.DONE, "it is written", (1, 2))
    (report,) = desk.runner.ended
    assert (report.name, report.about, report.state, report.outcome) == (
        "export",
        "refs.bib",
        State.DONE,
        "it is written",
    )
    assert desk.runner.active == []


def test_progress_is_told_where_the_owner_is(desk: Desk, held: Held) -> None:
    seen: list[tuple[int, int, str]] = []
    held.go_on.set()
    desk.runner.start(
        ThreadJob(
            name="read",
            work=held,
            progressed=lambda done, total: seen.append((done, total, threading.current_thread().name)),
        )
    )
    desk.take()
    assert seen == [(1, 2, threading.current_thread().name)]


def test_a_cancelled_job_ends_when_it_next_looks_and_gives_nothing(desk: Desk, held: Held) -> None:
    results: list[str] = []
    job = desk.runner.start(ThreadJob(name="read", work=held, done=results.append, at_quit=AtQuit.ASK))
    assert job.can_cancel
    desk.runner.cancel(job)
    held.go_on.set()
    desk.take()
    assert (job.state, results, desk.told) == (State.CANCELLED, [], [])
    assert not job.can_cancel


def test_a_result_that_comes_after_cancelling_is_dropped(desk: Desk) -> None:
    job = desk.runner.start(ThreadJob(name="read", work=Job.cancel, done=lambda _: pytest.fail("it was cancelled")))
    desk.take()
    assert job.state is State.CANCELLED


def test_trouble_is_told_once_until_it_is_over(desk: Desk) -> None:
    def try_again(work: Callable[[Job[None]], None], about: str = "refs.bib") -> None:
        desk.runner.start(ThreadJob(name="export", about=about, work=work))
        desk.take()

    for _ in range(3):
        try_again(fail)
    assert desk.told == ["the disk is full (free some space)"]
    try_again(fail, about="other.bib")
    assert len(desk.told) == 2
    try_again(lambda _: None)
    try_again(fail)
    assert len(desk.told) == 3
    assert [report.state for report in desk.runner.ended].count(State.FAILED) == 5


def test_a_failure_stays_among_what_ended_and_is_logged_without_its_message(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    for _ in range(2):
        desk.runner.start(ThreadJob(name="export", about="secret.bib", work=fail))
        desk.take()
    assert [report.outcome for report in desk.runner.ended] == ["the disk is full (free some space)"] * 2
    text = log.path().read_text()
    assert text.count("job export: readinglist.errors.ExportError") == 1
    assert "disk" not in text
    assert "secret" not in text


def test_a_job_with_an_owner_of_its_errors_is_told_there_alone(desk: Desk) -> None:
    errors: list[Exception] = []
    for _ in range(2):
        desk.runner.start(ThreadJob(name="export", work=fail, failed=errors.append))
        desk.take()
    assert ([str(error) for error in errors], desk.told) == (["the disk is full"] * 2, [])


def test_a_fault_is_told_by_its_kind_each_time_for_the_app_counts_faults(desk: Desk) -> None:
    for _ in range(2):
        desk.runner.start(ThreadJob(name="export", work=lambda _: 1 // 0))
        desk.take()
    assert desk.told == ["a fault in readinglist itself (ZeroDivisionError)"] * 2


def test_jobs_of_a_lane_run_one_after_the_other(desk: Desk, held: Held) -> None:
    first = desk.runner.start(ThreadJob(name="export", work=held, lane="files"))
    second = desk.runner.start(ThreadJob(name="export", work=lambda _: "too", lane="files"))
    other = desk.runner.start(ThreadJob(name="read", work=lambda _: "at once", lane="network"))
    desk.take()
    assert (first.state, second.state, other.state) == (State.RUNNING, State.WAITING, State.DONE)
    held.go_on.set()
    desk.take()
    desk.take()
    assert (first.state, second.state) == (State.DONE, State.DONE)


def test_a_waiting_job_is_cancelled_at_once(desk: Desk, held: Held) -> None:
    desk.runner.start(ThreadJob(name="export", work=held, lane="files"))
    waiting = desk.runner.start(ThreadJob(name="export", work=lambda _: pytest.fail("cancelled"), lane="files"))
    desk.runner.cancel(waiting)
    assert waiting.state is State.CANCELLED
    held.go_on.set()
    desk.take()
    assert desk.inbox.empty()


def test_the_end_waits_for_what_writes_and_cancels_the_rest(desk: Desk, held: Held) -> None:
    written: list[str] = []
    forever = threading.Event()
    options: dict[str, Any] = {"lane": "files", "at_quit": AtQuit.WAIT, "done": written.append}
    reading = desk.runner.start(ThreadJob(name="read", work=lambda _: forever.wait(10), at_quit=AtQuit.ASK))
    desk.runner.start(ThreadJob(name="export", work=held, **options))
    desk.runner.start(ThreadJob(name="export", work=lambda _: "last", **options))
    assert desk.runner.is_asking
    threading.Timer(0.05, held.go_on.set).start()
    desk.runner.finish()
    assert written == ["written", "last"]
    assert reading.is_cancelled
    forever.set()
    while not desk.inbox.empty():
        desk.take()
    assert written == ["written", "last"], "told once, though it is delivered again"


def test_errors_at_the_end_are_told_whoever_wanted_them(desk: Desk, held: Held) -> None:
    def refuse(job: Job[None]) -> None:
        held(job)
        fail(job)

    for about in "ab":
        job = ThreadJob(
            name="export", about=about, work=refuse, at_quit=AtQuit.WAIT, failed=lambda _: pytest.fail("it is gone")
        )
        desk.runner.start(job)
    held.go_on.set()
    desk.runner.finish()
    assert desk.told == ["the disk is full (free some space)"] * 2


def test_a_job_run_at_once_is_told_alike(desk: Desk) -> None:
    for _ in range(2):
        job = ThreadJob(name="export", work=fail)
        desk.runner.run(job)
    assert (job.state, desk.told) == (State.FAILED, ["the disk is full (free some space)"])


def test_of_housekeeping_only_the_last_is_remembered(desk: Desk) -> None:
    for at_quit in (AtQuit.CANCEL, AtQuit.WAIT):
        for number in range(3):
            desk.runner.run(ThreadJob(name="work", work=lambda _: None, about=str(number), at_quit=at_quit))
    assert [report.about for report in desk.runner.ended] == ["2", "1", "0", "2"]


async def other_tasks() -> None:
    await asyncio.wait(asyncio.all_tasks() - {asyncio.current_task()})


async def test_a_job_in_the_loop_goes_on_in_slices_and_can_be_cancelled() -> None:
    slices: list[int] = []
    runner = Runner()

    async def work(job: Job[int], upto: int = 3) -> int:
        while len(slices) < upto:
            slices.append(1)
            job.advance(len(slices), 3)
            await asyncio.sleep(0)
        return len(slices)

    done: list[int] = []
    job = runner.start(LoopJob(name="index", work=work, done=done.append))
    assert slices == []
    await other_tasks()
    assert (done, job.progress, [report.name for report in runner.ended]) == ([3], (3, 3), ["index"])
    endless = runner.start(LoopJob(name="compare", work=lambda job: work(job, 10**9)))
    await asyncio.sleep(0)
    runner.finish()
    await other_tasks()
    assert endless.state is State.CANCELLED
    assert done == [3]


async def test_a_job_in_the_loop_that_is_cancelled_before_its_first_slice_ends() -> None:
    runner = Runner()

    async def work(job: Job[int]) -> int:
        return 1

    job = runner.start(LoopJob(name="index", work=work))
    runner.cancel(job)
    await other_tasks()
    await asyncio.sleep(0)
    assert (job.state, runner.active) == (State.CANCELLED, [])


def test_a_quick_job_does_not_load_the_log() -> None:
    code = (
        "import sys; from readinglist.jobs.runner import Runner; from readinglist.jobs.job import ThreadJob\n"
        "Runner().run(ThreadJob(name='index', work=lambda job: 1)); print('readinglist.log' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
