"""Tests of the room `search`: queries, the index and the order of results."""
