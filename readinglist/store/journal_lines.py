"""A change as a line of a journal: a checksum and JSON, validated when read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar
from zlib import crc32

import orjson

from readinglist.errors import DamagedError, StoreError
from readinglist.papers.change import Change, Patch
from readinglist.papers.faults import called, fault_of, problem_of_patch
from readinglist.papers.tidying import harmless
from readinglist.text import clean, is_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from readinglist.papers.library import Library
    from readinglist.papers.record import Record

C = TypeVar("C", bound=Change)
MOST = 10**10
"""The limit of sequence numbers: file names of journals have ten digits."""
FULL = "its changes are numbered up to the last number there is, which only a damaged or forged file brings about"
START_AGAIN = "`readinglist export --format json` takes the papers out, and `readinglist add` into a new library"
PATCHES = b',"patches":'
DOCTOR = "`readinglist doctor` tells what is damaged and `readinglist doctor --repair` saves what can be saved"


def check_number(number: int, folder: Path) -> None:
    """Raise StoreError if the number of a change is too large for a file name."""
    if number >= MOST:
        raise StoreError(f"{folder}: {FULL}", START_AGAIN)


def writable(change: C) -> C:
    """The change with its text made harmless; raises StoreError for a value that would not be valid when read."""
    suspects = {id: patch for id, patch in change.patches.items() if problem_of_patch(id, patch)}
    if not suspects and is_line(change.label):
        return change
    tidy = {id: tidied(patch) for id, patch in suspects.items()}
    for id, patch in suspects.items():
        if tidy[id].keys() != patch.keys() or problem_of_patch(id, tidy[id]):
            problem = f"paper {called(id)}: {problem_of_patch(id, patch)}"
            raise StoreError(f"this change cannot be stored: {problem}", "correct the value and try again")
    return replace(change, label=clean(change.label), patches={**change.patches, **tidy})


def tidied(patch: Patch) -> Patch:
    """The patch without invalid values, its text made harmless."""
    faultless = {name: pair for name, pair in patch.items() if not any(fault_of(name, value) for value in pair)}
    return {name: (harmless(name, before), harmless(name, after)) for name, (before, after) in faultless.items()}


def encode(change: Change) -> tuple[bytes, bytes]:
    """The journal line of `change` in two parts: the checksum, and the JSON (which may be large) with the line end."""
    fields = {
        "seq": change.sequence,
        "time": change.time,
        "origin": change.origin,
        "label": change.label,
        "patches": change.patches,
        "undoes": change.undoes,
        "redoes": change.redoes,
    }
    try:
        body = orjson.dumps(fields, option=orjson.OPT_APPEND_NEWLINE)
    except orjson.JSONEncodeError as error:
        raise StoreError(f"this change cannot be stored: {error}", "remove characters that are no Unicode") from error
    return b"%08x " % crc32(memoryview(body)[:-1]), body


def checked(line: bytes) -> bytes:
    """The JSON of a journal line; raises ValueError if the checksum does not match."""
    checksum, _, body = line.partition(b" ")
    if checksum != b"%08x" % crc32(body):
        raise ValueError("the checksum does not match")
    return body


def decode(line: bytes) -> Change:
    """The change of a journal line; raises ValueError with the problem if it is invalid."""
    try:
        fields = orjson.loads(checked(line))
        return change_of(fields, patches_of(fields["patches"]))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"it is no change: {error}") from error


def decode_salvaged(line: bytes) -> Change:
    """The change of a journal line without invalid values; raises ValueError if nothing can be read."""
    try:
        fields = orjson.loads(checked(line))
        pairs = {
            id: {name: pair for name, pair in patch.items() if is_pair(pair)} for id, patch in fields["patches"].items()
        }
        patches = {id: tidied(patch) for id, patch in pairs.items()}
        sound = {id: patch for id, patch in patches.items() if not problem_of_patch(id, patch)}
        return change_of({**fields, "label": clean(fields["label"])}, sound)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"it is no change: {error}") from error


def is_pair(value: object) -> bool:
    """Whether a stored value of a patch is a pair: before and after."""
    return isinstance(value, list) and len(value) == 2


def skim(line: bytes) -> Change:
    """The change of a journal line with lazy patches, since most changes are never undone."""
    body = checked(line)
    start, end = body.find(PATCHES), body.rfind(b',"undoes":')
    if start < 0 or end < start:
        return decode(line)
    try:
        return change_of(orjson.loads(body[:start] + body[end:]), LazyPatches(body[start + len(PATCHES) : end]))
    except (KeyError, TypeError) as error:
        raise ValueError(f"it is no change: {error}") from error


def change_of(fields: dict[str, Any], patches: Mapping[str, Patch]) -> Change:
    """The change with these fields of a journal line; raises ValueError for an invalid field."""
    texts, numbers = (
        (fields["label"], fields["origin"], fields["time"]),
        (fields["seq"], fields["undoes"], fields["redoes"]),
    )
    if not all(type(text) is str and is_line(text) for text in texts):
        raise ValueError("its label, origin or time is not one line of text")
    if not all(type(number) is int and 0 <= number < MOST for number in numbers):
        raise ValueError("its number is none")
    return Change(
        label=fields["label"],
        patches=patches,
        origin=fields["origin"],
        sequence=fields["seq"],
        time=fields["time"],
        undoes=fields["undoes"],
        redoes=fields["redoes"],
    )


def patches_of(stored: dict[str, Any]) -> dict[str, Patch]:
    """Stored patches as in memory; raises ValueError for values that no paper can have."""
    patches: dict[str, Patch] = {}
    for id, pairs in stored.items():
        if not all(map(is_pair, pairs.values())):
            raise ValueError(f"paper {called(id)}: a field does not have one value before and one after")
        patches[id] = {name: (before, after) for name, (before, after) in pairs.items()}
        if problem := problem_of_patch(id, patches[id]):
            raise ValueError(f"paper {called(id)}: {problem}")
    return patches


class LazyPatches(Mapping[str, Patch]):
    """Patches that are parsed on first use."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._read: dict[str, Patch] | None = None

    def _patches(self) -> dict[str, Patch]:
        if self._read is None:
            try:
                self._read = patches_of(orjson.loads(self._data))
            except (ValueError, TypeError, AttributeError) as error:
                raise DamagedError(f"a change in a journal cannot be read: {error}", DOCTOR) from error
        return self._read

    def __getitem__(self, id: str) -> Patch:
        return self._patches()[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._patches())

    def __len__(self) -> int:
        return len(self._patches())


def fitting(library: Library, change: Change) -> Change:
    """The change without patches of papers that do not exist."""
    patches = {id: patch for id, patch in change.patches.items() if not leaves_part(library.record(id), patch)}
    return change if len(patches) == len(change.patches) else replace(change, patches=patches)


def leaves_part(record: Record, patch: Patch) -> bool:
    """Whether a patch leaves a record that has fields, but no id."""
    if patch.get("id", (None, record.get("id")))[1]:
        return False
    return any(after is not None for _, after in patch.values()) or not record.keys() <= patch.keys()
