"""The one HTTP client: rate limits, retries, redirects, and errors in plain words."""

from __future__ import annotations

import errno
import socket
import ssl
import threading
import time
from contextlib import closing, contextmanager, suppress
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING, Any, Self

import httpx

from readinglist import __version__, log
from readinglist.errors import OfflineError, SourceError
from readinglist.settings.address import base_fault, is_private, quoted_base
from readinglist.settings.services import SERVICES
from readinglist.sources.online import rate_limit
from readinglist.sources.online.answer import LATER, Answer, Lookup, refusal
from readinglist.sources.online.body import ENCODING, Body
from readinglist.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from readinglist.settings.config import Settings

CONNECT_TIMEOUT = 10.0
READ_TIMEOUT = 30.0
WHOLE_TIMEOUT = 120.0
"""Seconds that one request may take with all its tries and waits."""
LONGEST_WAIT = 60.0
"""Longest wait in seconds that a service may ask for; a longer one is an error."""
TRIES = 3
AGAIN = frozenset({429, 502, 503, 504})
"""Statuses that are worth a retry."""
MAX_REDIRECTS = 5
NAP = 0.25
"""Seconds between checks whether the user has cancelled."""
UNREACHABLE = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL})
OFFLINE_HINT = "your list works without a network; add ids and addresses when you are online again"
BROKE_OFF = (httpx.ReadError, httpx.WriteError, httpx.CloseError, httpx.RemoteProtocolError)

FAILURES: tuple[tuple[type[Exception], str, str], ...] = (
    (
        httpx.ConnectTimeout,
        f"could not be reached within {rate_limit.duration(CONNECT_TIMEOUT)}",
        "check your network, then try again",
    ),
    (httpx.TimeoutException, f"did not answer within {rate_limit.duration(READ_TIMEOUT)}", LATER),
    (httpx.ConnectError, "refused the connection", "check your network and [services] in config.toml"),
    (httpx.ProxyError, "was behind a proxy that failed", "check HTTPS_PROXY and HTTP_PROXY"),
    (httpx.UnsupportedProtocol, "sent us on to an address that is no web address", LATER),
    (httpx.InvalidURL, "sent us on to an address that is no web address", LATER),
    (UnicodeError, "sent us on to an address that is no web address", LATER),
)
"""httpx's error → our message and hint."""


class RedirectError(httpx.HTTPError):
    """A redirect to an address that must not be asked."""


