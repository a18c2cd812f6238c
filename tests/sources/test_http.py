"""Asking services: faults become messages with a hint, waits are kept, nobody is asked more often than needed."""

from __future__ import annotations

import errno
import gzip
import json
import socket
import ssl
import subprocess
import sys
import zlib
from threading import Timer
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from readinglist import __version__
from readinglist.errors import OfflineError, SourceError
from readinglist.settings.config import Settings
from readinglist.sources.online import body, http, rate_limit
from readinglist.sources.online.http import Client
from tests.support.server import ReplayServer, Reply, Time, refused_address

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATH = "/works/10.1000%2Fx"
OK = Reply.json({"status": "ok"})
SLOW_DOWN = Reply("Rate exceeded.", 429)
HTML = "<!DOCTYPE html>\n<html><title>Are you a robot?</title></html>"


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def client(server: ReplayServer, time: Time) -> Iterator[Client]:
    with Client(server.settings(), sleep=time.sleep, clock=time.clock) as asking:
        yield asking


def failure(client: Client) -> SourceError:
    with pytest.raises(SourceError) as caught:
        client.get("crossref", PATH, what="10.1000/x").json()
    return caught.value


def test_an_answer_is_given_as_it_came(server: ReplayServer, client: Client, time: Time) -> None:
    server.on("/works/10.1000/x", OK)
    answer = client.get("crossref", PATH, {"rows": 2}, what="10.1000/x")
    assert (answer.status, answer.json()) == (200, {"status": "ok"})
    (request,) = server.requests
    assert (request.raw_path, request.query) == (PATH, {"rows": "2"})
    assert request.headers["User-Agent"] == f"readinglist/{__version__}"
    assert time.slept == 0


def test_a_byte_order_mark_before_an_answer_is_no_part_of_it(server: ReplayServer, client: Client) -> None:
    server.on("/works/10.1000/x", Reply('\ufeff{"status": "ok"}'))
    server.on("/works/10.1000/y", Reply("\ufeff<feed><title>Lamps</title></feed>"))
    assert client.get("crossref", PATH, what="10.1000/x").json() == {"status": "ok"}
    assert client.get("crossref", "/works/10.1000%2Fy", what="10.1000/y").xml().findtext("title") == "Lamps"


def test_the_user_agent_names_the_address_the_user_gave(server: ReplayServer) -> None:
    server.on("/works/10.1000/x", OK)
    with Client(server.settings(mailto="ada@example.org")) as client:
        client.get("crossref", PATH, what="10.1000/x")
    assert server.requests[0].headers["User-Agent"] == f"readinglist/{__version__} (mailto:ada@example.org)"


FINAL = [
    (Reply("Resource not found.", 404), "(HTTP 404) when asked for 10.1000/x: Resource not found.", "typing mistake"),
    (Reply(HTML, 403), "refused to answer (HTTP 403)", "browser"),
    (Reply("Who are you?", 401), "refused to answer (HTTP 401) when asked for 10.1000/x: Who are you?", "browser"),
    (Reply.json({"error": "Invalid date"}, 400), "(HTTP 400) when asked for 10.1000/x: Invalid date", "check"),
    (Reply.json({"status": "failed", "message": [{"message": "No such route"}]}, 400), "No such route", "check"),
    (Reply("oops", 500), "was out of order (HTTP 500)", "some minutes"),
    (Reply(HTML), "sent a web page instead of JSON", "login page"),
    (Reply(f"\ufeff \n{HTML}", 202), "sent a web page instead of JSON", "login page"),
    (Reply('{"status": "o'), "sent JSON that is broken or cut short, line 1, column 12 when", "later"),
    (Reply("[" * 100_000), "sent JSON that is broken or cut short", "later"),
    (Reply(""), "sent an empty answer", "later"),
    (Reply("", 204), "sent an empty answer", "later"),
    (Reply("not gzip", 200, {"Content-Encoding": "gzip"}), "whose compression is broken", "later"),
    (Reply("", 302, {"Location": "file:///etc/passwd"}), "no web address", "later"),
    (SLOW_DOWN, "allowed no more requests for now (HTTP 429)", "some minutes"),
]


