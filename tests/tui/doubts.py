"""Papers that may be one, as the tests of the review have them."""

from readinglist.papers.author import Author
from readinglist.papers.library import Library
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate

TIME = "2026-11-30T10:00:00Z"
HOSTILE = "A [/b] title with [red]brackets[/red] and $x_{[i]}$, 深度学习"


def paper(title: str, key: str, year: int, venue: str, *, pages: str = "", by: str = "Moreau", **more: str) -> Paper:
    """A publication; what is given besides are further fields."""
    fields = {"pages": pages, **more} if pages else dict(more)
    return Paper.of(
        title,
        key=key,
        authors=[Author(by, "Lucie"), Author("Sato", "Ken")],
        date=PartialDate(year),
        venue=venue,
        entry_type="article",
        fields=fields,
        source=f"file:{key}.bib",
    )


def tides() -> list[Paper]:
    """A conference paper and the article of the same title."""
    return [
        paper("Tides of Attention", "tides20", 2020, "Symposium on Waves", pages="11–20"),
        paper("Tides of Attention", "tides21", 2021, "Annals of Waves", pages="201–240", volume="8"),
    ]


def clocks() -> list[Paper]:
    """Two parts of a series."""
    return [
        paper(HOSTILE, "clocks1", 2001, "Journal of Clocks", pages="1–9", by="Weiss", volume="3", number="1"),
        paper(HOSTILE, "clocks2", 2001, "Journal of Clocks", pages="50–61", by="Weiss", volume="3", number="2"),
    ]


def moss() -> list[Paper]:
    """Two volumes, the newest arrivals."""
    return [
        paper("Handbook of Moss", "moss1", 2011, "Harbour Press", by="Ngata", volume="1"),
        paper("Handbook of Moss", "moss2", 2013, "Harbour Press", by="Ngata", volume="2"),
    ]


def preprint() -> Paper:
    """A preprint under a title of its own."""
    return Paper.of(
        "Long Walks",
        key="walks19",
        authors=[Author("Lindgren", "Maja"), Author("Okafor", "Chidi")],
        date=PartialDate(2019, 5),
        arxiv="1905.01234",
        source="file:a.bib",
    )


def publication() -> Paper:
    """What came of the preprint."""
    return Paper.of(
        "Long Walks on Small Graphs",
        key="walks20",
        authors=[Author("Lindgren", "Maja"), Author("Okafor", "Chidi")],
        date=PartialDate(2020),
        venue="Graph Walking",
        entry_type="inproceedings",
        arxiv="1905.01234",
        source="file:b.bib",
    )


def ids(library: Library) -> dict[str, str]:
    """Cite key → id."""
    return {paper.key: paper.id for paper in library}
