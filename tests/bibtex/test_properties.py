"""Any text survives a .bib file, any bytes are read in time by their length, a second round changes nothing."""

import re
import time
from collections.abc import Callable
from datetime import date

import pytest
from bibtexparser.entrypoint import parse_string
from hypothesis import example, given
from hypothesis import strategies as st

from readinglist.bibtex.entry.eprint import names_only_arxiv
from readinglist.bibtex.entry.interpret import ARXIV_JOURNAL
from readinglist.bibtex.reading import reader
from readinglist.bibtex.writing.writer import write
from readinglist.errors import SourceError
from readinglist.latex.decoder import decode
from readinglist.papers.author import Author
from readinglist.papers.ids import Ids
from readinglist.papers.library import Library
from readinglist.papers.paper import Paper
from readinglist.papers.partial_date import PartialDate
from readinglist.sources import read
from readinglist.text import clean
from tests.support.plainer import PLAINER, plainer

DIALECTS = ("bibtex", "biblatex")
TODAY = date(2025, 12, 8)
SIGNS = [
    *"ab \\{}$%&#_^~-'`\"@,=;:.()<>|!?12BE",
    "é",
    "ı",
    "ß",
    "ø",
    "α",
    "Ω",
    "ñ",
    "漢字",
    "한",
    "Ж",
    "ع",
    "😀",
    "👩‍🔬",
]
SIGNS += [
    "e\u0301",
    "q\u0323\u0301",
    "–",
    "—",
    "“",
    "”",
    "’",
    "…",
    "\u00a0",
    " and ",
    "others",
    "\n\n",
    "$x$",
    "ﬁ",
    "−",
    "×",
]
TEXTS = (st.text(max_size=40) | st.lists(st.sampled_from(SIGNS), max_size=30).map("".join)).map(clean).filter(bool)
FIELDS = ("volume", "number", "series", "edition", "chapter", "publisher", "address", "institution", "organization")


def same(text: str, dialect: str) -> str:
    return plainer(text) if dialect == "bibtex" else text


def as_read(text: str) -> tuple[Paper, dict[str, str]]:
    """The one entry of a file as we and as bibtexparser read it."""
    harvest = reader.read(text, "x.bib")
    library = parse_string(text)
    assert not harvest.problems
    assert not library.failed_blocks
    (paper,), (entry,) = harvest.papers, library.entries
    return paper, {field.key: clean(decode(field.value)) for field in entry.fields}


@pytest.mark.parametrize("dialect", DIALECTS)
@given(text=TEXTS, name=st.sampled_from(FIELDS))
@example(text="a\\", name="publisher")
@example(text="{", name="address")
@example(text="1 # 2", name="volume")
def test_any_text_in_any_field_comes_back(dialect: str, text: str, name: str) -> None:
    paper = Paper.of("Title", authors=[Author("Lovelace", "Ada")], key="k", entry_type="book", fields={name: text})
    ours, theirs = as_read(write([paper], dialect).text)
    wanted = same(text, dialect)
    written = {"address": "location"}.get(name, name) if dialect == "biblatex" else name
    assert same(ours.fields.get(written, ""), dialect) == wanted or names_only_arxiv(wanted, Ids())
    assert same(theirs.get(written, ""), dialect) == wanted


@pytest.mark.parametrize("dialect", DIALECTS)
@given(text=TEXTS)
def test_any_text_as_a_venue_comes_back(dialect: str, text: str) -> None:
    paper = Paper.of("T", authors=[Author("B")], date=PartialDate(2020), venue=text, key="k", entry_type="article")
    ours, theirs = as_read(write([paper], dialect).text)
    wanted = same(text, dialect)
    assert same(theirs["journal" if dialect == "bibtex" else "journaltitle"], dialect) == wanted
    assert same(ours.venue, dialect) == wanted or ARXIV_JOURNAL.match(wanted)


NAMES = st.builds(Author, TEXTS, TEXTS) | st.builds(Author, TEXTS) | st.builds(Author, literal=TEXTS)


@pytest.mark.parametrize("dialect", DIALECTS)
@given(authors=st.lists(NAMES, min_size=1, max_size=4), others=st.booleans())
def test_any_name_comes_back(dialect: str, authors: list[Author], others: bool) -> None:
    paper = Paper.of("Title", authors=authors, others=others, key="k")
    ours, theirs = as_read(write([paper], dialect).text)
    assert [same(str(a), dialect) for a in ours.authors] == [same(str(a), dialect) for a in authors]
    assert ours.others == others
    assert "author" in theirs


@given(tags=st.lists(TEXTS), note=TEXTS, abstract=TEXTS)
def test_tags_notes_and_abstracts_of_any_text_stay_at_home(tags: list[str], note: str, abstract: str) -> None:
    paper = Paper.of("Title", authors=[Author("B")], key="k")
    private = Paper.of("Title", authors=[Author("B")], key="k", tags=tags, note=note, abstract=abstract)
    assert write([private]) == write([paper])


