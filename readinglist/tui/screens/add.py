"""Dialog for adding papers: a prompt for any source, and a preview of what would be added."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import ProgressBar, Static

from readinglist.actions import add as actions
from readinglist.actions.add import AddRequest, AddResult, Document, GatherRequest
from readinglist.jobs.job import AtQuit, Job, ThreadJob
from readinglist.settings.services import EXAMPLES, LISTS, SITES
from readinglist.tui import preview_lines
from readinglist.tui.field_text import short
from readinglist.tui.screens.dialog import Dialog, Key
from readinglist.tui.widgets.lines import Lines
from readinglist.tui.widgets.source_prompt import Prompt

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from readinglist.jobs.runner import Runner
    from readinglist.papers.library import Library
    from readinglist.settings.config import Settings
    from readinglist.tui.draft import Draft

EXPLANATION = (
    ("ids", " · ".join(EXAMPLES)),
    ("addresses", " · ".join(SITES)),
    ("lists", " · ".join(LISTS)),
    ("files", "~/page.html · papers.bib · page.txt · answer.json"),
    ("pasted text", "a Daily Papers page, HTML, JSON or BibTeX, however long"),
)
STAGES: dict[str, tuple[Key, ...]] = {
    "prompt": (("enter", "read", "enter"), ("ctrl+j", "new line", "newline"), ("esc", "close", "close")),
    "reading": (("esc", "cancel", "close"),),
    "preview": (("enter", "add", "enter"), ("j k", "scroll", "scroll"), ("esc", "back", "close")),
    "nothing": (("enter", "close", "enter"), ("j k", "scroll", "scroll"), ("esc", "back", "close")),
    "failed": (("enter esc", "back", "close"), ("j k", "scroll", "scroll")),
}
"""Stage of the dialog → its keys.

