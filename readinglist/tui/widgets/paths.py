"""Completion of paths while they are typed."""

from __future__ import annotations

from pathlib import Path

from textual.suggester import Suggester


class Paths(Suggester):
    """Completes folders and .bib files."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """The file or folder that `value` begins."""
        return completed(value)


def completed(text: str) -> str | None:
    """The path of the first folder or .bib file that begins with `text`; None if there is none."""
    folder, _, start = text.rpartition("/")
    try:
        place = Path(f"{folder}/" if "/" in text else ".").expanduser()
        found = sorted(path for path in place.iterdir() if path.name.startswith(start) and path.name != start)
    except (OSError, RuntimeError):
        return None
    for path in found:
        if start and (path.suffix == ".bib" or path.is_dir()):
            return text + path.name.removeprefix(start) + "/" * path.is_dir()
    return None
