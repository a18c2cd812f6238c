"""How .bib files are to be written: what goes in besides what everybody needs, in which letters, by whose habits."""

from __future__ import annotations

from dataclasses import dataclass

from readinglist.credentials import quoted

OPTIONS = {
    "arxiv-journal": "preprints as @article in “arXiv preprint arXiv:…”",
    "whole-titles": "whole titles in braces: no style changes a capital",
    "colon-capitals": "the first word after a colon keeps its capital",
    "escaped-urls": r"\_ \% \& \# in addresses, for old styles",
    "versions": "the arXiv version that was read (2401.01234v2)",
    "all-urls": "an address even where the DOI or arXiv id says it",
}
"""What can be wished by name; `arxiv-journal` and `escaped-urls` change nothing for biblatex, which needs neither."""


@dataclass(frozen=True, slots=True)
class Style:
    """What is wished for a .bib file beyond its dialect."""

    private: tuple[str, ...] = ()
    """Names of `private.FIELDS` to be written too."""
    ascii_only: bool = False
    """Whether what cannot be told in ASCII is given up."""
    options: tuple[str, ...] = ()
    """Names of `OPTIONS`."""


PLAIN = Style()


def names_in(text: str) -> list[str]:
    """The names in a list with commas."""
    return [name for part in text.split(",") if (name := part.strip().lower())]


def options_in(text: str) -> tuple[str, ...]:
    """The options named in a list with commas; raises ValueError with the names there are."""
    names = names_in(text)
    if wrong := [name for name in names if name not in OPTIONS]:
        raise ValueError(f"there is no option {quoted(wrong[0], text)}; known: {', '.join(OPTIONS)}")
    return tuple(dict.fromkeys(names))


def style_in(text: str) -> Style:
    """The style of the options named in a list with commas; raises ValueError with the names there are."""
    return Style(options=options_in(text))
