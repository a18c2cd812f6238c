"""Reading of .bib files: text → blocks → entries → papers."""
