"""The dialog that adds and removes tags."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from readinglist.text import clean_tag, plural
from readinglist.tui.screens.dialog import Dialog, Line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult

    from readinglist.tui.draft import Draft

SHOWN = 6
"""Completions listed at a time."""


@dataclass(frozen=True, slots=True)
class TagEdit:
    """Tags to give and tags to take away."""

    add: frozenset[str]
    remove: frozenset[str]

    @classmethod
    def parse(cls, text: str) -> TagEdit:
        """The edit written as ``+nlp -old rl``; if a tag is named twice, the last word counts."""
        signs = {clean_tag(word): word[0] != "-" for word in text.replace(",", " ").split()}
        signs.pop("", None)
        return cls(
            frozenset(tag for tag, added in signs.items() if added),
            frozenset(tag for tag, added in signs.items() if not added),
        )

    def __bool__(self) -> bool:
        return bool(self.add or self.remove)


class TagScreen(Dialog[TagEdit | None]):
    """Asks which tags to give and to take away, completes them, and shows what will change."""

    KEYS = (
        ("enter", "apply", "apply"),
        ("tab", "complete", "complete"),
        ("↑↓", "choose", "choose(1)"),
        ("esc", "close", "close"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", show=False, priority=True),
        Binding("down,ctrl+n", "choose(1)", show=False),
        Binding("up,shift+tab", "choose(-1)", show=False),
    ]
    DEFAULT_CSS = """
    TagScreen {
        & #box { width: 64; }
        & #current, & #change { height: auto; max-height: 3; overflow-y: auto; }
        & #current { margin-bottom: 1; }
        & OptionList { height: auto; margin: 0 1; }
        & #change { margin-top: 1; min-height: 1; max-height: 6; }
    }
    """

    def __init__(
        self,
        title: str,
        current: Mapping[str, int],
        total: int,
        known: Mapping[str, int],
        draft: Draft | None = None,
    ) -> None:
        super().__init__(f"Tags of {title}", draft)
        self.current = current
        self.total = total
        self.known = known

    def body(self) -> ComposeResult:
        """The tags now, the prompt, completions, and what will change."""
        yield Static(self.now(), id="current")
        yield Line(placeholder="+give -take; a bare word gives")
        completions = OptionList(markup=False)
        completions.can_focus = False
        yield completions
        yield Static(id="change")

    def on_mount(self) -> None:
        """Show what one could type."""
        self.look_up()

    def now(self) -> Content:
        """The tags now carried, and by how many of the papers."""
        if not self.current:
            return Content.styled("no tags yet", "$dim")
        counted = [(tag, "" if n == self.total else f" {n}/{self.total}") for tag, n in self.current.items()]
        pieces = [Content.assemble((tag, "bold"), (share, "$dim")) for tag, share in counted]
        return Content.assemble(("now  ", "$dim"), Content("  ").join(pieces))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Follow the typing."""
        self.look_up()

    def look_up(self) -> None:
        """List completions of the last word and say what will change."""
        text = self.query_one(Line).value
        listed = self.query_one(OptionList)
        listed.clear_options()
        offered = self.current if word(text).startswith("-") else self.known
        taken = TagEdit.parse(text[: len(text) - len(word(text))])
        names = matching(word(text).lstrip("+-"), [tag for tag in offered if tag not in taken.add | taken.remove])
        listed.add_options([completion(name, offered[name]) for name in names])
        listed.display = bool(names)
        self.query_one("#change", Static).update(self.effect(TagEdit.parse(text)))

    def effect(self, edit: TagEdit) -> Content:
        """The effect of the edit, in words."""
        if not edit:
            return Content.styled("nothing changes yet", "$dim")
        signs = [("+", tag, self.total - self.current.get(tag, 0)) for tag in sorted(edit.add)]
        signs += [("−", tag, self.current.get(tag, 0)) for tag in sorted(edit.remove)]
        return Content("\n").join(self.one_effect(*sign) for sign in signs)

    def one_effect(self, sign: str, tag: str, n: int) -> Content:
        """The effect of one word."""
        style = "$status-done bold" if sign == "+" else "$status-trashed bold"
        if not n:
            why = "already there" if sign == "+" else "not there"
            return Content.assemble((f"{sign} {tag}", "$dim"), (f"  {why}", "$dim"))
        fresh = "  new tag" if sign == "+" and tag not in self.known else ""
        return Content.assemble((f"{sign} {tag}", style), (f"  {plural(n)}", "$dim"), (fresh, "$accent"))

    def action_choose(self, step: int) -> None:
        """Go to another completion."""
        listed = self.query_one(OptionList)
        listed.action_cursor_down() if step > 0 else listed.action_cursor_up()

    def action_complete(self) -> None:
        """Complete the last word: with the chosen tag, else the first."""
        listed = self.query_one(OptionList)
        if listed.option_count:
            self.complete(str(listed.get_option_at_index(listed.highlighted or 0).id))

    def complete(self, tag: str) -> None:
        """Put `tag` in the place of the last word."""
        line = self.query_one(Line)
        last = word(line.value)
        sign = "-" if last.startswith("-") else "+"
        line.value = line.value[: len(line.value) - len(last)] + f"{sign}{tag} "
        line.cursor_position = len(line.value)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Complete the clicked tag."""
        self.complete(str(event.option.id))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Insert the chosen completion, or apply the edit if none was chosen."""
        if self.query_one(OptionList).highlighted is None:
            self.action_apply()
        else:
            self.action_complete()

    def action_apply(self) -> None:
        """Give the answer; nothing typed is no answer."""
        self.dismiss(TagEdit.parse(self.query_one(Line).value) or None)


def word(text: str) -> str:
    """The word being typed."""
    return "" if not text or text[-1].isspace() else text.rsplit(maxsplit=1)[-1]


def matching(prefix: str, tags: list[str]) -> list[str]:
    """The tags that begin with `prefix`, then those that contain it, in their own order."""
    wanted = prefix.lower()
    first = [tag for tag in tags if tag.startswith(wanted) and tag != wanted]
    return (first + [tag for tag in tags if wanted in tag[1:] and tag not in first and tag != wanted])[:SHOWN]


def completion(tag: str, n: int) -> Option:
    """The line of one completion."""
    return Option(Content.assemble(tag, (f"  {n}", "$dim")), id=tag)
