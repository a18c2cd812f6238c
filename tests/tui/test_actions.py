import subprocess
import sys
from types import ModuleType

import pytest

from readinglist.search import SORTS
from readinglist.tui.actions import ACTIONS, BY_ID, GROUPS, HINTS
from readinglist.tui.verbs import MODULES, verb, verbs_of


def test_ids_are_unique() -> None:
    assert len(BY_ID) == len(ACTIONS)


def test_every_action_is_done_by_a_function() -> None:
    for action in ACTIONS:
        assert callable(verb(action)), action.id


@pytest.mark.parametrize(
    ("others", "told"), [(1, "'undo' is defined in .*general, double"), (-1, "'undo' is defined in no module")]
)
def test_a_verb_has_one_home(others: int, told: str) -> None:
    double = ModuleType("double")
    exec("def undo(): ...", vars(double))
    modules = [*MODULES, double] if others > 0 else MODULES[:others]
    with pytest.raises(ValueError, match=told):
        verbs_of([BY_ID["undo"]], modules)


def test_every_action_is_in_a_group_with_a_sentence() -> None:
    for action in ACTIONS:
        assert action.group in GROUPS
        assert action.help[0].isupper()
        assert not action.help.endswith(".")
        assert len(action.label) <= 16


def test_hints_name_actions() -> None:
    assert {id for ids in HINTS.values() for id in ids} <= set(BY_ID)


def test_every_order_can_be_chosen() -> None:
    assert {action.argument for action in ACTIONS if action.verb == "sort"} == set(SORTS)


def test_the_table_needs_no_textual() -> None:
    code = "import sys, readinglist.tui.actions, readinglist.tui.keymap; sys.exit('textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
