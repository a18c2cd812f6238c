"""The reading list as a web page."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.formats.webpage import write
from readinglist.papers.author import Author
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate
from readinglist.text import clean

VOID = {"meta", "br", "link"}


class Page(HTMLParser):
    """What a page holds; its tags must close in the order they open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: dict[str, list[str]] = {}
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]
        assert not any(name.startswith("on") or name == "src" for name, _ in attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in self.open:
            self.texts.setdefault(tag, []).append(data)

    def text(self, tag: str) -> str:
        return "".join(self.texts.get(tag, []))


def test_a_page_of_its_own() -> None:
    paper = Paper.of(
        "On <Things> & More",
        authors=[Author("Gödel", "Kurt")],
        venue='Ann. "Math"',
        date=PartialDate(1931),
        doi="10.1000/a<b>",
        abstract="It is <b>incomplete</b>.",
    )
    text = write([paper]).text
    page = Page(text)
    assert text.startswith('<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">')
    assert page.text("h2") == "On <Things> & More"
    assert page.text("cite") == 'Ann. "Math"'
    assert "Kurt Gödel" in page.text("article")
    assert page.text("details") == "AbstractIt is <b>incomplete</b>."
    assert page.links == ["https://doi.org/10.1000/a<b>"] * 2
    assert "prefers-color-scheme" in page.text("style")
    assert "script" not in page.tags


@pytest.mark.parametrize("url", ["javascript:alert(1)", "JavaScript:x", " data:text/html,x", "vbscript:x", "//a.b"])
def test_only_the_web_is_linked(url: str) -> None:
    assert Page(write([Paper.of("T", url=url)]).text).links == []


HOSTILE = st.text() | st.text("<>\"'&/=!-scriptaon ;#x1")


@settings(deadline=None)
@given(HOSTILE, HOSTILE, HOSTILE)
def test_text_stays_text(title: str, name: str, url: str) -> None:
    paper = Paper.of(title, authors=[Author(literal=name)], venue=title, url=f"https://a.b/{url}", abstract=name)
    page = Page(write([paper]).text)
    known = Page(write([Paper.of("T", abstract="A", venue="V")]).text).tags
    assert page.tags <= known | {"a"}
    assert page.text("h2") == (clean(title) or "(no title)")
    assert page.links == [paper.url]
