"""Papers that may be one, on the command line."""

from pathlib import Path

import pytest

from tests.cli.test_commands import Shell, shell

__all__ = ["shell"]

TITLE = "Counting Spores by Lantern Light"
WORKS = f"""\
@inproceedings{{conf, author = {{Fern, Ida and Moss, Karl}}, title = {{{TITLE}}}, year = 2020,
  booktitle = {{Conference on Dim Optics}}, pages = {{3--14}}}}
@article{{jour, author = {{Fern, Ida and Moss, Karl}}, title = {{{TITLE}}}, year = 2022,
  journal = {{Journal of Moss Studies}}, volume = 7, doi = {{10.5555/j}}}}
@article{{twin, author = {{Fern, I. and Moss, K.}}, title = {{{TITLE}}}, year = 2022,
  journal = {{J. Moss Stud.}}, doi = {{10.5555/j}}, custom = {{mine}}}}
"""


@pytest.fixture
def works(shell: Shell) -> Shell:
    Path("works.bib").write_text(WORKS, encoding="utf-8")
    return shell


def test_adding_names_what_was_joined_and_what_is_asked(works: Shell) -> None:
    assert works("add", "works.bib") == 0
    assert "2 added, 0 merged, 0 unchanged, 1 joined to others of this add" in works.out
    assert "  twin joined jour: same DOI; not taken: custom mine" in works.out
    assert "jour may be conf: same title, but different venues" in works.err
    assert "`readinglist duplicates`" in works.err


def test_adding_tells_programs_the_same(works: Shell) -> None:
    told = works.json("add", "works.bib")
    ids = {paper["key"]: paper["id"] for paper in works.json("list")}
    assert told["joined"] == [{"id": ids["jour"], "with": "twin", "why": "same DOI", "dropped": {"custom": "mine"}}]
    ((id, other, why),) = [tuple(each.values()) for each in told["asked"]]
    assert (id, other) == (ids["jour"], ids["conf"])
    assert why.startswith("same title, but")
    again = works.json("add", "works.bib")
    assert (again["added"], again["merged"], again["joined"], again["asked"]) == ([], [], [], [])


def test_many_questions_are_counted(shell: Shell) -> None:
    entries = [
        f"@book{{b{n}, author = {{Fern, Ida}}, title = {{A Handbook of Ferns}}, volume = {n}, year = 2020}}"
        for n in range(9)
    ]
    Path("many.bib").write_text("\n".join(entries), encoding="utf-8")
    assert shell("add", "many.bib") == 0
    assert len(shell.err.splitlines()) == 21
    assert "more questions; `readinglist duplicates`" in shell.err.splitlines()[-1]


def test_duplicates_lists_open_questions_and_exits_as_grep(works: Shell) -> None:
    works("add", "works.bib")
    assert works("duplicates") == 0
    assert works.out.startswith(f"conf\t{TITLE}\tjour\t{TITLE}\tsame title, but")
    (question,) = works.json("duplicates")
    assert [paper["key"] for paper in question["papers"]] == ["conf", "jour"]
    assert works("distinct", "conf", "jour") == 0
    assert works.out == "remembered\n"
    assert works.json("duplicates", status=1) == []
    works("distinct", "conf", "jour")
    assert works.out == "that was known already\n"
    assert works("undo") == 0
    assert works("duplicates") == 0


def test_merge_split_and_undo(works: Shell) -> None:
    works("add", "works.bib")
    before = works.json("list")
    assert works("merge", "conf", "jour", "--prefer", "conf") == 0
    own, other, inner = works.out.splitlines()[1:]
    assert works.out.startswith("one paper: conf\n0: conf (file:works.bib), its own record\n1: jour (file:works.bib)")
    assert "merged by you; not taken: date 2022, venue Journal of Moss Studies, doi 10.5555/j" in other
    assert inner.startswith("  and twin (file:works.bib) on ")
    assert own
    (paper,) = works.json("list")
    assert (paper["venue"], paper["year"], paper["doi"]) == ("Conference on Dim Optics", 2020, None)
    works("export")
    assert "@inproceedings{conf," in works.out
    assert "10.5555" not in works.out
    works("show", "jour")
    assert "1: jour (file:works.bib)" in works.out
    assert "venue Journal of Moss Studies" in works.out
    history = works.json("show", "conf", "--history")
    assert [(each["number"], each["with"]) for each in history] == [(0, "conf"), (1, "jour"), (None, "twin")]
    assert works.json("split", "conf") == {"changed": [paper["id"] for paper in before], "removed": []}
    assert {each["key"]: each["venue"] for each in works.json("list")} == {
        each["key"]: each["venue"] for each in before
    }
    works("undo")
    works("undo")
    after = works.json("list")
    assert [paper | {"updated": ""} for paper in after] == [paper | {"updated": ""} for paper in before]
    works("show", "conf", "--history")
    assert works.out == "no other record was joined to it\n"


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("merge conf", "it takes two papers"),
        ("merge conf nothing", "no paper is named 'nothing'"),
        ("merge conf jour --prefer nothing", "no paper is named 'nothing'"),
        ("distinct conf conf", "it takes two papers"),
        ("split conf", "holds one record only"),
        ("split jour 7", "no joined record 7"),
    ],
)
def test_what_cannot_be_done_is_said(works: Shell, command: str, message: str) -> None:
    works("add", "works.bib")
    before = works.json("list")
    assert works(*command.split()) in {1, 2}
    assert message in works.err
    assert works.json("list") == before


def test_a_key_that_was_exported_does_not_give_way(shell: Shell) -> None:
    page = {"--title": TITLE, "--author": "Fern, Ida and Moss, Karl", "--year": "2020"}
    assert shell("add", *(word for pair in page.items() for word in pair)) == 0
    assert shell("export") == 0
    Path("conf.bib").write_text(WORKS.split("@article", maxsplit=1)[0], encoding="utf-8")
    assert shell("add", "conf.bib") == 0
    (paper,) = shell.json("list")
    assert paper["key"] == "fern2020counting"
    assert shell("show", "conf") == 0
    shell("undo")
    assert shell.json("list")[0]["venue"] is None


def test_the_doctor_takes_apart_what_an_earlier_version_mixed(shell: Shell) -> None:
    Path("thesis.bib").write_text(
        f"@phdthesis{{thesis, author = {{Fern, Ida}}, title = {{{TITLE}}}, school = {{Upper Meadow}}, year = 2019}}",
        encoding="utf-8",
    )
    shell("add", "thesis.bib")
    assert shell("doctor") == 0
    file = shell.folder / "library.json"
    shell("list")
    from readinglist.store.file_store import FileStore

    with FileStore.open(shell.folder) as store:
        (paper,) = store.library
        mixed = {"venue": "Journal of Moss Studies", "fields": {**paper.fields, "volume": "7"}, "aliases": ["jour"]}
        from readinglist.papers.change import Change, patch_for

        store.record(lambda library: Change("as it was", {paper.id: patch_for(paper.record, mixed)}), "cli")
    assert file.parent.exists()
    assert shell("doctor") == 1
    assert "thesis: two works are mixed in it (one is a thesis)" in shell.out
    assert shell("doctor", "--repair") == 0
    found = {paper["key"]: (paper["venue"], paper["year"]) for paper in shell.json("list")}
    assert found == {"thesis": (None, 2019), "jour": ("Journal of Moss Studies", None)}
    assert shell("doctor") == 0
    assert shell("duplicates") == 1
    shell("undo")
    assert len(shell.json("list")) == 1
