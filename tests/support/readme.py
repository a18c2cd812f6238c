"""Write the README's key table from the table of actions."""

import sys

from readinglist.tui.actions import ACTIONS
from readinglist.tui.keymap import parse, written
from tests.support.places import ROOT

README = ROOT / "README.md"
BEGIN = "<!-- keys: written by `python -m tests.support.readme` from the table of actions -->\n"
END = "<!-- end of keys -->\n"


def key_table() -> str:
    """The actions with their keys as Markdown, grouped."""
    lines = ["| keys | action | name in the keymap |", "| --- | --- | --- |"]
    for action in ACTIONS:
        keys = [written(parse(key)) for key in (*action.keys, *action.always)]
        lines.append(f"| {' '.join(code(key) for key in keys)} | {action.help} | `{action.id}` |")
    return "\n".join(lines) + "\n"


def code(key: str) -> str:
    """A key as Markdown code, safe in a table."""
    return "`" + key.replace("|", "\\|") + "`"


def with_keys(text: str) -> str:
    """The README with its key table as it should be."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + BEGIN + key_table() + END + after


if __name__ == "__main__":
    README.write_text(with_keys(README.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stdout.write(f"{README.name} written\n")
