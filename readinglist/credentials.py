"""User names, passwords and keys in web addresses: found, and left out of what is shown.

Errors and problems leave them out when they are made (`errors.py`, `harvest.py`); every other line that is printed or
shown goes through `safe` where it leaves.
"""

from __future__ import annotations

import re

from readinglist.text import clean_lines

AT = "(?:[@\uff20\ufe6b]|%(?:25)*40)"
COLON = "(?:[:\uff1a]|%(?:25)*3a)"
END = "(?:[/?#\\\\&]|%(?:25)*(?:2f|3f|23))"
"""A sign that ends the host of an address; like the two above also in percent-encoding."""
LONGEST = 1_000
"""Signs of a password, lest a text with many colons take long."""
WEB = "(?:https?|wss?|ftps?|socks[45]?[ah]?)"
"""Schemes that libraries understand with any number of slashes, or none."""
FOLDER = f"(?<![\\w+.-])[a-z][\\w+.-]{{1,20}}:/(?=[^\\s/:?#@]*:\\S{{1,{LONGEST}}}?{AT})"
"""How an address of any scheme begins when it was read as a path, which leaves one slash."""
PLAIN = f"{WEB}[:\uff1a](?:\\s?[/\\\\])*|(?:(?<![\\w/.~])|(?<=:))//(?!/)|{FOLDER}"
ENCODED = f"{WEB}%(?:25)*3a(?:[/\\\\]|%(?:25)*(?:2f|5c))*"
"""How an address begins, as it is and percent-encoded."""
PORT = f"(?![0-9]{{0,5}}(?:{END}|[]'\"`)}},;.:!>]*(?:\\s|$)))"
BEFORE = "\\s'\"`(\\[{<"
"""What may stand before an address without a scheme."""
NO_NAME = "(?:mailto|hf(?::search)?+|doi|arxiv|file):"
"""What stands before a colon and is no user name."""
FOLDERS = "(?:~|[.]{1,2})?/(?:[^\\s/:]*/)*"
"""The folders of a path, of which an address becomes part where a file is meant."""
WITHOUT_SCHEME = (
    f"(?<![^{BEFORE}])({NO_NAME}|{FOLDERS}|(?!{NO_NAME}))"
    f"(?:(?!{WEB}{COLON})[^{BEFORE}/:?#])+{COLON}[^/?#\\s]{{1,{LONGEST}}}{AT}"
)
NO_PORT = (
    f"({PLAIN}|{ENCODED})(?:(?!{END})[^{BEFORE}:@>])+{COLON}{PORT}(?:\\S*{AT}|[^'\"`(]{{0,200}}?{AT}(?:\\S*{AT})?|\\S+)"
)
"""No number in the place of the port: a password with a sign that ends hosts, or one that was cut off."""
USERINFO = re.compile(
    f"({PLAIN})[^/?#\\s]{{0,{LONGEST}}}{AT}|({ENCODED})(?:(?!{END})\\S){{0,{LONGEST}}}{AT}|{NO_PORT}|{WITHOUT_SCHEME}",
    re.IGNORECASE,
)
"""What stands before the host of an address, with or without scheme and slashes; a password may hold any sign."""
SIGNS = ("@", "//", ":/", "=", "%", "\uff20", "\ufe6b")
"""Of these a text with a password has one: nearly all texts have none."""
LAST_AT = re.compile(f"{AT}\\Z")
KEY = re.compile(
    "((?:[?&;#]|%(?:25)*(?:3f|26|3b|23))(?:[\\w-]*[_-])?"
    "(?:api-?key|key|token|secret|pass(?:word|wd|phrase)?|pwd|auth|sig(?:nature)?)(?:=|%(?:25)*3d))"
    "(?:(?!%(?:25)*(?:26|23))[^&#\\s'\"])+",
    re.IGNORECASE,
)
"""A parameter of an address that lets in whoever knows its value."""
SHOWN = 80
"""Signs of a text that a message repeats."""


def has_credentials(text: str) -> bool:
    """Whether an address in the text holds a user name or password."""
    return any(LAST_AT.search(found[0]) for found in USERINFO.finditer(text))


def holds_secret(text: str) -> bool:
    """Whether an address in the text holds anything that messages leave out."""
    return without_credentials(text) != text


def without_credentials(text: str) -> str:
    """The text with `…` for the user name, password and key of each web address in it.

    >>> without_credentials("see https://ada:secret@example.org/x")
    'see https://…@example.org/x'
    """
    if not any(sign in text for sign in SIGNS):
        return text
    return KEY.sub(r"\1…", USERINFO.sub(hidden, text))


def hidden(found: re.Match[str]) -> str:
    """What is shown of the beginning of an address."""
    before = next(filter(None, found.groups()), "")
    return f"{before}…@" if LAST_AT.search(found[0]) else f"{before}…"


def safe(message: str) -> str:
    """A message as it may be shown: harmless lines without passwords."""
    return without_credentials(clean_lines(message))


def brief(text: str, longest: int = SHOWN) -> str:
    """The beginning of a text without passwords: to be cut before they are left out it might end in one."""
    shown = without_credentials(text)
    return shown if len(shown) <= longest else f"{shown[:longest]}…"


def quoted(text: str, whole: str = "") -> str:
    """A text in quotes as a message names it, short and without passwords; of a `whole` with one no other part."""
    is_part = has_credentials(whole) and without_credentials(text) == text
    return repr("…" if is_part else brief(text))
