"""An author's own file comes back as it was, whatever was done to the papers."""

from pathlib import Path

import pytest

from readinglist.bibtex.updating.updater import update
from readinglist.exports.target import update as update_file
from readinglist.papers import edits, joining
from readinglist.papers.identity.duplicates import questions
from readinglist.papers.library import Library
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate
from readinglist.papers.status import Status
from tests.papers.making import IDA, KARL, LATER, NOW, add, entries

TITLE = "Counting Spores by Lantern Light"
THESIS = r"""% Works of my own; please keep this order
@string{moss = "Journal of Moss Studies"}

@PhdThesis{fern19,
  author = {Fern, Ida},
  title  = "Counting Spores by Lantern Light",
  school = {University of Upper Meadow},   year = 2019,
}
@inproceedings{fern18,
    author = {Ida Fern and Moss, Karl}, title = {Counting Spores by {Lantern} Light},
    booktitle = {Proc. of the 4th Workshop on Dim Optics}, pages = {11-18}, year = {2018}
}

@article{fern20, author = {Fern, Ida and Moss, Karl}, title = {Counting Spores by Lantern Light},
  journal = moss, volume = {7}, number = 2, pages = {101--140}, year = 2020, month = mar, doi = {10.5555/moss.7.101}}
@book{ferns1, author={Fern, Ida}, title={A Handbook of Ferns}, volume={1}, publisher={Meadow Press}, year={2021}}
@book{ferns2, author={Fern, Ida}, title={A Handbook of Ferns}, volume={2}, publisher={Meadow Press}, year={2021}}
@incollection{winter, author={Fern, Ida}, title={Fronds in Winter}, booktitle={The Book of Green Things}, chapter={3},
  pages={30--44}, publisher={Meadow Press}, doi={10.5555/green}, year={2021}}
@incollection{rest, author={Moss, Karl}, title={Rhizomes at Rest}, booktitle={The Book of Green Things}, chapter={5},
  pages={60--77}, publisher={Meadow Press}, doi={10.5555/green}, year={2021}}
@article{sorry, author = {Fern, Ida and Moss, Karl}, title = {Erratum: Counting Spores by Lantern Light},
  journal = moss, volume = {8}, pages = {12}, year = 2021}
"""


def test_a_thesis_and_what_grew_out_of_it_come_back_byte_for_byte(tmp_path: Path) -> None:
    library = Library()
    made = add(library, *entries(THESIS, "thesis.bib"))
    assert (len(made.added), made.joined) == (8, ())
    pairs = [sorted(library[id].key for id in question[:2]) for question in questions(library)]
    assert sorted(pairs) == [
        ["fern18", "fern19"], ["fern18", "fern20"], ["fern19", "fern20"], ["ferns1", "ferns2"], ["rest", "winter"],
    ]  # fmt: skip
    library.apply(edits.set_status(library, library.ids, Status.DONE, NOW))
    library.apply(edits.retag(library, library.ids, ["mine"], [], NOW))
    library.apply(edits.set_priority(library, library.ids, 3, NOW))
    library.apply(edits.set_note(library, library.ids, "Read.", NOW))
    file = tmp_path / "thesis.bib"
    file.write_text(THESIS, encoding="utf-8")
    done = update_file(file, list(library), "bibtex", {})
    assert (done.added, done.changed, done.conflicts, done.elsewhere) == ([], {}, [], {})
    assert file.read_text(encoding="utf-8") == THESIS


def test_papers_seen_on_a_page_then_on_arxiv_then_published(tmp_path: Path) -> None:
    own = (
        "@inproceedings{mine,\n  author = {Ida Fern and Karl Moss}, title = {Counting Spores by Lantern Light},\n"
        "  booktitle = {Conference on Dim Optics}, year = {2021}, pages = {3--14},\n"
        "  eprint = {2012.01234}, archiveprefix={arXiv} }\n"
    )
    page = Paper.of(
        TITLE, author_count=2, abstract="We count.", date=PartialDate(2020, 12, 8), source="hf:daily:2020-12-08"
    )
    preprint = Paper.of(
        TITLE, authors=[IDA, KARL], arxiv="2012.01234", primary_class="cs.CV", date=PartialDate(2020, 12, 3),
        abstract="We count.", source="arxiv:2012.01234",
    )  # fmt: skip
    library = Library()
    for paper in (page, preprint, *entries(own, "own.bib")):
        add(library, paper)
    (paper,) = library
    assert (paper.key, paper.venue, paper.year, paper.arxiv) == ("mine", "Conference on Dim Optics", 2021, "2012.01234")
    assert paper.record["preprint"] == {"date": "2020-12-03"}
    library.apply(edits.set_status(library, library.ids, Status.READING, LATER))
    done = update(own, library, "bibtex", {})
    assert (done.text, done.conflicts) == (own, [])
    assert (done.added, done.changed) == ([], {})


