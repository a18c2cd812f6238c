"""Folders outside the tests."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[2]
"""The root of the repository."""
SHARED = Path(os.environ.get("READINGLIST_SHARED", ROOT.parent / "shared"))
"""References that are not part of the repository; tests that need them are skipped without."""
