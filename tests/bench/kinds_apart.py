"""Pairs of records that are two papers, however near their titles: most are to be told apart without a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench.invented import TOWNS, Inventor, headline
from tests.bench.shapes import Kinds, again, at_conference, book, eprint, in_journal, later, said, scholar

if TYPE_CHECKING:
    from tests.bench.shapes import Both, Said

APART = Kinds("different")
TASTE = "ask or different"


def entry(by: Inventor, title: str, like: Said | None = None) -> Said:
    """A publication with this title; by the people of another one and in its year, if one is given."""
    work = by.work(title=title)
    if like:
        year = int(like.fields["year"])
        work = work._replace(year=year, arxiv=by.arxiv(year))
    made = by.rng.choice((at_conference, in_journal, scholar))(by, work)
    return made.having(author=like.fields["author"]) if like else made


@APART("part one, part two")
def parts(by: Inventor) -> Both:
    title = by.title()
    one, two = by.rng.choice(((" I", " II"), (", Part 1", ", Part 2"), (" (Part II)", " (Part III)"), (". I", ". II")))
    first = in_journal(by, by.work(title=f"{title}{one}"))
    return first, again(by, first, title=f"{title}{two}", pages=by.pages(), number="12")


@APART("a version's number")
def versions(by: Inventor) -> Both:
    name, title = by.name(), by.title()
    first = entry(by, f"{name}: {title}")
    return first, entry(by, f"{name} {by.rng.choice(('2.0', '2', '1.5'))}: {title}", first)


@APART("v3, v4")
def successors(by: Inventor) -> Both:
    name, title, number = by.name().upper(), by.title(), by.rng.randint(2, 6)
    first = entry(by, f"{name}v{number}: {title}")
    return first, entry(by, f"{name}v{number + 1}: {by.rng.choice((title, by.title()))}", first)


@APART("a survey of it")
def survey(by: Inventor) -> Both:
    title = by.title()
    told = by.rng.choice((f"A Survey of {title}", f"{title}: A Survey", f"A Systematic Review of {title}"))
    return entry(by, title), entry(by, told)


@APART("a reply by others")
def reply(by: Inventor) -> Both:
    first = in_journal(by, by.work())
    words = by.rng.choice(("Reply to: {}", "Comment on “{}”", "A Note on {}", "Reply to ``{}''"))
    answer = in_journal(by, by.work(title=words.format(first.fields["title"])), journal=first.fields["journal"])
    return first, answer


@APART("an erratum")
def erratum(by: Inventor) -> Both:
    work = by.work()
    first = in_journal(by, work, doi=by.doi())
    words = by.rng.choice(("Erratum: {}", "Correction to: {}", "Corrigendum to “{}”", "Author Correction: {}"))
    later_work = later(work, by.rng.randint(0, 1))._replace(title=words.format(work.title))
    return first, in_journal(by, later_work, journal=first.fields["journal"], doi=by.doi())


@APART("unrelated, of one author", count=40)
def of_one_author(by: Inventor) -> Both:
    first = entry(by, by.title())
    return first, entry(by, by.title(), first)


@APART("unrelated, of one volume", count=40)
def of_one_volume(by: Inventor) -> Both:
    first = at_conference(by, by.work())
    return first, at_conference(by, by.work(), booktitle=first.fields["booktitle"], year=first.fields["year"])


@APART("rare words shared")
def rare_words(by: Inventor) -> Both:
    rare, other = by.name(), by.name()
    shape = by.rng.choice(("{} {} for {} {}", "{} of {} in {} {}"))
    words = [by.phrase().split()[0] for _ in range(4)]
    one, two = (shape.format(rare, words[n], other, words[n + 2]) for n in (0, 1))
    return entry(by, one), entry(by, f"{two} {by.phrase().split()[2]}")


@APART("for and in swapped, by others")
def swapped(by: Inventor) -> Both:
    one, two, three = by.phrase(), by.phrase(), headline(by.rng.choice(("tidal towns", "linen looms", "snow fields")))
    return entry(by, f"{one} for {two} in {three}"), entry(by, f"{one} in {two} for {three}")


@APART("chapters of one book, titles and authors of their own")
def chapters(by: Inventor) -> Both:
    whole, year = headline(f"{by.phrase()}: a handbook"), str(by.rng.randint(2000, 2022))
    one, two = (
        said(by, by.work(), "incollection", booktitle=whole, publisher="Heron House", pages=by.pages())
        for _ in range(2)
    )
    return one.having(year=year), two.having(year=year)


@APART("editorials")
def editorials(by: Inventor) -> Both:
    title = by.rng.choice(("Editorial", "Introduction", "Preface", "Foreword", "Obituary"))
    one, two = (in_journal(by, by.work(by.people(by.rng.randint(1, 2)), title)) for _ in range(2))
    return one, two


@APART("front matter")
def front_matter(by: Inventor) -> Both:
    title = by.rng.choice(("Front Matter", "Table of Contents", "Author Index", "Committees"))
    one, two = (at_conference(by, by.work(title=title)).without("author") for _ in range(2))
    return one, two.having(year=str(int(one.fields["year"]) + 1))


@APART("proceedings of two years")
def proceedings(by: Inventor) -> Both:
    number, topic = by.rng.randint(4, 30), by.conference().removeprefix("Proceedings of the ").removeprefix("14th ")
    year = by.rng.randint(1995, 2020)
    made = []
    for later_by in (0, 1):
        title = f"Proceedings of the {number + later_by}th {topic}"
        work = by.work(title=title)._replace(people=(), year=year + later_by)
        made.append(said(by, work, "proceedings", publisher="Anvil Press", editor="Basu, Priya and Laine, Lars"))
    return made[0], made[1]


@APART("books of one series")
def series(by: Inventor) -> Both:
    shared = {"series": headline(f"Lecture Notes in {by.phrase()}"), "publisher": "Northgate Academic"}
    one, two = (book(by, by.work(by.people(2)), volume=str(by.rng.randint(10, 900)), **shared) for _ in range(2))
    return one, two


@APART("one system's name, other titles")
def one_name(by: Inventor) -> Both:
    name = by.name()
    return entry(by, f"{name}: {by.title()}"), entry(by, f"{name}: {by.title()}")


@APART("one frame of a title, other matters")
def one_frame(by: Inventor) -> Both:
    frame = by.rng.choice(
        ("A Comparative Study of {} Methods", "Towards {} without Supervision", "{} Is All One Needs")
    )
    return entry(by, frame.format(by.phrase())), entry(by, frame.format(by.phrase()))


@APART("titles that end alike, by one group")
def end_alike(by: Inventor) -> Both:
    end = by.phrase()
    first = entry(by, f"{by.title()} for {end}")
    return first, entry(by, f"{by.title()} for {end}", first)


@APART("annual reports, the year in the title", label=TASTE)
def years_in_titles(by: Inventor) -> Both:
    town, year = by.rng.choice(TOWNS), by.rng.randint(2005, 2022)
    made = []
    for later_by in (0, 1):
        work = by.work(title=f"Annual Report {year + later_by}")._replace(people=(), year=year + later_by)
        made.append(
            said(by, work, "techreport", author=f"{{{town} Harbour Board}}", institution=f"{town} Harbour Board")
        )
    return made[0], made[1]


@APART("with and without, by one group", label=TASTE)
def with_without(by: Inventor) -> Both:
    title, end = by.title(), by.phrase()
    first = entry(by, f"{title} with {end}")
    return first, entry(by, f"{title} without {end}", first)


@APART("improved, by one group", label=TASTE)
def improved(by: Inventor) -> Both:
    first = entry(by, by.title())
    words = by.rng.choice(("Improved", "Faster", "Revisiting", "More on", "Beyond"))
    return first, entry(by, f"{words} {first.fields['title']}", first)


@APART("for and in swapped, by one group", label=TASTE)
def swapped_by_one(by: Inventor) -> Both:
    one, two = swapped(by)
    return one, two.having(author=one.fields["author"])


@APART("a comment by its authors", label=TASTE)
def own_comment(by: Inventor) -> Both:
    first = eprint(by, by.work())
    return first, entry(by, f"Comment on {first.fields['title']}", first)
