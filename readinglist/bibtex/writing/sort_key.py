"""The ``key`` field, by which BibTeX's styles sort and label an entry without authors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from readinglist.latex.encoder import formulas
from readinglist.papers.citekey import STOP_WORDS

if TYPE_CHECKING:
    from readinglist.papers.paper import Paper

WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
LONGEST = 4


def sort_key(paper: Paper) -> str:
    """A few words of the organisation, else of the title."""
    who = paper.organization or paper.fields.get("organization", "")
    text = "".join(formulas(who or paper.title)[::2])
    words = WORD.findall(text.partition(":")[0])[:LONGEST] or WORD.findall(text)[:LONGEST]
    while len(words) > 1 and words[-1].lower() in STOP_WORDS:
        del words[-1]
    if len(words) > 1 and words[0].lower() in {"a", "an", "the"}:
        del words[0]
    return " ".join(words)
