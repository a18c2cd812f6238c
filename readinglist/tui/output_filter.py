"""The last filter before the terminal: no control character passes, whatever the library's files hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.filter import LineFilter

from readinglist.text import NO_LETTER

if TYPE_CHECKING:
    from textual.color import Color


class PrintableFilter(LineFilter):
    """Removes control characters from lines; the usual case without any costs one check."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments without control characters."""
        if all(segment.text.isprintable() for segment in segments):
            return segments
        return [Segment(NO_LETTER.sub("", text), style, control) for text, style, control in segments]
