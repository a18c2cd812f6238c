"""Reading the settings (TOML), and the folders of settings, library, themes and examples."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from readinglist.errors import ConfigError
from readinglist.files import regular

DEFAULT_THEME = "paper-dark"


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in ``config.toml``, all with defaults."""

    theme: str = DEFAULT_THEME
    """The name of one of our themes, of Textual's, or of a file in the settings folder's ``themes/``."""
    editor: str = ""
    """Command for long texts; empty: $VISUAL, $EDITOR, else the built-in editor."""
    mailto: str = ""
    """Mail address sent to services so that they can reach the user; nothing is sent if empty."""
    mouse: bool = True
    """Whether the terminal reports the mouse to the app."""
    preview: str = "auto"
    """The position of the preview: ``right``, ``below``, ``off``, or ``auto`` by the width of the terminal."""
    dialect: str = "bibtex"
    """The dialect of .bib files: ``bibtex`` or ``biblatex``."""
    export_options: str = ""
    """Options of .bib files, separated by commas, as for `export --option`."""
    cite_key: str = "{author}{year}{title}"
    """The template of the cite keys that new papers get."""
    keymap: dict[str, str] = field(default_factory=dict)
    """Action id → keys (``"g i"``, several separated by commas); an empty text unbinds."""
    services: dict[str, str] = field(default_factory=dict)
    """Base address of each online service: ``arxiv``, ``crossref``, ``datacite``, ``huggingface``."""
    path: Path = field(default_factory=Path)
    """The file the settings were read from."""
    problems: tuple[ConfigError, ...] = ()
    """Problems of the file; the settings concerned have their defaults."""


DEFAULTS = {
    each.name: getattr(Settings(), each.name) for each in fields(Settings) if each.name not in ("path", "problems")
}
"""Name of a setting → its default."""
LARGEST = 250_000
"""The maximal size of a settings or theme file in bytes; reasonable ones have a few thousand."""
DEEP = re.compile(r"""(?:\.\s{0,9}[\w"'-]{1,40}\s{0,9}){64}""")
"""A dotted key with many parts, for which the parser takes quadratic time."""


def settings_folder() -> Path:
    """The folder of ``config.toml`` and the user's ``themes/``."""
    if path := os.environ.get("READINGLIST_CONFIG"):
        return expanded(path)
    import platformdirs  # noqa: PLC0415 - not needed when the folder is given

    return platformdirs.user_config_path("readinglist")


def library_folder() -> Path:
    """The folder of the default library."""
    if path := os.environ.get("READINGLIST_LIBRARY"):
        return expanded(path)
    import platformdirs  # noqa: PLC0415

    return platformdirs.user_data_path("readinglist")


def expanded(path: str) -> Path:
    """`path` with ``~`` expanded; raises ConfigError if there is no such home folder."""
    try:
        return Path(path).expanduser()
    except RuntimeError as error:
        raise ConfigError(f"{path}: there is no such home folder", "write the whole path") from error


def shipped(name: str) -> Path:
    """The folder ``themes`` or ``examples``: inside the installed package, else in the clone's root."""
    package = Path(__file__).parents[1]
    installed = package / "_shipped" / name
    return installed if installed.is_dir() else package.parent / name


def load(path: Path | None = None) -> Settings:
    """The settings in `path`, by default the settings folder's ``config.toml``; invalid ones have their defaults.

    Each problem names the file, the place, and the nearest legal name.
    """
    path = path or settings_folder() / "config.toml"
    try:
        values = toml(read(path))
    except (FileNotFoundError, NotADirectoryError):
        return Settings(path=path)
    except (OSError, ValueError) as error:
        hint = (
            "the file is TOML: name = value, text in double quotes; until it is mended all settings have their defaults"
        )
        return Settings(path=path, problems=(ConfigError(f"{path}: {reason(error)}", hint),))
    from readinglist.settings.validation import unknown, within  # noqa: PLC0415 - most commands read no settings

    faults = unknown("setting", values, DEFAULTS)
    found: dict[str, Any] = {}
    for name in [name for name in DEFAULTS if name in values]:
        found[name], wrong = within(name, values[name], DEFAULTS[name])
        faults += wrong
    return Settings(**found, path=path, problems=tuple(ConfigError(f"{path}: {fault}", hint) for fault, hint in faults))


def read(path: Path) -> str:
    """The text of a settings or theme file; raises OSError, and ValueError if it is large or not UTF-8."""
    try:
        return regular.read(path, follow=True, limit=LARGEST).decode()
    except UnicodeDecodeError:
        raise ValueError("is not UTF-8") from None


def reason(error: OSError | ValueError) -> str:
    """The reason why a settings or theme file cannot be used."""
    return f"cannot be read: {error.strerror}" if isinstance(error, OSError) and error.strerror else str(error)


def toml(text: str) -> dict[str, Any]:
    """Parsed TOML; raises ValueError if it is invalid, nested too deeply, or has numbers with too many digits."""
    import tomllib  # noqa: PLC0415 - most commands read no settings

    if DEEP.search(text):
        raise ValueError("a name has too many parts")
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError:
        raise
    except ValueError:
        raise ValueError("a number has too many digits") from None
    except RecursionError:
        raise ValueError("tables or arrays are nested too deeply") from None
