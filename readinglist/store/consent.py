"""Consent to write to a library's folder: to a library.json that is a link, or where other users can write."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from readinglist.errors import StoreError
from readinglist.store.answers import word
from readinglist.store.layout import Layout
from readinglist.store.protocol import Question

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def questions(folder: Path) -> list[Question]:
    """The risks of the library in a folder that the user has not accepted."""
    if not folder.exists():  # it is made for the user alone
        return []
    layout = Layout(folder)
    found = [*of_link(layout), *of_others(layout)]
    return [each for each in found if word(folder, each.name, each.about) != "yes"]


def of_link(layout: Layout) -> Iterator[Question]:
    """The question whether library.json may be a link."""
    if layout.named.is_symlink():
        target = str(layout.library)
        yield Question("link", target, f"{layout.named} is a link to {target}, which is written in its place")


def of_others(layout: Layout) -> Iterator[Question]:
    """The question whether others may write to the library's folder."""
    status = layout.folder.stat()
    who = others(status)
    if who:
        yield Question("folder", who, f"{layout.folder}: {who}")


def others(status: os.stat_result) -> str:
    """The other users who can change a folder, as a sentence; empty if there are none."""
    if status.st_uid != os.geteuid():
        return f"it belongs to {owner(status.st_uid)}"
    if status.st_mode & stat.S_IWOTH:
        return "every user of this machine can write there"
    if status.st_mode & stat.S_IWGRP and not is_own_group(status.st_gid):
        return f"the group {group(status.st_gid)} can write there"
    return ""


def owner(number: int) -> str:
    """The name of a user."""
    import pwd  # noqa: PLC0415 - hardly ever needed

    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"user {number}"


def group(number: int) -> str:
    """The name of a group."""
    import grp  # noqa: PLC0415 - hardly ever needed

    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)


def is_own_group(number: int) -> bool:
    """Whether a group has the user as its only member, as many systems create one for each user."""
    import grp  # noqa: PLC0415 - hardly ever needed

    name = owner(os.geteuid())
    try:
        found = grp.getgrgid(number)
    except KeyError:
        return False
    return found.gr_name == name and set(found.gr_mem) <= {name}


def refusal(folder: Path) -> StoreError | None:
    """The error for a library that is read-only until the user accepts its risks; None if there are none."""
    if not (asked := questions(folder)):
        return None
    hint = "it agrees once, for this library on this machine, to what you were told here and to nothing else"
    text = "; ".join(each.text for each in asked)
    return StoreError(f"{text}; if that is as you want it, `readinglist trust` allows to write", hint)
