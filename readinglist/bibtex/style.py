"""How .bib files are to be written: what goes in besides what everybody needs, in which letters, by whose habits."""

from __future__ import annotations

from dataclasses import dataclass

OPTIONS = {
    "arxiv-journal": "preprints as @article of the journal “arXiv preprint arXiv:…”, for styles that know no eprint",
    "whole-titles": "whole titles in a second pair of braces: no style changes a capital",
    "colon-capitals": "the first word after a colon in braces, so that it keeps its capital",
    "escaped-urls": r"addresses and DOIs with \_ \% \& \# for old styles that print them as text",
    "versions": "the arXiv version that was read (2401.01234v2)",
    "all-urls": "an address for every entry, also where it only repeats the DOI or the arXiv id",
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
        raise ValueError(f"there is no option {wrong[0]!r}; known: {', '.join(OPTIONS)}")
    return tuple(dict.fromkeys(names))
