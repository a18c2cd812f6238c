"""How well we tell whether two records are one paper: ``python -m tests.bench.identity [--verbose] [--kind NAME]``.

Counted are pairs of `tests.bench.labelled` and, where the shared files are at hand, pairs of a real bibliography:

* wrong merges: one record made of a pair that is not ``same``;
* missed: left apart in silence, though ``same`` or ``ask``;
* questions, and needless ones: asked, though ``different``.

Each pair is asked about in both orders, and what is wrong in either counts. Beside it stand bib-dedupe
(`tests.bench.bibdedupe`) and JabRef's rule (`tests.bench.jabref`). Times are processor time: ours to add 10,000 entries
of a .bib file to an empty library, once read, and bib-dedupe's to block and match the same, once prepared. The exit
status is 1 if a goal is missed.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from readinglist.bibtex.reading import reader
from readinglist.jobs.gc_pause import paused_gc
from readinglist.papers.identity.duplicates import Duplicates
from readinglist.papers.library import Library
from tests.bench import answers, bibdedupe, jabref, labelled
from tests.bench.labelled import Pair
from tests.bench.shapes import Said
from tests.bench.table import Row, seconds
from tests.support import generate
from tests.support.places import SHARED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tests.bench.answers import Answer

MOST_MISSED, MOST_NEEDLESS = 0.01, 0.03
"""Of the pairs that are the same or to be asked about, and of those that are different."""
SHARE_OF_TIME = 0.1
WHOLE = {10_000: 2, 100_000: 30}
"""Papers of a library → seconds in which all are to be compared."""
FAULTS = ("wrong merge", "missed", "needless question")


@dataclass
class Tally:
    """What somebody said of pairs."""

    who: str
    counts: Counter[str] = field(default_factory=Counter)
    by_kind: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """Kind → its faults."""

    def enter(self, pair: Pair, said: Iterable[Answer]) -> list[str]:
        """Count what was said of a pair, in whatever order; gives its faults."""
        answers = set(said)
        faults = [fault for answer in answers if (fault := fault_of(pair.label, answer))]
        self.counts.update([*faults, "pairs", pair.label, *(["question"] if "asked" in answers else [])])
        self.counts["order"] += len(answers) > 1
        self.counts["asked though the same"] += pair.label == "same" and "asked" in answers
        self.by_kind[pair.kind].update([*faults, "pairs"])
        return faults

    @property
    def to_find(self) -> int:
        """How many pairs must not be left apart in silence."""
        return self.counts["same"] + self.counts["ask"]

    def __str__(self) -> str:
        wrong, missed, needless = (self.counts[fault] for fault in FAULTS)
        shares = f"{missed:>5} {share(missed, self.to_find):>7} | {self.counts['question']:>9} | {needless:>5}"
        return f"| {self.who:<15} | {wrong:>12} | {shares} {share(needless, self.counts['different']):>7} |"


HEAD = f"""
| {"":<15} | wrong merges | {"missed":>13} | questions | {"needless":>13} |
|{"-" * 17}|{"-" * 14}|{"-" * 15}|{"-" * 11}|{"-" * 15}|"""


def share(part: int, whole: int) -> str:
    """A part in percent; empty if there is nothing it could be of."""
    return f"{part / whole:.1%}" if whole else ""


def fault_of(label: str, answer: Answer) -> str:
    """What is wrong with an answer; empty if nothing is."""
    if answer == "joined":
        return "" if label == "same" else "wrong merge"
    if answer == "apart":
        return "missed" if label in {"same", "ask"} else ""
    return "needless question" if label == "different" else ""


def ours(pairs: Sequence[Pair], *, verbose: bool) -> Tally:
    """What we say of pairs; the faults are printed, if that is wanted."""
    tally = Tally("ours")
    for pair in pairs:
        said = answers.answers(pair)
        faults = tally.enter(pair, (answer for answer, _ in said))
        if faults and verbose:
            print(f"\n{', '.join(faults)}: {pair.kind}, {pair.label}")
            print("".join(f"  {answer}{f' ({why})' if why else ''}\n" for answer, why in said), end="")
            print("\n".join(str(said) for said in pair.records))
    return tally


def peers(pairs: Sequence[Pair]) -> list[Tally]:
    """What others say of pairs; a line says why one cannot be asked."""
    tallies = [
        tallied("JabRef's rule", pairs, ["asked" if jabref.is_duplicate(*p.records) else "apart" for p in pairs])
    ]
    try:
        said = bibdedupe.answers(pair.records for pair in pairs)
    except bibdedupe.UnavailableError as error:
        print(f"bib-dedupe {bibdedupe.VERSION} cannot be run: {error}")
        return tallies
    return [tallied(f"bib-dedupe {bibdedupe.VERSION}", pairs, said), *tallies]


def tallied(who: str, pairs: Sequence[Pair], said: Sequence[Answer]) -> Tally:
    """What somebody said of each pair, counted."""
    tally = Tally(who)
    for pair, answer in zip(pairs, said, strict=True):
        tally.enter(pair, [answer])
    return tally


def compared(title: str, pairs: Sequence[Pair], *, verbose: bool) -> bool:
    """Print what we and others say of pairs; whether our goals are met."""
    labels = Counter(pair.label for pair in pairs)
    print(f"\n{title}: {len(pairs):,} pairs ({', '.join(f'{count} {label}' for label, count in labels.items())})")
    tally, others = ours(pairs, verbose=verbose), peers(pairs)
    print(HEAD)
    for each in (tally, *others):
        print(each)
    print(
        f"JabRef asks about each of its duplicates; joined, {would_be_wrong(others[-1], pairs)} would be wrong merges."
    )
    print(
        "Asked though the same: " + ", ".join(f"{e.who} {e.counts['asked though the same']}" for e in (tally, *others))
    )
    print(f"{tally.counts['order']} pairs of ours depend on the order they come in.")
    for kind, counts in tally.by_kind.items():
        if told := ", ".join(f"{counts[fault]} {fault}" for fault in FAULTS if counts[fault]):
            print(f"  {kind}: {told} of {counts['pairs']}")
    return met(tally, others)


def would_be_wrong(jabrefs: Tally, pairs: Sequence[Pair]) -> int:
    """How many pairs that are not the same JabRef's rule takes for one."""
    same = sum(pair.label == "same" for pair in pairs) - missed_of_same(pairs)
    return jabrefs.counts["question"] - same


