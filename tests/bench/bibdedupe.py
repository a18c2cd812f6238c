"""bib-dedupe 0.11 (https://pypi.org/project/bib-dedupe), in an environment of its own, run on the same records.

It is given the records as a program has them that has read the LaTeX: names as `Family, Given and ...`, all else in
Unicode. What it finds to be duplicates it joins; what it calls `maybe` it has checked by hand.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tests.bench.answers import Answer
    from tests.bench.shapes import Said

VERSION = "0.11"
HOME = Path(__file__).parent.parent.parent / ".cache" / f"bib-dedupe-{VERSION}"
COLUMNS = ("title", "author", "year", "journal", "booktitle", "series", "volume", "number", "pages", "abstract", "doi")
SCRIPT = """
import json, sys, time
import pandas
from bib_dedupe import bib_dedupe

if __name__ == "__main__":
    records = pandas.DataFrame(json.load(open(sys.argv[1], encoding="utf-8")))
    prepared = bib_dedupe.prep(records, cpu=1)
    begun = time.process_time()
    blocked = bib_dedupe.block(prepared, cpu=1)
    found = bib_dedupe.match(blocked, cpu=1)
    took = time.process_time() - begun
    columns = [found[name].tolist() for name in ("ID_1", "ID_2", "duplicate_label")]
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        json.dump({"found": list(zip(*columns)), "seconds": took}, file)
"""
LABELS: dict[str, Answer] = {"duplicate": "joined", "maybe": "asked"}


class UnavailableError(Exception):
    """It cannot be installed or does not run; says why."""


@dataclass(frozen=True)
class Found:
    """What it found among records, and how long it took to block and match, as processor time."""

    answers: dict[frozenset[str], Answer]
    seconds: float


def python() -> Path:
    """The Python of its environment, made when first needed."""
    program = HOME / "bin" / "python"
    if not (HOME / "ready").exists():
        HOME.parent.mkdir(exist_ok=True)
        try:
            venv.create(HOME, clear=True, with_pip=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise UnavailableError(f"no environment in {HOME}: {error}") from error
        called(program, "-m", "pip", "install", "--quiet", f"bib-dedupe=={VERSION}")
        (HOME / "ready").touch()
    return program


def called(program: Path, *arguments: str) -> None:
    """Run a program; raises with the last line it printed if it fails."""
    try:
        done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    except OSError as error:
        raise UnavailableError(str(error)) from error
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:]
        raise UnavailableError(f"{' '.join(arguments[:3])}: {''.join(last) or done.returncode}")


def find(records: Sequence[dict[str, str]]) -> Found:
    """What it finds among these; each has an ``ID``."""
    program = python()
    with tempfile.TemporaryDirectory() as folder:
        script, given, result = (Path(folder, name) for name in ("ask.py", "records.json", "found.json"))
        script.write_text(SCRIPT, encoding="utf-8")
        given.write_text(json.dumps(records), encoding="utf-8")
        called(program, str(script), str(given), str(result))
        told = json.loads(result.read_text(encoding="utf-8"))
    answers = {frozenset((one, two)): LABELS[label] for one, two, label in told["found"]}
    return Found(answers, told["seconds"])


def row(id: str, said: Said) -> dict[str, str]:
    """A record in its columns."""
    fields = said.plain()
    return {"ID": id, "ENTRYTYPE": said.type} | {name: fields.get(name, "") for name in COLUMNS}


def answers(pairs: Iterable[tuple[Said, Said]]) -> list[Answer]:
    """What it says of each pair, all asked at once."""
    rows = [[row(f"{place}.{side}", said) for side, said in enumerate(pair)] for place, pair in enumerate(pairs)]
    found = find([row for both in rows for row in both]).answers
    return [found.get(frozenset((one["ID"], two["ID"])), "apart") for one, two in rows]
