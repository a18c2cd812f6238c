"""Bringing an existing .bib file up to date: what the library changed is changed, every other byte stays."""

from __future__ import annotations

import re
from difflib import ndiff
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from readinglist.bibtex.reading.reader import read
from readinglist.bibtex.updating.updater import update
from readinglist.bibtex.writing.writer import write
from readinglist.errors import ExportError
from readinglist.papers.author import Author
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate
from readinglist.settings.config import shipped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from readinglist.bibtex.updating.result import Update

VASWANI = Author("Vaswani", "Ashish")


def known(id: str, paper: Paper) -> Paper:
    """A paper as a library has it."""
    return paper.with_fields({"id": id})


ATTENTION = known(
    "a",
    Paper.of(
        "Attention Is All You Need",
        authors=[VASWANI],
        date=PartialDate(2017, 6),
        arxiv="1706.03762",
        key="vaswani2017attention",
    ),
)
NEW = known("n", Paper.of("Gödel Machines", authors=[Author("Gödel", "Kurt")], key="godel2020machines"))
BY_HAND = """\
% refs of my thesis, do not sort
@string{nips = "Neural Information Processing Systems"}

@inproceedings{vaswani2017attention,
  title     = "Attention {Is} All You Need",
  author    = "Ashish Vaswani",
  booktitle = nips,
  year      = 2017, month = jun,
  file      = {:/home/ada/attention.pdf:PDF},
  eprint    = {1706.03762}
}
notes between @ entries
@Article(foreign, Title={Of others},
Year = 1999)
@comment{jabref-meta: @misc{x, title={y}} }
"""


def lines_changed(before: str, after: str) -> list[str]:
    """The lines that differ, as a diff shows them."""
    return [line for line in ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]


def keys_in(text: str) -> list[str]:
    return [paper.key for paper in read(text, "refs.bib").papers]


def updated(text: str, papers: Sequence[Paper], before: Update | None = None, dialect: str = "bibtex") -> Update:
    """The update, made twice: the second time nothing may change."""
    done = update(text, papers, dialect, before.fingerprints if before else {})
    again = update(done.text, papers, dialect, done.fingerprints)
    assert again.text == done.text
    assert not again.added
    assert not again.changed
    return done


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_new_papers_are_appended_and_nothing_else_is_touched(line_end: str, start: str) -> None:
    text = start + BY_HAND.replace("\n", line_end)
    done = updated(text, [ATTENTION, NEW])
    assert done.text.startswith(text)
    assert done.text[len(text) :] == line_end + write([NEW]).text.replace("\n", line_end)
    assert (done.added, done.unchanged, done.conflicts) == (["godel2020machines"], ["vaswani2017attention"], [])


@pytest.mark.parametrize(
    ("end", "between", "last"),
    [("", "\n\n", "}"), ("\n", "\n", "}\n"), ("\n\n", "", "}\n"), ("\n  \n", "", "}\n"), (" ", "\n\n", "}")],
)
def test_the_file_ends_as_it_did(end: str, between: str, last: str) -> None:
    text = "@misc{a, title={A}}" + end
    done = updated(text, [NEW])
    assert done.text == text + between + write([NEW]).text[:-2] + last


@pytest.mark.parametrize("text", ["", "\ufeff", "\n\n", "% nothing yet\n"])
def test_a_file_without_entries(text: str) -> None:
    done = updated(text, [NEW])
    assert done.text.startswith(text)
    assert keys_in(done.text) == ["godel2020machines"]


def test_another_style_of_writing_the_same_is_left_alone() -> None:
    title = "{A}ttention is {All} You\n Need"
    text = f'@MISC{{Vaswani2017Attention,YEAR="2017",\n\n Author={{Ashish   Vaswani}} , title={{{title}}}}}'
    paper = ATTENTION.with_fields({"title": "Attention is All You Need", "arxiv": None, "date": "2017-06-12"})
    assert updated(text, [paper]).text == text


