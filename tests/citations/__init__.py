"""Tests of the room `citations`: the cite keys that documents use."""
