"""Screens: the list, and the dialogs over it."""