def test_what_is_missing_is_filled_in_the_way_the_entry_is_written() -> None:
    aligned = BY_HAND.replace(",\n  eprint    = {1706.03762}\n", "\n")
    assert lines_changed(aligned, updated(aligned, [ATTENTION]).text) == [
        "-   file      = {:/home/ada/attention.pdf:PDF}",
        "+   file      = {:/home/ada/attention.pdf:PDF},",
        "+   eprint    = {1706.03762},",
        "+   archivePrefix = {arXiv}",
    ]
    leading = "@misc{vaswani2017attention\n , title={Attention Is All You Need}\n , year=2017\n}"
    paper = ATTENTION.with_fields({"arxiv": None})
    assert updated(leading, [paper]).text == leading[:-2] + "\n , author={Vaswani, Ashish}\n}"
    short = "@misc(vaswani2017attention, title={Attention Is All You Need}, year=2017,)"
    assert updated(short, [paper]).text == short[:-2] + ", author={Vaswani, Ashish},)"


def test_only_what_the_library_has_changed_since_is_changed() -> None:
    first = updated(BY_HAND, [ATTENTION])
    text = first.text.replace("year      = 2017", "year      = 2018")
    left = updated(text, [ATTENTION], first)
    assert left.text == text
    assert left.differing == {"vaswani2017attention": ["year"]}
    changed = updated(text, [ATTENTION.with_fields({"title": "Attention"})], first)
    assert changed.changed == {"vaswani2017attention": ["title"]}
    assert lines_changed(text, changed.text) == [
        '-   title     = "Attention {Is} All You Need",',
        '+   title     = "Attention",',
    ]


def test_what_was_deleted_by_hand_stays_away() -> None:
    first = updated("", [ATTENTION])
    text = first.text.replace("  month = jun,\n", "").replace("  eprint = {1706.03762},\n", "")
    assert updated(text, [ATTENTION], first).text == text


def test_in_an_entry_that_we_never_wrote_only_the_users_own_values_are_taken_over() -> None:
    renamed = ATTENTION.with_fields({"title": "Attention Is Everything You Need"})
    done = updated(BY_HAND, [renamed])
    assert done.text == BY_HAND
    assert done.differing == {"vaswani2017attention": ["title"]}
    done = updated(BY_HAND, [renamed.with_fields({"edited": ["title"]})])
    assert done.changed == {"vaswani2017attention": ["title"]}


@pytest.mark.parametrize(
    ("line", "new"),
    [
        ("journaltitle = {Nature}", "journaltitle = {Science}"),
        ("date = {2017-06}", "date = {2018-01}"),
        ("year = 2017, month = 6", "year = {2018}, month = jan"),
        ("eprint = {1706.03762}, eprinttype = {arXiv}", "eprint = {1801.00001}, eprinttype = {arXiv}"),
        ("location = {Köln}", "location = {Bonn}"),
    ],
)
def test_a_field_keeps_the_name_the_file_has_for_it(line: str, new: str) -> None:
    text = f"@article{{vaswani2017attention, title = {{Attention Is All You Need}}, {line}, keywords = {{mine}}}}\n"
    (paper,) = read(text, "refs.bib").papers
    paper = known("a", paper)
    first = updated(text, [paper])
    assert first.text == text
    values = {"venue": "Science", "date": "2018-01", "arxiv": "1801.00001", "fields": {"address": "Bonn"}}
    name = {"j": "venue", "d": "date", "y": "date", "e": "arxiv", "l": "fields"}[line[0]]
    done = updated(text, [paper.with_fields({name: values[name]})], first)
    assert done.text == text.replace(line, new)


@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
@pytest.mark.parametrize(
    ("type", "line", "fields", "new"),
    [
        ("article", "journal = {Nature}, journaltitle = {Cell}", {"venue": "Science"}, "{Science}"),
        ("article", "journaltitle = {Nature}, journal = {Nature}", {"venue": "Science"}, "{Science}"),
        ("book", "address = {Ulm}, location = {Köln}", {"fields": {"address": "Bonn"}}, "{Bonn}"),
        ("phdthesis", "school = {MIT}, institution = {ETH}", {"fields": {"school": "CMU"}}, "{CMU}"),
    ],
)
def test_a_field_that_the_file_has_under_both_names_is_set_under_both(
    type: str, line: str, fields: dict[str, Any], new: str, dialect: str
) -> None:
    text = (
        f"@{type}{{a, title = {{Attention Is All You Need}}, author = {{Lovelace, Ada}}, {line}, keywords = {{k}}}}\n"
    )
    (paper,) = read(text, "refs.bib").papers
    paper = known("a", paper)
    first = updated(text, [paper], dialect=dialect)
    assert first.text == text
    done = updated(text, [paper.with_fields(fields)], first, dialect)
    assert done.text == text.replace(line, re.sub(r"\{.*?\}", new, line))
    assert not done.conflicts


