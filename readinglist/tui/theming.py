"""Themes: ours, the user's and Textual's, each with the colours our screens need."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual.color import Color, ColorParseError
from textual.design import DEFAULT_DARK_BACKGROUND, DEFAULT_LIGHT_BACKGROUND
from textual.theme import Theme

from readinglist.credentials import quoted
from readinglist.errors import ConfigError
from readinglist.papers.status import Status
from readinglist.settings import config
from readinglist.settings.validation import called, nearest, unknown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from textual.app import App

COLORS = (
    "primary", "secondary", "background", "surface", "panel", "foreground", "accent", "warning", "error", "success",
    "boost",
)  # fmt: skip
"""Names allowed in a theme file's ``[colors]``; all but ``primary`` have defaults."""
ANSI = {
    **{f"status-{status}": f"ansi_{status.palette}" for status in Status},
    "match": "ansi_yellow",
    "dim": "ansi_default",
    "cursor-background": "ansi_bright_black",
    "mark": "ansi_yellow",
}
"""Our own colours for themes that use the terminal's palette."""
VARIABLES = tuple(ANSI)
"""Our own colours, ``$status-inbox`` and so on in style sheets; every theme has all of them when it is chosen."""
COLOR_PART = re.compile(r"(?P<color>.+?)(?:\s+(?P<opacity>\d{1,2}|100)%)?")
STYLES = frozenset("none not bold b dim d italic i underline u underline2 uu reverse r strike s blink".split())
"""Words allowed in a variable with ``style`` in its name, several with blanks between."""
VARIABLE = re.compile("[a-z][a-z0-9-]{0,49}")
LONGEST_NAME = 40
READABLE = 4.5
"""The least contrast of text with its background (WCAG 2, level AA)."""


def register(app: App[Any], settings: config.Settings) -> list[str]:
    """Make the user's themes known to `app` and choose the one of `settings`; gives the problems met, for people.

    Call it when the app is made, before its style sheets are read. Of ours only the chosen one is read: see `complete`.
    """
    problems = []
    ours = shipped()
    for path in [*filter(None, [ours.get(settings.theme)]), *themes_in(config.settings_folder() / "themes")]:
        try:
            app.register_theme(load(path))
        except ConfigError as error:
            problems.append(error.line)
    name = settings.theme
    if name not in app.available_themes:
        hint = nearest(name, {**app.available_themes, **ours})
        problems.append(f"there is no theme {quoted(name)} ({hint})")
        name = config.DEFAULT_THEME
        if name not in app.available_themes:  # the user may have one of that name
            app.register_theme(load(ours[name]))
    app.register_theme(completed(app.available_themes[name]))
    app.theme = name
    app.stylesheet.set_variables(app.get_css_variables())
    return problems


def complete(app: App[Any]) -> None:
    """Make all other themes known too, with our own colours, before one of them can be chosen."""
    for name, path in shipped().items():
        if name not in app.available_themes:
            app.register_theme(load(path))
    for theme in app.available_themes.values():
        if "status-inbox" not in theme.variables:
            app.register_theme(completed(theme))


def shipped() -> dict[str, Path]:
    """Our themes: name → file."""
    return {path.stem: path for path in themes_in(config.shipped("themes"))}


def themes_in(folder: Path) -> list[Path]:
    """The theme files in a folder."""
    return sorted(folder.glob("*.toml"))


def load(path: Path) -> Theme:
    """The theme in a TOML file, tried out so that a wrong colour is found now; raises ConfigError."""
    try:
        values = config.toml(config.read(path))
    except (OSError, ValueError) as error:
        hint = "see a shipped theme for the form"
        raise ConfigError(f"{path}: cannot be read as a theme: {config.reason(error)}", hint) from error
    name, dark = values.pop("name", None), values.pop("dark", True)
    if not isinstance(name, str) or not name.strip() or "," in name or not name.isprintable():
        raise ConfigError(f"{path}: the theme has no name", 'add name = "my-theme"')
    if len(name) > LONGEST_NAME:
        raise ConfigError(
            f"{path}: the theme's name is longer than {LONGEST_NAME} letters", 'such as name = "my-theme"'
        )
    if not isinstance(dark, bool):
        raise ConfigError(f"{path}: dark is true or false, not {called(dark)}", "true for light text on a dark ground")
    ground = Color.parse(DEFAULT_DARK_BACKGROUND if dark else DEFAULT_LIGHT_BACKGROUND)
    colors = table(path, values.pop("colors", {}), "colors", COLORS, ground)
    ground = Color.parse(colors["background"]) if "background" in colors else ground
    variables = table(path, values.pop("variables", {}), "variables", (), ground)
    for fault, hint in unknown("part of a theme", values, dict.fromkeys(("name", "dark", "colors", "variables"))):
        raise ConfigError(f"{path}: {fault}", hint)
    if "primary" not in colors:
        raise ConfigError(f"{path}: [colors] has no primary", 'add primary = "#5f87af" below [colors]')
    return built(name.strip(), dark, colors, variables)


