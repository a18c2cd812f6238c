"""Reading .bib files: every entry is read, rescued or refused, and says so."""

import time

import pytest
from bibtexparser.entrypoint import parse_string
from hypothesis import given
from hypothesis import strategies as st

from readinglist.bibtex.entry.private_fields import tagged
from readinglist.bibtex.reading.reader import read
from readinglist.bibtex.writing.style import Style
from readinglist.bibtex.writing.writer import write
from readinglist.papers.author import Author
from readinglist.papers.harvest import Harvest
from readinglist.papers.library import Library
from readinglist.papers.paper import Paper
from readinglist.papers.status import Status
from readinglist.settings.config import shipped


def one(text: str) -> Paper:
    harvest = read(text, "refs.bib")
    assert not harvest.problems
    assert (harvest.entries.read, harvest.entries.rescued, harvest.entries.refused) == (1, 0, 0)
    return harvest.papers[0]


def counts(harvest: Harvest) -> tuple[int, int, int]:
    return (harvest.entries.read, harvest.entries.rescued, harvest.entries.refused)


def test_a_plain_entry() -> None:
    paper = one(
        """@Article{Doe:2020a,
          author = "Jane Doe and {The Group} and others",
          title = {On {BERT} and G{\\"o}del -- a $k$-means view},
          Journal = {J. of Things}, volume = 12, pages = {1--9}, month = jun, year = 2020,
          doi = {https://doi.org/10.1000/a\\_b}, keywords = {nlp, deep learning; maths}, abstract = {We   say
          50\\% more.}, url = {https://example.org/a\\_b%20c}, file = {:a.pdf:PDF} }"""
    )
    assert paper.key == "Doe:2020a"
    assert paper.entry_type == "article"
    assert paper.title == "On BERT and Gödel – a $k$-means view"
    assert paper.authors == (Author("Doe", "Jane"), Author(literal="The Group"))
    assert paper.others
    assert str(paper.date) == "2020-06"
    assert paper.venue == "J. of Things"
    assert paper.doi == "10.1000/a_b"
    assert paper.url == "https://example.org/a_b%20c"
    assert paper.abstract == "We say 50% more."
    assert paper.fields == {"volume": "12", "pages": "1–9"}
    assert paper.record["keywords"] == ["nlp", "deep learning", "maths"]
    assert not paper.tags
    assert paper.sources == ("file:refs.bib",)
    assert list(paper.raw)[:3] == ["author", "title", "journal"]
    assert paper.raw["title"] == 'On {BERT} and G{\\"o}del -- a $k$-means view'
    assert paper.raw["month"] == "jun"
    assert paper.raw["file"] == ":a.pdf:PDF"


@pytest.mark.parametrize(
    ("fields", "arxiv"),
    [
        ("eprint = {1706.03762}, archivePrefix = {arXiv}, primaryClass = {cs.CL}", "1706.03762"),
        ("eprint = {1706.03762v5}, eprinttype = {arxiv}", "1706.03762"),
        ("eprint = {hep-th/9901001}", "hep-th/9901001"),
        ("journal = {arXiv preprint arXiv:1706.03762}", "1706.03762"),
        ("journal = {CoRR}, volume = {abs/1706.03762}", "1706.03762"),
        ("url = {https://arxiv.org/abs/1706.03762v2}", "1706.03762"),
        ("howpublished = {\\url{http://arxiv.org/pdf/1706.03762}}", "1706.03762"),
        ("note = {arXiv:1706.03762 [cs]}", "1706.03762"),
        ("doi = {10.48550/arXiv.1706.03762}", "1706.03762"),
        ("eprint = {12345678}, eprinttype = {pubmed}", ""),
        ("journal = {Nature}, note = {see chapter 3}", ""),
    ],
)
def test_preprints_in_every_written_form(fields: str, arxiv: str) -> None:
    paper = one(f"@misc{{x, title = {{T}}, {fields}}}")
    assert paper.arxiv == arxiv
    assert paper.venue == ("Nature" if "Nature" in fields else "")