@pytest.mark.parametrize(
    ("line", "date", "new"),
    [
        ("year = 2020, month = may, day = {3}", "2021-07-09", "year = {2021}, month = jul, day = {9}"),
        ("year = 2020, month = may, day = {3}", "2021-07", "year = {2021}, month = jul"),
        ("year = 2020, month = may, day = {3}", "2021", "year = {2021}"),
        ("day = {3}, year = 2020, month = may", "2021-07", "year = {2021}, month = jul"),
        ("year = 2020, % when?\n month = may", "2021", "year = {2021}, % when?\n month = {}"),
    ],
)
def test_a_new_year_makes_up_no_date_with_the_old_month_or_day(line: str, date: str, new: str) -> None:
    text = f"@article{{a, author = {{Lovelace, Ada}}, title = {{On Things}}, {line}, keywords = {{mine}}}}\n"
    (paper,) = read(text, "refs.bib").papers
    paper = known("a", paper)
    done = updated(text, [paper.with_fields({"date": date})], updated(text, [paper]))
    assert done.text == text.replace(line, new)
    assert str(read(done.text, "refs.bib").papers[0].date) == date


def test_a_preprint_that_was_published_changes_its_type_too() -> None:
    first = updated("", [ATTENTION])
    published = {"venue": "Advances in Neural Information Processing Systems", "entry_type": "inproceedings"}
    done = updated(first.text, [ATTENTION.with_fields(published)], first)
    assert done.changed == {"vaswani2017attention": ["journal", "type"]}
    assert done.text.startswith("@inproceedings{vaswani2017attention,\n  author = {Vaswani, Ashish},\n")
    assert "  booktitle = {Advances in Neural Information Processing Systems},\n}" in done.text
    journal = "@article{vaswani2017attention,\n title={Attention Is All You Need},\n journal={arXiv:1706.03762}}"
    done = updated(journal, [ATTENTION.with_fields({**published, "edited": ["venue"]})])
    assert "1706.03762" in done.text
    assert read(done.text, "x").papers[0].arxiv == "1706.03762"


def test_an_entry_that_inherits_is_compared_with_what_it_inherits() -> None:
    text = (
        "@inproceedings{vaswani2017attention, title={Attention Is All You Need}, author={Vaswani, Ashish},\n"
        "  crossref={nips}}\n@proceedings{nips, title={NIPS}, year=2017}\n"
    )
    paper = ATTENTION.with_fields({"venue": "NIPS", "arxiv": None})
    assert updated(text, [paper]).text == text


def test_another_paper_of_the_same_key_is_a_conflict() -> None:
    text = "\n@misc{Vaswani2017ATTENTION, title={On the Care of Bees in Winter}, author={Vaswani, Petra}, year=2017}\n"
    other_id = text.replace("year=2017", "eprint={1801.00001}, year=2017").replace("Petra", "Ashish")
    for file in (text, other_id):
        done = updated(file, [ATTENTION, NEW])
        (conflict,) = done.conflicts
        assert (conflict.key, conflict.line) == ("vaswani2017attention", 2)
        assert "On the Care of Bees" in conflict.message
        assert done.added == ["godel2020machines"]
        assert done.text.startswith(file)


def test_a_key_that_stands_twice_is_left_alone() -> None:
    text = "@misc{godel2020machines, title={Gödel}}\n@misc{Godel2020Machines, title={Machines}}\n"
    done = updated(text, [NEW])
    assert done.text == text
    assert done.conflicts[0].message == "the key stands more than once in the file (lines 1, 2)"


