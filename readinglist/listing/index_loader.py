"""Index loading in slices while the app is used: from the cache, or from the papers."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from readinglist.files import cache
from readinglist.search.index import serialized
from readinglist.search.index.index import Index

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
    from pathlib import Path

    from readinglist.papers.library import Library
    from readinglist.papers.paper import Paper

    Pause = Callable[[], Awaitable[None]]


class IndexLoader:
    """Loads or builds the index of a library; `pause` is awaited between two slices of work."""

    def __init__(self, folder: Path, pause: Pause) -> None:
        self.folder = folder
        self.pause = pause
        self.is_worth_saving = False
        """Whether the index is so different from the cached one that it should be saved."""

    async def stages(self, library: Library, papers: Sequence[Paper]) -> AsyncIterator[Index]:
        """Load the index of `papers`, those of `library`; yields it once names can be found and once it is complete."""
        index = Index()
        if len(papers) >= serialized.LARGE:
            index = await self._restored(library)
        known, is_usable = len(index), False
        for _ in index.building(papers):
            if index.has_names and not is_usable:
                is_usable = True
                yield index
            await self.pause()
        self.is_worth_saving = len(papers) >= serialized.LARGE and len(index) - known > serialized.STALE * len(index)
        yield index

    async def save(self, index: Index) -> None:
        """Write the index to the cache; if it changes meanwhile, the cached one says so."""
        pieces: list[bytes] = []
        for piece in serialized.pieces(index):
            pieces.append(piece)
            await self.pause()
        await asyncio.to_thread(cache.write, self._path, serialized.VERSION, pieces)

    @property
    def _path(self) -> Path:
        return cache.path_for(self.folder, "index")

    async def _restored(self, library: Library) -> Index:
        cached = await asyncio.to_thread(cache.read, self._path, serialized.VERSION)
        if cached is None:
            return Index()
        index = Index()
        try:
            for _ in serialized.restoring(index, cached, library):
                await self.pause()
        except ValueError:  # written while the library changed, or by another version
            return Index()
        return index
