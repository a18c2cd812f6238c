"""Tests of the room `jobs`: background work."""
