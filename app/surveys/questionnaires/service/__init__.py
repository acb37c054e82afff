"""Versions, working copies, the library."""
