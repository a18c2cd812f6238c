import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.tui.actions import ACTIONS
from readinglist.tui.keymap import Dispatcher, Keymap, fault, name_of, parse, written

KEYS = sorted({key for action in ACTIONS for chord in (*action.keys, *action.always) for key in chord.split()})


def typed(dispatcher: Dispatcher, keys: str) -> list[tuple[str, int | None]]:
    """What a row of keys does: (action id, count) of each press that does something."""
    presses = [dispatcher.press(key) for key in keys.split()]
    return [(press.action.id, press.count) for press in presses if press.action]


def test_default_keys_are_free_of_clashes() -> None:
    assert Keymap().problems == []


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("j", [("down", None)]),
        ("5 j", [("down", 5)]),
        ("1 2 k", [("up", 12)]),
        ("1 0 G", [("bottom", 10)]),
        ("g g", [("top", None)]),
        ("3 g g", [("top", 3)]),
        ("g i", [("go-inbox", None)]),
        ("p 0", [("priority-0", None)]),
        ("p 3 j", [("priority-3", None), ("down", None)]),
        ("y k", [("copy-key", None)]),
        ("4 w", [("to-read", None)]),
        ("g escape j", [("down", None)]),
        ("7 escape j", [("down", None)]),
        ("g z j", [("down", None)]),
        ("0 j", [("down", None)]),
        ("down", [("down", None)]),
        ("ctrl+c", [("quit", None)]),
    ],
)
def test_keys_do(keys: str, expected: list[tuple[str, int | None]]) -> None:
    assert typed(Dispatcher(Keymap()), keys) == expected


def test_escape_clears_a_pending_prefix_before_it_means_anything_else() -> None:
    dispatcher = Dispatcher(Keymap())
    assert typed(dispatcher, "g escape") == []
    assert typed(dispatcher, "escape") == [("escape", None)]


def test_an_unknown_chord_is_told() -> None:
    dispatcher = Dispatcher(Keymap())
    dispatcher.press("g")
    assert dispatcher.press("z").unknown == "gz"
    assert not dispatcher.is_pending


def test_pending_keys_are_shown_with_their_continuations() -> None:
    dispatcher = Dispatcher(Keymap())
    dispatcher.press("3")
    dispatcher.press("g")
    assert dispatcher.shown == "3g"
    following = {key: action.id for key, action in Keymap().continuations(("g",)) if action}
    assert following["i"] == "go-inbox"
    assert following["g"] == "top"


def test_the_users_keys_replace_all_default_keys_of_an_action() -> None:
    keymap = Keymap({"next-pane": "n"})
    assert typed(Dispatcher(keymap), "n") == [("next-pane", None)]
    assert typed(Dispatcher(keymap), "tab") == []
    assert typed(Dispatcher(keymap), "right") == [("next-pane", None)]
    assert keymap.problems == []


def test_several_keys_with_commas_between() -> None:
    keymap = Keymap({"skip": "X, z z"})
    assert keymap.problems == []
    assert typed(Dispatcher(keymap), "X z z x") == [("skip", None), ("skip", None)]


def test_an_empty_text_unbinds() -> None:
    keymap = Keymap({"trash": ""})
    assert keymap.problems == []
    assert typed(Dispatcher(keymap), "D") == []
    assert keymap.shown("trash") == ""


def test_swapping_two_keys_is_no_clash() -> None:
    keymap = Keymap({"skip": "d", "done": "x"})
    assert keymap.problems == []
    assert typed(Dispatcher(keymap), "d x") == [("skip", None), ("done", None)]


