"""Writing .bib files."""

import re

import pytest
from bibtexparser.entrypoint import parse_string
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.bibtex.entry.private_fields import tagged
from readinglist.bibtex.reading.reader import read
from readinglist.bibtex.writing.style import Style
from readinglist.bibtex.writing.writer import write
from readinglist.latex.decoder import decode
from readinglist.papers.author import Author
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate
from readinglist.papers.status import Status
from readinglist.settings.config import shipped
from readinglist.text import clean, clean_lines
from tests.support.plainer import PLAINER, plainer

ADA = Author("Lovelace", "Ada")


def entry(text: str) -> tuple[str, dict[str, str]]:
    """The type and the fields of the one entry that bibtexparser sees."""
    library = parse_string(text)
    assert not library.failed_blocks
    (found,) = library.entries
    return found.entry_type, {field.key: field.value for field in found.fields}


def test_a_preprint_byte_for_byte() -> None:
    paper = Paper.of(
        "GPT-4 & the 100% Gödel_test",
        authors=[Author("Neumann", "John", "von"), Author("King", "Martin", suffix="Jr."), Author(literal="OpenAI")],
        others=True,
        date=PartialDate(2024, 6, 16),
        arxiv="2406.01234",
        primary_class="cs.CL",
        abstract="Not for others.",
        note="Mine alone.",
        tags=["secret"],
        url="https://huggingface.co/papers/2406.01234",
        key="neumann2024gpt",
    )
    assert write([paper]).text == (
        "@misc{neumann2024gpt,\n"
        "  author = {von Neumann, John and King, Jr., Martin and {OpenAI} and others},\n"
        '  title = {{GPT-4} \\& the 100\\% G{\\"o}del\\_test},\n'
        "  year = {2024},\n"
        "  month = jun,\n"
        "  eprint = {2406.01234},\n"
        "  archivePrefix = {arXiv},\n"
        "  primaryClass = {cs.CL},\n"
        "}\n"
    )
    assert write([paper], "biblatex").text == (
        "@online{neumann2024gpt,\n"
        "  author = {von Neumann, John and King, Jr., Martin and {OpenAI} and others},\n"
        "  title = {{GPT-4} \\& the 100\\% Gödel\\_test},\n"
        "  date = {2024-06-16},\n"
        "  eprint = {2406.01234},\n"
        "  eprinttype = {arxiv},\n"
        "  eprintclass = {cs.CL},\n"
        "}\n"
    )


def test_entries_are_sorted_by_key_and_the_order_given_does_not_matter() -> None:
    papers = [Paper.of(f"Paper {key}", authors=[ADA], key=key) for key in ("b", "C", "a", "é2020")]
    export = write(papers)
    assert re.findall(r"^@misc\{(.*),$", export.text, re.MULTILINE) == ["C", "a", "b", "e2020"]
    assert export == write(papers[::-1])
    assert "\n}\n\n@" in export.text
    assert any("e2020" in problem for problem in export.problems)


def test_keys_are_unique_ignoring_case() -> None:
    export = write([Paper.of(f"Paper {n}", authors=[ADA], key=key) for n, key in enumerate(["k", "K", ""])])
    keys = re.findall(r"^@misc\{(.*),$", export.text, re.MULTILINE)
    assert len({key.lower() for key in keys}) == 3
    assert any("cannot be used" in problem for problem in export.problems)


def test_unknown_authors_give_no_author_field_and_are_named() -> None:
    lone = Paper.of("Alone", organization="NVIDIA", author_count=12, key="alone")
    export = write([lone, Paper.of("Known", authors=[ADA], key="known")])
    assert export.without_authors == (lone,)
    assert "author" not in entry(write([lone]).text)[1]


TYPES = [
    ({"venue": "Journal of Things", "entry_type": "article"}, "article", "journal"),
    ({"venue": "NeurIPS 2023"}, "inproceedings", "booktitle"),
    ({"venue": "Nature"}, "article", "journal"),
    ({"venue": "Somewhere"}, "misc", "howpublished"),
    ({"venue": "Somewhere", "acl": "P19-1001"}, "inproceedings", "booktitle"),
    ({"venue": "NeurIPS", "date": None}, "misc", "howpublished"),
    ({"venue": "Nature", "authors": []}, "misc", "howpublished"),
    ({"entry_type": "book"}, "misc", "year"),
    ({"entry_type": "book", "fields": {"publisher": "MIT Press"}}, "book", "publisher"),
    ({"fields": {"school": "ETH"}}, "phdthesis", "school"),
    ({}, "misc", "year"),
]


@pytest.mark.parametrize(("known", "type", "field"), TYPES)
def test_the_type_follows_what_is_known(known: dict[str, object], type: str, field: str) -> None:
    about: dict[str, object] = {"authors": [ADA], "date": PartialDate(2023), **known}
    export = write([Paper.of("Title", key="k", **about)])  # type: ignore[arg-type]
    written, fields = entry(export.text)
    assert written == type
    assert field in fields or not about["date"]
    assert bool(export.problems) == (type == "misc" and bool(known))


