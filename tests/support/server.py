"""A real web server on loopback that gives programmed answers and faults, and remembers what it was asked."""

from __future__ import annotations

import json
import shutil
import socket
import ssl
import struct
import subprocess
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from readinglist.settings.config import Settings
from readinglist.settings.services import SERVICES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from io import BufferedIOBase
    from pathlib import Path


@dataclass(frozen=True)
class Request:
    """A request as the server got it."""

    path: str
    """Without its percent-encoding."""
    raw_path: str
    target: str
    """Path and query as they were sent."""
    query: dict[str, str]
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Reply:
    """What the server does with a request."""

    body: str | bytes = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""
    """``reset`` the connection, ``truncate`` the body, stay ``silent`` until the server is closed, or until then send
    a byte now and then: of the headers (``drip``), of the body (``slow``); or preliminary answers (``hold``)."""

    @classmethod
    def json(cls, value: Any, status: int = 200, **headers: str) -> Reply:
        """A JSON document."""
        return cls(json.dumps(value), status, {"Content-Type": "application/json", **headers})

    @property
    def content(self) -> bytes:
        return self.body.encode() if isinstance(self.body, str) else self.body


class ReplayServer:
    """Answers on loopback as programmed with `on`, encrypted if given a context; unknown paths get a 404."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.requests: list[Request] = []
        self.closing = Event()
        self._replies: dict[str, list[Reply | Callable[[Request], Reply]]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._scheme = "https" if context else "http"
        if context:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._server.daemon_threads = False
        self._server.block_on_close = True
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def base_url(self) -> str:
        """The address that stands for every service."""
        return f"{self._scheme}://127.0.0.1:{self._server.server_address[1]}"

    def settings(self, **values: Any) -> Settings:
        """Settings that send every service to this server."""
        return Settings(services=dict.fromkeys(SERVICES, self.base_url), **values)

    def write_settings(self, folder: Path) -> Path:
        """A config.toml in `folder` that sends every service to this server."""
        lines = ["[services]", *(f'{name} = "{self.base_url}"' for name in SERVICES)]
        path = folder / "config.toml"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    def on(self, path: str, *replies: Reply | Callable[[Request], Reply]) -> None:
        """Answer requests for `path` with these replies in turn, the last one again and again."""
        self._replies[path] = list(replies)

    def reply(self, request: Request) -> Reply:
        """The next reply to `request`."""
        self.requests.append(request)
        replies = self._replies.get(request.path)
        if not replies:
            return Reply("Resource not found.", 404, {"Content-Type": "text/plain"})
        reply = replies.pop(0) if len(replies) > 1 else replies[0]
        return reply if isinstance(reply, Reply) else reply(request)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        replay = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                address = urlsplit(self.path)
                query = {name: values[0] for name, values in parse_qs(address.query, keep_blank_values=True).items()}
                request = Request(unquote(address.path), address.path, self.path, query, dict(self.headers.items()))
                self.give(replay.reply(request))

            def give(self, reply: Reply) -> None:
                if reply.fault == "silent":
                    replay.closing.wait()
                if reply.fault in ("silent", "reset"):
                    self.reset()
                    return
                self.close_connection |= bool(reply.fault)
                if reply.fault in ("drip", "slow", "hold"):
                    drip(self.wfile, reply.fault, replay.closing)
                    return
                content = reply.content
                self.send_response_only(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content) * (2 if reply.fault == "truncate" else 1)))
                self.end_headers()
                try:
                    self.wfile.write(content)
                except OSError:
                    self.close_connection = True

            def reset(self) -> None:
                """Close so that the client sees a connection reset: unsent data is thrown away."""
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
                self.close_connection = True

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing on standard error."""

        return Handler


STARTS = {
    "drip": b"HTTP/1.1 200 OK\r\nX: ",
    "slow": b"HTTP/1.1 200 OK\r\n\r\n",
    "hold": b"HTTP/1.1 103 Early Hints\r\n\r\n",
}
"""How an answer begins that never comes to its end."""


def drip(file: BufferedIOBase, fault: str, closing: Event) -> None:
    """Write an answer that never comes to its end."""
    with suppress(OSError):
        file.write(STARTS[fault])
        while not closing.wait(0.02):
            file.write(STARTS[fault] if fault == "hold" else b" ")


def refused_address() -> str:
    """An address on loopback where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


@pytest.fixture
def server() -> Iterator[ReplayServer]:
    """A fresh server, closed after the test."""
    with ReplayServer() as running:
        yield running


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh certificate of 127.0.0.1 with its key, in one file; the test is skipped where openssl is missing."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("certificate")
    key, made = folder / "key.pem", folder / "made.pem"
    wanted = "-x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=loopback -addext subjectAltName=IP:127.0.0.1"
    command = ["openssl", "req", *wanted.split(), "-keyout", str(key), "-out", str(made)]
    subprocess.run(command, check=True, capture_output=True)
    both = folder / "both.pem"
    both.write_bytes(key.read_bytes() + made.read_bytes())
    return both


@pytest.fixture
def encrypted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ReplayServer]:
    """A fresh server that speaks TLS with a certificate which this test trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with ReplayServer(context) as running:
        yield running


class Time:
    """A clock that only moves when someone sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept = 0.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.slept += seconds

    def clock(self) -> float:
        return self.now