CONFERENCE = """@inproceedings{conf, author = {Fern, Ida and Moss, Karl}, title = {Counting Spores by Lantern Light},
  booktitle = {Conference on Dim Optics}, year = {2019}, pages = {1--9}, doi = {10.5555/c.1} }
"""
ARTICLE = """@article{jour, author = {Fern, Ida and Moss, Karl and Reed, Una}, year = {2021},
  title = {Counting Spores by Lantern Light}, journal = {Journal of Moss Studies},
  volume = {7}, number = {2}, publisher = {Meadow Press} }
"""
PREPRINT = """@misc{pre, author = {Fern, Ida and Moss, Karl}, title = {Counting Spores by Lantern Light}, year = {2020},
  eprint = {2001.01234}, archiveprefix = {arXiv} }
"""


def joined(*texts: str, prefer: str = "") -> Library:
    """A library in which all entries of files became one paper."""
    library = Library()
    for number, text in enumerate(texts):
        add(library, *entries(text, f"{number}.bib"))
    if len(library) > 1:
        library.apply(joining.merge(library, list(library.ids), LATER, prefer and library.resolve(prefer).id))
    return library


@pytest.mark.parametrize("prefer", ["", "jour"])
@pytest.mark.parametrize("has_written", [False, True])
def test_the_entry_of_another_publication_never_changes(prefer: str, has_written: bool) -> None:
    alone = joined(CONFERENCE)
    prints = update(CONFERENCE, alone, "bibtex", {}).fingerprints if has_written else {}
    library = joined(CONFERENCE, ARTICLE, prefer=prefer)
    prints = {id: prints[other] for id, other in zip(library.ids, alone.ids, strict=True)} if prints else {}
    done = update(CONFERENCE, library, "bibtex", prints)
    assert done.text == CONFERENCE
    assert "conf is another publication of the work than Journal of Moss Studies" in done.problems[0]
    both = update(CONFERENCE + ARTICLE, library, "bibtex", prints)
    assert both.text == CONFERENCE + ARTICLE


def test_an_entry_takes_a_publication_whole_or_not_at_all() -> None:
    library = joined(PREPRINT, ARTICLE)
    assert library.resolve("pre").venue == "Journal of Moss Studies"
    done = update(PREPRINT, library, "bibtex", {})
    assert done.text == PREPRINT
    written = update(PREPRINT, joined(PREPRINT), "bibtex", {})
    prints = {library.resolve("pre").id: next(iter(written.fingerprints.values()))}
    text = update(PREPRINT, library, "bibtex", prints).text
    for told in (
        "@article{pre,",
        "Reed, Una",
        "journal = {Journal of Moss Studies}",
        "year = {2021}",
        "volume = {7}",
        "2001.01234",
    ):
        assert told in text


def test_an_entry_under_a_former_key_is_kept_up() -> None:
    library = joined(CONFERENCE, ARTICLE, PREPRINT, prefer="jour")
    done = update(ARTICLE, library, "bibtex", {})
    assert done.changed == {"jour": ["eprint"]}
    assert "eprint = {2001.01234}" in done.text


def test_two_papers_never_take_one_entry_for_theirs() -> None:
    library = Library()
    add(library, *entries(PREPRINT + ARTICLE.replace("2021", "2022").replace(" and Reed, Una", "")))
    assert len(library) == 2
    theirs = PREPRINT.replace("{pre,", "{theirs,")
    done = update(theirs, library, "bibtex", {})
    assert done.elsewhere == {"pre": "theirs"}
    assert done.added == ["jour"]


def test_what_a_merge_wrote_goes_again_when_the_merge_is_taken_back() -> None:
    library = Library()
    for text, name in ((ARTICLE, "a.bib"), (PREPRINT.replace("2020", "2012"), "p.bib")):
        add(library, *entries(text, name))
    first, second = library.ids
    change = joining.merge(library, [first, second], LATER)
    library.apply(change)
    merged = update(ARTICLE, library, "bibtex", {})
    assert merged.changed == {"jour": ["eprint"]}
    library.apply(library.inverse(change, LATER))
    apart = update(merged.text, [library[first]], "bibtex", merged.fingerprints)
    assert apart.changed == {"jour": ["eprint"]}
    assert apart.text == ARTICLE
    again = update(apart.text, [library[first]], "bibtex", apart.fingerprints)
    assert (again.text, again.changed, again.unchanged) == (ARTICLE, {}, ["jour"])


def test_a_field_that_the_user_cleared_goes_unless_the_file_changed_it() -> None:
    library = joined(ARTICLE)
    (id,) = library.ids
    prints = update(ARTICLE, library, "bibtex", {}).fingerprints
    fields = {name: text for name, text in library[id].fields.items() if name != "number"}
    library.apply(edits.set_fields(library, id, {"fields": fields}, LATER))
    assert update(ARTICLE, library, "bibtex", prints).text == ARTICLE.replace(", number = {2}", "")
    theirs = ARTICLE.replace("number = {2}", "number = {2--3}")
    assert update(theirs, library, "bibtex", prints).text == theirs