@pytest.mark.parametrize(
    ("known", "url"),
    [
        ({"arxiv": "2406.01234", "url": "https://arxiv.org/abs/2406.01234v2"}, None),
        ({"doi": "10.1000/X", "url": "https://doi.org/10.1000/x"}, None),
        ({"doi": "10.1000/x", "url": "https://example.org/x"}, "https://example.org/x"),
        ({"openreview": "Sy2fzU9gl"}, "https://openreview.net/forum?id=Sy2fzU9gl"),
        ({"url": "https://a.b/~x_y%20{z}#f&g"}, "https://a.b/~x_y%20%7Bz%7D#f&g"),
        ({}, None),
    ],
)
def test_the_address_is_written_raw_and_only_when_it_says_more(known: dict[str, str], url: str | None) -> None:
    _, fields = entry(write([Paper.of("T", authors=[ADA], key="k", **known)]).text)  # type: ignore[arg-type]
    assert fields.get("url") == url
    assert fields.get("doi") == known.get("doi")


def test_a_published_preprint_keeps_both_ids() -> None:
    paper = Paper.of(
        "T", authors=[ADA], key="k", date=PartialDate(2020), venue="Nature", doi="10.1038/a_b", arxiv="hep-th/9901001",
        primary_class="hep-th", fields={"pages": "1-9", "volume": "3"},
    )  # fmt: skip
    type, fields = entry(write([paper]).text)
    assert type == "article"
    assert fields["doi"] == "10.1038/a_b"
    assert (fields["eprint"], fields["archivePrefix"], "primaryClass" in fields) == ("hep-th/9901001", "arXiv", False)
    assert fields["pages"] == "1--9"


def test_what_latex_cannot_write_is_listed() -> None:
    export = write([Paper.of("深度 learning", authors=[Author("周志华")], key="zhou")])
    assert "深 (U+6DF1)" in export.problems[0]
    assert "周志华" in export.text
    assert not write([Paper.of("深度", authors=[ADA], key="zhou")], "biblatex").problems


IMPORTED = r"""@Article{Key:1,
  title = {On {{BERT}} \& \emph{G{\"o}del}s},
  author = "K. G{\"{o}}del and {The Group}",
  journal = jn # { X}, year = 2020, month = {March}, pages = {1-9},
  custom-field = {a \LaTeX{} thing}, abstract = {long}, keywords = {a, b}, file = {x.pdf}, note = {In German},
  eprint = {2001.00001}, archivePrefix = "arXiv",
}
"""


def test_an_imported_entry_stays_as_it_was_written() -> None:
    paper = read('@string{jn = "J. of"}\n' + IMPORTED, "refs.bib").papers[0]
    assert write([paper]).text == (
        "@article{Key:1,\n"
        '  author = {K. G{\\"{o}}del and {The Group}},\n'
        '  title = {On {{BERT}} \\& \\emph{G{\\"o}del}s},\n'
        "  journal = {J. of X},\n"
        "  year = {2020},\n"
        "  month = mar,\n"
        "  pages = {1--9},\n"
        "  eprint = {2001.00001},\n"
        "  archivePrefix = {arXiv},\n"
        "  custom-field = {a \\LaTeX{} thing},\n"
        "  note = {In German},\n"
        "}\n"
    )


@pytest.mark.parametrize(
    ("edit", "field", "value"),
    [
        ({"title": "Another GPT"}, "title", "Another {GPT}"),
        ({"authors": [{"family": "Roe"}]}, "author", "Roe"),
        ({"date": "2021-04"}, "month", "apr"),
        ({"venue": "Other & Co"}, "journal", r"Other \& Co"),
        ({"doi": "10.1000/x"}, "doi", "10.1000/x"),
        ({"arxiv": "2001.00002"}, "eprint", "2001.00002"),
        ({"fields": {"pages": "7–8"}}, "pages", "7--8"),
        ({"fields": {"volume": "3"}}, "volume", "3"),
    ],
)
def test_an_edit_changes_its_field_and_no_other(edit: dict[str, object], field: str, value: str) -> None:
    paper = read(IMPORTED, "refs.bib").papers[0]
    _, before = entry(write([paper]).text)
    _, after = entry(write([paper.with_fields(edit)]).text)
    assert after[field] == value
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed <= {field, "year"}


CARRIERS = [
    "journal = {arXiv preprint arXiv:2103.04567}",
    "journal = {CoRR}, volume = {abs/2103.04567}",
    "journal = {CoRR}, number = {abs/2103.04567}",
    "journal = {ArXiv e-prints}, eid = {arXiv:2103.04567}, pages = {arXiv:2103.04567}",
    "publisher = {arXiv}, number = {arXiv:2103.04567}",
    "institution = {arXiv}, number = {2103.04567}",
    "booktitle = {CoRR, abs/2103.04567}",
    "howpublished = {arXiv:2103.04567}",
    r"howpublished = {\url{https://arxiv.org/abs/2103.04567}}",
    "url = {https://arxiv.org/abs/2103.04567}",
    "url = {https://arxiv.org/abs/2103.04567 http://tides.example/x}",
    "doi = {10.48550/arXiv.2103.04567}",
    "note = {arXiv:2103.04567}",
    "arxivid = {2103.04567}",
    "eprint = {2103.04567}, archiveprefix = {arXiv}",
    "eprint = {2103.04567}, eprinttype = {arxiv}, url = {http://tides.example/x}",
]
EDITS: list[dict[str, object]] = [
    {"venue": "Journal of Ebb"},
    {"venue": "Journal of Ebb", "doi": "10.5555/ebb", "fields": {"volume": "7", "number": "2", "pages": "3–9"}},
    {"fields": {"volume": "7", "number": "2", "pages": "3–9", "publisher": "Quay", "howpublished": "Talk"}},
    {"url": ""},
    {"url": "https://moon.example/y", "title": "Flow"},
    {"doi": "10.5555/ebb"},
]


