"""A longer search for input that breaks a reader, and full sizes: ``python -m tests.fuzz [seconds] [reader]...``."""

from __future__ import annotations

import atexit
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from readinglist.errors import ReadingListError
from tests.fuzz.folders import FOLDER
from tests.fuzz.readers import READERS
from tests.fuzz.sizes import SIZES

SECONDS = 20
"""For each reader."""
SLOWEST = 10
"""Seconds one input may take."""
LONGEST = 4096
"""Bytes of an input."""
MEMORY = 2048
"""Megabytes a reader may take."""
FULL = 10_000_000
"""Bytes of the largest input."""
LESS = {"any file": 3_000_000, "queries": 100_000, "LaTeX": 2_000_000, "settings": 1_000_000, "BibTeX": 2_000_000}
"""Where 10 MB cost gigabytes, or nobody has so many; 1,000,000 of the braces are still nested."""
PACE = 15e-6
"""Seconds that a byte may take."""
TRIED = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
LIBFUZZER = ("#", "INFO", "stat::", "Dictionary", "==")


def main(arguments: list[str]) -> int:
    """Try each reader and print how many inputs it stood and how long full sizes took; 1 if one failed."""
    if arguments[:1] == ["--sizes"]:
        return sizes(arguments[1])
    seconds = int(arguments[0]) if arguments else SECONDS
    has_atheris = find_spec("atheris") is not None
    if not has_atheris:
        print("fuzz: atheris is not installed (pip install -e '.[fuzz]', on Linux): only full sizes are tried")
    failures = 0
    for name in arguments[1:] or READERS:
        failures += not is_large_enough(name)
        failures += has_atheris and not has_stood(name, seconds)
    print(f"fuzz: {failures} failures")
    return 1 if failures else 0


def called(module: str, *arguments: str) -> tuple[int, str]:
    """Exit status and output of one of our programs."""
    command = [sys.executable, "-m", module, *arguments]
    own = {f"XDG_{kind}_HOME": str(FOLDER / kind.lower()) for kind in ("CACHE", "CONFIG", "DATA", "STATE")}
    done = subprocess.run(
        command, capture_output=True, text=True, errors="replace", check=False, env={**os.environ, **own}
    )
    return done.returncode, done.stdout + done.stderr


def is_large_enough(name: str) -> bool:
    """Whether a reader stands input of full size, told on the way."""
    status, output = called("tests.fuzz", "--sizes", name) if name in SIZES else (0, "")
    print(output, end="", flush=True)
    return status == 0


def sizes(name: str) -> int:
    """Give a reader one input of full size after the other; the exit status is 1 if one took too long or raised."""
    resource.setrlimit(resource.RLIMIT_AS, (4 * MEMORY << 20, 4 * MEMORY << 20))
    is_good = True
    for kind, made in SIZES[name].items():
        data = made(LESS.get(name, FULL))
        started = time.process_time()
        with suppress(ReadingListError):
            READERS[name].read(data)
        taken = time.process_time() - started
        is_quick = taken < max(1.0, PACE * len(data))
        is_good = is_good and is_quick
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        verdict = "ok" if is_quick else "TOO SLOW"
        print(
            f"size: {name:<16} {kind:<20} {len(data) / 1e6:5.1f} MB {taken:6.1f} s, peak {peak:>5} MB  {verdict}",
            flush=True,
        )
    return 0 if is_good else 1


def has_stood(name: str, seconds: int) -> bool:
    """Whether a reader stood a search of so many seconds in a process of its own, told on the way."""
    with tempfile.TemporaryDirectory(prefix="readinglist-fuzz-") as place:
        folder = Path(place)
        fill(folder, name)
        status, output = called(
            "tests.fuzz.search", name, f"-max_total_time={seconds}", f"-timeout={SLOWEST}", f"-rss_limit_mb={MEMORY}",
            f"-max_len={LONGEST}", "-print_final_stats=1", f"-dict={folder / 'pieces'}",
            f"-artifact_prefix={folder}/failed-", str(folder / "seen"),
        )  # fmt: skip
        count = int(found[1]) if (found := TRIED.search(output)) else 0
        print(f"fuzz: {name:<16} {count:>9,} inputs  {'FAILED' if status else 'ok'}", flush=True)
        if status:
            for path in folder.glob("failed-*"):
                print(f"  input: {path.read_bytes()!r}")
            print("\n".join(f"  {line}" for line in output.splitlines() if not line.startswith(LIBFUZZER)))
        return status == 0


def fill(folder: Path, name: str) -> None:
    """Write the pieces of a reader's input as libFuzzer reads them, and first inputs."""
    pieces = READERS[name].pieces
    words = ("".join(f"\\x{byte:02x}" for byte in piece) for piece in pieces if len(piece) <= 64)
    (folder / "pieces").write_text("".join(f'"{word}"\n' for word in words))
    (folder / "seen").mkdir()
    for number, piece in enumerate([*pieces, b"".join(pieces)]):
        (folder / "seen" / f"{number}").write_bytes(piece)


if __name__ == "__main__":
    atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
    sys.exit(main(sys.argv[1:]))
