"""LaTeX and Unicode: decoded, encoded, and checked for commands that do more than print."""
