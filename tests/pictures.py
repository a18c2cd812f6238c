"""Draw the README's picture by driving the real app on the examples."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from readinglist.cli.terminal import take_example
from readinglist.config import Settings
from readinglist.paper import Status
from readinglist.store import Store
from readinglist.tui.app import ReadingListApp

DOCS = Path(__file__).parent.parent / "docs"
KEYS = ["j", "j", "w", "t", *"alignment", "enter", "j", "space", "space", "k"]


async def draw(store: Store) -> str:
    """The screen as SVG after some keys, pressed as a reader would."""
    app = ReadingListApp(store, Settings())
    async with app.run_test(size=(132, 34)) as pilot:
        await pilot.pause()
        for key in KEYS:
            await pilot.press(key)
        await pilot.pause(0.5)
        return app.export_screenshot(title="readinglist")


def main() -> None:
    """Make docs/inbox.svg."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder))
        take_example(store, "references.bib", Status.TO_READ)
        take_example(store, "daily-papers.txt", Status.INBOX)
        (DOCS / "inbox.svg").write_text(asyncio.run(draw(store)), encoding="utf-8")
        store.close()


if __name__ == "__main__":
    main()
