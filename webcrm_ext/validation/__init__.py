"""Checks of settings and arguments."""
