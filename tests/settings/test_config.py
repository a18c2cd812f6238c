"""Settings: defaults, what is wrong and where, themes and examples found."""

import os
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.papers.keytemplate import DEFAULT
from readinglist.settings import config


def write(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_no_file_means_defaults(tmp_path: Path) -> None:
    assert config.load(tmp_path / "none.toml").theme == config.DEFAULT_THEME


def test_values_are_read(tmp_path: Path) -> None:
    settings = config.load(write(tmp_path, 'theme = "sepia"\nmouse = false\n[keymap]\nmark = "m"\n'))
    assert (settings.theme, settings.mouse, settings.keymap) == ("sepia", False, {"mark": "m"})


WRONG = [
    ("theem = 'x'", "no setting 'theem'", "did you mean 'theme'?"),
    ("mouse = 'yes'", "mouse is true or false, not text in quotes", "mouse = true"),
    ("mouse = 1", "mouse is true or false, not a number", "mouse = true"),
    ("theme = 1979-05-27", "theme is text in quotes, not a date or time", "theme ="),
    ("theme = 0x" + "f" * 5000, "theme is text in quotes, not a number", "theme ="),
    ("theme = ['a']", "theme is text in quotes, not a list", "theme ="),
    ("keymap = 'x'", "keymap is a table, not text", "[keymap]"),
    ("[editor]\na = 1", "editor is text in quotes, not a table", "editor ="),
    ("preview = 'left'", "preview cannot be 'left'", "auto, right, below, off"),
    ("dialect = 'bibtxe'", "dialect cannot be 'bibtxe'", "bibtex, biblatex"),
    ("export_options = 'version'", "no option 'version'", "versions"),
    ("cite_key = '{auhtor}'", "cite_key: there is no part {auhtor}", "author"),
    ("mailto = 'ada'", "mailto is no mail address: 'ada'", "you@example.org"),
    ('mailto = "ada@example.org\\r\\nX: 1"', "mailto holds control characters", "plain text"),
    ("mailto = 'ädä@example.org'", "mailto is no mail address", "you@example.org"),
    ('theme = "a\\u001b[31m"', "theme holds control characters", "plain text"),
    ('editor = "vi\\u0000"', "editor holds control characters", "plain text"),
    ("editor = '" + "a" * 10_000 + "'", "editor is longer than 500 letters", "less"),
    ("cite_key = '" + "{author}" * 200 + "'", "cite_key is longer than 500 letters", "less"),
    ("[keymap]\nmark = 3", "keymap.mark is text in quotes, not a number", "g i"),
    ('[keymap]\nmark = "\\u009b"', "keymap.mark holds control characters", "plain text"),
    ("[services]\narxive = 'x'", "no service 'arxive'", "did you mean 'arxiv'?"),
    ("[services]\narxiv = 'x'", "services.arxiv = 'x' is no web address", "https://export.arxiv.org"),
    ("[services]\narxiv = 'http://example.org'", "is not encrypted", "https://export.arxiv.org"),
    *(
        (
            f"{before} = 'https:/ada:secret@example.org/x'",
            f"{name} = 'https:/…@example.org/x' holds a user name",
            "leave it out",
        )
        for name, before in (
            *(
                (name, name)
                for name in ("theme", "editor", "mailto", "preview", "dialect", "export_options", "cite_key")
            ),
            ("keymap.mark", "[keymap]\nmark"),
            ("services.arxiv", "[services]\narxiv"),
        )
    ),
    ("keymap.'https:u:secret@h' = 'x'", "keymap.https:…@h holds a user name", "leave it out"),
    ("services.'https:u:secret@h' = 'x'", "no service 'https:…@h'", "known: arxiv"),
    ("'https:u:secret@h' = 'x'", "no setting 'https:…@h'", "known: cite_key"),
    *(
        (
            f"[services]\narxiv = 'https://example.org/{rest}'",
            f"services.arxiv = {shown} has a",
            "https://export.arxiv.org",
        )
        for rest, shown in (
            ("?mine=secret", "'https://example.org/?…'"),
            ("#", "'https://example.org/#'"),
            ("a b", "'https://example.org/a b'"),
            ("a\\b", "'https://example.org/a\\\\b'"),
        )
    ),
]
"""A line of settings, what is said of it, and the hint."""


@pytest.mark.parametrize(("text", "message", "hint"), WRONG, ids=[case[1] for case in WRONG])
def test_a_wrong_setting_is_explained_and_the_others_hold(tmp_path: Path, text: str, message: str, hint: str) -> None:
    other = "mouse = false" if "mouse" not in text else 'preview = "below"'
    settings = config.load(write(tmp_path, f"{other}\n{text}"))
    (problem,) = settings.problems
    assert problem.message.startswith(f"{settings.path}: ")
    assert message in problem.message
    assert hint in problem.hint
    assert "secret" not in problem.line
    assert len(problem.line) < 500
    plain = config.Settings(path=settings.path, problems=settings.problems)
    assert settings == (replace(plain, preview="below") if "mouse" in text else replace(plain, mouse=False))


def test_one_wrong_entry_leaves_the_rest_of_its_table(tmp_path: Path) -> None:
    text = "[keymap]\nmark = 3\nskip = 'X'\n[services]\narxiv = 'ftp://x'\ncrossref = 'https://example.org'\n"
    settings = config.load(write(tmp_path, text))
    assert settings.keymap == {"skip": "X"}
    assert settings.services == {"crossref": "https://example.org"}
    assert len(settings.problems) == 2


MANY = "".join(f"a{number} = 1\n" for number in range(20_000))


@pytest.mark.parametrize("table", ["", "[services]\n", "[keymap]\n"])
def test_many_wrong_names_are_counted(tmp_path: Path, table: str) -> None:
    problems = config.load(write(tmp_path, table + MANY)).problems
    assert len(problems) == 11
    assert "19,990 more" in problems[-1].message


NO_SETTINGS = {
    "theme = ": "Invalid value",
    "theme = 'a'\ntheme = 'b'": "Cannot overwrite a value",
    "a = " + "[" * 100_000: "nested too deeply",
    "a" + ".a" * 5_000 + " = 1": "a name has too many parts",
    "a = " + "1" * 5_000: "a number has too many digits",
    "\xff": "is not UTF-8",
    "\x00": "Invalid statement",
    "#" * 300_000: "is larger than 244 KB",
}


@pytest.mark.parametrize("text", NO_SETTINGS, ids=NO_SETTINGS.values())
def test_a_file_that_holds_no_settings_leaves_the_defaults(tmp_path: Path, text: str) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(text.encode("latin-1"))
    settings = config.load(path)
    assert replace(settings, problems=()) == config.Settings(path=path)
    (problem,) = settings.problems
    assert problem.message.startswith(f"{path}: ")
    assert NO_SETTINGS[text] in problem.message
    assert "TOML" in problem.hint


ODD: list[tuple[Callable[[Path], None], str]] = [
    (Path.mkdir, "a folder stands where a file should be"),
    (os.mkfifo, "a pipe stands where a file should be"),
    (lambda path: path.symlink_to(path), "symbolic links"),
]


@pytest.mark.parametrize(("make", "said"), ODD)
def test_what_is_no_file_leaves_the_defaults(tmp_path: Path, make: Callable[[Path], None], said: str) -> None:
    path = tmp_path / "config.toml"
    make(path)
    (problem,) = config.load(path).problems
    assert said in problem.message


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from([*config.DEFAULTS, "path", "problems", "x"]), VALUES, max_size=4))
def test_any_values_leave_settings_that_the_app_can_use(values: dict[str, object]) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = write(Path(folder), "")
        patch.setattr(config, "toml", lambda text: values)
        settings = config.load(path)
    assert settings.path == path
    assert {type(getattr(settings, name)) for name in config.DEFAULTS} <= {str, bool, dict}
    assert set(values) <= set(config.DEFAULTS) or settings.problems
    assert all(problem.message and len(problem.message) < 1000 for problem in settings.problems)


def test_shipped_folders_are_found() -> None:
    assert list(config.shipped("themes").glob("*.toml"))
    assert (config.shipped("examples") / "config.toml").is_file()


def test_the_commented_example_is_a_legal_settings_file_of_the_defaults() -> None:
    example = config.load(config.shipped("examples") / "config.toml")
    defaults = config.Settings()
    assert (example.theme, example.mouse, example.preview, example.dialect) == (
        defaults.theme,
        defaults.mouse,
        defaults.preview,
        defaults.dialect,
    )
    assert example.export_options == defaults.export_options
    assert example.keymap == {}


def test_folders_follow_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("READINGLIST_LIBRARY", str(tmp_path / "l"))
    monkeypatch.setenv("READINGLIST_CONFIG", str(tmp_path / "c"))
    assert config.library_folder() == tmp_path / "l"
    assert config.settings_folder() == tmp_path / "c"


def test_the_template_of_cite_keys_is_the_default_in_the_example_too() -> None:
    assert config.load(config.shipped("examples") / "config.toml").cite_key == config.Settings().cite_key == DEFAULT
