"""Requests to add papers that a test made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.actions.add import AddRequest
from readinglist.papers.harvest import Harvest
from readinglist.settings.config import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from readinglist.papers.paper import Paper
    from readinglist.papers.status import Status


def request_of(papers: Sequence[Paper], tags: tuple[str, ...] = (), status: Status | None = None) -> AddRequest:
    return AddRequest(Harvest(list(papers)), Settings().cite_key, status, tags)
