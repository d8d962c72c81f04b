"""The rules of `position.grids` for whole columns of numbers, in numpy.

Same series, same tables, same answers to the last digits; tests hold the two together. Nothing here
raises for a bad row: what a column cannot say plainly is NaN, and the caller asks the slow reader.
"""
