"""What writing in ASCII changes: characters that are written as plainer ones that look the same."""

from readinglist.text import clean

PLAINER = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\u2010": "-", "\u2011": "-", "\u00ad": None}
    | {"ʻ": "‘", "ʼ": "’"}
)


def plainer(text: str) -> str:
    """The text in the plainer characters; in mathematics an export leaves the others."""
    return clean(text.translate(PLAINER))
