"""A record from anywhere, with anything in any field: its entry stays one entry, and what is left out is named."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import rispy  # type: ignore[import-untyped]
from bibtexparser.entrypoint import parse_string
from bibtexparser.model import Entry
from hypothesis import example, given
from hypothesis import strategies as st
from pybtex.database import parse_string as pybtex_parse  # type: ignore[import-untyped]

from readinglist.bibtex.entry.private_names import FIELDS
from readinglist.bibtex.reading.reader import read
from readinglist.bibtex.updating.updater import update
from readinglist.bibtex.writing.style import OPTIONS, Style
from readinglist.bibtex.writing.writer import write
from readinglist.cli import main
from readinglist.formats import FORMATS
from readinglist.latex.unsafe import unknown_commands
from readinglist.papers.paper import Paper

PIECES = (
    *"ab 1{}\\%#\"'$&~^_@,=()|<>é漢",
    *("\n", "\r", "\t", "\x00", "\x1b[31m", "\x85", "\u202e", "\u2028", "\n@comment{", "@misc{x,", "}\n@string{a={b}}"),
    *("\n@misc(k, a=1)", "}, note = {x", "\\probemacro", "\\begin{probe}", "^^5cprobe", "\\\\{", "%", " and ", "--"),
    *("\\}", "https://a.org/x", "javascript:x", "10.5555/x", "2401.01234", "x" * 3000, "{" * 300, "9" * 5000),
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=8).map("".join) | st.text(max_size=12)
WRONG: st.SearchStrategy[Any] = st.sampled_from(
    [None, 0, -3, 2.5, True, [], {}, [[]], ["x"], {"x": 1}, {"x": {"y": []}}]
)
NAMES = TEXTS | st.sampled_from(
    "title Title author AUTHOR editor doi eprint archiveprefix url note abstract file annote ids crossref xdata month "
    "year date journal booktitle howpublished options execute primaryclass subtitle volume pages key a-b a+an".split()
)
TYPES = TEXTS | st.sampled_from("article Book inproceedings comment STRING preamble xdata set online thesis".split())
FURTHER = st.dictionaries(NAMES, TEXTS | WRONG, max_size=5) | WRONG
AUTHOR = st.dictionaries(st.sampled_from(["family", "given", "particle", "suffix", "literal", "x"]), TEXTS | WRONG)
LISTS = st.lists(TEXTS | WRONG, max_size=3) | WRONG | TEXTS
VALUES: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys("key title abstract date venue organization status note seal".split(), TEXTS | WRONG),
    **dict.fromkeys("arxiv primary_class doi acl openreview url".split(), TEXTS | WRONG),
    **dict.fromkeys(["aliases", "tags", "edited", "sources", "keywords"], LISTS),
    **dict.fromkeys(["arxiv_version", "priority", "others", "author_count"], WRONG | st.integers()),
    "authors": st.lists(AUTHOR | WRONG, max_size=3) | WRONG,
    "entry_type": TYPES | WRONG,
    "fields": FURTHER,
    "raw": FURTHER,
}
RECORDS = st.fixed_dictionaries({}, optional=VALUES)
STYLES = st.builds(
    Style,
    private=st.sets(st.sampled_from(sorted(FIELDS))).map(sorted).map(tuple),
    ascii_only=st.booleans(),
    options=st.sets(st.sampled_from(sorted(OPTIONS))).map(sorted).map(tuple),
)
DIALECTS = st.sampled_from(["bibtex", "biblatex"])


def entries(text: str) -> int:
    """The number of entries in a file, of which every reader must see the same, and no other block."""
    harvest = read(text, "x.bib")
    assert [problem for problem in harvest.problems if not problem.rescued] == []
    assert not [problem for problem in harvest.problems if "like an entry" in problem.message]
    blocks = parse_string(text, parse_stack=[]).blocks
    assert {type(block) for block in blocks} <= {Entry}
    theirs = pybtex_parse(text, "bibtex")
    assert theirs.preamble == ""
    assert len(harvest.papers) == len(blocks) == len(theirs.entries)
    return len(blocks)


@given(records=st.lists(RECORDS, max_size=3), dialect=DIALECTS, style=STYLES)
@example([{"title": "T", "raw": {"title": "a \\\\{ b \\}"}}], "bibtex", Style())
@example([{"title": "T", "note": "x\n@misc(k, a=1)"}], "bibtex", Style(private=("note",)))
@example([{"title": "T", "tags": ["x\n@misc(k, a=1)"]}], "bibtex", Style(private=("keywords",)))
@example([{"title": "T", "raw": {"title": "T", "Title": "U"}}], "biblatex", Style())
@example([{"key": "a", "aliases": [""]}], "biblatex", Style())
def test_any_record_gives_one_entry_and_no_other_block(
    records: list[dict[str, Any]], dialect: str, style: Style
) -> None:
    papers = list(map(Paper, records))
    export = write(papers, dialect, style)
    empty = [paper for paper in papers if not write([paper], dialect, style).text]
    assert entries(export.text) == len(papers) - len(empty)
    assert not empty or any("nothing is known of it" in problem for problem in export.problems)


@given(record=RECORDS, dialect=DIALECTS, style=STYLES)
def test_all_latex_that_is_not_known_to_print_is_named(record: dict[str, Any], dialect: str, style: Style) -> None:
    export = write([Paper(record)], dialect, style)
    told = "\n".join(export.problems)
    for block in parse_string(export.text, parse_stack=[]).blocks:
        assert isinstance(block, Entry)
        for field in block.fields:
            for command in unknown_commands(field.value):
                assert f"{field.key.lower()} may do more than print" in told
                assert command in told


@given(record=RECORDS, dialect=DIALECTS)
def test_a_file_that_is_brought_up_to_date_gets_one_entry_more(record: dict[str, Any], dialect: str) -> None:
    own = "% mine\n@string{moss = {Moss}}\n@Odd_Type{mine, title = {\\mymacro{T}}, odd-field! = moss, doi = {none}}\n"
    done = update(own, [Paper({**record, "id": "a1"})], dialect, {})
    assert done.text.startswith(own)
    assert not [problem for problem in done.problems if "mine" in problem]
    assert len(read(done.text, "x.bib").papers) == 1 + len(done.added)


def entry(**record: Any) -> tuple[str, tuple[str, ...]]:
    """The text of one entry, and what is said of it."""
    export = write([Paper({"title": "T", "key": "k", "authors": [{"family": "F"}], **record})])
    assert entries(export.text) == 1
    return export.text, export.problems


@pytest.mark.parametrize(
    ("record", "told"),
    [
        ({"raw": {"no name": "x"}}, "no name left out, it is no name of a field"),
        ({"raw": {"größe": "x"}}, "größe left out, it is no name of a field"),
        ({"raw": {"a}": "x"}}, "a} left out, it is no name of a field"),
        ({"raw": {"volume": "1", "VOLUME": "2"}}, "volume left out, it stands twice"),
        ({"raw": {"volume": 1}}, "volume left out, it is no text"),
        ({"raw": ["x"]}, "raw left out, it holds no fields"),
        ({"fields": {"x=y": "1"}}, "x=y left out, it is no name of a field"),
        ({"fields": {"title": "Another"}}, "title left out, it is no further field"),
        ({"raw": {"doi": "\\probemacro"}}, "doi left out, it is no DOI: \\probemacro"),
        ({"doi": "\\probemacro"}, "doi left out, it is no DOI: \\probemacro"),
        ({"arxiv": "24010.1}"}, "arxiv left out, it is no id: 24010.1}"),
        ({"raw": {"eprint": "\\probemacro", "archiveprefix": "arXiv"}}, "eprint left out, it is no id: \\probemacro"),
        ({"raw": {"eprint": "27043002", "archiveprefix": "arXiv"}}, "eprint left out, it is no id: 27043002"),
        ({"acl": "x y"}, "acl left out, it is no id: x y"),
        ({"openreview": "a b"}, "openreview left out, it is no id: a b"),
        ({"url": "javascript:probe"}, "url left out, it is no address on the web: javascript:probe"),
        ({"raw": {"url": "run:probe"}}, "url left out, it is no address on the web: run:probe"),
        ({"url": "file:///probe"}, "url left out, it is no address on the web: file:///probe"),
        ({"entry_type": "comment"}, "written as @misc, comment is no entry type"),
        ({"entry_type": "set", "raw": {"entryset": "a,b"}}, "written as @misc, set is no entry type"),
        ({"entry_type": "control"}, "written as @misc, control is no entry type"),
        ({"entry_type": "PREAMBLE"}, "written as @misc, PREAMBLE is no entry type"),
        ({"entry_type": "a{b,\n"}, "written as @misc, a{b, is no entry type"),
        ({"authors": [{"family": 3}]}, "authors left out, they are no list of names"),
        ({"aliases": "x"}, "aliases left out, it is no list of texts"),
        ({"date": "9" * 5000}, f"date left out, it is no date: {'9' * 40}…"),
        ({"venue": 7}, "venue left out, it is no text"),
    ],
)
def test_what_no_file_can_hold_is_left_out_and_named_with_the_key(record: dict[str, Any], told: str) -> None:
    text, problems = entry(**record)
    assert f"k: {told}" in problems
    assert "title = {T}" in text
    assert "probe" not in text


def test_an_id_that_was_read_takes_the_place_of_what_is_none() -> None:
    text, problems = entry(doi="10.5555/x", raw={"title": "{T}", "author": "F", "doi": "doi 10.5555/x"})
    assert "doi = {10.5555/x}" in text
    assert problems == ()


@pytest.mark.parametrize("type", ["dataset", "artwork", "my_type"])
def test_a_type_of_ones_own_stays(type: str) -> None:
    export = write([Paper({"title": "T", "key": "k", "entry_type": type})], "biblatex")
    assert f"@{type}{{k," in export.text
    assert export.problems == ()


@pytest.mark.parametrize("name", ["bdsk-url-1", "date_added2", "author+an", "note:x", "__markedentry"])
def test_names_of_fields_that_are_in_use_stay(name: str) -> None:
    text, problems = entry(raw={"title": "T", "author": "F", name: "x"})
    assert f"{name} = {{x}}" in text
    assert problems == ()


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("10/dvzd5z", "10/dvzd5z"),
        ("https://doi.org/10.5555/a\\_b", "10.5555/a_b"),
        ("10.5555/a^^5cb", "10.5555/a%5E%5E5cb"),
    ],
)
def test_dois_as_people_write_them(written: str, value: str) -> None:
    (as_read,) = read(f"@misc{{k, doi = {{{written}}}}}", "x.bib").papers
    text, problems = entry(doi=as_read.doi, raw={"title": "T", "author": "F", "doi": written})
    assert f"doi = {{{value}}}" in text
    assert problems == ()


def test_a_path_of_windows_holds_no_commands() -> None:
    paper = Paper({"title": "T", "key": "k", "raw": {"title": "T", "file": ":C:\\Papers\\probemacro.pdf:PDF"}})
    export = write([paper], "biblatex", Style(private=("file",)))
    assert "file = {:C:/Papers/probemacro.pdf:PDF}" in export.text


def test_an_entry_of_ours_that_changes_names_what_is_left_out(tmp_path: Path) -> None:
    paper = Paper({"id": "a1", "key": "k", "title": "T", "authors": [{"family": "F"}], "raw": {"no name": "x"}})
    first = update("", [paper], "bibtex", {})
    same = update(first.text, [paper], "bibtex", first.fingerprints)
    assert (same.text, same.problems) == (first.text, ())
    changed = update(first.text, [paper.with_fields({"title": "U"})], "bibtex", first.fingerprints)
    assert changed.changed == {"k": ["title"]}
    assert changed.problems == ("k: no name left out, it is no name of a field",)


SHAPED = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys("key title venue organization arxiv doi acl openreview url note entry_type".split(), TEXTS),
        "authors": st.lists(st.dictionaries(st.sampled_from(["family", "given", "literal"]), TEXTS), max_size=2),
        "tags": st.lists(TEXTS, max_size=2),
        **dict.fromkeys(["fields", "raw"], st.dictionaries(NAMES, TEXTS, max_size=4)),
    },
)
COUNTED: dict[str, Callable[[str], int]] = {
    "csl-json": lambda text: len(json.loads(text)),
    "ris": lambda text: len(rispy.loads(text)),
    "csv": lambda text: len(list(csv.reader(io.StringIO(text)))) - 1,
    "markdown": lambda text: text.count("\n- "),
    "html": lambda text: text.count("<article>"),
}


@pytest.mark.parametrize("format", COUNTED)
@given(records=st.lists(SHAPED, max_size=3))
def test_other_formats_hold_as_many_papers_as_were_written(format: str, records: list[dict[str, Any]]) -> None:
    assert COUNTED[format](FORMATS[format](list(map(Paper, records))).text) == len(records)


def test_a_file_that_somebody_sent_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("READINGLIST_CONFIG", str(tmp_path / "config"))
    record = {
        "title": "Moss", "key": "k", "authors": [{"family": "F\n@comment{x"}], "entry_type": "string",
        "doi": "\\probemacro", "raw": {"title": "Moss \\probemacro", "author": "F", "a b": "x", "x\n}": "y"},
    }  # fmt: skip
    sent, bib, tex = tmp_path / "sent.json", tmp_path / "own.bib", tmp_path / "paper.tex"
    sent.write_text(json.dumps([{"record": record}]), encoding="utf-8")
    bib.write_text("@misc{mine, title = {\\mymacro}}\n", encoding="utf-8")
    tex.write_text("\\cite{k}", encoding="utf-8")
    library = ["--library", str(tmp_path / "library")]
    assert main([*library, "add", str(sent)]) == 0
    refused = capsys.readouterr().err
    assert "raw" in refused
    for command in (
        ["export"],
        ["export", "--format", "biblatex", "--ascii"],
        ["cite", str(tex), "--format", "bibtex"],
    ):
        assert main([*library, *command]) == 0
        out, err = capsys.readouterr()
        assert entries(out) == 1
        assert "probemacro" not in out
        assert "k: written as @misc, string is no entry type" in err
        assert "k: doi" in refused + err
    assert main([*library, "export", "--update", "-o", str(bib)]) == 0
    assert "string is no entry type" in "".join(capsys.readouterr())
    assert entries(bib.read_text(encoding="utf-8")) == 2
