"""Exporting papers to a file, as BibTeX or in another format."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from readinglist.credentials import safe
from readinglist.errors import ReadingListError
from readinglist.formats import FORMATS
from readinglist.text import clean
from readinglist.tui.export_choices import (
    ONCE,
    PREVIEWED,
    SYNCED,
    ExportChoices,
    entries,
    export_job,
    is_taken,
    sentence_of,
    warning_of,
)
from readinglist.tui.screens.dialog import Dialog, Key, Line
from readinglist.tui.screens.style import StyleScreen, names
from readinglist.tui.widgets.choice import Choice
from readinglist.tui.widgets.lines import Lines
from readinglist.tui.widgets.paths import Paths

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult

    from readinglist.actions.export import ExportResult
    from readinglist.bibtex.writing.style import Style
    from readinglist.exports.synced import SyncedFile
    from readinglist.jobs.runner import Runner
    from readinglist.papers.paper import Paper
    from readinglist.settings.config import Settings

ROW = 4
"""Formats in a line."""
STAGES: dict[str, tuple[Key, ...]] = {
    "name": (
        ("enter", "write", "write"),
        ("tab", "papers", "choose"),
        ("^t", "format", "format"),
        ("^s", "keep updated", "sync"),
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
"""Stage of the dialog → its keys."""
EXISTS = ("exists", ".bib exists")


class ExportScreen(Dialog[str | None]):
    """Asks for papers, format and file, writes the file, and gives a sentence about it."""

    KEYS = STAGES["name"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "choose", show=False, priority=True),
        Binding("ctrl+t", "format", show=False),
        Binding("ctrl+s", "sync", show=False, priority=True),
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
        selections: Mapping[str, Sequence[Paper]],
        settings: Settings,
        folder: Path,
        runner: Runner,
        followable: Mapping[str, SyncedFile] | None = None,
    ) -> None:
        super().__init__("Export")
        self.chosen = ExportChoices(selections, settings, followable or {})
        self.folder = folder
        """The library's."""
        self.runner = runner
        self.stage = "name"

    def body(self) -> ComposeResult:
        """Selection, format, file name, facts, and a preview."""
        with Horizontal(classes="line"):
            yield Static(Content("papers"), classes="label")
            yield from map(Choice, self.chosen.selections)
        names = list(FORMATS)
        for start in range(0, len(names), ROW):
            with Horizontal(classes="line"):
                yield Static(Content("" if start else "format"), classes="label")
                yield from map(Choice, names[start : start + ROW])
        with Horizontal(classes="line"):
            yield Static(Content("file"), classes="label")
            yield from map(Choice, (ONCE, SYNCED))
        with Horizontal(classes="line", id="style"):
            yield Static(Content("with"), classes="label")
            yield Static(id="wishes")
        yield Line(
            "refs" + FORMATS[self.chosen.format].suffix,
            suggester=Paths(),
            select_on_focus=False,
            placeholder="file name",
        )
        yield Static(id="facts")
        lines = Lines()
        lines.can_focus = False
        yield lines

    def on_mount(self) -> None:
        """Show the first choice."""
        self.query_one(Line).focus()
        self.show()

    def show(self) -> None:
        """Show the choices and a preview of the file."""
        chosen = self.chosen
        for choice in self.query(Choice):
            choice.light(on=choice.value in chosen.values)
        self.query_one("#style").display = chosen.is_bib
        self.query_one("#wishes", Static).update(Content(", ".join(names(chosen.style)) or "nothing more"))
        rows = [((line, ""),) for line in chosen.preview().splitlines()]
        more = len(chosen.papers) - PREVIEWED
        if more > 0:
            rows += [(("", ""),), ((f"… and {more:,} more", "dim"),)]
        self.query_one(Lines).show(rows)
        self.show_message(chosen.facts())

    def show_message(self, text: str, kind: str = "") -> None:
        """Show a line of facts, a ``question`` or an ``error``."""
        line = self.query_one("#facts", Static)
        line.set_classes(f"-{kind}" if kind else "")
        line.update(Content(safe(text)))

    async def go(self, stage: str) -> None:
        """Change the stage; the name is editable in the first one only."""
        self.stage = stage
        line = self.query_one(Line)
        line.disabled = stage != "name"
        await self.show_keys(STAGES[stage])
        if stage == "name":
            line.focus()

    def action_choose(self) -> None:
        """Choose the next selection of papers."""
        self._choose(self.chosen.next_label)

    def action_format(self) -> None:
        """Choose the next format."""
        self._choose(self.chosen.next_format)

    def action_sync(self) -> None:
        """Switch between a file written once and one that follows the library."""
        self._choose(ONCE if self.chosen.is_synced else SYNCED)

    def on_choice_clicked(self, event: Choice.Clicked) -> None:
        """Choose the value that was clicked."""
        self._choose(event.value)

    def _choose(self, value: str) -> None:
        """Choose a value; a file name with the suffix of the old format gets that of the new one."""
        if self.stage != "name":
            return
        line, suffix = self.query_one(Line), FORMATS[self.chosen.format].suffix
        refusal = self.chosen.choose(value)
        if value in FORMATS and line.value.endswith(suffix):
            line.value = line.value.removesuffix(suffix) + FORMATS[value].suffix
            line.cursor_position = len(line.value)
        self.show()
        if refusal:
            self.show_message(refusal, "error")

    def action_style(self) -> None:
        """Choose the style of a .bib file."""
        if self.stage != "name":
            return
        if self.chosen.is_bib:
            self.app.push_screen(StyleScreen(self.chosen.style), self._set_style)
        else:
            self.show_message("there is more to choose for .bib files only", "error")

    def _set_style(self, style: Style | None) -> None:
        self.chosen.style = style or self.chosen.style
        self.show()

    @on(Input.Changed)
    def _clear_error(self) -> None:
        """Show the facts again when the name is changed."""
        if self.is_mounted and self.stage == "name":
            self.show_message(self.chosen.facts())

    @on(Input.Submitted)
    async def action_write(self) -> None:
        """Write the file; ask first if there is one of that name."""
        if self.stage != "name":
            return
        path = self.path
        if path is None or (fault := self.chosen.fault(path)):
            self.show_message(fault if path else "type the name of a file", "error")
        elif is_taken(path):
            await self.go(".bib exists" if self.chosen.is_bib else "exists")
            self.show_message(f"{path} exists already. Overwrite it?", "question")
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
        """Replace the existing file."""
        if self.stage in EXISTS and self.path is not None:
            await self.begin(self.path, force=True)

    async def action_update(self) -> None:
        """Update the existing file; entries of others stay."""
        if self.stage != ".bib exists" or self.path is None:
            return
        if self.chosen.style != self.chosen.default_style:
            await self.go("name")
            self.show_message("an update leaves an entry's other fields alone: choose nothing more (ctrl+o)", "error")
        else:
            await self.begin(self.path, update=True)

    async def begin(self, path: Path, *, force: bool = False, update: bool = False) -> None:
        """Write the file as a job."""
        await self.go("writing")
        self.show_message(f"writing {entries(len(self.chosen.papers))} …")
        request, papers = self.chosen.request(path, force=force, update=update), list(self.chosen.papers)
        job = export_job(self.folder, request, papers)
        job.done, job.failed = self._report, partial(self.call_later, self.refuse)
        self.runner.start(job)

    async def refuse(self, error: Exception) -> None:
        """Show what went wrong and stay open."""
        hint = f" ({error.hint})" if isinstance(error, ReadingListError) and error.hint else ""
        await self.go("name")
        self.show_message(clean(f"{error}{hint}"), "error")

    def _report(self, result: ExportResult) -> None:
        """Warn of problems, and close with a sentence about the file."""
        if not self.is_attached:  # the app has ended meanwhile
            return
        if warning := warning_of(result):
            self.app.notify(warning, severity="warning", markup=False)
        followed = ", and keep it up to date" if self.chosen.is_synced else ""
        self.dismiss(f"{sentence_of(result, str(self.path))}{followed}")

    async def action_rename(self) -> None:
        """Leave the existing file alone, and go back to the name."""
        if self.stage in EXISTS:
            await self.go("name")
            self.show_message(self.chosen.facts())

    async def action_close(self) -> None:
        """Go back to the name, or close."""
        if self.stage == "name":
            self.dismiss(None)
        else:
            await self.action_rename()
