"""Web addresses: where they lead, and which of them a service may have."""

import pytest

from readinglist.settings.address import base_fault, is_private, quoted_base


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
    "base",
    [
        "https://api.crossref.org",
        "https://example.org/arxiv/",
        "https://example.org/@ada/b;c/%3F",
        "HTTPS://EXAMPLE.ORG:8443",
        "http://localhost:8080/mirror/",
        "http://[::1]:8",
        "https://10.0.0.1",
        f"https://{'a' * 63}.org",
    ],
)
def test_base_addresses_that_can_be_asked(base: str) -> None:
    assert base_fault(base) == ""


FAULTY = [
    *((f"https://{host}", "is no web address") for host in ("a" * 64 + ".org", "a..org", ".org")),
    *((f"https://example.org{rest}", "has a ? or #") for rest in ("?", "#", "/?", "/#", "?a=b", "/x#y", "/x?y#z")),
    *((f"https://example.org{rest}", "has a backslash") for rest in ("\\", "/a\\b")),
    *((base, "has a blank") for base in ("https://example.org/a b", " https://example.org", "https://example.org/\t")),
    *(
        (base, "has a blank")
        for base in ("https://example.org/\xa0", "https://example.org/\x00", "https://a\u202eb.org")
    ),
    *(
        (base, "holds a user name or password")
        for base in (
            "https://ada:secret@example.org",
            "https://@example.org",
            "https://:@example.org",
            "https:/ada:secret@example.org",
            "https:ada:secret@example.org",
            "HTTPS://ADA@example.org",
            "https://ada%3Asecret%40example.org",
            "https://example.org\\@example.net",
        )
    ),
    *((base, "is no web address") for base in ("https:/example.org", "https:example.org", "//example.org", "https://")),
]


@pytest.mark.parametrize(("base", "fault"), FAULTY)
def test_base_addresses_that_cannot_be_asked(base: str, fault: str) -> None:
    assert base_fault(base).startswith(fault)


def test_a_base_address_is_named_without_what_may_be_secret() -> None:
    assert quoted_base("https://example.org/x?mine=secret#secret") == "'https://example.org/x?…'"
    assert quoted_base("https://ada:a#secret@example.org") == "'https://…@example.org'"
