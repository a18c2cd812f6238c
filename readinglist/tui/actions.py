"""The table of actions, which feeds key handling, footer, palette, help, README and the names legal in a keymap."""

from __future__ import annotations

from dataclasses import dataclass

from readinglist.papers.status import SHOWN


@dataclass(frozen=True, slots=True)
class Action:
    """One thing the app can do, with the keys that do it."""

    id: str
    """Its name in the user's keymap."""
    keys: tuple[str, ...]
    """Default keys; a chord has blanks between its keys (``g i``)."""
    label: str
    """Its effect in one or two words, for the footer."""
    help: str
    """Its effect in a sentence, for the help and the palette."""
    group: str
    """Its heading in the help."""
    method: str = ""
    """The function in ``verbs/`` that does it; empty: the one named as the id."""
    argument: str = ""
    """The argument of the function, if any."""
    always: tuple[str, ...] = ()
    """Keys that no keymap takes away."""
    counts: bool = False
    """Whether a number typed before it means something."""

    @property
    def verb(self) -> str:
        """The name of the function that does it."""
        return (self.method or self.id).replace("-", "_")


GROUPS = ("Move", "Views", "Find", "Mark", "Decide", "Edit", "Duplicates", "Take away", "Add and undo", "App")

MOVING = (
    Action("down", ("j",), "down", "Move down", "Move", always=("down",), counts=True),
    Action("up", ("k",), "up", "Move up", "Move", always=("up",), counts=True),
    Action("top", ("g g",), "top", "Go to the first paper, or to that number", "Move", always=("home",), counts=True),
    Action("bottom", ("G",), "bottom", "Go to the last paper, or to that number", "Move", always=("end",), counts=True),
    Action("half-page-down", ("ctrl+d",), "half page down", "Move down half a page", "Move", counts=True),
    Action("half-page-up", ("ctrl+u",), "half page up", "Move up half a page", "Move", counts=True),
    Action("page-down", ("ctrl+f",), "page down", "Move down a page", "Move", always=("pagedown",), counts=True),
    Action("page-up", ("ctrl+b",), "page up", "Move up a page", "Move", always=("pageup",), counts=True),
    Action("scroll-down", ("J",), "scroll", "Scroll the abstract down", "Move", counts=True),
    Action("scroll-up", ("K",), "scroll up", "Scroll the abstract up", "Move", counts=True),
    Action("next-pane", ("tab", "l"), "next pane", "Go to the next of views, list, paper", "Move", always=("right",)),
    Action("previous-pane", ("shift+tab", "h"), "pane before", "Go to the pane before", "Move", always=("left",)),
    Action("open", (), "read", "Read the paper on the whole screen; choose the view", "Move", always=("enter",)),
)  # fmt: skip
VIEWS = (
    Action("previous-view", ("[",), "view before", "Show the view before this one", "Views", "step-view", "-1"),
    Action("next-view", ("]",), "next view", "Show the view after this one", "Views", "step-view", "1"),
    *(
        Action(f"go-{status}", keys.view_keys, status.value, keys.view_help, "Views", "view", status.value)
        for status, keys in SHOWN.items()
    ),
    Action("go-all", ("g a",), "all", "Show all papers", "Views", "view", "all"),
)
FINDING = (
    Action("search", ("/",), "search", "Narrow as you type: Enter keeps, Esc restores", "Find"),
    Action("sort-added", ("s a",), "added", "Sort by arrival, newest first", "Find", "sort", "added"),
    Action("sort-year", ("s y",), "year", "Sort by year, newest first", "Find", "sort", "year"),
    Action("sort-title", ("s t",), "title", "Sort by title", "Find", "sort", "title"),
    Action("sort-author", ("s n",), "name", "Sort by name of the first author", "Find", "sort", "author"),
    Action("sort-priority", ("s p",), "priority", "Sort by priority, highest first", "Find", "sort", "priority"),
    Action("sort-status", ("s s",), "status", "Sort by status", "Find", "sort", "status"),
    Action("sort-key", ("s k",), "key", "Sort by cite key", "Find", "sort", "key"),
    Action("sort-relevance", ("s r",), "relevance", "Sort by how well the search matches", "Find", "sort", "relevance"),
    Action("reverse", ("S",), "reverse", "Reverse the order", "Find"),
)
MARKING = (
    Action("mark", ("space",), "mark", "Mark or unmark the paper and move down", "Mark"),
    Action("mark-range", ("v",), "range", "Start a range here; again to mark it", "Mark"),
    Action("mark-all", ("V",), "mark all", "Mark all papers shown", "Mark"),
    Action("escape", (), "back", "Go back a level: range, reading, marks, search", "Mark", always=("escape",)),
)
DECIDING = (
    *(
        Action(keys.action, keys.keys, keys.label, keys.help, "Decide", "decide", status.value)
        for status, keys in sorted(SHOWN.items(), key=lambda row: not row[1].keys)
    ),
    Action("trash", ("D",), "trash", "Move to the trash; asks when many", "Decide"),
)
EDITING = (
    Action("tags", ("t",), "tags", "Add and take off tags: +nlp -old", "Edit"),
    Action("note", ("e",), "note", "Write a note", "Edit"),
    Action("metadata", ("E",), "metadata", "Edit title, authors and the other fields", "Edit"),
    Action("raise-priority", ("+",), "raise", "Raise the priority", "Edit", "shift-priority", "1"),
    Action("lower-priority", ("-",), "lower", "Lower the priority", "Edit", "shift-priority", "-1"),
    Action("priority-0", ("p 0",), "none", "No priority", "Edit", "priority", "0"),
    Action("priority-1", ("p 1",), "low", "Priority 1, low", "Edit", "priority", "1"),
    Action("priority-2", ("p 2",), "medium", "Priority 2, medium", "Edit", "priority", "2"),
    Action("priority-3", ("p 3",), "high", "Priority 3, high", "Edit", "priority", "3"),
)
JOINING = (
    Action("review", ("g m",), "review", "Review papers that may be the same: two side by side", "Duplicates"),
    Action("merge", ("M",), "merge", "Merge the marked papers into one", "Duplicates"),
    Action("split", (), "split", "Take the record that was joined last out of this paper", "Duplicates"),
)
TAKING = (
    Action("open-pdf", ("o",), "PDF", "Open the PDF", "Take away"),
    Action("open-web", ("O",), "web page", "Open the web page", "Take away"),
    Action("copy-key", ("y k",), "key", "Copy the cite key", "Take away", "copy", "key"),
    Action("copy-cite", ("y c",), "\\cite{}", "Copy \\cite{key}", "Take away", "copy", "cite"),
    Action("copy-bibtex", ("y b",), "BibTeX", "Copy the BibTeX entry", "Take away", "copy", "bibtex"),
    Action("copy-url", ("y u",), "URL", "Copy the address of the web page", "Take away", "copy", "url"),
    Action("copy-doi", ("y d",), "DOI", "Copy the DOI", "Take away", "copy", "doi"),
    Action("copy-title", ("y t",), "title", "Copy the title", "Take away", "copy", "title"),
    Action("copy-markdown", ("y m",), "Markdown", "Copy a Markdown link", "Take away", "copy", "markdown"),
    Action("export", ("b",), "export", "Export BibTeX of the marks, or of the view", "Take away"),
    Action(
        "kept-files",
        (),
        "kept files",
        "Show the files that are kept up to date, and stop it",
        "Take away",
        "synced-files",
    ),
    Action("preview-export", ("B",), "show BibTeX", "Show the BibTeX that would be exported", "Take away"),
)
CHANGING = (
    Action("add", ("a",), "add", "Add papers: ids, URLs, files, pasted text", "Add and undo"),
    Action("undo", ("u",), "undo", "Take back the last action", "Add and undo"),
    Action("redo", ("U", "ctrl+r"), "redo", "Make the last undone action again", "Add and undo"),
    Action("repeat", (".",), "repeat", "Do the last edit again, on this paper", "Add and undo"),
)
APPLYING = (
    Action("layout", ("\\",), "preview", "Preview to the right, below, off, or by the room there is", "App"),
    Action("theme", (), "theme", "Choose a theme, with live preview", "App"),
    Action("jobs", ("L",), "jobs", "Show background jobs: what runs, what ran, what failed", "App"),
    Action("palette", ("ctrl+p",), "commands", "Find any command by its name", "App"),
    Action("help", ("?",), "help", "Show the keys that work here", "App"),
    Action("back", ("q",), "back", "Go back one level; quit at the top", "App"),
    Action("quit", ("Q",), "quit", "Quit", "App", always=("ctrl+q", "ctrl+c")),
)
ACTIONS = MOVING + VIEWS + FINDING + MARKING + DECIDING + EDITING + JOINING + TAKING + CHANGING + APPLYING
BY_ID = {action.id: action for action in ACTIONS}

PREFIXES = {"g": "go to", "s": "sort by", "p": "priority", "y": "copy"}
"""First key of the default chords → its meaning."""

HINTS = {
    "inbox": ("to-read", "skip", "reading", "done", "tags", "mark", "undo", "search", "open", "help"),
    "list": ("open", "mark", "search", "reading", "done", "tags", "note", "export", "undo", "help"),
    "marks": ("to-read", "skip", "reading", "done", "tags", "export", "trash", "mark-range", "merge", "escape"),
    "range": ("down", "up", "mark-range", "to-read", "skip", "tags", "escape"),
    "duplicates": ("review", "open", "mark", "merge", "search", "undo", "help"),
    "empty": ("add", "next-view", "go-all", "palette", "help", "quit"),
    "no match": ("search", "escape", "go-all", "help"),
    "views": ("down", "up", "open", "next-pane", "help"),
    "paper": ("down", "up", "to-read", "skip", "done", "note", "open-pdf", "escape"),
}
"""Place in the app → the actions whose keys matter there, most needed first."""
