"""BibTeX names ↔ authors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.bibtex.entry.names import parse_name, parse_names
from readinglist.bibtex.writing.name_lists import write_name, write_names
from readinglist.latex.encoder import Encoder
from readinglist.papers.author import Author
from readinglist.text import clean

NAMES = [
    ("Ada Lovelace", Author("Lovelace", "Ada")),
    ("Lovelace, Ada", Author("Lovelace", "Ada")),
    ("Ludwig van Beethoven", Author("Beethoven", "Ludwig", "van")),
    ("{Jane} {Doe}", Author("Doe", "Jane")),
    ("{The {B} Team}", Author(literal="The B Team")),
    ("van Beethoven, Ludwig", Author("Beethoven", "Ludwig", "van")),
    ("Charles Louis Xavier Joseph de la Vall{\\'e}e Poussin",
     Author("Vallée Poussin", "Charles Louis Xavier Joseph", "de la")),
    ("Brinch Hansen, Per", Author("Brinch Hansen", "Per")),
    ("King, Jr., Martin Luther", Author("King", "Martin Luther", suffix="Jr.")),
    ("{Barrio Nuevo}, Mar{\\'\\i}a", Author("Barrio Nuevo", "María")),
    ("{World Health Organization}", Author(literal="World Health Organization")),
    ("{{OpenAI}}", Author(literal="OpenAI")),
    ("{\\\"O}sterreich", Author("Österreich")),
    ("{\\\"Osterreichische Akademie}", Author(literal="Österreichische Akademie")),
    ("Donald~E. Knuth", Author("Knuth", "Donald E.")),
    ("伊藤清", Author("伊藤清")),
    ("Plato", Author("Plato")),
    ("{\\'e}lie d{\\'e} Cartan", Author("Cartan", particle="élie dé")),
    ("Jean d'Alembert", Author("d'Alembert", "Jean")),
    ("{Smith and Sons}, Bob", Author("Smith and Sons", "Bob")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "author"), NAMES)
def test_one_name(name: str, author: Author) -> None:
    assert parse_name(name) == author


@pytest.mark.parametrize(("name", "author"), NAMES)
def test_a_name_that_was_read_is_written_so_that_it_reads_the_same(name: str, author: Author) -> None:
    assert parse_name(write_name(author, Encoder())) == author
    assert parse_name(write_name(author, Encoder(ascii_only=False))) == author


def test_lists() -> None:
    names = parse_names("Knuth, Donald E. AND Graham,\n  Ronald and {Barnes and Noble} and others")
    assert [str(author) for author in names.authors] == ["Donald E. Knuth", "Ronald Graham", "Barnes and Noble"]
    assert names.others
    assert not names.complaints
    assert write_names(names.authors, Encoder(), others=True) == (
        "Knuth, Donald E. and Graham, Ronald and {Barnes and Noble} and others"
    )


def test_et_al_means_others() -> None:
    assert parse_names("Ada Lovelace et al.").others
    assert parse_names("Lovelace, Ada and et al.").others
    assert not parse_names("Al Gore and Hal").others


def test_biblatex_labels() -> None:
    names = parse_names("family=Oord, given=Aaron, given-i=A, prefix=van den, useprefix=true and Roe, Jane")
    assert names.authors == [Author("Oord", "Aaron", "van den"), Author("Roe", "Jane")]
    assert names.has_labels
    assert not names.complaints
    assert not parse_names(r"K{\=a}lid{\=a}sa and {a=b}").has_labels


def test_what_breaks_the_rules_is_kept_and_reported() -> None:
    names = parse_names("Smith, John, Doe, Jane and and Roe, Richard")
    assert [str(author) for author in names.authors] == ["Smith, John, Doe, Jane", "Richard Roe"]
    assert len(names.complaints) == 2
    assert "3 commas" in names.complaints[0]


@pytest.mark.parametrize(
    ("author", "value"),
    [
        (Author("Beethoven", "Ludwig", "van"), "van Beethoven, Ludwig"),
        (Author("al-Khwarizmi", "Muhammad"), "{al-Khwarizmi}, Muhammad"),
        (Author("Abd al-Rahman", "Ann"), "{Abd al-Rahman}, Ann"),
        (Author("{Z}ola", "{E}mile"), r"{\textbraceleft}Z{\textbraceright}ola, {\textbraceleft}E{\textbraceright}mile"),
        (Author("Smith-Jones", "Jean-Luc", "von"), "von Smith-Jones, Jean-Luc"),
        (Author("King", "Martin", suffix="Jr"), "King, Jr, Martin"),
        (Author("King", suffix="Jr"), "King, Jr, {}"),
        (Author("Smith, Inc", "Bob"), "{Smith, Inc}, Bob"),
        (Author("others"), "{others}"),
        (Author("Foo Bar"), "{Foo Bar}"),
        (Author(given="Plato"), "Plato"),
        (Author(literal="R&D Lab"), r"{R\&D Lab}"),
        (Author(literal="AT&T"), r"{\relax AT\&T}"),
        (Author(literal="Météo-France"), r"{\relax M{\'e}t{\'e}o-France}"),
        (Author("Smith", "John", suffix="Jr., MD"), "{John Smith Jr., MD}"),
        (Author("Ørsted", "Hans Christian"), r"{\O}rsted, Hans Christian"),
    ],
)
def test_written(author: Author, value: str) -> None:
    assert write_name(author, Encoder()) == value
    assert str(parse_name(value)) == str(author)


def test_biber_gets_escaped_braces() -> None:
    assert write_name(Author("{Z}ola", "Ann"), Encoder(ascii_only=False)) == r"\{Z\}ola, Ann"


WORDS = st.text(alphabet="abÉeZ ,{}\\and-'.üñ", max_size=12).map(clean)


@given(
    st.lists(st.builds(Author, WORDS, WORDS, WORDS, WORDS) | st.builds(Author, literal=WORDS), min_size=1, max_size=4),
    st.booleans(),
)
def test_any_authors_keep_their_number_and_names(authors: list[Author], others: bool) -> None:
    known = [author for author in authors if any(map(str.isalpha, author.family)) or author.literal]
    names = parse_names(write_names(known, Encoder(), others=others))
    assert [str(author) for author in names.authors] == [str(author) for author in known]
    assert names.others == (others and bool(known))


@given(st.text(alphabet="ab AND and,{}\\~é", max_size=40))
def test_any_value_is_read(value: str) -> None:
    parse_names(value)
