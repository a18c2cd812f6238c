"""Tests of the room `latex`: LaTeX and Unicode."""
