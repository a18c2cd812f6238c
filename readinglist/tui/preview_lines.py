"""The lines of the add preview: new, joined, updated and known papers."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

from readinglist.papers.field import Kind, Merge
from readinglist.papers.fields import FIELDS
from readinglist.papers.paper import Paper
from readinglist.text import clean
from readinglist.tui.field_text import called, described, short, value_of
from readinglist.tui.glyphs import counted, plain, who
from readinglist.tui.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from readinglist.actions.add import AddResult
    from readinglist.papers.change import Joined, Patch
    from readinglist.tui.widgets.lines import Row

MOST = 1_000
"""Papers, or problems, that are listed under one heading."""
INDENT = 6
OF_USERS = frozenset({"aliases", "tags", "note", "priority"})
SILENT = frozenset(
    name
    for name, field in FIELDS.items()
    if field.kind in {Kind.FLAG, Kind.TABLE, Kind.PARTS}
    or field.merge is Merge.COUNTED
    or (field.merge is Merge.OWN and name not in OF_USERS)
) | {"seal"}
"""Fields of a change that say nothing new about the paper, or that are shown in another way."""


def summary(outcome: AddResult) -> str:
    """Numbers of new, updated and known papers and of questions in a line, zeros left out."""
    made = outcome.ingestion
    numbers = {
        "new": len(made.added),
        "updated": len(made.merged),
        "joined": sum(joined.is_within for joined in made.joined),
        "known": len(made.unchanged),
    }
    counts = [f"{counted(number)} {word}" for word, number in numbers.items() if number]
    counts += [several(len(made.asked), "question")] * bool(made.asked)
    problems = [several(len(outcome.harvest.problems), "problem")] * bool(outcome.harvest.problems)
    return " · ".join([*(counts if outcome.harvest.papers else ["no paper found"]), *problems])


def several(number: int, noun: str) -> str:
    """``1 question``, ``2 questions``."""
    return f"{counted(number)} {noun}{'s' * (number != 1)}"


def rows(outcome: AddResult, width: int) -> list[Row]:
    """The preview, `width` cells wide: problems first, then the papers that are new, joined, updated and known."""
    lines, made = PreviewLines(outcome, width), outcome.ingestion
    within = [joined for joined in made.joined if joined.is_within]
    blocks: Sequence[tuple[str, Sequence[Any], Callable[[Any], list[Row]]]] = (
        ("Problems", outcome.harvest.problems, lambda problem: problem_rows(str(problem), width)),
        ("New", made.added, lines.new),
        ("Joined: records of one paper become one", within, lines.joined),
        ("Updated: known papers that gain something", made.merged, lines.updated),
        ("Known, nothing to add", made.unchanged, lines.known),
    )
    shown: list[Row] = []
    for title, items, write in blocks:
        if items:
            shown += [(), ((title, "strong"),), *(row for item in items[:MOST] for row in write(item))]
        if len(items) > MOST:
            shown.append(((f"  and {counted(len(items) - MOST)} more", "dim"),))
    return shown[1:] or [(("nothing found in it", "dim"),)]


class PreviewLines:
    """Writes the papers of an outcome in lines of `width` cells."""

    def __init__(self, outcome: AddResult, width: int) -> None:
        self.library = outcome.library
        self.made = outcome.ingestion
        self.width = width

    @cached_property
    def _doubts(self) -> dict[str, list[tuple[str, str]]]:
        """Paper → the papers it may be, each with the reason."""
        doubts = defaultdict[str, list[tuple[str, str]]](list)
        for id, other, why in self.made.asked:
            doubts[id].append((other, why))
        return doubts

    @cached_property
    def _joined(self) -> dict[str, list[Joined]]:
        """Known paper → the records that are joined to it."""
        found: defaultdict[str, list[Joined]] = defaultdict(list)
        for joined in self.made.joined:
            if not joined.is_within:
                found[joined.id].append(joined)
        return found

    def _after(self, id: str) -> Paper:
        """A paper after the change."""
        patch = self.made.patches.get(id, {})
        return Paper(self.library.record(id)).with_fields({name: after for name, (_, after) in patch.items()})

    def new(self, id: str) -> list[Row]:
        """A new paper, and the papers it may duplicate."""
        return [paper_row("+ ", "new", self._after(id)), *self._questions(id)]

    def _questions(self, id: str) -> Iterable[Row]:
        for other, why in self._doubts.get(id, ()):
            paper = self._after(other)
            known = ", ".join(filter(None, (plain(paper.key), str(paper.year or ""))))
            title = short(paper.title or other)
            yield from self._told("    ? ", "doubt", f"maybe the same as {known} “{title}”: {plain(clean(why))}")

    def joined(self, joined: Joined) -> list[Row]:
        """A record joined to another one of the same input."""
        name, key = short(joined.record), plain(self._after(joined.id).key)
        line: Row = (("= ", "merged"), (f"{name} joined {key}", ""), (f": {plain(clean(joined.why))}", "dim"))
        return [line, *self._untaken(joined)]

    def updated(self, id: str) -> list[Row]:
        """A known paper with its new facts, their origin, and the facts that were dropped."""
        lines = [paper_row("~ ", "merged", self.library[id])]
        for text in news(self.made.patches[id]):
            lines += self._told("      ", "", text)
        for joined in self._joined[id]:
            lines += self._told("      ", "", f"{short(joined.record)} joined: {plain(clean(joined.why))}")
            lines += self._untaken(joined)
        return [*lines, *self._questions(id)]

    def _untaken(self, joined: Joined) -> Iterable[Row]:
        if joined.dropped:
            yield from self._told("    - ", "doubt", f"not taken: {described(joined.dropped)}")

    def known(self, id: str) -> list[Row]:
        """A known paper with its status."""
        paper = Paper(self.library.record(id))
        place = paper.status.value if id in self.library else "removed for good"
        return [(("= ", "known"), (f"{plain(paper.title)}  ", "dim"), (place, "known")), *self._questions(id)]

    def _told(self, glyph: str, style: str, text: str) -> Iterable[Row]:
        """A wrapped text below a paper."""
        first, *more = wrapped(text, max(20, self.width - INDENT))
        yield ((glyph, style), (first, "dim"))
        for line in more:
            yield ((" " * INDENT, ""), (line, "dim"))


def news(patch: Patch) -> list[str]:
    """The fields that a known paper gains and those that change, in words."""
    fields = before_and_after(patch)
    gains = {name: after for name, (before, after) in fields.items() if before is None and after is not None}
    others = [changed(name, *both) for name, both in fields.items() if None not in both]
    lines = [f"gains {described(gains)}"] * bool(gains) + [f"now {', '.join(others)}"] * bool(others)
    before, after = (both or () for both in patch.get("sources", ((), ())))
    return lines or [f"also in {', '.join(short(source) for source in after if source not in before)}"]


def before_and_after(patch: Patch) -> Patch:
    """The fields of a change that readers know, including those within `fields`."""
    before, after = (both or {} for both in patch.get("fields", ({}, {})))
    inner = {name: (before.get(name), after.get(name)) for name in {**before, **after}}
    told = {name: both for name, both in patch.items() if name not in SILENT}
    return told | {name: both for name, both in inner.items() if both[0] != both[1]}


def changed(name: str, before: Any, after: Any) -> str:
    """A field with its new value."""
    if isinstance(before, list) and isinstance(after, list) and all(item in after for item in before):
        return f"{called(name, after)} {value_of(name, [item for item in after if item not in before])}"
    return f"{called(name, after)} {value_of(name, after)}".rstrip()


def problem_rows(text: str, width: int) -> list[Row]:
    """A problem in full, wrapped."""
    first, *more = wrapped(clean(text), max(20, width - 2))
    return [(("! ", "problem"), (first, "")), *(((f"  {line}", ""),) for line in more)]


def paper_row(glyph: str, style: str, paper: Paper) -> Row:
    """A paper in a line: year, title, authors."""
    return ((glyph, style), (f"{paper.year or '':<5}", "dim"), (plain(paper.title), ""), (f"  {who(paper)}", "dim"))