def preprint(fields: str, type: str = "article") -> Paper:
    return one(f"@{type}{{ebb21, title = {{Ebb}}, author = {{Ann Moor}}, year = 2021, {fields}}}")


@pytest.mark.parametrize("id", ["2103.04567", "{2103.04567}", "2103.04567v2"])
@pytest.mark.parametrize(
    "fields",
    [
        "arxivId = {ID}",
        "ARXIV = {arXiv:ID}",
        "number = {arXiv:ID}",
        "journal = {CoRR, abs/ID}",
        "journal = {CoRR abs/ID}",
        "journal = {{CoRR}}, volume = {abs/ID}",
        "volume = {abs/ID}, journal = {corr}",
        "journal = {CoRR}, number = {ID}",
        "journal = {arXiv preprint arXiv:abs/ID}",
        "journal = {arXiv preprint ID}",
        "booktitle = {ar{X}iv e-prints}, eid = {arXiv:ID}, pages = {arXiv:ID}",
        "institution = {arXiv}, number = {ID}",
        "number = {ID}, publisher = {{arXiv}}",
        "type = {arXiv preprint}, number = {ID}",
        "howpublished = {arXiv}, eid = {arXiv:ID [math.AP]}",
        "note = {Draft of spring. abs/ID}",
        r"note = {\href{https://arxiv.org/abs/ID}{read it}}",
        "eprint = {https://arxiv.org/abs/ID}",
        "eprint = {arXiv: ID [math.AP]}",
        "pdf = {https://arxiv.org/pdf/ID}",
    ],
)
def test_an_arxiv_id_wherever_people_write_it_is_an_id_and_nothing_else(fields: str, id: str) -> None:
    paper = preprint(fields.replace("ID", id))
    assert (paper.arxiv, paper.arxiv_version) == ("2103.04567", 2 if "v" in id else None)
    assert (paper.venue, paper.fields, paper.url) == ("", {}, "")


@pytest.mark.parametrize(
    "fields",
    [
        "eprint = {9705031}, archivePrefix = {hep-th}",
        "primaryClass = {hep-th}, eprint = {9705031}",
        "archiveprefix = {arXiv}, primaryclass = {HEP-TH}, eprint = {9705031}",
        "eprinttype = {arxiv}, eprintclass = {hep-th}, eprint = {9705031}",
        "eprint = {hep-th/9705031}, archiveprefix = {hep-th}",
        "note = {hep-th/9705031}",
        "note = {31 pages, hep-th/9705031}",
        "journal = {hep-th/9705031}",
        "journal = {CoRR}, volume = {hep-th/9705031}",
        "slaccitation = {%%CITATION = HEP-TH/9705031;%%}",
    ],
)
def test_old_arxiv_ids_whose_archive_may_stand_elsewhere(fields: str) -> None:
    paper = preprint(fields)
    assert (paper.arxiv, paper.venue, paper.fields) == ("hep-th/9705031", "", {})


def test_the_class_of_an_old_id_is_no_part_of_it() -> None:
    for fields in ("journal = {CoRR}, volume = {cs.DS/0207004}", "eprint = {0207004}, primaryclass = {cs.DS}"):
        assert preprint(fields).arxiv == "cs/0207004"


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        ("volume = {3}, number = {2103.4}", {"volume": "3", "number": "2103.4"}),
        ("number = {2103.04567}", {"number": "2103.04567"}),
        ("publisher = {arXiv}", {}),
        ("institution = {Corridor Institute}", {"institution": "Corridor Institute"}),
        ("note = {Reply to arXiv:2103.04567 and others}", {}),
        ("note = {Joins arXiv:2103.04567 and arXiv:2104.00001}", {}),
        ("note = {Folder ours/abs/2103.04567}", {}),
        ("eprint = {2103.04567}, eprinttype = {jstor}", {}),
    ],
)
def test_no_arxiv_id_is_made_up(fields: str, kept: dict[str, str]) -> None:
    paper = preprint(f"journal = {{Corr. Sea Sci.}}, {fields}")
    assert (paper.arxiv, paper.venue, paper.fields) == ("", "Corr. Sea Sci.", kept)


