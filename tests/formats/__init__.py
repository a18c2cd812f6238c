"""Tests of the room `formats`: the formats for others."""
