""".bib files written."""