def test_a_book_beside_a_mock_journal_is_the_venue() -> None:
    paper = preprint("journal = {CoRR}, volume = {abs/2103.04567}, booktitle = {Proc. of Low Tides}", "inproceedings")
    assert (paper.venue, paper.arxiv, paper.fields) == ("Proc. of Low Tides", "2103.04567", {})


@pytest.mark.parametrize(
    ("fields", "ids"),
    [
        ("pmid = {30123456}, pmcid = {PMC6123456}", {"pmid": "30123456", "pmcid": "PMC6123456"}),
        ("PMID = {PMID: 30123456}, PMCID = {pmc6123456}", {"pmid": "30123456", "pmcid": "PMC6123456"}),
        ("eprinttype = {pubmed}, eprint = {30123456}", {"pmid": "30123456"}),
        ("eprint = {6123456}, eprinttype = {PMC}", {"pmcid": "PMC6123456"}),
        ("pmid = {none yet}, pmcid = {NIHMS12}", {}),
    ],
)
def test_ids_of_pubmed(fields: str, ids: dict[str, str]) -> None:
    paper = preprint(f"journal = {{Coast}}, {fields}")
    assert (paper.fields, paper.arxiv) == (ids, "")


@pytest.mark.parametrize(
    ("fields", "doi", "url"),
    [
        ("url = {https://doi.org/10.5555/ebb http://tides.example/x}", "10.5555/ebb", "http://tides.example/x"),
        ("url = {http://tides.example/x; https://doi.org/10.5555/ebb}", "10.5555/ebb", "http://tides.example/x"),
        (r"url = {\url{http://tides.example/x}\url{http://moon.example}}", "", "http://tides.example/x"),
        ("url = {http://tides.example/\n  high/\n  low}", "", "http://tides.example/high/low"),
        ("url = {http://tides.example/?a=1&amp;b=2}", "", "http://tides.example/?a=1&b=2"),
        (r"url = {\href{http://tides.example/x}{the tides}}", "", "http://tides.example/x"),
        (r"howpublished = {\url{https://doi.org/10.5555/a{\_}b}}", "10.5555/a_b", "https://doi.org/10.5555/a_b"),
        ("howpublished = {Seen at http://tides.example/x.}", "", "http://tides.example/x"),
        ("doi = {10.5555/\n  ebb}", "10.5555/ebb", ""),
        ("doi = {DOI: 10.5555/ebb, http://tides.example}", "10.5555/ebb", ""),
        (r"doi = {10.5555/a\%2Fb\textunderscore{}c$<$1\textgreater{}}", "10.5555/a/b_c<1>", ""),
        ("doi = {10.5555/a&lt;1&gt;2}", "10.5555/a<1>2", ""),
        ("doi = {10.26434/chemrxiv-2021-ebb}", "10.26434/chemrxiv-2021-ebb", ""),
    ],
)
def test_addresses_and_dois_are_what_was_meant(fields: str, doi: str, url: str) -> None:
    paper = preprint(fields)
    assert (paper.doi, paper.url) == (doi, url)


@pytest.mark.parametrize("between", [", ", ";", " and ", "\n    ", " https://doi.org/"])
def test_of_two_dois_the_first_is_taken_and_that_is_said(between: str) -> None:
    harvest = read(f"@misc{{ebb, title = {{Ebb}}, doi = {{10.5555/a\\_1{between}10.5555/b}}}}", "refs.bib")
    (problem,) = harvest.problems
    assert harvest.papers[0].doi == "10.5555/a_1"
    assert (problem.rescued, problem.key) == (True, "ebb")
    assert "10.5555/b" in problem.message


