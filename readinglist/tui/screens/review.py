"""The review of possible duplicates, two papers side by side."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from readinglist.errors import ReadingListError, UsageError
from readinglist.papers import joining
from readinglist.papers.identity.duplicates import Question
from readinglist.papers.record import now
from readinglist.text import clean
from readinglist.tui import side_by_side
from readinglist.tui.glyphs import counted, plain
from readinglist.tui.question_queue import QuestionQueue
from readinglist.tui.screens.dialog import Dialog, Key
from readinglist.tui.typing_detector import Burst
from readinglist.tui.widgets.lines import Lines, Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult

    from readinglist.papers.change import Change
    from readinglist.papers.library import Library
    from readinglist.papers.paper import Paper
    from readinglist.tui.session import Session

POLL_EVERY = 0.5
"""Seconds between two updates of the questions."""
SLIM = 100
"""Columns below which the keys stand closer together."""
MARKED = "you marked these two"
"""The reason given for two marked papers that nothing else connects."""
CLOSE: Key = ("esc", "close", "close")
ANSWERS: tuple[Key, ...] = (
    ("1", "yes, left", "answer('1')"),
    ("2", "yes, right", "answer('2')"),
    ("n", "no", "answer('n')"),
)
EXPLANATION: tuple[Row, ...] = (
    (("1 2      ", "strong"), ("Yes, one paper: its title, authors, date, venue and pages", "")),
    (("         ", ""), ("are those of the left or the right one. Tags, notes and", "")),
    (("         ", ""), ("status of both are kept. The other record stays in the", "")),
    (("         ", ""), ("paper: the command split takes it out again.", "")),
    (("n        ", "strong"), ("No, two papers: remembered, you are not asked again.", "")),
    (("space j  ", "strong"), ("Later: go to the next question.", "")),
    (("k        ", "strong"), ("Go back to the question before.", "")),
    (("u        ", "strong"), ("Undo the last answer.", "")),
    (("↑ ↓ J K  ", "strong"), ("Scroll; also PgUp, PgDn, ctrl+d, ctrl+u.", "")),
    (("esc      ", "strong"), ("Close; unanswered questions stay open.", "")),
    (),
    (("≠        ", "doubt"), ("The two differ.", "")),
    (("+        ", "strong"), ("Only one of them says it.", "")),
    (("=        ", "dim"), ("They say the same.", "")),
    (),
    (("?        ", "strong"), ("Show the papers again.", "")),
)


class ReviewScreen(Dialog[str]):
    """Asks about possible duplicates, or about two marked papers; gives the closing message."""

    KEYS = (*ANSWERS, CLOSE)
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, f"answer('{key}')", show=False) for key in "12n"),
        Binding("space,j", "step(1)", show=False),
        Binding("k", "step(-1)", show=False),
        Binding("u", "undo", show=False),
        Binding("question_mark", "explain", show=False),
        Binding("q", "close", show=False),
        *(
            Binding(keys, f"scroll('{how}')", show=False)
            for keys, how in {
                "down,J": "down",
                "up,K": "up",
                "pagedown,ctrl+d,ctrl+f": "page_down",
                "pageup,ctrl+u,ctrl+b": "page_up",
                "home": "home",
                "end": "end",
            }.items()
        ),
    ]
    DEFAULT_CSS = """
    ReviewScreen {
        & #box { width: 100%; max-width: 150; height: 100%; }
        & #why { text-style: bold; margin-bottom: 1; max-height: 3; }
        & #message { color: $dim; height: 1; }
        & #keys { margin-top: 0; }
        &.-slim Hint { margin-right: 1; }
    }
    """

    def __init__(self, session: Session, first: str = "", marked: Sequence[str] = (), undo: str = "u") -> None:
        super().__init__("Are these one paper?")
        self.session = session
        self.first = first
        """The paper whose questions come first."""
        self.marked = marked
        """The two papers that alone are asked about, if any."""
        self.undo = undo
        """The key that undoes in the list."""
        self.queue = QuestionQueue()
        self.answered: list[Sequence[str]] = []
        self.message = ""
        self.is_explaining = False
        self._shown: tuple[object, ...] = ()
        self._burst = Burst()

    def body(self) -> ComposeResult:
        """The reason for the question, both papers, and the last message."""
        yield Static(id="why")
        lines = Lines()
        lines.can_focus = False  # its keys mean other things here
        yield lines
        yield Static(id="message")

    async def on_mount(self) -> None:
        """Show the first question, and poll for more."""
        self.set_interval(POLL_EVERY, self.poll)
        self.queue.renew(self._questions())

    async def on_resize(self) -> None:
        """Fit columns and keys to the terminal."""
        self.set_class(self.app.size.width < SLIM, "-slim")
        self.call_after_refresh(self.show, anew=True)

    # The questions.

    def _questions(self) -> list[Question]:
        """The open questions, or the one about the marked papers."""
        if not self.marked:
            return self.session.questions.in_order(self.first)
        one, two = self.marked
        if self.answered or not self._are_there(self.marked):
            return []
        known = [question for question in self.session.questions.in_order(one) if {one, two} == set(question[:2])]
        return known[:1] or [Question(one, two, MARKED)]

    def _are_there(self, ids: Sequence[str]) -> bool:
        return all(id in self.session.store.library for id in ids)

    @property
    def is_over(self) -> bool:
        """Whether no question is left or will come."""
        return not self.queue and (bool(self.marked) or self.session.questions.is_complete)

    async def poll(self) -> None:
        """Show new questions and changes by other processes."""
        if self.is_current:
            self.queue.renew(self._questions())
            await self.show()

    # Showing.

    async def show(self, *, anew: bool = False) -> None:
        """Show the current question; close when none is left."""
        if self.is_over:
            self.dismiss(self._farewell())
            return
        question, library = self.queue.current, self.session.store.library
        papers = [library[id] for id in question[:2]] if question else []
        state = (question, *map(id, papers), self.is_explaining)
        self.query_one("#why", Static).update(Content(plain(clean(question.why)) if question else self._waiting()))
        self.query_one("#message", Static).update(Content(plain(clean(self.message))))
        self.query_one("#box").border_subtitle = Content(self._place())
        if anew or state != self._shown:
            self._shown = state
            lines = self.query_one(Lines)
            lines.show(self._lines(papers))
            await self.show_keys(self._keys())

    def _lines(self, papers: Sequence[Paper]) -> Sequence[Row]:
        """The lines of both papers, or those that explain the keys."""
        if self.is_explaining or not papers:
            return EXPLANATION if self.is_explaining else ()
        one, two = papers
        return side_by_side.rows(one, two, self.query_one(Lines).scrollable_content_region.width)

    def _place(self) -> str:
        """The number of the question, and the progress of the comparison."""
        if self.marked:
            return "2 marked papers"
        asking = self.session.questions
        places = [f"question {counted(self.queue.at + 1)} of {counted(len(self.queue))}"] * bool(self.queue)
        places += [] if asking.is_complete else [f"still comparing: {asking.progress} %"]
        return " · ".join(places)

    def _waiting(self) -> str:
        return "No question so far; all papers are being compared."

    def _keys(self) -> list[Key]:
        """The keys that do something now."""
        keys = [*ANSWERS] if self.queue else []
        if not self.marked and self.queue:
            keys.append(("space", "later", "step(1)"))
            keys += [("k", "back", "step(-1)")] * bool(self.queue.at)
        keys += [("u", "undo", "undo")] * bool(self.answered)
        return [*keys, ("?", "help", "explain"), CLOSE]

    def _farewell(self) -> str:
        """The message with which the screen closes when no question is left."""
        if not self.answered:
            return "no question left" if not self.marked else "one of the two papers is gone"
        told = f"{self.message} · " if self.marked else "no question left; "
        return f"{told}{self.undo} takes back the last answer"

    # Answering.

    async def action_answer(self, key: str) -> None:
        """Answer the question on screen, unless the key begins a text that was sent as keys."""
        if self.is_explaining:
            await self.action_explain()
            return
        self.set_timer(self._burst.patience, partial(self._settle, key, len(self._burst.characters)))

    def on_key(self, event: events.Key) -> None:
        """Record the time of a key."""
        self._burst.feed(event.time, event.character)

    async def _settle(self, key: str, before: int) -> None:
        if len(self._burst.characters) > before or self._burst.is_text or self.queue.current is None:
            return
        pair = self.queue.current[:2]
        try:
            self._record(key, pair)
        except ReadingListError as error:
            self.complain(error)
        self.queue.renew(self._questions(), pair)
        await self.show()

    def _record(self, key: str, pair: Sequence[str]) -> None:
        """Record an answer; raises ReadingListError."""

        def make(library: Library, ids: Sequence[str]) -> Change:
            if len(ids) < 2 or not all(id in library for id in ids):
                raise UsageError("one of the two papers is gone", "it was removed or merged meanwhile")
            if key == "n":
                return joining.distinct(library, ids, now())
            return joining.merge(library, ids, now(), prefer=pair[key == "2"])

        if not self._are_there(pair):
            make(self.session.store.library, ())
        self.message = self.session.edit(make, pair, is_repeatable=False)
        self.answered.append(pair)

    async def action_undo(self) -> None:
        """Take back the last answer, and ask again."""
        if not self.answered:
            self.message = "no answer to undo yet"
            await self.show()
            return
        try:
            self.message = self.session.turn_back(again=False)
        except ReadingListError as error:
            self.complain(error)
        else:
            self.queue.renew(self._questions(), self.answered.pop())
        await self.show()

    # Going on.

    async def action_step(self, by: int) -> None:
        """Go to the next or previous question; stop at the ends."""
        end = "this is the last question; esc closes" if by > 0 else "this is the first question"
        self.message = "" if self.queue.step(by) else end
        await self.show()

    async def action_explain(self) -> None:
        """Show the explanation of the keys, or the papers again."""
        self.is_explaining = not self.is_explaining
        await self.show()

    async def action_scroll(self, how: str) -> None:
        """Scroll both papers."""
        lines = self.query_one(Lines)
        getattr(lines, f"scroll_{how}")(animate=False)

    async def action_close(self) -> None:
        """Close; unanswered questions stay open."""
        if self.is_explaining:
            await self.action_explain()
            return
        left = f"{counted(len(self.queue))} question{'s' * (len(self.queue) != 1)} left"
        self.dismiss(f"{counted(len(self.answered))} answered, {left}" if self.answered else "")
