"""Texts broken into lines that fit, wide letters counted as terminals draw them."""

from __future__ import annotations

from rich.cells import cell_len, chop_cells


def wrapped(text: str, width: int) -> list[str]:
    """The words of a text in lines, none of them wider than `width` cells; at least one line."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if cell_len(longer) > width:
            whole = [line] if line else []
            *pieces, longer = chop_cells(word, width)
            lines += [*whole, *pieces]
        line = longer
    return [*lines, line]
