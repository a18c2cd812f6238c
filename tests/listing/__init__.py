"""Tests of the room `listing`: the list without its widgets."""
