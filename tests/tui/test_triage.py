"""Deciding, marks, undo: what a triage session is made of."""

from pathlib import Path

import pytest
from textual.widgets import Input

from readinglist.papers import edits
from readinglist.papers.author import Author
from readinglist.papers.paper import Paper
from readinglist.papers.record import now
from readinglist.papers.status import Status
from readinglist.settings.config import Settings
from readinglist.store.file_store import FileStore
from readinglist.tui.screens.add import AddScreen
from readinglist.tui.widgets.lines import Lines
from tests.tui.conftest import Launch
from tests.tui.host import send


async def test_a_decision_is_saved_and_leaves_the_cursor_at_its_row(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        await app.press("j", "j")
        paper, below = app.listing.paper(2), app.listing.rows[3]
        await app.press("w")
        assert store.library[paper.id].status is Status.TO_READ
        assert app.listing.rows[app.listing.cursor] == below
        assert f"to-read: {paper.title[:20]}" in app.screen_text()


async def test_a_decision_advances_where_the_paper_stays(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        await app.press("g", "a", "x", "r", "d")
        assert app.listing.cursor == 3
        assert [app.listing.paper(row).status.value for row in range(3)] == ["skipped", "reading", "done"]


async def test_counts_in_the_view_bar_follow(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        await app.press("w", "w", "x")
        lines = app.screen_text().splitlines()
        assert any("inbox" in line and " 9 " in line for line in lines)
        assert any("to-read" in line and " 2 " in line for line in lines)


async def test_undo_brings_the_paper_back_under_the_cursor(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        await app.press("j")
        title = app.title
        await app.press("x", "j", "j", "u")
        assert app.title == title
        assert set(app.statuses()) == {"inbox"}
        await app.press("U")
        assert app.statuses().count("skipped") == 1


async def test_one_undo_takes_back_one_action_on_many_and_restores_the_marks(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        await app.press("space", "space", "j", "space", "d")
        assert app.statuses().count("done") == 3
        assert not app.listing.marks
        await app.press("u")
        assert app.statuses().count("done") == 0
        assert len(app.listing.marks) == 3
        await app.press("ctrl+r")
        assert app.statuses().count("done") == 3
        assert not app.listing.marks


async def test_repeat_does_the_last_edit_again(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        await app.press("g", "a", "p", "3", "j", "full_stop", "j", "full_stop")
        assert [app.listing.paper(row).priority for row in range(4)] == [3, 3, 3, 0]


async def test_priority_goes_up_and_down(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        await app.press("plus", "plus", "minus")
        assert app.listing.paper(0).priority == 1


async def test_a_range_is_marked_and_decided(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        await app.press("j", "v", "3", "j", "v")
        assert len(app.listing.marks) == 4
        await app.press("x")
        assert app.statuses().count("skipped") == 4


async def test_marks_hidden_by_a_search_are_counted_and_left_alone(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        await app.press("space", "space", "space")
        await app.search("attention")
        await app.press("enter")
        assert "3 marked, 2 hidden" in app.screen_text()
        await app.press("d")
        assert app.statuses().count("done") == 1
        assert len(app.listing.marks) == 2


async def test_trashing_a_few_does_not_ask(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        await app.press("D")
        assert app.statuses().count("trashed") == 1


async def test_trashing_many_asks(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        await app.press("V", "D")
        assert app.app.screen is not app.main
        await app.press("escape")
        assert app.statuses().count("trashed") == 0
        assert len(app.listing.marks) == 12


async def test_escape_goes_back_one_level_and_never_quits(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        await app.search("models")
        await app.press("enter", "space", "v", "g")
        await app.press("escape")
        assert "range from here" in app.screen_text()
        await app.press("escape")
        assert "range from here" not in app.screen_text()
        assert len(app.listing.marks) == 1
        await app.press("escape")
        assert not app.listing.marks
        assert app.listing.query.text == "models"
        await app.press("escape")
        assert app.listing.query.text == ""
        await app.press("escape", "escape")
        assert app.app.is_running


async def test_q_goes_back_and_quits_at_the_top(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        await app.press("enter")
        assert app.focused == "paper"
        await app.press("q")
        assert app.focused == "papers"
        await app.press("q")
        assert app.app._exit


async def test_another_process_is_shown(store: FileStore, driver: Launch, tmp_path: Path) -> None:
    from readinglist.papers.paper import Paper
    from readinglist.papers.record import now
    from readinglist.store.file_store import FileStore

    async with driver(store) as app:
        await app.press("j", "j")
        title = app.title
        other = FileStore.open(tmp_path / "library")
        other.record(lambda library: library.add([Paper.of("A newcomer from another process")], now()), "cli")
        other.close()
        await app.until(lambda: len(app.listing) == 13)
        assert app.title == title


async def test_text_that_comes_faster_than_typing_decides_nothing(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        send(app.app, "word data text")
        await app.settled()
        await app.until(lambda: "faster than typing" in app.screen_text())
        assert set(app.statuses()) == {"inbox"}
        assert app.app.screen is app.main


async def test_a_key_held_down_is_typed(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        send(app.app, "xxx")
        await app.until(lambda: app.statuses().count("skipped") == 3)


async def test_several_lines_that_come_faster_than_typing_are_a_paste(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        send(app.app, "@misc{x,\n title = {Without a Bracket}\n}\n")
        await app.until(lambda: isinstance(app.app.screen, AddScreen))
        await app.until(lambda: isinstance(app.app.focused, Lines))
        assert set(app.statuses()) == {"inbox"}
        await app.press("enter")
        assert app.title == "Without a Bracket"


async def test_escape_and_a_key_right_after_it_are_two_keys(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        await app.press("space", "space", "g", "alt+x")
        assert app.statuses().count("skipped") == 2
        await app.press("space", "alt+j")
        assert not app.listing.marks
        app.app.main.keyboard.press("alt+shift+v", 0.0, "V")
        assert len(app.listing.marks) == len(app.listing.rows)


async def test_a_user_s_keymap(store: FileStore, driver: Launch) -> None:
    async with driver(store, settings=Settings(keymap={"skip": "z z", "trash": ""})) as app:
        await app.press("z", "z", "x", "D")
        assert app.statuses().count("skipped") == 1
        assert app.statuses().count("trashed") == 0


async def test_what_is_wrong_with_a_keymap_is_told(store: FileStore, driver: Launch) -> None:
    async with driver(store, settings=Settings(keymap={"skpi": "z"})) as app:
        assert any("skpi" in notice.message for notice in app.app._notifications)


async def test_a_dialog_acts_on_the_papers_it_was_opened_for(store: FileStore, driver: Launch, tmp_path: Path) -> None:
    async with driver(store) as app:
        tagged = app.listing.rows[0]
        await app.press("t")
        with FileStore.open(tmp_path / "library") as other:
            other.record(lambda library: edits.set_status(library, [tagged], Status.DONE, now()), "cli")
        await app.until(lambda: tagged not in app.listing.rows)
        await app.press(*"nlp", "enter")
        assert [paper.id for paper in store.library if paper.tags] == [tagged]


async def test_what_was_asked_about_is_trashed_and_nothing_else(
    store: FileStore, driver: Launch, tmp_path: Path
) -> None:
    async with driver(store) as app:
        await app.press(*["space"] * 5, "D")
        fifth = app.listing.rows[4]
        with FileStore.open(tmp_path / "library") as other:
            other.record(lambda library: edits.set_status(library, [fifth], Status.DONE, now()), "cli")
        await app.until(lambda: fifth not in app.listing.rows)
        await app.press("y")
        assert app.statuses().count("trashed") == 5
        assert not app.listing.marks
        await app.press("u")
        assert app.statuses().count("trashed") == 0


async def test_a_cite_key_that_is_taken_is_told_in_the_form_which_keeps_what_was_typed(
    store: FileStore, driver: Launch
) -> None:
    async with driver(store) as app:
        paper, other = app.listing.paper(0), app.listing.paper(1)
        await app.press("E")
        form = app.app.screen
        form.query_one("#venue", Input).value = "NeurIPS"
        form.query_one("#key", Input).value = other.key
        await app.press("ctrl+s")
        assert app.app.screen is form
        assert "belongs to another paper" in app.screen_text()
        assert app.focused == "key"
        form.query_one("#key", Input).value = "free2017key"
        await app.press("ctrl+s")
        assert app.app.screen is app.main
        assert (store.library[paper.id].key, store.library[paper.id].venue) == ("free2017key", "NeurIPS")
        assert "edit" in app.screen_text().splitlines()[-2]


@pytest.mark.parametrize(("number", "more"), [(3, ""), (4, "and 1 more"), (6, "and 3 more")])
async def test_of_many_things_to_be_known_about_copied_entries_the_rest_is_counted(
    empty: FileStore, driver: Launch, number: int, more: str
) -> None:
    fields = dict.fromkeys("note howpublished address edition series publisher".split()[:number], r"\probe{x}")
    papers = [
        Paper.of(f"Moss {name}", authors=[Author("Fern", "Ida")], entry_type="misc", raw={name: text})
        for name, text in fields.items()
    ]
    empty.record(lambda library: library.add(papers, now()), "cli")
    async with driver(empty) as app:
        await app.press("V", "y", "b")
        (told,) = [notice.message for notice in app.app._notifications if "probe" in notice.message]
        assert told.count("may do more than print") == 3
        assert told.splitlines()[3:] == [more] * bool(more)


async def test_copied_entries_are_told_about_as_exported_ones_are(empty: FileStore, driver: Launch) -> None:
    odd = Paper.of("Moss", authors=[Author("Fern", "Ida")], entry_type="book", raw={"howpublished": r"\probemacro{x}"})
    empty.record(lambda library: library.add([odd], now()), "cli")
    async with driver(empty) as app:
        await app.press("y", "b")
        assert r"\probemacro" in "\n".join(notice.message for notice in app.app._notifications)
