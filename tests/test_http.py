"""Asking services: faults become messages with a hint, waits are kept, nobody is asked more often than needed."""

from __future__ import annotations

import errno
import gzip
import socket
import ssl
from typing import TYPE_CHECKING, Any

import pytest

from readinglist import __version__
from readinglist.config import Settings
from readinglist.errors import OfflineError, SourceError
from readinglist.sources import http, pace
from readinglist.sources.http import Client
from tests.server import ReplayServer, Reply, Time, refused_address

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def test_the_user_agent_names_the_address_the_user_gave(server: ReplayServer) -> None:
    server.on("/works/10.1000/x", OK)
    with Client(server.settings(mailto="ada@example.org")) as client:
        client.get("crossref", PATH, what="10.1000/x")
    assert server.requests[0].headers["User-Agent"] == f"readinglist/{__version__} (mailto:ada@example.org)"


@pytest.mark.parametrize("mailto", ["ada", "ada@example.org\r\nX-Evil: 1", "ädä@example.org", "a)b@example.org"])
def test_a_mailto_that_is_no_address_is_not_sent(mailto: str) -> None:
    with pytest.raises(SourceError, match="mailto is no mail address"):
        Client(Settings(mailto=mailto))


FINAL = [
    (Reply("Resource not found.", 404), "(HTTP 404) when asked for 10.1000/x: Resource not found.", "typing mistake"),
    (Reply(HTML, 403), "refused to answer (HTTP 403)", "browser"),
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
    with Client(Settings(), spacing=pace.Pace({})) as client:
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


@pytest.mark.parametrize("base", ["", "export.arxiv.org", "file:///etc", "http://[bad", "http://"])
def test_a_base_address_that_is_none(base: str) -> None:
    with Client(Settings(services={"crossref": base})) as client:
        error = failure(client)
    assert error.message == f"the base address of Crossref is no web address: {base!r}"
    assert "[services]" in error.hint


def test_a_base_address_may_have_a_path(server: ReplayServer) -> None:
    server.on("/mirror/works/10.1000/x", OK)
    with Client(Settings(services={"crossref": server.base_url + "/mirror/"})) as client:
        assert client.get("crossref", PATH, what="10.1000/x").status == 200


@pytest.mark.parametrize("packed", [False, True])
def test_an_endless_answer_is_cut(
    server: ReplayServer, client: Client, monkeypatch: pytest.MonkeyPatch, packed: bool
) -> None:
    monkeypatch.setattr(http, "MAX_BYTES", 1_000_000)
    body = b" " * 1_100_000
    headers = {"Content-Encoding": "gzip"} if packed else {}
    server.on("/works/10.1000/x", Reply(gzip.compress(body) if packed else body, headers=headers))
    assert "sent more than 1 MB" in failure(client).message


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
    spacing = pace.Pace({"127.0.0.1": 3.0})
    for _ in range(2):
        with Client(server.settings(), sleep=time.sleep, clock=time.clock, spacing=spacing) as client:
            client.get("crossref", PATH, what="10.1000/x")
            client.get("crossref", PATH, what="10.1000/x")
    assert time.slept == pytest.approx(9.0)


def test_hosts_do_not_wait_for_each_other() -> None:
    spacing = pace.Pace({"a": 3.0})
    assert [spacing.reserve(host, 10.0) for host in ("a", "b", "a", "b")] == [0, 0, 3, 1]
    assert spacing.reserve("a", 100.0) == 0


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
    assert pace.spoken(seconds) == text


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


@pytest.mark.parametrize("fault", ["drip", "slow"])
def test_an_answer_that_drips_in_is_given_up(server: ReplayServer, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    monkeypatch.setattr(http, "WHOLE_TIMEOUT", 0.3)
    server.on("/works/10.1000/x", Reply(fault=fault))
    with Client(server.settings()) as client:
        assert "took longer than" in failure(client).message
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "place", ["file:///etc/passwd", "ftp://127.0.0.1/x", "javascript:alert(1)", "data:text/plain,x"]
)
def test_a_redirect_leads_only_to_the_web(server: ReplayServer, client: Client, place: str) -> None:
    server.on("/works/10.1000/x", Reply("", 302, {"Location": place}))
    assert "no web address" in failure(client).message or "HTTP 302" in failure(client).message


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
