"""Fixtures of the app's tests: a real store in a temporary folder, an app on it, and keys that are waited for."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Protocol

import pytest
from textual.pilot import Pilot

from readinglist.papers.author import Author
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate
from readinglist.papers.record import now
from readinglist.settings.config import Settings
from readinglist.store.file_store import FileStore
from readinglist.tui.app import ReadingListApp

TITLES = (
    "Attention Is All You Need",
    "A [/b] title with [red]brackets[/red] and $x_{[i]}$",
    "深度学习与强化学习：一个很长的中文标题用来检查列的宽度是否正确以及截断是否按单元格计算",
    "Gödel machines and reward modeling",
    "Diffusion policies for robots",
    "Emoji family \N{MAN}\u200d\N{WOMAN}\u200d\N{GIRL} in a title",
    "A long title " + "x" * 10_000,
    "Speech without transcripts",
    "Kaleidoscopic value decompositions",
    "Scaling laws, once more",
    "Graphs, e" + "\u0301" * 300 + ", and marks",
    "Small models that plan",
)


def papers() -> list[Paper]:
    return [
        Paper.of(
            title,
            authors=[Author(family=f"Name{i}", given="A.")],
            abstract=f"Abstract [bold]number {i}[/bold].",
            date=PartialDate.of(2014 + i, 6),
            arxiv=f"2401.{10_000 + i}",
        )
        for i, title in enumerate(TITLES)
    ]


@pytest.fixture(autouse=True)
def own_settings_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READINGLIST_CONFIG", str(tmp_path / "config"))
    for name in ("EDITOR", "VISUAL", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[FileStore]:
    store = FileStore.open(tmp_path / "library")
    yield store
    store.close()


@pytest.fixture
def store(empty: FileStore) -> FileStore:
    empty.record(lambda library: library.add(papers(), now()), "cli")
    return empty


class Driver:
    """An app under test: presses keys and waits until they are done."""

    def __init__(self, app: ReadingListApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self.main = app.main
        self.listing = app.main.listing

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.settled()

    async def settled(self) -> None:
        await self.pilot.pause()
        while self.main.keyboard.held:
            await self.pilot.pause(0.01)
        await self.pilot.pause()

    async def until(self, condition: Callable[[], object]) -> None:
        for _ in range(300):
            if condition():
                return
            await self.pilot.pause(0.01)
        raise AssertionError("it never came true")

    async def search(self, text: str) -> None:
        await self.until(lambda: self.listing.cache.whole_index)
        await self.press("slash", *[{" ": "space", ":": "colon"}.get(character, character) for character in text])
        await self.until(lambda: self.listing.query.text == text)

    @property
    def title(self) -> str:
        paper = self.listing.current
        return paper.title if paper else ""

    @property
    def focused(self) -> str:
        """The id of the widget that gets the keys."""
        return (self.app.focused.id if self.app.focused else "") or ""

    def statuses(self) -> list[str]:
        return [paper.status.value for paper in self.app.store.library]

    def screen_text(self) -> str:
        width, height = self.app.size
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text for strip in strips[:height])[: (width + 1) * height]

    def pane_text(self) -> str:
        """The paper's pane as one line, however it is wrapped."""
        pane = self.main.panes.paper
        return " ".join(" ".join(pane.render_line(row).text for row in range(pane.size.height)).split())

    def row_text(self, row: int) -> str:
        """A line of the list as it is on the screen."""
        papers = self.main.panes.papers
        return papers.render_line(row - papers.scroll_offset.y).text


class Launch(Protocol):
    """Runs an app on a store."""

    def __call__(
        self,
        store: FileStore,
        *,
        size: tuple[int, int] = (80, 24),
        settings: Settings | None = None,
        query: str = "",
        notices: Sequence[str] = (),
    ) -> AbstractAsyncContextManager[Driver]: ...


@pytest.fixture
def driver() -> Launch:
    @asynccontextmanager
    async def run(
        store: FileStore,
        *,
        size: tuple[int, int] = (80, 24),
        settings: Settings | None = None,
        query: str = "",
        notices: Sequence[str] = (),
    ) -> AsyncIterator[Driver]:
        app = ReadingListApp(store, settings or Settings(), query, notices)
        async with app.run_test(size=size, notifications=True) as pilot:
            found = Driver(app, pilot)
            await found.settled()
            yield found

    return run