def test_an_entry_that_cannot_be_read_is_not_written_again() -> None:
    text = "@misc{godel2020machines, title = , }\n@misc{b, title={B}}\n"
    done = updated(text, [NEW])
    assert done.text == text
    assert done.conflicts[0].key == "godel2020machines"
    assert any("line 1 cannot be read" in problem for problem in done.problems)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("@misc{a, title={A}}\n@misc{open, title={B}\n\n@misc{b, title={B}}\n", "line 2: open"),
        ("@misc{open, title={a {B}, year=2020\n}\n", "line 1: open"),
        ('% mine\n@misc(open, title="B\n@misc{b, title={B}}\n', "line 2: open"),
        ("@misc{open,\n title={a {B},\n year=2020\n}\n@misc{b, title={B}}\n", "line 1: open"),
        ("@misc{open, title={a \\{B}}\n", "line 1: open"),
        ("@misc{a, title={A}}\n@misc{open", "line 2: open"),
        ('@preamble{"x"\n@misc{a, title={A}}\n', "line 1: @preamble"),
        ("@string{x = {abc\n@misc{a, title={A}}\n", "line 1: "),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_file_with_an_open_end_is_left_alone(text: str, place: str, line_end: str) -> None:
    with pytest.raises(ExportError, match="is not closed") as caught:
        update(text.replace("\n", line_end), [NEW], "bibtex", {})
    assert caught.value.message.startswith(place)


@pytest.mark.parametrize(
    "text",
    [
        "@misc{a, title={A}}}\n",
        "@misc{a, title={A}},\n year=2020}\n",
        "% @misc{a, title={\n@misc{b, title={B}}\n",
        "@comment{ {a}\n@misc{b, title={B}}\n",
        "a { in passing\n@misc(b, title={B})\n{",
        "@misc{b, title = , }\n",
        "@misc{b, title={B \\{x\\}}, abstract={first\n@misc{c, title={C}}\nlast}}\n",
        '@preamble{"\\def\\x{y}" # {z}}\n@string{s = "a"}\n@misc{b, title = s # "x"}\n',
        '@misc{b, title="a {"} quote"}\n',
        "@misc{b, title={B}\n author={C, D}\n}\n",
    ],
)
def test_other_faults_of_a_file_are_no_reason_to_leave_it_alone(text: str) -> None:
    done = updated(text, [NEW])
    assert done.added == ["godel2020machines"]
    assert done.text.startswith(text.rstrip("\n"))


# What both sides have changed.


def test_what_both_sides_changed_stays_as_it_is_in_the_file() -> None:
    first = updated("", [ATTENTION])
    text = first.text.replace("All You Need", "Nearly All You Need")
    ours = ATTENTION.with_fields({"title": "Attention Is Everything", "date": "2018-06"})
    done = updated(text, [ours], first)
    assert done.changed == {"vaswani2017attention": ["year"]}
    assert done.text == text.replace("2017,", "2018,").replace("{2017}", "{2018}")
    (conflict,) = done.conflicts
    assert (conflict.key, conflict.field) == ("vaswani2017attention", "title")
    assert text.splitlines()[conflict.line - 1].startswith("  title")
    assert (conflict.file, conflict.library) == ("Attention Is Nearly All You Need", "Attention Is Everything")
    assert not done.unchanged
    again = updated(done.text, [ours], done)
    assert (again.text, again.conflicts) == (done.text, done.conflicts)


def test_a_conflict_ends_when_both_agree_or_one_gives_in() -> None:
    first = updated("", [ATTENTION])
    text = first.text.replace("All You Need", "Mine")
    ours = ATTENTION.with_fields({"title": "Ours"})
    before = updated(text, [ours], first)
    assert before.conflicts
    assert not updated(text.replace("Attention Is Mine", "Ours"), [ours], before).conflicts
    assert updated(text, [ATTENTION], before).differing == {"vaswani2017attention": ["title"]}
    given_in = updated(first.text, [ours], before)
    assert given_in.changed == {"vaswani2017attention": ["title"]}
    assert "title = {Ours}" in given_in.text
    removed = updated(first.text.replace("  title = {Attention Is All You Need},\n", ""), [ours], before)
    assert removed.conflicts[0].message.startswith("it was changed both in the file (nothing)")


def test_a_type_that_both_changed_is_a_conflict_and_waits_for_its_venue() -> None:
    first = updated("", [ATTENTION])
    published = ATTENTION.with_fields({"venue": "NeurIPS", "entry_type": "inproceedings"})
    done = updated(first.text.replace("@misc", "@book"), [published], first)
    assert [(each.field, each.file, each.library) for each in done.conflicts] == [("type", "@book", "@inproceedings")]
    assert done.changed == {"vaswani2017attention": ["journal"]}
    text = first.text.replace("\n}\n", "\n  howpublished = {A talk},\n}\n")
    done = updated(text, [published], first)
    assert [each.field for each in done.conflicts] == ["howpublished"]
    assert done.text == text


