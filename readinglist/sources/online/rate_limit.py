"""Rate limits: seconds to wait before a service is asked (again)."""

from __future__ import annotations

import random
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import Lock
from typing import TYPE_CHECKING

from readinglist.settings.services import ROWS

if TYPE_CHECKING:
    from collections.abc import Mapping

INTERVALS = {host: row.interval for row in ROWS for host in row.hosts} | dict.fromkeys(
    ("127.0.0.1", "localhost", "::1"), 0.0
)
OTHER_INTERVAL = 1.0
RESET = re.compile(r"\bt=(\d{1,9})\b")  # RateLimit: "api";r=0;t=23
SECONDS = re.compile(r"\d{1,9}")


class RateLimiter:
    """Spaces the requests to each host, from all clients and threads."""

    def __init__(self, intervals: Mapping[str, float] = INTERVALS) -> None:
        self._intervals = intervals
        self._next: dict[str, float] = {}
        self._lock = Lock()

    def reserve(self, host: str, now: float) -> float:
        """Seconds until `host` may be asked; reserves that turn."""
        interval = self._intervals.get(host, OTHER_INTERVAL)
        if not interval:
            return 0.0
        with self._lock:
            turn = max(now, self._next.get(host, now))
            self._next[host] = turn + interval
            return turn - now


SHARED = RateLimiter()
"""Rate limits of all clients of this process."""


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait from an answer's Retry-After (seconds or date) or RateLimit; None without either."""
    value = headers.get("retry-after", "").strip()
    if SECONDS.fullmatch(value):
        return float(value)
    if (moment := http_date(value)) is not None:
        served = http_date(headers.get("date", "")) or datetime.now(UTC)
        return max(0.0, (moment - served).total_seconds())
    reset = RESET.search(headers.get("ratelimit", ""))
    return float(reset[1]) if reset else None


def http_date(text: str) -> datetime | None:
    """Moment of an HTTP date; None if it is invalid."""
    try:
        moment = parsedate_to_datetime(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def backoff(tries: int) -> float:
    """Exponential backoff with jitter: 1, 2, 4 ... seconds and up to half as much more."""
    return float(2 ** (tries - 1)) * random.uniform(1.0, 1.5)  # noqa: S311 - spreads load, guards nothing


def duration(seconds: float) -> str:
    """Duration in words: ``40 seconds``, ``10 minutes``, ``3 hours``."""
    for size, unit in ((3600, "hour"), (60, "minute"), (1, "second")):
        if seconds >= size:
            number = round(seconds / size)
            return f"{number} {unit}" + ("s" if number != 1 else "")
    return "a second"
