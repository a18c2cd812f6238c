"""Commands that show papers: list, show, stats."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from readinglist.cli import complain, output
from readinglist.cli.arguments import SELECTOR_HELP, add_query, count
from readinglist.papers.fields import DETAILS, label
from readinglist.papers.status import Status

if TYPE_CHECKING:
    import argparse
    from argparse import ArgumentParser

    from readinglist.papers.paper import Paper


def list_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``list``."""
    add_query(parser)
    from readinglist.search.ordering import SORTS

    parser.add_argument("--sort", choices=SORTS, help="the order (default: relevance, or newest first without words)")
    parser.add_argument("--reverse", action="store_true", help="turn the order round")
    parser.add_argument("--limit", type=count, metavar="N", help="at most N papers")


def show_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of ``show``."""
    parser.add_argument("paper", metavar="PAPER", help=SELECTOR_HELP)
    parser.add_argument(
        "--history", action="store_true", help="only the records that were joined to it, and what of them was not taken"
    )


def list_papers(options: argparse.Namespace) -> int:
    """Print the papers that match the query."""
    from readinglist.cli.open_library import folder, found, opened

    with opened(options) as store:
        papers = found(store.library, options.query, options.sort or "", reverse=options.reverse, place=store.folder)
        empty = len(store.library) == 0
        is_damaged = store.is_damaged
    papers = papers[: options.limit]
    if options.json:
        output.print_json_list(paper.to_json() for paper in papers)
    else:
        output.print_lines(papers)
    if papers:
        return 0
    if empty and is_damaged:
        return 1  # the damage has been reported
    if empty:
        output.note(f"the library in {folder(options)} is empty; `readinglist add page.txt` takes papers in")
    else:
        complain(f"no paper matches {options.query!r}" if options.query else "no paper but in the trash")
    return 0 if empty and not options.query else 1


def show(options: argparse.Namespace) -> int:
    """Print everything about one paper."""
    from readinglist.cli.open_library import opened

    with opened(options) as store:
        paper = store.library.resolve(options.paper)
    if options.json:
        output.print_json(joined(paper) if options.history else in_full(paper))
    elif options.history:
        output.print_message(history(paper) or "no other record was joined to it")
    else:
        output.print_fields(details(paper))
    return 0


def in_full(paper: Paper) -> dict[str, Any]:
    """The JSON document of ``show --json``: the paper with its entry type and further exported fields."""
    from readinglist.papers.further import further

    more = {"entry_type": paper.entry_type, "fields": further(paper)}
    return paper.to_json() | {name: value for name, value in more.items() if value}


def joined(paper: Paper) -> list[dict[str, Any]]:
    """The records joined into a paper, its own first, each with its values that the paper does not have.

    `split` takes a record out by its number; a record without a number belongs to the one before it.
    """
    from readinglist.papers.dropped import dropped
    from readinglist.papers.merging import numbered

    return [
        {
            "number": number,
            "at": part.get("joined"),
            "with": part.get("key") or part.get("title"),
            "sources": part.get("sources", []),
            "why": part.get("why"),
            "dropped": dropped(part, paper.record),
        }
        for number, part in numbered(paper.record)
    ]


def history(paper: Paper) -> str:
    """The records joined to a paper, a line each."""
    lines = []
    for each in joined(paper):
        left = output.values(each["dropped"])
        sources = f" ({', '.join(each['sources'])})" if each["sources"] else ""
        joining = f" on {each['at'][:10]}, {each['why']}" if each["at"] else ", its own record"
        number = "  and" if each["number"] is None else f"{each['number']}:"
        line = f"{number} {each['with']}{sources}{joining}"
        lines.append(f"{line}; not taken: {left}" if left else line)
    return "\n".join(lines)


def details(paper: Paper) -> list[tuple[str, str]]:
    """The fields of a paper as labels and values, for people."""
    from readinglist.papers.further import further

    organization = paper.organization
    if paper.organization_handle and paper.organization_handle != organization:
        organization = f"{organization} ({paper.organization_handle})"
    authors = ", ".join(map(str, paper.authors)) + (" and others" if paper.others else "")
    return [
        ("title", paper.title),
        ("authors", authors or (f"{paper.author_count} (names unknown)" if paper.author_count else "")),
        ("organization", organization),
        ("date", str(paper.date or "")),
        ("venue", paper.venue),
        ("preprint of", " · ".join(filter(None, map(paper.record.get("preprint", {}).get, ("title", "date", "doi"))))),
        ("key", paper.key),
        ("also cited as", ", ".join(paper.aliases)),
        ("id", paper.id),
        *((label(name), str(paper.record.get(name) or "")) for name in DETAILS),
        ("url", paper.url or paper.web_url),
        ("status", f"{paper.status.value} since {paper.status_since[:10]}"),
        ("priority", str(paper.priority or "")),
        ("tags", " ".join(paper.tags)),
        ("upvotes", str(paper.upvotes or "")),
        ("comments", str(paper.comments or "")),
        ("added", paper.added[:10]),
        ("sources", ", ".join(paper.sources)),
        ("joined", history(paper)),
        ("entry", f"@{paper.entry_type}" if paper.entry_type else ""),
        ("fields", "\n".join(f"{name}: {text}" for name, text in further(paper).items())),
        ("abstract", paper.abstract),
        ("note", paper.note),
    ]


def stats(options: argparse.Namespace) -> int:
    """Print how many papers there are by status, tag and year."""
    from readinglist.cli.open_library import opened

    with opened(options) as store:
        papers, tags = list(store.library), store.library.tags()
    counted = Counter(paper.status.value for paper in papers)
    years = Counter(str(paper.year) for paper in papers if paper.year)
    numbers = {
        "papers": len(papers),
        "status": {status.value: counted[status.value] for status in Status},
        "tags": tags,
        "years": dict(sorted(years.items(), reverse=True)),
        "without_authors": sum(1 for paper in papers if not paper.authors),
        "with_notes": sum(1 for paper in papers if paper.note),
    }
    if options.json:
        output.print_json(numbers)
        return 0
    rows = [("papers", str(len(papers)))]
    rows += [(status.value, str(counted[status.value])) for status in Status]
    rows.append(("without author names", str(numbers["without_authors"])))
    rows.append(("tags", " ".join(f"{tag}:{number}" for tag, number in tags.items())))
    rows.append(("years", " ".join(f"{year}:{number}" for year, number in sorted(years.items(), reverse=True))))
    output.print_fields(rows)
    return 0