def table(path: Path, values: Any, title: str, names: tuple[str, ...], ground: Color) -> dict[str, str]:
    """`values` as they go into style sheets if it maps names, only `names` if there are any, to colours and styles.

    Raises ConfigError otherwise.
    """
    if not isinstance(values, dict):
        raise ConfigError(f"{path}: {title} is a table", f"write [{title}] on a line of its own")
    known = names or filter(VARIABLE.fullmatch, values)
    for fault, hint in unknown("colour", values, dict.fromkeys(known)):
        raise ConfigError(f"{path}: {fault}", hint)
    return {name: plain(path, name, value, ground) for name, value in values.items()}


def plain(path: Path, name: str, value: Any, ground: Color) -> str:
    """A colour, or the styles of a variable for styles, spelt anew; raises ConfigError for all else.

    It becomes part of style sheets, where it must not be able to say anything more. A translucent colour becomes what
    it looks like on `ground`: some of Textual's widgets end the app when they meet one.
    """
    if not isinstance(value, str):
        raise ConfigError(f"{path}: {name} is text in quotes, not {called(value)}", 'such as "#5f87af"')
    if "style" in name:
        if words := STYLES.issuperset(value.split()) and value.split():
            return " ".join(words)
        raise ConfigError(f"{path}: {name} = {quoted(value)} is no style", 'such as "bold" or "underline"')
    match = COLOR_PART.fullmatch(value)
    try:
        color = Color.parse(match["color"] if match else value)
    except ColorParseError as error:
        raise ConfigError(f"{path}: {name} = {quoted(value)} is no colour", 'such as "#5f87af" or "teal"') from error
    opacity = int(match["opacity"]) / 100 if match and match["opacity"] else 1.0
    return color.hex if color.ansi is not None else Color(*ground.rgb).blend(color, color.a * opacity, alpha=1.0).hex


def built(name: str, dark: bool, colors: dict[str, str], variables: dict[str, str]) -> Theme:
    """The theme of these values."""
    theme = Theme(name, primary=colors["primary"], dark=dark, variables=variables)
    for key, value in colors.items():
        setattr(theme, key, value)
    theme = completed(fitted(theme))
    theme.to_color_system().generate()
    return theme


def fitted(theme: Theme) -> Theme:
    """`theme` with quiet scrollbars and our cursor for Textual's own widgets, where it says nothing else."""
    ground, ink = ground_and_ink(theme)
    shades = {"scrollbar": 0.25, "scrollbar-hover": 0.35, "scrollbar-active": 0.45}
    fittings = {name: ground.blend(ink, shade, alpha=1.0).hex for name, shade in shades.items()}
    names = (
        "scrollbar-background",
        "scrollbar-background-hover",
        "scrollbar-background-active",
        "scrollbar-corner-color",
    )
    fittings |= dict.fromkeys(names, ground.hex)
    if "cursor-background" in theme.variables:
        fittings |= {
            "block-cursor-background": theme.variables["cursor-background"],
            "block-cursor-foreground": ink.hex,
        }
    return replace(theme, variables={**fittings, **theme.variables})


def ground_and_ink(theme: Theme) -> tuple[Color, Color]:
    """The colours of background and text."""
    ground = Color.parse(theme.background or (DEFAULT_DARK_BACKGROUND if theme.dark else DEFAULT_LIGHT_BACKGROUND))
    return ground, Color.parse(theme.foreground) if theme.foreground else ground.inverse


def completed(theme: Theme) -> Theme:
    """`theme` with those of our own colours that it lacks."""
    return replace(theme, variables={**(ANSI if theme.ansi else defaults(theme)), **theme.variables})


def defaults(theme: Theme) -> Mapping[str, str]:
    """Our own colours as they follow from the theme's: the status colours readable on its background."""
    ground, ink = ground_and_ink(theme)
    primary = Color.parse(theme.primary)
    cursor = ground.blend(primary, 0.25, alpha=1.0)

    def text(color: str | None) -> str:
        return readable(Color.parse(color) if color else primary, ink, cursor).hex

    quiet = readable(ink.blend(ground, 0.4, alpha=1.0), ink, cursor).hex
    return {
        **{f"status-{status}": text(color_of(theme, status)) if status.role else quiet for status in Status},
        "match": text(theme.warning),
        "dim": quiet,
        "cursor-background": cursor.hex,
        "mark": text(theme.accent),
    }


def color_of(theme: Theme, status: Status) -> str | None:
    """The colour of a theme that a status follows."""
    return next(filter(None, (getattr(theme, role) for role in status.role.split())), None)


def readable(color: Color, ink: Color, ground: Color) -> Color:
    """`color`, moved towards `ink` as far as it takes to be read on `ground`."""
    steps = (color.blend(ink, step / 10, alpha=1.0) for step in range(11))
    return next((step for step in steps if contrast(step, ground) >= READABLE), ink)


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(color: Color) -> float:
    """The relative luminance of a colour, 0 to 1 (WCAG 2)."""
    parts = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))
