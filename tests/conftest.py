"""Fixtures of all tests."""

import os

import pytest
from hypothesis import settings

from tests.server import server

__all__ = ["server"]

# The first example of a property pays for imports, and machines are shared. CI tries the same examples for everybody,
# so that it tells what a change broke; new ones are tried at every desk.
settings.register_profile("readinglist", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("readinglist")


@pytest.fixture(scope="session", autouse=True)
def own_state_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The log of the tests is not the user's."""
    os.environ["XDG_STATE_HOME"] = str(tmp_path_factory.mktemp("state"))