@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
@pytest.mark.parametrize("title", ["A bar under \\b\\", "\\'\\"])
def test_an_accent_on_the_backslash_that_ends_a_title_survives(title: str, dialect: str) -> None:
    (paper,) = read(f"@misc{{a, author = {{Lovelace, Ada}}, title = {{{title}}}}}", "refs.bib").papers
    (again,) = read(write([paper], dialect).text, "refs.bib").papers
    assert paper.title.endswith(("\\\u0331", "\\\u0301"))
    assert again.title == paper.title


@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
@pytest.mark.parametrize("type", ["article", "misc", "inproceedings"])
@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("carrier", CARRIERS)
def test_whatever_carried_the_eprint_and_whatever_is_edited_it_is_exported(
    carrier: str, edit: dict[str, object], type: str, dialect: str
) -> None:
    text = f"@{type}{{ebb21, title = {{Ebb}}, author = {{Ann Moor}}, year = 2021, {carrier}}}"
    paper = read(text, "refs.bib").papers[0].with_fields({**edit, "edited": list(edit)})
    (again,) = read(write([paper], dialect).text, "refs.bib").papers
    assert (again.arxiv, again.doi) == ("2103.04567", paper.doi)
    if paper.venue and type != "misc":
        assert (again.venue, again.fields) == (paper.venue, paper.fields)


@pytest.mark.parametrize("type", ["article", "misc"])
def test_a_published_paper_has_no_number_of_arxiv_left(type: str) -> None:
    text = f"@{type}{{ebb21, author = {{Ann Moor}}, title = {{Ebb}}, VALUES, year = 2021}}"
    home = "journal" if type == "article" else "howpublished"
    for values in ("journal = {CoRR}, volume = {abs/2103.04567}", "publisher = {arXiv}, number = {arXiv:2103.04567}"):
        paper = read(text.replace("VALUES", values), "refs.bib").papers[0].with_fields({"venue": "Coast & Sea"})
        assert entry(write([paper]).text)[1] == {
            "author": "Ann Moor", "title": "Ebb", home: r"Coast \& Sea", "year": "2021", "eprint": "2103.04567",
            "archivePrefix": "arXiv",
        }  # fmt: skip


@pytest.mark.parametrize("carrier", CARRIERS)
def test_an_entry_that_nobody_edited_is_exported_as_it_was_wherever_its_ids_stand(carrier: str) -> None:
    fields = [f"  {field.strip()}}},\n" for field in carrier.split("},") for field in [field.removesuffix("}")]]
    lines = ["  author = {Ann Moor},\n", "  title = {Ebb},\n", "  year = {2021},\n", *fields]
    written = write(read(f"@article{{ebb21,\n{''.join(lines)}}}\n", "refs.bib").papers).text
    assert sorted(written.splitlines()) == sorted(
        f"@article{{ebb21,\n{''.join(lines)}}}\n".replace("archiveprefix", "archivePrefix")
        .replace("eprinttype", "archivePrefix").replace("{arxiv}", "{arXiv}").splitlines()
    )  # fmt: skip


def test_the_ids_that_another_source_knew_are_exported_with_the_publication_s_entry() -> None:
    text = "@article{ebb21, title = {Ebb}, author = {Ann Moor}, journal = {Coast}, year = 2021, doi = {10.5555/ebb}}"
    paper = read(text, "refs.bib").papers[0].with_fields({"arxiv": "2103.04567"})
    assert entry(write([paper]).text)[1]["eprint"] == "2103.04567"
    assert entry(write([paper], "biblatex").text)[1]["eprinttype"] == "arxiv"
    bare = read(text.replace("doi = {10.5555/ebb}", "url = {https://doi.org/10.5555/ebb}"), "refs.bib").papers[0]
    assert entry(write([bare.with_fields({"url": "", "edited": ["url"]})]).text)[1]["doi"] == "10.5555/ebb"


def test_an_eprint_that_the_paper_has_not_is_left_out_and_named_unless_the_user_took_it_away() -> None:
    text = "@misc{ebb, title = {Ebb}, author = {A B}, eprint = {9705031}, archiveprefix = {hep-th}}"
    paper = read(text, "refs.bib").papers[0].with_fields({"arxiv": "", "title": "Flow"})
    taken_away = write([paper.with_fields({"edited": ["arxiv"]})])
    for export in (write([paper]), taken_away):
        assert "eprint" not in entry(export.text)[1]
    assert "ebb: eprint left out, the paper in the library has not got it: 9705031" in write([paper]).problems
    assert not taken_away.problems


