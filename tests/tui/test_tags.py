"""Tags: what a few letters mean, what they complete to, what is shown before it happens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Input, OptionList

from readinglist.text import clean_tag
from readinglist.tui.screens.tags import TagEdit, TagScreen, matching
from tests.tui.host import HOSTILE, OPEN, paste, showing, text_of

KNOWN = {"nlp": 40, "rl": 22, "reward-modeling": 9, "reasoning": 8, "robotics": 3, "old": 2, "vision": 30}
CURRENT = {"nlp": 3, "rl": 1, "old": 2}


def screen() -> TagScreen:
    return TagScreen("3 papers", CURRENT, 3, KNOWN)


@pytest.mark.parametrize(
    ("text", "add", "remove"),
    [
        ("", "", ""),
        ("rl", "rl", ""),
        ("+nlp -old rl", "nlp rl", "old"),
        ("NLP, Vision", "nlp vision", ""),
        ("+ - , ++", "", ""),
        ("a -a", "", "a"),
        ("-a +a", "a", ""),
        ("#tag [/b]", "tag [/b]", ""),
        ("--x", "", "x"),
    ],
)
def test_what_words_mean(text: str, add: str, remove: str) -> None:
    assert TagEdit.parse(text) == TagEdit(frozenset(add.split()), frozenset(remove.split()))


@given(st.text())
def test_any_text_gives_clean_tags(text: str) -> None:
    edit = TagEdit.parse(text)
    assert not edit.add & edit.remove
    assert all(tag and clean_tag(tag) == tag for tag in edit.add | edit.remove)


def test_tags_that_begin_so_come_first() -> None:
    assert matching("r", list(KNOWN)) == ["rl", "reward-modeling", "reasoning", "robotics"]
    assert matching("ea", list(KNOWN)) == ["reasoning"]
    assert matching("deling", list(KNOWN)) == ["reward-modeling"]
    assert matching("rl", list(KNOWN)) == []
    assert len(matching("", [f"tag{i}" for i in range(100)])) == 6


async def test_the_tags_now_and_the_effect_are_shown() -> None:
    async with showing(screen()) as (app, pilot):
        assert text_of(app.dialog, "#current").split() == "now nlp rl 1/3 old 2/3".split()
        await pilot.press(*"rl -old new -vision nlp")
        effect = text_of(app.dialog, "#change")
        assert "+ rl  2 papers" in effect
        assert "− old  2 papers" in effect
        assert "+ new  3 papers  new tag" in effect
        assert "− vision  not there" in effect
        await pilot.press("enter")
        assert app.answer == TagEdit(frozenset({"rl", "new", "nlp"}), frozenset({"old", "vision"}))


async def test_tab_completes_and_more_can_be_typed() -> None:
    async with showing(screen()) as (app, pilot):
        await pilot.press(*"rew", "tab", *"-o", "tab")
        assert app.screen.query_one(Input).value == "+reward-modeling -old "
        await pilot.press("enter")
        assert app.answer == TagEdit(frozenset({"reward-modeling"}), frozenset({"old"}))


async def test_arrows_choose_a_completion_and_enter_takes_it() -> None:
    async with showing(screen()) as (app, pilot):
        await pilot.press("r", "down", "down", "enter")
        assert app.answer is OPEN
        assert app.screen.query_one(Input).value == "+reward-modeling "
        await pilot.press("enter")
        assert app.answer == TagEdit(frozenset({"reward-modeling"}), frozenset())


async def test_a_click_takes_a_completion() -> None:
    async with showing(screen()) as (app, pilot):
        await pilot.press("v")
        await pilot.click(OptionList, offset=(2, 0))
        assert app.screen.query_one(Input).value == "+vision "


@pytest.mark.parametrize("keys", [["escape"], ["enter"], [*"rl", "escape"], ["space", "enter"]])
async def test_no_answer(keys: list[str]) -> None:
    async with showing(screen()) as (app, pilot):
        await pilot.press(*keys)
        assert app.answer is None


async def test_hostile_tags_and_titles() -> None:
    tags = {"[/b]": 1, "[red]": 2, "x" * 500: 1}
    async with showing(TagScreen(HOSTILE, tags, 3, tags)) as (app, pilot):
        assert "[/b] 1/3" in text_of(app.dialog, "#current")
        await pilot.press("[", "tab", "enter")
        assert app.answer == TagEdit(frozenset({"[/b]"}), frozenset())


async def test_of_a_paste_the_first_line_is_taken() -> None:
    async with showing(screen()) as (app, pilot):
        await paste(pilot, "\n  one two\x1b[31m\nthree")
        assert app.screen.query_one(Input).value == "one two"
        assert app.below == []
