"""Papers that may be one: found in the background, shown as a view, reviewed two at a time, merged and split."""

from functools import partial

import pytest
from textual import events

from readinglist.papers import edits
from readinglist.papers.change import Ingestion
from readinglist.papers.library import Library
from readinglist.papers.paper import Paper
from readinglist.papers.record import now
from readinglist.papers.status import Status
from readinglist.store.file_store import FileStore
from readinglist.tui import background
from readinglist.tui.screens.confirm import ConfirmScreen
from readinglist.tui.screens.dialog import Hint
from readinglist.tui.screens.review import ReviewScreen
from readinglist.tui.session import Session
from readinglist.tui.widgets.lines import Lines
from tests.support.adding import request_of
from tests.tui.conftest import Driver, Launch
from tests.tui.doubts import HOSTILE, clocks, ids, moss, paper, preprint, publication, tides
from tests.tui.host import send, showing, text_of, until


def add(store: FileStore, *papers: Paper) -> None:
    """Take in papers one by one, a minute apart: the last one is the newest."""
    for each in papers:
        minute = f"2026-11-30T10:{len(store.library):02}:00Z"
        store.record(partial(add_one, each, minute), "cli")


def add_one(newcomer: Paper, time: str, library: Library) -> Ingestion:
    return library.add([newcomer], time)


@pytest.fixture
def doubtful(empty: FileStore) -> FileStore:
    """A library with three questions, those about moss the newest."""
    add(empty, *tides(), *clocks(), *moss(), preprint())
    return empty


async def compared(app: Driver) -> None:
    await app.until(lambda: app.main.session.questions.is_complete and app.listing.asked)
    await app.until(lambda: "duplicates" in app.screen_text())


async def review(app: Driver) -> ReviewScreen:
    """Open the review as a user does."""
    await app.press("g", "m")
    await app.until(lambda: isinstance(app.app.screen, ReviewScreen))
    await app.settled()
    assert isinstance(app.app.screen, ReviewScreen)
    return app.app.screen


async def answer(app: Driver, key: str) -> None:
    """Press a key and wait until it was taken for an answer."""
    screen = app.app.screen
    assert isinstance(screen, ReviewScreen)
    before = len(screen.answered)
    await app.press(key)
    await app.until(lambda: len(screen.answered) > before or app.app.screen is app.main)
    await app.settled()


def keys(app: Driver) -> set[str]:
    return {each.key for each in app.app.store.library}


def key_of(app: Driver) -> str:
    current = app.listing.current
    return current.key if current else ""


def place(app: Driver) -> str:
    return str(app.app.screen.query_one("#box").border_subtitle)


# The view.


async def test_papers_that_may_be_one_are_a_view_as_soon_as_they_are_found(doubtful: FileStore, driver: Launch) -> None:
    async with driver(doubtful, size=(120, 30)) as app:
        await compared(app)
        assert "≈ duplicates" in app.screen_text()
        await app.press("g", "a", "]")
        assert [app.listing.paper(row).key[:-1] for row in range(len(app.listing))].count("walks1") == 0
        titles = [app.listing.paper(row).title for row in range(len(app.listing))]
        assert len(titles) == 6
        assert titles == sorted(titles, key=str.casefold)
        assert "gm review" in app.screen_text()
        await app.press("]")
        assert app.listing.view.name == "inbox"


async def test_a_library_without_questions_has_no_such_view(store: FileStore, driver: Launch) -> None:
    async with driver(store) as app:
        await app.until(lambda: app.main.session.questions.is_complete)
        assert "duplicates" not in app.screen_text()
        await app.press("g", "m")
        assert "nothing looks like a duplicate" in app.screen_text()
        assert app.app.screen is app.main


async def test_the_view_follows_answers_edits_and_undo(doubtful: FileStore, driver: Launch) -> None:
    async with driver(doubtful, size=(120, 30)) as app:
        await compared(app)
        await app.press("g", "a", "]")
        await review(app)
        await answer(app, "n")
        await app.press("escape")
        assert len(app.listing) == 4
        assert "1 answered, 2 questions left" in app.screen_text()
        await app.press("u")
        assert len(app.listing) == 6
        await app.press("D")
        assert len(app.listing) == 4
        await app.press("slash", *"tides")
        await app.until(lambda: len(app.listing) == 2)
        assert {app.listing.paper(row).title for row in range(2)} == {"Tides of Attention"}
        await app.press("escape")
        await app.until(lambda: len(app.listing) == 4)


