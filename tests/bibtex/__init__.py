"""Tests of the room `bibtex`: BibTeX, read, written and brought up to date."""
