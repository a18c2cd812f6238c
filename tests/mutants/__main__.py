"""`make mutants`: make small changes to the code, one at a time, and see which of them the tests notice.

A small mutator of ours: mutmut 3 leaves code outside functions alone, where our tables are, cosmic-ray runs one command
for every mutant, and neither takes a seeded sample of each room.
"""

from __future__ import annotations

import argparse
import ast
import random
import sys
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from tests.mutants import equivalents
from tests.mutants.coverage_map import PACKAGE
from tests.mutants.mutations import Mutant, Site, mutant, sites
from tests.mutants.trial import Outcome, Workshop
from tests.support.places import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

LEAST = 5
"""Mutants of a room, however small it is."""
COLUMNS = (Outcome.OWN, Outcome.ELSEWHERE, Outcome.EQUIVALENT, Outcome.SURVIVED)


def room_of(module: str) -> str:
    """The room of a module: its first folder, or the module itself where it stands alone."""
    return module.split("/")[1].removesuffix(".py")


def modules(room: str | None) -> dict[str, list[str]]:
    """Room → its modules."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / PACKAGE).rglob("*.py")):
        module = path.relative_to(ROOT).as_posix()
        is_dunder = path.parent.name == PACKAGE and path.name.startswith("__")
        if (room is None or room == room_of(module)) and "_shipped" not in module and not is_dunder:
            found[room_of(module)].append(module)
    return found


def sample(rng: random.Random, names: list[str], number: int) -> Iterator[Mutant]:
    """Mutants of a room, of every kind alike; no statement is changed twice in the same way."""
    by_kind: dict[str, list[tuple[str, ast.Module, Site]]] = defaultdict(list)
    for name in names:
        tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
        for site in sites(tree):
            by_kind[site.kind].append((name, tree, site))
    for _ in range(number):
        while by_kind:
            kind = rng.choice(sorted(by_kind))
            chosen = by_kind[kind]
            made = mutant(*chosen.pop(rng.randrange(len(chosen))))
            if not chosen:
                del by_kind[kind]
            if made:
                yield made
                break


def shares(rooms: dict[str, list[str]], number: int) -> dict[str, int]:
    """How many mutants each room gets, by its size."""
    sizes = {room: sum((ROOT / name).stat().st_size for name in names) for room, names in rooms.items()}
    return {room: max(LEAST, round(number * size / sum(sizes.values()))) for room, size in sizes.items()}


def main() -> None:
    """Change the code at random places, one at a time, in a copy, and report which changes the tests notice."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=main.__doc__)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 30))
    parser.add_argument("--number", type=int, default=200, help="of mutants in all (default: 200)")
    parser.add_argument("--room", help="only this room of readinglist/")
    options = parser.parse_args()
    rooms = modules(options.room)
    if not rooms:
        parser.error(f"there is no room {options.room}")
    print(f"seed {options.seed}", flush=True)
    seen: dict[str, Counter[Outcome]] = defaultdict(Counter)
    with Workshop() as workshop:
        for room, number in shares(rooms, options.number).items():
            for made in sample(random.Random(f"{room} {options.seed}"), rooms[room], number):
                outcome = Outcome.EQUIVALENT if equivalents.is_argued(made) else workshop.outcome(made, room)
                seen[room][outcome] += 1
                if outcome in {Outcome.SURVIVED, Outcome.ELSEWHERE}:
                    print(f"\n{outcome.value}: {made.module}:{made.first} ({made.kind})\n{made.diff}", flush=True)
                elif sys.stdout.isatty():
                    print(".", end="", flush=True)
    report(seen)


def report(seen: dict[str, Counter[Outcome]]) -> None:
    """Print a line a room: what became of its mutants, and the share caught of those that change behaviour."""
    print(f"\n{'room':<14}" + "".join(f"{column.value:>12}" for column in COLUMNS) + f"{'caught':>10}")
    total = sum(seen.values(), Counter[Outcome]())
    for room, counts in [*sorted(seen.items()), ("all", total)]:
        changing = counts.total() - counts[Outcome.EQUIVALENT]
        caught = counts[Outcome.OWN] + counts[Outcome.ELSEWHERE]
        share = f"{100 * caught / changing:.0f} %" if changing else "-"
        print(f"{room:<14}" + "".join(f"{counts[column]:>12}" for column in COLUMNS) + f"{share:>10}")


if __name__ == "__main__":
    main()
