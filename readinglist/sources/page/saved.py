"""A Hugging Face papers page saved as HTML: the data it carries, or its cards."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from readinglist.errors import SourceError
from readinglist.papers.harvest import Harvest, Problem
from readinglist.papers.ids import recognise
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate
from readinglist.sources.documents import hfjson
from readinglist.sources.page.daily import HINT, resolved
from readinglist.sources.page.html import Tag, Tags, Text
from readinglist.sources.page.line_forms import AUTHORS, DATE
from readinglist.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

TARGETS = ("DailyPapers", "PaperContent")
"""Values of ``data-target`` whose ``data-props`` hold papers."""
DAY = re.compile(r"/papers(?:/date/|\?date=)(\d{4}-\d{2}-\d{2})")
LONGEST_WORDS = 100


def read(text: str, source: str, as_of: date) -> Harvest:
    """The papers of a saved page: from its data, else from its cards, which lack abstracts and author names.

    Raises SourceError if it has neither.
    """
    tags = list(Tags(text))
    problems: list[Problem] = []
    for tag in tags:
        if isinstance(tag, Tag) and tag.attributes.get("data-target") in TARGETS and "data-props" in tag.attributes:
            harvest = from_props(tag, source)
            if harvest.papers:
                return harvest
            problems += harvest.problems
    harvest = from_cards(tags, source, as_of)
    if not harvest.papers:
        broken = "; ".join(problem.message for problem in problems)
        raise SourceError(broken or "this web page shows no papers of Hugging Face", HINT)
    harvest.problems += problems
    return harvest


def from_props(tag: Tag, source: str) -> Harvest:
    """The papers in a tag's ``data-props``; of broken data, those before the break."""
    try:
        harvest = hfjson.read(tag.attributes["data-props"], source)
    except SourceError as error:
        return Harvest(problems=[Problem(source, f"line {tag.line}", f"the page's data: {error.message}")])
    for place, problem in enumerate(harvest.problems):
        if problem.where.startswith("line "):  # a line of the data, not of the file
            harvest.problems[place] = Problem(source, f"line {tag.line}", problem.message)
    return harvest


@dataclass(slots=True)
class Card:
    """One paper as the page shows it."""

    arxiv: str
    line: int
    title: list[str] = field(default_factory=list)
    author_count: int | None = None
    when: str = ""


def from_cards(tags: Iterable[Tag | Text], source: str, as_of: date) -> Harvest:
    """The papers of the cards on the page, without duplicates."""
    cards, day = cards_in(tags)
    harvest = Harvest()
    for card in cards:
        title = clean("".join(card.title))
        if not title:
            harvest.problems.append(
                Problem(source, f"line {card.line}", f"no title at the card of {card.arxiv}; left out")
            )
            continue
        harvest.papers.append(
            Paper.of(
                title,
                author_count=card.author_count,
                date=resolved(card.when, day, as_of) if card.when else None,
                arxiv=card.arxiv,
                source=source,
            )
        )
    return harvest


def cards_in(tags: Iterable[Tag | Text]) -> tuple[list[Card], PartialDate | None]:
    """The cards, one a paper, and the day of the page if an address in it has it."""
    cards: dict[str, Card] = {}
    card: Card | None = None
    day: PartialDate | None = None
    is_heading = is_title = False
    for tag in tags:
        if isinstance(tag, Text):
            if card and is_title:
                card.title.append(tag.text)
            elif card:
                note_words(card, clean(tag.text[: 2 * LONGEST_WORDS]))
            continue
        day = day or page_day(tag)
        if tag.name == "article":
            card = None
        is_heading = tag.name in {"h1", "h2", "h3", "h4"} or (is_heading and not tag.name.startswith("/h"))
        if tag.name == "a" and is_heading and (arxiv := paper_in(tag.attributes.get("href", ""))):
            card = cards.setdefault(arxiv, Card(arxiv, tag.line))
            is_title = not card.title
        elif tag.name == "/a":
            is_title = False
    return list(cards.values()), day


def note_words(card: Card, words: str) -> None:
    """Set the number of authors or the date from a text on the card."""
    if match := AUTHORS.fullmatch(words):
        card.author_count = card.author_count or int(match["number"].replace(",", ""))
    elif match := DATE.fullmatch(words):
        card.when = card.when or match["when"]


def paper_in(address: str) -> str:
    """arXiv id of the paper page that a link leads to; empty for other links."""
    ids = recognise(f"https://huggingface.co{address}" if address.startswith("/") else address)
    return ids.arxiv if ids and "/papers/" in address else ""


def page_day(tag: Tag) -> PartialDate | None:
    """Day in the page's own address, if the tag has that."""
    is_own = tag.attributes.get("property") == "og:url" or tag.attributes.get("rel") == "canonical"
    found = DAY.search(tag.attributes.get("content") or tag.attributes.get("href", "")) if is_own else None
    return PartialDate.parse(found[1]) if found else None
