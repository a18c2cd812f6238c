""".bib files of others brought up to date."""
