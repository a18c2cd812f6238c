"""Redacting user names, passwords and keys in web addresses.

Errors and problems are redacted when they are made (`errors.py`, `harvest.py`); every other line goes through `safe`
before it is printed or shown.
"""

from __future__ import annotations

import re

from readinglist.text import clean_lines

AT = "(?:[@\uff20\ufe6b]|%(?:25)*40)"
COLON = "(?:[:\uff1a]|%(?:25)*3a)"
END = "(?:[/?#\\\\&]|%(?:25)*(?:2f|3f|23))"
"""A character that ends the host of an address; this one and the two above may be percent-encoded."""
LONGEST = 1_000
"""The maximal length of a password, so that a text with many colons is not slow."""
WEB = "(?:https?|wss?|ftps?|socks[45]?[ah]?)"
"""Schemes that libraries accept with any number of slashes."""
FOLDER = f"(?<![\\w+.-])[a-z][\\w+.-]{{1,20}}:/(?=[^\\s/:?#@]*:\\S{{1,{LONGEST}}}?{AT})"
"""The beginning of an address that was parsed as a path, which leaves one slash."""
PLAIN = f"{WEB}[:\uff1a](?:\\s?[/\\\\])*|(?:(?<![\\w/.~])|(?<=:))//(?!/)|{FOLDER}"
ENCODED = f"{WEB}%(?:25)*3a(?:[/\\\\]|%(?:25)*(?:2f|5c))*"
"""The beginning of an address, plain and percent-encoded."""
PORT = f"(?![0-9]{{0,5}}(?:{END}|[]'\"`)}},;.:!>]*(?:\\s|$)))"
BEFORE = "\\s'\"`(\\[{<"
"""Characters that may precede an address without a scheme."""
NO_NAME = "(?:mailto|hf(?::search)?+|doi|arxiv|file):"
"""Prefixes before a colon that are no user names."""
FOLDERS = "(?:~|[.]{1,2})?/(?:[^\\s/:]*/)*"
"""The folders of a path, to which an address is appended if it is taken for a file."""
WITHOUT_SCHEME = (
    f"(?<![^{BEFORE}])({NO_NAME}|{FOLDERS}|(?!{NO_NAME}))"
    f"(?:(?!{WEB}{COLON})[^{BEFORE}/:?#])+{COLON}[^/?#\\s]{{1,{LONGEST}}}{AT}"
)
NO_PORT = (
    f"({PLAIN}|{ENCODED})(?:(?!{END})[^{BEFORE}:@>])+{COLON}{PORT}(?:\\S*{AT}|[^'\"`(]{{0,200}}?{AT}(?:\\S*{AT})?|\\S+)"
)
"""An address whose port is no number: a password with a character that ends hosts, or one that was cut off."""
USERINFO = re.compile(
    f"({PLAIN})[^/?#\\s]{{0,{LONGEST}}}{AT}|({ENCODED})(?:(?!{END})\\S){{0,{LONGEST}}}{AT}|{NO_PORT}|{WITHOUT_SCHEME}",
    re.IGNORECASE,
)
"""Everything before the host of an address, with or without scheme; a password may have any character."""
SIGNS = ("@", "//", ":/", "=", "%", "\uff20", "\ufe6b")
"""Every text with a password contains one of these, and most texts none."""
LAST_AT = re.compile(f"{AT}\\Z")
KEY = re.compile(
    "((?:[?&;#]|%(?:25)*(?:3f|26|3b|23))(?:[\\w-]*[_-])?"
    "(?:api-?key|key|token|secret|pass(?:word|wd|phrase)?|pwd|auth|sig(?:nature)?)(?:=|%(?:25)*3d))"
    "(?:(?!%(?:25)*(?:26|23))[^&#\\s'\"])+",
    re.IGNORECASE,
)
"""A parameter of an address with a secret value."""
SHOWN = 80
"""The maximal length of a text quoted in a message."""


def has_credentials(text: str) -> bool:
    """Whether an address in the text contains a user name or password."""
    return any(LAST_AT.search(found[0]) for found in USERINFO.finditer(text))


def holds_secret(text: str) -> bool:
    """Whether the text contains anything that is redacted."""
    return without_credentials(text) != text


def without_credentials(text: str) -> str:
    """The text with `…` for user names, passwords and keys in its web addresses.

    >>> without_credentials("see https://ada:secret@example.org/x")
    'see https://…@example.org/x'
    """
    if not any(sign in text for sign in SIGNS):
        return text
    return KEY.sub(r"\1…", USERINFO.sub(hidden, text))


def hidden(found: re.Match[str]) -> str:
    """The redacted beginning of an address."""
    before = next(filter(None, found.groups()), "")
    return f"{before}…@" if LAST_AT.search(found[0]) else f"{before}…"


def safe(message: str) -> str:
    """A message that is safe to show: harmless lines without passwords."""
    return without_credentials(clean_lines(message))


def brief(text: str, longest: int = SHOWN) -> str:
    """The beginning of a text, redacted before it is cut, since it might end in a password."""
    shown = without_credentials(text)
    return shown if len(shown) <= longest else f"{shown[:longest]}…"


def quoted(text: str, whole: str = "") -> str:
    """A text in quotes for messages, short and redacted; only `…` if it is part of a `whole` with a password."""
    is_part = has_credentials(whole) and without_credentials(text) == text
    return repr("…" if is_part else brief(text))