def test_a_preprint_s_doi_beside_the_publisher_s_and_one_said_twice_are_no_problem() -> None:
    paper = preprint("doi = {10.48550/arXiv.2103.04567, 10.5555/Ebb https://doi.org/10.5555/ebb}")
    assert (paper.arxiv, paper.doi) == ("2103.04567", "10.5555/Ebb")


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ("year = 2020", "2020"),
        ("year = {2020}, month = {March}", "2020-03"),
        ("year = {2020}, month = 3", "2020-03"),
        ("year = 2020, month = {12~} # jun", "2020-06-12"),
        ("year = 2020, month = jun # {--} # jul", "2020-06"),
        ("year = 2020, month = jun, day = {5}", "2020-06-05"),
        ("date = {2020-05-06}", "2020-05-06"),
        ("date = {2020-05/2021-01}", "2020-05"),
        ("year = {c. 1999}", "1999"),
        ("year = {in press}", "None"),
        ("month = may", "None"),
    ],
)
def test_dates(fields: str, date: str) -> None:
    assert str(one(f"@misc{{x, title = {{T}}, {fields}}}").date) == date


def test_strings_and_concatenation() -> None:
    paper = one('@string{a = "Proc. " # {of }}\n@STRING(b = a # "ACL")\n@misc{x, title = b # { 2020}, booktitle = B}')
    assert paper.title == "Proc. of ACL 2020"
    assert paper.raw == {"title": "Proc. of ACL 2020", "booktitle": "Proc. of ACL"}


def test_a_paper_takes_over_what_the_volume_says_but_not_its_ids() -> None:
    harvest = read(
        """@inproceedings{child, title = {Child}, author = {A B}, crossref = {Vol}, pages = {1}}
        @inproceedings{lost, title = {Lost}, crossref = {nowhere}}
        @proceedings{vol, title = {The Volume}, year = 2010, editor = {E F}, publisher = {P}, doi = {10.1000/vol}}
        @xdata{data, publisher = {Q}}
        @book{book, title = {Book}, xdata = {data}}""",
        "refs.bib",
    )
    child, lost, _, book = harvest.papers
    assert (child.venue, str(child.date), child.doi) == ("The Volume", "2010", "")
    assert child.fields["publisher"] == "P"
    assert book.fields["publisher"] == "Q"
    assert lost.title == "Lost"
    assert counts(harvest) == (4, 1, 0)
    assert "nowhere" in harvest.problems[0].message


@pytest.mark.parametrize("type", ["set", "control", "CONTROL", "IEEEtranBSTCTL", "bibnote"])
def test_an_entry_that_is_no_paper_is_left_out_and_named(type: str) -> None:
    text = f"@misc{{a, title = {{A}}}}\n@{type}{{other, title = {{0}}, entryset = {{a}}}}\n@misc{{b, title = {{B}}}}\n"
    harvest = read(text, "refs.bib")
    assert [paper.key for paper in harvest.papers] == ["a", "b"]
    (problem,) = harvest.problems
    assert str(problem) == f"refs.bib: line 2, other: @{type.lower()} left out, it is no paper"


def test_data_that_no_entry_inherits_is_named() -> None:
    harvest = read("@xdata{a, xdata = {b}}\n@xdata{b, publisher = {P}}\n", "refs.bib")
    assert [str(problem) for problem in harvest.problems] == [
        "refs.bib: line 1, a: @xdata left out, no entry inherits from it"
    ]


def test_a_preamble_is_named_where_entries_use_what_it_defines() -> None:
    preamble = r'@preamble{ "\newcommand{\madeup}[1]{#1} " # "\def\unused#1{}" }' + "\n"
    (problem,) = read(preamble + r"@misc{a, title = {A \madeup{moss}}}", "refs.bib").problems
    assert problem.where == "line 1"
    assert problem.message.endswith(r"which a document needs then: \madeup")
    assert not read(preamble + "@misc{a, title = {A moss}}", "refs.bib").problems


