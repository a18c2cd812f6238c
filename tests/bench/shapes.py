"""Records as people have them: entries of .bib files, items of CSL-JSON, answers of a service, papers of a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from string import ascii_lowercase
from typing import TYPE_CHECKING

from readinglist.latex.decoder import decode
from tests.bench.invented import PUBLISHERS, Inventor, Person, Work

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Said:
    """What one source says of a paper, in BibTeX's fields; in LaTeX if the form is ``bib``."""

    type: str
    key: str
    fields: dict[str, str]
    form: str = "bib"
    """Or ``csl``, ``arxiv`` (the service's answer), ``page`` (no names, only their number)."""

    def text(self) -> str:
        """The entry as it stands in a file."""
        lines = (f"  {name} = {{{value}}},\n" for name, value in self.fields.items())
        return f"@{self.type}{{{self.key},\n{''.join(lines)}}}\n"

    def plain(self) -> dict[str, str]:
        """The fields in Unicode, as a program has them that has read the LaTeX."""
        if self.form != "bib":
            return self.fields
        return {name: " ".join(decode(value).split()) for name, value in self.fields.items()}

    def having(self, **more: str) -> Said:
        """The same with other fields; an empty one is left out."""
        fields = {name: value for name, value in (self.fields | more).items() if value}
        return replace(self, fields=fields)

    def without(self, *names: str) -> Said:
        """The same without these fields."""
        return replace(self, fields={name: value for name, value in self.fields.items() if name not in names})

    def __str__(self) -> str:
        return self.text() if self.form == "bib" else f"{self.form}: {self.fields}"


Both = tuple[Said, Said]
Making = Callable[[Inventor], Both]


@dataclass(frozen=True)
class Kind:
    """A kind of pair, and what is to be said of each."""

    name: str
    label: str
    make: Making
    one_file: bool
    count: int


@dataclass
class Kinds:
    """The kinds of one module."""

    label: str
    all: list[Kind] = field(default_factory=list)

    def __call__(
        self, name: str, *, one_file: bool = False, count: int = 26, label: str = ""
    ) -> Callable[[Making], Making]:
        """Makes a kind of a function that gives a pair."""

        def enter(make: Making) -> Making:
            self.all.append(Kind(name, label or self.label, make, one_file, count))
            return make

        return enter


def names(people: Iterable[Person]) -> str:
    """An author field, family names first."""
    return " and ".join(f"{person.family}, {person.given}" for person in people)


def said(by: Inventor, work: Work, type: str, **fields: str) -> Said:
    """An entry on a work, its fields in some order, its key its own."""
    stem = "".join(letter for letter in work.title.split()[0].lower() if letter in ascii_lowercase)
    key = f"{stem or 'entry'}{work.year}{by.rng.randint(1000, 9999)}"
    author = {"author": names(work.people)} if work.people else {}
    entry = {"title": work.title, **author, "year": str(work.year), **fields}
    return Said(type, key, {name: value for name, value in entry.items() if value})


def cased(by: Inventor, title: str) -> str:
    """The title as another file may have it: in sentence case, with its capitals protected, or as it is."""
    first, _, rest = title.partition(" ")
    return by.rng.choice((title, f"{first} {rest.lower()}", f"{{{title}}}", f"{{{first}}} {rest}"))


def scholar(by: Inventor, work: Work, **more: str) -> Said:
    """A preprint as Google Scholar cites it."""
    return said(by, work, "article", journal=f"arXiv preprint arXiv:{work.arxiv}", **more)


def eprint(by: Inventor, work: Work, **more: str) -> Said:
    """A preprint as arXiv cites it."""
    more = {"url": f"https://arxiv.org/abs/{work.arxiv}", **more}
    return said(by, work, "misc", eprint=work.arxiv, archiveprefix="arXiv", primaryclass="cs.LG", **more)


def bare(by: Inventor, work: Work, **more: str) -> Said:
    """A preprint without an id."""
    how = by.rng.choice(({"note": "Preprint"}, {"howpublished": "arXiv preprint"}, {"note": "Unpublished manuscript"}))
    return said(by, work, "misc", **how, **more)


def corr(by: Inventor, work: Work) -> Said:
    """A preprint as DBLP has it."""
    entry = said(
        by,
        work,
        "article",
        journal="CoRR",
        volume=f"abs/{work.arxiv}",
        url=f"https://doi.org/10.48550/arXiv.{work.arxiv}",
        doi=f"10.48550/ARXIV.{work.arxiv}",
        eprinttype="arXiv",
        eprint=work.arxiv,
    )
    return replace(entry, key=f"DBLP:journals/corr/abs-{work.arxiv.replace('.', '-')}")


def service(by: Inventor, work: Work) -> Said:
    """A preprint as arXiv's service gives it."""
    fields = {"title": work.title, "author": names(work.people), "year": str(work.year)}
    date = f"{work.year}-{work.arxiv[2:4]}-{by.rng.randint(1, 28):02d}"
    more = {"eprint": work.arxiv, "archiveprefix": "arXiv", "date": date, "abstract": by.abstract()}
    return Said("misc", "", fields | more, "arxiv")


def page(by: Inventor, work: Work, abstract: str = "") -> Said:
    """A paper as a page of a day's papers has it: how many people wrote it, not who."""
    date = f"{work.year}-{by.rng.randint(1, 12):02d}-{by.rng.randint(1, 28):02d}"
    fields = {"title": work.title, "year": str(work.year), "date": date, "abstract": abstract or by.abstract()}
    return Said("misc", "", {**fields, "author_count": str(len(work.people))}, "page")


def csl(by: Inventor, work: Work) -> Said:
    """A preprint as reference managers export it in CSL-JSON."""
    entry = said(by, work, "article", publisher="arXiv", number=f"arXiv:{work.arxiv}")
    return replace(entry, form="csl", fields=entry.fields | {"doi": f"10.48550/arXiv.{work.arxiv}"})


def at_conference(by: Inventor, work: Work, **more: str) -> Said:
    """A paper in proceedings."""
    fields = {"booktitle": by.conference(), "pages": by.pages(), **more}
    if by.rng.random() < 0.4:
        fields.setdefault("publisher", by.rng.choice(PUBLISHERS))
    return said(by, work, "inproceedings", **fields)


def in_journal(by: Inventor, work: Work, **more: str) -> Said:
    """A paper in a journal."""
    volume, number = str(by.rng.randint(2, 60)), str(by.rng.randint(1, 12))
    return said(
        by,
        work,
        "article",
        **{"journal": by.journal(), "volume": volume, "number": number, "pages": by.pages(), **more},
    )


def book(by: Inventor, work: Work, **more: str) -> Said:
    """A book."""
    return said(by, work, "book", **{"publisher": by.rng.choice(PUBLISHERS), **more})


def later(work: Work, years: int) -> Work:
    """The work as it came out some years later."""
    return work._replace(year=work.year + years)


def again(by: Inventor, entry: Said, **more: str) -> Said:
    """The same publication as another file has it: under another key, its title in another case."""
    title = more.pop("title", "") or cased(by, entry.fields["title"])
    return replace(entry, key=f"{entry.key}{by.rng.choice('xyz')}{by.rng.randint(10, 99)}").having(title=title, **more)
