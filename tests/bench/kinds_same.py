"""Pairs of records that are one paper: two sources of one publication, or a preprint and its only publication."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.bench.invented import Inventor, Person, headline
from tests.bench.shapes import (
    Kinds,
    again,
    at_conference,
    bare,
    book,
    cased,
    corr,
    csl,
    eprint,
    in_journal,
    later,
    names,
    page,
    scholar,
    service,
)

if TYPE_CHECKING:
    from tests.bench.shapes import Both, Said

SAME = Kinds("same")


@SAME("Google Scholar's preprint, conference")
def scholar_conference(by: Inventor) -> Both:
    work = by.work()
    return scholar(by, work), at_conference(by, later(work, by.rng.randint(0, 1)), title=cased(by, work.title))


@SAME("eprint, proceedings with one more author")
def one_more_author(by: Inventor) -> Both:
    work = by.work(by.people(4))
    _, isbn = by.isbn()
    published = at_conference(
        by, later(work, 1), doi=by.doi(), isbn=isbn, address=by.rng.choice(("New York", "Lisbon"))
    )
    return eprint(by, work._replace(people=work.people[: by.rng.randint(2, 3)])), published


@SAME("page, proceedings of the next year")
def page_proceedings(by: Inventor) -> Both:
    work = by.work()
    return page(by, work), at_conference(by, later(work, 1), title=cased(by, work.title))


@SAME("page, arXiv's service")
def page_service(by: Inventor) -> Both:
    work = by.work()
    answer = service(by, work)
    return page(by, work, answer.fields["abstract"]), answer


@SAME("arXiv's service, conference")
def service_conference(by: Inventor) -> Both:
    work = by.work()
    return service(by, work), at_conference(by, later(work, 1), title=cased(by, work.title))


@SAME("arXiv's service, Google Scholar's preprint")
def service_scholar(by: Inventor) -> Both:
    work = by.work()
    return service(by, work), scholar(by, work, title=cased(by, work.title))


@SAME("CSL of a preprint, proceedings")
def csl_proceedings(by: Inventor) -> Both:
    work = by.work()
    return csl(by, work), at_conference(by, later(work, by.rng.randint(0, 1)), doi=by.doi())


@SAME("preprint, journal years later")
def preprint_journal(by: Inventor) -> Both:
    work = by.work()
    preprint = by.rng.choice((scholar, eprint, corr, service))
    return preprint(by, work), in_journal(by, later(work, by.rng.randint(2, 3)), doi=by.doi())


@SAME("early access, in print")
def early_access(by: Inventor) -> Both:
    work, doi = by.work(), by.doi("10.1109")
    printed = in_journal(by, later(work, by.rng.randint(0, 2)), doi=doi)
    early = again(by, printed, volume="PP", number="99", pages="1-1", year=str(work.year))
    return early, printed


@SAME("same DOI, written otherwise")
def doi_as_address(by: Inventor) -> Both:
    printed = in_journal(by, by.work(), doi=by.doi("10.9999/JX"))
    doi = printed.fields["doi"]
    other = by.rng.choice((f"https://doi.org/{doi}", doi.lower(), f"http://dx.doi.org/{doi}", f"doi:{doi}"))
    return printed, again(by, printed, doi=other, pages="", number="")


@SAME("same arXiv id, changed title")
def changed_title(by: Inventor) -> Both:
    work = by.work()
    title = by.rng.choice((by.title(), f"{by.phrase()}: {work.title}", f"{work.title.rsplit(' ', 2)[0]} {by.phrase()}"))
    return eprint(by, work), by.rng.choice((scholar, service, eprint))(by, work._replace(title=title))


@SAME("DBLP's CoRR, conference")
def corr_conference(by: Inventor) -> Both:
    work = by.work()
    published = at_conference(by, later(work, by.rng.randint(0, 1)), doi=by.doi(), crossref="")
    return corr(by, work), replace(published, key=f"DBLP:conf/{published.key}")


@SAME("a short title, all else equal")
def short_title(by: Inventor) -> Both:
    work = by.work(
        title=headline(f"{by.rng.choice(('', by.name()))}{by.rng.choice(('Lattice', 'Tidal', 'Lichen'))} tuning")
    )
    entry = by.rng.choice((at_conference, in_journal))(by, work)
    return entry, again(by, entry).without(by.rng.choice(("pages", "publisher")))


@SAME("a title of eight characters")
def eight_characters(by: Inventor) -> Both:
    parts = (
        ("潮汐", "苔藓", "灯塔", "果园", "琥珀", "風車"),
        ("图像", "信号", "音響"),
        ("分类", "預測", "推定"),
        ("方法", "研究"),
    )
    title = "".join(by.rng.choice(part) for part in parts)
    chinese = (Person("王", "海宁"), Person("陳", "玉山"), Person("林", "若水"), Person("佐藤", "千里"))
    people = tuple(by.rng.sample(chinese, 2)) if by.rng.random() < 0.5 else by.people(3)
    entry = in_journal(by, by.work(people, title))
    return entry, again(by, entry, title=title, number="")


@SAME("and others")
def and_others(by: Inventor) -> Both:
    work = by.work(by.people(6))
    entry = at_conference(by, work)
    shortened = names(work.people[: by.rng.randint(1, 3)]) + " and others"
    one = by.rng.choice((scholar(by, work), again(by, entry, pages="")))
    return one.having(author=shortened), entry


@SAME("ISBN of ten digits, of thirteen")
def isbn_forms(by: Inventor) -> Both:
    short, long = by.isbn()
    entry = book(
        by, by.work(by.people(2)), isbn=by.rng.choice((short, f"{short[:1]}-{short[1:5]}-{short[5:9]}-{short[9]}"))
    )
    return entry, again(by, entry, isbn=long)


@SAME("same PMID")
def pmid(by: Inventor) -> Both:
    entry = in_journal(by, by.work(), pmid=str(by.rng.randint(10**7, 10**8)))
    first, _, last = entry.fields["pages"].partition("--")
    return entry, again(by, entry, pages=f"{first}-{last[-1]}", journal=abbreviated(entry), number="")


@SAME("the same volume and pages, the journal abbreviated")
def abbreviated_journal(by: Inventor) -> Both:
    entry = in_journal(by, by.work())
    return entry, again(by, entry, journal=abbreviated(entry), number="")


def abbreviated(entry: Said) -> str:
    """The journal's name as indexes shorten it: ``J. Alp. Rest.``."""
    words = (word for word in entry.fields["journal"].split() if word not in {"of", "on"})
    return " ".join(f"{word[0] if word == 'Journal' else word[:4]}." for word in words)