@pytest.mark.parametrize(("reply", "message", "hint"), FINAL)
def test_a_fault_says_who_what_and_what_to_do(
    server: ReplayServer, client: Client, reply: Reply, message: str, hint: str
) -> None:
    server.on("/works/10.1000/x", reply)
    error = failure(client)
    assert error.message.startswith("Crossref (127.0.0.1) ")
    assert message in error.message
    assert " when asked for 10.1000/x" in error.message
    assert "\n" not in error.message
    assert hint in error.hint
    assert len(server.requests) == (3 if reply is SLOW_DOWN else 1)


AGAIN = [
    (SLOW_DOWN, 1, 1.5),
    (Reply("", 429, {"Retry-After": "7"}), 7, 7),
    (Reply("", 429, {"RateLimit": '"api";r=0;t=23'}), 23, 23),
    (Reply("", 429, {"Retry-After": "Wed, 21 Oct 2026 07:28:10 GMT", "Date": "Wed, 21 Oct 2026 07:28:00 GMT"}), 9, 11),
    (Reply("", 429, {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}), 0, 0),
    (Reply("", 429, {"Retry-After": "soon"}), 1, 1.5),
    (Reply("", 503), 1, 1.5),
    (Reply("", 502), 1, 1.5),
    (Reply("", 504, {"Retry-After": "0"}), 0, 0),
    (Reply(fault="reset"), 1, 1.5),
    (Reply('{"status": "ok"}', fault="truncate"), 1, 1.5),
]


@pytest.mark.parametrize(("reply", "least", "most"), AGAIN)
def test_a_passing_fault_is_waited_out(
    server: ReplayServer, client: Client, time: Time, reply: Reply, least: float, most: float
) -> None:
    server.on("/works/10.1000/x", reply, OK)
    assert client.get("crossref", PATH, what="10.1000/x").json() == {"status": "ok"}
    assert len(server.requests) == 2
    assert least <= time.slept <= most + 0.01


LASTING = [
    (Reply("", 503), "was out of order (HTTP 503)"),
    (Reply("", 429, {"Retry-After": "2"}), "allowed no more requests"),
    (Reply(fault="reset"), "broke off the connection"),
    (Reply("{}", fault="truncate"), "broke off the connection"),
]


@pytest.mark.parametrize(("reply", "message"), LASTING)
def test_three_tries_are_enough(server: ReplayServer, client: Client, reply: Reply, message: str) -> None:
    server.on("/works/10.1000/x", reply)
    assert message in failure(client).message
    assert len(server.requests) == 3


def test_a_long_wait_is_told_instead_of_slept(server: ReplayServer, client: Client, time: Time) -> None:
    server.on("/works/10.1000/x", Reply("", 429, {"Retry-After": "3600"}))
    assert failure(client).hint == "it asks to wait: try again in 1 hour"
    assert (len(server.requests), time.slept) == (1, 0)


def test_all_tries_together_have_a_limit(server: ReplayServer, client: Client, time: Time) -> None:
    server.on("/works/10.1000/x", Reply("", 503, {"Retry-After": "60"}))
    failure(client)
    assert time.slept <= http.WHOLE_TIMEOUT


def test_nobody_listens(time: Time) -> None:
    settings = Settings(services={"crossref": refused_address()})
    with Client(settings, sleep=time.sleep, clock=time.clock) as client:
        error = failure(client)
    assert "Crossref (127.0.0.1) refused the connection" in error.message
    assert "[services]" in error.hint
    assert not isinstance(error, OfflineError)


def test_a_silent_server_is_given_up(server: ReplayServer, time: Time, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "READ_TIMEOUT", 0.05)
    server.on("/works/10.1000/x", Reply(fault="silent"))
    with Client(server.settings(), sleep=time.sleep, clock=time.clock) as client:
        error = failure(client)
    assert "did not answer within" in error.message
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "trouble",
    [
        socket.gaierror(socket.EAI_NONAME, "Name or service not known"),
        OSError(errno.ENETUNREACH, "Network is unreachable"),
    ],
)
def test_without_a_network_one_line_says_so(monkeypatch: pytest.MonkeyPatch, trouble: OSError) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise trouble

    monkeypatch.setattr(socket, "create_connection", fail)
    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with Client(Settings(), limiter=rate_limit.RateLimiter({})) as client:
        error = failure(client)
    assert isinstance(error, OfflineError)
    assert error.message == "you are offline: api.crossref.org cannot be reached"
    assert "without a network" in error.hint


