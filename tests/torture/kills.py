"""Processes killed at random moments: what they said is safe is there, and nothing else."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from readinglist.papers.library import Library
from readinglist.store import journal
from readinglist.store.doctor import doctor
from readinglist.store.file_store import FileStore
from tests.store.making import adding, content, journals, library_with, noting, tagging
from tests.torture.powercut import newer

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from readinglist.papers.change import Change
    from readinglist.papers.record import Record


@dataclass
class Figures:
    """What was done."""

    kills: int = 0
    changes: int = 0
    """That were acknowledged."""
    cut: int = 0
    """Changes that a kill interrupted."""
    there: int = 0
    """Of those, changes that were on the disk already."""
    folds: int = 0
    """New versions of library.json."""


class Victims:
    """The process that forks the victims."""

    def __init__(self, process: subprocess.Popen[bytes], rng: random.Random) -> None:
        self.process = process
        self.rng = rng

    def kill_one(self, kind: str, folder: Path, model: Library, figures: Figures) -> Change | None:
        """Let a victim work on the library and `model` follow; the change that was in hand when it was killed."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{kind} {folder} {self.rng.random()}\n".encode())
        self.process.stdin.flush()
        patience, pid, tried = self.rng.randrange(20) if kind != "repair" else 0, 0, None
        for told, line in enumerate(self.process.stdout, 1):
            word, _, rest = line.rstrip(b"\n").partition(b" ")
            assert not line.endswith(b"failed\n"), "the victim came to another end"
            if line.endswith(b"dead\n"):  # maybe behind a line that the kill cut short
                break
            if word == b"pid":
                pid = int(rest)
            elif word == b"try":
                tried = journal.whole(rest)
            elif word == b"safe":
                assert tried
                model.apply(tried)
                figures.changes += 1
                tried = None
            if pid and told > patience:
                self._strike(pid, 0.1 if kind == "repair" else 0.002)
                patience = sys.maxsize
        figures.kills += 1
        figures.cut += tried is not None
        return tried

    def _strike(self, pid: int, most: float) -> None:
        """Kill the process some way into what it does next."""
        end = time.perf_counter() + self.rng.random() * most
        while time.perf_counter() < end:
            pass
        os.kill(pid, signal.SIGKILL)


@contextmanager
def victims(rng: random.Random) -> Iterator[Victims]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.torture.victim"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        try:
            yield Victims(process, rng)
        finally:
            assert process.stdin
            process.stdin.close()
    assert process.returncode == 0


def run(rng: random.Random, kills: int, below: str | None = None) -> Figures:
    """Kill so many processes: eight of ten at work, one that upgrades, one that repairs."""
    figures = Figures()
    with TemporaryDirectory(dir=below) as place, victims(rng) as all_victims:
        folder = Path(place, "library")
        library_with(folder, "p1", "p2")
        model = Library(FileStore.open(folder).library.records())
        for number in range(kills):
            kind = rng.choices(("work", "upgrade", "repair"), (8, 1, 1))[0]
            if kind == "work":
                before = (folder / "library.json").stat().st_ino
                model = tracked(all_victims.kill_one(kind, folder, model, figures), folder, model, figures)
                figures.folds += before != (folder / "library.json").stat().st_ino
            elif kind == "upgrade":
                there = Path(place, f"{number}", "library")
                shutil.copytree(folder, there)
                with newer():
                    copy = Library(FileStore.open(shutil.copytree(folder, there.with_name("copy"))).library.records())
                    tracked(all_victims.kill_one(kind, there, copy, figures), there, copy, figures)
            else:
                repaired(all_victims, Path(place, f"{number}"), figures)
    return figures


def tracked(tried: Change | None, folder: Path, model: Library, figures: Figures) -> Library:
    """The library in the folder, which holds what `model` does, and maybe the change that was in hand."""
    store = FileStore.open(folder)
    assert not store.read_only, store.read_only
    found = content(store)
    if found != by_id(model):
        assert tried, "nothing was in hand"
        model.apply(tried)
        figures.there += 1
        assert found == by_id(model)
    assert doctor(folder) == []
    return model


def by_id(library: Library) -> dict[str, Record]:
    return {record["id"]: record for record in library.records()}


def repaired(all_victims: Victims, folder: Path, figures: Figures) -> None:
    """Kill the doctor, and see that the next one saves all the same."""
    store = library_with(folder, "p1", "p2")
    store.record(adding(*(f"q{n}" for n in range(200)), abstract="word " * 200), "app")
    store.record(noting("p2", "damaged"), "app")
    store.record(tagging("p1", "whole"), "app")
    right = content(store)
    right["p2"] = {name: value for name, value in right["p2"].items() if name not in {"note", "updated"}}
    path = journals(folder)[-1]
    path.write_bytes(path.read_bytes().replace(b"damaged", b"dAmaged"))
    all_victims.kill_one("repair", folder, Library(), figures)
    if doctor(folder):
        doctor(folder, repair=True)
    assert doctor(folder) == []
    assert content(FileStore.open(folder)) == right
