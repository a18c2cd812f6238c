"""Values in a service's JSON, any of which may be missing, null or of another type."""

from __future__ import annotations

from typing import Any


def text_of(item: object, name: str) -> str:
    """Text under `name`, of a list its first; empty if there is none."""
    value = item.get(name) if isinstance(item, dict) else None
    value = value[0] if isinstance(value, list) and value else value
    return value if isinstance(value, str) else ""


def dict_of(item: object, name: str) -> dict[str, Any]:
    """The object under `name`; an empty one if there is none."""
    value = item.get(name) if isinstance(item, dict) else None
    return value if isinstance(value, dict) else {}


def dicts_of(item: object, name: str) -> list[dict[str, Any]]:
    """The objects in the list under `name`."""
    value = item.get(name) if isinstance(item, dict) else None
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []
