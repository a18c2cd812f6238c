"""The visible text of a Daily Papers page, as copied from a browser or dumped by a reader."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from readinglist.credentials import quoted
from readinglist.errors import SourceError
from readinglist.jobs.progress import Progress, silent, tracked
from readinglist.papers.harvest import Harvest, Problem
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate
from readinglist.sources.documents.decoding import EXPECTED
from readinglist.sources.page.elements import Header, Meta, Paragraph
from readinglist.sources.page.line_forms import MONTHS, is_page
from readinglist.sources.page.scanner import Scanner

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from readinglist.sources.page.elements import Part

HINT = f"expected {EXPECTED}; of the page, copy everything from its heading on"
LONGEST_TITLE = 300
SURELY_ABSTRACT = 200
SENTENCE_END = re.compile(r"[.!?…。][\"'”’)\]}*]*$|https?://\S+$")
NO_TITLE_END = (".", ",", ";", ":", "-")
CUT_START = re.compile(r"[-–—,;:.)\]]|[a-z]+[ ,;]")
WHEN = re.compile(r"([a-z]{3})[a-z]*\.? (\d{1,2})(?:,? ?(\d{4}))?", re.IGNORECASE)


@dataclass(slots=True)
class Block:
    """Paragraphs up to a line of details or the end of the page, and these details."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    meta: Meta | None = None
    is_first: bool = False
    """Whether the text begins here, without the page's heading: it may begin in mid-abstract."""
    is_last: bool = False


def read(text: str, source: str, as_of: date, progress: Progress = silent) -> Harvest:
    """The papers of a page in page order, each once.

    Yearless dates belong to the year of the page, whose own is the latest such day not after `as_of`.
    Raises SourceError if the text is no such page.
    """
    if not is_page(text):
        raise SourceError("this is no text that papers can be read from", HINT)
    scanner = Scanner(text)
    page = Page(source, as_of)
    parts = scanner.scan()
    page.problems += [Problem(source, f"line {line}", message, rescued=True) for line, message in scanner.troubles]
    page.add_all(parts, progress)
    if not page.papers:
        raise SourceError("this page holds no paper", HINT)
    page.problems.sort(key=lambda problem: int(problem.where.removeprefix("line ")))
    return Harvest(list(page.papers.values()), page.problems)


class Page:
    """The papers and problems of one text; a text may hold several pages."""

    def __init__(self, source: str, as_of: date) -> None:
        self.source = source
        self.as_of = as_of
        self.day: PartialDate | None = None
        """The day of the page that is being read."""
        self.papers: dict[str, Paper] = {}
        """Papers by their whole record, so that a page pasted twice gives no duplicates."""
        self.problems: list[Problem] = []

    def add_all(self, parts: list[Part], progress: Progress) -> None:
        """Add the papers of all parts."""
        blocks = list(blocks_of(parts))
        sizes = [len(block.paragraphs) for block in blocks if isinstance(block, Block) and block.meta]
        is_compact = max(sizes, default=0) < 2
        has_headings = any(isinstance(part, Paragraph) and part.is_heading for part in parts)
        for block in tracked(blocks, len(blocks), progress):
            if isinstance(block, Header):
                self._start(block)
            elif has_number_for_title(block):
                self._add_block(titled_by_number(block), has_headings=False)
            elif is_compact and len(block.paragraphs) == 1 and not has_headings:
                self._add_block(opened(block), has_headings=False)
            else:
                self._add_block(block, has_headings=has_headings)

    def _start(self, header: Header) -> None:
        self.day = resolved(header.when, None, self.as_of) if header.when else None

    def _add_block(self, block: Block, *, has_headings: bool) -> None:
        """Add the papers of one block: the last one has the details, the others have none."""
        starts = titles_in(block, has_headings=has_headings)
        first = starts[0] if starts else len(block.paragraphs)
        if first:
            self._complain(block.paragraphs[0].line, "text without a title; left out")
        elif not starts and block.meta:
            self._complain(block.meta.line, "details without a title; left out")
        elif block.is_first and CUT_START.match(block.paragraphs[0].text):
            self._complain(
                block.paragraphs[0].line, "the page seems to begin in the middle of this title", rescued=True
            )
        for start, end in zip(starts, [*starts[1:], len(block.paragraphs)], strict=False):
            is_last = end == len(block.paragraphs)
            self._add_paper(
                block.paragraphs[start:end], block.meta if is_last else None, is_cut=block.is_last and is_last
            )

    def _add_paper(self, paragraphs: list[Paragraph], meta: Meta | None, *, is_cut: bool) -> None:
        title, *abstract = paragraphs
        if not abstract and not meta:
            self._complain(title.line, f"{quoted(title.text)} has neither abstract nor details; left out")
            return
        text = " ".join(paragraph.text for paragraph in abstract)
        if is_cut and not meta and not SENTENCE_END.search(text):
            self._complain(
                abstract[-1].line, f"the page breaks off in the abstract of {quoted(title.text)}", rescued=True
            )
        paper = self._paper(title, text, meta or Meta(0), next((p.arxiv for p in abstract if p.arxiv), ""))
        self.papers.setdefault(repr(paper.record), paper)

    def _paper(self, title: Paragraph, abstract: str, meta: Meta, arxiv: str) -> Paper:
        return Paper.of(
            title.text,
            abstract=abstract,
            author_count=meta.authors or None,
            date=self._date(meta),
            organization=meta.organization,
            organization_handle=meta.handle,
            comments=meta.comments,
            upvotes=title.votes,
            arxiv=title.arxiv or arxiv or meta.arxiv,
            source=self.source,
        )

    def _date(self, meta: Meta) -> PartialDate | None:
        if not meta.when:
            return None
        when = resolved(meta.when, self.day, self.as_of)
        if not when:
            self._complain(meta.when_line, f"there is no day {meta.when!r}; the paper is kept without", rescued=True)
        return when

    def _complain(self, line: int, message: str, *, rescued: bool = False) -> None:
        self.problems.append(Problem(self.source, f"line {line}", message, rescued=rescued))


