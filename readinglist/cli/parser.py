"""What may be written on the command line."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from readinglist.credentials import quoted
from readinglist.errors import UsageError
from readinglist.papers.status import STATUSES
from readinglist.settings.services import FORMS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

SELECTOR_HELP = "an id, cite key, arXiv id or DOI"
QUERY_HELP = "words (fuzzy) and terms such as status:inbox tag:rl year:>2022 author:wang -tag:old"
NO_PAPERS = {"papers": 0, "status": {}, "tags": {}, "years": {}, "without_authors": 0, "with_notes": 0}
"""What `stats --json` prints where there is no library."""
PRIVATE = ("abstract", "keywords", "file", "note", "status")
SORTS = ("added", "year", "title", "author", "priority", "status", "key", "relevance")
SHORT_FLAGS = {"open": ("-h",), "list": ("-h",), "export": ("-h", "-o")}
"""The commands that take a QUERY with their one-letter flags; other arguments that start with one - are query terms."""
VALUED = frozenset(
    "--query --note --title --author --tag --untag --limit --sort --format --output -o --template --key "
    "--prefer".split()
)
"""The options whose value may start with one -."""
PROTECTED = "\0"
PROGRAM = "readinglist"
HELP = frozenset({"-h", "--help"})
COMMON = {"library": "", "json": False}
"""What the options that stand before or after the command are without being given."""
EPILOG = """\
the usual way:
  readinglist add page.txt          take in a Daily Papers page, a .bib, ids or URLs
  readinglist                       triage in the terminal; ? shows the keys
  readinglist export -o refs.bib status:to-read
  readinglist cite paper.tex -o refs.bib

