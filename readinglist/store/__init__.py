"""The library on disk."""

from readinglist.store.store import Store

__all__ = ["Store"]
