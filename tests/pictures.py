"""Draw the README's picture by driving the real app on the examples."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import date
from pathlib import Path

from readinglist.config import Settings, shipped
from readinglist.paper import Status, now
from readinglist.sources import read
from readinglist.store import Store
from readinglist.tui.app import ReadingListApp

DOCS = Path(__file__).parent.parent / "docs"
KEYS = ["j", "j", "w", "t", *"alignment", "enter", "j", "space", "space", "k"]


async def draw(store: Store, path: Path) -> None:
    """Press some keys as a reader would and keep the screen as SVG."""
    app = ReadingListApp(store, Settings())
    async with app.run_test(size=(132, 34)) as pilot:
        await pilot.pause()
        for key in KEYS:
            await pilot.press(key)
        await pilot.pause(0.5)
        path.write_text(app.export_screenshot(title="readinglist"), encoding="utf-8")


def main() -> None:
    """Make docs/inbox.svg."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder))
        for name, status in (("references.bib", Status.DONE), ("daily-papers.txt", Status.INBOX)):
            papers = read((shipped("examples") / name).read_bytes(), name, date(2025, 12, 9)).papers
            store.record(lambda library, p=papers, s=status: library.add(p, now(), s), "demo")
        asyncio.run(draw(store, DOCS / "inbox.svg"))
        store.close()


if __name__ == "__main__":
    main()
