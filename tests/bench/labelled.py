"""Pairs of records of which it is known whether they are one paper, and chains of three: the same for the same seed.

Their shapes are those that people have: what Google Scholar, DBLP, arXiv, publishers and reference managers write, and
what people do to it. Their words, people and venues are invented.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tests.bench.invented import Inventor
from tests.bench.kinds_apart import APART
from tests.bench.kinds_ask import ASK
from tests.bench.kinds_same import SAME
from tests.bench.kinds_spelt import SPELT
from tests.bench.shapes import (
    Said,
    at_conference,
    cased,
    corr,
    eprint,
    in_journal,
    later,
    page,
    scholar,
    service,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench.shapes import Kind

KINDS: dict[str, Kind] = {kind.name: kind for kinds in (SAME, SPELT, ASK, APART) for kind in kinds.all}
CHAINS = 20
"""How many of each kind."""


class Pair(NamedTuple):
    """Two records, and what is to be said of them: ``same``, ``ask``, ``different`` or ``ask or different``."""

    kind: str
    label: str
    records: tuple[Said, Said]
    one_file: bool
    """Whether both stand in one file, else in two that are added one after the other."""


class Chain(NamedTuple):
    """Three records, to be added in any order."""

    kind: str
    records: tuple[Said, Said, Said]
    is_one: bool
    """Whether all are one paper; else the last two contradict each other."""


def pairs(seed: int = 1) -> list[Pair]:
    """All pairs, by kind."""
    return [pair for kind in KINDS.values() for pair in pairs_of(kind, seed)]


def pairs_of(kind: Kind, seed: int) -> Iterator[Pair]:
    """The pairs of one kind."""
    by = Inventor(f"{kind.name} {seed}")
    for _ in range(kind.count):
        yield Pair(kind.name, kind.label, kind.make(by), kind.one_file)


def chains(seed: int = 1) -> list[Chain]:
    """All chains, by kind."""
    by = Inventor(f"chains {seed}")
    return [
        *(
            Chain("chain: page, preprint, publication", published(by, respelt=False), is_one=True)
            for _ in range(CHAINS)
        ),
        *(Chain("chain: the same, titles respelt", published(by, respelt=True), is_one=True) for _ in range(CHAINS)),
        *(Chain("chain: preprint, conference, journal", twice(by), is_one=False) for _ in range(CHAINS)),
    ]


def published(by: Inventor, *, respelt: bool) -> tuple[Said, Said, Said]:
    """A page, the preprint it tells of, and its only publication."""
    work = by.work()
    preprint = by.rng.choice((eprint, scholar, service, corr))(by, work)
    publication = by.rng.choice((at_conference, in_journal))(by, later(work, 1))
    if respelt:
        publication = publication.having(title=cased(by, work.title))
    return page(by, work, preprint.fields.get("abstract", "")), preprint, publication


def twice(by: Inventor) -> tuple[Said, Said, Said]:
    """A preprint that came out at a conference and in a journal."""
    work = by.work()
    preprint = by.rng.choice((eprint, scholar, corr))(by, work)
    return preprint, at_conference(by, later(work, 1)), in_journal(by, later(work, by.rng.randint(1, 2)))
