"""Sanitising text from outside, and folding it for comparison."""

import re
import unicodedata

ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI sequences
    r"|\x1b\][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"  # OSC strings
    r"|\x1b[PX^_][^\x1b\x9c]*(?:\x1b\\|\x9c)?"  # DCS, SOS, PM, APC strings
    r"|\x1b[@-Z\\-_]?"
)
"""Escape sequences; of those that begin with a C1 character only that is removed: it is often a broken letter."""
HARMFUL = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls but for white space
    "\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"  # no sign at all, bidi
    "\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]"  # lone surrogates, tags
)
NO_LETTER = re.compile(f"{HARMFUL.pattern}|[\t-\r\x85\u2028\u2029]")
"""Characters that are not allowed in one line: harmful ones, and white space that moves the cursor."""
LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
"""Line ends other than LF."""
PRINTABLE = b"\n" + bytes(range(0x20, 0x7F))
MOST_MARKS = 30
"""The maximal number of marks on one letter, as in Unicode's Stream-Safe Text Format; sorting more is quadratic."""
STACK = re.compile(rf"[^\x00-\u02ff\w\s]{{{MOST_MARKS + 1},}}")
LATEX = re.compile(r"\\[a-zA-Z]+\*?\s*|\\.|[{}$]")
NOT_WORD = re.compile(r"[\W_]+")
NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
BLANKS = "".join(chr(code) if chr(code).isalnum() else " " for code in range(128))
HYPHENS = BLANKS[:45] + "-" + BLANKS[46:]
LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ß": "ss"})


def clean(text: str) -> str:
    """The text as one harmless line: no control or bidi characters, NFC, runs of white space as one blank."""
    if text.isascii() and text.isprintable():
        return text.strip() if "  " not in text else " ".join(text.split())
    return " ".join(normal(harmless(text)).split())


def clean_lines(text: str) -> str:
    """Harmless text with its lines (for notes): LF line ends, no white space before them."""
    lines = LINE_END.sub("\n", text).split("\n")
    safe = (normal(harmless(line.expandtabs(4))) for line in lines)
    return "\n".join(line.rstrip() for line in safe).strip("\n")


def harmless(text: str) -> str:
    """Text without harmful characters and escape sequences; a sequence ends with its line."""
    if text.isascii():
        if not text.encode().translate(None, PRINTABLE):  # quicker than isprintable
            return text
    elif text.replace("\n", "").isprintable():
        return text
    if not HARMFUL.search(text):
        return text
    return "\n".join(HARMFUL.sub("", ESCAPES.sub("", line)) for line in text.split("\n"))


def verbatim(text: str) -> str:
    """Harmless text with its white space unchanged."""
    text = harmless(text)
    return text if text.isascii() else STACK.sub(unstacked, text)


def is_plain(text: str) -> bool:
    """Whether text is one printable line of ASCII; fast, and true for most texts."""
    return text.isascii() and text.isprintable()


def is_line(text: str) -> bool:
    """Whether text is one harmless line."""
    if text.isprintable():
        return text.isascii() or not is_piled(text)
    return not NO_LETTER.search(text) and not is_piled(text)


def is_harmless(text: str) -> bool:
    """Whether text of any number of lines is harmless."""
    return harmless(text) is text and (text.isascii() or not is_piled(text))


def is_piled(text: str) -> bool:
    """Whether a letter has more marks than MOST_MARKS."""
    return any(unstacked(signs) != signs[0] for signs in STACK.finditer(text))


def normal(text: str) -> str:
    """Text in NFC, without excessive marks on a letter."""
    text = STACK.sub(unstacked, text)
    if unicodedata.is_normalized("NFC", text):
        return text
    return STACK.sub(unstacked, unicodedata.normalize("NFC", text))


def unstacked(signs: re.Match[str]) -> str:
    """The characters without excessive marks on a letter."""
    kept: list[str] = []
    marks = 0
    for sign in signs[0]:
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks <= MOST_MARKS:
            kept.append(sign)
    return "".join(kept)


def fold(text: str) -> str:
    """Lower case without accents, with punctuation as single blanks; search and identity compare this form.

    >>> fold("Gödel's  Théorème")
    'godel s theoreme'
    """
    return " ".join(flatten(text).split())


def flatten(text: str, signs: str = BLANKS) -> str:
    """Fold each character on its own, without merging blanks: no result depends on its neighbours.

    With `HYPHENS` as `signs` hyphens stay.
    """
    if not text.isascii():
        text = NOT_ASCII.sub(plain, text)
    return text.lower().translate(signs)


def plain(letters: re.Match[str]) -> str:
    """Non-ASCII characters in lower case without accents, with punctuation as blanks."""
    decomposed = unicodedata.normalize("NFKD", letters[0].casefold())
    return NOT_WORD.sub(" ", "".join(c for c in decomposed if not unicodedata.combining(c)).translate(LETTERS))


def fold_title(title: str) -> str:
    """A title without LaTeX commands and braces, folded."""
    return fold(LATEX.sub("", title) if "\\" in title or "{" in title or "$" in title else title)


def clean_tag(tag: str) -> str:
    """A tag in its stored form: one harmless word in lower case, with blanks and commas as hyphens."""
    return "-".join(clean(tag).replace(",", " ").lower().split()).lstrip("+-#")


def plural(n: int, noun: str = "paper") -> str:
    """A number with a noun: ``1 paper``, ``2 papers``."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
