"""The grammar of the command line: global options, a command, its arguments."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from readinglist.cli.arguments import path
from readinglist.cli.command_table import COMMANDS
from readinglist.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

SHORT_FLAGS = {"open": ("-h",), "list": ("-h",), "export": ("-h", "-o")}
"""Commands with a QUERY → their one-letter flags; other arguments that start with one - are query terms."""
VALUED = frozenset(
    "--query --note --title --author --tag --untag --limit --sort --format --output -o --template --key "
    "--prefer".split()
)
"""Options whose value may start with one -."""
PROTECTED = "\0"
PROGRAM = "readinglist"
HELP = frozenset({"-h", "--help"})
COMMON = {"library": "", "json": False}
"""Defaults of the options allowed before and after the command."""
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
        """Raise UsageError with a hint to the command's help."""
        raise UsageError(message, f"`{self.prog} --help` shows how it is written")


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The options of the command in `arguments`; raises UsageError."""
    place = command_place(arguments)
    common, whole = before_commands()
    if HELP & set(arguments[:place]):
        whole = build(with_arguments=False)[0]
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
    """The arguments with values that start with one - attached to their options: ``--note -x`` as ``--note=-x``."""
    words: list[str] = []
    for word in arguments:
        if words and words[-1] in VALUED and has_one_dash(word):
            words[-1] += f"={word}"
        else:
            words.append(word)
    return words


def protect(arguments: Sequence[str], flags: Collection[str]) -> list[str]:
    """The arguments with query terms such as ``-tag:rl`` marked, so that argparse does not read them as options."""
    return [
        PROTECTED + word if has_one_dash(word) and word.partition("=")[0] not in flags else word for word in arguments
    ]


def has_one_dash(word: str) -> bool:
    """Whether `word` starts with a single -, like one-letter flags and negated terms."""
    return word.startswith("-") and not word.startswith("--")


def command_place(arguments: Sequence[str]) -> int:
    """The index of the command: the first argument that is no global option."""
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
    """A hint what the user may have meant by `word`."""
    import difflib

    if Path(word).exists() or word == "-":
        return f"to take it in: readinglist add {word}"
    close = difflib.get_close_matches(word, commands, 1)
    return f"did you mean {close[0]!r}?" if close else f"to search: readinglist open {word}; all commands: --help"


def build(*, with_arguments: bool = True) -> tuple[Parser, dict[str, Parser]]:
    """The parser of the whole command line, and the parser of each command by name."""
    common, whole = before_commands()
    subparsers = whole.add_subparsers(title="commands", metavar="COMMAND", parser_class=Parser)
    parsers: dict[str, Parser] = {}
    for name, command in COMMANDS.items():
        about = command.about
        parsers[name] = subparsers.add_parser(name, help=about, description=about, parents=[common], allow_abbrev=False)
        if with_arguments:
            command.add_arguments(parsers[name])
        parsers[name].set_defaults(run=command.run)
    return whole, parsers


def build_one(name: str, common: Parser) -> Parser:
    """The parser of one command; building all would take longer than some commands."""
    command = COMMANDS[name]
    parser = Parser(prog=f"{PROGRAM} {name}", description=command.about, parents=[common], allow_abbrev=False)
    command.add_arguments(parser)
    parser.set_defaults(run=command.run, nothing=command.nothing)
    return parser


def before_commands() -> tuple[Parser, Parser]:
    """The parser of the options of every command, and the parser of the options before a command."""
    common = Parser(add_help=False)
    common.add_argument(
        "--library",
        metavar="DIR",
        type=path,
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
