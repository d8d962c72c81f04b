"""Degrees in every spelling: one angle, two of them paired, and where they stand in running text."""
