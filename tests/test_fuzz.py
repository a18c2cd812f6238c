"""Nothing that others wrote gets more than a message out of a reader, nor keeps it for longer than its length warrants.

`python -m tests.fuzz` searches for longer, and tries full sizes.
"""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.errors import ReadingListError
from tests.fuzz.readers import READERS
from tests.fuzz.sizes import SIZES

FAST, SLOW = 50, 10
"""Inputs tried."""


@pytest.mark.parametrize("name", READERS)
def test_a_reader_gives_what_it_read_or_a_message(name: str) -> None:
    reader = READERS[name]
    pieces = st.lists(st.sampled_from(reader.pieces) | st.binary(max_size=4), max_size=30).map(b"".join)

    @settings(max_examples=SLOW if reader.is_slow else FAST)
    @given(pieces)
    def attempt(data: bytes) -> None:
        try:
            reader.read(data)
        except ReadingListError as error:
            assert error.message  # noqa: PT017 - either outcome is right

    attempt()


def seconds(name: str, data: bytes) -> float:
    started = time.process_time()
    with suppress(ReadingListError):
        READERS[name].read(data)
    return time.process_time() - started


@pytest.mark.parametrize(("name", "kind"), [(name, kind) for name, kinds in SIZES.items() for kind in kinds])
def test_work_grows_with_the_length_and_not_faster(name: str, kind: str) -> None:
    """Eight times the input takes about eight times as long, not sixty-four times."""
    short, long = SIZES[name][kind](4_000), SIZES[name][kind](32_000)
    for _ in range(3):
        taken = seconds(name, long)
        if taken < 0.15:
            return
        fastest = min(seconds(name, short) for _ in range(2))
        if taken < 24 * fastest:
            return
    pytest.fail(f"{len(short)} bytes took {fastest:.3f} s, {len(long)} took {taken:.3f} s")
