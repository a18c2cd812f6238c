"""The lines of a Daily Papers page as copied, dumped or captured, sorted into its elements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.credentials import quoted
from readinglist.sources.page.chrome import HEADER, SUBMITTED_BY, UPVOTE, bare, is_chrome
from readinglist.sources.page.elements import Header, Meta, Paragraph, Part, count_of
from readinglist.sources.page.line_forms import (
    AUTHORS,
    BULLET,
    DATE,
    DOT,
    GARBLED_AUTHORS,
    HEADING,
    ORGANIZATION,
    PERIOD,
    SHORT,
    VOTES,
    are_twins,
    combined,
    is_bare_name,
)
from readinglist.sources.page.plain_lines import ID, lines_of

if TYPE_CHECKING:
    import re

LONGEST_MENU = 50
SENTENCE_ENDS = (".", "!", "?")
UNWRAPPED = 200
"""A line as long as this is a whole paragraph."""


class Scanner:
    """State machine that sorts the lines of a page into elements."""

    def __init__(self, text: str) -> None:
        self.lines = lines_of(text)
        self.parts: list[Part] = []
        self.troubles: list[tuple[int, str]] = []
        """Line numbers with messages."""
        self._paragraph: Paragraph | None = None
        self._votes = ""
        self._skips_name = False
        self._has_menus_only = True
        """Whether all text so far can be the site's menus above the page's heading."""

    def scan(self) -> list[Part]:
        """The parts of the page, in order."""
        for number, line in enumerate(self.lines, 1):
            found = ID.search(line)
            self._scan_line(number, ID.sub("", line).strip() if found else line, found[1] if found else "")
        return self.parts

    def _after(self, number: int) -> str:
        """The line after line `number`; empty at the end."""
        return ID.sub("", self.lines[number]) if number < len(self.lines) else ""

    def _scan_line(self, number: int, line: str, arxiv: str) -> None:
        if not line:
            self._paragraph = None
        elif self._paragraph and not self._ends_text(number, line):
            self._continue(line, arxiv)
        elif bare(line) == HEADER:
            self._start_page(number)
        elif self._skip(number, line) or self._read_page_date(line) or self._read_number(number, line):
            self._paragraph = None
        elif not self._read_meta(number, line, arxiv):
            self._open(number, line, arxiv)

    def _ends_text(self, number: int, line: str) -> bool:
        """Whether a line straight after text does not continue it."""
        if self._paragraph and max(len(self._paragraph.lines[-1]), len(line)) >= UNWRAPPED:
            return True
        if match := AUTHORS.fullmatch(line) or DATE.fullmatch(line):
            after = self._after(number)
            return bool(match["bullet"] or not after or DOT.fullmatch(after) or DATE.fullmatch(after))
        if DOT.fullmatch(line) or combined(line) or GARBLED_AUTHORS.fullmatch(line) or HEADING.match(line):
            return True
        return self._is_empty_bullet(number, line) or self._is_menu(number, line)

    def _is_empty_bullet(self, number: int, line: str) -> bool:
        """Whether a line is the bullet of an author's picture, above the next or their number, or of a menu."""
        if not BULLET.fullmatch(line):
            return False
        after = self._after(number)
        is_in_menu = line != "-" and bool(self.parts) and isinstance(self.parts[-1], Header)
        return after == line or bool(AUTHORS.fullmatch(after)) or is_in_menu

    def _is_menu(self, number: int, line: str) -> bool:
        """Whether neither this line nor the next is text: a single word of the page's menus could be."""
        after = self._after(number)
        if bare(line) == HEADER:
            return self._has_menus_only or is_chrome(after)
        if match := VOTES.fullmatch(line):
            return bool(match["label"])
        if not is_chrome(line):
            return False
        return (
            is_chrome(after)
            or bare(after) == HEADER
            or bool(VOTES.fullmatch(after) or GARBLED_AUTHORS.fullmatch(after))
        )

    def _continue(self, line: str, arxiv: str) -> None:
        assert self._paragraph
        if self._paragraph.is_heading and not self._paragraph.lines[-1].endswith("\\"):
            self._open(self._paragraph.line + len(self._paragraph.lines), line, arxiv)
            return
        self._paragraph.lines[-1] = self._paragraph.lines[-1].removesuffix("\\").rstrip() or " "
        self._paragraph.lines.append(line)
        self._has_menus_only = self._has_menus_only and len(line) <= LONGEST_MENU
        self._paragraph.arxiv = self._paragraph.arxiv or arxiv

    def _open(self, number: int, line: str, arxiv: str) -> None:
        heading = HEADING.match(line)
        self._has_menus_only = self._has_menus_only and len(line) <= LONGEST_MENU
        self._paragraph = Paragraph(number, [line[heading.end() :] if heading else line], bool(heading), arxiv=arxiv)
        if self._votes:
            self._paragraph.above, self._votes = self._votes, ""
            self._paragraph.is_apart = not self._before(number)
        self.parts.append(self._paragraph)

    def _start_page(self, number: int) -> None:
        if self._has_menus_only:
            self.parts.clear()
        self.parts.append(Header(number))
        self._paragraph, self._votes = None, ""

    def _skip(self, number: int, line: str) -> bool:
        """Whether the line belongs to the page, not to a paper."""
        if self._is_empty_bullet(number, line):
            return True
        if self._skips_name and " " not in line:
            self._skips_name = False
            return True
        match = SUBMITTED_BY.fullmatch(line)
        if not match and not is_chrome(line):
            self._skips_name = False
            return False
        if match:
            self._skips_name = not match["name"]
            self._end_card()
        elif bare(line) not in UPVOTE:
            self._votes = ""
        return True

    def _end_card(self) -> None:
        """Read a number above a card's first line as the comments on the card before."""
        last = self.parts[-1] if self.parts else None
        if isinstance(last, Meta) and last.comments is None and self._votes not in {"", "-"}:
            last.comments = count_of(self._votes)
        self._votes = ""

    def _read_page_date(self, line: str) -> bool:
        """Read the date above the first paper; False for other lines."""
        match = DATE.fullmatch(line) or PERIOD.fullmatch(line)
        if not match or (self.parts and not isinstance(self.parts[-1], Header)):
            return False
        if not self.parts:
            self.parts.append(Header(1))
        header = self.parts[-1]
        if isinstance(header, Header):
            header.when = header.when or match["when"] or ""
        return True

    def _read_number(self, number: int, line: str) -> bool:
        """Read a number: comments straight after a date, else upvotes. False for other lines."""
        match = VOTES.fullmatch(line)
        if not match:
            return False
        last = self.parts[-1] if self.parts else None
        is_under_date = isinstance(last, Meta) and last.when_line == number - 1 and last.comments is None
        is_bare = match["number"] and not match["label"]
        if isinstance(last, Meta) and is_under_date and is_bare and not self._after(number):
            last.comments = count_of(match["number"])
        else:
            self._votes = match["number"] or "-"
        return True

    def _read_meta(self, number: int, line: str, arxiv: str) -> bool:
        """Read a line of details; False for other lines."""
        both = combined(line)
        for piece in both or (line,):
            if match := AUTHORS.fullmatch(piece):
                self._meta(number, starts=True).authors = int(match["number"].replace(",", ""))
            elif match := DATE.fullmatch(piece):
                if not both and self._before(number):
                    self._read_organization(number)
                meta = self._meta(number)
                meta.when, meta.when_line = match["when"], number
                meta.comments = int(match["comments"]) if match["comments"] else None
            elif DOT.fullmatch(piece):
                self._read_organization(number)
            elif (match := ORGANIZATION.fullmatch(piece)) and (both or self._is_twin(number, match)):
                self._meta(number, starts=True)
                self._name_organization(match)
            elif not self._read_garbled(number, piece):
                return False
        self._paragraph = None
        self._meta(number).arxiv = self._meta(number).arxiv or arxiv
        return True

    def _meta(self, number: int, *, starts: bool = False) -> Meta:
        """Current details; new ones after text or, for a line that `starts` them, after a date."""
        last = self.parts[-1] if self.parts else None
        if not isinstance(last, Meta) or (starts and (last.when or last.authors is not None)):
            last = Meta(number)
            self.parts.append(last)
            self._has_menus_only = False
        return last

    def _read_organization(self, number: int) -> None:
        """Read the line before a dot or date as an organisation, if it is neither authors nor abstract."""
        last = self.parts[-1] if self.parts else None
        if isinstance(last, Paragraph) and (line := self._line_before(last)):
            if len(last.lines) == 1:
                self.parts.pop()
            else:
                last.lines.pop()
            self._meta(number)
            if match := ORGANIZATION.fullmatch(line):
                self._name_organization(match)
            elif " " not in line:
                self._meta(number).organization = line
            else:
                self.troubles.append((number - 1, f"{quoted(line)} is neither authors nor an organisation; left out"))

    def _line_before(self, last: Paragraph) -> str:
        """The line straight before the details, unless it may be a title or the end of an abstract."""
        *before, line = last.lines
        if last.is_heading or last.above or len(line) > SHORT or line.endswith(SENTENCE_ENDS):
            return ""
        if before:
            return line if len(before) > 1 and before[-1].endswith(SENTENCE_ENDS) and len(line) < 60 else ""
        above = self.parts[-3:-1]
        if not above or not isinstance(above[-1], Paragraph):
            return ""
        is_under_both = len(above[-1].lines) > 1 or (len(above) > 1 and isinstance(above[0], Paragraph))
        return line if is_under_both or is_bare_name(line) else ""

    def _is_twin(self, number: int, match: re.Match[str]) -> bool:
        """Whether handle and name are nearly one word, as in ``deepseek-ai DeepSeek``, and stand alone under text."""
        is_under_both = len(self.parts) > 1 and all(isinstance(part, Paragraph) for part in self.parts[-2:])
        return is_under_both and not self._after(number) and are_twins(match["alt"] or match["handle"], match["name"])

    def _name_organization(self, match: re.Match[str]) -> None:
        meta = self._meta(0)
        meta.handle, meta.organization = match["alt"] or match["handle"] or "", match["name"]

    def _read_garbled(self, number: int, line: str) -> bool:
        """Report a line in the place of authors or date that is neither; False for other lines."""
        last = self.parts[-1] if self.parts else None
        is_date = isinstance(last, Meta) and not last.when and DOT.fullmatch(self._before(number)) and len(line) <= 40
        if not is_date and not GARBLED_AUTHORS.fullmatch(line):
            return False
        what = "date" if is_date else "number of authors"
        self.troubles.append((number, f"{quoted(line)} is no {what}; left out"))
        self._meta(number)
        return True

    def _before(self, number: int) -> str:
        """The line before line `number`; empty at the start."""
        return ID.sub("", self.lines[number - 2]) if number > 1 else ""
