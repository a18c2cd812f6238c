"""Tests of the room `files`: files of any kind."""
