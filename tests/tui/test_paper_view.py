"""The paper's pane: its text is wrapped, scrolled through and selected with the mouse."""

import pytest
from textual.screen import Screen

from readinglist.papers.author import Author
from readinglist.papers.change import Change
from readinglist.papers.paper import Paper
from readinglist.papers.record import now
from readinglist.store.file_store import FileStore
from tests.tui.conftest import Launch

WORDS = " ".join(f"word{number}" for number in range(400))
LAST = "word399"


@pytest.fixture
def long(empty: FileStore) -> FileStore:
    papers = [Paper.of("A long abstract", abstract=WORDS), Paper.of("A short one", abstract="深度学习 " * 40)]
    empty.record(lambda library: library.add(papers, now()), "cli")
    return empty


async def test_fields_that_an_export_writes_are_listed(empty: FileStore, driver: Launch) -> None:
    raw = {"title": "Moss", "options": "skipbib=\x1b[31mtrue", "related": "fern", "file": "a.pdf"}
    paper = Paper.of("Moss", entry_type="book", raw=raw, fields={"volume": "3"})
    empty.record(lambda library: library.add([paper], now()), "cli")
    async with driver(empty, size=(120, 50)) as app:
        shown = app.screen_text()
        for line in ("Fields", "@book", "options: skipbib=true", "related: fern", "volume: 3"):
            assert line in shown
        assert "a.pdf" not in shown


async def test_a_long_abstract_is_scrolled_through_to_its_end_and_no_further(long: FileStore, driver: Launch) -> None:
    async with driver(long, size=(100, 24)) as app:
        assert LAST not in app.screen_text()
        await app.press("9", "9", "J")
        assert LAST in app.screen_text()
        end = app.main.panes.paper.scroll_offset.y
        await app.press("J")
        assert app.main.panes.paper.scroll_offset.y == end
        await app.press("j")
        assert app.main.panes.paper.scroll_offset.y == 0


async def test_no_word_is_lost_where_lines_are_wrapped_anew(long: FileStore, driver: Launch) -> None:
    async with driver(long, size=(140, 40)) as app:
        await app.press("enter")
        for width in (60, 97, 140):
            await app.pilot.resize_terminal(width, 80)
            await app.settled()
            assert all(word in app.screen_text() for word in WORDS.split())


async def test_a_move_lays_nothing_out(long: FileStore, driver: Launch, monkeypatch: pytest.MonkeyPatch) -> None:
    layouts: list[str] = []
    refresh_layout = Screen._refresh_layout

    def counted(self: Screen[None], *rest: object, **options: object) -> None:
        layouts.append(self.id or "")
        refresh_layout(self, *rest, **options)  # type: ignore[arg-type]

    async with driver(long, size=(140, 40)) as app:
        await app.press("j", "k")
        monkeypatch.setattr(Screen, "_refresh_layout", counted)
        await app.press("j", "k", "J", "K")
        assert not layouts


async def test_text_is_selected_across_wrapped_lines(long: FileStore, driver: Launch) -> None:
    async with driver(long, size=(140, 40)) as app:
        pane = app.main.panes.paper
        lines = [pane.render_line(y).text for y in range(pane.size.height)]
        first = next(y for y, line in enumerate(lines) if "word0" in line)
        left = pane.content_region.x - pane.region.x
        await app.pilot.mouse_down(pane, offset=(left, first))
        await app.pilot.hover(pane, offset=(left + 6, first + 1))
        await app.pilot.mouse_up(pane, offset=(left + 6, first + 1))
        selected = app.app.screen.get_selected_text() or ""
        assert selected.startswith("word0 word1 ")
        assert "\n" not in selected
        assert WORDS.startswith(selected[: len(lines[first].strip())])


async def test_after_a_search_that_found_nothing_the_paper_at_the_cursor_is_shown(
    store: FileStore, driver: Launch
) -> None:
    async with driver(store, size=(140, 40)) as app:
        view = app.main.panes.paper
        await app.press("j", "/", *app.listing.library[app.listing.rows[0]].title[:5])
        await app.press(*"zzzz")
        assert not app.listing.rows
        await app.press("escape")
        assert app.listing.current
        assert view.paper == app.listing.current
        assert "".join(piece.text.plain for piece in view._pieces).startswith(app.listing.current.title[:20])


@pytest.mark.parametrize(("number", "more"), [(40, ""), (41, " and 1 more"), (43, " and 3 more")])
async def test_of_many_authors_and_fields_the_rest_is_counted(
    empty: FileStore, driver: Launch, number: int, more: str
) -> None:
    authors = [Author(f"Author{n}", "A.") for n in range(number)]
    fields = {f"field{n:02}": f"value{n}" for n in range(number)}
    paper = Paper.of("Lamps", authors=authors, others=True, entry_type="book", fields=fields)
    empty.record(lambda library: library.add([paper], now()), "cli")
    async with driver(empty, size=(120, 200)) as app:
        shown = app.pane_text()
        assert f"A. Author39{more or ' and others'}" in shown
        assert "A. Author40" not in shown
        assert f"field39: value39{more}" in shown
        assert shown.count(" more") == (2 if more else 0)
        assert "field40" not in shown


@pytest.mark.parametrize(("number", "more"), [(8, ""), (9, " and 1 more"), (11, " and 3 more")])
async def test_of_many_facts_that_were_not_taken_the_rest_is_counted(
    empty: FileStore, driver: Launch, number: int, more: str
) -> None:
    names = "annotator bookpagination chapter edition eid howpublished issue language pagetotal part series".split()
    ours, theirs = ({name: f"{word} {name}" for name in names[:number]} for word in ("our", "their"))
    (one,) = empty.record(lambda library: library.add([Paper.of("Lamps", fields=ours)], now()), "cli").added
    joined = {"title": "Lamps", "fields": theirs, "joined": now(), "why": "same title"}
    parts = [empty.library[one].record, joined]
    empty.record(lambda _: Change("as it is", {one: {"parts": (None, parts)}}), "cli")
    async with driver(empty, size=(120, 100)) as app:
        shown = app.pane_text().partition("not taken: ")[2]
        assert shown.startswith("annotator their annotator, ")
        assert shown.endswith(f", language their language{more}")


@pytest.mark.parametrize(("number", "more"), [(12, ""), (13, "1 more records"), (15, "3 more records")])
async def test_of_many_joined_records_the_oldest_are_counted(
    empty: FileStore, driver: Launch, number: int, more: str
) -> None:
    (one,) = empty.record(lambda library: library.add([Paper.of("Lamps")], now()), "cli").added
    joined = [{"title": f"Lamps {n:02}", "joined": now(), "why": "same DOI"} for n in range(number)]
    parts = [empty.library[one].record, *joined]
    empty.record(lambda _: Change("as it is", {one: {"parts": (None, parts)}}), "cli")
    async with driver(empty, size=(120, 100)) as app:
        shown = app.pane_text().partition("History ")[2]
        assert shown.count("same DOI") == 12
        assert f"Lamps {number - 12:02}" in shown
        assert shown.startswith(more or "joined ")