def blocks_of(parts: Iterable[Part]) -> Iterator[Header | Block]:
    """The parts in blocks: a heading, or text with the details after it."""
    block = Block(is_first=True)
    for part in parts:
        if isinstance(part, Paragraph):
            block.paragraphs.append(part)
            continue
        if isinstance(part, Meta):
            block.meta = part
        if block.paragraphs or block.meta:
            yield block
        if isinstance(part, Header):
            yield part
        block = Block()
    if block.paragraphs:
        block.is_last = True
        yield block


def opened(block: Block) -> Block:
    """A block of wrapped lines without blank ones, its first line as the title."""
    whole = block.paragraphs[0]
    if len(whole.lines) < 2:
        return block
    title, abstract = replace(whole, lines=whole.lines[:1]), Paragraph(whole.line + 1, whole.lines[1:])
    return replace(block, paragraphs=[title, abstract])


def has_number_for_title(block: Block) -> bool:
    """Whether a number separated from the only paragraph, an abstract, is its title."""
    if len(block.paragraphs) != 1 or not block.meta:
        return False
    (only,) = block.paragraphs
    is_prose = only.text.endswith(".") and (len(only.text) >= SURELY_ABSTRACT or ". " in only.text)
    return only.is_apart and not only.is_heading and only.votes is not None and is_prose


def titled_by_number(block: Block) -> Block:
    """A block with the number above its paragraph as the title."""
    (abstract,) = block.paragraphs
    return replace(block, paragraphs=[Paragraph(abstract.line, [abstract.above]), replace(abstract, above="")])


def titles_in(block: Block, *, has_headings: bool) -> list[int]:
    """Indices of the paragraphs of a block that are titles."""
    paragraphs = block.paragraphs
    if has_headings:
        return [place for place, paragraph in enumerate(paragraphs) if paragraph.is_heading]
    starts: list[int] = []
    for place, paragraph in enumerate(paragraphs):
        after = paragraphs[place + 1] if place + 1 < len(paragraphs) else None
        if place == 0:
            is_title = not is_tail(block)
        else:
            is_title = could_be_title(paragraph) and bool(after) and could_be_abstract(after)
            is_title = is_title or not starts
        if paragraph.above or is_title:
            starts.append(place)
    return starts


def is_tail(block: Block) -> bool:
    """Whether a block begins with the end of an abstract whose title is missing."""
    first, *rest = block.paragraphs
    text = first.text
    if len(text) > LONGEST_TITLE:
        return True
    looks_cut = block.is_first and (text[0].islower() or text.endswith("."))
    if not rest:
        return looks_cut
    return looks_cut and could_be_title(rest[0]) and (len(rest) == 1 or could_be_abstract(rest[1]))


def could_be_title(paragraph: Paragraph) -> bool:
    """Whether the paragraph reads like a title."""
    text = paragraph.text
    return len(text) <= LONGEST_TITLE and not text.endswith(NO_TITLE_END)


def could_be_abstract(paragraph: Paragraph | None) -> bool:
    """Whether the paragraph reads like an abstract or the beginning of one."""
    text = paragraph.text if paragraph else ""
    return len(text) >= SURELY_ABSTRACT or bool(SENTENCE_END.search(text))


def resolved(when: str, day: PartialDate | None, as_of: date) -> PartialDate | None:
    """Date written as ``Mar 4`` or ``Mar 4, 2024``; without year, it is in the year of the page's `day`.

    Without `day` it is the latest such day not after `as_of`. None if there is no such day.
    """
    match = WHEN.fullmatch(when)
    if not match:
        return None
    month, number = MONTHS.index(match[1].lower()) + 1, int(match[2])
    if match[3]:
        return PartialDate.of(int(match[3]), month, number)
    if day and (found := PartialDate.of(day.year, month, number)):
        return found
    latest = PartialDate(day.year, day.month, day.day) if day else PartialDate(as_of.year, as_of.month, as_of.day)
    years = range(latest.year, max(latest.year - 9, 0), -1)  # a 29 February may be eight years back
    dates = (PartialDate.of(year, month, number) for year in years)
    return next((found for found in dates if found and found <= latest), None)
