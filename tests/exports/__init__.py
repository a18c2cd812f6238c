"""Tests of the room `exports`: files that papers are exported to."""
