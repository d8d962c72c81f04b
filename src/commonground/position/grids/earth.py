"""The WGS 84 ellipsoid: its two numbers, what a degree measures, and angles folded into range."""

from __future__ import annotations

import math
from typing import Final

A_M: Final = 6378137.0  # equatorial radius
F: Final = 1 / 298.257223563  # flattening
E2: Final = F * (2 - F)  # eccentricity squared
E: Final = math.sqrt(E2)


def metres_per_degree(lat_deg: float) -> tuple[float, float]:
    """Ground metres of one degree northward and one degree eastward at a latitude.

    >>> [round(metres, 3) for metres in metres_per_degree(0.0)]
    [110574.276, 111319.491]
    """
    phi = math.radians(lat_deg)
    w2 = 1 - E2 * math.sin(phi) ** 2
    across = A_M / math.sqrt(w2)
    return math.radians(across * (1 - E2) / w2), math.radians(across * max(0.0, math.cos(phi)))


def fold_longitude(lon_deg: float) -> float:
    """The same meridian in -180 up to, but not including, 180.

    >>> fold_longitude(-905.25), fold_longitude(180.0)
    (174.75, -180.0)
    """
    return lon_deg if -180 <= lon_deg < 180 else (lon_deg + 180) % 360 - 180