def missed_of_same(pairs: Sequence[Pair]) -> int:
    return sum(pair.label == "same" and not jabref.is_duplicate(*pair.records) for pair in pairs)


def met(tally: Tally, others: Sequence[Tally]) -> bool:
    """Print the goals and whether each is met; whether all are."""
    wrong, missed, needless = (tally.counts[fault] for fault in FAULTS)
    goals = {
        "wrong merges 0": wrong == 0,
        "missed <= 1 %": missed <= MOST_MISSED * tally.to_find,
        "fewer missed than others": all(not missed or missed < other.counts["missed"] for other in others),
        "needless <= 3 % of different": needless <= MOST_NEEDLESS * tally.counts["different"],
    }
    print("goals: " + "; ".join(f"{goal} {'ok' if is_met else 'MISSED'}" for goal, is_met in goals.items()))
    return all(goals.values())


def shared_pairs() -> list[Pair]:
    """The pairs of the real bibliography; none if it is not at hand."""
    home = SHARED / "reference" / "pairs"
    if not (home / "pairs.json").exists():
        return []
    reading = reader.Reader("pairs.bib", "file:pairs.bib", keeps_fields=True)
    reading.read(reader.tidied((home / "pairs.bib").read_text(encoding="utf-8")))
    entries = {entry.key: Said(entry.type.lower(), entry.key, dict(raw)) for entry, raw in reading.entries}
    told = json.loads((home / "pairs.json").read_text(encoding="utf-8"))["pairs"]
    return [
        Pair(f"shared, {pair['verdict']}", pair["verdict"], (entries[pair["a"]], entries[pair["b"]]), one_file=True)
        for pair in told
    ]


