"""The lines of a Daily Papers page that belong to no paper: headings, menus, pagination, the site's footer."""

from __future__ import annotations

import re

HEADER = "daily papers"
SUBMITTED_BY = re.compile(r"submitted by(?P<name> \S+)?", re.IGNORECASE)
UPVOTE = frozenset({"upvote", "upvotes"})
"""Labels of a number of upvotes."""
WORDS = frozenset(
    "new subscribe daily weekly monthly trending papers previous next submit search models datasets spaces buckets "
    "docs enterprise pricing website community solutions company tos privacy about careers jobs "
    "tasks huggingchat collections languages organizations blog posts learn discord forum".split()
)
PHRASES = frozenset(
    {
        "get trending papers in your email inbox!",
        "get trending papers in your email inbox once a day!",
        "byak and the research community",
        "by ak and the research community",
        "and the research community",
        "by",
        "ak",
        "trending papers",
        "load more",
        "view more papers",
        "...",
        "…",
        "hugging face",
        "buckets new",
        "team & enterprise",
        "hugging face pro",
        "enterprise support",
        "inference providers",
        "inference endpoints",
        "storage buckets",
        "log in",
        "sign up",
        "system theme",
        "terms of service",
        "arxiv page",
        *UPVOTE,
    }
)
LINES = re.compile(
    r"(?:© ?|\(c\) ?|copyright )(?:\d{4} ?)?hugging face.{0,30}|(?:page )?\d+ (?:of|/) \d+"
    r"|github(?: [\d.,]+k?)?|\+ ?\d{1,4}|.{1,60}['’]s (?:avatar|profile picture)"
)
"""Copyright notice, place in the pagination, stars of a repository, and alternative texts of authors' pictures."""
LISTED_NUMBER = re.compile(r"[•*-] \d{1,4}")
"""Number of a page in the pagination."""
SHORT = 100
"""Longest such line in characters."""


def bare(line: str) -> str:
    """A line without bullets and heading marks, in lower case."""
    return line.lstrip("*-•# ").lower()


def is_chrome(line: str) -> bool:
    """Whether a line by itself belongs to the page and to no paper."""
    if len(line) > SHORT:
        return False
    text = bare(line)
    if text in WORDS or text in PHRASES or LINES.fullmatch(text) or LISTED_NUMBER.fullmatch(line):
        return True
    words = text.split()
    return len(words) > 2 and WORDS.issuperset(words)