@given(
    st.binary(max_size=200)
    | st.lists(
        st.sampled_from([b"@a{", b"b,", b"\xff", b"\xef\xbb\xbf", b"\r", b"{", b"}", b'"', b"t=", b"#", b"\\", b"\x00"])
    ).map(b"".join)
)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        harvest = read(b"@misc{k, title = {T}}\n" + data, "x.bib", TODAY)
    except SourceError:
        assert b"\0" in data
    else:
        assert len(harvest.papers) + harvest.entries.refused >= 1


def numbered(pattern: str, n: int) -> str:
    return "".join(pattern.replace("N", str(i)).replace("M", str(i + 1)) for i in range(n))


def in_field(name: str, value: str) -> str:
    title = "" if name == "title" else "title = {T}, "
    return f"@misc{{k, {title}{name} = {{{value}}}}}"


HOSTILE: dict[str, Callable[[int], str]] = {
    "quotes": lambda n: "@misc{k, title = {T}}\n" + '"' * n,
    "heads": lambda n: "@a{\n" * (n // 40),
    "entries without end": lambda n: "@a{b,\n" * (n // 40),
    "values without end": lambda n: "\n@misc{k, a={" * (n // 20),
    "names of fields": lambda n: "@misc{k, " + "a=" * (n // 2),
    "concatenation": lambda n: "@misc{k, title = {T}, note = {x}" + " # {x}" * (n // 6) + "}",
    "signs of concatenation": lambda n: "@misc{k, title = {T}, note = {x}" + "#" * n,
    "missing commas": lambda n: "@misc{k, title = {T} " + numbered("fN = {v} ", n // 14) + "}",
    "commas too many": lambda n: "@misc{k, " + numbered("aN={x} ", n // 8) + numbered("bN={x},,", n // 8) + "}",
    "many fields": lambda n: "@misc{k, title = {T}, " + numbered("fN={v},", n // 10) + "}",
    "one key": lambda n: numbered("@misc{k, title={N}}\n", n // 24),
    "one entry": lambda n: "@misc{k, title={T}}\n" * (n // 24),
    "entries in comments": lambda n: "@misc{k, title={T}}\n" + "@ misc{a, b=\n" * (n // 2),
    "a chain of crossrefs": lambda n: numbered("@misc{kN, title={T}, crossref={kM}}\n", n // 40),
    "xdata in a circle": lambda n: "@misc{a,title={T},xdata={b}}\n@xdata{b,xdata={a}}\n" * (n // 50),
    "xdata many times": lambda n: f"@misc{{a,xdata={{{'b,' * (n // 4)}}}}}\n@xdata{{b,{numbered('nN={x},', n // 20)}}}",
    "doubling strings": lambda n: "@string{a0={l}}\n" + numbered("@string{aM=aN # aN}\n", n // 20) + "@a{k,title=a9}",
    "a long string": lambda n: f"@string{{a={{{'x' * (n // 2)}}}}}\n" + "@misc{k,title=a}\n" * (n // 34),
    "braces": lambda n: in_field("title", "{" * (n // 2) + "}" * (n // 2)),
    "backslashes": lambda n: in_field("title", "\\" * n),
    "dollars": lambda n: in_field("title", "$x " * (n // 3)),
    "accents": lambda n: in_field("title", "\\'{" * (n // 4) + "}" * (n // 4)),
    "marks": lambda n: in_field("title", "e" + "\u0323\u0301" * n),
    "accents on one letter": lambda n: in_field("title", "\\d\\'" * n + "e"),
    "formulas": lambda n: in_field("title", "&" + "\\( " * n),
    "commands": lambda n: in_field("title", "&" + "\\x{" * (n // 4) + "}" * (n // 4)),
    "names": lambda n: in_field("author", "and " * (n // 4)),
    "commas in a name": lambda n: in_field("author", "A, " * (n // 3)),
    "words in a name": lambda n: in_field("author", "a {B} " * (n // 6)),
    "addresses": lambda n: in_field("howpublished", "http://\\_" * (n // 9)),
    "ids": lambda n: in_field("note", "arXiv:1706.0376 10.1000/ " * (n // 25)),
    "names of arXiv": lambda n: in_field("note", "arXiv preprint abs/ CoRR hep-th/970503 " * (n // 38)),
    "dois side by side": lambda n: in_field("doi", "10.5555/a, and " * (n // 15)),
    "signs in an address": lambda n: in_field("url", "http://a.b/{\\_}$&amp;" * (n // 20)),
    "links in a link": lambda n: in_field("url", "\\href{a" * (n // 7)),
    "digits": lambda n: in_field("year", "1" * n) + in_field("month", "1 " * (n // 2)),
}  # fmt: skip
"""What to write → a file of about so many characters that asks too much of a reader that does not count its steps."""


def seconds(text: str) -> float:
    """The time to read a file and to write what was in it."""
    started = time.process_time()
    papers = reader.read(text, "x.bib").papers
    for dialect in DIALECTS:
        write(papers[:5], dialect)
    return time.process_time() - started


@pytest.mark.parametrize("kind", HOSTILE)
def test_work_grows_with_the_length_and_not_faster(kind: str) -> None:
    """Eight times the text takes about eight times as long, not sixty-four times."""
    short, long = HOSTILE[kind](4_000), HOSTILE[kind](32_000)
    for _ in range(3):
        fastest = min(seconds(short) for _ in range(3))
        taken = seconds(long)
        if taken < max(32 * fastest, 0.5):
            return
    pytest.fail(f"{len(short)} characters took {fastest:.3f} s, {len(long)} took {taken:.3f} s")


def test_large_files_of_the_worst_kinds_are_read() -> None:
    deep = "{" * 100_000 + "x" + "}" * 100_000
    assert reader.read(in_field("title", deep), "x.bib").papers[0].fields == {}
    (paper,) = reader.read(in_field("note", "word " * 400_000), "x.bib").papers
    assert len(paper.raw["note"]) == 1_999_999


def test_strings_that_grow_without_end_are_refused_and_named() -> None:
    laughs = "@string{a0={lol}}\n" + numbered("@string{aM=aN # aN # aN # aN}\n", 30)
    harvest = reader.read(laughs + "@misc{k, title = a1}\n@misc{l, title = a30}", "x.bib")
    assert harvest.papers[0].title == "lol" * 4
    assert all(len(paper.title) < 100 for paper in harvest.papers)
    assert "stand for too much text" in harvest.problems[0].message
    assert not harvest.problems[0].rescued
    assert any("no @string defines a30" in problem.message for problem in harvest.problems)


def test_the_fields_behind_missing_commas_are_all_read() -> None:
    text = "@misc{k, title = {T} author = {A B} year = 2020\n pages = {1--2} publisher = {P}, series = {S}}"
    harvest = reader.read(text, "x.bib")
    (paper,) = harvest.papers
    assert (paper.year, str(paper.authors[0]), dict(paper.fields)) == (
        2020,
        "A B",
        {"pages": "1–2", "publisher": "P", "series": "S"},
    )
    missing = [problem.message for problem in harvest.problems]
    assert missing == [f"the comma after {name} is missing" for name in ("title", "author", "year", "pages")]


LATEX = st.lists(
    st.sampled_from(
        [*"ab XY{}$%&#_-.'~", "\\", "\\&", "\\emph{b}", "{\\'e}", '\\"o', "$x^2$", "é", "漢", "--", "{BERT}"]
    ),
    min_size=1,
    max_size=12,
).map("".join)
VALUES = LATEX.filter(lambda value: clean(decode(value)) != "" and re.search(r"[a-zX-Yé漢]", value) is not None)
NAMED = ("author", "title", "journal", "booktitle", "publisher", "pages", "volume", "note", "series", "custom")
BODIES = st.dictionaries(st.sampled_from(NAMED), VALUES, max_size=6).map(
    lambda fields: {"title": "A Title", "year": "2020", **fields}
)
ENTRIES = st.tuples(st.sampled_from(["article", "book", "misc", "inproceedings", "phdthesis", "online"]), BODIES)


def bib(entries: list[tuple[str, dict[str, str]]]) -> str:
    """The entries as somebody might have written them."""
    return "\n".join(
        f"@{type}{{key{i},\n"
        + "".join(f"  {name} = {{{value}}},\n" for name, value in {**fields, "title": f"{i} {fields['title']}"}.items())
        + "}"
        for i, (type, fields) in enumerate(entries)
    )


def library_of(text: str) -> Library:
    library = Library()
    change = library.add(reader.read(text, "x.bib").papers, "2025-12-08T00:00:00Z")
    library.apply(change)
    return library


def content(library: Library) -> dict[str, tuple[object, ...]]:
    """What the papers say, by cite key; texts without regard to how a hyphen or a ligature is stored."""
    return {
        paper.key: (
            paper.title.translate(PLAINER),
            [str(author).translate(PLAINER) for author in paper.authors],
            str(paper.date),
            paper.venue.translate(PLAINER),
            paper.arxiv,
            paper.doi,
            paper.url,
        )
        for paper in library
    }


def comes_back(text: str, dialect: str) -> None:
    library = library_of(text)
    once = write(list(library), dialect).text
    again = library_of(once)
    assert content(again) == content(library)
    assert write(list(again), dialect).text == once


@pytest.mark.parametrize("dialect", DIALECTS)
@given(entries=st.lists(ENTRIES, min_size=1, max_size=3))
def test_a_library_that_was_exported_is_imported_as_it_was(
    dialect: str, entries: list[tuple[str, dict[str, str]]]
) -> None:
    comes_back(bib(entries), dialect)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("author", [r"a{\{},", r"aaaaaaaaa{\}", r"a$\} $"])
def test_names_whose_braces_have_no_partner_come_back(author: str, dialect: str) -> None:
    comes_back(f"@article{{key0,\n  title = {{A Title}},\n  author = {{{author}}},\n  year = {{2020}},\n}}\n", dialect)
