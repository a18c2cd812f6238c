"""Messages made safe to print; commands in them name the library that the user named."""

from __future__ import annotations

from readinglist.credentials import safe

library_option: list[str] = []
"""The value of ``--library``, if given."""
OURS = "`readinglist "
"""Start of a command in a message."""


def with_library(message: str) -> str:
    """A message made safe; with the ``--library`` option appended if it advises a command."""
    text = safe(message)
    if not library_option or OURS not in text:
        return text
    import shlex

    return safe(f"{text} (with --library {shlex.quote(library_option[0])})")
