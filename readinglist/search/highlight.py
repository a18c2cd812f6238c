"""Highlighting: the ranges of a text that match a query."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING
from unicodedata import combining

from readinglist.search.index.tokens import Token, is_unspaced, other_tokens, pattern, tokens
from readinglist.search.index.typos import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from readinglist.search.index.index import Index
    from readinglist.search.query.tree import Query

    Span = tuple[int, int]


def spans(text: str, query: Query, index: Index | None = None) -> list[Span]:
    """The ranges of `text` that match words or phrases of `query`, in order, with gaps between them.

    A word with a typed beginning is marked as far as it was typed, one with a typo as a whole. The index that found
    the papers makes this a look-up per word.
    """
    if not query.has_words:
        return []
    plain = tokens(text)
    found: list[Span] = []
    if query.words:
        all_tokens = [*plain, *other_tokens(text, plain)]
        vocabulary = index.vocabulary if index else Vocabulary({token.word for token in all_tokens})
        for typed in query.words:
            meanings = vocabulary.meanings(typed)
            found += chain.from_iterable(places_in(text, token, typed, meanings) for token in all_tokens)
    for phrase in query.phrases:
        found += places_of(text, plain, phrase)
    return united(found)


def places_in(text: str, token: Token, typed: str, meanings: Mapping[str, float]) -> Iterator[Span]:
    """The ranges in a word of the text that the typed word matches."""
    if token.word not in meanings:
        return
    if is_unspaced(typed):
        yield from occurrences(text, token.word, token.places, typed)
    elif token.word.startswith(typed):
        yield span(text, token.places[: len(typed)])
    else:
        yield span(text, token.places)


def places_of(text: str, plain: Sequence[Token], phrase: str) -> Iterator[Span]:
    """The ranges of a phrase in a text, given as tokens."""
    line, places = " ", [-1]
    for token in plain:
        line += token.word + " "
        places += [*token.places, -1]
    return occurrences(text, line, places, pattern(phrase, whole=True))


def occurrences(text: str, line: str, places: Sequence[int], wanted: str) -> Iterator[Span]:
    """The ranges of `wanted` in a line whose letters come from `places` in the text (-1: not from the text)."""
    start = line.find(wanted)
    while start >= 0:
        yield span(text, [place for place in places[start : start + len(wanted)] if place >= 0])
        start = line.find(wanted, start + 1)


def span(text: str, places: Sequence[int]) -> Span:
    """The range of the text from the first place to the last, accents after it included."""
    end = places[-1] + 1
    while end < len(text) and combining(text[end]):
        end += 1
    return places[0], end


def united(found: Sequence[Span]) -> list[Span]:
    """The ranges in order, merged where they overlap or touch."""
    result: list[Span] = []
    for start, end in sorted(found):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result
