"""Updates of .bib files that others edit too, by a three-way merge with fingerprints of the last write."""
