"""Synced files: files outside that follow the library, as its folder lists them and the user agreed to.

The list is in the folder, which may come from strangers; the answers are in the state folder of this machine. A file is
written without asking only if the user agreed to that very entry of the list.
"""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from readinglist.bibtex.writing.style import Style, options_in
from readinglist.errors import ExportError, StoreError
from readinglist.exports import list_in, target
from readinglist.files import regular
from readinglist.files.atomic import explaining, write_atomically
from readinglist.formats import FORMATS
from readinglist.store import answers

if TYPE_CHECKING:
    from readinglist.search.query.tree import Query
    from readinglist.search.selection import Selection
    from readinglist.search.views import View

UPDATED = ("bibtex", "biblatex")
"""The formats in which a file can be updated."""
LIMIT = 1 << 20
"""Bytes of a list of files."""


@dataclass(frozen=True, slots=True)
class SyncedFile:
    """A file outside the library and what belongs in it: the papers that match `query` in a view."""

    path: str
    """Absolute."""
    query: str = ""
    status: str = ""
    """The view's status or tag, if that is all it asks for."""
    tag: str = ""
    view: str = ""
    """The query of any other view."""
    format: str = "bibtex"
    update: bool = False
    """Whether entries by others stay in the file."""
    private: tuple[str, ...] = ()
    """Private fields that are also written."""
    ascii_only: bool = False
    options: tuple[str, ...] = ()
    """Options for .bib files without entries by others."""

    @classmethod
    def of(cls, fields: dict[str, Any]) -> SyncedFile:
        """The file stored as `fields`; raises TypeError or ValueError if they are invalid."""
        file = cls(**{**fields, **{name: tuple(fields.get(name, ())) for name in ("private", "options")}})
        like = asdict(cls(""))
        if any(type(value) is not type(like[name]) for name, value in asdict(file).items()):
            raise ValueError("a field is of another kind than it should be")
        if file.format not in FORMATS:
            raise ValueError(f"there is no format {file.format!r}")
        options_in(",".join(file.options))
        if not all(map(str.isidentifier, file.private)):
            raise ValueError("a private field is no name")
        if fault := file.fault:
            raise ValueError(f"{file.path!r}: {fault}")
        return file

    @classmethod
    def showing(cls, view: View, query: Query) -> SyncedFile:
        """A file, still without a path, for what a list shows in a view; a status in the query overrules the view's."""
        status = "" if "status" in query.fields else view.status or ""
        is_other = not (view.status or view.tag)
        return cls("", query.text.strip(), str(status), view.tag, view.query.text if is_other else "")

    @property
    def style(self) -> Style:
        """The style of a .bib file."""
        return Style(self.private, self.ascii_only, self.options)

    @property
    def fault(self) -> str:
        """The reason why a file of this name is never written without asking; empty if there is none."""
        if not self.path.isprintable():
            return "its name holds signs that cannot be shown"
        if not os.path.isabs(self.path):  # noqa: PTH117 - an empty path is one of these, too
            return "its path is not whole"
        if Path(self.path).suffix.lower() != self.suffix:
            return f"it is no name for a file of this format, which ends in {self.suffix}"
        return ""

    @property
    def about(self) -> str:
        """The terms the user agrees to, as JSON: every choice made for the file, and where its name leads."""
        plain = asdict(SyncedFile(""))
        choices = {name: value for name, value in asdict(self).items() if value != plain[name]}
        return orjson.dumps({**choices, "target": os.path.realpath(self.path)}, option=orjson.OPT_SORT_KEYS).decode()

    @property
    def suffix(self) -> str:
        """The ending that its name must have."""
        return Path(FORMATS[self.format].suffix).suffix or FORMATS[self.format].suffix

    @property
    def what(self) -> str:
        """Description of the papers in it."""
        tag = f"#{self.tag}" if self.tag else ""
        return " ".join(filter(None, (self.status, tag, self.view, self.query))) or "all"

    @property
    def private_data(self) -> str:
        """Description of the private data in it."""
        if own := FORMATS[self.format].private:
            return own
        return f"private fields: {', '.join(self.private)}" if self.private else "no private fields"

    @property
    def how(self) -> str:
        """Description of what happens to entries by others."""
        return "entries of others in it stay" if self.update else "all of it is ours"

    @property
    def selection(self) -> Selection:
        """The papers that belong in it."""
        from readinglist.search.query.parser import parse  # noqa: PLC0415 - a one-off export has its papers already
        from readinglist.search.selection import Selection  # noqa: PLC0415
        from readinglist.search.views import ALL, View, status_view, tag_view  # noqa: PLC0415

        view = status_view(self.status) if self.status else tag_view(self.tag) if self.tag else ALL
        if self.view:
            view = View(self.view, parse(self.view))
        return Selection(parse(self.query), view)


