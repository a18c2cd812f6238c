"""The .bib files we write, checked by the programs that will read them."""
