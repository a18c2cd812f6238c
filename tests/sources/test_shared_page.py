"""The real page and the recorded answers, where they lie beside the clone."""

import json
from datetime import date
from pathlib import Path

import pytest

from readinglist.cli import main
from readinglist.formats import FORMATS
from readinglist.sources import read
from tests.support.places import ROOT, SHARED

PAGE = SHARED / "daily-papers-page.txt"
RECORDED = SHARED / "reference" / "recorded"
EXAMPLES = ROOT / "examples"
pytestmark = pytest.mark.skipif(not PAGE.is_file(), reason="the real page is not beside the clone")


def test_the_real_page_is_read_whole() -> None:
    harvest = read(PAGE.read_bytes(), PAGE.name, date(2026, 11, 23))
    papers = harvest.papers
    assert harvest.problems == []
    assert len(papers) == 49
    assert sum(1 for paper in papers if paper.author_count) == 44
    assert [p for p in papers if p.organization and p.organization_handle] == [p for p in papers if p.organization]
    assert sum(1 for paper in papers if paper.organization) == 2
    assert sum(1 for paper in papers if paper.date) == 46
    assert sum(1 for paper in papers if paper.comments is not None) == 17
    assert all(paper.abstract for paper in papers)
    assert {paper.year for paper in papers if paper.date} <= set(range(2015, 2026))
    lines = {line.strip() for line in PAGE.read_text(encoding="utf-8").splitlines()}
    assert all(paper.abstract in {" ".join(line.split()) for line in lines} for paper in papers)


def test_a_second_add_changes_no_byte_and_the_export_reads_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READINGLIST_CONFIG", str(tmp_path / "config"))
    library = ["--library", str(tmp_path / "library")]
    assert main([*library, "add", str(PAGE)]) == 0
    capsys.readouterr()
    main([*library, "list", "--json"])
    before = capsys.readouterr().out
    assert main([*library, "add", str(PAGE), "--json"]) == 0
    again = json.loads(capsys.readouterr().out)
    assert (again["added"], again["merged"], len(again["unchanged"])) == ([], [], 49)
    main([*library, "list", "--json"])
    assert capsys.readouterr().out == before
    titles = sorted(paper["title"] for paper in json.loads(before))
    refs = tmp_path / "refs.bib"
    assert main([*library, "export", "-o", str(refs)]) == 0
    back = read(refs.read_bytes(), "refs.bib", date(2026, 11, 23))
    assert sorted(paper.title for paper in back.papers) == titles
    assert (back.entries.read, back.entries.rescued, back.entries.refused) == (49, 0, 0)


def test_csl_json_keeps_to_the_official_schema() -> None:
    from jsonschema import Draft7Validator

    validator = Draft7Validator(json.loads((RECORDED / "csl" / "csl-data.schema.json").read_bytes()))
    for path in (PAGE, EXAMPLES / "references.bib", RECORDED / "zotero" / "zotero_bibtex_attachments.bib"):
        papers = read(path.read_bytes(), path.name, date(2026, 11, 23)).papers
        items = json.loads(FORMATS["csl-json"](papers).text)
        assert len(items) == len(papers) > 0
        assert [error.message for error in validator.iter_errors(items)] == []


RECORDS = sorted([*RECORDED.glob("csl/*csl.json"), *RECORDED.glob("csl/zotero*.json"), *RECORDED.glob("ris/*.ris")])


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.name)
def test_recorded_references_are_read_or_told(path: Path) -> None:
    if path.name == "example_wos.ris":
        pytest.skip("Web of Science's own format is not RIS")
    harvest = read(path.read_bytes(), path.name, date(2026, 11, 23))
    assert all(not problem.rescued for problem in harvest.problems)
    assert len(harvest.papers) + len(harvest.problems) == (
        path.read_text(encoding="utf-8").count("TY  - ") if path.suffix == ".ris" else 1
    )
