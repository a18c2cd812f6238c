"""The last look at what is drawn: nothing but letters reaches the terminal, whatever a file of the library held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.filter import LineFilter

from readinglist.text import NO_LETTER

if TYPE_CHECKING:
    from textual.color import Color


class PrintableFilter(LineFilter):
    """Takes control characters out of lines; where there are none, which is nearly always, it costs a glance."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments without control characters."""
        if all(segment.text.isprintable() for segment in segments):
            return segments
        return [Segment(NO_LETTER.sub("", text), style, control) for text, style, control in segments]
