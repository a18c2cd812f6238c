"""All benchmarks in one run, as one table: ``python -m tests.bench [--quick]``; quick leaves out 100,000 papers."""

import os
import platform
import sys
import time
from pathlib import Path

from tests.bench import app, bibtex, commands, edits, finding, quality
from tests.bench.table import HEAD

SIZES = (100, 1_000, 10_000, 100_000)


def machine() -> str:
    """What this runs on."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines() if Path("/proc/cpuinfo").exists() else []
    model = next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.processor())
    return f"{os.cpu_count()} cores, {model}, {platform.system()}, Python {platform.python_version()}"


begun = time.perf_counter()
sizes = SIZES[:-1] if "--quick" in sys.argv[1:] else SIZES
print(f"{machine()}; load {os.getloadavg()[0]:.1f} at the start")
print("Times are processor time but for durable edits.\n")
print(HEAD)
for part in (app, commands, edits, finding):
    for row in part.rows(sizes):
        print(row, flush=True)
print("\nReading and writing .bib files\n")
bibtex.main()
print("\nFinding what one means\n")
quality.main(SIZES[1:3])  # 100,000 papers take an hour: python -m tests.bench.quality
print(f"\nThe run took {time.perf_counter() - begun:.0f} s.")
