"""Files: found whole and regular, written whole or not at all, locked, cached."""