async def test_a_view_that_is_left_empty_says_so_and_goes_when_it_is_left(empty: FileStore, driver: Launch) -> None:
    add(empty, *moss())
    async with driver(empty, size=(120, 30)) as app:
        await compared(app)
        await app.press("g", "a", "]")
        await review(app)
        await answer(app, "n")
        await app.until(lambda: app.app.screen is app.main)
        assert "No open questions: nothing looks like a duplicate." in app.screen_text()
        await app.press("g", "a")
        assert "duplicates" not in app.screen_text()


async def test_what_another_process_adds_is_compared_too(doubtful: FileStore, driver: Launch) -> None:
    async with driver(doubtful, size=(120, 30)) as app:
        await compared(app)
        other = FileStore.open(doubtful.folder)
        add(other, paper("Handbook of Moss", "moss3", 2015, "Harbour Press", by="Ngata", volume="3"))
        await app.until(lambda: len(app.listing.asked) == 7)
        other.record(lambda library: edits.purge(library, [ids(library)["moss3"]], now()), "cli")
        await app.until(lambda: len(app.listing.asked) == 6)
        other.close()


def found(session: Session) -> set[str]:
    """The keys of the papers that are asked about, once all is compared."""
    for _ in session.questions.comparing():
        pass
    return {session.store.library[id].key for id in session.listing.asked}