@SAME("one more field")
def one_more_field(by: Inventor) -> Both:
    entry = by.rng.choice((at_conference, in_journal, eprint, scholar))(by, by.work())
    more = by.rng.choice(({"abstract": by.abstract()}, {"keywords": "tides, looms"}, {"language": "english"}))
    return entry, entry.having(**more)


@SAME("a preprint server's DOI, the publication's")
def server_doi(by: Inventor) -> Both:
    work = by.work()
    server, doi = by.rng.choice(
        (
            ("bioRxiv", f"10.1101/{work.year}.03.{by.rng.randint(10, 28)}.{by.rng.randint(10**5, 10**6)}"),
            ("medRxiv", f"10.1101/{work.year}.05.{by.rng.randint(10, 28)}.2{by.rng.randint(10**7, 10**8)}"),
            ("arXiv", f"10.48550/arXiv.{work.arxiv}"),
        )
    )
    preprint = bare(by, work, doi=doi).without("note", "howpublished")
    preprint = replace(preprint.having(journal=server), type=by.rng.choice(("article", "misc")))
    return preprint, in_journal(by, later(work, by.rng.randint(0, 2)), doi=by.doi())


@SAME("one file, common fields agree", one_file=True)
def agreeing(by: Inventor) -> Both:
    entry = by.rng.choice((at_conference, in_journal))(by, by.work())
    dropped = by.rng.sample(("pages", "publisher", "number"), 2)
    return entry, again(by, entry, doi=by.rng.choice(("", by.doi()))).without(*dropped)


@SAME("one file, equal DOI", one_file=True)
def equal_doi(by: Inventor) -> Both:
    entry = by.rng.choice((at_conference, in_journal))(by, by.work(), doi=by.doi())
    return entry, again(by, entry, pages="", year=str(int(entry.fields["year"]) + by.rng.randint(0, 1)))
