"""Tests of the room `settings`: settings and addresses."""