def chained(kind: str, seed: int, *, verbose: bool) -> bool:
    """Print what becomes of three records that are added in any order; whether all is well."""
    chains = [chain for chain in labelled.chains(seed) if kind in chain.kind]
    found: dict[str, Counter[str]] = {chain.kind: Counter() for chain in chains}
    print(f"\n{len(chains)} chains of three records, in all orders")
    for chain in chains:
        faults = answers.faults(chain)
        found[chain.kind].update([*faults, "faulty"] if faults else [])
        if faults and verbose:
            print(f"\n{', '.join(faults)}: {chain.kind}\n" + "\n".join(map(str, chain.records)))
    for name, counts in found.items():
        told = ", ".join(f"{count} {fault}" for fault, count in counts.items() if fault != "faulty")
        print(f"  {name}: {f'MISSED: {told}' if told else 'ok'}")
    return not any(map(len, found.values()))


def timed(size: int = 10_000) -> bool:
    """Print how long it takes to take in many records; whether ours takes the share of time that is the goal."""
    text = generate.bib(size)
    papers = reader.read(text, "one.bib").papers
    begun = time.process_time()
    library = Library()
    library.apply(library.add(papers, answers.NOW))
    took = time.process_time() - begun
    try:
        theirs = bibdedupe.find([bibdedupe.row(said.key, said) for said in entries_of(text)]).seconds
    except bibdedupe.UnavailableError as error:
        print(f"\nours: {seconds(took)} for {size:,} records; bib-dedupe cannot be run: {error}")
        return True
    row = Row("take in records", size, seconds(took), seconds(theirs), took / theirs, SHARE_OF_TIME)
    print(f"\nours beside bib-dedupe\n{row}")
    return row.is_met


def checked() -> bool:
    """Print how long it takes to compare all papers of a library with each other; whether the goals are met."""
    print("\na whole library compared, in slices")
    took: dict[int, float] = {}
    for size, goal in WHOLE.items():
        duplicates = Duplicates(Library.of(generate.papers(size)))
        begun, longest, last = time.process_time(), 0.0, time.perf_counter()
        with paused_gc():
            for _ in duplicates.comparing():
                longest, last = max(longest, time.perf_counter() - last), time.perf_counter()
        took[size] = time.process_time() - begun
        print(f"  {size:,} papers: {seconds(took[size])} (goal {goal} s), longest slice {1000 * longest:.0f} ms")
    few, many = took.values()
    print(f"  ten times the papers take {many / few:.1f} x the time")
    return all(took[size] <= goal for size, goal in WHOLE.items())


def entries_of(text: str) -> list[Said]:
    """The entries of a file with their fields as they stand."""
    reading = reader.Reader("one.bib", "file:one.bib", keeps_fields=True)
    reading.read(text)
    return [Said(entry.type.lower(), entry.key, dict(raw)) for entry, raw in reading.entries]


def main(arguments: Sequence[str]) -> int:
    """Print it all; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.identity")
    parser.add_argument("--kind", default="", help="only kinds with this in their names, and no times")
    parser.add_argument("--seed", type=int, default=1, help="of the invented pairs")
    parser.add_argument("--verbose", action="store_true", help="print each pair that we are wrong about")
    options = parser.parse_args(arguments)
    pairs = [pair for pair in labelled.pairs(options.seed) if options.kind in pair.kind]
    shared = [pair for pair in shared_pairs() if options.kind in pair.kind]
    parts: list[Callable[[], bool]] = []
    if pairs:
        parts.append(lambda: compared("Invented", pairs, verbose=options.verbose))
    if shared:
        parts.append(lambda: compared("Shared", shared, verbose=options.verbose))
    elif not options.kind:
        print(f"no pairs of a real bibliography in {SHARED}")
    parts.append(lambda: chained(options.kind, options.seed, verbose=options.verbose))
    if not options.kind:
        parts += [timed, checked]
    are_met = [part() for part in parts]
    return 0 if all(are_met) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
