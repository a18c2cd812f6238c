"""The style of a .bib file: private fields, ASCII, and options."""

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
"""Option → its description; `arxiv-journal` and `escaped-urls` change nothing for biblatex, which needs neither."""


@dataclass(frozen=True, slots=True)
class Style:
    """The choices for a .bib file besides its dialect."""

    private: tuple[str, ...] = ()
    """Names of `private_fields.FIELDS` to be written."""
    ascii_only: bool = False
    """Whether characters without an ASCII encoding are romanised."""
    options: tuple[str, ...] = ()
    """Names of `OPTIONS`."""


PLAIN = Style()


def names_in(text: str) -> list[str]:
    """The names in a list with commas."""
    return [name for part in text.split(",") if (name := part.strip().lower())]


def options_in(text: str) -> tuple[str, ...]:
    """The options named in a list with commas; raises ValueError with the known names."""
    names = names_in(text)
    if wrong := [name for name in names if name not in OPTIONS]:
        raise ValueError(f"there is no option {quoted(wrong[0], text)}; known: {', '.join(OPTIONS)}")
    return tuple(dict.fromkeys(names))


def style_in(text: str) -> Style:
    """The style with the options named in a list with commas; raises ValueError with the known names."""
    return Style(options=options_in(text))
