"""Covering: whether a place lies in the exact cell that a text names.

Cells of degrees are boxes between meridians and parallels. UTM and UPS squares are tested in their
own grid, where their sides are straight. Anything else is a ring of corners, taken as straight
lines in degrees. Every edge reaches a tenth of a millimetre further than written, the step in which
statements carry places.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from commonground.position.grids import ups, utm

EDGE_DEG: Final = 1e-9
EDGE_M: Final = 2e-4

Ring = tuple[tuple[float, float], ...]  # (lat_deg, lon_deg) of each corner


@dataclass(frozen=True, slots=True, kw_only=True)
class GridSquare:
    """A square of a UTM zone, or of a polar grid where `zone` is 0.

    easting, northing: its south-west corner in metres. moved_deg: the latitude and longitude by which
    the datum operation moved the square on the ground; zero on WGS 84.
    """

    zone: int
    south: bool
    easting: float
    northing: float
    side_m: float
    moved_deg: tuple[float, float] = (0.0, 0.0)

    def holds(self, lat_deg: float, lon_deg: float) -> bool:
        """Whether a WGS 84 place lies in the square."""
        lat, lon = lat_deg - self.moved_deg[0], lon_deg - self.moved_deg[1]
        if self.zone:
            east, north = utm.forward(lat, lon, self.zone, south=self.south)
        else:
            east, north = ups.forward(lat, lon, north=not self.south)
        reach = self.side_m + EDGE_M
        return -EDGE_M <= east - self.easting <= reach and -EDGE_M <= north - self.northing <= reach


def inside(ring: Ring, lat_deg: float, lon_deg: float) -> bool:
    """Whether a place lies in a convex cell given by its corners, whichever way they turn."""
    if not ring:
        return False
    first = ring[0][1]
    around = [(lat, math.remainder(lon - first, 360)) for lat, lon in ring]
    if len(ring) == 4 and ring[0][0] == ring[1][0] and ring[2][0] == ring[3][0]:
        return _in_box(ring, lat_deg, lon_deg)
    east = math.remainder(lon_deg - first, 360)
    return _one_side([(lat - lat_deg, lon - east) for lat, lon in around])


def _in_box(ring: Ring, lat_deg: float, lon_deg: float) -> bool:
    """Between two parallels and two meridians; corners run from the south-west one eastward."""
    south, north = sorted((ring[0][0], ring[2][0]))
    if not south - EDGE_DEG <= lat_deg <= north + EDGE_DEG:
        return False
    if abs(lat_deg) == 90:
        return True
    width = (ring[1][1] - ring[0][1]) % 360
    offset = (lon_deg - ring[0][1]) % 360
    return offset <= width + EDGE_DEG or offset >= 360 - EDGE_DEG


def _one_side(around: list[tuple[float, float]]) -> bool:
    """Whether the origin lies on one side of every edge of a convex ring."""
    left = right = True
    for (a, b), (c, d) in zip(around, around[1:] + around[:1], strict=True):
        length = math.hypot(c - a, d - b)
        if length == 0:
            continue
        away = (a * d - b * c) / length
        left, right = left and away >= -EDGE_DEG, right and away <= EDGE_DEG
    return left or right