def test_redirects_are_followed_but_not_for_ever(server: ReplayServer, client: Client) -> None:
    server.on("/works/10.1000/x", Reply("moved", 301, {"Location": "/elsewhere"}))
    server.on("/elsewhere", OK)
    assert client.get("crossref", PATH, what="10.1000/x").json() == {"status": "ok"}
    server.on("/elsewhere", Reply("", 302, {"Location": "/elsewhere"}))
    assert "sent us on to other addresses more than 5 times" in failure(client).message
    assert len(server.requests) == 2 + 6


BASES = [
    *((base, "is no web address") for base in ("", "export.arxiv.org", "file:///etc", "http://[bad", "http://")),
    ("https://example.org:99999", "is no web address"),
    ("https://\N{SNOWMAN}\N{ZERO WIDTH JOINER}.example.org", "has a blank or a control character"),
    ("https://..example.org", "is no web address"),
    ("https:// @example.org", "has a blank"),
    ("https://xn--", "is no web address"),
    ("http://example.org", "is not encrypted"),
    ("http://192.0.2.1:8080", "is not encrypted"),
    ("http://notlocalhost", "is not encrypted"),
]


@pytest.mark.parametrize(("base", "fault"), BASES)
def test_a_base_address_that_cannot_be_asked(base: str, fault: str) -> None:
    with Client(Settings(services={"crossref": base})) as client:
        error = failure(client)
    assert error.message.startswith(f"the base address of Crossref, {base!r}, {fault}")
    assert "[services]" in error.hint


@pytest.mark.parametrize(
    "base",
    [
        "https://ada:secret@example.org",
        "https://secret@example.org",
        "ada:secret@example.org",
        "https:/a:secret@example.org",
    ],
)
def test_a_password_in_a_base_address_is_neither_sent_nor_shown(base: str) -> None:
    with Client(Settings(services={"crossref": base})) as client:
        error = failure(client)
    assert "…@example.org" in error.message
    assert "secret" not in error.message


def test_a_base_address_with_parameters_is_told_without_them() -> None:
    with Client(Settings(services={"crossref": "https://example.org/?mine=secret"})) as client:
        error = failure(client)
    assert "'https://example.org/?…', has a ? or #" in error.message
    assert "secret" not in error.line


def test_what_a_service_says_of_an_address_tells_no_password(server: ReplayServer, client: Client) -> None:
    said = "no https:/ada:secret@example.org/x?api_key=secret"
    server.on("/works/10.1000/x", Reply.json({"message": said}, 400))
    assert failure(client).message.endswith("no https:/…@example.org/x?api_key=…")


def test_a_base_address_may_have_a_path(server: ReplayServer) -> None:
    server.on("/mirror/works/10.1000/x", OK)
    with Client(Settings(services={"crossref": server.base_url + "/mirror/"})) as client:
        assert client.get("crossref", PATH, what="10.1000/x").status == 200


@pytest.mark.parametrize("packed", [False, True])
def test_an_endless_answer_is_cut(
    server: ReplayServer, client: Client, monkeypatch: pytest.MonkeyPatch, packed: bool
) -> None:
    monkeypatch.setattr(body, "MAX_BYTES", 1_000_000)
    content = b" " * 1_100_000
    headers = {"Content-Encoding": "gzip"} if packed else {}
    server.on("/works/10.1000/x", Reply(gzip.compress(content) if packed else content, headers=headers))
    assert "sent more than 1 MB" in failure(client).message


PLAIN = b'{"status": "ok"}'
PACKED = gzip.compress(PLAIN, mtime=0)
READABLE = [
    ("gzip", PACKED),
    ("X-Gzip", PACKED),
    ("deflate", zlib.compress(PLAIN)),
    ("identity", PLAIN),
    ("identity, gzip", PACKED),
    ("", PLAIN),
]


@pytest.mark.parametrize(("encoding", "content"), READABLE, ids=[case[0] for case in READABLE])
def test_one_layer_of_compression_is_read(server: ReplayServer, client: Client, encoding: str, content: bytes) -> None:
    server.on("/works/10.1000/x", Reply(content, headers={"Content-Encoding": encoding}))
    assert client.get("crossref", PATH, what="10.1000/x").json() == {"status": "ok"}
    assert server.requests[0].headers["Accept-Encoding"] == "gzip"


