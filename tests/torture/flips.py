"""Single damaged bytes: each is noticed, and the doctor saves all that the byte does not belong to."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from readinglist.errors import StoreError
from readinglist.files.atomic import signature
from readinglist.store.doctor import doctor
from readinglist.store.file_store import FileStore
from readinglist.store.state import State
from tests.store.making import adding, content, journals, library_with, noting, tagging
from tests.torture.powercut import MEMORY, small

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from tests.torture.powercut import Content

IDS = ("p1", "p2", "p3", "p4")


@dataclass
class Figures:
    """What became of the damaged libraries."""

    flips: int = 0
    refused: int = 0
    """For reading only until the doctor came."""
    taken_over: int = 0
    """As an edit by somebody else, which can be undone."""
    harmless: int = 0
    """The content was the same all the same."""
    whole: int = 0
    """Nothing was lost in the end."""


def make(folder: Path) -> Content:
    """A library of which a part is in library.json and a part in the journal; what is in it."""
    store = library_with(folder, *IDS)
    store.record(adding("p5", abstract="Some words.", authors=[{"family": "Gödel"}], priority=2, arrival=12), "app")
    store.record(tagging("p1", "rl", "nlp"), "app")
    store.fold()
    for id in IDS:
        store.record(noting(id, f"a note on {id}"), "app")
    return content(store)


def run(rng: random.Random, most: int = 0) -> Figures:
    """Damage every byte of library.json and of the journal, one at a time, or only so many."""
    figures = Figures()
    with TemporaryDirectory(dir=MEMORY) as place, small():
        folder = Path(place, "library")
        right = make(folder)
        places = [(name, n) for name in names(folder) for n in range((folder / name).stat().st_size)]
        for name, position in rng.sample(places, most) if most else places:
            there = shutil.copytree(folder, Path(place, "flipped"))
            data = bytearray((there / name).read_bytes())
            data[position] ^= 1 << rng.randrange(8)
            (there / name).write_bytes(data)
            if (
                name == "library.json" and rng.random() < 0.5
            ):  # as a failing disk does it: the file's status does not tell
                state = State.load(there / "state.json")
                replace(state, signature=signature(there / "library.json")).save(there / "state.json")
            try:
                survives(there, name, right, figures)
            except BaseException as error:
                error.add_note(f"{name}, byte {position}: {bytes(data[max(0, position - 20) : position + 20])!r}")
                raise
            shutil.rmtree(there)
    return figures


def names(folder: Path) -> Iterator[str]:
    yield "library.json"
    yield journals(folder)[-1].name
    yield "state.json"


def survives(folder: Path, name: str, right: Content, figures: Figures) -> None:
    """See that it is noticed, that the damaged file is kept, and that all but one paper is as it was."""
    figures.flips += 1
    damaged = (folder / name).read_bytes()
    found = doctor_says(folder)
    store = opened(folder)
    if store is None or store.read_only:
        assert found
        figures.refused += 1
        if store is None:  # a format there is not: as the hint says
            (folder / name).rename(folder / "away")
        doctor(folder, repair=True)
        if name == "library.json" and store is not None:
            assert damaged in [path.read_bytes() for path in (folder / "backups").iterdir()]
        store = FileStore.open(folder)
    elif store.notices:
        assert found
        figures.taken_over += 1
        assert damaged in [path.read_bytes() for path in (folder / "backups").iterdir()]
        assert right_but_one(content(store), right)
        assert store.undo("outside")
    else:
        figures.harmless += 1
        assert content(store) == right
    assert not store.read_only
    assert right_but_one(content(store), right)
    figures.whole += without_times(content(store)) == without_times(right)
    assert doctor(folder) == []


def doctor_says(folder: Path) -> list[str]:
    try:
        return doctor(folder)
    except StoreError as error:
        return [error.message]


def opened(folder: Path) -> FileStore | None:
    """The store; None if it says that another readinglist wrote the file."""
    try:
        return FileStore.open(folder)
    except StoreError as error:
        if "newer readinglist" not in error.hint:
            raise
        return None


def right_but_one(found: Content, right: Content) -> bool:
    """Whether at most one paper is not as it was."""
    found, right = without_times(found), without_times(right)
    return sum(found.get(id) != fields for id, fields in right.items()) <= 1


def without_times(papers: Content) -> Content:
    """The papers without the time of their last edit, which undo changes."""
    return {id: {name: value for name, value in fields.items() if name != "updated"} for id, fields in papers.items()}
