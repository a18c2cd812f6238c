"""arXiv: papers by id, through its API."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from readinglist.errors import OfflineError, SourceError
from readinglist.latex.decoder import readable
from readinglist.papers.harvest import Harvest, Problem
from readinglist.papers.ids import Ids
from readinglist.papers.ids import recognise as ids_of
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate
from readinglist.sources.documents.person_names import authors
from readinglist.sources.online import datacite
from readinglist.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from xml.etree.ElementTree import Element

    from readinglist.sources.online.answer import Answer
    from readinglist.sources.online.http import Client

SPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "arxiv": "http://arxiv.org/schemas/atom",
    "opensearch": "http://a9.com/-/spec/opensearch/1.1/",
}
BATCH = 100
"""Ids in one request. arXiv's limit is 2000, but the address must not get too long."""
REFUSED_ID = 400
"""Status of an answer that rejects an id."""
SITE_PAGES = "about collections features login marketplace orgs search settings sponsors topics users".split()
"""First parts of addresses at such places that are no owner of a repository."""
REPOSITORY = re.compile(
    r"(?:https?://|(?<![\w./:-]))(?:www\.)?(?P<place>(?:github|gitlab)\.com|codeberg\.org|bitbucket\.org)/"
    rf"(?!(?:{'|'.join(SITE_PAGES)})/)(?P<owner>[\w-][\w.-]{{0,99}})/(?P<name>\w[\w.-]{{0,99}}(?<![.-]))",
    re.ASCII | re.IGNORECASE,
)
"""The address of a repository, as authors write it into their comments."""
OWN_DOI = re.compile(r"10\.48550/", re.IGNORECASE)

Wanted = dict[Ids, str]
"""Wanted ids → the user's spelling."""


def fetch_many(sources: Sequence[str], client: Client, as_of: date) -> Harvest:
    """The papers of `sources` without duplicates, in as few requests as possible; unknown ids become problems.

    DataCite is the fallback for papers given by DOI. Raises SourceError only if no paper was fetched.
    """
    wanted: Wanted = {}
    for source in sources:
        if (ids := ids_of(source)) and ids.arxiv:
            wanted.setdefault(Ids(arxiv=ids.arxiv, version=ids.version), source)
    harvest = Harvest()
    everything = list(wanted.items())
    for start in range(0, len(everything), BATCH):
        try:
            harvest.extend(fetch_batch(dict(everything[start : start + BATCH]), client))
        except SourceError as error:
            if not harvest.papers:
                raise
            harvest.problems += [Problem(source, "", error.message) for _, source in everything[start:]]
            break
    return harvest


def fetch_batch(wanted: Wanted, client: Client) -> Harvest:
    """The papers of one request, in the order of `wanted`."""
    try:
        found, problems = ask(wanted, client)
    except OfflineError:
        raise
    except SourceError as trouble:
        return from_datacite(wanted, client, trouble)
    harvest = Harvest(problems=problems)
    refused = {problem.source for problem in problems}
    strangers = sorted({ids.arxiv for ids in found} - {ids.arxiv for ids in wanted})
    instead = f", and answered about {', '.join(strangers)[:80]}" if strangers else ""
    for ids, source in wanted.items():
        paper, fault = found.get(ids) or found.get(Ids(arxiv=ids.arxiv)), ""
        if not paper and is_doi(source):
            paper, fault = at_datacite(ids, client)
        if paper:
            harvest.papers.append(paper)
        elif fault or source not in refused:
            harvest.problems.append(Problem(source, "", f"arXiv has no paper {written(ids)}{instead}{fault}"))
    return harvest


def at_datacite(ids: Ids, client: Client) -> tuple[Paper | None, str]:
    """The paper from DataCite, or the failure there, to append to a message."""
    try:
        return datacite.find(own_doi(ids), client), ""
    except OfflineError:
        raise
    except SourceError as error:
        return None, f"; {error.message}"


def from_datacite(wanted: Wanted, client: Client, trouble: SourceError) -> Harvest:
    """The papers from DataCite if all were given by DOI; raises `trouble` if one is missing there."""
    if not all(is_doi(source) for source in wanted.values()):
        raise trouble
    harvest = Harvest()
    for ids, source in wanted.items():
        try:
            paper = datacite.find(own_doi(ids), client)
        except SourceError as error:
            raise trouble from error
        if not paper:
            raise trouble
        harvest.papers.append(paper)
        harvest.problems.append(Problem(source, "", f"taken from DataCite: {trouble.message}", rescued=True))
    return harvest