UNREADABLE = [
    ("gzip, gzip", gzip.compress(PACKED, mtime=0), "packed in another way than gzip"),
    ("deflate, gzip", PACKED, "packed in another way than gzip"),
    ("br", PLAIN, "packed in another way than gzip"),
    ("gzip" + ", identity" * 9 + ", zstd", PACKED, "packed in another way than gzip"),
    ("gzip", PACKED[:-9], "whose compression is broken"),
    ("gzip", PACKED + b"more", "whose compression is broken"),
    ("gzip", PACKED + PACKED, "whose compression is broken"),
    ("gzip", PLAIN, "whose compression is broken"),
    ("gzip", b"", "an empty answer"),
]


@pytest.mark.parametrize(("encoding", "content", "message"), UNREADABLE, ids=range(len(UNREADABLE)))
def test_other_compression_is_refused(
    server: ReplayServer, client: Client, encoding: str, content: bytes, message: str
) -> None:
    server.on("/works/10.1000/x", Reply(content, headers={"Content-Encoding": encoding}))
    assert message in failure(client).message
    assert len(server.requests) == 1


def test_text_that_takes_many_steps_to_unpack_is_whole(server: ReplayServer, client: Client) -> None:
    value = ["a" * 1000, "b" * 200_000, *range(50_000)]
    content = gzip.compress(json.dumps(value).encode())
    server.on("/works/10.1000/x", Reply(content, headers={"Content-Encoding": "gzip"}))
    assert client.get("crossref", PATH, what="10.1000/x").json() == value


GREEDY = """
import resource, sys
from readinglist.settings.config import Settings
from readinglist.errors import SourceError
from readinglist.sources.online import body, http
body.MAX_BYTES = 1_000_000
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform == "linux" else 1024 * 1024)
with http.Client(Settings(services={"crossref": sys.argv[1]})) as client:
    before = peak()
    for path in ("/plain", "/packed", "/moved"):
        try:
            client.get("crossref", path, what="x")
        except SourceError as error:
            print(error.message)
print(peak() - before)
"""


def test_an_answer_takes_no_more_memory_than_its_limit(server: ReplayServer) -> None:
    large = gzip.compress(bytes(100_000_000), 9)
    server.on("/plain", Reply(bytes(100_000_000)))
    server.on("/packed", Reply(large, headers={"Content-Encoding": "gzip"}))
    server.on("/moved", Reply(large, 302, {"Content-Encoding": "gzip", "Location": "/packed"}))
    command = [sys.executable, "-c", GREEDY, server.base_url]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    *messages, megabytes = done.stdout.splitlines()
    assert len(messages) == 3
    assert all("sent more than 1 MB" in message for message in messages)
    assert int(megabytes) < 15


def test_cancelling_ends_the_waiting(server: ReplayServer, time: Time) -> None:
    server.on("/works/10.1000/x", Reply("", 503, {"Retry-After": "30"}))
    with Client(server.settings(), sleep=time.sleep, clock=time.clock, cancelled=lambda: time.slept >= 1) as client:
        assert "cancelled" in failure(client).message
    assert len(server.requests) == 1
    assert time.slept < 2


def test_cancelled_before_it_begins_asks_nobody(server: ReplayServer) -> None:
    with Client(server.settings(), cancelled=lambda: True) as client:
        assert "cancelled" in failure(client).message
    assert server.requests == []


def test_a_host_is_left_in_peace_between_requests(server: ReplayServer, time: Time) -> None:
    server.on("/works/10.1000/x", OK)
    limiter = rate_limit.RateLimiter({"127.0.0.1": 3.0})
    for _ in range(2):
        with Client(server.settings(), sleep=time.sleep, clock=time.clock, limiter=limiter) as client:
            client.get("crossref", PATH, what="10.1000/x")
            client.get("crossref", PATH, what="10.1000/x")
    assert time.slept == pytest.approx(9.0)


def test_hosts_do_not_wait_for_each_other() -> None:
    limiter = rate_limit.RateLimiter({"a": 3.0})
    assert [limiter.reserve(host, 10.0) for host in ("a", "b", "a", "b")] == [0, 0, 3, 1]
    assert limiter.reserve("a", 100.0) == 0


def test_a_status_that_is_hoped_for_is_an_answer(server: ReplayServer, client: Client) -> None:
    assert client.get("crossref", PATH, what="10.1000/x", accept=(404,)).status == 404


