"""The body of an answer, decompressed in small steps up to a limit."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readinglist.errors import SourceError
    from readinglist.sources.online.answer import Lookup

MAX_BYTES = 10_000_000
"""Limit of a body, compressed and decompressed; decoded JSON takes up to 25 times as much memory."""
STEP = 65_536
"""Bytes that are decompressed at once."""
ENCODING = "gzip"
"""The compression that requests accept."""
READ = frozenset({ENCODING, "x-gzip", "deflate"})
"""Compressions that zlib detects and reads."""


class Body:
    """Decompressor of an answer whose Content-Encoding names at most one compression."""

    def __init__(self, lookup: Lookup, encoding: str) -> None:
        self._question = lookup
        self._received = 0
        self._content = bytearray()
        layers = [name for part in encoding.lower().split(",") if (name := part.strip()) not in ("", "identity")]
        if len(layers) > 1 or not READ.issuperset(layers):
            raise lookup.failed(f"sent an answer that is packed in another way than {ENCODING}")
        self._zlib = zlib.decompressobj(zlib.MAX_WBITS | 32) if layers else None

    def feed(self, chunk: bytes) -> None:
        """Add received bytes; raises SourceError beyond the limit and for broken compression."""
        self._received += len(chunk)
        for piece in self._unpacked(chunk) if self._zlib else (chunk,):
            self._content += piece
            if max(self._received, len(self._content)) > MAX_BYTES:
                hint = "ask for less at a time"
                raise self._question.failed(f"sent more than {MAX_BYTES / 1_000_000:g} MB", hint)

    def text(self) -> str:
        """The whole text, read as UTF-8; raises SourceError if its compression is truncated."""
        if self._zlib and self._received and not self._zlib.eof:
            raise self._broken()
        return self._content.decode("utf-8-sig", "replace")

    def _unpacked(self, chunk: bytes) -> Iterator[bytes]:
        """Decompressed `chunk`, a step at a time."""
        assert self._zlib
        is_more = True
        while is_more:
            try:
                piece = self._zlib.decompress(chunk, STEP)
            except zlib.error as error:
                raise self._broken() from error
            chunk, is_more = self._zlib.unconsumed_tail, len(piece) == STEP
            yield piece
        if self._zlib.unused_data:
            raise self._broken()

    def _broken(self) -> SourceError:
        return self._question.failed("sent an answer whose compression is broken")
