""".bib files read."""
