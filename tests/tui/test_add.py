"""The add dialog: takes anything, shows what it would add, records nothing itself."""

from __future__ import annotations

import threading
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import pytest

from readinglist import sources
from readinglist.actions.add import preview
from readinglist.bibtex.reading.reader import Reader
from readinglist.errors import OfflineError
from readinglist.jobs.runner import Runner
from readinglist.papers.author import Author
from readinglist.papers.harvest import Harvest
from readinglist.papers.library import Library
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate
from readinglist.settings.config import Settings
from readinglist.settings.services import SERVICES
from readinglist.sources import gathering
from readinglist.sources.online import http
from readinglist.sources.online.rate_limit import RateLimiter
from readinglist.tui import preview_lines
from readinglist.tui.screens.add import PASTED, AddScreen
from readinglist.tui.screens.dialog import Hint
from readinglist.tui.widgets.lines import Lines
from readinglist.tui.widgets.source_prompt import Prompt
from tests.support.adding import request_of
from tests.support.server import Time, refused_address
from tests.tui.doubts import clocks, preprint, publication, tides
from tests.tui.host import HOSTILE, OPEN, Host, paste, send, showing, text_of, until

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot
    from textual.strip import Strip

    from readinglist.bibtex.reading.scan import Entry
    from readinglist.store.file_store import FileStore
    from tests.tui.conftest import Launch

TIME = "2025-01-01T00:00:00Z"
BIB = """@article{ada,
  title = {Notes on the Analytical Engine},
  author = {Ada Lovelace},
  year = 1843
}
@misc{kurt,
  title = {On Undecidable Propositions of Formal Systems},
  author = {Kurt Gödel},
  year = 1931
}
"""
PAGE = """Daily Papers
Dec 8
First Paper About Something New
We look at a thing that nobody has looked at before and say what we saw.
• 3 authors
·
Dec 5, 2025
• 2
Second Paper About Another Thing
We look at another thing and find that it behaves much like the first one did.
• 12 authors
·
Dec 5, 2025
"""


def library(*papers: Paper) -> Library:
    found = Library()
    found.apply(found.add(papers, TIME))
    return found


def screen(text: str = "", *papers: Paper) -> AddScreen:
    return AddScreen(library(*papers), Settings(), Runner(), text)


async def read(app: Host, pilot: Pilot[None]) -> str:
    """Wait for the reading thread; gives the preview."""
    await app.jobs_ended()
    await pilot.pause()
    return "\n".join("".join(text for text, _ in row) for row in app.dialog.query_one(Lines).rows)


def stage(app: Host) -> str:
    assert isinstance(app.dialog, AddScreen)
    return app.dialog.stage


@pytest.mark.parametrize("document", [BIB, PAGE])
async def test_a_pasted_document_is_read_at_once_and_enter_takes_it(document: str) -> None:
    async with showing(screen()) as (app, pilot):
        await paste(pilot, document)
        preview = await read(app, pilot)
        assert stage(app) == "preview"
        assert "2 new" in text_of(app.dialog, "#summary")
        assert preview.count("\n+ ") == 2
        await pilot.press("enter")
        assert len(app.answer.harvest.papers) == 2
        assert app.below == []


async def test_a_document_given_at_the_start_is_read_at_once() -> None:
    async with showing(screen(BIB)) as (app, pilot):
        assert "Notes on the Analytical Engine" in await read(app, pilot)
        await pilot.press("enter")
        assert [paper.key for paper in app.answer.harvest.papers] == ["ada", "kurt"]
        assert isinstance(app.dialog, AddScreen)
        assert len(app.dialog.library) == 0


async def test_esc_goes_back_to_the_text_and_then_closes() -> None:
    async with showing(screen(BIB)) as (app, pilot):
        await read(app, pilot)
        await pilot.press("escape")
        assert stage(app) == "prompt"
        assert "Analytical" in app.screen.query_one(Prompt).text
        await pilot.press("enter")
        await read(app, pilot)
        assert stage(app) == "preview"
        await pilot.press("escape", "escape")
        assert app.answer is None


async def test_files_are_read_home_and_all(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "my.bib").write_text(BIB)
    async with showing(screen()) as (app, pilot):
        await pilot.press(*"~/my.bib", "enter")
        await read(app, pilot)
        await pilot.press("enter")
        assert len(app.answer.harvest.papers) == 2


