"""Fixtures of all tests."""

import os

import pytest
from hypothesis import settings

from tests.support.server import certificate, encrypted, server

__all__ = ["certificate", "encrypted", "server"]

# The first example of a property pays for imports, and machines are shared. CI tries the same examples for everybody,
# so that it tells what a change broke; new ones are tried at every desk.
settings.register_profile("readinglist", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("readinglist")


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Neither the log nor the cache of the tests is the user's, nor their libraries part of a clone they may lie in."""
    os.environ["GIT_CEILING_DIRECTORIES"] = str(tmp_path_factory.getbasetemp())
    for name in ("STATE", "CACHE"):
        os.environ[f"XDG_{name}_HOME"] = str(tmp_path_factory.mktemp(name.lower()))
