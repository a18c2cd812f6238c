"""A setting that the app writes: it is there, and everything else in the user's file is as it was."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.errors import ConfigError
from readinglist.settings import config
from readinglist.settings.config_edit import with_setting, write_setting

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's settings folder."""
    monkeypatch.setenv("READINGLIST_CONFIG", str(tmp_path))
    return tmp_path


REMEMBERED = [
    ("", 'theme = "ink"\n'),
    ('theme = "sepia"', 'theme = "ink"'),
    ("theme='sepia' # mine\nmouse = false\n", 'theme="ink" # mine\nmouse = false\n'),
    ("  'theme'  =  'x'\t# mine\r\n[keymap]\r\n", "  'theme'  =  \"ink\"\t# mine\r\n[keymap]\r\n"),
    (
        'mouse = false # off\n\ntheme = "x"\n\n[keymap] # keys\n"a.b"  =  "c"\n',
        'mouse = false # off\n\ntheme = "ink"\n\n[keymap] # keys\n"a.b"  =  "c"\n',
    ),
    ('theme = """a\nb""" # two lines\n', 'theme = "ink" # two lines\n'),
    ("theme = 7\nmouse = true\n", 'theme = "ink"\nmouse = true\n'),
    ("mouse = false\r\n", 'theme = "ink"\r\nmouse = false\r\n'),
    ('# set me\n[keymap]\ntheme = "T"\n', 'theme = "ink"\n# set me\n[keymap]\ntheme = "T"\n'),
    ('editor = """\ntheme = "x"\n"""\n', 'theme = "ink"\neditor = """\ntheme = "x"\n"""\n'),
    ('\ufefftheme = "a"\n', '\ufefftheme = "ink"\n'),
]


@pytest.mark.parametrize(("before", "after"), REMEMBERED)
def test_the_choice_is_remembered_and_the_rest_stays(folder: Path, before: str, after: str) -> None:
    path = folder / "config.toml"
    path.write_bytes(before.encode())
    path.chmod(0o640)
    write_setting("theme", "ink")
    assert path.read_bytes().decode() == after
    assert path.stat().st_mode & 0o777 == 0o640
    assert config.load().theme == "ink"
    assert [file.name for file in folder.iterdir() if file.name != "themes"] == ["config.toml"]


def test_the_first_choice_makes_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READINGLIST_CONFIG", str(folder / "new"))
    write_setting("theme", "ink")
    assert config.load().theme == "ink"


@pytest.mark.parametrize("text", ["theme = ", '[keymap]\na = "b"\n[theme]\nname = "x"\n', "\xff"])
def test_a_file_we_cannot_change_safely_stays_as_it_is(folder: Path, text: str) -> None:
    path = folder / "config.toml"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(ConfigError, match="not remembered"):
        write_setting("theme", "ink")
    assert path.read_bytes() == text.encode("latin-1")


def test_a_linked_settings_file_stays_a_link(folder: Path) -> None:
    (folder / "dotfiles.toml").write_text("mouse = false\n")
    (folder / "config.toml").symlink_to(folder / "dotfiles.toml")
    write_setting("theme", "ink")
    assert (folder / "config.toml").is_symlink()
    assert "ink" in (folder / "dotfiles.toml").read_text()


TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=20)


@given(TEXTS, st.dictionaries(st.sampled_from(["editor", "mailto", "theme"]), TEXTS))
def test_any_name_goes_into_any_settings(name: str, values: dict[str, str]) -> None:
    def quoted(text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    text = "".join(f"{key} = {quoted(value)}\n" for key, value in values.items() if '"' not in value)
    before = tomllib.loads(text)
    assert tomllib.loads(with_setting(text, "theme", name)) == {**before, "theme": name}


@pytest.mark.parametrize("text", ["x = nan\n", "[x]\ny = -nan\n"])
def test_a_number_that_is_none_keeps_no_setting_from_being_changed(text: str) -> None:
    assert 'theme = "ink"' in with_setting(text, "theme", "ink")
