"""The options of .bib files: what each changes, that the paper stays the same, and that a second round does too."""

import pytest
from hypothesis import given

from readinglist.bibtex.reading.reader import read
from readinglist.bibtex.writing.style import OPTIONS, Style
from readinglist.bibtex.writing.writer import write
from readinglist.papers.author import Author
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate
from tests.bibtex.test_properties import DIALECTS, TEXTS
from tests.bibtex.test_writer import entry
from tests.tex import torture

ADA = Author("Lovelace", "Ada")
PREPRINT = Paper.of(
    "Foo: A Study",
    authors=[ADA],
    key="k",
    date=PartialDate(2024, 1),
    arxiv="2401.01234",
    arxiv_version=2,
    url="https://huggingface.co/papers/2401.01234",
)
SAME = ("title", "authors", "others", "date", "venue", "arxiv", "doi", "fields")


def written(paper: Paper, *options: str, dialect: str = "bibtex") -> dict[str, str]:
    """The fields of a paper's entry, and its type."""
    type, fields = entry(write([paper], dialect, Style(options=options)).text)
    return {"type": type, **fields}


def back(paper: Paper, *options: str, dialect: str = "bibtex") -> Paper:
    """The paper that a reader of the entry finds."""
    (found,) = read(write([paper], dialect, Style(options=options)).text, "x.bib").papers
    return found


def test_a_preprint_as_an_article_of_a_journal() -> None:
    fields = written(PREPRINT, "arxiv-journal")
    assert (fields["type"], fields["journal"]) == ("article", "arXiv preprint arXiv:2401.01234")
    assert (fields["eprint"], fields["archivePrefix"]) == ("2401.01234", "arXiv")
    found = back(PREPRINT, "arxiv-journal")
    assert (found.arxiv, found.venue) == ("2401.01234", "")
    assert written(found, dialect="biblatex")["type"] == "online"
    assert written(PREPRINT, "arxiv-journal", dialect="biblatex")["type"] == "online"


@pytest.mark.parametrize(
    "text",
    [
        "@misc{k, title = {T}, year = 2024, eprint = {2401.01234}, archivePrefix = {arXiv}}",
        "@misc{k, author = {A}, title = {T}, eprint = {2401.01234}, archivePrefix = {arXiv}}",
        "@misc{k, author = {A}, title = {T}, year = 2024, eprint = {1}, archivePrefix = {HAL}}",
        "@misc{k, author={A}, title={T}, year=2024, eprint={2401.01234}, archivePrefix={arXiv}, howpublished={Talk}}",
        "@techreport{k, author={A}, title={T}, year=2024, institution={I}, eprint={2401.01234}, archivePrefix={arXiv}}",
    ],
    ids=["no author", "no year", "not of arXiv", "published elsewhere", "a report"],
)
def test_what_is_no_preprint_or_lacks_something_is_no_article(text: str) -> None:
    (paper,) = read(text, "x.bib").papers
    assert written(paper, "arxiv-journal") == written(paper)


def test_an_article_without_a_journal_gets_that_of_preprints() -> None:
    text = "@article{k, author = {A}, title = {T}, year = 2024, eprint = {2401.01234}, archivePrefix = {arXiv}}"
    export = write(read(text, "x.bib").papers, style=Style(options=("arxiv-journal",)))
    assert "journal = {arXiv preprint arXiv:2401.01234}" in export.text
    assert export.problems == ()


@pytest.mark.parametrize(
    ("title", "braced"),
    [
        ("On BERT", "{On {BERT}}"),
        ("École", "{{\\'E}cole}"),
        ("& so on", "{{\\& so on}}"),
        ("BERT", "{BERT}"),
        ("BERT or GPT", "{{BERT} or {GPT}}"),
    ],
)
def test_a_whole_title_in_braces(title: str, braced: str) -> None:
    paper = Paper.of(title, authors=[ADA], key="k")
    assert written(paper, "whole-titles")["title"] == braced
    found = back(paper, "whole-titles")
    assert found.title == title
    assert written(found, "whole-titles")["title"] == braced


def test_title_and_subtitle_are_whole_in_both_dialects() -> None:
    (paper,) = read("@book{k, author = {A}, title = {One}, subtitle = {Two}, year = 2000}", "x.bib").papers
    assert written(paper, "whole-titles")["title"] == "{One: Two}"
    fields = written(paper, "whole-titles", dialect="biblatex")
    assert (fields["title"], fields["subtitle"]) == ("{One}", "{Two}")


