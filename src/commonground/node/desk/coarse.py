"""A notice made coarse on purpose, for those who need to know of it and not where exactly.

The place told is the middle of a cell of a fixed grid, and its CE95 covers the whole cell: from many such
notices about one thing nobody works out more than from one. Everything that could give the place away goes:
the text as given, the anchor, the source. What stays says that it is coarse on purpose, and why.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

from commonground.errors import InputError
from commonground.position.extent import Extent, Leg, Shape
from commonground.position.place import Position
from commonground.position.write import write
from commonground.statements.notice import Notice, PlaceSaid

# The longest degree of latitude and of longitude on WGS 84, so that a cell is never larger than said.
LONGEST_DEGREE_M: Final = 111_700.0
HALF_DIAGONAL: Final = math.sqrt(2) / 2  # of a square of side 1
LEAST: Final = 2.0  # a coarse place is at least so many times as coarse as the one it stands for
HIGHEST_LAT_DEG: Final = 89.0  # nearer to a pole the cells are no squares any more
DECIMALS: Final = 4  # of the text that goes with it: some 10 m


def coarse_notice(notice: Notice, ce95_m: float, reason: str, *, reach_m: float = 0.0) -> Notice:
    """The same notice with its place no better than `ce95_m`. InputError where that hides nothing."""
    if notice.place is None:
        raise InputError("a notice without a place of its own cannot be made coarse", where="precision")
    if not reason.strip():
        raise InputError("a place that is coarse on purpose comes with its reason", where="reason")
    position = coarse_position(notice.place.position, ce95_m)
    place = PlaceSaid(
        as_given=write(position, "dd", DECIMALS),
        position=position,
        notation="dd",
        crs="EPSG:4326",
        datum_basis=notice.place.datum_basis,
    )
    shape = Shape.place(position, reach_m=reach_m)
    legs = tuple(Leg(shape=shape, window=leg.window) for leg in notice.extent.legs)
    return replace(notice, place=place, extent=Extent(legs=legs), source="", coarse=reason.strip())


def coarse_position(position: Position, ce95_m: float) -> Position:
    """The middle of the grid cell that holds a position; with `ce95_m` it holds the true place too.

    >>> there = Position(lat_deg=0.5040, lon_deg=3.5620, ce95_m=20.0)
    >>> told = coarse_position(there, 5000.0)
    >>> told == coarse_position(Position(lat_deg=0.5050, lon_deg=3.5600, ce95_m=20.0), 5000.0)
    True
    """
    if ce95_m < LEAST * position.ce95_m:
        raise InputError(
            f"this place is known to {position.ce95_m:.0f} m; a coarse one is at least twice that",
            where="precision",
            given=f"{ce95_m:g}",
        )
    if abs(position.lat_deg) > HIGHEST_LAT_DEG:
        raise InputError("so near to a pole a place cannot be made coarse", where="precision")
    side_m = (ce95_m - position.ce95_m) / HALF_DIAGONAL
    rows = max(1, math.ceil(180 * LONGEST_DEGREE_M / side_m))
    row = min(rows - 1, math.floor((position.lat_deg + 90) / 180 * rows))
    south, north = -90 + 180 * row / rows, -90 + 180 * (row + 1) / rows
    nearest = 0.0 if south <= 0 <= north else min(abs(south), abs(north))
    around_m = 360 * LONGEST_DEGREE_M * math.cos(math.radians(nearest))
    columns = max(1, math.ceil(around_m / side_m))
    column = min(columns - 1, math.floor((position.lon_deg + 180) / 360 * columns))
    return Position(
        lat_deg=(south + north) / 2,
        lon_deg=-180 + 360 * (column + 0.5) / columns,
        ce95_m=ce95_m,
    )