class Client:
    """HTTP client of the online services, one request at a time."""

    def __init__(
        self,
        settings: Settings,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        cancelled: Callable[[], bool] = lambda: False,
        limiter: rate_limit.RateLimiter = rate_limit.SHARED,
    ) -> None:
        self._services = {name: row.address for name, row in SERVICES.items()} | settings.services
        self._sleep = sleep
        self._clock = clock
        self.cancelled = cancelled
        self._limiter = limiter
        self._socket: socket.socket | None = None
        self._trace = {"trace": self._note_connection}
        self._http = new_client(user_agent(settings.mailto))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def get(
        self,
        service: str,
        path: str,
        params: Mapping[str, str | int] | None = None,
        *,
        what: str,
        accept: Collection[int] = (),
    ) -> Answer:
        """Answer to a GET request, if its status is 2xx or in `accept`; `what` is its subject in messages.

        `path` is percent-encoded already. Raises SourceError, OfflineError when there is no network.
        """
        url = url_of(service, self._services[service], path)
        lookup = Lookup(service, url.host, what)
        deadline = self._clock() + WHOLE_TIMEOUT
        for tries in range(1, TRIES + 1):
            self._wait(self._limiter.reserve(url.host, self._clock()), lookup)
            try:
                answer = self._logged(url, params, lookup, deadline)
                if 200 <= answer.status < 300 or answer.status in accept:
                    return answer
                failure, wait = refusal(answer), rate_limit.retry_after(answer.headers)
                if answer.status not in AGAIN:
                    raise failure
            except BROKE_OFF as error:
                failure, wait = explain(error, lookup), None
            except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
                raise explain(error, lookup) from error
            wait = rate_limit.backoff(tries) if wait is None else wait
            if tries == TRIES or wait > LONGEST_WAIT or self._clock() + wait > deadline:
                break
            self._wait(wait, lookup)
        raise failure

    def _logged(
        self, url: httpx.URL, params: Mapping[str, str | int] | None, lookup: Lookup, deadline: float
    ) -> Answer:
        """Answer to one try; host and status are logged, but no word of request or answer."""
        started = time.monotonic()
        try:
            answer = self._ask(url, params, lookup, deadline)
        except Exception as error:
            log.unanswered(url.host, error)
            raise
        log.answered(url.host, answer.status, time.monotonic() - started, len(answer.text))
        return answer

    def _ask(self, url: httpx.URL, params: Mapping[str, str | int] | None, lookup: Lookup, deadline: float) -> Answer:
        request = self._http.build_request("GET", url, params=params, extensions=self._trace)
        try:
            with self._cut_at(deadline):
                answer = self._follow(request, lookup)
        except BROKE_OFF as error:
            if self._clock() >= deadline:
                raise too_slow(lookup) from error
            raise
        if self._clock() > deadline:  # what was cut may look like the end
            raise too_slow(lookup)
        return answer

    def _follow(self, request: httpx.Request, lookup: Lookup) -> Answer:
        """Answer at the end of the redirects, whose own bodies are not read."""
        for _ in range(MAX_REDIRECTS + 1):
            with closing(self._http.send(request, stream=True)) as response:
                if response.next_request is None:
                    text, path = self._text(response, lookup), response.url.path
                    return Answer(lookup, response.status_code, response.headers, text, path)
                request = response.next_request
        raise lookup.failed(f"sent us on to other addresses more than {MAX_REDIRECTS} times")

    def _text(self, response: httpx.Response, lookup: Lookup) -> str:
        body = Body(lookup, response.headers.get("content-encoding", ""))
        for chunk in response.iter_raw():
            body.feed(chunk)
            self._check(lookup)
        return body.text()

    @contextmanager
    def _cut_at(self, deadline: float) -> Iterator[None]:
        """Cut the connection at the deadline: httpx's timeout starts again with every byte."""
        timer = threading.Timer(max(0.0, deadline - self._clock()), self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _note_connection(self, event: str, info: Mapping[str, Any]) -> None:
        """Remember the socket of a new connection, to cut it."""
        if event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            self._socket = info["return_value"].get_extra_info("socket")

    def _cut(self) -> None:
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def _wait(self, seconds: float, lookup: Lookup) -> None:
        self._check(lookup)
        while seconds > 0:
            self._sleep(min(seconds, NAP))
            seconds -= NAP
            self._check(lookup)

    def _check(self, lookup: Lookup) -> None:
        if self.cancelled():
            raise lookup.failed("was cancelled", "add the same again when you like")


def url_of(service: str, base: str, path: str) -> httpx.URL:
    """Address of `path` at a service's base address; raises SourceError if that is not allowed."""
    fault = base_fault(base)
    try:
        url = httpx.URL("" if fault else base.rstrip("/") + path)
        if url.host:
            return url
    except (httpx.InvalidURL, UnicodeError):  # a host that IDNA does not know
        pass
    hint = f"in config.toml, under [services], an address such as {SERVICES[service].address}"
    fault = fault or "is no web address"
    raise SourceError(f"the base address of {SERVICES[service].title}, {quoted_base(base)}, {fault}", hint)


def new_client(agent: str) -> httpx.Client:
    """Client that checks certificates and redirects and stores no cookies; raises SourceError."""
    try:
        return httpx.Client(
            headers={
                "User-Agent": agent,
                "Accept": "application/json, application/atom+xml, */*;q=0.1",
                "Accept-Encoding": ENCODING,
            },
            timeout=httpx.Timeout(READ_TIMEOUT, connect=CONNECT_TIMEOUT),
            limits=httpx.Limits(max_connections=1),  # so that the newest is the one to cut
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            event_hooks={"response": [check_redirect]},
            mounts={f"all://{host}": None for host in ("127.0.0.1", "localhost", "[::1]")},  # no proxy
        )
    except OSError as error:
        hint = "let SSL_CERT_FILE and SSL_CERT_DIR name files of certificates, or nothing"
        raise SourceError(f"the certificates of services cannot be read: {error.strerror or error}", hint) from error
    except (ImportError, ValueError, httpx.InvalidURL) as error:  # which may tell the proxy's password
        hint = "let HTTPS_PROXY, HTTP_PROXY and ALL_PROXY name addresses such as http://proxy.example.org:8080"
        raise SourceError("the proxy that the environment names cannot be used", hint) from error


def too_slow(lookup: Lookup) -> SourceError:
    """Error for an answer after the deadline."""
    return lookup.failed(f"took longer than {rate_limit.duration(WHOLE_TIMEOUT)}")


def user_agent(mailto: str) -> str:
    """User agent with the user's mail address."""
    return f"readinglist/{__version__}" + (f" (mailto:{mailto})" if mailto else "")


def check_redirect(response: httpx.Response) -> None:
    """Raise an error for a redirect to an address that must not be asked."""
    if not response.has_redirect_location:
        return
    here, there = response.url, response.url.join(response.headers["location"])
    if there.scheme not in ("http", "https"):
        raise httpx.UnsupportedProtocol("")
    if here.scheme == "https" and there.scheme == "http":
        raise RedirectError("sent us on from an encrypted address to one that is not")
    if there.userinfo:
        raise RedirectError("sent us on to an address with a user name or password")
    if is_private(there.host) and not is_private(here.host):
        raise RedirectError("sent us on to this machine or its private network")


def explain(error: Exception, lookup: Lookup) -> SourceError:
    """Error for a request without answer."""
    for cause in causes(error):
        if isinstance(cause, socket.gaierror) or (isinstance(cause, OSError) and cause.errno in UNREACHABLE):
            return OfflineError(f"you are offline: {lookup.host} cannot be reached", OFFLINE_HINT)
        if isinstance(cause, ssl.SSLError):
            hint = "check the clock of this computer; behind a company proxy set SSL_CERT_FILE to its certificates"
            return lookup.failed("had no certificate we can trust", hint, clean(str(cause.reason or cause)))
    if isinstance(error, RedirectError):
        return lookup.failed(str(error), "a network or service that does so cannot be trusted: see if a browser warns")
    for kind, how, hint in FAILURES:
        if isinstance(error, kind):
            return lookup.failed(how, hint)
    return lookup.failed("broke off the connection")


def causes(error: BaseException) -> Iterator[BaseException]:
    """The error and its causes, outermost first."""
    step: BaseException | None = error
    while step is not None:
        yield step
        step = step.__cause__ or step.__context__
