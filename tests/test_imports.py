"""Who imports whom, seen in fresh interpreters: the directions of docs/architecture.md."""

import json
import subprocess
import sys

import pytest

from readinglist.settings.services import SERVICES

HEAVY = (
    "textual",
    "rich",
    "tinydb",
    "httpx",
    "bibtexparser",
    "pylatexenc",
    "rapidfuzz",
    "orjson",
    "anyascii",
    "shtab",
    "rispy",
    "tomlkit",
)
ALLOWED: dict[str, set[str]] = {
    "errors": set(),
    "files.regular": set(),
    "text": set(),
    "papers.paper": set(),
    "papers.harvest": set(),
    "papers.identity.candidates": set(),
    "papers.joining": set(),
    "papers.citekey": set(),
    "papers.library": {"rapidfuzz"},
    "settings.config": set(),
    "settings.services": set(),
    "search": {"rapidfuzz"},
    "search.query.parser": set(),
    "search.index.index": {"rapidfuzz"},
    "store": {"orjson", "rapidfuzz"},
    "sources": {"rapidfuzz"},
    "sources.page.daily": {"rapidfuzz"},
    "sources.page.saved": {"rapidfuzz"},
    "sources.online.arxiv": {"rapidfuzz", "httpx"},
    "sources.online.http": {"httpx", "rich"},  # httpx takes rich where click is installed, as it is with our tools
    "bibtex.reading.reader": {"bibtexparser", "pylatexenc", "rapidfuzz"},
    "bibtex.writing.writer": {"bibtexparser", "pylatexenc", "anyascii", "rapidfuzz"},
    "bibtex.updating.updater": {"bibtexparser", "pylatexenc", "rapidfuzz"},
    "exports.synced": {"orjson", "rapidfuzz"},
    "exports.writing": {"orjson", "rapidfuzz"},
    "formats": set(),
    "formats.ris": {"rispy"},
    "formats.webpage": set(),
    "formats.lossless": {"orjson"},
    "citations": set(),
    "citations.lookup": set(),
    "citations.uses": {"rapidfuzz"},
    "exports.target": set(),
    "actions.add": set(),
    "actions.export": set(),
    "actions.merge": set(),
    "actions.update": set(),
    "cli": set(),
    "cli.add": set(),
    "cli.care": set(),
    "cli.cite": set(),
    "cli.duplicates": set(),
    "cli.edit": set(),
    "cli.export": set(),
    "cli.papers": set(),
    "cli.rekey": set(),
    "cli.settings": set(),
    "cli.terminal": set(),
    "tui.actions": set(),
    "tui.keymap": set(),
    "listing.listing": {"rapidfuzz"},
}
"""Module → the heavy libraries that importing it may bring in; those of a command's module its help would wait for."""
MIDDLE = (
    "store",
    "search",
    "sources",
    "bibtex.reading.reader",
    "bibtex.writing.writer",
    "formats.ris",
    "exports.target",
    "citations.uses",
    "actions.add",
    "actions.export",
    "actions.merge",
    "actions.update",
)
HIGHER = {"papers.library": ("store", "search", "sources", "formats", "exports.target", "cli", "tui")} | dict.fromkeys(
    MIDDLE, ("cli", "tui")
)
"""Module → the rooms above it, which it must not know."""


def loaded_by(module: str) -> set[str]:
    code = f"import sys, json, readinglist.{module}; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


@pytest.mark.parametrize("module", ["cli.add", "tui.app", "tui.screens.add", "sources.gathering"])
def test_services_are_loaded_when_they_are_asked(module: str) -> None:
    loaded = loaded_by(module)
    assert "readinglist.settings.services" in loaded
    clients = {f"readinglist.sources.online.{name}" for name in ("http", *SERVICES)}
    assert not loaded & {"httpx", *clients}


@pytest.mark.parametrize("module", sorted(ALLOWED))
def test_a_module_brings_in_only_what_its_room_may_know(module: str) -> None:
    loaded = loaded_by(module)
    assert {name for name in HEAVY if name in loaded} <= ALLOWED[module]
    above = {f"readinglist.{room}" for room in HIGHER.get(module, ())}
    assert not above & loaded


@pytest.mark.parametrize("action", ["add", "export", "merge", "update"])
def test_an_action_knows_no_front_end(action: str) -> None:
    assert not {"argparse", "textual", "readinglist.cli", "readinglist.tui"} & loaded_by(f"actions.{action}")