@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
def test_ids_of_pubmed_are_exported(dialect: str) -> None:
    text = "@misc{ebb,\n  author = {Ann Moor},\n  title = {Ebb},\n  pmid = {30123456},\n  pmcid = {PMC6123456},\n}\n"
    papers = read(text, "refs.bib").papers
    assert write(papers, dialect).text == text
    assert write([papers[0].with_fields({"title": "Flow"})], dialect).text == text.replace("Ebb", "Flow")
    bare = Paper.of("Ebb", authors=[Author("Moor", "Ann")], key="ebb", fields=papers[0].fields)
    assert entry(write([bare], dialect).text)[1]["pmid"] == "30123456"
    eprint = text.replace("pmid = {30123456}", "eprint = {30123456},\n  eprinttype = {pubmed}")
    both = read(eprint, "refs.bib").papers[0].with_fields({"arxiv": "2103.04567"})
    fields = entry(write([both], dialect).text)[1]
    assert (fields["eprint"], fields["pmid"]) == ("2103.04567", "30123456")


def test_a_more_exact_date_from_elsewhere_changes_nothing_but_an_edit_does() -> None:
    paper = read("@misc{k, title = {T}, author = {A B}, year = {2020}}", "refs.bib").papers[0]
    merged = paper.with_fields({"date": "2020-05-06"})
    assert write([merged]).text == write([paper]).text
    assert "month = may" in write([merged.with_fields({"edited": ["date"]})]).text


def test_the_dialects_rename_what_an_import_brought() -> None:
    text = "@thesis{t, title = {T}, author = {A B}, date = {2020-05-01}, type = {phdthesis}, institution = {ETH}}"
    type, fields = entry(write(read(text, "x").papers).text)
    assert type == "phdthesis"
    assert fields == {"author": "A B", "title": "T", "year": "2020", "month": "may", "day": "1", "school": "ETH"}
    back, fields = entry(write(read(write(read(text, "x").papers).text, "x").papers, "biblatex").text)
    assert back == "thesis"
    assert fields == {
        "author": "A B", "title": "T", "date": "2020-05-01", "type": "phdthesis", "institution": "ETH"
    }  # fmt: skip


def said(paper: Paper) -> tuple[object, ...]:
    venue = paper.venue if paper.venue != paper.title else ""
    return paper.title, paper.authors, paper.year, paper.arxiv, paper.doi, venue


@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
def test_the_example_comes_back_the_same(dialect: str) -> None:
    papers = read((shipped("examples") / "references.bib").read_text(encoding="utf-8"), "references.bib").papers
    first = write(papers, dialect)
    again = read(first.text, "references.bib")
    assert not again.problems
    assert len(parse_string(first.text).entries) == len(papers) == again.entries.read
    assert write(again.papers, dialect).text == first.text
    assert {paper.key: said(paper) for paper in papers} == {paper.key: said(paper) for paper in again.papers}


TEXTS = (st.text() | st.text(alphabet="ab \\{}$%&#_^~-'`\"@,=éỳ–“α.12BE\n", max_size=40)).map(clean)
PAPERS = st.builds(
    Paper.of,
    TEXTS.filter(bool),
    authors=st.lists(st.builds(Author, TEXTS, TEXTS) | st.builds(Author, literal=TEXTS), max_size=3),
    others=st.booleans(),
    date=st.none() | st.builds(PartialDate, st.integers(1000, 2999), st.integers(0, 12)),
    venue=TEXTS,
    doi=TEXTS,
    url=TEXTS,
    key=TEXTS,
    entry_type=st.sampled_from(["", "article", "book", "inproceedings"]),
    fields=st.dictionaries(st.sampled_from(["volume", "pages", "publisher"]), TEXTS),
)


@given(st.lists(PAPERS, max_size=3), st.sampled_from(["bibtex", "biblatex"]))
def test_whatever_is_written_is_valid_and_says_the_same(papers: list[Paper], dialect: str) -> None:
    export = write(papers, dialect)
    library = parse_string(export.text)
    assert len(library.entries) == len(papers)
    assert not library.failed_blocks
    titles = [clean(decode(found["title"])) if "title" in found else "" for found in library.entries]
    same = plainer if dialect == "bibtex" else str
    assert sorted(map(same, titles)) == sorted(same(paper.title) for paper in papers)
    again = read(export.text, "x.bib")
    assert again.entries.read == len(papers)
    assert write(again.papers, dialect).text == export.text


@given(st.text(alphabet="ab{}\\\"$%#@,= \n'~", max_size=60))
def test_whatever_was_read_is_written_so_that_it_reads_the_same(value: str) -> None:
    once = write(read(f"@misc{{k, title = {{{value}}}, journal = {{J{value}}}, x = {{{value}}}}}", "x").papers).text
    again = read(once, "x")
    assert not again.problems
    assert write(again.papers).text == once


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (r"Bits & Bytes: 100% of a_b #1", r"Bits \& Bytes: 100\% of a\_b \#1"),
        (r"AT\&T, 5\% of $x_1 & y$ and \ensuremath{x^2}", r"AT\&T, 5\% of $x_1 & y$ and \ensuremath{x^2}"),
        (r"for 5$ or 2^n", r"for 5\$ or 2\textasciicircum{}n"),
        (r"\emph{A & B} in \cite{a_b} and \(x_1\)", r"\emph{A \& B} in \cite{a_b} and \(x_1\)"),
        (r"see \url{https://a.b/c_d%20e#f}", r"see \url{https://a.b/c_d%20e#f}"),
        ("Über {É}tudes – a “test”", r"{\"U}ber {{\'E}}tudes -- a ``test''"),
        ("État‐de‐l’art", r"{\'E}tat-de-l{\textquoteright}art"),
    ],
)
def test_an_imported_value_is_made_printable_and_else_left_alone(value: str, written: str) -> None:
    text = f"@article{{k, title = {{{value}}}, journal = {{{value}}}, author = {{A B}}, year = 2020, x = {{{value}}}}}"
    once = write(read(text, "x").papers)
    _, fields = entry(once.text)
    assert fields["title"] == fields["journal"] == written
    assert fields["x"] == value
    assert write(read(once.text, "x").papers) == once


