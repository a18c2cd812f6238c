"""Copying and exporting: to the browser, the clipboard, a .bib file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.text import plural
from readinglist.tui.glyphs import counted, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from readinglist.exports.synced import SyncedFile
    from readinglist.papers.paper import Paper
    from readinglist.settings.config import Settings
    from readinglist.tui.desk import Desk
    from readinglist.tui.keymap import Press


LISTED = 3
"""Number of problems shown one by one."""


def open_pdf(desk: Desk, press: Press) -> None:
    """Open the PDF of the paper at the cursor."""
    paper = desk.listing.current
    visit(desk, paper.pdf_url if paper else "", "no PDF is known for this paper")


def open_web(desk: Desk, press: Press) -> None:
    """Open the web page of the paper at the cursor."""
    paper = desk.listing.current
    visit(desk, paper.web_url if paper else "", "no address is known for this paper")


def visit(desk: Desk, url: str, missing: str) -> None:
    """Open `url`, or show the message `missing`."""
    from readinglist.tui import external  # noqa: PLC0415

    desk.show_message(external.open_url(desk.app, url) if url else missing)


def copy(desk: Desk, press: Press) -> None:
    """Copy something of the papers chosen."""
    from readinglist.tui import clipboard  # noqa: PLC0415

    papers = desk.session.chosen()
    joint = "," if press.argument in {"key", "cite"} else "\n"
    problems: Sequence[str] = ()
    text = clipboard.lines_of(map(TEXTS.get(press.argument, markdown), papers), joint)
    if press.argument == "bibtex":
        text, problems = bibtex(papers, desk.settings)
    elif press.argument == "cite":
        text = f"\\cite{{{text}}}" if text else ""
    what = press.action.label if press.action else ""
    if not text:
        desk.show_message(f"no {what} to copy")
        return
    if press.argument in KEYED:
        desk.session.freeze_keys(papers)
    shown = text if "\n" not in text and len(text) < 60 else f"{what} of {plural(len(papers))}"
    desk.show_message(f"{plain(shown)}: {clipboard.copy(desk.app, text)}")
    tell(desk, problems)


def tell(desk: Desk, problems: Sequence[str]) -> None:
    """Show problems of entries, the first few of many."""
    if problems:
        more = [f"and {counted(len(problems) - LISTED)} more"] * (len(problems) > LISTED)
        text = "\n".join(map(plain, [*problems[:LISTED], *more]))
        desk.app.notify(text, title="BibTeX", severity="warning", timeout=12, markup=False)


def bibtex(papers: Sequence[Paper], settings: Settings) -> tuple[str, Sequence[str]]:
    """The BibTeX entries of `papers`, by the settings, and their problems."""
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
"""Argument of a copy action → the line for a paper."""
KEYED = frozenset({"key", "cite", "bibtex"})
"""Arguments whose text holds the cite key."""


def export(desk: Desk, press: Press) -> None:
    """Ask for a file and write the marked papers, or the view, to it."""
    from readinglist.tui.screens.export import ExportScreen  # noqa: PLC0415

    choices = selections(desk)
    if not choices:
        desk.show_message("there is nothing to export")
        return
    dialog = ExportScreen(choices, desk.settings, desk.session.store.folder, desk.background.runner, standing(desk))

    def done(message: str | None) -> None:
        if message:
            desk.session.freeze_keys(dialog.chosen.papers)
        desk.show_message(
            message or ("nothing was written, and no file is kept up to date" if dialog.chosen.is_synced else "")
        )

    desk.app.push_screen(dialog, done)


def synced_files(desk: Desk, press: Press) -> None:
    """Show the files that are kept up to date."""
    from readinglist.tui.screens.synced_files import SyncedFilesScreen  # noqa: PLC0415

    desk.app.push_screen(SyncedFilesScreen(desk.session.store.folder), lambda _: desk.background.refresher.begin())


def preview_export(desk: Desk, press: Press) -> None:
    """Show the entries that would be exported."""
    from readinglist.tui.screens.preview import PreviewScreen  # noqa: PLC0415

    for label, papers in selections(desk).items():
        text, problems = bibtex(papers, desk.settings)
        desk.app.push_screen(PreviewScreen(label, text))
        tell(desk, problems)
        return
    desk.show_message("there is nothing to export")


def selections(desk: Desk) -> dict[str, Sequence[Paper]]:
    """The choices to export by label: the marks first if there are any, else the view."""
    listing = desk.listing
    if listing.current is None:
        return {}
    shown = [listing.papers[id] for id in listing.rows]
    choices: dict[str, Sequence[Paper]] = {}
    if listing.marks or listing.marks.anchor:
        marked = desk.session.chosen()
        if marked:
            choices[f"{counted(len(marked))} marked"] = marked
        choices["this paper"] = [listing.current]
    choices[view_label(desk)] = shown
    return {**choices, "this paper": [listing.current]}


def view_label(desk: Desk) -> str:
    """The label of the shown papers as a choice."""
    listing = desk.listing
    query = f" matching {plain(listing.query.text)}" if listing.query.text else ""
    return f"{listing.view.name}, {plural(len(listing))}{query}"


def standing(desk: Desk) -> dict[str, SyncedFile]:
    """The choices that a file can follow: the view, not the marks."""
    from readinglist.exports.synced import SyncedFile  # noqa: PLC0415 - writers are slow to import

    view, query = desk.listing.view, desk.listing.query
    if view.among is not None:
        return {}
    return {view_label(desk): SyncedFile.showing(view, query)}
