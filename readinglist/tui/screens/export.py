"""Exporting papers to a file, as BibTeX or in another format."""

from __future__ import annotations

import os.path
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from readinglist.bibtex.writing.style import PLAIN, Style, style_in
from readinglist.credentials import safe
from readinglist.errors import ReadingListError
from readinglist.exports import synced, writing
from readinglist.exports.refresher import LANE
from readinglist.exports.synced import SyncedFile
from readinglist.formats import FORMATS
from readinglist.jobs.job import AtQuit, Job, ThreadJob
from readinglist.text import clean
from readinglist.tui.screens.dialog import Dialog, Key, Line
from readinglist.tui.screens.style import StyleScreen, names
from readinglist.tui.widgets.lines import Lines
from readinglist.tui.widgets.paths import Paths

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual import events
    from textual.app import ComposeResult

    from readinglist.exports.writing import Outcome
    from readinglist.jobs.runner import Runner
    from readinglist.papers.paper import Paper
    from readinglist.settings.config import Settings

FILE = "refs"
ROW = 4
"""Formats side by side."""
ONCE, KEEP = "written once", "kept up to date"
PREVIEWED = 3
"""Entries shown before writing."""
REMARKS = 3
"""Of the writer's remarks, so many are told."""
STAGES: dict[str, tuple[Key, ...]] = {
    "name": (
        ("enter", "write", "write"),
        ("tab", "papers", "choose"),
        ("^t", "format", "format"),
        ("^s", "keep updated", "keep"),
        ("^o", "more", "style"),
        ("esc", "close", "close"),
    ),
    "exists": (("y", "overwrite", "overwrite"), ("n esc", "other name", "rename")),
    ".bib exists": (
        ("y", "overwrite", "overwrite"),
        ("u", "update, what others wrote in it stays", "update"),
        ("n esc", "other name", "rename"),
    ),
    "writing": (),
}
"""What the dialog goes through, with the keys of each stage."""
EXISTS = ("exists", ".bib exists")


class Choice(Static):
    """One of several things to choose from by a click."""

    class Taken(Message):
        """A click chose it."""

        def __init__(self, value: str) -> None:
            super().__init__()
            self.value = value

    def __init__(self, value: str) -> None:
        super().__init__(classes="choice")
        self.value = value

    def light(self, *, on: bool) -> None:
        """Show whether it is the one chosen."""
        self.set_class(on, "-on")
        self.update(Content(f"{'●' if on else '○'} {clean(self.value)}"))

    def on_click(self, event: events.Click) -> None:
        """Tell that it was clicked."""
        event.stop()
        self.post_message(self.Taken(self.value))