def test_names_that_bibtex_cannot_read_are_written_so_that_it_can() -> None:
    text = "@book{k, title = {T}, author = {a, b, c, d and , , and Çelik, Ömer}, editor = {x, y, z, w}, year = 2020}"
    _, fields = entry(write(read(text, "x").papers).text)
    assert fields["author"] == r"{a, b, c, d} and {\c{C}}elik, {\"O}mer"
    assert fields["editor"] == "{x, y, z, w}"


def test_editors_from_a_service_are_names() -> None:
    fields = {"editor": "de Roe, Ann and {Barnes and Noble & Co} and Çelik, Ömer"}
    paper = Paper.of("T", authors=[ADA], key="k", entry_type="inproceedings", fields=fields)
    _, found = entry(write([paper]).text)
    assert found["editor"] == r"de Roe, Ann and {Barnes and Noble \& Co} and {\c{C}}elik, {\"O}mer"


def test_biblatex_gets_no_field_it_would_complain_about() -> None:
    text = "@proceedings{k, title = {P}, booktitle = {P}, year = 2020, isbn = {978-0-306-40615-7, 0-306-40615-2}}"
    papers = read(text, "x").papers
    assert entry(write(papers, "biblatex").text)[1] == {"title": "P", "date": "2020", "isbn": "978-0-306-40615-7"}
    other = read(text.replace("{P}, year", "{Notes in P}, year"), "x").papers
    assert entry(write(other, "biblatex").text)[1]["series"] == "Notes in P"
    assert entry(write(papers).text)[1]["isbn"] == "978-0-306-40615-7, 0-306-40615-2"


def imported(text: str, dialect: str = "bibtex") -> tuple[str, dict[str, str]]:
    """The entry that an imported one becomes."""
    return entry(write(read(text, "x.bib").papers, dialect).text)


def test_without_authors_bibtex_gets_a_key_to_sort_and_label_by() -> None:
    lone = Paper.of("A $k$-means École: with more", key="k")
    assert entry(write([lone]).text)[1]["key"] == r"means {\'E}cole"
    assert entry(write([Paper.of("T", organization="The R&D Lab", key="k")]).text)[1]["key"] == "R D Lab"
    assert entry(write([Paper.of("The Model of the World", key="k")]).text)[1]["key"] == "Model"
    assert entry(write([Paper.of("?!", key="k")]).text)[1]["key"] == "k"
    assert "key" not in entry(write([lone], "biblatex").text)[1]
    assert "key" not in entry(write([Paper.of("T", authors=[ADA], key="k")]).text)[1]
    assert "key" not in imported("@book{k, title = {T}, editor = {A B}, publisher = {P}, year = 2020}")[1]
    assert imported("@manual{k, title = {T}, organization = {Makers}}")[1]["key"] == "Makers"
    assert imported("@misc{k, title = {T}, key = {Own}}")[1]["key"] == "Own"


def test_the_place_of_an_event_is_no_venue() -> None:
    text = "@inproceedings{k, author = {A B}, title = {T}, booktitle = {Proc}, venue = {Doha}, year = 2020}"
    for dialect in ("bibtex", "biblatex"):
        fields = imported(text, dialect)[1]
        assert (fields["booktitle"], fields["venue"]) == ("Proc", "Doha")


def test_bibtex_styles_print_no_subtitle_so_it_joins_the_title() -> None:
    text = (
        "@inbook{k, author = {A B}, title = {T}, subtitle = {S}, booktitle = {B?}, booksubtitle = {C}, date = {2020}}"
    )
    type, fields = imported(text)
    assert type == "incollection"
    assert (fields["title"], fields["booktitle"]) == ("T: S", "B? C")
    assert imported(text, "biblatex")[0] == "inbook"
    assert imported(text, "biblatex")[1]["subtitle"] == "S"


@pytest.mark.parametrize(
    ("type", "kind", "bibtex_type", "bibtex_kind"),
    [
        ("thesis", "phdthesis", "phdthesis", None),
        ("thesis", "mathesis", "mastersthesis", None),
        ("thesis", "bathesis", "mastersthesis", "Bachelor's thesis"),
        ("thesis", "{PhD} Dissertation", "phdthesis", "{PhD} Dissertation"),
        ("report", "techreport", "techreport", None),
        ("report", "Memo", "techreport", "Memo"),
    ],
)
def test_kinds_of_theses_and_reports(type: str, kind: str, bibtex_type: str, bibtex_kind: str | None) -> None:
    text = f"@{type}{{k, author = {{A B}}, title = {{T}}, type = {{{kind}}}, institution = {{I}}, date = {{2020}}}}"
    found, fields = imported(text)
    assert (found, fields.get("type")) == (bibtex_type, bibtex_kind)
    back, fields = imported(text, "biblatex")
    assert (back, fields["type"]) == (type, kind)


