"""Tests of the room `sources`: files, pages and services that papers come from."""
