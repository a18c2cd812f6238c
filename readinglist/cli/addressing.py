"""The library that the command line names, and messages that advise commands for it."""

from __future__ import annotations

place: list[str] = []
"""The folder of the library, if the command line names one."""
OURS = "`readinglist "
"""How a command begins that a message advises."""


def addressed(text: str) -> str:
    """A message that advises a command, with the library it is for where the user named that."""
    if not place or OURS not in text:
        return text
    import shlex

    return f"{text} (with --library {shlex.quote(place[0])})"
