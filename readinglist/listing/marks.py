"""Papers picked for the next action; those not shown are left alone by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator


class Marks:
    """Ids of marked papers, in the order they were marked, and which of them are not shown."""

    def __init__(self) -> None:
        self._ids: dict[str, None] = {}
        self._hidden: set[str] = set()

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __contains__(self, id: str) -> bool:
        return id in self._ids

    @property
    def hidden(self) -> int:
        """The number of marked papers that are not shown."""
        return len(self._hidden)

    def shown(self) -> list[str]:
        """The marked papers that are shown."""
        return [id for id in self._ids if id not in self._hidden]

    def add(self, ids: Iterable[str], shown: Container[str]) -> None:
        """Mark these papers too; `shown` are the papers in the list."""
        for id in ids:
            self._ids[id] = None
            self.follow(id, is_shown=id in shown)

    def remove(self, ids: Iterable[str]) -> None:
        """Take the marks off these papers."""
        for id in list(ids):
            self._ids.pop(id, None)
            self._hidden.discard(id)

    def follow(self, id: str, *, is_shown: bool) -> None:
        """Take note that a paper came into the list or left it."""
        if id in self._ids and not is_shown:
            self._hidden.add(id)
        else:
            self._hidden.discard(id)

    def look(self, shown: Container[str]) -> None:
        """Take note of all papers in the list."""
        self._hidden = {id for id in self._ids if id not in shown}
