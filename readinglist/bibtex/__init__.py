"""BibTeX and biblatex: the content of entries, reading and writing .bib files, and updating those that others edit."""