FIELDS = {"title": ("One", "Two", "Three {T}"), "year": ("2001", "2002", "2003"), "volume": ("1", "2", "3"),
          "publisher": ("Ada", "Bo & Co", "Cé")}  # fmt: skip
EDITS = st.lists(
    st.tuples(st.booleans(), st.sampled_from([*FIELDS]), st.integers(-1, 2)).filter(
        lambda edit: edit[2] >= 0 or (not edit[0] and edit[1] != "title")
    ),
    max_size=4,
)


def with_value(paper: Paper, name: str, value: str) -> Paper:
    """The paper as the library has it after an edit."""
    if name == "title":
        return paper.with_fields({"title": value.replace("{", "").replace("}", "")})
    if name == "year":
        return paper.with_fields({"date": value})
    return paper.with_fields({"fields": {**paper.fields, name: value}})


def with_line(text: str, name: str, value: str | None) -> str:
    """The file after an edit by hand: a field has another value, or is gone."""
    lines = [line for line in text.split("\n") if not line.startswith(f"  {name} =")]
    place = next(at for at, line in enumerate(lines) if line.startswith("  author"))
    return "\n".join([*lines[:place], *([f"  {name} = {{{value}}},"] if value else []), *lines[place:]])


@settings(deadline=None)
@given(st.lists(EDITS, max_size=4), st.sampled_from(["bibtex", "biblatex"]))
def test_each_field_goes_its_own_way(rounds: list[list[tuple[bool, str, int]]], dialect: str) -> None:
    spell = {"year": "date"} if dialect == "biblatex" else {}
    paper = known("a", Paper.of("", authors=[VASWANI], key="key", entry_type="book"))
    for name, values in FIELDS.items():
        paper = with_value(paper, name, values[0])
    done = updated("% mine\n", [paper], dialect=dialect)
    library: dict[str, int] = dict.fromkeys(FIELDS, 0)
    file, base = dict(library), dict.fromkeys(FIELDS, (0, 0))
    for edits in rounds:
        text = done.text
        for is_ours, name, number in edits:
            if is_ours:
                library[name] = number
                paper = with_value(paper, name, FIELDS[name][number])
            else:
                file[name] = number
                value = FIELDS[name][number].replace("&", "\\&") if number >= 0 else None
                text = with_line(text, spell.get(name, name), value)
        done = updated(text, [paper], done, dialect)
        written: set[str] = set()
        argued: set[str] = set()
        for name in FIELDS:
            ours, theirs = library[name], file[name]
            if ours != theirs and ours != base[name][0]:
                (written if theirs == base[name][1] else argued).add(name)
            if ours == theirs or name in written:
                file[name], base[name] = ours, (ours, ours)
        assert {*done.changed.get("key", [])} == written
        assert {conflict.field for conflict in done.conflicts} <= argued | {spell.get(name, name) for name in argued}
        assert len(done.conflicts) == len(argued)
        if not written:
            assert done.text == text
        (there,) = read(done.text, "refs.bib").papers
        for name, number in file.items():
            found = (
                there.title
                if name == "title"
                else str(there.year or "")
                if name == "year"
                else there.fields.get(name, "")
            )
            assert found == (FIELDS[name][number].replace("{", "").replace("}", "") if number >= 0 else "")


# Keys that were changed on purpose.

REKEYED = ATTENTION.with_fields({"key": "vaswani2017", "aliases": ["vaswani2017attention"]})


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_an_entry_of_ours_is_renamed_in_place(line_end: str) -> None:
    first = updated("% mine" + line_end, [ATTENTION, NEW])
    text = first.text.replace("@misc{vaswani", "@misc{ vaswani").replace("title = {Attention", "TITLE={Attention")
    done = updated(text, [REKEYED, NEW], first)
    assert done.renamed == {"vaswani2017attention": "vaswani2017"}
    assert done.text == text.replace("vaswani2017attention", "vaswani2017")
    assert (done.unchanged, done.changed, done.elsewhere) == (["godel2020machines"], {}, {})
    again = updated(done.text, [REKEYED.with_fields({"key": "third"}), NEW], done)
    assert again.renamed == {"vaswani2017": "third"}
    other = updated(text, [REKEYED.with_fields({"title": "Attention"}), NEW], first)
    assert other.changed == {"vaswani2017": ["title"]}
    assert other.renamed


