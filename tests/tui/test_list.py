"""What the screen shows and how one moves in it."""

import pytest
from rich.cells import cell_len
from textual.strip import Strip

from readinglist.papers import edits
from readinglist.papers.paper import Paper
from readinglist.papers.record import now
from readinglist.settings.config import Settings
from readinglist.store.file_store import FileStore
from readinglist.tui.widgets.paper_list import PaperList
from tests.tui.conftest import Launch


async def test_movement_with_counts(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        await app.press("5", "j")
        assert app.listing.cursor == 5
        await app.press("2", "k", "down", "up")
        assert app.listing.cursor == 3
        await app.press("G")
        assert app.listing.cursor == 11
        await app.press("g", "g")
        assert app.listing.cursor == 0
        await app.press("4", "G")
        assert app.listing.cursor == 3


async def test_a_pending_prefix_shows_its_continuations(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        await app.press("g")
        assert "g go to" in app.screen_text()
        assert "w to-read" in app.screen_text()
        await app.press("escape")
        assert "g go to" not in app.screen_text()


@pytest.mark.parametrize(("key", "shown"), [("g", "g go to"), ("s", "s sort by"), ("p", "p priority"), ("y", "y copy")])
async def test_every_prefix_says_what_it_begins(store: FileStore, driver: Launch, key: str, shown: str) -> None:
    async with driver(store) as app:
        await app.press(key)
        assert shown in app.screen_text().splitlines()[-1]
        await app.press("escape")
        assert shown not in app.screen_text()


async def test_what_can_be_done_to_no_paper_is_said(empty: FileStore, driver: Launch) -> None:
    async with driver(empty) as app:
        await app.press("w")
        assert "there is no paper here" in app.screen_text()


async def test_views_by_key_and_in_turn(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        await app.press("w", "g", "w")
        assert len(app.listing) == 1
        await app.press("right_square_bracket")
        assert app.listing.view.name == "reading"
        await app.press("left_square_bracket", "left_square_bracket")
        assert app.listing.view.name == "inbox"


@pytest.mark.parametrize("size", [(80, 24), (140, 40), (200, 60), (38, 9), (10, 3), (1, 1)])
async def test_hostile_titles_break_nothing(store: FileStore, driver: Launch, size: tuple[int, int]) -> None:
    async with driver(store, size=size) as app:
        for _ in range(12):
            await app.press("j")
        await app.press("enter", "J", "K", "escape", "backslash", "backslash", "backslash", "question_mark", "escape")
        assert app.app.is_running


SEEN = {
    "A [/b] title": "A [/b] title with [red]",
    "深度学习": "深度学习与强化学习：一个",
    "Emoji": "Emoji family \N{MAN}\N{WOMAN}\N{GIRL}",
    "A long title": "A long title xxxxxx",
    "Graphs": "Graphs, é",
}
"""The beginning of a title → what must be seen of it in its line."""


@pytest.mark.parametrize("size", [(80, 24), (140, 40), (200, 60)])
async def test_hostile_titles_are_seen_a_line_each(store: FileStore, driver: Launch, size: tuple[int, int]) -> None:
    async with driver(store, size=size, settings=Settings(preview="off")) as app:
        lines = app.screen_text().splitlines()
        top = app.main.panes.papers.region.y
        assert {cell_len(line) for line in lines} == {size[0]}
        for row in range(12):
            title = app.listing.paper(row).title
            wanted = next((seen for start, seen in SEEN.items() if title.startswith(start)), title[:15])
            assert wanted in lines[top + row]


@pytest.mark.parametrize("size", [(140, 40), (200, 60)])
async def test_a_hostile_title_is_seen_whole_in_its_pane(
    store: FileStore, driver: Launch, size: tuple[int, int]
) -> None:
    async with driver(store, size=size) as app:
        while not app.title.startswith("A [/b]"):
            await app.press("j")
        assert "A [/b] title with [red]brackets[/red] and $x_{[i]}$" in app.pane_text()
        assert "Abstract [bold]number 1[/bold]." in app.pane_text()


async def test_titles_are_shown_as_they_are(store: FileStore, driver: Launch) -> None:
    async with driver(store, size=(200, 60)) as app:
        text = app.screen_text()
        assert "A [/b] title with [red]brackets[/red] and" in text
        await app.press("j")
        assert "and $x_{[i]}$" in app.screen_text()
        assert "\u200d" not in text


async def test_columns_stay_aligned_whatever_the_script(store: FileStore, driver: Launch) -> None:
    async with driver(store, size=(140, 40)) as app:
        widget = app.main.panes.papers
        widths = {cell_len(widget.line(row, 70).text) for row in range(12)}
        assert widths == {70}


@pytest.mark.parametrize("width", range(20, 200, 7))
async def test_a_line_fills_any_width(store: FileStore, driver: Launch, width: int) -> None:
    async with driver(store) as app:
        assert {app.main.panes.papers.line(row, width).cell_length for row in range(12)} == {width}


async def test_a_cursor_move_draws_two_lines(store: FileStore, driver: Launch, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []
    render_line = PaperList.render_line

    def counted(self: PaperList, y: int) -> Strip:
        drawn.append(y)
        return render_line(self, y)

    monkeypatch.setattr(PaperList, "render_line", counted)
    async with driver(store) as app:
        await app.press("j")
        drawn.clear()
        await app.press("j")
        assert len(drawn) == 2


async def test_the_preview_follows_the_cursor(store: FileStore, driver: Launch) -> None:
    async with driver(store, size=(140, 40)) as app:
        await app.press("G")
        assert app.main.panes.paper.paper == app.listing.current
        assert "Abstract [bold]number" in app.screen_text()


@pytest.mark.parametrize(
    ("size", "wish", "classes"),
    [
        ((140, 40), "auto", "-right"),
        ((80, 24), "auto", "-below"),
        ((80, 12), "auto", "-off"),
        ((80, 24), "off", "-off"),
    ],
)
async def test_the_preview_is_where_there_is_room(
    store: FileStore, driver: Launch, size: tuple[int, int], wish: str, classes: str
) -> None:
    async with driver(store, size=size, settings=Settings(preview=wish)) as app:
        assert app.main.panes.has_class(classes)
        assert app.main.panes.paper.display == (classes != "-off")


async def test_the_preview_is_moved_by_a_key(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        shown = []
        for _ in range(4):
            await app.press("backslash")
            shown.append(app.main.panes.wish)
        assert shown == ["right", "below", "off", "auto"]


async def test_panes_are_gone_through(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        await app.press("l")
        assert app.focused == "paper"
        await app.press("tab")
        assert app.focused == "views"
        await app.press("j")
        assert app.listing.view.name == "to-read"
        await app.press("enter")
        assert app.focused == "papers"


async def test_an_empty_library_says_what_to_do(empty: FileStore, driver: Launch) -> None:
    async with driver(empty) as app:
        assert "No papers yet" in app.screen_text()
        await app.press("j", "w", "space", "V", "d", "t", "e", "E", "o", "y", "k", "b", "B", "u", "enter")
        assert app.app.screen is app.main


async def test_an_empty_inbox_says_so(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        await app.press("V", "w")
        assert "The inbox is empty" in app.screen_text()
        assert "12 papers to read" in app.screen_text()


async def test_search_narrows_as_one_types_and_escape_restores(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        await app.search("rewrd modeling")
        assert app.title == "Gödel machines and reward modeling"
        assert len(app.listing) == 1
        await app.press("escape")
        assert len(app.listing) == 12
        await app.search("status:inbox")
        await app.press("enter")
        assert app.listing.query.text == "status:inbox"


async def test_a_wrong_term_is_shown_as_such(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        await app.search("year:abc")
        problem = app.listing.query.problems[0].message
        assert problem[:10] in app.screen_text()
        assert len(app.listing) == 12


async def test_the_cursor_survives_each_key_of_a_search(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        await app.press("j", "j", "j")
        title = app.title
        await app.search(title.split()[0][:5].lower())
        assert app.title == title


async def test_nothing_found_says_what_to_do(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        await app.search("tag:nothing")
        assert "No paper in inbox matches" in app.screen_text()


async def test_the_app_opens_narrowed_to_a_query(store: FileStore, driver: Launch) -> None:
    async with driver(store, query="kaleid value") as app:
        await app.until(lambda: len(app.listing) == 1)
        assert app.title == "Kaleidoscopic value decompositions"


async def test_sorting_keeps_the_cursor_on_its_paper(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        await app.press("j", "j")
        title = app.title
        await app.press("s", "t")
        assert app.title == title
        assert app.listing.order == "title"
        await app.press("S")
        assert app.title == title
        assert app.listing.reverse


async def test_the_mouse_selects_scrolls_and_opens(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        await app.pilot.click("#papers", offset=(20, 3))
        assert app.listing.cursor == 3
        await app.pilot.click("#views", offset=(3, 5))
        assert app.listing.view.name == "all"
        await app.pilot.click("#papers", offset=(20, 2), times=2)
        assert app.main.panes.is_reading


async def test_a_hint_can_be_clicked(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        await app.pilot.click("#keys", offset=(2, 0))
        await app.settled()
        assert app.statuses().count("to-read") == 1


async def test_help_is_searchable_and_shows_the_users_keys(store: FileStore, driver: Launch) -> None:
    async with driver(store, settings=Settings(keymap={"skip": "z z"})) as app:
        await app.press("question_mark")
        assert "In the inbox" in app.screen_text()
        await app.press("y")
        assert "Copy the DOI" in app.screen_text()
        assert "Put on the list" not in app.screen_text()
        await app.press("backspace", *"against")
        text = app.screen_text()
        assert "zz" in text
        assert "Move down" not in text
        await app.press("escape")
        assert app.app.screen is app.main


async def test_the_palette_does_any_action(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        await app.press("ctrl+p", *"go-skipped")
        await app.until(lambda: "Show the papers decided against" in app.screen_text())
        await app.press("down", "enter")
        await app.until(lambda: app.app.screen is app.main)
        assert app.listing.view.name == "skipped"


async def test_the_palette_shows_tags(store: FileStore, driver: Launch) -> None:
    store.record(lambda library: edits.retag(library, [next(iter(library)).id], ["[b]rl"], [], now()), "cli")
    async with driver(store) as app:
        await app.press("ctrl+p", "left_square_bracket", *"b")
        await app.until(lambda: "#[b]rl" in app.screen_text())
        await app.press("down", "enter")
        await app.until(lambda: app.app.screen is app.main)
        assert len(app.listing) == 1


async def test_notices_are_told_without_markup(store: FileStore, driver: Launch) -> None:
    async with driver(store, notices=["a [/b] notice"]) as app:
        assert "a [/b] notice" in {notice.message for notice in app.app._notifications}


async def test_new_papers_above_do_not_move_what_is_looked_at(store: FileStore, driver: Launch) -> None:
    async with driver(store, size=(80, 9), settings=Settings(preview="off")) as app:
        await app.press("G")
        before = app.main.panes.papers.scroll_offset.y
        later = "2099-01-01T00:00:00Z"
        change = store.record(lambda library: library.add([Paper.of("A newcomer at the top of all")], later), "cli")
        app.main.session.follow(change.ids)
        app.main.renew()
        await app.settled()
        assert app.main.panes.papers.scroll_offset.y == before + 1


async def test_resizing_keeps_the_cursor_in_sight(store: FileStore, driver: Launch) -> None:
    async with driver(store, size=(140, 40)) as app:
        await app.press("G")
        for size in ((80, 12), (30, 5), (200, 60), (80, 24)):
            await app.pilot.resize_terminal(*size)
            await app.settled()
        assert app.title[:10] in app.screen_text()


async def test_help_keeps_its_columns_where_there_is_little_room(store: FileStore, driver: Launch) -> None:
    async with driver(store, size=(64, 24)) as app:
        await app.press("question_mark", *"rewrd")
        lines = app.screen_text().splitlines()
        number = next(number for number, line in enumerate(lines) if "rewrd modeling" in line)
        assert lines[number].index("words match anywhere") == lines[number + 1].index("accents")
