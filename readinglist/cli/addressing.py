"""Messages as they are printed: nothing in them does harm, and commands they advise name the user's library."""

from __future__ import annotations

from readinglist.credentials import safe

place: list[str] = []
"""The folder of the library, if the command line names one."""
OURS = "`readinglist "
"""How a command begins that a message advises."""


def addressed(message: str) -> str:
    """A message as it is printed; one that advises a command with the library it is for, where the user named that."""
    text = safe(message)
    if not place or OURS not in text:
        return text
    import shlex

    return safe(f"{text} (with --library {shlex.quote(place[0])})")
