"""Lets libFuzzer call one reader: ``python -m tests.fuzz.search READER [options of libFuzzer]``."""

from __future__ import annotations

import atexit
import shutil
import sys
from contextlib import suppress

import atheris  # type: ignore[import-not-found,import-untyped,unused-ignore]

with atheris.instrument_imports(include=["readinglist"]):
    from readinglist.errors import ReadingListError
    from tests.fuzz.folders import FOLDER
    from tests.fuzz.readers import READERS


def main(name: str, options: list[str]) -> None:
    """Call the reader again and again; libFuzzer ends the process."""
    read = READERS[name].read

    def attempt(data: bytes) -> None:
        with suppress(ReadingListError):
            read(data)

    atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
    atheris.Setup([sys.argv[0], *options], attempt)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
