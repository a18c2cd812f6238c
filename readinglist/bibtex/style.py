"""How .bib files are to be written: what goes in besides what everybody needs, in which letters, by whose habits."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Style:
    """What is wished for a .bib file beyond its dialect."""

    private: tuple[str, ...] = ()
    """Names of `private.FIELDS` to be written too."""
    ascii_only: bool = False
    """Whether what cannot be told in ASCII is given up."""


PLAIN = Style()
