"""Draw the README's picture by driving the real app on the examples."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from readinglist.cli.terminal import add_example
from readinglist.papers.status import Status
from readinglist.settings.config import Settings
from readinglist.store.file_store import FileStore
from readinglist.tui.app import ReadingListApp
from tests.support.places import ROOT

NAMED = ("enter", "space", "end", "escape")
DOCS = ROOT / "docs"
KEYS = """
    space space space t agents enter w x d
    g a / lerning enter g g t vision enter j t theory enter d p 1 j t vision enter k r p 3 j
    t rl enter space p 2 space j space
""".split()
"""A little triage, some tags, then a search with a typo for papers with marks."""


async def draw(store: FileStore) -> str:
    """The screen as SVG after some keys, pressed as a reader would."""
    app = ReadingListApp(store, Settings())
    async with app.run_test(size=(120, 31)) as pilot:
        while app.main.listing.cache.whole_index is None:
            await pilot.pause(0.05)
        for key in KEYS:
            for part in [key] if key in NAMED else key:
                await pilot.press(part)
                await pilot.pause(0.05)
        await pilot.pause(0.5)
        return app.export_screenshot(title="readinglist")


def main() -> None:
    """Make docs/inbox.svg."""
    with tempfile.TemporaryDirectory() as folder:
        store = FileStore.open(Path(folder))
        add_example(store, "references.bib", Status.TO_READ)
        add_example(store, "daily-papers.txt", Status.INBOX)
        (DOCS / "inbox.svg").write_text(asyncio.run(draw(store)), encoding="utf-8")
        store.close()


if __name__ == "__main__":
    main()
