"""What the README says is so."""

import re
from pathlib import Path

import pytest

from readinglist.cli.command_line import build
from readinglist.tui.actions import ACTIONS
from tests.support.readme import README, with_keys

TOP = README.parent
TEXT = README.read_text(encoding="utf-8")


def test_the_key_table_is_the_action_table() -> None:
    assert with_keys(TEXT) == TEXT, "run `python -m tests.support.readme`"


def test_every_action_stands_in_the_readme() -> None:
    assert all(f"`{action.id}`" in TEXT for action in ACTIONS)


def test_every_command_stands_in_the_readme() -> None:
    commands = set(build()[1])
    named = set(re.findall(r"`(?:readinglist )?\[?([a-z]+)", TEXT))
    assert commands <= named


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\((?!http)([^)#]+)\)", TEXT))))
def test_links_lead_somewhere(target: str) -> None:
    assert (TOP / target).exists()


def test_make_knows_the_two_commands() -> None:
    makefile = Path(TOP / "Makefile").read_text(encoding="utf-8")
    for name in re.findall(r"^make (\w+)", TEXT, re.MULTILINE):
        assert re.search(rf"^{name}:", makefile, re.MULTILINE)
