"""The torture of `make torture`, a little of each."""

from __future__ import annotations

import os
import random

import pytest

from tests.torture import crowd, faults, flips, kills, powercut


@pytest.fixture
def rng() -> random.Random:
    seed = 0 if "CI" in os.environ else random.randrange(1 << 30)
    print(f"seed {seed}")  # shown when it fails
    return random.Random(seed)


def test_killed_processes_lose_nothing_they_said_is_safe(rng: random.Random) -> None:
    figures = kills.run(rng, 20, powercut.MEMORY)
    assert figures.changes > 20
    assert figures.folds > 1


@pytest.mark.parametrize("story", powercut.STORIES)
def test_a_power_cut_loses_nothing_that_was_acknowledged(story: str, rng: random.Random) -> None:
    assert powercut.run(story, rng, 40).cuts > 20


def test_a_disk_that_fails_or_is_full_loses_nothing(rng: random.Random) -> None:
    assert faults.run(rng, 25).refused > 10


def test_a_damaged_byte_is_noticed_and_the_rest_is_saved(rng: random.Random) -> None:
    assert flips.run(rng, 60).refused > 10


def test_many_processes_and_the_app_lose_nothing_and_see_the_same() -> None:
    assert crowd.run(3, 20).by_the_app > 0
