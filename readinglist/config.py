"""Settings (TOML), the folders we use, and where themes and examples lie."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from readinglist import regular
from readinglist.errors import ConfigError

DEFAULT_THEME = "paper-dark"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may set in ``config.toml``; every setting has a default that works."""

    theme: str = DEFAULT_THEME
    """Name of one of our themes, of Textual's, or of a file in the settings folder's ``themes/``."""
    editor: str = ""
    """Command for long texts; empty: $VISUAL, $EDITOR, else the built-in editor."""
    mailto: str = ""
    """Address sent to Crossref and others so that they can reach you; nothing is sent if empty."""
    mouse: bool = True
    """Whether the terminal reports the mouse to the app."""
    preview: str = "auto"
    """Where the paper is shown: ``right``, ``below``, ``off``, or ``auto`` by the width of the terminal."""
    dialect: str = "bibtex"
    """What .bib files are written for: ``bibtex`` or ``biblatex``."""
    export_options: str = ""
    """Options of .bib files with commas between, as for `export --option`."""
    cite_key: str = "{author}{year}{title}"
    """The template of the cite keys that new papers get."""
    keymap: dict[str, str] = field(default_factory=dict)
    """Action id → keys (``"g i"``, several with commas between); an empty text unbinds."""
    services: dict[str, str] = field(default_factory=dict)
    """Base address of each online service: ``arxiv``, ``crossref``, ``datacite``, ``huggingface``."""
    path: Path = field(default_factory=Path)
    """The file the settings were read from."""


CHOICES = {"preview": ("auto", "right", "below", "off"), "dialect": ("bibtex", "biblatex")}
KINDS = {
    str: ("text in quotes", '{} = "text"'),
    bool: ("true or false", "{} = true"),
    dict: ("a table", '[{}] on a line of its own, below it lines of the form name = "text"'),
}
"""The type of a setting → what it is called, and how it is written."""
DEEP = re.compile(r"""(?:\.\s{0,9}[\w"'-]{1,40}\s{0,9}){64}""")
"""Names in names in names, for which the parser takes quadratic time."""
SERVICES = {
    "arxiv": "https://export.arxiv.org",
    "crossref": "https://api.crossref.org",
    "datacite": "https://api.datacite.org",
    "huggingface": "https://huggingface.co",
}


def settings_folder() -> Path:
    """Where ``config.toml`` and the user's ``themes/`` are."""
    if path := os.environ.get("READINGLIST_CONFIG"):
        return expanded(path)
    import platformdirs  # noqa: PLC0415 - not needed when the folder is given

    return platformdirs.user_config_path("readinglist")


def library_folder() -> Path:
    """The library that is opened when none is named."""
    if path := os.environ.get("READINGLIST_LIBRARY"):
        return expanded(path)
    import platformdirs  # noqa: PLC0415

    return platformdirs.user_data_path("readinglist")


def expanded(path: str) -> Path:
    """`path` with the home folder in the place of ``~``; raises ConfigError if there is none."""
    try:
        return Path(path).expanduser()
    except RuntimeError as error:
        raise ConfigError(f"{path}: there is no such home folder", "write the whole path") from error


def shipped(name: str) -> Path:
    """The folder ``themes`` or ``examples``: inside the installed package, else in the clone's root."""
    package = Path(__file__).parent
    installed = package / "_shipped" / name
    return installed if installed.is_dir() else package.parent / name


def load(path: Path | None = None) -> Settings:
    """The settings in `path` (default: the settings folder's ``config.toml``); defaults if there is no such file.

    Raises ConfigError with the file, the place and the nearest legal name.
    """
    path = path or settings_folder() / "config.toml"
    try:
        text = regular.read(path, follow=True).decode("utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return Settings(path=path)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ConfigError(f"{path}: cannot be read: {reason}", "make it a readable UTF-8 file") from error
    try:
        values = toml(text)
    except ValueError as error:
        raise ConfigError(f"{path}: {error}", "the file is TOML: name = value, text in double quotes") from error
    return Settings(**{name: check(path, name, value) for name, value in values.items()}, path=path)


def toml(text: str) -> dict[str, Any]:
    """The values in TOML text; raises ValueError for all that is none, nesting without end and endless numbers too."""
    import tomllib  # noqa: PLC0415 - most commands read no settings

    if DEEP.search(text):
        raise ValueError("a name has too many parts")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("tables or arrays are nested too deeply") from None


def check(path: Path, name: str, value: Any) -> Any:
    """`value` if it is legal for setting `name`; raises ConfigError otherwise."""
    defaults = {setting.name: getattr(Settings(), setting.name) for setting in fields(Settings)}
    del defaults["path"]
    if name not in defaults:
        raise ConfigError(f"{path}: there is no setting {name!r}", nearest(name, defaults))
    if type(value) is not type(defaults[name]):
        kind, such = KINDS[type(defaults[name])]
        raise ConfigError(f"{path}: {name} is {kind}, not {value!r}", f"such as {such.format(name)}")
    if name in CHOICES and value not in CHOICES[name]:
        raise ConfigError(f"{path}: {name} cannot be {value!r}", "one of: " + ", ".join(CHOICES[name]))
    if isinstance(value, dict):
        check_table(path, name, value)
    if name == "cite_key":
        check_template(path, value)
    if name == "export_options":
        check_options(path, value)
    return value


def check_options(path: Path, options: str) -> None:
    """Raise ConfigError unless `options` are those of .bib files."""
    from readinglist.bibtex.style import options_in  # noqa: PLC0415 - few settings have some

    try:
        options_in(options)
    except ValueError as error:
        raise ConfigError(f"{path}: export_options: {error}", 'such as "whole-titles, versions"') from None


def check_template(path: Path, template: str) -> None:
    """Raise ConfigError unless `template` is one of cite keys."""
    from readinglist.papers import keytemplate  # noqa: PLC0415 - few settings have one

    try:
        keytemplate.parse(template)
    except ConfigError as error:
        raise ConfigError(f"{path}: cite_key: {error.message}", error.hint) from None


def check_table(path: Path, name: str, table: dict[str, Any]) -> None:
    """Raise ConfigError unless `table` maps names to texts, and services to known ones."""
    for key, value in table.items():
        if not isinstance(value, str):
            raise ConfigError(f"{path}: {name}.{key} is text in quotes, not {value!r}", 'such as "g i"')
        if name == "services" and key not in SERVICES:
            raise ConfigError(f"{path}: there is no service {key!r}", nearest(key, SERVICES))


def nearest(name: str, known: dict[str, Any]) -> str:
    """A hint with the most similar of the `known` names, or all of them."""
    import difflib  # noqa: PLC0415 - only wrong settings need it

    close = difflib.get_close_matches(name, known, 1)
    return f"did you mean {close[0]!r}?" if close else "known: " + ", ".join(sorted(known))