exit status: 0 all done, 1 something failed or nothing matched, 2 wrong usage
"""


class Parser(argparse.ArgumentParser):
    """An ArgumentParser that raises UsageError instead of leaving the program."""

    def error(self, message: str) -> NoReturn:
        """Raise UsageError with the way to this command's help."""
        raise UsageError(message, f"`{self.prog} --help` shows how it is written")


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The options of the command in `arguments`; raises UsageError."""
    place = command_place(arguments)
    common, whole = before_commands()
    if HELP & set(arguments[:place]):
        whole = build()[0]
    general = argparse.Namespace(**{**COMMON, **vars(whole.parse_args(arguments[:place]))})
    if place == len(arguments):
        return general
    name, rest = arguments[place], joined(arguments[place + 1 :])
    if name not in COMMANDS:
        raise UsageError(f"there is no command {name!r}", nearest_command(name, COMMANDS))
    words = protect(rest, SHORT_FLAGS[name]) if name in SHORT_FLAGS else rest
    own = build_one(name, common).parse_intermixed_args(words)
    options = argparse.Namespace(**{**vars(general), **vars(own)})
    if name in SHORT_FLAGS:
        options.query = " ".join(word.removeprefix(PROTECTED) for word in options.query)
    return options


def joined(arguments: Sequence[str]) -> list[str]:
    """The arguments with a value that starts with one - behind its option: ``--note -x`` as ``--note=-x``."""
    words: list[str] = []
    for word in arguments:
        if words and words[-1] in VALUED and has_one_dash(word):
            words[-1] += f"={word}"
        else:
            words.append(word)
    return words


def protect(arguments: Sequence[str], flags: Collection[str]) -> list[str]:
    """The arguments with those that belong to the query (``-tag:rl``) marked, so that argparse lets them pass."""
    return [
        PROTECTED + word if has_one_dash(word) and word.partition("=")[0] not in flags else word for word in arguments
    ]


def has_one_dash(word: str) -> bool:
    """Whether `word` starts with one -, as flags of one letter and terms to leave out do."""
    return word.startswith("-") and not word.startswith("--")


def command_place(arguments: Sequence[str]) -> int:
    """Where the command stands: the first argument that is no global option."""
    skip = False
    for place, word in enumerate(arguments):
        if skip:
            skip = False
        elif word == "--library":
            skip = True
        elif not word.startswith("-") or word == "-":
            return place
    return len(arguments)


def nearest_command(word: str, commands: Collection[str]) -> str:
    """What the user may have meant by `word`."""
    import difflib

    if Path(word).exists() or word == "-":
        return f"to take it in: readinglist add {word}"
    close = difflib.get_close_matches(word, commands, 1)
    return f"did you mean {close[0]!r}?" if close else f"to search: readinglist open {word}; all commands: --help"


def build() -> tuple[Parser, dict[str, Parser]]:
    """The parser of the whole command line, with all commands, and that of each command by name."""
    common, whole = before_commands()
    subparsers = whole.add_subparsers(title="commands", metavar="COMMAND", parser_class=Parser)
    parsers: dict[str, Parser] = {}
    for name, command in COMMANDS.items():
        about = command.about
        parsers[name] = subparsers.add_parser(name, help=about, description=about, parents=[common], allow_abbrev=False)
        command.fill(parsers[name])
        parsers[name].set_defaults(run=command.run)
    return whole, parsers


def build_one(name: str, common: Parser) -> Parser:
    """The parser of one command alone: to make all takes longer than some commands do."""
    command = COMMANDS[name]
    parser = Parser(prog=f"{PROGRAM} {name}", description=command.about, parents=[common], allow_abbrev=False)
    command.fill(parser)
    parser.set_defaults(run=command.run, nothing=command.nothing)
    return parser


def before_commands() -> tuple[Parser, Parser]:
    """The parser of what every command takes, and that of what stands before a command."""
    common = Parser(add_help=False)
    common.add_argument(
        "--library",
        metavar="DIR",
        type=place,
        default=argparse.SUPPRESS,
        help="the library's folder (or READINGLIST_LIBRARY)",
    )
    common.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON document")
    whole = Parser(
        prog=PROGRAM,
        description="From today's papers to your .bib, without leaving the keyboard.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[common],
        allow_abbrev=False,
    )
    whole.set_defaults(run="terminal:start", query="", nothing=[])
    whole.add_argument("--version", action="store_const", dest="run", const="output:version", help="print the version")
    whole.add_argument("--demo", action="store_true", help="open a throw-away library made from the examples")
    return common, whole


def _fill_open(parser: Parser) -> None:
    parser.add_argument("query", nargs="*", metavar="QUERY", help=QUERY_HELP)


def _fill_list(parser: Parser) -> None:
    parser.add_argument("query", nargs="*", metavar="QUERY", help=QUERY_HELP)
    parser.add_argument("--sort", choices=SORTS, help="the order (default: relevance, or newest first without words)")
    parser.add_argument("--reverse", action="store_true", help="turn the order round")
    parser.add_argument("--limit", type=count, metavar="N", help="at most N papers")


def _fill_show(parser: Parser) -> None:
    parser.add_argument("paper", metavar="PAPER", help=SELECTOR_HELP)
    parser.add_argument(
        "--history", action="store_true", help="only the records that were joined to it, and what of them was not taken"
    )


def _fill_export(parser: Parser) -> None:
    parser.add_argument("query", nargs="*", metavar="QUERY", help=QUERY_HELP)
    add_output_options(parser)
    parser.add_argument(
        "--update", action="store_true", help="add and change entries in a .bib FILE; all else in it stays"
    )
    parser.add_argument("--watch", action="store_true", help="go on, and write again whenever the library changes")
    parser.add_argument("--kept", action="store_true", help="list the files that the app keeps up to date, or would")
    parser.add_argument("--keep", metavar="FILE", type=place, help="agree to FILE as the library's folder lists it")
    parser.add_argument("--forget", metavar="FILE", type=place, help="keep FILE up to date no longer, or never")


def _fill_cite(parser: Parser) -> None:
    parser.add_argument(
        "file",
        nargs="+",
        metavar="FILE",
        type=place,
        help="a .tex, .aux, .bcf, Markdown or Typst file, - for standard input; files that it takes in are read too",
    )
    add_output_options(parser)


def _fill_add(parser: Parser) -> None:
    parser.add_argument(
        "source",
        nargs="*",
        metavar="SOURCE",
        help="a file (Daily Papers page as text or HTML, JSON of the Hugging Face API, .bib, RIS, CSL-JSON, or JSON "
        f"that `export` wrote), - for standard input, {', '.join(FORMS)}",
    )
    parser.add_argument(
        "--status", choices=tuple(STATUSES), help="status of papers that are new (what the source says, or inbox)"
    )
    parser.add_argument(
        "--tag", action="append", type=tag, default=[], metavar="T", help="tag papers that are new; repeatable"
    )
    parser.add_argument(
        "--tag-keywords",
        action="store_true",
        help="tag papers that are new with the keywords and groups of their entries",
    )
    parser.add_argument("--as-of", metavar="DATE", type=day, help="the day a page without year was copied (today)")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")
    parser.add_argument("--title", metavar="T", help="add one paper by hand")
    parser.add_argument("--author", action="append", default=[], metavar="A", help="its authors, with --title")
    parser.add_argument("--year", type=year, metavar="Y", help="its year, with --title")


def _fill_update(parser: Parser) -> None:
    parser.add_argument("selector", nargs="*", metavar="SELECTOR", help=SELECTOR_HELP)
    parser.add_argument("--query", metavar="QUERY", default="", help="all papers that match QUERY as well")
    parser.add_argument("--status", choices=tuple(STATUSES))
    parser.add_argument("--tag", action="append", type=tag, default=[], metavar="T", help="add a tag; repeatable")
    parser.add_argument(
        "--untag", action="append", type=tag, default=[], metavar="T", help="take a tag away; repeatable"
    )
    parser.add_argument("--priority", type=int, choices=range(4), metavar="N", help="0 (none) to 3 (highest)")
    parser.add_argument("--note", metavar="TEXT", help="the note; replaces the old one")


def _fill_remove(parser: Parser) -> None:
    parser.add_argument("selector", nargs="+", metavar="SELECTOR", help=SELECTOR_HELP)
    parser.add_argument("--forever", action="store_true", help="remove for good; they still never come back as new")


def _fill_rekey(parser: Parser) -> None:
    parser.add_argument("selector", nargs="*", metavar="SELECTOR", help=SELECTOR_HELP)
    parser.add_argument("--query", metavar="QUERY", default="", help="all papers that match QUERY as well")
    parser.add_argument("--all", action="store_true", help="the whole library but the trash")
    parser.add_argument(
        "--template", metavar="T", help="such as {author:Capital}_{year} (default: cite_key in the settings)"
    )
    parser.add_argument("--key", metavar="KEY", help="the key for the one paper named")
    parser.add_argument("--dry-run", action="store_true", help="print what would change, change nothing")
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=place, help="write old and new keys there, with a tab between"
    )
    parser.add_argument("--force", action="store_true", help="replace FILE if it exists")


def _fill_undo(parser: Parser) -> None:
    parser.add_argument("number", nargs="?", type=count, metavar="N", help="a number that --list shows")
    parser.add_argument("--list", action="store_true", help="list the changes that can be taken back")


def _fill_doctor(parser: Parser) -> None:
    parser.add_argument("--repair", action="store_true", help="mend what can be mended; damaged files are kept aside")


def _fill_config(parser: Parser) -> None:
    parser.add_argument("file", nargs="?", metavar="FILE", help="say what this file would change, and change nothing")
    parser.add_argument("--keys", action="store_true", help="list all actions with their keys, for your keymap")


def _fill_completion(parser: Parser) -> None:
    parser.add_argument("shell", choices=("bash", "zsh", "fish", "tcsh"))


def _fill_merge(parser: Parser) -> None:
    parser.add_argument("paper", nargs="+", metavar="PAPER", help=SELECTOR_HELP)
    parser.add_argument(
        "--prefer",
        metavar="PAPER",
        help="the one whose publication it shall be (default: a publication's, not a preprint's)",
    )


def _fill_split(parser: Parser) -> None:
    parser.add_argument("paper", metavar="PAPER", help=SELECTOR_HELP)
    parser.add_argument(
        "number", nargs="?", type=count, metavar="N", help="the joined record that `show` numbers so (the newest)"
    )


def _fill_distinct(parser: Parser) -> None:
    parser.add_argument("paper", nargs="+", metavar="PAPER", help=SELECTOR_HELP)


def _fill_nothing(parser: Parser) -> None:
    """A command that takes nothing."""


def add_output_options(parser: Parser) -> None:
    """Where and how papers are written."""
    from readinglist.bibtex.writing.style import OPTIONS
    from readinglist.formats import FORMATS

    parser.add_argument(
        "-o", "--output", metavar="FILE", type=place, help="the file to write; - or none: standard output"
    )
    parser.add_argument("--force", action="store_true", help="replace FILE if it exists")
    parser.add_argument(
        "--format",
        choices=tuple(FORMATS),
        help="the format (default: bibtex); json loses nothing (not even the trash if there is no QUERY)",
    )
    parser.add_argument(
        "--with",
        dest="private",
        type=private_fields,
        default=(),
        metavar="FIELDS",
        help=f"private fields for the .bib file, with commas between: {', '.join(PRIVATE)}",
    )
    parser.add_argument("--ascii", action="store_true", help="nothing but ASCII in the .bib file; what is lost is said")
    parser.add_argument(
        "--option",
        dest="styles",
        action="extend",
        type=export_options,
        metavar="NAMES",
        help="options for the .bib file, with commas between, '' for none (default: export_options in the settings): "
        + "; ".join(f"{name}: {about}" for name, about in OPTIONS.items()).replace("%", "%%"),
    )


def place(text: str) -> str:
    """The name of a file or folder."""
    if not text:
        raise argparse.ArgumentTypeError("the name is empty")
    return text


def tag(text: str) -> str:
    """A tag; blanks in it will be hyphens."""
    from readinglist.text import clean_tag

    if not clean_tag(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no tag: it needs letters or digits")
    return text


def private_fields(text: str) -> tuple[str, ...]:
    """Names of private fields, with commas between."""
    from readinglist.bibtex.writing.style import names_in

    names = names_in(text)
    if wrong := [name for name in names if name not in PRIVATE]:
        shown = quoted(wrong[0], text)
        raise argparse.ArgumentTypeError(f"there is no private field {shown}; known: {', '.join(PRIVATE)}")
    return tuple(names)


def export_options(text: str) -> tuple[str, ...]:
    """Names of options of .bib files, with commas between."""
    from readinglist.bibtex.writing.style import options_in

    try:
        return options_in(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def count(text: str) -> int:
    """A number from 1 on."""
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 on")
    return int(text)


def year(text: str) -> int:
    """A year of four digits."""
    if not text.isascii() or not text.isdigit() or len(text) != 4:
        raise argparse.ArgumentTypeError(f"{text!r} is not a year such as 2017")
    return int(text)


def day(text: str) -> object:
    """A date such as 2025-12-08."""
    from datetime import date

    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2025-12-08") from None


class Command(NamedTuple):
    """A command of the command line."""

    run: str
    """``module:function`` in this package."""
    about: str
    fill: Callable[[Parser], None]
    """Adds its arguments to a parser."""
    nothing: Any = None
    """The JSON that it prints where there is no library."""


COMMANDS = {
    "open": Command("terminal:start", "open the app, narrowed to QUERY", _fill_open, []),
    "list": Command("papers:list_papers", "list papers, one line each: id, status, year, key, title", _fill_list, []),
    "show": Command("papers:show", "show everything about one paper", _fill_show),
    "export": Command(
        "export:export",
        "write the papers that match QUERY (default: all but the trash) as BibTeX or in another format",
        _fill_export,
        [],
    ),
    "cite": Command("cite:cite", "write BibTeX of the papers that a document cites", _fill_cite),
    "stats": Command("papers:stats", "count papers by status, tag and year", _fill_nothing, NO_PAPERS),
    "add": Command("add:add", "take papers in; known ones are recognised and merged", _fill_add),
    "update": Command("edit:update", "change status, tags, priority or note", _fill_update),
    "remove": Command("edit:remove", "move papers to the trash", _fill_remove),
    "duplicates": Command("duplicates:duplicates", "list papers that may be one, and why", _fill_nothing, []),
    "merge": Command("duplicates:merge", "make one paper of several; `split` takes it apart again", _fill_merge),
    "split": Command("duplicates:split", "take a joined record out of a paper again", _fill_split),
    "distinct": Command("duplicates:distinct", "remember that papers are not one", _fill_distinct),
    "rekey": Command(
        "rekey:rekey", "give papers the cite keys that your template proposes; old keys still work", _fill_rekey
    ),
    "undo": Command("edit:undo", "take back the newest change made on the command line, or change N", _fill_undo),
    "redo": Command("edit:redo", "make the change again that was last undone on the command line", _fill_nothing),
    "save": Command("care:save", "write all changes into library.json, as before a commit", _fill_nothing),
    "trust": Command("care:trust", "agree to a library in a folder of others, or behind a link", _fill_nothing),
    "doctor": Command("care:doctor", "check the library's files", _fill_doctor),
    "config": Command(
        "settings:config", "show the settings and what is wrong with them, or what a file would change", _fill_config
    ),
    "themes": Command("settings:themes", "list the themes", _fill_nothing),
    "completion": Command("care:completion", "print a completion script for your shell", _fill_completion),
}
