"""Hugging Face: the Daily Papers of a day, and the hits of a search."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from readinglist.errors import SourceError
from readinglist.papers.harvest import Harvest, Problem
from readinglist.settings.services import SERVICES, either
from readinglist.sources.documents.hfjson import papers_from_items
from readinglist.sources.online.value import dict_of, text_of

if TYPE_CHECKING:
    from readinglist.sources.online.http import Client

PAGE = 100
"""Papers in one answer, the service's maximum."""
MOST_PAGES = 10
LONGEST_SEARCH = 250
FORMS = either(SERVICES["huggingface"].lists)


def fetch(source: str, client: Client, as_of: date) -> Harvest:
    """The papers of the day or search that `source` names, in the service's order."""
    kind, _, rest = short_form(source).partition(":")
    rest = rest.strip()
    if kind == "daily":
        return fetch_day(parse_day(rest), source, client) if rest else fetch_newest(source, client)
    if kind == "search" and rest:
        return fetch_search(rest, source, client)
    raise SourceError(f"{source!r} is nothing Hugging Face offers", f"write {FORMS}")


def short_form(source: str) -> str:
    """`source` without ``hf:``; an address as ``daily:DATE`` or ``search:words``."""
    source = source.strip()
    if source.lower().startswith("hf:"):
        kind, colon, rest = source[3:].partition(":")
        return kind.strip().lower() + colon + rest
    address = urlsplit(source if "://" in source else f"https://{source}")
    query = parse_qs(address.query)
    if words := query.get("q"):
        return f"search:{words[0]}"
    day = address.path.rstrip("/").partition("/date/")[2] or query.get("date", [""])[0]
    return f"daily:{day}"


def parse_day(text: str) -> date:
    """The day ``2025-12-08``."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise SourceError(f"{text!r} is no day", "write it as in hf:daily:2025-12-08") from None


def fetch_newest(source: str, client: Client) -> Harvest:
    """The papers of the newest day."""
    items = ask(client, "/api/daily_papers", {"limit": PAGE}, "the daily papers")
    newest = max(map(day_of, items), default="")
    of_day = [item for item in items if day_of(item) in (newest, "")]
    label = f"hf:daily:{newest}" if newest else "hf:daily"
    return harvest_of(of_day, label, Problem(source, "", "Hugging Face shows no daily papers"))


def fetch_day(day: date, source: str, client: Client) -> Harvest:
    """The papers of a day, page by page."""
    items: list[Any] = []
    for number in range(MOST_PAGES):
        params: dict[str, str | int] = {"date": day.isoformat(), "limit": PAGE, "p": number}
        page = ask(client, "/api/daily_papers", params, f"the daily papers of {day}")
        items += page
        if len(page) < PAGE:
            break
    return of_day(day, items, source)


def of_day(day: date, items: list[Any], source: str) -> Harvest:
    """The papers of the items; items of another day are left out and reported."""
    others = [other for item in items if (other := day_of(item)) not in (str(day), "")]
    on_day = [item for item in items if day_of(item) in (str(day), "")]
    harvest = harvest_of(on_day, f"hf:daily:{day}", Problem(source, "", f"Hugging Face has no daily papers of {day}"))
    if others:
        message = f"{len(others)} of {', '.join(sorted(set(others)))[:80]} left out, with which Hugging Face answered"
        harvest.problems.append(Problem(source, "", f"{message} when asked for {day}"))
    return harvest


def fetch_search(words: str, source: str, client: Client) -> Harvest:
    """The hits for `words`, best first."""
    if len(words) > LONGEST_SEARCH:
        raise SourceError(
            f"a search of {len(words)} characters is too long for Hugging Face", f"at most {LONGEST_SEARCH} are taken"
        )
    items = ask(client, "/api/papers/search", {"q": words, "limit": PAGE // 2}, f"papers about {words}")
    return harvest_of(items, f"hf:search:{words}", Problem(source, "", f"Hugging Face finds nothing for {words!r}"))


def ask(client: Client, path: str, params: dict[str, str | int], what: str) -> list[Any]:
    """List of items in the service's answer."""
    answer = client.get("huggingface", path, params, what=what)
    items = answer.json()
    if not isinstance(items, list):
        raise answer.lookup.failed("sent JSON that is no list of papers")
    return items


def harvest_of(items: list[Any], label: str, nothing: Problem) -> Harvest:
    """The papers of the items with the source `label`; the problem `nothing` if there are none."""
    return papers_from_items(items, label) if items else Harvest(problems=[nothing])


def day_of(item: object) -> str:
    """Day of an item on Daily Papers; empty if it is missing."""
    return text_of(dict_of(item, "paper"), "submittedOnDailyAt")[:10]
