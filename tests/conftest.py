"""Fixtures of all tests."""

from tests.server import server

__all__ = ["server"]
