"""Everything that reads what others wrote: what bytes it is given, and pieces that lead far into it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from gzip import compress
from typing import TYPE_CHECKING, Any

import httpx
import orjson

from readinglist import citations, sources
from readinglist.bibtex.entry import names
from readinglist.bibtex.reading import reader
from readinglist.bibtex.updating.updater import update
from readinglist.credentials import without_credentials
from readinglist.latex.decoder import readable
from readinglist.papers import keytemplate
from readinglist.papers.library import Library
from readinglist.papers.paper import Paper
from readinglist.papers.record import now
from readinglist.search import search
from readinglist.search.highlight import spans
from readinglist.search.query.parser import parse
from readinglist.settings import config
from readinglist.settings.config_edit import write_setting
from readinglist.sources.documents import hfjson, jsonfile, ris
from readinglist.sources.online import arxiv, crossref, datacite, huggingface
from readinglist.sources.online.answer import Answer, Lookup
from readinglist.sources.online.body import Body
from readinglist.sources.online.http import check_redirect, url_of
from readinglist.sources.online.rate_limit import retry_after
from readinglist.sources.page import saved
from readinglist.sources.splitting import split_sources
from readinglist.tui import theming
from readinglist.tui.keymap import Keymap
from tests.fuzz import folders
from tests.fuzz.folders import FOLDER, RECORD

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from readinglist.papers.harvest import Harvest

DAY = date(2025, 12, 8)
LOOKUP = Lookup("arxiv", "export.arxiv.org", "1706.03762")
LIBRARY = Library()
LIBRARY.apply(
    LIBRARY.add(
        [
            Paper.of("Attention Is All You Need", arxiv="1706.03762", abstract="We propose a model.", key="a2017"),
            Paper.of("Gödel machines", doi="10.1000/x", tags=["nlp"], note="a note", key="b"),
        ],
        now(),
    )
)
PAPERS = list(LIBRARY)


@dataclass(frozen=True, slots=True)
class Reader:
    """One way in."""

    read: Callable[[bytes], object]
    """Reads the bytes; raises ReadingListError for what it cannot read, and nothing else."""
    pieces: Sequence[bytes]
    """What its input is made of."""
    is_slow: bool = False
    """Whether it works on files, which costs milliseconds a time."""


def text_of(data: bytes) -> str:
    """The text of any bytes."""
    return data.decode("utf-8", "replace")


def taken(harvest: Harvest) -> Harvest:
    """A harvest as far as a library takes it in, lists it and writes it."""
    library = Library()
    library.apply(library.add(harvest.papers, now()))
    for paper in library:
        paper.to_json()
    return harvest


def answer_of(data: bytes, status: int = 200) -> Answer:
    """The answer of a service that sends these bytes."""
    return Answer(LOOKUP, status, {}, data.decode("utf-8-sig", "replace"))


def read_anything(data: bytes) -> None:
    """A file of any kind, or pasted text."""
    split_sources(text_of(data))
    taken(sources.read(data, "x.txt", DAY))


def read_page(data: bytes) -> None:
    """The text of a page."""
    from readinglist.sources.page import daily

    taken(daily.read(text_of(data), "paste", DAY))


def read_html(data: bytes) -> None:
    """A page saved as HTML."""
    taken(saved.read(text_of(data), "file:x.html", DAY))


def read_json(data: bytes) -> None:
    """A JSON file: our own, CSL-JSON, that of Hugging Face."""
    taken(jsonfile.read(text_of(data), "file:x.json"))


def read_feed(data: bytes) -> None:
    """What arXiv answers."""
    answer_of(data, 400).message()
    feed = arxiv.feed_of(answer_of(data))
    arxiv.complaint_of(feed)
    arxiv.papers_of(feed)


def read_answer(data: bytes) -> None:
    """What services answer in JSON."""
    answer = answer_of(data)
    answer.message()
    value = answer.json()
    items = value if isinstance(value, list) else [value]
    for item in items:
        if isinstance(item, dict):
            crossref.paper_of(item, "10.1000/x")
            datacite.paper_of(item, "10.48550/arXiv.1706.03762")
        huggingface.day_of(item)
    hfjson.papers_from_items(items, "hf:daily")


def read_body(data: bytes) -> None:
    """What services answer, packed or not, after a line of headers: as it is packed, and when to ask again."""
    headers, _, content = data.partition(b"\n")
    encoding, _, moment = text_of(headers).partition(" ")
    retry_after({"retry-after": moment, "date": moment, "ratelimit": moment})
    body = Body(LOOKUP, encoding)
    for start in range(0, len(content), 100):
        body.feed(content[start : start + 100])
    body.text()


def read_address(data: bytes) -> None:
    """A base address of a service, or one that is to be shown or followed."""
    address = text_of(data)
    without_credentials(address)
    here = httpx.Request("GET", "https://example.org/x")
    with suppress(httpx.HTTPError, httpx.InvalidURL, UnicodeError):
        check_redirect(httpx.Response(302, headers=[("Location", address)], request=here))
    url_of("arxiv", address, "/x")


def read_bib(data: bytes) -> None:
    """A .bib file, which is read and brought up to date."""
    text = text_of(data)
    taken(reader.read(text, "x.bib"))
    update(text, PAPERS, "bibtex", {})


def read_ris(data: bytes) -> None:
    """An RIS file."""
    taken(ris.read(text_of(data), "file:x.ris"))


def read_document(data: bytes) -> None:
    """A document that cites."""
    text = text_of(data)
    for name in ("x.tex", "x.aux", "x.bcf", "x.md", "x.typ"):
        citations.read(text, citations.kind_of(text, name))


def read_query(data: bytes) -> None:
    """A query."""
    query = parse(text_of(data), DAY)
    search(LIBRARY, query)
    for paper in PAPERS:
        spans(paper.title, query)


def read_latex(data: bytes) -> None:
    """LaTeX in titles and names, and templates of cite keys."""
    text = text_of(data)
    readable(text)
    names.parse_names(text)
    keytemplate.parse(text)


def read_keymap(data: bytes) -> None:
    """The user's keymap."""
    id, _, keys = text_of(data).partition("\n")
    Keymap({id: keys, "app.quit": keys, "paper.done": keys})


