"""Settings: defaults, what is wrong and where, themes and examples found."""

from pathlib import Path

import pytest

from readinglist import config
from readinglist.errors import ConfigError
from readinglist.papers.keytemplate import DEFAULT


def write(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_no_file_means_defaults(tmp_path: Path) -> None:
    assert config.load(tmp_path / "none.toml").theme == config.DEFAULT_THEME


def test_values_are_read(tmp_path: Path) -> None:
    settings = config.load(write(tmp_path, 'theme = "sepia"\nmouse = false\n[keymap]\nmark = "m"\n'))
    assert (settings.theme, settings.mouse, settings.keymap) == ("sepia", False, {"mark": "m"})


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("theem = 'x'", "no setting 'theem'", "did you mean 'theme'?"),
        ("mouse = 'yes'", "mouse is true or false", "mouse = true"),
        ("preview = 'left'", "preview cannot be 'left'", "auto, right, below, off"),
        ("export_options = 'version'", "no option 'version'", "versions"),
        ("theme = ", "config.toml", "TOML"),
        ("[keymap]\nmark = 3", "keymap.mark is text in quotes", "g i"),
        ("[services]\narxive = 'x'", "no service 'arxive'", "did you mean 'arxiv'?"),
    ],
)
def test_a_wrong_file_is_explained(tmp_path: Path, text: str, message: str, hint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        config.load(write(tmp_path, text))
    assert message in caught.value.message
    assert hint in caught.value.hint


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