``nothing`` is a preview in which all papers are known, ``failed`` one without papers.
"""
TAGGING = {False: ("t", "keywords as tags", "tag"), True: ("t", "no tags", "tag")}
"""The further key of a preview of papers with keywords, by whether it was pressed."""
PASTED = "pasted text"
"""The name of a pasted document in messages."""
PREVIEWS = ("preview", "nothing", "failed")
WIDTH = 100
"""Largest width in columns."""


class AddScreen(Dialog[AddRequest | None]):
    """Asks for sources, reads them, shows a preview; gives the request to add, and records nothing."""

    KEYS = STAGES["prompt"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "enter", show=False),
        Binding("ctrl+j", "newline", show=False),
        Binding("t", "tag", show=False),
    ]
    DEFAULT_CSS = """
    AddScreen {
        & #box { width: 100; }
        & #prompt, & #progress, & #preview { display: none; height: auto; }
        &.-prompt #prompt, &.-reading #progress { display: block; }
        &.-preview #preview, &.-nothing #preview, &.-failed #preview { display: block; }
        & TextArea { height: auto; min-height: 3; max-height: 8; padding: 0 1; }
        & #explanation { margin-top: 1; }
        & #doing { margin: 1 0; }
        & ProgressBar { width: 100%; }
        & Bar { width: 1fr; }
        & #summary { margin-bottom: 1; text-style: bold; }
    }
    """

    def __init__(
        self, library: Library, settings: Settings, runner: Runner, text: str = "", draft: Draft | None = None
    ) -> None:
        super().__init__("Add papers", draft)
        self.runner = runner
        self.library = library
        self.settings = settings
        self.start = text
        self.stage = ""
        self.outcome: AddResult | None = None
        self.is_tagging = False
        """Whether the keywords of entries become tags."""
        self.job: ThreadJob[AddResult] | None = None

    def body(self) -> ComposeResult:
        """All three stages; the style sheet shows one."""
        with Vertical(id="prompt"):
            yield Prompt(placeholder="paste or type what to add")
            yield Static(explanation(), id="explanation")
        with Vertical(id="progress"):
            yield Static(Content("Reading …"), id="doing")
            yield ProgressBar(show_eta=False)
        with Vertical(id="preview"):
            yield Static(id="summary")
            yield Lines()

    async def on_mount(self) -> None:
        """Start with the prompt, or at once with the text given."""
        await self.go("prompt")
        if self.start.strip():
            self.query_one(Prompt).insert_text(self.start)
            await self.begin(self.start)

    async def go(self, stage: str) -> None:
        """Show one stage and its keys."""
        for name in STAGES:
            self.set_class(name == stage, f"-{name}")
        self.stage = stage
        keys = STAGES[stage]
        if stage == "preview" and self.outcome and self.outcome.has_keywords():
            keys = (keys[0], TAGGING[self.is_tagging], *keys[1:])
        await self.show_keys(keys)
        if stage == "prompt":
            self.query_one(Prompt).focus()
        elif stage in PREVIEWS:
            self.query_one(Lines).focus()
        else:
            self.set_focus(None)

    async def on_prompt_pasted(self, event: Prompt.Pasted) -> None:
        """Read the pasted text."""
        await self.begin(event.text)

    async def on_prompt_submitted(self) -> None:
        """Read the typed text."""
        if text := self.query_one(Prompt).text.strip():
            await self.begin(text)

    async def begin(self, text: str) -> None:
        """Read `text` as a job."""
        self.query_one(ProgressBar).update(total=None, progress=0)
        await self.go("reading")
        self.job = self.runner.start(
            ThreadJob(
                name="read papers to add",
                about=short(text.strip().partition("\n")[0]),
                work=partial(self.read, text, self.library.copy()),
                done=partial(self.call_later, self.show),
                failed=partial(self.call_later, self.refuse),
                progressed=self.show_progress,
                summary=preview_lines.summary,
                at_quit=AtQuit.ASK,
            )
        )

    def read(self, text: str, library: Library, job: Job[AddResult]) -> AddResult:
        """The papers in `text`, tried on the library as it is now."""
        source = GatherRequest(self.settings, document=Document(PASTED, lambda: text))
        harvest = actions.gather(source, job.advance, lambda: job.is_cancelled)
        return actions.preview(library, AddRequest(harvest, self.settings.cite_key), job.advance)

    def show_progress(self, done: int, total: int) -> None:
        """Show the progress."""
        if self.stage == "reading":
            self.query_one(ProgressBar).update(total=total, progress=done)
            self.query_one("#doing", Static).update(Content(f"Reading … {done:,} of {total:,}"))

    async def refuse(self, error: Exception) -> None:
        """Tell that the text could not be read."""
        self.notify(f"this could not be read: {error!r}", severity="error", markup=False)
        await self.go("prompt")

    async def show(self, outcome: AddResult) -> None:
        """Show a preview."""
        self.outcome = outcome
        self.is_tagging = False
        self.query_one("#summary", Static).update(Content(preview_lines.summary(outcome)))
        self.query_one(Lines).show(preview_lines.rows(outcome, min(WIDTH, self.app.size.width) - 6))
        self.fit()
        if not outcome.harvest.papers:
            await self.go("failed")
        else:
            await self.go("preview" if outcome.ingestion.patches else "nothing")

    def fit(self) -> None:
        """Fit the preview's height to its lines and the terminal."""
        lines = self.query_one(Lines)
        lines.styles.height = max(1, min(len(lines.rows), self.app.size.height - 7))

    def on_resize(self) -> None:
        """Fit the preview to the terminal."""
        self.fit()

    async def action_enter(self) -> None:
        """Read the text that was typed, or add the papers of the preview."""
        if self.stage == "prompt":
            await self.on_prompt_submitted()
        elif self.stage == "preview" and self.outcome is not None:
            request = self.outcome.request
            self.dismiss(request.with_keyword_tags() if self.is_tagging else request)
        elif self.stage == "nothing":
            self.dismiss(None)
        elif self.stage == "failed":
            await self.go("prompt")

    def on_paste(self, event: events.Paste) -> None:
        """Refuse a paste outside the prompt."""
        event.stop()
        self.notify("the paste was not taken: add these first, or go back with Esc", severity="warning", markup=False)

    async def action_tag(self) -> None:
        """Switch whether the keywords of entries become tags."""
        if self.stage == "preview" and self.outcome and self.outcome.has_keywords():
            self.is_tagging = not self.is_tagging
            become = " · keywords become tags" if self.is_tagging else ""
            self.query_one("#summary", Static).update(Content(preview_lines.summary(self.outcome) + become))
            await self.go("preview")

    def action_newline(self) -> None:
        """Begin another line in the prompt."""
        if self.stage == "prompt":
            self.query_one(Prompt).insert("\n")

    def action_scroll(self) -> None:
        """Scroll the preview down."""
        self.query_one(Lines).action_page_down()

    async def action_close(self) -> None:
        """Go back a stage, cancel, or close."""
        if self.stage == "prompt":
            self.dismiss(None)
            return
        if self.job is not None and self.stage == "reading":
            self.runner.cancel(self.job)
        await self.go("prompt")


def explanation() -> Content:
    """The sources that the prompt accepts."""
    lines = [Content.assemble((f"{kind:<13}", "$foreground"), (forms, "$dim")) for kind, forms in EXPLANATION]
    return Content("\n").join(lines)