def test_what_was_asked_for_cannot_break_the_message(server: ReplayServer, client: Client) -> None:
    with pytest.raises(SourceError) as caught:
        client.get("crossref", PATH, what="a\x1b[31m\nb" + "c" * 200)
    assert "asked for a bccc" in caught.value.message
    assert len(caught.value.message) < 200


XML = [
    ("<feed><entry>", "sent XML that is broken or cut short, line 1"),
    ('<?xml version="1.0"?><!DOCTYPE f [<!ENTITY a "aa">]><feed>&a;</feed>', "declares a document type"),
    (HTML, "sent a web page instead of XML"),
]


@pytest.mark.parametrize(("text", "message"), XML)
def test_xml_that_cannot_be_read(server: ReplayServer, client: Client, text: str, message: str) -> None:
    server.on("/works/10.1000/x", Reply(text))
    with pytest.raises(SourceError, match=message):
        client.get("crossref", PATH, what="10.1000/x").xml()


def test_a_control_character_does_not_spoil_the_xml(server: ReplayServer, client: Client) -> None:
    server.on("/works/10.1000/x", Reply("<feed>a\x0bb</feed>"))
    assert client.get("crossref", PATH, what="10.1000/x").xml().text == "ab"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.2, "a second"), (1, "1 second"), (45, "45 seconds"), (600, "10 minutes"), (9e8, "250000 hours")],
)
def test_durations_are_spoken(seconds: float, text: str) -> None:
    assert rate_limit.duration(seconds) == text


def test_an_answer_that_drips_is_given_up(server: ReplayServer) -> None:
    server.on("/works/10.1000/x", OK)
    minutes = iter(range(0, 10_000, 70))
    with Client(server.settings(), clock=lambda: next(minutes)) as client:
        assert "took longer than 2 minutes" in failure(client).message


def test_loopback_needs_no_proxy(server: ReplayServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, refused_address())
    server.on("/works/10.1000/x", OK)
    with Client(server.settings()) as client:
        assert client.get("crossref", PATH, what="10.1000/x").status == 200


@pytest.mark.parametrize("fault", ["drip", "slow", "hold"])
def test_an_answer_that_drips_in_is_given_up(server: ReplayServer, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    monkeypatch.setattr(http, "WHOLE_TIMEOUT", 0.3)
    server.on("/works/10.1000/x", Reply(fault=fault))
    with Client(server.settings()) as client:
        assert "took longer than" in failure(client).message
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "place",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "javascript:alert(1)",
        "data:text/plain,x",
        "http://..example.org/",
        "http://xn--/",
        "http://a:port/",
        "//" + "a" * 70 + ".example.org/",
    ],
)
def test_a_redirect_leads_only_to_the_web(server: ReplayServer, client: Client, place: str) -> None:
    server.on("/works/10.1000/x", Reply("", 302, {"Location": place}))
    assert "no web address" in failure(client).message or "HTTP 302" in failure(client).message


def redirect(status: int, here: str, there: str) -> httpx.Response:
    return httpx.Response(status, headers={"Location": there}, request=httpx.Request("GET", here))


REFUSED = [
    ("https://api.example.org/x", "http://api.example.org/x", "to one that is not"),
    ("https://api.example.org/x", "HTTP://elsewhere.example.org", "to one that is not"),
    ("https://api.example.org/x", "//ada:secret@example.org/x", "with a user name or password"),
    ("https://api.example.org/x", "https://ada@example.org/x", "with a user name or password"),
    ("https://api.example.org/x", "https://127.0.0.1/x", "private network"),
    ("https://api.example.org/x", "https://[::1]/x", "private network"),
    ("https://api.example.org/x", "https://192.168.1.1/x", "private network"),
    ("https://api.example.org/x", "https://169.254.169.254/x", "private network"),
    ("https://api.example.org/x", "https://printer.localhost/x", "private network"),
]


@pytest.mark.parametrize(("here", "there", "message"), REFUSED)
@pytest.mark.parametrize("status", [301, 303, 308])
def test_where_an_answer_may_not_send_us(here: str, there: str, message: str, status: int) -> None:
    with pytest.raises(http.RedirectError, match=message) as caught:
        http.check_redirect(redirect(status, here, there))
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("there", ["/y", "https://export.example.org/x", "?a=b", "//api.example.org/y"])
def test_where_an_answer_may_send_us(there: str) -> None:
    http.check_redirect(redirect(302, "https://api.example.org/x", there))