def test_many_changed_papers_are_compared_in_slices(doubtful: FileStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readinglist.tui.open_questions.FEW", 2)
    session = Session(doubtful)
    assert len(found(session)) == 6
    more = [paper(f"Title of its own {n}", f"k{n}", 2000, "Press", by=f"Name{n}") for n in range(5)]
    session.add(request_of([*more, paper("Handbook of Moss", "moss3", 2015, "Harbour Press", by="Ngata", volume="3")]))
    assert session.questions.is_due
    assert found(session) == {"tides20", "tides21", "clocks1", "clocks2", "moss1", "moss2", "moss3"}
    by_key = ids(doubtful.library)
    gone = [by_key[key] for key in ("moss1", "moss2", "moss3")]
    session.record(lambda library: edits.purge(library, gone, now()))
    assert len(session.questions.in_order()) == 2
    assert found(session) == {"tides20", "tides21", "clocks1", "clocks2"}


def test_what_changes_while_all_is_compared_is_looked_at_once_more(
    doubtful: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("readinglist.papers.identity.duplicates.BREATH", 0)
    session = Session(doubtful)
    by_key = ids(doubtful.library)
    steps = session.questions.comparing()
    while not session.questions.asked:
        next(steps)
    session.record(lambda library: edits.set_fields(library, by_key["tides20"], {"title": "Handbook of Moss"}, now()))
    session.record(lambda library: edits.set_fields(library, by_key["tides20"], {"title": "Tides of Attention"}, now()))
    session.record(lambda library: edits.set_fields(library, by_key["moss2"], {"title": "Something Else"}, now()))
    session.record(lambda library: edits.set_fields(library, by_key["walks19"], {"title": "Unheard of"}, now()))
    for _ in steps:
        pass
    assert {session.store.library[id].key for id in session.listing.asked} == {
        "tides20",
        "tides21",
        "clocks1",
        "clocks2",
    }


def test_a_library_that_was_read_anew_is_compared_anew(doubtful: FileStore) -> None:
    session = Session(doubtful)
    assert len(found(session)) == 6
    session.reload()
    assert not session.listing.asked
    assert session.questions.is_due
    assert len(found(session)) == 6
    assert session.refresh_questions()
    assert not session.refresh_questions()


# The review.


async def test_two_papers_stand_side_by_side_with_what_differs(doubtful: FileStore, driver: Launch) -> None:
    async with driver(doubtful) as app:
        await compared(app)
        await app.press("g", "a", "G", "k")
        assert key_of(app) == "tides21"
        screen = await review(app)
        text = app.screen_text()
        assert "question 1 of 3" in place(app)
        assert "same title" in text_of(screen, "#why")
        lines = [" ".join(line.split()) for line in text_of(screen, "Lines").splitlines()]
        assert "1 tides20 (published) │ 2 tides21 (published)" in lines
        assert "= title Tides of Attention │ Tides of Attention" in lines
        assert "≠ date 2020 │ 2021" in lines
        assert "≠ pages 11–20 │ 201–240" in lines
        assert "+ volume – │ 8" in lines
        assert "1 yes, left 2 yes, right n no space later ? help esc close" in " ".join(text.split())


@pytest.mark.parametrize(("key", "venue"), [("1", "Symposium on Waves"), ("2", "Annals of Waves")])
async def test_the_same_with_the_publication_of_one_side(
    doubtful: FileStore, driver: Launch, key: str, venue: str
) -> None:
    async with driver(doubtful) as app:
        await compared(app)
        await app.press("g", "a", "G")
        await review(app)
        await answer(app, key)
        assert "question 1 of 2" in place(app)
        one = next(paper for paper in doubtful.library if paper.title == "Tides of Attention")
        assert (one.key, one.venue) == ("tides20", venue)
        await app.press("u")
        assert {"tides20", "tides21"} <= keys(app)
        assert "question 1 of 3" in place(app)
        assert "tides21" in app.screen_text()
        await app.press("u")
        assert "no answer to undo yet" in app.screen_text()


async def test_not_the_same_is_remembered_and_the_last_answer_can_be_undone(
    doubtful: FileStore, driver: Launch
) -> None:
    async with driver(doubtful) as app:
        await compared(app)
        await review(app)
        for _ in range(3):
            await answer(app, "n")
        await app.until(lambda: app.app.screen is app.main)
        assert "no question left; u takes back the last answer" in app.screen_text()
        assert not found(Session(doubtful))
        await app.press("u")
        assert len(app.listing.asked) == 2


async def test_later_and_back(doubtful: FileStore, driver: Launch) -> None:
    async with driver(doubtful) as app:
        await compared(app)
        await app.press("g", "a", "g", "g")
        screen = await review(app)
        assert "moss1" in app.screen_text()
        assert "back" not in [str(hint.content).split()[-1] for hint in screen.query(Hint)]
        await app.press("j")
        assert "question 2 of 3" in place(app)
        assert "clocks1" in app.screen_text()
        await app.press("space", "k", "k", "k")
        assert "question 1 of 3" in place(app)
        assert "moss1" in app.screen_text()
        await app.press("space", "space")
        await answer(app, "n")
        assert "question 1 of 2" in place(app)
        await app.press("space", "space", "space")
        assert "question 2 of 2" in place(app)
        assert "this is the last question" in app.screen_text()
        await app.press("escape")
        assert app.app.screen is app.main
        assert "1 answered, 2 questions left" in app.screen_text()


async def test_a_question_mark_explains_the_keys(doubtful: FileStore, driver: Launch) -> None:
    async with driver(doubtful) as app:
        await compared(app)
        await review(app)
        await app.press("question_mark")
        assert "Yes, one paper" in app.screen_text()
        assert "Only one of them says it." in app.screen_text()
        await app.press("1")
        await app.pilot.pause(0.1)
        assert "question 1 of 3" in place(app)
        assert "moss1" in app.screen_text()
        await app.press("question_mark", "escape")
        assert "moss1" in app.screen_text()
        await app.press("escape")
        assert app.app.screen is app.main
        assert len(doubtful.library) == 7


async def test_a_text_sent_as_keys_answers_nothing(doubtful: FileStore, driver: Launch) -> None:
    async with driver(doubtful) as app:
        await compared(app)
        screen = await review(app)
        send(app.app, "1706.03762")
        await app.settled()
        await app.pilot.pause(0.4)
        assert not screen.answered
        assert len(doubtful.library) == 7
        app.app.post_message(events.Paste("n"))
        await app.settled()
        assert not screen.answered


async def test_a_paper_that_goes_meanwhile_takes_its_question_along(doubtful: FileStore, driver: Launch) -> None:
    async with driver(doubtful) as app:
        await compared(app)
        await review(app)
        assert "moss1" in app.screen_text()
        other = FileStore.open(doubtful.folder)
        other.record(lambda library: edits.purge(library, [ids(library)["moss2"]], now()), "cli")
        await app.until(lambda: "question 1 of 2" in place(app))
        assert "clocks1" in app.screen_text()
        other.close()


async def test_an_answer_about_a_paper_that_is_gone_is_refused(
    doubtful: FileStore, driver: Launch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "POLL_EVERY", 3600)
    async with driver(doubtful) as app:
        await app.until(lambda: app.listing.cache.whole_index)
        await app.until(lambda: app.main.session.questions.is_complete)
        screen = await review(app)
        other = FileStore.open(doubtful.folder)
        other.record(lambda library: edits.purge(library, [ids(library)["moss2"]], now()), "cli")
        other.close()
        await app.press("1")
        await app.until(lambda: "question 1 of 2" in place(app))
        assert [note.message for note in app.app._notifications if "one of the two papers is gone" in note.message]
        assert not screen.answered
        assert "moss1" in keys(app)


async def test_a_library_for_reading_only_can_be_reviewed_but_not_answered(
    doubtful: FileStore, driver: Launch, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with driver(doubtful) as app:
        await compared(app)
        screen = await review(app)
        journal = max(doubtful.folder.glob("journal*"), key=lambda path: path.stat().st_mtime)
        journal.write_bytes(b"damaged\n" + journal.read_bytes())
        await app.press("1")
        await app.until(lambda: app.app._notifications)
        await app.settled()
        assert isinstance(app.app.screen, ReviewScreen)
        assert not screen.answered
        assert len(doubtful.library) == 7


def reviewing(store: FileStore) -> ReviewScreen:
    session = Session(store)
    found(session)
    return ReviewScreen(session)


@pytest.mark.parametrize("size", [(80, 24), (140, 40), (60, 16)])
async def test_hostile_titles_and_long_texts_fit(empty: FileStore, size: tuple[int, int]) -> None:
    long = "word " * 400
    add(empty, *clocks())
    empty.record(lambda library: edits.set_fields(library, next(iter(library.ids)), {"abstract": long}, now()), "cli")
    async with showing(reviewing(empty), size) as (app, pilot):
        text = text_of(app.dialog, "Lines")
        assert "[/b]" in text
        assert "[red]" in text
        await pilot.press("end")
        assert "word word" in text_of(app.dialog, "Lines")
        top = app.dialog.query_one(Lines).scroll_offset.y
        await pilot.press("up", "K", "pageup")
        assert app.dialog.query_one(Lines).scroll_offset.y < max(1, top)
        assert HOSTILE[:10] in text_of(app.dialog, "Lines") or size == (60, 16)


async def test_while_papers_are_compared_it_says_how_far_it_is_and_shows_what_is_found(
    doubtful: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("readinglist.papers.identity.duplicates.BREATH", 0)
    session = Session(doubtful)
    steps = session.questions.comparing()
    next(steps)
    async with showing(ReviewScreen(session)) as (app, pilot):
        dialog = app.dialog
        assert "still comparing: 0 %" in str(dialog.query_one("#box").border_subtitle)
        assert "No question so far" in text_of(dialog, "#why")
        await pilot.press("1", "n", "u", "space", "k")
        for _ in steps:
            pass
        await until(pilot, lambda: str(dialog.query_one("#box").border_subtitle) == "question 1 of 3")


async def test_nothing_found_closes_it(store: FileStore) -> None:
    session = Session(store)
    async with showing(ReviewScreen(session)) as (app, pilot):
        found(session)
        await until(pilot, lambda: app.answer == "no question left")


# Merging marked papers, and splitting them.


async def mark(app: Driver, *names: str) -> None:
    """Mark papers in the view of all."""
    await app.press("g", "a")
    for row in range(len(app.listing)):
        if app.listing.paper(row).key in names:
            app.listing.move_to(row)
            await app.press("space")


async def test_m_shows_two_marked_papers_and_merges_them(doubtful: FileStore, driver: Launch) -> None:
    async with driver(doubtful) as app:
        await compared(app)
        await mark(app, "tides20", "moss1")
        await app.press("M")
        assert isinstance(app.app.screen, ReviewScreen)
        assert "you marked these two" in app.screen_text()
        assert "2 marked papers" in place(app)
        await answer(app, "2")
        await app.until(lambda: app.app.screen is app.main)
        assert "merge: Tides of Attention · u takes back the last answer" in app.screen_text()
        assert len(doubtful.library) == 6
        assert not app.listing.marks
        await app.press("u")
        assert len(doubtful.library) == 7
        assert len(app.listing.marks) == 2


async def test_m_asks_once_about_more_papers(doubtful: FileStore, driver: Launch) -> None:
    async with driver(doubtful) as app:
        await compared(app)
        await mark(app, "tides20", "tides21", "moss1", "walks19")
        await app.press("M")
        assert isinstance(app.app.screen, ConfirmScreen)
        assert text_of(app.app.screen, "#question") == "Make one paper of these 4?"
        text = " ".join(text_of(app.app.screen, "#detail").split())
        assert "· moss1 (Harbour Press, 2011): Handbook of Moss" in text
        assert "becomes tides20 (Annals of Waves, 2021): Tides of Attention" in text
        await app.press("n")
        assert len(doubtful.library) == 7
        await app.press("M", "y")
        await app.until(lambda: len(doubtful.library) == 4)
        assert key_of(app) == "tides20"
        assert not app.listing.marks
        await app.press("u")
        assert len(doubtful.library) == 7
        assert len(app.listing.marks) == 4


async def test_m_wants_two(doubtful: FileStore, driver: Launch) -> None:
    async with driver(doubtful) as app:
        await compared(app)
        await mark(app, "moss1")
        await app.press("M")
        assert "it takes two" in app.screen_text()
        await app.press("g", "d", "M")
        assert "not shown: nothing done" in app.screen_text()
        await app.press("escape", "M")
        assert isinstance(app.app.screen, ReviewScreen)


async def test_a_joined_paper_is_split_and_that_undone(empty: FileStore, driver: Launch) -> None:
    add(empty, preprint(), publication())
    async with driver(empty, size=(140, 30)) as app:
        assert [each.key for each in empty.library] == ["walks19"]
        app.main.perform_by_id("split")
        await app.settled()
        assert keys(app) == {"walks19", "walks20"}
        assert "split: walks20 is a paper of its own again: Long Walks on Small Graphs" in app.screen_text()
        await app.until(lambda: app.main.session.questions.is_complete)
        assert not app.listing.asked
        await app.press("u")
        assert keys(app) == {"walks19"}
        app.main.perform_by_id("split")
        app.main.perform_by_id("split")
        await app.settled()
        assert app.main.message == "this paper holds one record only: there is nothing to take out"


async def test_a_paper_of_several_records_tells_its_history(empty: FileStore, driver: Launch) -> None:
    workshop = publication().with_fields({"venue": "Some Workshop", "arxiv": None, "key": "shop19", "date": "2019"})
    add(empty, preprint(), publication(), workshop)
    by_key = ids(empty.library)
    session = Session(empty)
    if len(by_key) > 1:
        from readinglist.papers import joining

        session.record(lambda library: joining.merge(library, list(by_key.values()), now(), by_key["walks19"]))
    async with driver(empty, size=(140, 40)) as app:
        await app.press("enter")
        text = " ".join(app.screen_text().split())
        assert "preprint: Long Walks, 2019-05" in text
        assert "History joined 20" in text
        assert "walks20 (file:b.bib), same arXiv id" in text
        assert "shop19 (file:b.bib)" in text
        assert "; not taken: year 2019, venue Some Workshop" in text


async def test_status_and_tags_of_both_papers_are_kept(doubtful: FileStore, driver: Launch) -> None:
    by_key = ids(doubtful.library)
    doubtful.record(lambda library: edits.set_status(library, [by_key["tides21"]], Status.DONE, now()), "cli")
    async with driver(doubtful) as app:
        await compared(app)
        await app.press("g", "a", "G")
        await review(app)
        await answer(app, "1")
        one = next(paper for paper in doubtful.library if paper.title == "Tides of Attention")
        assert one.status is Status.DONE


async def test_what_was_added_says_what_was_joined_and_what_is_to_be_answered(doubtful: FileStore) -> None:
    session = Session(doubtful)
    third = paper("Handbook of Moss", "moss3", 2015, "Harbour Press", by="Ngata", volume="3")
    assert session.add(request_of([publication(), third]), review="gm") == "1 added, 1 updated · 2 questions (gm)"
    walks = paper("Another Walk", "another", 2020, "Walks", by="Falk", doi="10.5555/w")
    both = [walks.with_fields({"doi": "10.5555/w"}), walks.with_fields({"doi": "10.5555/w", "key": "again"})]
    assert session.add(request_of(both)) == "1 added, 1 joined to these"
