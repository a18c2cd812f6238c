"""A request to a service and its answer, untrusted text that is read as JSON or XML."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from readinglist.bibtex.writing.links import bare_doi
from readinglist.credentials import brief
from readinglist.errors import SourceError
from readinglist.settings.services import SERVICES
from readinglist.sources.online.rate_limit import duration, retry_after
from readinglist.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

LATER = "try again later"
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Lookup:
    """A request as messages describe it."""

    service: str
    """Its name in the settings: ``arxiv``."""
    host: str
    what: str
    """Its subject: ``1706.03762``, ``the daily papers of 2025-12-08``."""

    def failed(self, how: str, hint: str = LATER, own: str = "") -> SourceError:
        """Error with service, failure and subject; `own` is the service's own message."""
        message = f"{SERVICES[self.service].title} ({self.host}) {how} when asked for {brief(clean(self.what))}"
        return SourceError(f"{message}: {own}" if own else message, hint)


@dataclass(frozen=True, slots=True)
class Answer:
    """A service's answer; the charset of its headers is ignored, its text is UTF-8."""

    lookup: Lookup
    status: int
    headers: Mapping[str, str]
    text: str
    path: str = ""
    """Path of its address after all redirects, without percent-encoding."""

    def check_doi(self, wanted: str, answered: str) -> None:
        """Raise SourceError if the answer is about another DOI, unless a redirect led there."""
        own, other, path = wanted.lower(), bare_doi(answered).lower(), self.path.lower()
        is_moved = path.endswith(f"/{other}") and not path.endswith(f"/{own}")
        if other and other != own and not is_moved:
            hint = "nothing was taken from it; see at https://doi.org which paper each of them is"
            raise self.lookup.failed(f"answered about {brief(clean(answered))}", hint)

    def json(self) -> Any:
        """Decoded JSON; raises SourceError for a web page, broken or truncated JSON."""
        self.check_data("JSON")
        try:
            return json.loads(self.text)
        except json.JSONDecodeError as error:
            raise self.broken("JSON", f"line {error.lineno}, column {error.colno}") from error
        except ValueError as error:
            raise self.broken("JSON", "a value is too large") from error
        except RecursionError as error:
            raise self.broken("JSON", "it is nested too deeply") from error

    def xml(self) -> ElementTree.Element:
        """Parsed XML; raises SourceError for a web page, broken or truncated XML, or declared entities."""
        self.check_data("XML")
        if "<!DOCTYPE" in self.text or "<!ENTITY" in self.text:
            raise self.broken("XML", "it declares a document type, which we do not read")
        try:
            return ElementTree.fromstring(ILLEGAL.sub("", self.text))  # noqa: S314 - entities are refused above
        except ElementTree.ParseError as error:
            line, column = error.position
            raise self.broken("XML", f"line {line}, column {column + 1}") from error

    def check_data(self, kind: str) -> None:
        """Raise SourceError if the text is empty, or a web page in place of `kind`."""
        start = self.text.lstrip()[:200].lower()
        if not start:
            raise self.lookup.failed("sent an empty answer")
        if start.startswith(("<!doctype html", "<html")) or "<html" in start:
            hint = (
                "a login page of your network or a check for robots may stand in between: see if a browser gets through"
            )
            raise self.lookup.failed(f"sent a web page instead of {kind}", hint)

    def broken(self, kind: str, where: str) -> SourceError:
        """Error for an answer that cannot be parsed."""
        return self.lookup.failed(f"sent {kind} that is broken or cut short, {where}")

    def message(self) -> str:
        """The service's own error message in one short line; empty if there is none for people."""
        try:
            value = json.loads(self.text)
        except (ValueError, RecursionError):
            value = self.text if "<" not in self.text else ""
        while isinstance(value, (dict, list)):
            value = message_in(value)
        line = clean(value) if isinstance(value, str) else ""
        return line if len(line) <= 200 else ""


def message_in(value: dict[str, Any] | list[Any]) -> Any:
    """Part of an error document that holds its message."""
    if isinstance(value, list):
        return value[0] if value else ""
    return next((value[name] for name in ("message", "error", "errors", "title") if value.get(name)), "")


def refusal(answer: Answer) -> SourceError:
    """Error for an answer with another status than those accepted."""
    status, failed, own = answer.status, answer.lookup.failed, answer.message()
    if status == 404:
        return failed("does not have it (HTTP 404)", "check the id or address for a typing mistake", own)
    if status == 429:
        return failed("allowed no more requests for now (HTTP 429)", retry_hint(answer))
    if status in (401, 403):
        hint = "it may block your network for a while; see if a browser gets through"
        return failed(f"refused to answer (HTTP {status})", hint, own)
    if status >= 500:
        return failed(f"was out of order (HTTP {status})", retry_hint(answer))
    return failed(f"did not accept the question (HTTP {status})", "check what you asked for", own)


def retry_hint(answer: Answer) -> str:
    """Hint when to try again."""
    seconds = retry_after(answer.headers)
    return f"it asks to wait: try again in {duration(seconds)}" if seconds else "try again in some minutes"