def test_an_encrypted_answer_does_not_lead_to_one_that_is_not(server: ReplayServer, encrypted: ReplayServer) -> None:
    server.on("/works/10.1000/x", OK)
    encrypted.on("/works/10.1000/x", Reply("", 302, {"Location": f"{server.base_url}{PATH}"}))
    with Client(encrypted.settings()) as client:
        error = failure(client)
    assert "Crossref (127.0.0.1) sent us on from an encrypted address to one that is not" in error.message
    assert server.requests == []
    assert len(encrypted.requests) == 1


def test_an_unencrypted_answer_may_lead_to_an_encrypted_one(server: ReplayServer, encrypted: ReplayServer) -> None:
    encrypted.on("/works/10.1000/x", OK)
    server.on("/works/10.1000/x", Reply("", 302, {"Location": f"{encrypted.base_url}{PATH}"}))
    with Client(server.settings()) as client:
        assert client.get("crossref", PATH, what="10.1000/x").status == 200


def test_no_cookie_is_kept_and_no_password_sent(
    server: ReplayServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login ada password secret\n")
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    server.on("/works/10.1000/x", Reply("", 302, {"Location": "/elsewhere", "Set-Cookie": "who=ada; Path=/"}))
    server.on("/elsewhere", Reply("{}", 200, {"Set-Cookie": "who=ada; Path=/"}))
    with Client(server.settings()) as client:
        client.get("crossref", PATH, what="10.1000/x")
        client.get("crossref", PATH, what="10.1000/x")
    assert len(server.requests) == 4
    assert {name for request in server.requests for name in request.headers} == {
        "Host",
        "User-Agent",
        "Accept",
        "Accept-Encoding",
        "Connection",
    }


@pytest.mark.parametrize(
    "proxy", ["socks5://ada:secret@127.0.0.1:9", "gopher://ada:secret@proxy", "http://ada:a/secret@proxy"]
)
def test_a_proxy_that_cannot_be_used_is_told_without_its_password(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    monkeypatch.setenv("https_proxy", proxy)
    with (
        pytest.raises(SourceError, match="proxy") as caught,
        Client(Settings(), limiter=rate_limit.RateLimiter({})) as client,
    ):
        client.get("crossref", PATH, what="10.1000/x")
    assert "secret" not in caught.value.line


def test_certificates_that_cannot_be_read_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    with pytest.raises(SourceError, match="certificates") as caught:
        Client(Settings())
    assert "SSL_CERT_FILE" in caught.value.hint


def test_the_deadline_holds_for_a_service_that_was_asked_before_another(
    server: ReplayServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "WHOLE_TIMEOUT", 0.5)
    server.on("/first", OK, Reply(fault="slow"))
    server.on("/second", OK)
    services = {"crossref": server.base_url, "datacite": server.base_url.replace("127.0.0.1", "localhost")}
    giving_up = Timer(5, server.closing.set)
    giving_up.start()
    with Client(Settings(services=services)) as client:
        client.get("crossref", "/first", what="x")
        client.get("datacite", "/second", what="x")
        with pytest.raises(SourceError, match="took longer than"):
            client.get("crossref", "/first", what="x")
    giving_up.cancel()
    assert not server.closing.is_set()


@pytest.mark.parametrize("moment", ["0 DEC 3000000000 0:0", "Wed, 21 Oct 0001 07:28:00 +2359", "Thu, 99 Foo", "\x00"])
def test_a_moment_that_never_comes_asks_for_nothing(moment: str) -> None:
    assert not rate_limit.retry_after({"retry-after": moment, "date": moment})


def test_json_nested_without_end_is_told(server: ReplayServer, client: Client) -> None:
    server.on("/works/10.1000/x", Reply('{"a":' * 100_000))
    assert "nested too deeply" in failure(client).message


def test_certificates_are_always_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    contexts: list[ssl.SSLContext] = []
    made = ssl.SSLContext.wrap_socket

    def wrap(self: ssl.SSLContext, *arguments: Any, **options: Any) -> Any:
        contexts.append(self)
        return made(self, *arguments, **options)

    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", wrap)
    with ReplayServer() as plain:
        settings = Settings(services={"crossref": plain.base_url.replace("http:", "https:")})
        with Client(settings) as client, pytest.raises(SourceError):
            client.get("crossref", PATH, what="10.1000/x")
    assert contexts
    assert all(each.verify_mode is ssl.CERT_REQUIRED and each.check_hostname for each in contexts)