RESCUED = [
    ("@misc{k, title = {T} year = {2020}}", "comma after title"),
    ("@misc{k title = {T}, year = {2020}}", "comma after the key"),
    ("@misc{k, title = {T}, title = {U}, year = {2020}}", "title stands twice"),
    ("@misc{k, title = {T},, year = {2020}}", "commas too many"),
    ("@misc{k,\n % a, comment = x\n title = {T}, year = {2020}}", "no field"),
    ("@misc{k,\n % a comment\n title = {T},\n year = {2020}}", "no field"),
    ("@misc{k, title = {T}, year = {2020}\n", "closes the entry is missing"),
    ("@misc{, title = {T}, year = {2020}}", "no key"),
    ("@misc{title = {T}, year = {2020}}", "no key"),
    ("@misc{my key, title = {T}, year = {2020}}", "cannot be cited"),
    ("@misc{k, title = {T}, year = {2020}, journal = nosuch}", "nosuch"),
    ("@misc{k, title = {T}, year = {2020} trailing}", "trailing"),
    ("@misc{k, title = {T}, year = {2020}, author = {A, B, C, D}}", "3 commas"),
    ("@misc{k,\n publisher = {T {\\&} {F},\n title = {T},\n year = {2020}\n}", "publisher: a brace"),
    ("@misc{k, title = {T}},\n year = {2020}\n}", "too many before year"),
    ("@misc{k, title = {T}, year = {2020}, editor = {A, B, C, D}}", "editor: a name with 3 commas"),
    ("@misc{k, abstract = {As in\n@article{inner, title = {I}}\nwe see.}, title = {T}, year = 2020}", "in abstract"),
]


@pytest.mark.parametrize(("text", "message"), RESCUED)
def test_rescued(text: str, message: str) -> None:
    harvest = read(f"@misc{{before, title = {{B}}}}\n\n{text}\n\n@misc{{after, title = {{A}}}}\n", "refs.bib")
    assert counts(harvest) == (2, 1, 0)
    assert [paper.title for paper in harvest.papers] == ["B", "T", "A"]
    assert str(harvest.papers[1].date) == "2020"
    problem = harvest.problems[0]
    assert (problem.rescued, problem.where, problem.source) == (True, "line 3", "refs.bib")
    assert message in problem.message


