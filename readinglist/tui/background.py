"""Background work of an open library: index, duplicates, changes by other processes, and files that follow it."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack, nullcontext
from time import monotonic
from typing import TYPE_CHECKING, Any

from readinglist.errors import ReadingListError
from readinglist.exports.refresher import Refresher
from readinglist.jobs.gc_pause import paused_gc, tidy
from readinglist.jobs.job import AtQuit, Job, LoopJob, ThreadJob
from readinglist.jobs.runner import Runner
from readinglist.jobs.trouble import Trouble
from readinglist.listing.index_loader import IndexLoader
from readinglist.tui.glyphs import counted, plain
from readinglist.tui.saving import Saving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from readinglist.search.index.index import Index
    from readinglist.tui.desk import Desk
    from readinglist.tui.searching import Searching

INDEX, PREPARE, COMPARE = "index for searching", "prepare the next search", "compare papers for duplicates"
READ = "read the library again"
QUIET = 0.2
"""Seconds after a key during which no garbage is collected."""
ASIDE = 0.03
"""Seconds that a key has for itself while the index is built: handling it takes many turns of the event loop."""
YIELD = 0.0005
"""Seconds: after a sleep of zero the thread that reads the keyboard would still wait for the interpreter lock."""
POLL_EVERY = 0.7
"""Seconds between two polls of the store."""


class Background:
    """Keeps list, index and files in step with the library, and gives way to every key."""

    def __init__(self, desk: Desk, searching: Searching) -> None:
        self.desk = desk
        self.session = desk.session
        self.listing = desk.listing
        self.searching = searching
        self.runner = Runner(desk.call_later, self.tell)
        self.refresher = Refresher(self.session, self.runner)
        self.saving = Saving(self.session, self.runner)
        self._trouble = Trouble()
        self._indexing: LoopJob[int] | None = None
        self._key_at = float("-inf")
        self._was_read_only = self.session.store.read_only
        self._postponed: list[Callable[[], str]] = []
        """Edits of closed dialogs that wait until the library has been read again."""
        self._is_over = False

    def note_key(self) -> None:
        """Record the time of a key press, in any screen."""
        self._key_at = monotonic()

    async def _step_aside(self) -> None:
        """Let keys be handled before the next slice of work."""
        await asyncio.sleep(max(YIELD, self._key_at + ASIDE - monotonic()))

    async def _run_slices(self, slices: Iterable[None]) -> None:
        for _ in slices:
            await self._step_aside()

    # Index and duplicates.

    def build_index(self) -> None:
        """Build the index and the views, in place of an index that is being built."""
        if self._indexing:
            self.runner.cancel(self._indexing)
        self._indexing = self.runner.start(
            LoopJob(
                name=INDEX,
                work=self._build_index,
                done=lambda _: self._compare_what_is_due(),
                summary=lambda papers: f"{counted(papers)} papers",
            )
        )

    async def _build_index(self, job: Job[int]) -> int:
        indexing = IndexLoader(self.session.store.folder, self._step_aside)
        papers = list(self.listing.library)
        job.advance(0, len(papers))
        with paused_gc(is_lasting=True):
            async for index in indexing.stages(self.listing.library, papers):
                if self.listing.index is None:
                    await self._run_slices(self.listing.cache.preparing_for(index))
                    self.listing.cache.adopt(index, papers)
                self.searching.refresh()
            await self._run_slices(self.listing.cache.preparing())
            if indexing.is_worth_saving:
                await indexing.save(index)
        return len(papers)

    def _prepare_what_is_due(self) -> None:
        """Bring counts and orders up to date after changes, before the next key needs them."""
        index = self.listing.cache.whole_index
        if index is None or self.listing.cache.is_prepared or self.runner.is_active(PREPARE):
            return

        async def work(job: Job[None], index: Index = index) -> None:
            await self._run_slices(self.listing.cache.preparing_for(index))
            await self._run_slices(self.listing.cache.preparing())

        self.runner.start(LoopJob(name=PREPARE, work=work))

    def _compare_what_is_due(self) -> None:
        """Show which papers may be duplicates, and compare those that have changed."""
        if self.session.refresh_questions():
            self.desk.renew()
        is_free = self.session.questions.is_due and not self.runner.is_active(COMPARE)
        if is_free and self.listing.cache.whole_index is not None:
            self.runner.start(LoopJob(name=COMPARE, work=self._compare, done=lambda _: self._compare_what_is_due()))

    async def _compare(self, job: Job[None]) -> None:
        """Compare papers in slices; comparing all of them makes many objects that stay."""
        asking = self.session.questions
        with nullcontext() if asking.is_whole else paused_gc(is_lasting=True):
            for _ in asking.comparing():
                job.advance(asking.progress, 100)
                await self._step_aside()

    # Changes by other processes.

    def poll(self) -> None:
        """Show changes by other processes and notices of the store, and start what has become due."""
        if self.session.is_reading:
            return
        try:
            if self.session.must_read:
                self._read_again()
                return
            if self.session.refresh():
                self.desk.renew()
            self.saving.poll()
            self._trouble.is_new("", "")
        except ReadingListError as error:
            self._complain_once(error)
        self._show_news()
        self._prepare_what_is_due()
        self._compare_what_is_due()
        self.refresher.poll()
        for message, is_warning in self.refresher.news():
            self.desk.show_message(plain(message), warn=is_warning)
        if monotonic() - self._key_at > QUIET:
            tidy()

    def _show_news(self) -> None:
        if self._was_read_only != self.session.store.read_only:
            self._was_read_only = self.session.store.read_only
            self.desk.show_bars()
        if news := self.session.news():
            self.desk.app.notify("\n".join(news), severity="warning", timeout=12, markup=False)

    def _complain_once(self, error: ReadingListError) -> None:
        if self._trouble.is_new("", error.message):
            self.desk.show_error(error)

    def _read_again(self) -> None:
        """Read the library again in a thread, while the list can still be used."""
        self.session.is_reading = True
        self.desk.show_message("others have changed the library: it is being read again")
        self.runner.start(
            ThreadJob(
                name=READ,
                work=lambda _: self.session.store.reload(),
                done=lambda _: self._has_read(),
                failed=self._has_not_read,
                at_quit=AtQuit.WAIT,
            )
        )

    def _has_read(self) -> None:
        self.session.end_reading()
        if self._is_over:
            return
        self.desk.show_message("")
        self.desk.renew()
        postponed, self._postponed = self._postponed, []
        for act in postponed:
            self.desk.attempt(act, may_wait=True)
        self.poll()

    def _has_not_read(self, error: Exception) -> None:
        self.session.is_reading = False
        if self._is_over:
            return
        self.desk.show_message("")
        if not isinstance(error, ReadingListError):
            raise error
        self._complain_once(error)

    def postpone(self, act: Callable[[], str]) -> None:
        """Run an edit as soon as the library has been read again."""
        self._postponed.append(act)

    # Consent and the end.

    def agreed(self) -> None:
        """Go on after the user's consent: the library, or a file outside it, may be written now."""
        if self.session.store.read_only:
            self._read_again()
        self.refresher.begin()

    def finish(self) -> None:
        """End in order: wait for what writes, then run the postponed edits and write the files that are due."""
        self._is_over = True
        with ExitStack() as stack:  # last in, first out; each runs even if another raises
            stack.callback(self.refresher.finish)
            stack.callback(self._save_postponed)
            stack.callback(self.runner.finish)

    def _save_postponed(self) -> None:
        for act in self._postponed:
            try:
                self.session.refresh()
                act()
            except ReadingListError as error:
                self.session.store.notices.append(f"an edit could not be saved: {error.line}")

    def tell(self, job: Job[Any]) -> None:
        """Show the error of a job; a fault of ours is left to the app's handler."""
        if isinstance(job.error, ReadingListError) and self._is_over:
            self.session.store.notices.append(job.error.line)
        elif isinstance(job.error, ReadingListError):
            self.desk.show_error(job.error)
        elif job.error:
            raise job.error