def test_biblatex_keeps_the_old_key_among_the_ids() -> None:
    first = updated("", [ATTENTION], dialect="biblatex")
    done = updated(first.text, [REKEYED], first, "biblatex")
    assert lines_changed(first.text, done.text) == [
        "- @online{vaswani2017attention,", "+ @online{vaswani2017,", "+   ids = {vaswani2017attention},"
    ]  # fmt: skip
    text = done.text.replace("{vaswani2017attention},", "{other, vaswani2017attention},")
    third = REKEYED.with_fields({"key": "third", "aliases": ["vaswani2017attention", "vaswani2017"]})
    assert "  ids = {other,vaswani2017attention,vaswani2017},\n" in updated(text, [third], done, "biblatex").text


def test_a_key_of_the_users_own_stays() -> None:
    found = updated(BY_HAND, [ATTENTION])
    done = updated(BY_HAND, [REKEYED], found)
    assert (done.text, done.elsewhere) == (BY_HAND, {"vaswani2017": "vaswani2017attention"})
    ours = updated("", [ATTENTION])
    text = ours.text.replace("vaswani2017attention", "mine")
    assert updated(text, [REKEYED], ours).elsewhere == {"vaswani2017": "mine"}


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("@misc{Vaswani2017, title={Bees}, author={Vaswani, Petra}}", "the file has another paper of this key: 'Bees'"),
        ("@misc{bees, title={Bees}, ids={x, vaswani2017}}", "it stays vaswani2017attention, bees (line 1) has the key"),
        ("@misc{bees, title={Bees}, crossref={vaswani2017attention}}", "it stays vaswani2017attention, which bees"),
        ("@xdata{vaswani2017, title={Bees}}", "the file's entry cannot be used: it is @xdata"),
    ],
)
def test_an_entry_is_not_renamed_where_that_would_do_harm(entry: str, message: str) -> None:
    first = updated("", [ATTENTION])
    text = f"{entry}\n{first.text}"
    done = updated(text, [REKEYED], first)
    assert done.text == text
    assert done.conflicts[0].message.startswith(message)


def test_papers_that_swap_their_keys_are_a_conflict() -> None:
    first = updated("", [ATTENTION, NEW])
    keys = ATTENTION.key, NEW.key
    swapped = [paper.with_fields({"key": key}) for paper, key in zip((ATTENTION, NEW), keys[::-1], strict=True)]
    done = updated(first.text, swapped, first)
    assert done.text == first.text
    assert len(done.conflicts) == 2


def test_a_key_that_another_paper_gave_up_is_taken_one_update_later() -> None:
    first = updated("", [ATTENTION, NEW])
    moved = [NEW.with_fields({"key": "zz"}), ATTENTION.with_fields({"key": NEW.key})]
    done = update(first.text, moved, "bibtex", first.fingerprints)
    assert done.renamed == {NEW.key: "zz"}
    done = update(done.text, moved, "bibtex", done.fingerprints)
    assert done.renamed == {ATTENTION.key: NEW.key}
    assert keys_in(done.text) == ["zz", NEW.key]


def test_a_paper_that_the_file_calls_otherwise_is_not_added() -> None:
    text = "@misc{mine:1, title={Attention}, eprint={1706.03762}}\n@misc{old, title={Gödel Machines}}\n"
    done = updated(text, [ATTENTION, NEW.with_fields({"aliases": ["old"]})])
    assert done.text == text
    assert done.elsewhere == {"vaswani2017attention": "mine:1", "godel2020machines": "old"}


def test_an_alias_finds_an_entry_that_its_title_alone_would_not() -> None:
    text = "@misc{old, title={Dropout}, author={Ada Lovelace}}\n"
    paper = known("d", Paper.of("Dropout", authors=[Author("Lovelace", "Ada")], key="lovelace2014dropout"))
    assert updated(text, [paper]).added == ["lovelace2014dropout"]
    done = updated(text, [paper.with_fields({"aliases": ["Old"]})])
    assert (done.text, done.added, done.elsewhere) == (text, [], {"lovelace2014dropout": "old"})


def test_an_alias_that_another_paper_has_as_its_key_finds_nothing() -> None:
    text = "@misc{old, title={Dropout}, author={Ada Lovelace}}\n"
    dropout = Paper.of("Dropout", authors=[Author("Lovelace", "Ada")], key="old")
    other = known("o", dropout.with_fields({"key": "other", "aliases": ["old"]}))
    done = updated(text, [known("d", dropout), other])
    assert (done.unchanged, done.added, done.elsewhere) == (["old"], ["other"], {})