async def test_known_and_updated_papers_are_told_apart() -> None:
    ada = Paper.of("Notes on the Analytical Engine", authors=[Author("Lovelace", "Ada")], date=PartialDate(1843))
    kurt = Paper.of("On Undecidable Propositions of Formal Systems", authors=[Author("Gödel", "Kurt")])
    async with showing(screen(BIB, kurt)) as (app, pilot):
        preview = await read(app, pilot)
        assert text_of(app.dialog, "#summary") == "1 new · 1 updated"
        updated = preview.index("Updated")
        assert preview.index("Analytical") < updated < preview.index("Undecidable")
        assert "gains year 1931" in preview[updated:]
    both = library(ada)
    both.apply(both.add(sources.read(BIB, PASTED, date(2025, 1, 1)).papers, TIME))
    async with showing(AddScreen(both, Settings(), Runner(), BIB)) as (app, pilot):
        preview = await read(app, pilot)
        assert stage(app) == "nothing"
        assert text_of(app.dialog, "#summary") == "2 known"
        assert preview.count("inbox") == 2
        await pilot.press("enter")
        assert app.answer is None


async def test_problems_come_with_their_lines_and_the_good_part_stays() -> None:
    broken = BIB + "@article{broken,\n  title = {No end\n"
    async with showing(screen(broken)) as (app, pilot):
        preview = await read(app, pilot)
        assert preview.startswith("Problems\n! ")
        assert "line" in preview
        assert "problem" in text_of(app.dialog, "#summary")
        await pilot.press("enter")
        assert {paper.key for paper in app.answer.harvest.papers} >= {"ada", "kurt"}


def preview_of(found: Library, *papers: Paper) -> tuple[str, list[str]]:
    """The summary and the lines of the preview of adding `papers`."""
    outcome = preview(found, request_of(papers))
    return preview_lines.summary(outcome), [
        "".join(text for text, _ in row).strip() for row in preview_lines.rows(outcome, 100)
    ]


def test_what_may_be_known_is_asked_about() -> None:
    first, second = tides()
    summary, lines = preview_of(library(first), second, *clocks())
    assert summary == "3 new · 2 questions"
    doubts = [line for line in lines if line.startswith("? maybe the same as ")]
    assert sum("tides20, 2020 “Tides of Attention”: same title, but" in line for line in doubts) == 1
    assert sum("“A [/b] title with [red]" in line for line in doubts) == 1


def test_a_known_paper_that_is_joined_to_tells_what_it_gains_and_what_is_not_taken() -> None:
    summary, lines = preview_of(library(publication()), preprint().with_fields({"raw": {"origin": "a drawer"}}))
    assert summary == "1 updated"
    updated = " ".join(lines[lines.index("Updated: known papers that gain something") :])
    assert "~ 2020 Long Walks on Small Graphs" in updated
    assert "gains cite key walks19" in updated
    assert "walks19 joined: same arXiv id" in updated
    assert "- not taken: origin a drawer" in updated
    _, lines = preview_of(library(publication()), publication().with_fields({"sources": ["file:c.bib"]}))
    assert lines == ["Known, nothing to add", "= Long Walks on Small Graphs  inbox"]


def test_records_of_one_paper_in_one_add_are_named_in_a_block_of_their_own() -> None:
    summary, lines = preview_of(Library(), preprint(), publication())
    assert summary == "1 new · 1 joined"
    joined = lines[lines.index("Joined: records of one paper become one") + 1 :]
    assert joined[0] == "= walks20 joined walks19: same arXiv id"
    assert sum(line.startswith("+ ") for line in lines) == 1


def test_very_many_papers_are_listed_up_to_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview_lines, "MOST", 10)
    summary, lines = preview_of(Library(), *(Paper.of(f"{i} lemmas", arxiv=f"2401.{i:05}") for i in range(1025)))
    assert summary == "1,025 new"
    assert len(lines) == 1 + 10 + 1
    assert lines[-1] == "and 1,015 more"


@pytest.mark.parametrize("typed", ["papres.bib", "hello", "/no/such/file", "C:\\x", HOSTILE])
async def test_what_is_nothing_is_told_and_enter_goes_back(typed: str) -> None:
    async with showing(screen()) as (app, pilot):
        app.screen.query_one(Prompt).text = typed
        await pilot.press("enter")
        assert "no such file" in await read(app, pilot)
        assert "no paper found · 1 problem" in text_of(app.dialog, "#summary")
        await pilot.press("enter")
        assert stage(app) == "prompt"
        assert app.screen.query_one(Prompt).text == typed


