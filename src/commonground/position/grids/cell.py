"""Cells: the patch of ground that a grid reference or a code names, and the doubt that follows.

A reference is a patch, not a corner. Its position is the middle; the radius that holds 95 % of the
patch is exact for a uniform rectangle (0.5991 of a square's side).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from commonground.position.grids.earth import fold_longitude, metres_per_degree

STEPS: Final = 128  # nodes of the table of radius against shape, linear between: 4e-6 of the side at worst


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A named patch: its middle, its corners from the south-west one anticlockwise, its sides.

    `notes` says what was odd about the text, in the words of the notation's own module.
    """

    lat_deg: float
    lon_deg: float
    corners: tuple[tuple[float, float], ...]  # (lat_deg, lon_deg)
    east_m: float
    north_m: float
    notes: frozenset[str] = field(default=frozenset())

    @property
    def ce95_m(self) -> float:
        """Radius around the middle that holds 95 % of the patch."""
        return radius95(self.east_m, self.north_m)


def radius95(east_m: float, north_m: float) -> float:
    """Radius, around its middle, that holds 95 % of a uniform rectangle.

    >>> round(radius95(1000.0, 1000.0), 1), round(radius95(1000.0, 0.0), 1)
    (599.1, 475.0)
    """
    longer, shorter = (east_m, north_m) if east_m >= north_m else (north_m, east_m)
    if not longer:
        return 0.0
    table = radius_table()
    at = shorter / longer * STEPS
    node = min(int(at), STEPS - 1)
    return longer * (table[node] + (table[node + 1] - table[node]) * (at - node))


@cache
def radius_table() -> tuple[float, ...]:
    """The radius for a longer side of 1 and shorter sides of 0, 1/STEPS ... 1."""
    return (0.475, *(_solve(0.5 * node / STEPS) for node in range(1, STEPS + 1)))


def _solve(half_short: float) -> float:
    """Bisect for the radius at which the circle covers 95 % of a rectangle of half sides 0.5 and this."""
    low, high = 0.475, math.hypot(0.5, half_short)
    while high - low > 1e-12:
        middle = (low + high) / 2
        low, high = (middle, high) if _covered(middle, half_short) < 0.95 else (low, middle)
    return high


def _covered(radius: float, half_short: float) -> float:
    """The share of the rectangle inside the circle: a quarter of it, integrated along the long side."""
    flat = math.sqrt(max(0.0, radius * radius - half_short * half_short))  # up to here the full height
    end = min(0.5, radius)
    flat = min(flat, end)

    def under(x: float) -> float:
        root = math.sqrt(max(0.0, radius * radius - x * x))
        return (x * root + radius * radius * math.asin(min(1.0, x / radius))) / 2

    return (flat * half_short + under(end) - under(flat)) / (0.5 * half_short)


def degree_cell(
    lat_deg: float,
    lon_deg: float,
    lat_step_deg: float,
    lon_step_deg: float,
    notes: frozenset[str] = frozenset(),
) -> Cell:
    """The cell of a middle and two steps in degrees, cut off at the poles.

    The width is taken where the cell is widest, so that the doubt is never understated.
    """
    south, north = max(-90.0, lat_deg - lat_step_deg / 2), min(90.0, lat_deg + lat_step_deg / 2)
    west, east = lon_deg - lon_step_deg / 2, lon_deg + lon_step_deg / 2
    corners = ((south, west), (south, east), (north, east), (north, west))
    north_m = metres_per_degree(lat_deg)[0] * lat_step_deg
    widest = 0.0 if south < 0 < north else min(abs(south), abs(north))
    east_m = metres_per_degree(widest)[1] * lon_step_deg
    folded = tuple((lat, fold_longitude(lon) if abs(lon) > 180 else lon) for lat, lon in corners)
    return Cell(lat_deg=lat_deg, lon_deg=lon_deg, corners=folded, east_m=east_m, north_m=north_m, notes=notes)