def test_biblatex_has_other_types_for_books_of_editors_and_parts_of_books() -> None:
    edited = "@book{k, editor = {A B}, title = {T}, publisher = {P}, year = 2020}"
    assert imported(edited)[0] == "book"
    assert imported(edited, "biblatex")[0] == "collection"
    assert imported(edited.replace("year = 2020", "date = {2020}"), "biblatex")[0] == "book"
    part = "@inbook{k, author = {A B}, title = {T}, chapter = {3}, publisher = {P}, year = 2020}"
    assert (imported(part)[0], imported(part, "biblatex")[0]) == ("inbook", "book")


def test_each_dialect_requires_what_it_prints() -> None:
    paper = Paper.of("T", authors=[ADA], key="k", date=PartialDate(2020), entry_type="book")
    assert entry(write([paper]).text)[0] == "misc"
    assert write([paper]).problems == ("k: written as @misc, @book needs publisher",)
    assert entry(write([paper], "biblatex").text)[0] == "book"
    assert write([paper], "biblatex").problems == ()


def test_an_institution_with_and_is_one_in_biblatex() -> None:
    text = "@book{k, author = {A B}, title = {T}, publisher = {Simon and Schuster}, address = {New York}, year = 2020}"
    assert imported(text)[1]["publisher"] == "Simon and Schuster"
    fields = imported(text, "biblatex")[1]
    assert (fields["publisher"], fields["location"]) == ("{Simon and Schuster}", "New York")
    listed = text.replace("address", "location")
    assert imported(listed, "biblatex")[1]["publisher"] == "Simon and Schuster"


@pytest.mark.parametrize(
    ("journal", "further"),
    [("arXiv preprint arXiv:2001.00001", ""), ("CoRR", "volume = {abs/2001.00001}, eprint = {2001.00001},")],
)
def test_a_preprint_that_poses_as_an_article_is_none_in_biblatex(journal: str, further: str) -> None:
    text = f"@article{{k, author = {{A B}}, title = {{T}}, journal = {{{journal}}}, {further} year = 2020}}"
    assert imported(text)[0] == "article"
    assert imported(text)[1]["journal"] == journal
    type, fields = imported(text, "biblatex")
    assert type == "online"
    assert fields["eprint"] == "2001.00001"
    assert not {"journaltitle", "volume"} & fields.keys()


def test_two_months_are_a_range_in_both_dialects() -> None:
    text = "@misc{k, author = {A B}, title = {T}, year = 2020, month = {June/August}}"
    papers = read(text, "x").papers
    assert '  month = jun # "--" # aug,\n' in write(papers).text
    assert imported(text, "biblatex")[1]["date"] == "2020-06/2020-08"
    again = write(read(write(papers, "biblatex").text, "x").papers).text
    assert again == write(papers).text == write(read(again, "x").papers).text


def test_ids_are_bare_and_stopgaps_for_pages_left_out() -> None:
    text = r"@article{k, author = {A B}, title = {T}, journal = {J}, year = 2020, doi = {VALUE}, pages = {1--1}}"
    for written in ("https://doi.org/10.1000/a_b.", r"10.1000/a\_b", "doi:10.1000/a_b", "10.1000/a_b"):
        fields = imported(text.replace("VALUE", written))[1]
        assert fields["doi"] == "10.1000/a_b"
        assert "pages" not in fields


def test_the_first_word_keeps_its_capital_after_a_sign() -> None:
    paper = Paper.of("“Quotes” and ¿Qué?", authors=[ADA], key="k")
    assert entry(write([paper]).text)[1]["title"] == "``{Quotes}'' and {\\textquestiondown}Qu{\\'e}?"


def test_accents_of_imported_names_stand_in_braces() -> None:
    text = r"@misc{k, title = {T}, author = {\v{S}t\v{e}p\'an Lo{\"\i}c and Kurt G{\"o}del}}"
    assert imported(text)[1]["author"] == r"Lo{\"i}c, {\v{S}}t{\v{e}}p{\'a}n and G{\"o}del, Kurt"
    kept = r"@misc{k, title = {T}, author = {Lo{\"\i}c Matthey}}"
    assert imported(kept)[1]["author"] == r"Lo{\"\i}c Matthey"
    assert imported(kept, "biblatex")[1]["author"] == r"Lo{\"i}c Matthey"


def test_a_line_break_before_an_accented_letter_does_not_escape_its_brace() -> None:
    for dialect in ("bibtex", "biblatex"):
        once = write(read(r"@misc{k, author = {\\é}, title = {One \\é & More}}", "own.bib").papers, dialect).text
        again = read(once, "own.bib")
        assert (again.problems, again.papers[0].title, str(again.papers[0].authors[0])) == ([], "One é & More", "é")
        assert write(again.papers, dialect).text == once


