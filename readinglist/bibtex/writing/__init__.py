"""Writing of .bib files: paper → fields → entry → text."""
