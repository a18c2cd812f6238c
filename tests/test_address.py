"""Web addresses: where they lead, and the credentials in them."""

import pytest

from readinglist.address import base_fault, has_credentials, is_private, without_credentials

TEXTS = [
    ("https://ada:secret@example.org/x", "https://…@example.org/x"),
    ("https://ada@example.org", "https://…@example.org"),
    ("see //a:p@ss@example.org, and http://b:c@[::1]:8/", "see //…@example.org, and http://…@[::1]:8/"),
    ("ada:secret@arxiv.org/abs/1706.03762", "…@arxiv.org/abs/1706.03762"),
]
PLAIN = [
    "https://example.org/@ada",
    "https://example.org/?mail=ada@example.org",
    "https://example.org/#a:b@c",
    "mailto:ada@example.org",
    "doi:10.1000/a:b@c",
    "hf:search:who @ara is",
    "10.1000/x:y@z",
]


@pytest.mark.parametrize(("text", "shown"), TEXTS)
def test_credentials_are_found_and_left_out(text: str, shown: str) -> None:
    assert has_credentials(text)
    assert without_credentials(text) == shown


@pytest.mark.parametrize("text", PLAIN)
def test_other_signs_are_no_credentials(text: str) -> None:
    assert not has_credentials(text)
    assert without_credentials(text) == text


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.9.9.9", "::1", "10.0.0.1", "192.168.0.9", "169.254.1.1", "fe80::1", "localhost", "a.LOCALHOST."],
)
def test_hosts_of_a_private_network(host: str) -> None:
    assert is_private(host)


@pytest.mark.parametrize(
    "host", ["api.crossref.org", "8.8.8.8", "2606:4700::1111", "mylocalhost", "localhost.example.org"]
)
def test_public_hosts(host: str) -> None:
    assert not is_private(host)


@pytest.mark.parametrize(
    "base", ["https://api.crossref.org", "http://localhost:8080/mirror/", "http://[::1]:8", "https://10.0.0.1"]
)
def test_base_addresses_that_can_be_asked(base: str) -> None:
    assert base_fault(base) == ""
