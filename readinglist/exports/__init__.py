"""Files that papers are exported to, once or whenever the library changes."""
