"""User names, passwords and keys in web addresses, in whatever way they are written."""

from time import process_time

import pytest

from readinglist.credentials import has_credentials, quoted, safe, without_credentials
from readinglist.errors import ReadingListError
from readinglist.papers.harvest import Problem

TEXTS = [
    ("https://ada:secret@example.org/x", "https://…@example.org/x"),
    ("https://secret@example.org", "https://…@example.org"),
    ("see //a:secr@t@example.org, and http://b:c@[::1]:8/", "see //…@example.org, and http://…@[::1]:8/"),
    ("ada:secret@arxiv.org/abs/1706.03762", "…@arxiv.org/abs/1706.03762"),
    ("'ada:secret@example.org'", "'…@example.org'"),
    *((f"{name}:secret@example.org", "…@example.org") for name in ("max", "a-b", "a.b", "a_b", "ümit", "a9", "A&b")),
    ("https:/ada:secret@example.org/x", "https:/…@example.org/x"),
    ("https:ada:secret@example.org/x", "https:…@example.org/x"),
    ("https:///ada:secret@example.org/x", "https:///…@example.org/x"),
    (r"https:\\ada:secret@example.org", r"https:\\…@example.org"),
    ("HTTPS://ADA:SECRET@EXAMPLE.ORG", "HTTPS://…@EXAMPLE.ORG"),
    ("https://ada@mail.org:secret@example.org", "https://…@example.org"),
    ("https%3A%2F%2Fada%3Asecret%40example.org%2Fx", "https%3A%2F%2F…@example.org%2Fx"),
    ("https%253a%252f%252fada%253asecret%2540example.org", "https%253a%252f%252f…@example.org"),
    ("https://ada%3Asecret@example.org", "https://…@example.org"),
    ("https://ada:secret%40example.org", "https://…@example.org"),
    ("https://ada:a/secret@example.org", "https://…@example.org"),
    ("https://ada:a?b#secret@example.org", "https://…@example.org"),
    ("https://ada:a secret@example.org", "https://…@example.org"),
    ("https://ada:a'secret@example.org", "https://…@example.org"),
    ("socks5://ada:secret@example.org:1080", "socks5://…@example.org:1080"),
    ("ssh://ada:secret@example.org/x", "ssh://…@example.org/x"),
    ("ssh:/ada:secret@example.org/x", "ssh:/…@example.org/x"),
    ("git+ssh:/ada:a/secret@example.org", "git+ssh:/…@example.org"),
    ("/home/ada/https:/ada:secret@example.org/x.bib", "/home/ada/https:/…@example.org/x.bib"),
    ("/home/ada/eve:secret@example.org", "/home/ada/…@example.org"),
    ("doi:https:/ada:secret@example.org", "doi:https:/…@example.org"),
    ("hf:search:https:/ada:secret@example.org", "hf:search:https:/…@example.org"),
    ("https://ada:secret@example.org/?a=%20 \uff20 \ufe6b", "https://…@example.org/?a=%20 \uff20 \ufe6b"),
]
PLAIN = [
    "https://example.org/@ada",
    "https://example.org/?mail=ada@example.org",
    "https://example.org/#a:b@c",
    "https://example.org/a,b:c@d",
    "https://example.org:8080/@ada",
    "https://example.org/?to=https%3A%2F%2Fexample.org%3A80%2F%40ada",
    "https://example.org: write to ada@example.org",
    "'https://example.org:80', ada@example.org",
    "http://[::1]:8/",
    "mailto:ada@example.org",
    "doi:10.1000/a:b@c",
    "hf:search:who @ara is",
    "hf:search:x@y",
    "10.1000/x:y@z",
    "git@example.org:ada/papers",
    "file:///ada@home/b",
    "/tmp//ada@home.bib",
    r"\\foo@bar",
    "ssh:/example.org/a:b@c",
    "ssh:/git@example.org/x",
    "C:/ada:b@c",
]


@pytest.mark.parametrize(("text", "shown"), TEXTS)
def test_credentials_are_found_and_left_out(text: str, shown: str) -> None:
    assert has_credentials(text)
    assert without_credentials(text) == shown


@pytest.mark.parametrize("text", PLAIN)
def test_other_signs_are_no_credentials(text: str) -> None:
    assert not has_credentials(text)
    assert without_credentials(text) == text


@pytest.mark.parametrize("text", ["https://ada:sec", "https:/ada:sec…", "https%3A%2F%2Fada%3Asec"])
def test_a_password_that_is_cut_off_is_left_out(text: str) -> None:
    assert "sec" not in without_credentials(text)


@pytest.mark.parametrize("name", ["key", "api_key", "apikey", "x-token", "access_token", "password", "signature"])
def test_a_key_among_the_parameters_is_left_out(name: str) -> None:
    shown = without_credentials(f"https://example.org/x?q=robots&{name}=secret&page=2#top")
    assert shown == f"https://example.org/x?q=robots&{name}=…&page=2#top"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://example.org/#access_token=secret&page=2", "https://example.org/#access_token=…&page=2"),
        ("https%3A%2F%2Fexample.org%2F%3Fkey%3Dsecret%26page%3D2", "https%3A%2F%2Fexample.org%2F%3Fkey%3D…%26page%3D2"),
        (
            "https%253A%252F%252Fexample.org%253Fq%253D1%2526key%253Dsecret",
            "https%253A%252F%252Fexample.org%253Fq%253D1%2526key%253D…",
        ),
        ("https://example.org/?to=/x%23token=secret#top", "https://example.org/?to=/x%23token=…#top"),
    ],
)
def test_a_key_in_a_fragment_or_in_percent_encoding_is_left_out(text: str, shown: str) -> None:
    assert without_credentials(text) == shown


def test_parameters_that_let_nobody_in_stay() -> None:
    text = "https://example.org/?q=a&author=b&keyword=c&keys=d&design=e"
    assert without_credentials(text) == text


def test_a_text_is_cut_after_its_password_is_left_out() -> None:
    text = "https://" + "secret" * 30 + "@example.org/" + "x" * 200
    assert quoted(text).startswith("'https://…@example.org/xxx")
    assert len(quoted(text)) == 83
    assert quoted("cret@example.org", "https://ada:se,cret@example.org") == "'…'"
    assert quoted("b", "a,b") == "'b'"
    assert quoted("https://ada:secret@example.org", "https://ada:secret@example.org") == "'https://…@example.org'"


def test_errors_and_problems_tell_no_password() -> None:
    text, shown = TEXTS[0]
    error = ReadingListError(f"no {text}", f"write {text}")
    assert (error.message, error.hint, str(error)) == (f"no {shown}", f"write {shown}", f"no {shown}")
    assert error.line == f"no {shown} (write {shown})"
    assert str(Problem(text, "", f"no {text}")) == f"{shown}: no {shown}"


def test_a_sign_that_is_not_seen_hides_no_password() -> None:
    assert safe("ht\u200btps:/\x1b/ada:secret@example.org") == "https://…@example.org"


@pytest.mark.parametrize(
    "unit", ["https:", "//a", "'a:", "https:'a:1", "https://a:b ", "%25", "?a_", "/a:", "https:/ ", "ab:/c:", "%26a_"]
)
def test_long_texts_take_no_longer_by_the_sign(unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        started = process_time()
        without_credentials(text + "@")
        return process_time() - started

    seconds(100)
    assert seconds(40_000) < 60 * max(seconds(4_000), 0.001)
