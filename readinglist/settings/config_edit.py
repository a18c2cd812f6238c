"""Changing one setting in ``config.toml``: comments and layout of everything else stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.errors import ConfigError
from readinglist.files.atomic import replace_outside
from readinglist.files.regular import make_folder
from readinglist.settings import config

if TYPE_CHECKING:
    from pathlib import Path

MARK = "\ufeff"


def write_setting(name: str, value: str, path: Path | None = None) -> None:
    """Write a setting into the file, by default the user's; a link to it stays a link.

    Raises ConfigError if the file cannot be read, understood or written; it is then untouched.
    """
    path = path or config.settings_folder() / "config.toml"
    try:
        target = path.resolve()
        before = config.read(target) if target.exists() else ""
        after = with_setting(before, name, value)
        make_folder(target.parent)
        replace_outside(target, after.encode())
    except (OSError, ValueError, RuntimeError) as error:
        reason = config.reason(error) if isinstance(error, (OSError, ValueError)) else str(error)
        hint = f'repair the file, or write {name} = "{value}" into it'
        raise ConfigError(f"{path}: the {name} is not remembered: {reason}", hint) from error


def with_setting(text: str, name: str, value: str) -> str:
    """The TOML `text` with ``name = "value"``, on a new first line if it is not there; raises ValueError if unsure."""
    import tomlkit  # noqa: PLC0415 - takes as long as the first screen, and few sessions write a setting

    mark, text = text[: text.startswith(MARK)], text.removeprefix(MARK)
    values = config.toml(text)
    is_single = not isinstance(values.get(name), (dict, list))
    if not is_single:  # what else is in it would be lost
        raise ValueError(f"{name} is no single value")
    if name in values:
        document = tomlkit.parse(text)
        document[name] = value
        after = document.as_string()
    else:
        newline = "\r\n" if "\r\n" in text else "\n"
        after = f"{name} = {tomlkit.string(value).as_string()}{newline}{text}"
    if repr(sorted(config.toml(after).items())) != repr(sorted({**values, name: value}.items())):  # nan is not nan
        raise ValueError(f"{name} stands where it cannot be changed")
    return mark + after
