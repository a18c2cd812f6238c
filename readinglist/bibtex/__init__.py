"""BibTeX in and out: reader, writer, LaTeX and Unicode, cite keys."""