class ExportScreen(Dialog[str | None]):
    """Asks which papers go to which file, writes it, and gives what was done in a sentence."""

    KEYS = STAGES["name"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "choose", show=False, priority=True),
        Binding("ctrl+t", "format", show=False),
        Binding("ctrl+s", "keep", show=False, priority=True),
        Binding("ctrl+o", "style", show=False),
        Binding("y,Y", "overwrite", show=False),
        Binding("u,U", "update", show=False),
        Binding("n,N", "rename", show=False),
    ]
    DEFAULT_CSS = """
    ExportScreen {
        & #box { width: 90; }
        & .line { height: 1; }
        & #wishes { padding: 0 1; }
        & .label { width: 10; color: $dim; }
        & .choice { width: auto; padding: 0 1; margin-right: 1; color: $dim; }
        & .choice.-on { background: $cursor-background; color: $foreground; text-style: bold; }
        & .choice:hover { background: $panel; }
        & #facts { height: auto; margin-bottom: 1; }
        & #facts.-question { color: $warning; text-style: bold; }
        & #facts.-error { color: $error; }
        & Lines { height: 40vh; min-height: 5; background: $panel; padding: 0 1; }
    }
    """

    def __init__(
        self,
        choices: Mapping[str, Sequence[Paper]],
        settings: Settings,
        folder: Path,
        runner: Runner,
        standing: Mapping[str, SyncedFile] | None = None,
    ) -> None:
        super().__init__("Export")
        self.choices = choices
        self.folder = folder
        """Of the library."""
        self.runner = runner
        self.standing = standing or {}
        """The choices for which a file can be kept up to date."""
        self.is_kept = False
        self.label = next(iter(choices))
        self.format = settings.dialect
        self.style = self.usual = style_in(settings.export_options)
        """What is wished for a .bib file, now and unless something else is chosen."""
        self.stage = "name"

    def body(self) -> ComposeResult:
        """Papers, format, file name, the facts, and the first entries."""
        with Horizontal(classes="line"):
            yield Static(Content("papers"), classes="label")
            yield from map(Choice, self.choices)
        names = list(FORMATS)
        for start in range(0, len(names), ROW):
            with Horizontal(classes="line"):
                yield Static(Content("" if start else "format"), classes="label")
                yield from map(Choice, names[start : start + ROW])
        with Horizontal(classes="line"):
            yield Static(Content("file"), classes="label")
            yield from map(Choice, (ONCE, KEEP))
        with Horizontal(classes="line", id="style"):
            yield Static(Content("with"), classes="label")
            yield Static(id="wishes")
        yield Line(
            FILE + FORMATS[self.format].suffix, suggester=Paths(), select_on_focus=False, placeholder="file name"
        )
        yield Static(id="facts")
        lines = Lines()
        lines.can_focus = False
        yield lines

    def on_mount(self) -> None:
        """Show the first choice."""
        self.query_one(Line).focus()
        self.show()

    @property
    def papers(self) -> Sequence[Paper]:
        """The papers that would be written."""
        return self.choices[self.label]

    def show(self) -> None:
        """Show what would be written."""
        for choice in self.query(Choice):
            choice.light(on=choice.value in (self.label, self.format, KEEP if self.is_kept else ONCE))
        self.query_one("#style").display = self.format in synced.UPDATED
        self.query_one("#wishes", Static).update(Content(", ".join(names(self.style)) or "nothing more"))
        text = FORMATS[self.format](self.papers[:PREVIEWED], self.style).text
        rows = [((line, ""),) for line in text.splitlines()]
        more = len(self.papers) - PREVIEWED
        if more > 0:
            rows += [(("", ""),), ((f"… and {more:,} more", "dim"),)]
        self.query_one(Lines).show(rows)
        self.say(self.facts())

    def facts(self) -> str:
        """How many entries there will be, and how many without authors."""
        without = sum(not paper.authors for paper in self.papers)
        lacking = f" · {without:,} without author names: no author field" if without else ""
        return entries(len(self.papers)) + lacking

    def say(self, text: str, kind: str = "") -> None:
        """Show a line of facts, a ``question`` or an ``error``."""
        line = self.query_one("#facts", Static)
        line.set_classes(f"-{kind}" if kind else "")
        line.update(Content(safe(text)))

    async def go(self, stage: str) -> None:
        """Change the stage; the name can be typed in the first one only."""
        self.stage = stage
        line = self.query_one(Line)
        line.disabled = stage != "name"
        await self.show_keys(STAGES[stage])
        if stage == "name":
            line.focus()

    def action_choose(self) -> None:
        """Take the next of the choices of papers."""
        if self.stage == "name":
            labels = list(self.choices)
            self.take(labels[(labels.index(self.label) + 1) % len(labels)])

    def action_format(self) -> None:
        """Take the next format."""
        if self.stage == "name":
            names = list(FORMATS)
            self.take(names[(names.index(self.format) + 1) % len(names)])

    def action_keep(self) -> None:
        """Write the file once, or whenever the library changes."""
        if self.stage == "name":
            self.take(ONCE if self.is_kept else KEEP)

    def action_style(self) -> None:
        """Choose what more goes into a .bib file."""
        if self.stage != "name":
            return
        if self.format in synced.UPDATED:
            self.app.push_screen(StyleScreen(self.style), self.take_style)
        else:
            self.say("there is more to choose for .bib files only", "error")

    def take_style(self, style: Style | None) -> None:
        """Show what would be written in a style."""
        self.style = style or self.style
        self.show()

    def take_format(self, name: str) -> None:
        """Take a format; a file name that ends as the old one's do ends as the new one's."""
        line, suffix = self.query_one(Line), FORMATS[self.format].suffix
        if line.value.endswith(suffix):
            line.value = line.value.removesuffix(suffix) + FORMATS[name].suffix
            line.cursor_position = len(line.value)
        self.format = name

    def on_choice_taken(self, event: Choice.Taken) -> None:
        """Take what was clicked."""
        if self.stage == "name":
            self.take(event.value)

    def take(self, value: str) -> None:
        """Take one of the values to choose from."""
        if value in self.choices:
            self.label = value
        elif value in FORMATS:
            self.take_format(value)
        else:
            self.is_kept = value == KEEP
        refused = self.is_kept and self.label not in self.standing
        self.is_kept = self.is_kept and not refused
        self.show()
        if refused:
            self.say("only a file with all of a view can be kept up to date", "error")

    @on(Input.Changed)
    def forget_error(self) -> None:
        """A new name deserves a new try."""
        if self.is_mounted and self.stage == "name":
            self.say(self.facts())

    @on(Input.Submitted)
    async def action_write(self) -> None:
        """Write the file; ask first if there is one of that name."""
        if self.stage != "name":
            return
        path = self.path
        if path is None:
            self.say("type the name of a file", "error")
        elif not self.papers:
            self.say("there is no paper to write", "error")
        elif is_folder(path):
            self.say(f"{path} is a folder: name a file", "error")
        elif is_taken(path):
            await self.go(".bib exists" if self.format in synced.UPDATED else "exists")
            self.say(f"{path} exists already. Overwrite it?", "question")
        else:
            await self.begin(path)

    @property
    def path(self) -> Path | None:
        """The file that was named."""
        name = clean(self.query_one(Line).value)
        try:
            return Path(name).expanduser() if name else None
        except RuntimeError:
            return Path(name)

    async def action_overwrite(self) -> None:
        """Replace the file that is there."""
        if self.stage in EXISTS and self.path is not None:
            await self.begin(self.path, force=True)

    async def action_update(self) -> None:
        """Bring the file that is there up to date; what others wrote stays."""
        if self.stage != ".bib exists" or self.path is None:
            return
        if self.style != self.usual:
            await self.go("name")
            self.say("an update leaves an entry's other fields alone: choose nothing more (ctrl+o)", "error")
        else:
            await self.begin(self.path, update=True)

    async def begin(self, path: Path, *, force: bool = False, update: bool = False) -> None:
        """Write the file as a job."""
        await self.go("writing")
        self.say(f"writing {entries(len(self.papers))} …")
        template = self.standing.get(self.label) if self.is_kept else None
        style = PLAIN if update or self.format not in synced.UPDATED else self.style
        file = replace(template or SyncedFile(""), path=str(path), format=self.format, update=update, **asdict(style))
        self.runner.start(
            ThreadJob(
                name="export",
                about=str(path),
                work=partial(self.write, file, list(self.papers), force),
                done=self.report,
                failed=partial(self.call_later, self.refuse),
                summary=partial(summary, count=len(self.papers)),
                at_quit=AtQuit.WAIT,
                lane=LANE,
            )
        )

    def write(self, file: SyncedFile, papers: list[Paper], force: bool, job: Job[Outcome]) -> Outcome:
        """Write the file, and keep it up to date from now on if that is wanted; raises ReadingListError."""
        job.advance(0, len(papers))
        file = replace(file, path=synced.absolute(Path(file.path)))
        outcome = writing.write(self.folder, file, papers, force=force)
        if self.is_kept:
            synced.keep(self.folder, file)
        return outcome

    async def refuse(self, error: Exception) -> None:
        """Show what went wrong and stay open."""
        hint = f" ({error.hint})" if isinstance(error, ReadingListError) and error.hint else ""
        await self.go("name")
        self.say(clean(f"{error}{hint}"), "error")

    def report(self, outcome: Outcome) -> None:
        """Close with what was done in a sentence."""
        if not self.is_attached:  # the app has ended meanwhile
            return
        written = outcome.update or outcome.export
        problems = written.problems if written else ()
        if outcome.update:
            conflicts = (f"{each.what} (line {each.line}): {each.message}" for each in outcome.update.conflicts)
            problems = (*conflicts, *problems)
        if problems:
            more = len(problems) - REMARKS
            told = [*map(clean, problems[:REMARKS]), *([f"… and {more:,} more"] if more > 0 else [])]
            self.app.notify("\n".join(told), severity="warning", markup=False)
        without = len(written.without_authors) if written else 0
        lacking = f" ({without:,} without authors)" if without else ""
        done = f"wrote {entries(len(self.papers))} to {self.path}"
        if outcome.update:
            done = f"{self.path}: {writing.summary(outcome.update)}"
        self.dismiss(done + lacking + (", and keep it up to date" if self.is_kept else ""))

    async def action_rename(self) -> None:
        """Leave the file that is there alone and go back to the name."""
        if self.stage in EXISTS:
            await self.go("name")
            self.say(self.facts())

    async def action_close(self) -> None:
        """Go back to the name, or close."""
        if self.stage == "name":
            self.dismiss(None)
        else:
            await self.action_rename()


def summary(outcome: Outcome, *, count: int) -> str:
    """The outcome of an export in a few words."""
    return writing.summary(outcome.update) if outcome.update else entries(count)


def entries(n: int) -> str:
    """``1 entry``, ``2 entries``."""
    return "1 entry" if n == 1 else f"{n:,} entries"


def is_taken(path: Path) -> bool:
    """Whether there is something of that name; what cannot be looked at is found out in writing."""
    return os.path.lexists(path)


def is_folder(path: Path) -> bool:
    """Whether there is a folder of that name."""
    return os.path.isdir(path)  # noqa: PTH112 - a name that is too long is none
