"""Lines of text without Markdown's links and escapes."""

from __future__ import annotations

import re

from readinglist.text import clean

MARKUP = re.compile(r"\]\(https?://|\]\[\d{1,4}\]")
IMAGE = re.compile(r"!\[([^\[\]\n]{0,200})\]\([^()\s]{0,1000}\)")
NESTED = re.compile(r"\[(\[[^\[\]\n]{0,200}\][^\[\]\n]{0,200})\](?:\([^()\s]{0,1000}\)|\[\d{1,4}\])")
LINK = re.compile(r"\[([^\[\]]{0,20000})\](?:\(([^()\s]{0,1000})\)|\[(\d{1,4})\])")
TARGET = re.compile(r"^\s*(?:\[(\d{1,4})\]:|(\d{1,4})\.)\s+(https?://\S{1,1000})\s*$", re.MULTILINE)
PAPER_LINK = re.compile(r"/papers/(\d{4}\.\d{4,5})")
LINE_LINK = re.compile(
    r"^(#{1,6} )?\[((?:[^\[\]]|\[[^\[\]]{0,200}\]){0,20000})\](?:\(([^()\s]{0,1000})\)|\[(\d{1,4})\])", re.MULTILINE
)
"""A link that begins a line; its label may hold brackets."""
HALF_LINK = re.compile(r"[\[\]\\]{1,2}|\](?:\([^()\s]{0,1000}\)|\[\d{1,4}\])")
ID = re.compile(r" ?⟦([\d.]{9,10})⟧")
ESCAPED = re.compile(r"\\([\\`*_\[\]()#+.!-])")


def lines_of(text: str) -> list[str]:
    """The lines, sanitised and without Markdown's links; a link to a paper becomes ⟦id⟧."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    if not MARKUP.search(text):
        return [clean(line) for line in text.split("\n")]
    return [unmarked(clean(line)) for line in without_links(text).split("\n")]


def without_links(text: str) -> str:
    """Markdown with links replaced by their labels, line by line."""
    targets = {number or other: address for number, other, address in TARGET.findall(text)}

    def label(text: str, address: str | None, number: str | None) -> str:
        found = PAPER_LINK.search(address or targets.get(number or "", ""))
        return f" {text} " + (f"⟦{found[1]}⟧" if found else "")

    text = TARGET.sub("", text) if targets else text
    text = NESTED.sub(r"\1", IMAGE.sub(r"[\1] ", text))
    text = LINK.sub(lambda match: label(match[1], match[2], match[3]), text)
    return LINE_LINK.sub(lambda match: (match[1] or "") + label(match[2], match[3], match[4]), text)


def unmarked(line: str) -> str:
    """A line of Markdown without halves of links and escapes, except a hard line break's backslash."""
    return "" if HALF_LINK.fullmatch(line) else ESCAPED.sub(r"\1", line).strip()