def online(monkeypatch: pytest.MonkeyPatch, fetch: Callable[..., Harvest]) -> None:
    monkeypatch.setattr(gathering, "fetch_all", fetch)


async def test_several_ids_are_fetched_with_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def fetch(names: list[str], client: object, as_of: object, progress: Callable[[int, int], None]) -> Harvest:
        asked.extend(names)
        progress(1, 2)
        return Harvest([Paper.of(f"Paper {name}", arxiv=name) for name in names])

    online(monkeypatch, fetch)
    async with showing(screen()) as (app, pilot):
        await paste(pilot, "1706.03762\n2401.00001")
        assert "Paper 2401.00001" in await read(app, pilot)
        assert asked == ["1706.03762", "2401.00001"]
        await pilot.press("enter")
        assert len(app.answer.harvest.papers) == 2


async def test_offline_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def fetch(*_: object) -> Harvest:
        raise OfflineError("there is no network", "try again when you are online")

    online(monkeypatch, fetch)
    async with showing(screen("1706.03762 2401.00001")) as (app, pilot):
        preview = " ".join((await read(app, pilot)).split())
        assert preview.count("there is no network (try again when you are online)") == 1
        assert stage(app) == "failed"


async def test_services_that_cannot_be_reached_are_told_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    time = Time()
    monkeypatch.setattr(http, "Client", partial(http.Client, sleep=time.sleep, clock=time.clock, limiter=RateLimiter()))
    settings = Settings(services=dict.fromkeys(SERVICES, refused_address()))
    async with showing(AddScreen(Library(), settings, Runner(), "1706.03762\n10.1000/xyz")) as (app, pilot):
        preview = await read(app, pilot)
        assert preview.count("! ") == preview.count("refused the connection") == 2
        assert stage(app) == "failed"


async def test_esc_cancels_the_reading_and_a_late_answer_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()

    def fetch(*_: object) -> Harvest:
        assert go_on.wait(10)
        return Harvest([Paper.of("Late")])

    online(monkeypatch, fetch)
    async with showing(screen()) as (app, pilot):
        await pilot.press(*"1706.03762", "enter")
        await pilot.pause()
        assert stage(app) == "reading"
        await pilot.press("enter", "x")
        assert stage(app) == "reading"
        await pilot.press("escape")
        assert stage(app) == "prompt"
        go_on.set()
        await pilot.pause()
        assert stage(app) == "prompt"
        assert app.answer is OPEN


async def test_a_large_file_shows_how_far_it_is_and_can_be_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    is_seen, go_on = threading.Event(), threading.Event()
    read_paper = Reader._add_paper

    def take(reader: Reader, entry: Entry, raw: dict[str, str]) -> None:
        read_paper(reader, entry, raw)
        is_seen.set()
        assert go_on.wait(10)

    monkeypatch.setattr(Reader, "_add_paper", take)
    monkeypatch.setattr("readinglist.jobs.progress.EVERY", 0.0)
    async with showing(screen(BIB)) as (app, pilot):
        await until(pilot, lambda: is_seen.is_set() and "Reading … 0 of 2" in text_of(app.dialog, "#doing"))
        await pilot.press("escape")
        assert stage(app) == "prompt"
        go_on.set()
        await app.jobs_ended()
        await pilot.pause()
        assert stage(app) == "prompt"
        assert not app._notifications


async def test_a_failure_nobody_thought_of_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fetch(*_: object) -> Harvest:
        raise ValueError("odd [/b]")

    online(monkeypatch, fetch)
    async with showing(screen("1706.03762")) as (app, pilot):
        await pilot.pause()
        await pilot.pause()
        assert stage(app) == "prompt"
        assert "odd [/b]" in app.said


async def test_a_paste_into_the_preview_is_not_lost_silently() -> None:
    async with showing(screen(BIB)) as (app, pilot):
        await read(app, pilot)
        await paste(pilot, PAGE)
        assert "2 new" in text_of(app.dialog, "#summary")
        assert "not taken" in app.said