def absolute(path: Path) -> str:
    """The absolute path of a file: its folder with links resolved, and its name, which may be a link.

    Raises ExportError.
    """
    with target.explaining(path):
        return str(path.parent.resolve() / path.name)


def listed(folder: Path) -> dict[str, SyncedFile]:
    """Path → file, for all files in the list, agreed to or not; raises StoreError."""
    path = list_in(folder)
    try:
        found = [SyncedFile.of(fields) for fields in orjson.loads(regular.read(path, limit=LIMIT))]
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror}", "make it a readable file, or remove it") from error
    except (ValueError, TypeError) as error:
        hint = "remove it, and name the files that are to be kept up to date again"
        raise StoreError(f"{path}: is damaged: {error}", hint) from error
    return {file.path: file for file in found}


def answered(folder: Path) -> list[tuple[SyncedFile, answers.Word]]:
    """The files in the list with the user's answer to each, if it was about these terms; raises StoreError."""
    known = answers.load(folder) if (files := listed(folder)) else {}
    found: list[tuple[SyncedFile, answers.Word]] = []
    for file in files.values():
        word, about = known.get(name_of(file.path), ("", ""))
        found.append((file, word if about == file.about else ""))
    return found


def files(folder: Path) -> dict[str, SyncedFile]:
    """Path → file, for the files that the user agreed to; raises StoreError."""
    return {file.path: file for file, word in answered(folder) if word == "yes"}


def proposed(folder: Path) -> list[SyncedFile]:
    """The files in the list without a yes or no from the user; raises StoreError."""
    return [file for file, word in answered(folder) if word in {"", "told"}]


def untold(folder: Path) -> list[SyncedFile]:
    """The proposed files that the user was not told about yet; raises StoreError."""
    return [file for file, word in answered(folder) if not word]


def answer(folder: Path, file: SyncedFile, word: answers.Word) -> None:
    """Record the user's answer to syncing this file on these terms."""
    answers.save(folder, name_of(file.path), file.about, word)


def name_of(path: str) -> str:
    """The name of the question whether a file may be synced."""
    return f"kept {path}"


def start(folder: Path, file: SyncedFile) -> None:
    """Sync a file from now on; raises StoreError, or ExportError for a name that may not be written."""
    if fault := file.fault:
        raise ExportError(f"{file.path}: cannot be kept up to date: {fault}", "choose another name")
    with answers.locked(folder, "list"), explaining(folder):
        save(folder, {**listed(folder), file.path: file})
        answer(folder, file, "yes")


def stop(folder: Path, path: str) -> bool:
    """Stop syncing a file; gives whether it was synced or proposed. Raises StoreError.

    A file that the user never agreed to stays in the list, for the person who listed it, and is not asked about again.
    """
    with answers.locked(folder, "list"), explaining(folder):
        for file, word in answered(folder):
            if file.path != path or word == "no":
                continue
            if word == "yes":
                save(folder, {name: each for name, each in listed(folder).items() if name != path})
            answer(folder, file, "" if word == "yes" else "no")
            return True
    return False


def save(folder: Path, known: dict[str, SyncedFile]) -> None:
    """Write the list of synced files."""
    plain = asdict(SyncedFile(""))
    later = {"view"}  # unknown to earlier versions, which read a file without it
    files = [
        {name: value for name, value in asdict(file).items() if name not in later or value != plain[name]}
        for file in known.values()
    ]
    data = orjson.dumps(files, option=orjson.OPT_APPEND_NEWLINE)
    write_atomically(list_in(folder), data)
