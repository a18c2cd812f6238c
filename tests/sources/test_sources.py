"""What kind a source is, found out from its content; lists of sources in pasted text."""

import gzip
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist import sources
from readinglist.errors import SourceError
from readinglist.papers.harvest import Harvest
from readinglist.sources.online.fetching import is_online
from readinglist.sources.splitting import split_sources

TODAY = date(2026, 11, 23)
PAGE = "Daily Papers\n\nDec 8\n\nOn Gödel’s Thing\n\nWe show that it works.\n\n  • 3 authors\n·\nMay 1\n"
ITEM = {"paper": {"id": "2606.00001", "title": "On One Thing", "summary": "We show it."}}
HTML = "<!doctype html><html><article><h3><a href='/papers/2606.00001'>On One Thing</a></h3></article></html>"
BIB = "@misc{one, title = {On One Thing}, author = {Ada Lovelace}, year = 2024}\n"


def reading(data: bytes | str, name: str = "x") -> Harvest:
    return sources.read(data, name, TODAY)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (PAGE, "On Gödel’s Thing"),
        (json.dumps([ITEM]), "On One Thing"),
        ("\n " + json.dumps(ITEM, indent=2), "On One Thing"),
        (HTML, "On One Thing"),
        ("<!-- saved from url=(0026)https://huggingface.co/ -->\n" + HTML, "On One Thing"),
        ('<?xml version="1.0"?>\n<!DOCTYPE html>' + HTML, "On One Thing"),
        (BIB, "On One Thing"),
        ("% my papers\n\n" + BIB, "On One Thing"),
    ],
)
@pytest.mark.parametrize("name", ["page.txt", "page.html", "page.json", "page.bib", "page"])
def test_the_kind_is_found_out_from_the_content(text: str, title: str, name: str) -> None:
    for data in (text, text.encode()):
        (paper,) = reading(data, name).papers
        assert paper.title == title
        assert paper.sources == (f"file:{name}",)


@pytest.mark.parametrize(("name", "source"), [("pasted text", "paste"), ("standard input", "stdin"), ("-", "stdin")])
def test_what_came_from_no_file_says_so(name: str, source: str) -> None:
    assert reading(PAGE, name).papers[0].sources == (source,)


def test_problems_name_the_file() -> None:
    found = reading(PAGE + "\nA Title Alone\n", "page.txt")
    assert str(found.problems[0]).startswith("page.txt: line 13: ")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_encodings_with_and_without_mark(encoding: str) -> None:
    found = reading(PAGE.encode(encoding))
    assert ([paper.title for paper in found.papers], found.problems) == (["On Gödel’s Thing"], [])


def test_other_encodings_are_read_as_windows_1252_and_said() -> None:
    found = reading(PAGE.encode("cp1252"))
    assert [paper.title for paper in found.papers] == ["On Gödel’s Thing"]
    (problem,) = found.problems
    assert (problem.where, problem.rescued) == ("line 5", True)
    assert "Windows-1252" in problem.message


def test_a_few_broken_bytes_do_not_change_the_encoding() -> None:
    found = reading(PAGE.encode().replace(b"works", b"w\xffrks"))
    assert (found.papers[0].title, found.papers[0].abstract) == ("On Gödel’s Thing", "We show that it w\ufffdrks.")
    assert [(problem.where, problem.rescued) for problem in found.problems] == [("line 7", True)]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "nothing in it"),
        (b" \r\n\t", "nothing in it"),
        (b"\xef\xbb\xbf", "nothing in it"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (gzip.compress(PAGE.encode(), mtime=0), "gzip"),
        (b"PK\x03\x04abc", "zip"),
        (b"abc\x00\x01\x02", "binary"),
        (b"Some prose that is no page.", "no text that papers"),
        (b'<?xml version="1.0"?><feed/>', "XML"),
        (b'{"some": "JSON"}', "not of the Hugging Face"),
        (b"<html><body>Hello</body></html>", "web page"),
    ],
)
def test_what_cannot_be_read_is_named(data: bytes, said: str) -> None:
    with pytest.raises(SourceError) as error:
        reading(data, "x.bib")
    assert said in error.value.message
    assert error.value.hint


@given(st.text() | st.text("@{}[]<>\"'=,\n ·•19aD").map(lambda text: f"Daily Papers\n{text}"))
def test_any_text_gives_papers_or_a_message(text: str) -> None:
    try:
        found = reading(text)
    except SourceError as error:
        assert error.message  # noqa: PT017 - either outcome is right
        return
    assert all(problem.source == "x" for problem in found.problems)


@given(st.binary(max_size=300))
def test_any_bytes_give_papers_or_a_message(data: bytes) -> None:
    try:
        reading(data)
    except SourceError as error:
        assert error.message  # noqa: PT017 - either outcome is right


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1706.03762", True),
        ("hep-th/9901001v1", True),
        ("https://arxiv.org/abs/1706.03762", True),
        ("https://huggingface.co/papers/1706.03762", True),
        ("https://example.org/page", True),
        ("10.1000/x", True),
        ("hf:daily", True),
        ("hf:daily:2025-12-08", True),
        ("hf:search:reward modeling", True),
        ("huggingface.co/papers", True),
        ("huggingface.co/papers/date/2025-12-08", True),
        ("huggingface.co/nvidia", False),
        ("page.txt", False),
        ("/home/me/page.txt", False),
        ("reward modeling", False),
        ("", False),
    ],
)
def test_what_is_online(source: str, expected: bool) -> None:
    assert is_online(source) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1706.03762", ["1706.03762"]),
        (" 1706.03762\r\n10.1000/x\n\n", ["1706.03762", "10.1000/x"]),
        ("1706.03762\r10.1000/x", ["1706.03762", "10.1000/x"]),
        ("1706.03762, 10.1000/x 1706.03762", ["1706.03762", "10.1000/x"]),
        ("hf:search:reward modeling\n1706.03762", ["hf:search:reward modeling", "1706.03762"]),
        ("1706.03762 [cs.CL]", ["1706.03762 [cs.CL]"]),
        ("1706.03762 missing.bib", ["1706.03762", "missing.bib"]),
        ("missing.bib", ["missing.bib"]),
        ("", []),
        (PAGE, []),
        (HTML, []),
        (BIB, []),
        (json.dumps([ITEM]), []),
        ("Some prose.\nIn two lines.", []),
        (PAGE.replace("works.", "works: arXiv:1706.03762"), []),
    ],
)
def test_lists_of_sources(text: str, expected: list[str]) -> None:
    assert split_sources(text) == expected


def test_paths_of_files_may_hold_blanks(tmp_path: Path) -> None:
    (tmp_path / "my page.txt").touch()
    (tmp_path / "refs.bib").touch()
    paths = [str(tmp_path / "my page.txt"), str(tmp_path / "refs.bib")]
    assert split_sources("\n".join(paths)) == paths
    assert split_sources(f"1706.03762 {paths[1]}") == ["1706.03762", paths[1]]


@given(st.text())
def test_any_text_can_be_split(text: str) -> None:
    assert all(split_sources(text))
