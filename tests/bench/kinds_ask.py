"""Pairs of records of which nobody can tell without asking: one work that came out twice, or two of one title."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.bench.invented import TOWNS, Inventor, Person, headline
from tests.bench.shapes import (
    Kinds,
    again,
    at_conference,
    bare,
    book,
    cased,
    eprint,
    in_journal,
    later,
    names,
    said,
    scholar,
    service,
)

if TYPE_CHECKING:
    from tests.bench.shapes import Both

ASK = Kinds("ask")


def conference_journal(by: Inventor) -> Both:
    work = by.work()
    return at_conference(by, work), in_journal(by, later(work, by.rng.randint(0, 3)), title=cased(by, work.title))


ASK("conference, journal")(conference_journal)
ASK("one file, conference, journal", one_file=True)(conference_journal)


@ASK("conference, workshop")
def conference_workshop(by: Inventor) -> Both:
    work = by.work()
    return at_conference(by, work), at_conference(by, work, booktitle=f"Workshop on {by.phrase()}", pages="1--4")


@ASK("two volumes")
def volumes(by: Inventor) -> Both:
    entry = in_journal(by, by.work())
    return entry, again(by, entry, volume=str(int(entry.fields["volume"]) + by.rng.randint(1, 2)), pages=by.pages())


@ASK("two numbers of one volume")
def numbers(by: Inventor) -> Both:
    entry = in_journal(by, by.work(), number="3")
    return entry, again(by, entry, number=by.rng.choice("4567"), pages="")


@ASK("pages apart")
def pages_apart(by: Inventor) -> Both:
    entry = by.rng.choice((in_journal, at_conference))(by, by.work(), pages="101--118")
    return entry, again(by, entry, pages=by.rng.choice(("201--214", "119--131", "7--21")))


@ASK("chapters of a book, with its DOI")
def chapters(by: Inventor) -> Both:
    work, doi = by.work(by.people(2)), by.doi("10.1007/978-3")
    entry = said(by, work, "inbook", publisher="Northgate Academic", doi=doi, chapter="3", pages="41--67")
    return entry, again(by, entry, chapter="5", pages="90--121")


@ASK("two editions")
def editions(by: Inventor) -> Both:
    one, two = by.rng.choice((("2", "3"), ("Second", "Third"), ("2nd", "3rd"), ("First", "Second")))
    entry = book(by, by.work(by.people(2)), edition=one)
    return entry, again(by, entry, edition=two, year=str(int(entry.fields["year"]) + by.rng.choice((0, 1, 4))))


@ASK("two ISBNs")
def isbns(by: Inventor) -> Both:
    entry = book(by, by.work(by.people(2)), isbn=by.isbn()[1])
    return entry, again(by, entry, isbn=by.rng.choice(by.isbn()))


def report(by: Inventor) -> Both:
    work = by.work()
    number = f"{by.rng.choice(('TR', 'UC-CS', 'RR'))}-{work.year}-{by.rng.randint(10, 99)}"
    issued = said(by, work, "techreport", institution=f"University of {by.rng.choice(TOWNS)}", number=number)
    return issued, by.rng.choice((at_conference, in_journal))(by, later(work, by.rng.randint(0, 2)))


ASK("report, publication")(report)
ASK("one file, report, publication", one_file=True)(report)


@ASK("two arXiv ids")
def arxiv_ids(by: Inventor) -> Both:
    work = by.work()
    other = work._replace(arxiv=by.arxiv(work.year))
    return by.rng.choice((eprint, service))(by, work), by.rng.choice((eprint, scholar))(by, other)


@ASK("two DOIs of publications")
def two_dois(by: Inventor) -> Both:
    work = by.work()
    one = by.rng.choice((in_journal, at_conference))(by, work, doi=by.doi())
    return one, by.rng.choice((in_journal, at_conference))(by, later(work, by.rng.randint(0, 1)), doi=by.doi("10.8888"))


@ASK("thesis, paper")
def thesis(by: Inventor) -> Both:
    work = by.work(by.people(1))
    school = f"University of {by.rng.choice(TOWNS)}"
    submitted = said(by, work, by.rng.choice(("phdthesis", "mastersthesis")), school=school)
    return submitted, by.rng.choice((in_journal, at_conference))(by, later(work, by.rng.randint(0, 1)))


@ASK("years apart, no ids")
def years_apart(by: Inventor) -> Both:
    entry = by.rng.choice((in_journal, bare))(by, by.work()).without("volume", "number", "pages", "note")
    return entry, again(by, entry, year=str(int(entry.fields["year"]) + by.rng.choice((2, 3, 5))))


@ASK("words in front")
def in_front(by: Inventor) -> Both:
    entry = by.rng.choice((at_conference, in_journal, scholar))(by, work := by.work())
    return entry, at_conference(by, work, title=f"{by.phrase()}: {work.title}")


@ASK("a nickname in front")
def nickname(by: Inventor) -> Both:
    work = by.work()
    return scholar(by, work), at_conference(by, later(work, 1), title=f"{by.name()}: {work.title}")


@ASK("words behind")
def behind(by: Inventor) -> Both:
    work = by.work()
    words = by.rng.choice((" (Extended Version)", ": Extended Abstract", f": {by.phrase()}", " -- Full Version"))
    return at_conference(by, work), in_journal(by, work, title=f"{work.title}{words}")


@ASK("a venue in the title")
def venue_in_title(by: Inventor) -> Both:
    entry = in_journal(by, work := by.work())
    journal, year = entry.fields["journal"], work.year
    where = by.rng.choice((f". {journal}", f". In: {journal}, {year}", f" ({journal}, {year})"))
    return entry, said(by, work, "misc", title=f"{work.title}{where}")


@ASK("one letter of a long title")
def one_letter(by: Inventor) -> Both:
    entry = by.rng.choice((at_conference, in_journal))(by, work := by.work())
    title = work.title
    places = [place for place in range(8, len(title) - 2) if title[place - 1 : place + 2].isalpha()]
    place = by.rng.choice(places)
    changed = by.rng.choice((title[:place] + title[place + 1 :], title[:place] + title[place - 1] + title[place:]))
    return entry, again(by, entry, title=changed, pages="")


@ASK("other authors")
def other_authors(by: Inventor) -> Both:
    one = by.work()
    everybody = by.people(8)
    shape = by.rng.choice((at_conference, in_journal, scholar))
    return shape(by, one._replace(people=everybody[:3])), at_conference(by, one._replace(people=everybody[4:]))


@ASK("one arXiv id, nothing else alike")
def one_id(by: Inventor) -> Both:
    everybody = by.people(8)
    one = by.work(everybody[:4])
    other = by.work(everybody[4:])._replace(arxiv=one.arxiv, year=one.year)
    return eprint(by, one), by.rng.choice((eprint, scholar))(by, other)


@ASK("one DOI, nothing else alike")
def one_doi(by: Inventor) -> Both:
    everybody, doi = by.people(8), by.doi()
    one, two = by.work(everybody[:4]), by.work(everybody[4:])
    return in_journal(by, one, doi=doi), in_journal(by, two, doi=doi)


@ASK("one file, preprint without an id, publication", one_file=True)
def bare_preprint(by: Inventor) -> Both:
    work = by.work()
    return bare(by, work), by.rng.choice((at_conference, in_journal))(by, later(work, by.rng.randint(0, 1)))


@ASK("formulas that differ by a sign")
def sign(by: Inventor) -> Both:
    one, two = by.rng.choice(
        (
            ("$B^+$", "$B^-$"),
            ("$B^{+}$", "$B^{-}$"),
            ("$x > y$", "$x < y$"),
            ("D$^0$", r"$\bar{D}^0$"),
            ("$e^+$", "$e^-$"),
        )
    )
    title = by.title()
    entry = by.rng.choice((in_journal, at_conference))(by, by.work(title=f"{title} in {one} Looms"))
    return entry, replace(again(by, entry, title=f"{title} in {two} Looms", pages=""), type=entry.type)


@ASK("a newsletter in two months")
def newsletter(by: Inventor) -> Both:
    people = by.people(1) if by.rng.random() < 0.5 else (Person("{Harbour Board}", ""),)
    title = headline(f"{by.rng.choice(TOWNS)} newsletter of {by.word(['tidal', 'linen', 'snow'])} research")
    work = by.work(people, title)
    author = names(people).removesuffix(", ")
    first, second = by.rng.sample(("jan", "mar", "may", "sep", "nov"), 2)
    entry = said(by, work, "misc", author=author, month=first, howpublished="Newsletter")
    return entry, again(by, entry, title=title, month=second)


@ASK("one family name, two given names")
def namesakes(by: Inventor) -> Both:
    family, (one, two) = (
        by.rng.choice(("Wang", "Kim", "Nguyen", "Singh")),
        by.rng.sample(("Lei", "Min", "Jun", "Hao"), 2),
    )
    entry = by.rng.choice((in_journal, at_conference))(by, by.work((Person(family, one),)))
    return entry, again(by, entry, author=f"{family}, {two}", pages="")


@ASK("annual reports of two years")
def annual_reports(by: Inventor) -> Both:
    town = by.rng.choice(TOWNS)
    title = by.rng.choice(("Annual Report", f"Annual Report of the {town} Harbour Board", "Yearly Account of Works"))
    work = by.work(title=title)._replace(people=())
    entry = said(by, work, "techreport", author=f"{{{town} Harbour Board}}", institution=f"{town} Harbour Board")
    return entry, again(by, entry, year=str(work.year + by.rng.randint(1, 2)))


@ASK("journal, reprinted in a book")
def reprint(by: Inventor) -> Both:
    work, whole = by.work(), headline(f"{by.phrase()}: collected papers")
    reprinted = said(by, later(work, by.rng.randint(1, 6)), "incollection", booktitle=whole, publisher="Heron House")
    return in_journal(by, work), reprinted
