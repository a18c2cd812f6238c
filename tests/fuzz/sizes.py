"""Input that asks too much of a reader that does not count its steps: reader → what it is → n characters of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fuzz.readers import FEED

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = "Upvote\n33\n\nA Title Here\n\nSome abstract here, of a few words.\n\n• 5 authors\n·\nMay 30\n".encode()
CARD = b"<article><h3><a href='/papers/2606.00001'>T</a></h3></article>"
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "lol">' + b"".join(
    b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)
)


def filled(pattern: bytes, before: bytes = b"", after: bytes = b"") -> Callable[[int], bytes]:
    """`pattern` again and again."""
    return lambda n: before + pattern * (n // len(pattern)) + after


def nested(opening: bytes, closing: bytes, before: bytes = b"", after: bytes = b"") -> Callable[[int], bytes]:
    """`opening` again and again, and as many closings."""
    return lambda n: before + opening * (n // 2) + closing * (n // 2) + after


SIZES: dict[str, dict[str, Callable[[int], bytes]]] = {
    "any file": {
        "prose": filled(b"word word word\n"),
        "a line": filled(b"word "),
        "heads": filled(b"@a {\n"),
        "ids": filled(b"1706.03762\n"),
        "ids in a line": filled(b"1706.03762 "),
        "tags of RIS": filled(b"TY  \n"),
        "brackets": filled(b"[ "),
        "declarations": filled(b"<?xml "),
        "blanks": filled(b" "),
    },
    "page text": {
        "papers": filled(PAGE),
        "prose": filled(b"word word word\n"),
        "a line": filled(b"word "),
        "braces": filled(b"{"),
        "brackets": filled(b"]["),
        "headings": filled(b"### ["),
        "numbers": filled(b"1\n"),
        "stars": filled(b"* "),
    },
    "HTML": {
        "paragraphs": filled(b"<p>word</p>\n"),
        "cards": filled(CARD),
        "entities": filled(b"&#x41;"),
        "open tags": filled(b"<a "),
        "an open value": filled(b"x", b"<a b='"),
        "comments": filled(b"<!--"),
    },
    "JSON": {
        "nested lists": filled(b"["),
        "nested objects": filled(b'{"a":'),
        "nested and closed": nested(b"[", b"]"),
        "nested in items": filled(b"[", b"[{},"),
        "authors of CSL": filled(b'{"family":"A","given":"B"},', b'[{"title":"T","author":[', b'{"family":"Z"}]}]'),
        "authors of HF": filled(b'{"name":"A B"},', b'[{"paper":{"id":"2606.00001","title":"T","authors":[', b"{}]}}]"),
        "a number": filled(b"1", b"[", b"]"),
        "a list cut short": filled(b'{"title":"T"},', b"["),
        "marks": filled(b"\\u0301", b'[{"title":"e', b'"}]'),
    },
    "Atom": {
        "nested": filled(b"<a>", b"<feed xmlns='http://www.w3.org/2005/Atom'>"),
        "authors": filled(b"<author><name>A B</name></author>", FEED + b"T</title>", b"</entry></feed>"),
        "laughs": filled(b" ", LAUGHS, b"]><feed>&a9;</feed>"),
        "outside": filled(b" ", b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]>', b"<feed>&a;</feed>"),
    },
    "answers": {
        "nested": filled(b"["),
        "authors": filled(b'{"family":"A","given":"B"},', b'{"title":["T"],"author":[', b"{}]}"),
        "creators": filled(b'{"name":"A, B"},', b'{"titles":[{"title":"T"}],"creators":[', b"{}]}"),
    },
    "BibTeX": {
        "open braces": filled(b"{", b"@misc{k, title={"),
        "braces": nested(b"{", b"}", b"@misc{k, title={", b"}}"),
        "authors": filled(b"Ada Lovelace and ", b"@misc{k, title={T}, author={", b"Z}}"),
    },
    "RIS": {
        "authors": filled(b"AU  - Lovelace, Ada\n", b"TY  - JOUR\nTI  - T\n", b"ER  - \n"),
        "records": filled(b"TY  - JOUR\nTI  - T\nER  - \n"),
        "lines of a value": filled(b"x\n", b"TY  - JOUR\nTI  - T\nN1  - "),
    },
    "documents": {
        "braces": filled(b"{"),
        "citations": filled(b"\\cite{"),
        "keys": filled(b"a,", b"\\cite{", b"}"),
        "brackets": filled(b"[@a"),
        "code": filled(b"` "),
        "fences": filled(b"```\n"),
        "verbatim": filled(b"\\begin{verbatim}"),
        "comments": filled(b"/*"),
        "quotes": filled(b"> "),
    },
    "queries": {
        "words": filled(b"attention "),
        "brackets": filled(b"("),
        "quotes": filled(b'"'),
        "terms": filled(b"tag:"),
    },
    "LaTeX": {
        "braces": nested(b"{", b"}"),
        "names": filled(b" and "),
        "backslashes": filled(b"\\"),
        "commands": filled(b"\\frac{"),
        "dollars": filled(b"$x"),
    },
    "settings": {
        "nested": filled(b"[", b"a = "),
        "nested names": filled(b"a.", b"", b"a = 1"),
        "a number": filled(b"1", b"a = "),
        "like the theme": filled(b'theme = "a"\n', b'x = """\n', b'"""\n'),
    },
    "themes": {"nested": filled(b"[", b"a = ")},
    "torn journal": {"lines": filled(b"\n"), "zeros": filled(b"\0")},
}  # fmt: skip
