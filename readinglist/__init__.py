"""readinglist: from today's papers to your .bib, without leaving the keyboard."""

__version__ = "0.1.0"
