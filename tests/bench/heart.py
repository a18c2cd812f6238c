"""The app with a heartbeat in its loop: ``python -m tests.bench.heart LIBRARY REPORT``.

Writes a report once everything can be searched, and goes on. The longest time between two beats is what a key may have
to wait; it is taken as processor time of the loop's thread, since other programs may hold the machine up, and as it
passed on the wall.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import time
from pathlib import Path

from readinglist.settings.config import Settings
from readinglist.store.file_store import FileStore
from readinglist.tui import app as plain

BEAT = 0.002


class Beating(plain.ReadingListApp):
    """The app, watched."""

    CSS_PATH = str(Path(plain.__file__).with_name("readinglist.tcss"))

    report: Path

    def on_mount(self) -> None:
        """Begin to beat."""
        super().on_mount()
        self.pauses: list[float] = []
        gc.callbacks.append(self._collected)
        self.beating = asyncio.create_task(self._beat())

    def _collected(self, phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            self.began = time.perf_counter()
        else:
            self.pauses.append(time.perf_counter() - self.began)

    async def _beat(self) -> None:
        stalls: dict[str, tuple[float, float]] = {}
        phase = "first screen"
        while True:
            wall, processor = time.perf_counter(), time.thread_time()
            await asyncio.sleep(BEAT)
            stall = (time.thread_time() - processor, time.perf_counter() - wall - BEAT)
            stalls[phase] = max(stall, stalls.get(phase, (0.0, 0.0)))
            if phase == "first screen" and self.main.listing.rows and self.main.panes.papers.size.height:
                phase = "indexing"
            is_ready = self.main.listing.cache.whole_index is not None
            if phase == "indexing" and is_ready:
                ready, phase = time.process_time(), "after"
                end = time.perf_counter() + 2
            if phase == "after" and time.perf_counter() > end:
                found = {"ready": ready, "stalls": stalls, "collector": max(self.pauses, default=0.0)}
                partial = self.report.with_suffix(".part")
                partial.write_text(json.dumps(found))
                partial.replace(self.report)
                phase = "later"


if __name__ == "__main__":
    with FileStore.open(Path(sys.argv[1])) as store:
        app = Beating(store, Settings())
        app.report = Path(sys.argv[2])
        app.launch()