def test_letters_that_look_like_others_make_no_name_an_organisation() -> None:
    paper = Paper.of("T", authors=[Author("Kaʻōpua", "ʻIolani"), Author("Țepeș", "Vlad")], key="k")
    assert entry(write([paper]).text)[1]["author"] == (
        r"Ka{\textquoteleft}{\=o}pua, {\textquoteleft}Iolani and {\textcommabelow{T}}epe{\textcommabelow{s}}, Vlad"
    )
    assert write([paper]).problems == ()


def test_an_address_in_howpublished_is_biblatex_own_field() -> None:
    papers = read(r"@misc{k, title = {T}, author = {A B}, howpublished = {\url{https://a.b/c\_d%20e}}}", "x").papers
    assert entry(write(papers).text)[1]["howpublished"] == r"\url{https://a.b/c\_d%20e}"
    type, fields = entry(write(papers, "biblatex").text)
    assert (type, fields["url"], "howpublished" in fields) == ("online", "https://a.b/c_d%20e", False)


def test_types_that_only_biblatex_knows_are_misc_in_bibtex() -> None:
    papers = read("@video{k, title = {T}, author = {A B}, year = 2020}", "x").papers
    assert entry(write(papers).text)[0] == "misc"
    assert entry(write(papers, "biblatex").text)[0] == "video"


def test_old_keys_are_ids_in_biblatex_and_nothing_in_bibtex() -> None:
    papers = [
        Paper.of("One", authors=[ADA], key="a", aliases=["old1", "A", "b", "no key", "shared"]),
        Paper.of("Two", authors=[ADA], key="b", aliases=["shared"]),
    ]
    written = write(papers, "biblatex").text
    assert "  ids = {old1,A,shared},\n" in written
    assert written.count("ids =") == 1
    assert "old1" not in write(papers).text


@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
@pytest.mark.parametrize("ids", ["one, two", "one,two", "one , odd name,two"])
def test_imported_ids_come_back_the_same(dialect: str, ids: str) -> None:
    entry = f"@misc{{key,\n  author = {{Lovelace, Ada}},\n  title = {{Some Title}},\n  ids = {{{ids}}},\n}}\n"
    paper = read(entry, "refs.bib").papers[0]
    assert paper.aliases == ("one", "two")
    written = write([paper], dialect).text
    assert written == entry
    assert read(written, "refs.bib").papers == [paper]


def test_old_keys_survive_export_and_import_and_export() -> None:
    paper = Paper.of("Some Title", authors=[ADA], key="new", aliases=["old", "older"], source="file:refs.bib")
    first = write([paper], "biblatex").text
    again = read(first, "refs.bib").papers[0]
    assert (again.key, again.aliases) == ("new", ("old", "older"))
    assert write([again], "biblatex").text == first


def test_private_fields_stay_at_home_unless_they_are_asked_for() -> None:
    raw = (
        "@misc{key, author = {Lovelace, Ada}, title = {Some Title}, readstatus = {read}, read = {1}, ranking = {rank2},"
    )
    paper = read(raw + 'annote = {Mine}, file = {a.pdf}, abstract = {G{\\"o}del.}, keywords = {x}}', "r.bib").papers[0]
    bare = "@misc{key,\n  author = {Lovelace, Ada},\n  title = {Some Title},\n"
    assert write([paper]).text == bare + "}\n"
    assert (
        write([paper], style=Style(("status", "file"))).text == bare + "  file = {a.pdf},\n  readstatus = {read},\n}\n"
    )
    assert write([paper], style=Style(("note", "abstract", "keywords"))).text == (
        bare + '  abstract = {G{\\"o}del.},\n  annote = {Mine},\n}\n'
    )


@given(
    st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"])), max_size=4),
    st.lists(st.sampled_from(["nlp", "deep-learning", "größe", "100%", "a_b"]), unique=True, max_size=3),
    st.sampled_from([Status.INBOX, Status.READING, Status.DONE]),
    st.integers(0, 3),
    st.sampled_from(["bibtex", "biblatex"]),
)
@settings(deadline=None)
def test_private_fields_come_back_the_same(
    lines: list[str], tags: list[str], status: Status, priority: int, dialect: str
) -> None:
    note = clean_lines(clean_lines("\n".join(lines)).translate(PLAINER))
    paper = Paper.of("Some Title", authors=[ADA], key="a", tags=tags, note=note, status=status, priority=priority)
    written = write([paper], dialect, Style(("note", "keywords", "status"))).text
    harvest = read(written, "refs.bib")
    assert not harvest.problems
    again = tagged(harvest.papers[0])
    assert (again.tags, again.status, again.priority) == (paper.tags, status, priority)
    assert clean_lines(again.note.translate(PLAINER)) == note


def test_in_ascii_what_latex_cannot_write_is_romanised_and_said() -> None:
    entry = "@misc{a, title = {Über 中 and $α_é$}, url = {http://x.org/ü}, size = {ń {中}}, note = {｛}}"
    export = write([read(entry, "r.bib").papers[0]], style=Style(ascii_only=True))
    assert export.text == (
        "@misc{a,\n"
        '  title = {{\\"U}ber Zhong and ${\\alpha}_e$},\n'
        "  url = {http://x.org/%C3%BC},\n"
        '  key = {{\\"U}ber Zhong},\n'
        "  size = {{\\'n} {Zhong}},\n"
        "  note = {\\textbraceleft{}},\n"
        "}\n"
    )
    assert export.problems == ("a: not the same in ASCII: 中 (U+4E2D) as Zhong, é (U+00E9) as e, ｛ (U+FF5B) as {",)