async def test_ctrl_j_begins_a_line_and_enter_alone_does_nothing() -> None:
    async with showing(screen()) as (app, pilot):
        await pilot.press("enter")
        assert stage(app) == "prompt"
        await pilot.press("a", "ctrl+j", "b")
        assert app.screen.query_one(Prompt).text == "a\nb"


async def test_a_thousand_papers_draw_only_what_is_in_sight(monkeypatch: pytest.MonkeyPatch) -> None:
    papers = [Paper.of(f"{HOSTILE} number {i}", arxiv=f"2401.{i:05}") for i in range(1000)]
    monkeypatch.setattr(gathering, "gather_text", lambda *_: Harvest(papers))
    drawn: list[int] = []
    whole = Lines.render_line

    def counted(lines: Lines, y: int) -> Strip:
        drawn.append(y)
        return whole(lines, y)

    monkeypatch.setattr(Lines, "render_line", counted)
    async with showing(screen("x")) as (app, pilot):
        await read(app, pilot)
        drawn.clear()
        await pilot.press("j")
        await pilot.pause()
        assert len(drawn) < 100
        await pilot.press("G")
        await pilot.pause()
        assert "number 999" in text_of(app.dialog, "Lines")
        await pilot.press("enter")
        assert len(app.answer.harvest.papers) == 1000


@pytest.mark.parametrize("text", [PAGE, BIB, "\n\n" + BIB, "}\n" + BIB])
async def test_a_document_sent_as_keys_is_read_as_a_whole(text: str) -> None:
    async with showing(AddScreen(Library(), Settings(), Runner())) as (app, pilot):
        send(app, text)
        await until(pilot, lambda: "2 new" in text_of(app.dialog, "#summary"))


async def test_a_line_sent_as_keys_is_read_with_its_enter_only(tmp_path: Path) -> None:
    file = tmp_path / "refs.bib"
    file.write_text(BIB)
    async with showing(AddScreen(Library(), Settings(), Runner()), (140, 30)) as (app, pilot):
        send(app, str(file))
        await until(pilot, lambda: app.screen.query_one(Prompt).text == str(file))
        assert app.dialog.has_class("-prompt")
        await pilot.press("enter")
        await until(pilot, lambda: "2 new" in text_of(app.dialog, "#summary"))
    async with showing(AddScreen(Library(), Settings(), Runner()), (140, 30)) as (app, pilot):
        send(app, f"{file}\n")
        await until(pilot, lambda: "2 new" in text_of(app.dialog, "#summary"))


def labels(app: Host) -> list[str]:
    """The keys that the last line names."""
    return [str(hint.content) for hint in app.dialog.query(Hint)]


async def test_t_makes_tags_of_keywords_where_there_are_some() -> None:
    keyed = BIB.replace("year = 1843", "year = 1843, keywords = {Deep Learning, NLP}")
    async with showing(screen(keyed)) as (app, pilot):
        await read(app, pilot)
        assert labels(app) == ["enter add", "t keywords as tags", "j k scroll", "esc back"]
        await pilot.press("t")
        assert "t no tags" in labels(app)
        assert text_of(app.dialog, "#summary").endswith("keywords become tags")
        await pilot.press("t", "t", "enter")
        assert [paper.tags for paper in app.answer.harvest.papers] == [("deep-learning", "nlp"), ()]
    async with showing(screen(BIB)) as (app, pilot):
        await read(app, pilot)
        assert labels(app) == ["enter add", "j k scroll", "esc back"]
        await pilot.press("t", "enter")
        assert not any(paper.tags for paper in app.answer.harvest.papers)


@pytest.mark.parametrize("width", [60, 61, 90])
async def test_a_line_that_is_too_long_ends_in_an_ellipsis_at_the_edge(
    empty: FileStore, driver: Launch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.chdir(tmp_path)
    title = " ".join(f"word{n:02}" for n in range(40))
    (tmp_path / "a.bib").write_text(f"@misc{{k, title={{{title}}}}}", encoding="utf-8")
    async with driver(empty, size=(width, 24)) as app:
        await app.press("a", *("a full_stop b i b".split()), "enter")
        await app.until(lambda: "word00" in app.screen_text())
        (line,) = [line for line in app.screen_text().splitlines() if "word00" in line]
        shown = line.strip(" │")
        assert shown.endswith("…")
        assert title.startswith(shown[shown.index("word00") : -1])
        pane = app.app.screen.query(Lines).first()
        assert len(shown) == pane.scrollable_content_region.width