def ask(wanted: Wanted, client: Client) -> tuple[dict[Ids, Paper], list[Problem]]:
    """The papers from arXiv, by id with and without version, and problems with ids.

    arXiv rejects all ids of a request because of one, so the others are requested again.
    """
    rest = dict(wanted)
    problems: list[Problem] = []
    while rest:
        answer = query(rest, client)
        feed = feed_of(answer)
        complaint = complaint_of(feed)
        if not complaint:
            return papers_of(feed), problems
        bad = [ids for ids in rest if len(rest) == 1 or ids.arxiv in complaint]
        if not bad:
            raise answer.lookup.failed("complained", "check the ids", complaint)
        problems += [Problem(rest.pop(ids), "", f"arXiv does not accept {written(ids)}: {complaint}") for ids in bad]
    return {}, problems


def query(wanted: Wanted, client: Client) -> Answer:
    """Answer to one request, repeated once if it has fewer entries than it announces."""
    params: dict[str, str | int] = {"id_list": ",".join(written(ids) for ids in wanted), "max_results": len(wanted)}
    first, *others = (written(ids) for ids in wanted)
    what = f"{first} and {len(others)} more" if others else first
    answer = client.get("arxiv", "/api/query", params, what=what, accept=(REFUSED_ID,))
    feed = feed_of(answer)
    promised = text_of(feed, "opensearch:totalResults")
    if promised.isdigit() and int(promised) > len(feed.findall("atom:entry", SPACES)):
        answer = client.get("arxiv", "/api/query", params, what=what, accept=(REFUSED_ID,))
    return answer


def written(ids: Ids) -> str:
    """The id as arXiv writes it, with the wanted version."""
    return ids.arxiv + (f"v{ids.version}" if ids.version else "")


def own_doi(ids: Ids) -> str:
    """DOI that arXiv registers for the paper."""
    return f"10.48550/arXiv.{ids.arxiv}"


def is_doi(source: str) -> bool:
    """Whether `source` is a DOI of arXiv."""
    return bool(OWN_DOI.search(source))


def feed_of(answer: Answer) -> Element:
    """The Atom feed in an answer; raises SourceError if it holds none."""
    feed = answer.xml()
    if feed.tag != f"{{{SPACES['atom']}}}feed":
        raise answer.lookup.failed("sent XML that is no Atom feed")
    return feed


def complaint_of(feed: Element) -> str:
    """arXiv's error message about the request; empty if there is none."""
    for entry in feed.findall("atom:entry", SPACES):
        if "/api/errors" in text_of(entry, "atom:id"):
            return text_of(entry, "atom:summary") or "error"
    return ""


def papers_of(feed: Element) -> dict[Ids, Paper]:
    """The papers of a feed by id with version, and the newest by id alone."""
    papers: dict[Ids, Paper] = {}
    newest: dict[Ids, Paper] = {}
    for entry in feed.findall("atom:entry", SPACES):
        ids = ids_of(text_of(entry, "atom:id"))
        if ids and ids.arxiv:
            paper = paper_of(entry, ids)
            papers[Ids(arxiv=ids.arxiv, version=ids.version)] = paper
            known = newest.get(Ids(arxiv=ids.arxiv))
            if not known or (known.arxiv_version or 0) <= (ids.version or 0):
                newest[Ids(arxiv=ids.arxiv)] = paper
    return {**papers, **newest}


def paper_of(entry: Element, ids: Ids) -> Paper:
    """Paper of one entry, with the date of its first version."""
    category = entry.find("arxiv:primary_category", SPACES)
    names = (name.text or "" for name in entry.findall("atom:author/atom:name", SPACES))
    dois = text_of(entry, "arxiv:doi").split()
    return Paper.of(
        readable(text_of(entry, "atom:title")),
        authors=authors(names),
        abstract=readable(text_of(entry, "atom:summary")),
        date=PartialDate.parse(text_of(entry, "atom:published")),
        arxiv=ids.arxiv,
        arxiv_version=ids.version,
        primary_class=category.get("term", "") if category is not None else "",
        doi=next((doi for doi in dois if not is_doi(doi)), ""),
        journal_ref=readable(text_of(entry, "arxiv:journal_ref")),
        code=repository_in(text_of(entry, "arxiv:comment")),
        source=f"arxiv:{ids.arxiv}",
    )


def repository_in(comment: str) -> str:
    """The address of the first repository of code that authors name in a comment; empty if there is none."""
    match = REPOSITORY.search(comment)
    if not match:
        return ""
    return f"https://{match['place'].lower()}/{match['owner']}/{match['name'].removesuffix('.git')}"


def text_of(element: Element, path: str) -> str:
    """Text of the child at `path`, one line; empty if there is none."""
    return clean(element.findtext(path, "", SPACES))
