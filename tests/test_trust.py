"""An author's own file comes back as it was, whatever was done to the papers."""

from pathlib import Path

from readinglist.bibtex.update import update
from readinglist.export import update as update_file
from readinglist.library import Library
from readinglist.paper import Paper, PartialDate, Status
from readinglist.papers.duplicates import questions
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
    library.apply(library.set_status(library.ids, Status.DONE, NOW))
    library.apply(library.retag(library.ids, ["mine"], [], NOW))
    library.apply(library.set_priority(library.ids, 3, NOW))
    library.apply(library.set_note(library.ids, "Read.", NOW))
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
    library.apply(library.set_status(library.ids, Status.READING, LATER))
    done = update(own, library, "bibtex", {})
    assert (done.text, done.conflicts) == (own, [])
    assert (done.added, done.changed) == ([], {})
