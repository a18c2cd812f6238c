"""HTML: the reading list as one page without scripts or external resources."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from readinglist.formats.markdown_list import ids, named
from readinglist.formats.reference import is_web
from readinglist.papers.exported_text import Export
from readinglist.text import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from readinglist.papers.paper import Paper

HEAD = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Reading list</title>
<style>
:root { --paper: #fdfcf9; --ink: #23211d; --dim: #6b675e; --line: #e4e0d6; --link: #1d5fa8; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #1b1c1f; --ink: #e4e2dc; --dim: #9a978f; --line: #33353a; --link: #8ab8f0; }
}
body { margin: 0 auto; max-width: 44rem; padding: 2rem 1.25rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { margin: 0; font-size: 1.5rem; }
h2 { margin: 0; font-size: 1.05rem; line-height: 1.35; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
ol { padding: 0; list-style: none; }
li { padding: 0.9rem 0; border-top: 1px solid var(--line); }
p { margin: 0.2rem 0; }
.dim, summary { color: var(--dim); font-size: 0.9rem; }
summary { cursor: pointer; }
</style>
</head>
<body>
<h1>Reading list</h1>
"""
TAIL = """\
</body>
</html>
"""


def write(papers: Sequence[Paper]) -> Export:
    """The papers as a page."""
    items = "".join(f"<li>{article(paper)}</li>\n" for paper in papers)
    return Export(f'{HEAD}<p class="dim">{plural(len(papers))}</p>\n<ol>\n{items}</ol>\n{TAIL}')


def article(paper: Paper) -> str:
    """One paper."""
    title = linked(paper.title or "(no title)", paper.web_url)
    parts = [f"<h2>{title}</h2>"]
    if names := named(paper):
        parts.append(f"<p>{escape(names)}</p>")
    if about := where(paper):
        parts.append(f'<p class="dim">{about}</p>')
    if paper.abstract:
        parts.append(f"<details><summary>Abstract</summary><p>{escape(paper.abstract)}</p></details>")
    return f"<article>{''.join(parts)}</article>"


def where(paper: Paper) -> str:
    """Venue and year, and the ids as links."""
    venue = f"<cite>{escape(paper.venue)}</cite>" if paper.venue else ""
    known = [", ".join(filter(None, (venue, str(paper.year or ""))))]
    known += [linked(label, url) for label, url in ids(paper)]
    return " · ".join(filter(None, known))


def linked(text: str, url: str) -> str:
    """The text, as a link if `url` leads to the web."""
    return f'<a href="{escape(url)}" rel="noreferrer">{escape(text)}</a>' if is_web(url) else escape(text)
