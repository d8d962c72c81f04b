"""The cell of a place: the same for two who mean one place within a tolerance T, never for two far apart.

The earth is strewn with anchors about 111 km apart. Around an anchor places are written as metres east
and north (geodesic distance and bearing from it), so poles and the 180 degree line are places like any
other. The plane is cut into squares of 4 T; there are four such grids, each moved by half a square in one
or both directions. The sender takes the grid in which his place lies deepest, at least T from every side,
and says which in one letter; the same letter says which of the anchors near by is meant.

Two places within T are therefore always in one cell of that grid. Two places in one cell are never more
than 3 sqrt(2) T apart, 4.25 T with all that a curved earth adds. Between, it may be either.

This module knows neither records nor keys (code.py).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from commonground.errors import InputError
from commonground.position.geodesic import bearing_deg, distance_m
from commonground.position.place import Position

LEAST_T_M: Final = 10.0
MOST_T_M: Final = 5_000.0
NEVER_BEYOND: Final = 4.25  # times T
GRIDS: Final = 16  # four shifts, times four parities of the anchor
# A plane of 100 km around an anchor stretches distances by at most 4e-5; the squares are larger by more.
_ROOM: Final = 1.0005


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A square of one of the four grids around one anchor."""

    grid: int  # 0 to 15: shift north, shift east, parity of the anchor's row and column, one bit each
    anchor_row: int  # degrees of latitude, -90 to 90
    anchor_column: int
    row: int
    column: int

    def around(self) -> Iterator[Cell]:
        """The eight squares around it."""
        for row in (-1, 0, 1):
            for column in (-1, 0, 1):
                if row or column:
                    yield Cell(
                        grid=self.grid,
                        anchor_row=self.anchor_row,
                        anchor_column=self.anchor_column,
                        row=self.row + row,
                        column=self.column + column,
                    )


def check_tolerance(tolerance_m: float) -> int:
    """The tolerance in whole millimetres; InputError outside 10 m to 5 km."""
    if not LEAST_T_M <= tolerance_m <= MOST_T_M:
        raise InputError(
            f"a tolerance is {LEAST_T_M:g} to {MOST_T_M:g} m", where="tolerance", given=f"{tolerance_m:g}"
        )
    return round(1000 * tolerance_m)


def cell_for(position: Position, tolerance_m: float) -> Cell:
    """The sender's cell: in the grid where his place lies deepest, at least T from every side."""
    check_tolerance(tolerance_m)
    row = math.floor(position.lat_deg + 0.5)
    count = _columns(row)
    column = math.floor(_across(position.lon_deg, count) + 0.5) % count
    east_m, north_m = _plane(position, row, column)
    side_m = _side_m(tolerance_m)
    shifts = _deepest(north_m / side_m) << 1 | _deepest(east_m / side_m)
    return _cell(shifts << 2 | (row & 1) << 1 | column & 1, row, column, east_m, north_m, side_m)


def cell_in(position: Position, tolerance_m: float, grid: int) -> Cell:
    """The receiver's cell, in the grid that the sender named."""
    check_tolerance(tolerance_m)
    if not 0 <= grid < GRIDS:
        raise InputError("no such grid", where="grid", given=str(grid))
    row = _nearest(position.lat_deg, grid >> 1 & 1)
    count = _columns(row)
    column = 0
    if count > 1:
        column = _nearest(_across(position.lon_deg, count), grid & 1, bounded=False) % count
    east_m, north_m = _plane(position, row, column)
    return _cell(grid, row, column, east_m, north_m, _side_m(tolerance_m))


def _side_m(tolerance_m: float) -> float:
    return 4 * tolerance_m * _ROOM


def _columns(row: int) -> int:
    """How many anchors stand on a row: an even number, so that parity goes around; one at a pole."""
    return 1 if abs(row) == 90 else 2 * max(1, round(180 * math.cos(math.radians(row))))


def _across(lon_deg: float, count: int) -> float:
    return (lon_deg + 180) / 360 * count


def _nearest(value: float, parity: int, *, bounded: bool = True) -> int:
    """The whole number of that parity nearest to the value; on the rows -90 to 90 where bounded."""
    below = math.floor(value)
    near = (one for one in range(below - 1, below + 3) if one & 1 == parity)
    return min((one for one in near if not bounded or -90 <= one <= 90), key=lambda one: abs(one - value))


def _plane(position: Position, row: int, column: int) -> tuple[float, float]:
    """Metres east and north of the anchor."""
    anchor = (float(row), column * 360 / _columns(row) - 180)
    far_m = distance_m(anchor, position)
    if far_m == 0.0:
        return 0.0, 0.0
    towards = math.radians(bearing_deg(anchor, position))
    return far_m * math.sin(towards), far_m * math.cos(towards)


def _deepest(squares: float) -> int:
    """0 where the unmoved grid has it in the inner half, 1 where the moved one has."""
    inside = squares - math.floor(squares)
    return 0 if 0.25 <= inside < 0.75 else 1


def _cell(grid: int, row: int, column: int, east_m: float, north_m: float, side_m: float) -> Cell:
    north, east = grid >> 3 & 1, grid >> 2 & 1
    return Cell(
        grid=grid,
        anchor_row=row,
        anchor_column=column,
        row=math.floor(north_m / side_m + north / 2),
        column=math.floor(east_m / side_m + east / 2),
    )
