"""Helpers that several tests share, and programs that draw what the README shows."""
