"""Taking papers away: to the browser, the clipboard, a .bib file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.text import plural
from readinglist.tui.glyphs import counted, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from readinglist.exports.synced import SyncedFile
    from readinglist.papers.paper import Paper
    from readinglist.settings.config import Settings
    from readinglist.tui.keymap import Press
    from readinglist.tui.screens.main import MainScreen


LISTED = 3
"""Things about entries that are told one by one."""


def open_pdf(screen: MainScreen, press: Press) -> None:
    """Open the PDF of the paper at the cursor."""
    paper = screen.listing.current
    visit(screen, paper.pdf_url if paper else "", "no PDF is known for this paper")


def open_web(screen: MainScreen, press: Press) -> None:
    """Open the web page of the paper at the cursor."""
    paper = screen.listing.current
    visit(screen, paper.web_url if paper else "", "no address is known for this paper")


def visit(screen: MainScreen, url: str, missing: str) -> None:
    """Open `url`, or say what is missing."""
    from readinglist.tui import external  # noqa: PLC0415

    screen.say(external.open_url(screen.app, url) if url else missing)


def copy(screen: MainScreen, press: Press) -> None:
    """Copy something of the papers chosen."""
    from readinglist.tui import clipboard  # noqa: PLC0415

    papers = screen.session.chosen()
    joint = "," if press.argument in {"key", "cite"} else "\n"
    problems: Sequence[str] = ()
    text = clipboard.lines_of(map(TEXTS.get(press.argument, markdown), papers), joint)
    if press.argument == "bibtex":
        text, problems = bibtex(papers, screen.settings)
    elif press.argument == "cite":
        text = f"\\cite{{{text}}}" if text else ""
    what = press.action.label if press.action else ""
    if not text:
        screen.say(f"no {what} to copy")
        return
    if press.argument in KEYED:
        screen.session.freeze_keys(papers)
    shown = text if "\n" not in text and len(text) < 60 else f"{what} of {plural(len(papers))}"
    screen.say(f"{plain(shown)}: {clipboard.copy(screen.app, text)}")
    tell(screen, problems)


def tell(screen: MainScreen, problems: Sequence[str]) -> None:
    """Show what is to be known about entries, the first few things of many."""
    if problems:
        more = [f"and {counted(len(problems) - LISTED)} more"] * (len(problems) > LISTED)
        text = "\n".join(map(plain, [*problems[:LISTED], *more]))
        screen.notify(text, title="BibTeX", severity="warning", timeout=12, markup=False)


def bibtex(papers: Sequence[Paper], settings: Settings) -> tuple[str, Sequence[str]]:
    """The BibTeX entries of `papers`, as the settings have them, and what is to be known about them."""
    from readinglist.bibtex.writing.style import style_in  # noqa: PLC0415
    from readinglist.bibtex.writing.writer import write  # noqa: PLC0415

    written = write(papers, settings.dialect, style_in(settings.export_options))
    return written.text, written.problems


def markdown(paper: Paper) -> str:
    """A Markdown link to `paper`."""
    from readinglist.formats.markdown_list import link  # noqa: PLC0415

    return link(paper)


TEXTS: dict[str, Callable[[Paper], str]] = {
    "key": lambda paper: paper.key,
    "cite": lambda paper: paper.key,
    "url": lambda paper: paper.web_url,
    "doi": lambda paper: paper.doi,
    "title": lambda paper: paper.title,
    "markdown": markdown,
}
"""What can be copied of a paper, line by line."""
KEYED = frozenset({"key", "cite", "bibtex"})
"""What holds the cite key."""


def export(screen: MainScreen, press: Press) -> None:
    """Ask for a file and write the marked papers, or the view, to it."""
    from readinglist.tui.screens.export import ExportScreen  # noqa: PLC0415

    choices = selections(screen)
    if not choices:
        screen.say("there is nothing to export")
        return
    dialog = ExportScreen(choices, screen.settings, screen.session.store.folder, standing(screen))

    def done(message: str | None) -> None:
        if message:
            screen.session.freeze_keys(dialog.papers)
        screen.say(message or ("nothing was written, and no file is kept up to date" if dialog.is_kept else ""))

    screen.app.push_screen(dialog, done)


def kept_files(screen: MainScreen, press: Press) -> None:
    """Show the files that are kept up to date."""
    from readinglist.tui.screens.kept import KeptScreen  # noqa: PLC0415

    screen.app.push_screen(KeptScreen(screen.session.store.folder), lambda _: screen.keeping.begin())


def preview_export(screen: MainScreen, press: Press) -> None:
    """Show the entries that would be exported."""
    from readinglist.tui.screens.preview import PreviewScreen  # noqa: PLC0415

    for label, papers in selections(screen).items():
        text, problems = bibtex(papers, screen.settings)
        screen.app.push_screen(PreviewScreen(label, text))
        tell(screen, problems)
        return
    screen.say("there is nothing to export")


def selections(screen: MainScreen) -> dict[str, Sequence[Paper]]:
    """What can be exported, by name: the marks first if there are any, else the view."""
    listing = screen.listing
    if listing.current is None:
        return {}
    shown = [listing.papers[id] for id in listing.rows]
    choices: dict[str, Sequence[Paper]] = {}
    if listing.marks or listing.marks.anchor:
        marked = screen.session.chosen()
        if marked:
            choices[f"{counted(len(marked))} marked"] = marked
        choices["this paper"] = [listing.current]
    choices[view_label(screen)] = shown
    return {**choices, "this paper": [listing.current]}


def view_label(screen: MainScreen) -> str:
    """How the papers shown are called as a choice."""
    listing = screen.listing
    query = f" matching {plain(listing.query.text)}" if listing.query.text else ""
    return f"{listing.view.name}, {plural(len(listing))}{query}"


def standing(screen: MainScreen) -> dict[str, SyncedFile]:
    """The choices that go on to mean something when the library changes: the view, not what is marked now."""
    from readinglist.exports.synced import SyncedFile  # noqa: PLC0415 - writers are slow to import

    view, query = screen.listing.view, screen.listing.query
    if view.among is not None:
        return {}
    return {view_label(screen): SyncedFile.showing(view, query)}