@pytest.mark.parametrize(
    ("title", "braced"),
    [
        ("Foo: A study: the rest", "Foo: {A} study: the rest"),
        ("Foo: Self-play", "Foo: {Self}-play"),
        ("Foo: Über alles", 'Foo: {{\\"U}ber} alles'),
        ("Foo: BERT", "Foo: {BERT}"),
        ("Foo: $X: Y$: Z", "Foo: {$X: Y$}: {Z}"),
        ("Ratio 1:Two", "Ratio 1:Two"),
    ],
)
def test_the_first_word_after_a_colon_keeps_its_capital(title: str, braced: str) -> None:
    paper = Paper.of(title, authors=[ADA], key="k")
    assert written(paper, "colon-capitals")["title"] == braced
    found = back(paper, "colon-capitals")
    assert found.title == title
    assert written(found, "colon-capitals")["title"] == braced


def test_addresses_are_escaped_for_old_styles_and_understood_again() -> None:
    paper = Paper.of("T", authors=[ADA], key="k", doi="10.1000/a_b%c", url="https://a.org/~b/c_d?e=1&f=%20#g$")
    fields = written(paper, "escaped-urls")
    assert fields["doi"] == r"10.1000/a\_b\%c"
    assert fields["url"] == r"https://a.org/\~{}b/c\_d?e=1\&f=\%20\#g\$"
    found = back(paper, "escaped-urls")
    assert (found.doi, found.url) == (paper.doi, paper.url)
    assert written(found)["url"] == paper.url
    assert written(paper, "escaped-urls", dialect="biblatex")["url"] == paper.url


def test_addresses_in_ascii_are_escaped_whole() -> None:
    paper = Paper.of("T", authors=[ADA], key="k", url="https://a.org/é")
    text = write([paper], style=Style(ascii_only=True, options=("escaped-urls",))).text
    assert r"url = {https://a.org/\%C3\%A9}" in text


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_version_that_was_read_is_pinned(dialect: str) -> None:
    assert written(PREPRINT, "versions", dialect=dialect)["eprint"] == "2401.01234v2"
    found = back(PREPRINT, "versions", dialect=dialect)
    assert (found.arxiv, found.arxiv_version) == ("2401.01234", 2)
    newer = found.with_fields({"arxiv_version": 3})
    assert written(newer, "versions", dialect=dialect)["eprint"] == "2401.01234v3"
    unknown = PREPRINT.with_fields({"arxiv_version": None})
    assert written(unknown, "versions", dialect=dialect)["eprint"] == "2401.01234"


def test_a_pinned_version_is_in_the_journal_too() -> None:
    fields = written(PREPRINT, "versions", "arxiv-journal")
    assert fields["journal"] == "arXiv preprint arXiv:2401.01234v2"
    assert back(PREPRINT, "versions", "arxiv-journal").arxiv_version == 2


def test_every_entry_has_an_address() -> None:
    assert "url" not in written(PREPRINT)
    assert written(PREPRINT, "all-urls")["url"] == "https://huggingface.co/papers/2401.01234"
    assert back(PREPRINT, "all-urls").url == PREPRINT.url
    article = Paper.of("T", authors=[ADA], key="k", doi="10.1000/x")
    assert written(article, "all-urls")["url"] == "https://doi.org/10.1000/x"
    assert "url" not in written(Paper.of("T", authors=[ADA], key="k"), "all-urls")
    text = r"@misc{k, author = {A}, title = {T}, howpublished = {\url{https://a.org}}}"
    (printed,) = read(text, "x.bib").papers
    assert "url" not in written(printed, "all-urls")


def records(papers: list[Paper]) -> list[dict[str, object]]:
    return [{name: paper.record.get(name) for name in SAME} for paper in papers]


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("options", [*((name,) for name in OPTIONS), tuple(OPTIONS)], ids=",".join)
def test_options_change_no_paper_and_nothing_the_second_time(options: tuple[str, ...], dialect: str) -> None:
    papers, style = torture.everything(), Style(options=options)
    first = write(papers, dialect, style).text
    found = read(first, "x.bib")
    assert not found.problems
    assert records(found.papers) == records(read(write(papers, dialect).text, "x.bib").papers)
    assert write(found.papers, dialect, style).text == first


@pytest.mark.parametrize("dialect", DIALECTS)
@given(text=TEXTS)
def test_any_title_survives_all_options(dialect: str, text: str) -> None:
    paper, style = Paper.of(f"{text}: {text}", authors=[ADA], key="k"), Style(options=tuple(OPTIONS))
    first = write([paper], dialect, style).text
    found = read(first, "x.bib").papers
    assert records(found) == records(read(write([paper], dialect).text, "x.bib").papers)
    assert write(found, dialect, style).text == first
