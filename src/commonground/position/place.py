"""A place on the ground, apart from every way to write it.

Two unequal positions are two places; a grid reference and degrees are two ways to write one.
Distances here are geodesic on the WGS 84 ellipsoid.
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A place on the ground, geodetic on WGS 84, and how sure we are of it."""

    lat_deg: float  # north positive, -90 to 90
    lon_deg: float  # east positive, -180 to 180
    ce95_m: float  # radius of the circle that holds the place 19 times in 20

    def __post_init__(self) -> None:
        if not (-90 <= self.lat_deg <= 90 and -180 <= self.lon_deg <= 180):
            raise ValueError(f"no such place: {self.lat_deg}, {self.lon_deg}")
        if not 0 < self.ce95_m < math.inf:  # also refuses NaN
            raise ValueError("a position needs a finite ce95_m above zero")
