"""Background jobs: those that run, with progress, and those that have ended, with their result or error."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from readinglist.credentials import safe
from readinglist.jobs.job import State
from readinglist.text import clean
from readinglist.tui.screens.dialog import Dialog

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult

    from readinglist.jobs.job import Job, Report
    from readinglist.jobs.runner import Runner

EVERY = 0.5
"""Seconds between two updates."""
STYLES = {State.FAILED: "bold $error", State.CANCELLED: "$warning", State.DONE: "$status-done"}
"""State → the style of its word; an active job has the accent colour."""


class JobsScreen(Dialog[None]):
    """Lists jobs, active ones first; the user's own can be cancelled."""

    KEYS = (("j k", "move", "move(1)"), ("x", "cancel the job", "cancel"), ("esc", "close", "close"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "move(1)", show=False),
        Binding("k", "move(-1)", show=False),
        Binding("x,delete", "cancel", show=False),
        Binding("q,L", "close", show=False),
    ]
    DEFAULT_CSS = """
    JobsScreen {
        & #box { width: 100%; max-width: 110; }
        & OptionList { height: auto; max-height: 70vh; }
        & #log { margin-top: 1; }
    }
    """

    def __init__(self, runner: Runner) -> None:
        super().__init__("Jobs")
        self.runner = runner
        self._shown: list[tuple[str, Content]] = []

    def body(self) -> ComposeResult:
        """The jobs, and the place of the log."""
        from readinglist import log  # noqa: PLC0415 - the first screen does without

        yield OptionList(markup=False)
        yield Static(Content("nothing runs, and nothing has run yet"), id="none")
        yield Static(Content(clean(f"log: {log.path()}")), id="log", classes="quiet")

    def on_mount(self) -> None:
        """Show the jobs, and update them regularly."""
        self.show()
        self.query_one(OptionList).focus()
        self.set_interval(EVERY, self.show)

    def show(self) -> None:
        """Show the jobs as they are now; the cursor stays on its job."""
        shown = list(self._lines())
        if shown == self._shown:
            return
        options = self.query_one(OptionList)
        at, before = options.highlighted or 0, self.highlighted
        self._shown = shown
        options.set_options([Option(text, id=id) for id, text in shown])
        options.display = bool(shown)
        self.query_one("#none").display = not shown
        ids = [id for id, _ in shown]
        if shown:
            options.highlighted = ids.index(before) if before in ids else min(at, len(shown) - 1)

    def _lines(self) -> Iterator[tuple[str, Content]]:
        for job in self.runner.active:
            yield f"job-{id(job)}", described(job.name, job.about, job.state, progress_of(job))
        for report in self.runner.ended:
            yield f"report-{id(report)}", described(report.name, report.about, report.state, outcome_of(report))

    @property
    def highlighted(self) -> str:
        """The id of the line under the cursor; empty if there is none."""
        at = self.query_one(OptionList).highlighted
        return "" if at is None or at >= len(self._shown) else self._shown[at][0]

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        options = self.query_one(OptionList)
        options.action_cursor_down() if by > 0 else options.action_cursor_up()

    def action_cancel(self) -> None:
        """Cancel the job under the cursor."""
        if not self.highlighted:
            return
        job = next((job for job in self.runner.active if f"job-{id(job)}" == self.highlighted), None)
        if job is None:
            self.notify("this job has ended", markup=False)
        elif job.can_cancel:
            self.runner.cancel(job)
            self.show()
        else:
            self.notify(f"{job.name} cannot be cancelled: it ends by itself", markup=False)


def described(name: str, about: str, state: State, told: str) -> Content:
    """The two lines of a job."""
    return Content.assemble(
        (name, "bold"),
        (f"  {safe(clean(about))}" if about else "", "$dim"),
        "\n  ",
        (state.value, STYLES.get(state, "bold $primary")),
        (f" {safe(clean(told))}" if told else "", "$dim"),
    )


def progress_of(job: Job[Any]) -> str:
    """Running time and progress of a job."""
    if job.state is State.WAITING:
        return "for the one before it"
    done, total = job.progress
    amount = f" · {done:,} of {total:,}" if total else ""
    return f"for {job.seconds:.0f} s{amount}{' · ending' if job.is_cancelled else ''}"


def outcome_of(report: Report) -> str:
    """Time of the end, running time, and result or error of a job."""
    at = time.strftime("%H:%M:%S", time.localtime(report.time))
    return f"at {at} in {report.seconds:.1f} s{f' · {report.outcome}' if report.outcome else ''}"