@pytest.mark.parametrize(
    ("user", "said"),
    [
        ({"skpi": "x"}, "did you mean 'skip'"),
        ({"skip": "t"}, "t already means skip"),
        ({"skip": "g"}, "g alone already means skip"),
        ({"skip": "w w"}, "w is the start of ww"),
        ({"skip": "x", "done": "x"}, "x already means"),
        ({"skip": "g g z"}, "gg is the start of ggz"),
        ({"skip": "5"}, "digits are counts"),
        ({"skip": "ctrl+i"}, "as tab"),
        ({"skip": "ctrl+m"}, "as enter"),
        ({"skip": "shift+x"}, "write 'X'"),
        ({"skip": "spacebar"}, "did you mean 'space'"),
        ({"skip": "ctrl+shift+ü"}, "is no key"),
        ({"skip": ","}, "comma"),
        ({"down": "escape"}, "already means escape"),
        ({"skip": "ctrl+c"}, "already means quit"),
        ({"skip": "a b c d e"}, "at most 4 keys"),
        ({"skip": "x" * 400}, "is no key"),
    ],
)
def test_what_is_wrong_is_told(user: dict[str, str], said: str) -> None:
    problems = Keymap(user).problems
    assert problems
    assert any(said in problem for problem in problems), problems


def test_fixed_keys_cannot_be_taken_away() -> None:
    keymap = Keymap({"quit": "", "down": "", "up": "ctrl+q"})
    assert typed(Dispatcher(keymap), "down ctrl+q") == [("down", None), ("quit", None)]


def test_a_keymap_that_takes_every_key_leaves_the_way_out() -> None:
    keys = [chr(code) for code in range(33, 127) if chr(code) not in "0123456789,"]
    user = {action.id: "" for action in ACTIONS} | {"skip": ", ".join([*keys, *(f"ctrl+{key}" for key in keys)])}
    keymap = Keymap(user)
    for key in ("ctrl+q", "ctrl+c"):
        assert typed(Dispatcher(keymap), key) == [("quit", None)]
    assert typed(Dispatcher(keymap), "escape") == [("escape", None)]


def test_many_wrong_names_are_counted() -> None:
    problems = Keymap({f"no-{number}": "x" for number in range(2_000)}).problems
    assert len(problems) == 11
    assert "1,990 more that are no action" in problems[-1]
    assert all(len(problem) < 2_500 for problem in problems)


@pytest.mark.parametrize("key", ["F5", "f13", "ctrl+", "hello", "alt+shift", "ctrl+é"])
def test_illegal_keys(key: str) -> None:
    assert fault(parse(key))


@pytest.mark.parametrize("key", ["f5", "ctrl+a", "alt+x", "shift+tab", "ctrl+left", "comma", "ä", "["])
def test_legal_keys(key: str) -> None:
    assert not fault(parse(key))


@pytest.mark.parametrize(
    ("key", "character", "name"),
    [
        ("left_square_bracket", "[", "["),
        ("J", "J", "J"),
        ("space", " ", "space"),
        ("plus", "+", "+"),
        ("comma", ",", "comma"),
        ("ctrl+d", "\x04", "ctrl+d"),
        ("enter", "\r", "enter"),
        ("up", None, "up"),
        ("tab", "\t", "tab"),
        ("backslash", "\\", "\\"),
    ],
)
def test_names_of_keys(key: str, character: str | None, name: str) -> None:
    assert name_of(key, character) == name


def test_chords_are_written_short() -> None:
    assert written(parse("g i")) == "gi"
    assert written(parse("ctrl+d")) == "ctrl+d"
    assert written(parse("g space")) == "g space"


@given(st.lists(st.sampled_from([*KEYS, *"0123456789zZ"]), max_size=12))
def test_escape_always_leads_back(keys: list[str]) -> None:
    dispatcher = Dispatcher(Keymap())
    for key in keys:
        dispatcher.press(key)
    dispatcher.press("escape")
    assert not dispatcher.is_pending


@given(st.dictionaries(st.sampled_from([action.id for action in ACTIONS]), st.text(max_size=8), max_size=6))
def test_any_keymap_is_taken_or_told_and_quitting_stays(user: dict[str, str]) -> None:
    keymap = Keymap(user)
    assert typed(Dispatcher(keymap), "ctrl+q") == [("quit", None)]
    for id, text in user.items():
        kept = {" ".join(chord) for chord in keymap.chords(id)}
        for part in text.split(",") if text.strip() else ():
            assert " ".join(part.split()) in kept or any(id in problem for problem in keymap.problems)
