"""Keys to actions: the defaults with the user's keymap on top, chords, counts, and their checks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from readinglist.credentials import quoted
from readinglist.settings.validation import nearest, unknown
from readinglist.tui.actions import ACTIONS, BY_ID, Action

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Chord = tuple[str, ...]

NAMED = frozenset(
    "space enter escape tab backspace delete insert up down left right home end pageup pagedown comma".split()
    + [f"f{number}" for number in range(1, 13)]
)
SAME_BYTE = {"ctrl+h": "backspace", "ctrl+i": "tab", "ctrl+j": "a line feed", "ctrl+m": "enter", "ctrl+[": "escape"}
"""Keys that a terminal cannot tell from others."""
MODIFIED = re.compile(r"(?:ctrl|alt)\+[a-z]|alt\+[A-Z]|(?:ctrl\+|alt\+|shift\+)+(?P<name>[a-z0-9]{2,})")
SHIFTED = re.compile(r"shift\+([a-zA-Z])")
ARROWS = {"up": "↑", "down": "↓", "left": "←", "right": "→"}
SHORT = {"comma": ",", "escape": "esc", "pageup": "PgUp", "pagedown": "PgDn", **ARROWS}
"""Keys for people."""
COUNT_LIMIT = 99_999
LONGEST_CHORD = 4


def name_of(key: str, character: str | None) -> str:
    """Our name for a key that Textual calls `key` and that types `character`."""
    if character == ",":
        return "comma"
    if character and character.isprintable() and character != " " and "+" not in key.removesuffix("+"):
        return character
    return key


def parse(text: str) -> Chord:
    """The keys of a chord as the user writes it: ``g i``."""
    return tuple(text.split())


def written(chord: Chord) -> str:
    """A chord as shown to the user: ``gi``, ``ctrl+d``, ``g space``."""
    keys = [SHORT.get(key, key) for key in chord]
    return ("" if all(len(key) == 1 for key in keys) else " ").join(keys)


def fault(chord: Chord) -> str:
    """The reason why `chord` cannot be used; empty if it can."""
    if not chord:
        return "a key is missing; the comma key is written comma"
    if len(chord) > LONGEST_CHORD:
        return f"a chord has at most {LONGEST_CHORD} keys"
    if len(chord[0]) == 1 and chord[0].isdigit():
        return f"a chord cannot start with {chord[0]!r}: digits are counts"
    return next(filter(None, map(key_fault, chord)), "")


def key_fault(key: str) -> str:
    """The reason why terminals do not send `key`; empty if they do."""
    if key in SAME_BYTE:
        return f"terminals send {key!r} as {SAME_BYTE[key]}"
    if match := SHIFTED.fullmatch(key):
        return f"write {match[1].upper()!r} for {key!r}"
    if key in NAMED or (len(key) == 1 and key.isprintable()):
        return ""
    match = MODIFIED.fullmatch(key)
    if match and (match["name"] is None or match["name"] in NAMED):
        return ""
    return f"{quoted(key)} is no key: " + nearest(key, dict.fromkeys(NAMED | {"ctrl+a", "shift+tab", "alt+a"}))


class Keymap:
    """Chord → action; `problems` lists the faults of the user's part."""

    def __init__(self, user: Mapping[str, str] | None = None, actions: Iterable[Action] = ACTIONS) -> None:
        self.problems: list[str] = []
        self._actions: dict[Chord, str] = {}
        self._prefixes: dict[Chord, dict[str, Chord]] = {}
        actions = tuple(actions)
        names = {action.id: action for action in actions}
        self.problems += [f"keymap: {fault}; {hint}" for fault, hint in unknown("action", user or {}, names)]
        chosen = {id: text for id, text in (user or {}).items() if id in names}
        for action in actions:
            self._bind_all(action.always, action.id)
        for id, text in chosen.items():
            self._bind_all(text.split(",") if text.strip() else (), id)
        for action in actions:
            if action.id not in chosen:
                self._bind_all(action.keys, action.id)

    def _bind_all(self, texts: Iterable[str], id: str) -> None:
        for text in texts:
            chord = parse(text)
            if problem := fault(chord) or self._clash(chord, id):
                self.problems.append(f"keymap: {id} = {quoted(text.strip())}: {problem}")
            else:
                self._bind(chord, id)

    def _bind(self, chord: Chord, id: str) -> None:
        self._actions[chord] = id
        for length in range(1, len(chord)):
            self._prefixes.setdefault(chord[:length], {})[chord[length]] = chord

    def _clash(self, chord: Chord, id: str) -> str:
        """The conflict of `chord` with chords already bound; empty if there is none."""
        other = self._actions.get(chord)
        if other and other != id:
            return f"{written(chord)} already means {other}; give {other} another key, or {id} none"
        if chord in self._prefixes:
            longer = next(iter(self._prefixes[chord].values()))
            return f"{written(chord)} is the start of {written(longer)} ({self._actions[longer]})"
        for length in range(1, len(chord)):
            if shorter := self._actions.get(chord[:length]):
                return f"{written(chord[:length])} alone already means {shorter}"
        return ""

    def action(self, chord: Chord) -> str:
        """The id of the action that `chord` means, or nothing."""
        return self._actions.get(chord, "")

    def is_prefix(self, chord: Chord) -> bool:
        """Whether longer chords start with `chord`."""
        return chord in self._prefixes

    def continuations(self, chord: Chord) -> list[tuple[str, Action | None]]:
        """The keys that may follow `chord`, with the action they complete (None if more keys follow)."""
        following = self._prefixes.get(chord, {})
        found = [(key, BY_ID.get(self.action((*chord, key)))) for key in following]
        order = {action.id: number for number, action in enumerate(ACTIONS)}
        return sorted(found, key=lambda pair: order.get(pair[1].id, 0) if pair[1] else 0)

    def chords(self, id: str) -> Sequence[Chord]:
        """The chords that mean action `id`, chosen ones before those that always work."""
        always = BY_ID[id].always if id in BY_ID else ()
        found = [chord for chord, bound in self._actions.items() if bound == id]
        return sorted(found, key=lambda chord: written_plain(chord) in always)

    def shown(self, id: str) -> str:
        """The first chord of action `id` as shown to the user; empty if it has none."""
        chords = self.chords(id)
        return written(chords[0]) if chords else ""

    def described(self, id: str, where: str = "") -> str:
        """Advice to run action `id`: ``press e on this paper``."""
        key = self.shown(id)
        return f"press {key}{where}" if key else f"choose {BY_ID[id].label!r}{where} in the command palette"