REFUSED = [
    ("@misc{k, title = {T, year = {2020}", "title: a brace"),
    ('@misc{k, title = "T, year = 2020}', "title: a quote"),
    ("@misc{k}", "no fields"),
    ("@misc{k, title = }", "value is missing"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_refused_with_line_and_key_and_without_harm_to_others(text: str, message: str) -> None:
    harvest = read(f"@misc{{before, title = {{B}}}}\n\n{text}\n\n@misc{{after, title = {{A}}}}\n", "refs.bib")
    assert counts(harvest) == (2, 0, 1)
    assert [paper.title for paper in harvest.papers] == ["B", "A"]
    problem = harvest.problems[0]
    assert (problem.rescued, problem.where, problem.key) == (False, "line 3", "k")
    assert message in problem.message


@pytest.mark.parametrize(
    "text",
    [
        "@misc{k, title = {T}, note = {a backslash \\\\}}",
        "@ misc\n{ k, title = {T} }",
        "@misc(k, title = {T}, note = {a ) and (})",
        '@misc{k, title = "T", note = "a {"}quoted{"} word"}',
        "%@misc{gone,\n%  title = {G},\n%}\n@misc{k, title = {T}}",
        '@comment{@jabref: x}\n@preamble{"\\newcommand{\\x}{y}"}\nmail me@home.org % @ \n@misc{k, title = {T}}',
        "\ufeff@misc{k,\r\n  title = {T}\r\n}\r\n",
        "@misc{k,\r  title = {T}\r}\r",
    ],
)
def test_good_bibtex_that_others_stumble_over(text: str) -> None:
    assert (one(text).title, one(text).key) == ("T", "k")


def test_double_keys_get_a_suffix_and_the_same_entry_twice_does_not() -> None:
    entry = "@misc{K, title = {T}}\n"
    harvest = read(entry + "@misc{k, title = {Other}}\n" + entry, "refs.bib")
    assert [paper.key for paper in harvest.papers] == ["K", "ka", "K"]
    assert counts(harvest) == (1, 2, 0)
    assert [problem.where for problem in harvest.problems] == ["line 2", "line 3"]


def test_what_a_brace_too_few_or_too_many_hides_is_found() -> None:
    harvest = read(
        "@misc{a,\n title = {A {B},\n doi = {10.1000/a},\n year = 2020\n}\n"
        "@misc{c, title = {C}},\n doi = {10.1000/c},\n year = 2021\n}\n"
        "@misc{d note = {an open \\{ brace},\n title = {D}}\n",
        "refs.bib",
    )
    assert [(paper.title, paper.doi, paper.year) for paper in harvest.papers] == [
        ("A B", "10.1000/a", 2020), ("C", "10.1000/c", 2021), ("D", "", None)
    ]  # fmt: skip
    assert counts(harvest) == (0, 3, 0)


def test_a_key_that_had_to_change_is_still_known() -> None:
    paper = read("@misc{Иванов1981, title = {T}}", "refs.bib").papers[0]
    assert (paper.key, paper.aliases) == ("Ivanov1981", ("Иванов1981",))


def test_a_volume_is_not_its_own_venue_and_a_place_is_no_venue() -> None:
    paper = one("@proceedings{p, title = {{ACL} 2020}, booktitle = {{ACL} 2020}, venue = {Seattle}}")
    assert (paper.title, paper.venue) == ("ACL 2020", "")


def test_the_doi_of_an_address_that_is_printed() -> None:
    assert one(r"@misc{k, title = {T}, howpublished = {\url{https://doi.org/10.1000/a_b}}}").doi == "10.1000/a_b"


def test_control_characters_go() -> None:
    paper = one("@misc{k, title = {A \x1b[31mred\x1b[0m \u202ebidi\x00}, note = {\x1b]0;x\x07y}}")
    assert paper.title == "A red bidi"
    assert paper.raw["note"] == "y"


def test_the_example_is_clean() -> None:
    text = (shipped("examples") / "references.bib").read_text(encoding="utf-8")
    harvest = read(text, "references.bib")
    assert counts(harvest) == (len(parse_string(text).entries), 0, 0)
    assert harvest.entries.read >= 25
    assert not harvest.problems
    assert all(paper.title and paper.date for paper in harvest.papers)


BITS = st.sampled_from(
    [*'k,{}"#\n\\x)%$', "@misc{", "@article(", "title", " = ", "@string{", "@comment{", "abstract={", "2020"]
)


@given(st.lists(BITS, max_size=40).map("".join) | st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    harvest = read(text, "x.bib")
    assert len(harvest.papers) == harvest.entries.read + harvest.entries.rescued
    assert all(problem.where for problem in harvest.problems)
    refused = sum(not problem.rescued for problem in harvest.problems)
    assert refused >= harvest.entries.refused


HOSTILE = {
    "entries in open abstracts": "@misc{k, abstract={\n" * 3000,
    "heads only": "@misc{" * 20_000,
    "open braces": "{" * 100_000,
    "braces and quotes": "@misc{k, a=" + '"{' * 20_000,
    "heads with keys": "@misc{k," * 9000,
    "long title": "@misc{k, title={" + "x " * 200_000 + "}}",
    "names without names": "@misc{k, author={" + "a and " * 20_000 + "}}",
    "deep accents": "@misc{k, title={" + "\\'{" * 20_000 + "}" * 20_000 + "}}",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_takes_time_by_its_length(kind: str) -> None:
    started = time.process_time()
    read(HOSTILE[kind], "x.bib")
    assert time.process_time() - started < 5


def test_further_keys_become_aliases_unless_they_are_another_entry_s_or_cannot_be_cited() -> None:
    harvest = read(
        "@misc{a, title = {One Title}, ids = {old1, Old:2,, b, c d}}\n@misc{B, title = {Two Titles}, ids = {a}}\n",
        "refs.bib",
    )
    assert [paper.aliases for paper in harvest.papers] == [("old1", "Old:2"), ()]
    assert harvest.papers[0].raw["ids"] == "old1, Old:2,, b, c d"


@pytest.mark.parametrize(
    ("fields", "status", "priority"),
    [
        ("readstatus = {read}, priority = {prio1}", Status.DONE, 3),
        ("readstatus = {Skimmed}, priority = {prio2}", Status.READING, 2),
        ("read = 1, rating = 5, priority = {prio3}", Status.DONE, 1),
        ("read = {0}, priority = {high}, ranking = {rank5}", Status.INBOX, 0),
        ("note = {read}", Status.INBOX, 0),
    ],
)
def test_read_status_and_priority_of_other_tools(fields: str, status: Status, priority: int) -> None:
    paper = one(f"@misc{{a, title = {{A Title}}, {fields}}}")
    assert (paper.status, paper.priority) == (status, priority)
    assert "ranking" not in fields or paper.raw["ranking"] == "rank5"


def test_a_private_note_keeps_its_lines_and_a_printed_one_stays_a_field() -> None:
    paper = one(
        "@misc{a, title = {A Title}, note = {In press}, annote = {Bold claim:\n\n  - 50\\% more\n  - \\emph{why}?\n}}"
    )
    assert paper.note == "Bold claim:\n\n  - 50% more\n  - why?"
    assert paper.raw["note"] == "In press"
    assert one("@misc{a, title = {A Title}, annotation = {Mine}}").note == "Mine"


def test_keywords_and_groups_can_be_tags() -> None:
    paper = one(
        "@misc{a, title = {A Title}, keywords = {deep learning; NLP}, groups = {Thesis, NLP}, mendeley-tags = {#x},"
        "mendeley-groups = {Lab/Old}}"
    )
    assert not paper.tags
    assert tagged(paper).tags == ("deep-learning", "lab/old", "nlp", "thesis", "x")


def test_an_abstract_is_kept_as_it_stands_only_where_that_is_not_what_it_says() -> None:
    text = "@misc{k%d, title = {T}, abstract = {%s}}"
    values = [
        "We read papers.",
        "We read -- papers.",
        "We {read} papers.",
        r"\emph{We} read.",
        "Wir lesen $x_1$.",
        "Schön.",
    ]
    papers = read("\n".join(text % each for each in enumerate(values)), "own.bib").papers
    assert [paper.raw.get("abstract", "") for paper in papers] == ["", *values[1:]]
    style = Style(private=("abstract",))
    written = [write([paper], "biblatex", style).text for paper in papers]
    assert all(f"abstract = {{{value}}}" in each for value, each in zip(values, written, strict=True))
    again = [read(each, "own.bib").papers[0] for each in written]
    assert [(paper.abstract, paper.raw) for paper in again] == [(paper.abstract, paper.raw) for paper in papers]


def test_an_abstract_that_another_source_told_otherwise_stays_with_the_entry() -> None:
    library = Library()
    library.apply(library.add([Paper.of("T", arxiv="2401.00001", abstract="Theirs.")], "2026-01-02T03:04:05Z"))
    entry = "@misc{k, title = {T}, eprint = {2401.00001}, abstract = {Ours.}}"
    made = library.add(read(entry, "own.bib").papers, "2026-01-02T03:05:05Z")
    library.apply(made)
    (paper,) = library
    assert (paper.abstract, paper.record["parts"][1]["abstract"]) == ("Theirs.", "Ours.")
    assert made.joined[0].dropped == {"abstract": "Ours."}


def test_progress_goes_on_over_entries_that_wait_for_later_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readinglist.jobs.progress.EVERY", 0)
    text = "@inproceedings{a, title = {A}, crossref = {p}}\n@misc{b, title = {B}}\n@proceedings{p, title = {P}}\n"
    told: list[tuple[int, int]] = []
    papers = read(text, "own.bib", progress=lambda done, total: told.append((done, total))).papers
    assert [paper.title for paper in papers] == ["A", "B", "P"]
    assert told == [(0, 3), (1, 3), (2, 3)] * 2


@pytest.mark.parametrize("end", ["", "\n", "\n\n% the end"])
def test_a_line_of_an_abstract_that_begins_like_an_entry_is_text_also_at_the_end_of_a_file(end: str) -> None:
    text = "@article{a, title={T}, abstract={One\n@misc{x, in the text}\nTwo}}" + end
    (paper,) = read(text, "a.bib").papers
    assert (paper.key, paper.abstract) == ("a", "One @miscx, in the text Two")
