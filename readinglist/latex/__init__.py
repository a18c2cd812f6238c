"""LaTeX ↔ Unicode: decoder, encoder, and an allowlist of commands that only print."""