@given(st.text(), st.text(), st.text(alphabet="é中$｛％\\{}_&α😀x "), st.sampled_from(["bibtex", "biblatex"]))
@settings(deadline=None)
def test_ascii_is_ascii_whatever_the_paper_holds(title: str, name: str, raw: str, dialect: str) -> None:
    fields = {"title": title, "author": raw, "file": raw, "url": raw, "ü": raw, "journal": name}
    paper = Paper.of(
        f"x{title}", authors=[Author(name)], key=name, note=raw, raw=fields, venue=name, entry_type="artikel"
    )
    style = Style(("abstract", "keywords", "file", "note", "status"), ascii_only=True)
    export = write([paper, Paper.of(f"{title}x", venue=raw, note=title)], dialect, style)
    assert export.text.isascii()
    harvest = read(export.text, "refs.bib")
    assert not [problem for problem in harvest.problems if not problem.rescued]
    assert len(harvest.papers) == 2


def test_labelled_names_stay_where_they_can_be_read() -> None:
    papers = read("@misc{k, title = {T}, author = {family=Oord, given=Aaron, prefix=van den}}", "x").papers
    assert entry(write(papers).text)[1]["author"] == "van den Oord, Aaron"
    assert entry(write(papers, "biblatex").text)[1]["author"] == "family=Oord, given=Aaron, prefix=van den"


def test_where_an_event_took_place_is_no_venue() -> None:
    papers = read("@inproceedings{k, title = {T}, author = {A B}, year = 2020, venue = {Bath}}", "x").papers
    assert entry(write(papers, "biblatex").text)[1]["venue"] == "Bath"
    assert "booktitle" not in write(papers).text


def test_an_entry_with_nothing_to_say_is_left_out_and_named() -> None:
    papers = read("@misc{dull, keywords = {a}}\n@misc{k, title = {T}, note = {n}}", "x").papers
    export = write(papers)
    assert "dull" not in export.text
    assert any("dull: left out" in problem for problem in export.problems)


DOUBLED = [
    ("article", "year = 2005, journal = {J}, journaltitle = {K}", "journaltitle left out, journal says something else"),
    (
        "book",
        "year = 2005, address = {A}, location = {B}, publisher = {P}",
        "location left out, address says something else",
    ),
    ("misc", "archiveprefix = {arXiv}, eprinttype = {hdl}, eprint = {2401.00001}", "eprinttype left out"),
    ("misc", "date = {2005-03}, year = {2001}", "year left out, date says something else"),
    ("misc", "date = {2005-03}, year = {2005}, month = jun", "month left out, date says something else"),
]


@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
@pytest.mark.parametrize(("type", "fields", "message"), DOUBLED)
def test_of_two_fields_for_one_thing_the_one_in_the_list_is_written_and_the_other_named(
    dialect: str, type: str, fields: str, message: str
) -> None:
    papers = read(f"@{type}{{k, author = {{A B}}, title = {{T}}, {fields}}}", "x.bib").papers
    export = write(papers, dialect)
    assert any(message in problem for problem in export.problems)
    (again,) = read(export.text, "x.bib").papers
    assert (again.venue, str(again.date), again.arxiv) == (papers[0].venue, str(papers[0].date), papers[0].arxiv)


@pytest.mark.parametrize("raw", [{}, {"author": "Иванов, Пётр and Lovelace, Ada"}])
@pytest.mark.parametrize("others", [False, True])
def test_letters_of_authors_that_latex_may_not_print_are_told(raw: dict[str, str], others: bool) -> None:
    people = [Author("Иванов", "Пётр"), ADA]
    paper = Paper.of("A Plain Title", authors=people, others=others, key="ivanov", raw=raw)
    (told,) = write([paper]).problems
    assert told.startswith("ivanov: kept in UTF-8, LaTeX may need a font or package for И (U+0418), в (U+0432)")
    assert write([paper.with_fields({"authors": [ADA.to_record()], "raw": {}})]).problems == ()
    assert write([paper], "biblatex").problems == ()


def test_of_many_letters_the_first_are_told_and_how_many_more_there_are() -> None:
    def told(number: int) -> str:
        return write([Paper.of("абвгдежзийклмн"[:number], key="k")]).problems[0]

    assert told(8).endswith("е (U+0435), ж (U+0436), з (U+0437)")
    assert told(9).endswith("з (U+0437) and 1 more")
    assert told(11).endswith("з (U+0437) and 3 more")


@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
def test_who_wrote_an_entry_is_missed_but_not_of_proceedings(dialect: str) -> None:
    told = {"title": "Lamps", "date": PartialDate(2020), "venue": "Symposium on Lamps"}
    plain, volume = (Paper.of(**told, entry_type=type, key=type) for type in ("inproceedings", "proceedings"))  # type: ignore[arg-type]
    edited = Paper.of("Lamps", date=PartialDate(2020), entry_type="book", fields={"editor": "Ada Lovelace"}, key="ed")
    written = write([plain, volume, edited], dialect)
    assert written.without_authors == (plain,)
    assert "@proceedings{proceedings," in written.text
