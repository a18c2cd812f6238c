"""Fixtures of all tests."""

from hypothesis import settings

from tests.server import server

__all__ = ["server"]

# The first example of a property pays for imports, and machines are shared.
settings.register_profile("readinglist", deadline=None)
settings.load_profile("readinglist")