def written_plain(chord: Chord) -> str:
    """A chord as written in a keymap."""
    return " ".join(chord)


@dataclass(frozen=True, slots=True)
class Press:
    """The result of a key press."""

    action: Action | None = None
    """The action it completes."""
    count: int | None = None
    """The number typed before, for actions that count."""
    unknown: str = ""
    """The keys typed, if they mean nothing."""

    @property
    def argument(self) -> str:
        """The argument of the action's function."""
        return self.action.argument if self.action else ""


@dataclass(slots=True)
class Dispatcher:
    """Turns key presses into actions, with the pending prefix and count between them."""

    keymap: Keymap
    pending: Chord = ()
    count: str = ""

    @property
    def is_pending(self) -> bool:
        """Whether a prefix or a count waits for more keys."""
        return bool(self.pending or self.count)

    @property
    def shown(self) -> str:
        """The pending keys, as shown to the user."""
        return f"{self.count}{written(self.pending)}"

    def clear(self) -> None:
        """Clear the pending keys."""
        self.pending, self.count = (), ""

    def press(self, key: str) -> Press:
        """Handle one key; a Press without action means that more keys are needed or that pending keys were cleared."""
        if key == "escape" and self.is_pending:
            self.clear()
            return Press()
        if not self.pending and key.isascii() and key.isdigit() and (self.count or key != "0"):
            self.count = str(min(COUNT_LIMIT, int(self.count + key)))
            return Press()
        chord = (*self.pending, key)
        if self.keymap.is_prefix(chord):
            self.pending = chord
            return Press()
        count = int(self.count) if self.count else None
        self.clear()
        action = BY_ID.get(self.keymap.action(chord))
        if action is None:
            return Press(unknown=written(chord))
        return Press(action, count if action.counts else None)