def test_what_readers_will_miss_is_told_of_new_entries_alone() -> None:
    odd = known("o", Paper.of("Ж lamps", authors=[VASWANI], key="odd"))
    told = "odd: kept in UTF-8, LaTeX may need a font or package for Ж (U+0416)"
    done = updated("", [odd, NEW])
    assert done.problems == (told,)
    assert updated(done.text, [odd, NEW], done).problems == ()


def test_entries_in_comments_are_none() -> None:
    text = "@comment{@misc{godel2020machines, title={Gödel Machines}}}\n"
    assert updated(text, [NEW]).added == ["godel2020machines"]


def test_what_would_be_read_otherwise_afterwards_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "readinglist.bibtex.writing.writer.entry_text", lambda key, *_: f"@misc{{{key}, title={{B}}}} @misc{{c,"
    )
    with pytest.raises(ExportError, match="how the rest of it is read"):
        update(BY_HAND, [NEW], "bibtex", {})


@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
def test_the_library_that_was_read_from_a_file_changes_nothing_in_it(dialect: str) -> None:
    text = (shipped("examples") / "references.bib").read_text(encoding="utf-8")
    papers = [known(str(i), paper) for i, paper in enumerate(read(text, "references.bib").papers)]
    done = updated(text, papers, dialect=dialect)
    assert (done.text, done.conflicts) == (text, [])
    own = write(papers, dialect).text
    assert updated(own, papers, dialect=dialect).text == own


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=30)
JUNK = st.lists(
    st.sampled_from(
        [
            "% a comment\n", "\n", "  ", "text @ text\n", "@comment{a {b} c}\n", '@preamble{"\\def\\x{y}"}\n', "\\}{\n",
            "@string{s = {t}}\n", "@misc{other, title = {Something else entirely here}, x = s}\n",
            "@misc{b, title={}}\n",
            "@article{c,\n\ttitle=\"{Q}uotes\",\n}\n", "ü\u200b\x07\n", "@misc{open, title = {a\n",
        ]
    ),
    max_size=6,
).map("".join)  # fmt: skip
AUTHORS = st.lists(st.builds(Author, family=WORDS, given=WORDS), max_size=3)
PAPERS = st.lists(
    st.builds(
        Paper.of,
        title=WORDS,
        authors=AUTHORS,
        date=st.none() | st.dates().map(lambda day: PartialDate(day.year, day.month)),
        venue=WORDS,
        arxiv=st.sampled_from(["", "2401.00001", "2401.00002"]),
        url=st.sampled_from(["", "https://a.b/c_d%20e"]),
    ),
    max_size=4,
).map(lambda papers: [known(str(i), p.with_fields({"key": f"key{i}"})) for i, p in enumerate(papers)])


def updated_if_closed(text: str, papers: Sequence[Paper], before: Update | None, dialect: str) -> Update | None:
    """The update; None if it is refused, which it may be if there is an entry that is not closed."""
    if "{open" not in text:
        return updated(text, papers, before, dialect)
    try:
        return updated(text, papers, before, dialect)
    except ExportError:
        return None


@settings(deadline=None)
@given(PAPERS, JUNK, JUNK, JUNK, st.sampled_from(["\n", "\r\n"]), st.sampled_from(["bibtex", "biblatex"]))
@example([NEW], "", "", "@misc{open, title = {a\n", "\n", "bibtex")
def test_any_file_keeps_its_bytes(
    papers: list[Paper], before: str, between: str, after: str, line_end: str, dialect: str
) -> None:
    one, two = papers[: len(papers) // 2], papers[len(papers) // 2 :]
    text = (before + write(one, dialect).text + between).replace("\n", line_end)
    if not (done := updated_if_closed(text, one, None, dialect)):
        return
    assert done.text == text
    text = text + after.replace("\n", line_end)
    if not (done := updated_if_closed(text, papers, done, dialect)):
        return
    assert done.text.startswith(text)
    taken = {*done.added, *done.unchanged, *done.elsewhere, *(conflict.key for conflict in done.conflicts)}
    assert taken == {paper.key for paper in papers}
    found = keys_in(done.text)
    assert {paper.key for paper in two} - done.elsewhere.keys() - {c.key for c in done.conflicts} <= {*found}
