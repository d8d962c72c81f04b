"""Grids and codes, one place at a time: each module decodes to a `Cell` and encodes from degrees.

Nothing here imports numpy or pyproj, so reading one text stays quick; `position.columns` holds the
same rules for whole columns of numbers. All of it is WGS 84: another datum is the caller's question.
"""
