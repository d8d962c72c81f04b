"""Between datums and grids. The only place where pyproj is met, and only when first called.

`to_wgs84`, `from_wgs84` and `move` take one place; the `_many` ones take columns (many.py, which needs
numpy, is imported when first asked for). How an operation is chosen: choose.py and
docs/spec/datum-operations.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from commonground.position.transform.crs import CrsInfo, crs_info
from commonground.position.transform.one import (
    Candidate,
    Moved,
    NoOperationError,
    from_wgs84,
    move,
    to_wgs84,
)
from commonground.position.transform.proj4 import proj4_text
from commonground.position.transform.systems import systems_at

if TYPE_CHECKING:
    from commonground.position.transform.many import (
        MovedMany,
        from_wgs84_many,
        move_many,
        to_wgs84_many,
    )
    from commonground.position.transform.rays import distances_m, forward_many, inverse_many

__all__ = [
    "Candidate",
    "CrsInfo",
    "Moved",
    "MovedMany",
    "NoOperationError",
    "crs_info",
    "distances_m",
    "forward_many",
    "from_wgs84",
    "from_wgs84_many",
    "inverse_many",
    "move",
    "move_many",
    "proj4_text",
    "systems_at",
    "to_wgs84",
    "to_wgs84_many",
]


def __getattr__(name: str) -> Any:
    """Columns are imported when first asked for: numpy costs more than reading one text."""
    if name in __all__:
        from commonground.position.transform import many, rays

        return getattr(rays if hasattr(rays, name) else many, name)
    raise AttributeError(name)