def read_settings(data: bytes) -> None:
    """config.toml, read and given another theme."""
    path = FOLDER / "config.toml"
    path.write_bytes(data)
    config.load(path)
    write_setting("theme", "sepia", path)


def read_theme(data: bytes) -> None:
    """A theme."""
    path = FOLDER / "theme.toml"
    path.write_bytes(data)
    theming.load(path)


def split(text: str) -> list[bytes]:
    """The words of a text, and signs that stand between them."""
    return [word.encode() for word in text.split()] + [b" ", b"\n", b"\xff", b"\xc3\xa9", b"\x1b[2J"]


def dumped(*values: Any) -> list[bytes]:
    """Values as JSON."""
    return [orjson.dumps(value) for value in values]


SIGNS = b'[ ] { } , : null true 1e999 -1 "" 12345678901234567890'.split()
NAMES = [
    *dumped(*RECORD, "given", "literal", "author", "paper", "DOI", "data", "attributes", "date-parts", "issued"),
    *dumped("type", "family", "fields", "edited", "aliases", "url"),
]
ITEMS = dumped("title", "creators", "titles", ["T"], [[2012, 3]], {"paper": {}}, {"title": ["T"]})
FEED = b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/1706.03762v7</id><title>'
TOML = split('theme = " \' [keymap] [services] [colors] [variables] primary name dark true mouse editor #5f87af """')

READERS = {
    "any file": Reader(
        read_anything, [*split("TY - ER @misc{ <html> <?xml [{ arXiv:1706.03762 /tmp ~root hf:daily"), *SIGNS]
    ),
    "page text": Reader(
        read_page, split("Daily Papers Dec 8 Upvote 33 • · 5 authors nvidia NVIDIA May 30 ### [T](https://a) ][3] [ *")
    ),
    "HTML": Reader(
        read_html,
        [*split("< > <!-- <script> &#x110000; &amp; ' \" <article> <h3> </h3> authors 3 </a> <a"),
         b"<a href='/papers/2606.00001'>", b"<div data-target='DailyPapers' data-props='"],
    ),
    "JSON": Reader(
        read_json, [*SIGNS, *NAMES, *dumped(RECORD, {"record": RECORD}, [2024, 13, "x"], {"raw": "1"}, [RECORD])]
    ),
    "Atom": Reader(
        read_feed,
        [FEED, b"</title></entry></feed>", b"<!DOCTYPE a>", b"<![CDATA[", b"]]>", b"<published>2017-06-12",
         *split("</title> <author><name> </name></author> &lt; &a; </published> <summary> </summary>")],
    ),
    "answers": Reader(read_answer, [*SIGNS, *NAMES, *ITEMS]),
    "bodies": Reader(
        read_body,
        [b"gzip", b"deflate", b"identity", b", ", b" 9", b"Wed, 21 Oct 2026 07:28:00 GMT", b"\n", b"\x78\x9c",
         compress(b"{}", mtime=0), compress(bytes(200_000), mtime=0), b"\x1f\x8b\x08"],
    ),
    "addresses": Reader(
        read_address, split("https:// http:// // localhost 127.0.0.1 [::1] [ ] @ : / ? # % a .. xn-- \u2603 \\ 65536")
    ),
    "BibTeX": Reader(
        read_bib, split("@misc{ @article( k , title = { author= year= } { ) \" # @string{a= crossref= \\ \\' $ % and")
    ),
    "RIS": Reader(
        read_ris,
        [b"TY  - JOUR\n", b"ER  - \n", b"TI  - ", b"AU  - ", b"PY  - 2018/03/01/\n", b"DO  - 10.1/x\n", b"\r", b"\n",
         b"N1  - ", b"A, B, C"],
    ),
    "documents": Reader(
        read_document,
        [*split("\\cite{ } [ ] \\begin{verbatim} % \\input{ @a [@a; ``` ` #cite(< >) \" \\citation{ <bcf:citekey>"),
         b"---\n", b"$", b"/*", b"//", b"\\"],
    ),
    "queries": Reader(
        read_query,
        split('status: tag:nlp author:" -year:2020..2024 or ( ) added:<7d has: "all you" priority:>=2 arxiv: atention'),
    ),
    "LaTeX": Reader(
        read_latex,
        split("\\'{ \\\" { } $ \\\\ \\frac \\alpha & and , A. von \\c {author:Capital} {year} {title:3} {{"),
    ),
    "keymaps": Reader(
        read_keymap, split("g i ctrl+ , shift+tab f13 alt+A comma escape 5 + app.quit paper.done move.down")
    ),
    "settings": Reader(read_settings, TOML),
    "themes": Reader(
        read_theme,
        [*TOML, b'name = "x"\n[colors]\nprimary = "red"\n', b'"rgb(1,2,3)"', b'"auto"', b'"hsl('],
    ),
    **{
        name: Reader(read, [*SIGNS, *NAMES, b"\n", b"\0", b"0", b" ", *pieces], is_slow=True)
        for name, (read, pieces) in folders.READERS.items()
    },
}  # fmt: skip
"""What is read → how."""
