"""`make torture`: the long run of every part, with its figures."""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from typing import Any

from tests.torture import crowd, faults, flips, histories, kills, powercut, soak

KILLS, PROCESSES, EDITS, HISTORIES = 1000, 8, 1000, 10_000
MINUTES = 10.0
"""Of the soak, unless told otherwise."""


def killing(rng: random.Random) -> Iterator[tuple[str, Any]]:
    yield "kill -9", kills.run(rng, KILLS)


def cutting(rng: random.Random) -> Iterator[tuple[str, Any]]:
    for name in powercut.STORIES:
        yield f"power cut: {name}", powercut.run(name, rng)


def filling(rng: random.Random) -> Iterator[tuple[str, Any]]:
    yield "full and failing disks", faults.run(rng)
    try:
        yield "small disks", faults.on_small_disks()
    except PermissionError as error:
        yield f"small disks: skipped, {error}", None


def flipping(rng: random.Random) -> Iterator[tuple[str, Any]]:
    yield "damaged bytes", flips.run(rng)


def crowding(_: random.Random) -> Iterator[tuple[str, Any]]:
    yield "a crowd", crowd.run(PROCESSES, EDITS)


def telling(rng: random.Random) -> Iterator[tuple[str, Any]]:
    yield "histories of the list", histories.run(rng, HISTORIES)


def soaking(_: random.Random, minutes: float = MINUTES) -> Iterator[tuple[str, Any]]:
    yield "a long time open", soak.run(minutes)


Part = Callable[[random.Random], Iterator[tuple[str, Any]]]
PARTS: dict[str, Part] = {
    "kills": killing,
    "cuts": cutting,
    "faults": filling,
    "flips": flipping,
    "crowd": crowding,
    "histories": telling,
    "soak": soaking,
}


def main() -> None:
    """Run the parts named, or all; the first promise that is broken ends it with a traceback and the seed."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=main.__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; default: all")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 30))
    parser.add_argument("--minutes", type=float, default=MINUTES, help="of the soak")
    options = parser.parse_args()
    if unknown := set(options.parts) - PARTS.keys():
        parser.error(f"there is no {', '.join(unknown)}")
    print(f"seed {options.seed}", flush=True)
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    parts: dict[str, Part] = {**PARTS, "soak": partial(soaking, minutes=options.minutes)}
    for part in options.parts or parts:
        start = time.perf_counter()
        for name, figures in parts[part](random.Random(f"{part} {options.seed}")):
            shown = ", ".join(f"{value:,.1f}".removesuffix(".0") + f" {key}" for key, value in items(figures))
            print(f"{name:<26} {shown} ({time.perf_counter() - start:.0f} s)")
            start = time.perf_counter()


def items(figures: Any) -> list[tuple[str, float]]:
    """The figures with their names, for people."""
    return [(name.replace("_", " "), value) for name, value in asdict(figures).items()] if figures else []


if __name__ == "__main__":
    main()
