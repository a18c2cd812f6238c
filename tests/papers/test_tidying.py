"""Which values are harmless already, and how the others are made so."""

from __future__ import annotations

from typing import Any

import pytest

from readinglist.papers.tidying import harmless, is_tidy


@pytest.mark.parametrize(
    ("name", "value", "tidied"),
    [
        ("title", "Moss", None),
        ("title", "Mo\x1bss", "Moss"),
        ("title", "Moss\nFern", "Moss Fern"),
        ("note", "Moss\nFern", None),
        ("tags", ["moss", "fe\u202ern"], ["moss", "fern"]),
        ("authors", [{"family": "Moss"}, {"family": "Fe\x00rn"}], [{"family": "Moss"}, {"family": "Fern"}]),
        ("parts", [{"title": "Moss"}, {"title": "Fern", "tags": ["moss"]}], None),
        ("parts", [{"title": "Moss"}, {"title": "Fe\x07rn"}], [{"title": "Moss"}, {"title": "Fern"}]),
        ("parts", [{"title": "Mo\x07ss"}, {"title": "Fern"}], [{"title": "Moss"}, {"title": "Fern"}]),
        ("newer", "Mo\x1bss", "Moss"),
    ],
)
def test_what_is_not_harmless_is_made_so(name: str, value: Any, tidied: Any) -> None:
    assert is_tidy(name, value) is (tidied is None)
    assert harmless(name, value) == (value if tidied is None else tidied)
