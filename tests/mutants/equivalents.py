"""Mutants that change nothing anybody could notice, each argued by hand in `equivalents.txt`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.mutants.mutations import Mutant

ARGUED = Path(__file__).with_name("equivalents.txt")


def is_argued(made: Mutant) -> bool:
    """Whether a mutant stands in the list."""
    return (made.module.rsplit("/", 1)[-1], *changed_lines(made.diff)) in argued()


def changed_lines(diff: str) -> tuple[str, ...]:
    """The lines taken away and put in, without their indentation."""
    return tuple(line[0] + line[1:].strip() for line in diff.splitlines() if line[:1] in {"-", "+"})


def argued() -> set[tuple[str, ...]]:
    """Module's name and changed lines of each mutant in the list.

    A paragraph's first line names the module and gives the reason, the others are the changed lines as the report
    prints them; a paragraph of ``#`` lines is a comment.
    """
    paragraphs = ARGUED.read_text(encoding="utf-8").strip().split("\n\n")
    found = set()
    for paragraph in paragraphs:
        if not paragraph.startswith("#"):
            first, *diff = paragraph.splitlines()
            found.add((first.split(":")[0], *changed_lines("\n".join(diff))))
    return found
