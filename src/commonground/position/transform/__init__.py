"""Between datums and grids. The only place where pyproj is met, and only when first called.

`to_wgs84`, `from_wgs84` and `move` take one place; the `_many` ones take columns. How an operation is
chosen: choose.py and docs/spec/datum-operations.md.
"""

from commonground.position.transform.crs import CrsInfo, crs_info
from commonground.position.transform.one import Candidate, Moved, NoOperationError, from_wgs84, move, to_wgs84

__all__ = ["Candidate", "CrsInfo", "Moved", "NoOperationError", "crs_info", "from_wgs84", "move", "to_wgs84"]
