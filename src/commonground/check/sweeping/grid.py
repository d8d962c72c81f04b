"""A grid on the sphere: rows of equal latitude, fewer columns towards the poles, nine sizes of cell.

Every sphere stands once, in the cell of its middle, in the class of its reach. A query is a few runs of
cells for each class; what lies in them may be near. Columns wrap at the antimeridian and a query over a
pole takes whole rows, so there is no box of longitudes that could be wrong. The largest class is one
cell, the whole earth.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from commonground.check.measure.plane import Floats
from commonground.check.sweeping.columns import Ints

CLASSES_M = (*(1000.0 * 2**n for n in range(8)), math.inf)
LEAST_NORM_M = 6_350_000.0  # middles of spheres of these sizes lie no deeper
ROUND = 2 * np.pi


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """One size of cell: how many columns each row of latitude has, and the number of its first cell."""

    reach_m: float  # of the largest sphere
    step: float  # height of a row in radians
    columns: Ints
    first: Ints


@cache
def cells_of(reach_m: float) -> Cells:
    """The cells for spheres of up to a reach."""
    if reach_m == math.inf:
        return Cells(reach_m, 4.0, np.ones(1, np.int64), np.zeros(1, np.int64))
    step = reach_m / LEAST_NORM_M
    count = math.ceil(np.pi / step) + 1
    middle = np.minimum((np.arange(count) + 0.5) * step - np.pi / 2, np.pi / 2)
    columns = np.maximum(1, (ROUND * np.cos(middle) / step).astype(np.int64))
    return Cells(reach_m, step, columns, np.concatenate([[0], np.cumsum(columns)[:-1]]).astype(np.int64))


@dataclass(frozen=True, slots=True, eq=False)
class Filled:
    """One size of cell that holds spheres: where its own begin in the order, and those of each row."""

    cells: Cells
    start: int
    begin: Ints  # one more than rows


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Spheres in cells. `order`: the spheres by class and cell; `cell`: the cell of each, in that order."""

    order: Ints
    cell: NDArray[np.int32]
    classes: tuple[Filled, ...]

    @classmethod
    def of(cls, centres: Floats, reaches_m: Floats) -> Grid:
        """The grid of spheres, given by middle (earth-centred, metres) and reach."""
        lat, lon = _angles(centres)
        number = np.searchsorted(CLASSES_M, reaches_m)
        orders, cells, classes = [], [], []
        start = 0
        for each in np.unique(number).tolist():
            mine = np.flatnonzero(number == each)
            size = cells_of(CLASSES_M[each])
            row = ((lat[mine] + np.pi / 2) / size.step).astype(np.int64)
            columns = size.columns[row]
            column = np.minimum(((lon[mine] + np.pi) / ROUND * columns).astype(np.int64), columns - 1)
            cell = size.first[row] + column
            order = np.argsort(cell, kind="stable")
            cell = cell[order]
            orders.append(mine[order])
            cells.append(cell.astype(np.int32))
            begin = np.append(np.searchsorted(cell, size.first), len(cell)) + start
            classes.append(Filled(size, start, begin.astype(np.int64)))
            start += len(mine)
        none = np.zeros(0, np.int64)
        return cls(
            order=np.concatenate([none, *orders]),
            cell=np.concatenate([none.astype(np.int32), *cells]),
            classes=tuple(classes),
        )

    def near(self, centres: Floats, reaches_m: Floats) -> tuple[Ints, Ints]:
        """Pairs of query and place in the order that may touch: every one that does is among them, once."""
        none = np.zeros(0, np.int64)
        lat, lon = _angles(centres)
        pairs = [_reached(one, self.cell, lat, lon, reaches_m) for one in self.classes]
        return np.concatenate([none, *(one[0] for one in pairs)]), np.concatenate(
            [none, *(one[1] for one in pairs)]
        )


def _angles(centres: Floats) -> tuple[Floats, Floats]:
    """Latitude and longitude, in radians, of the middles themselves, not of the ground below."""
    lat: Floats = np.arctan2(centres[:, 2], np.hypot(centres[:, 0], centres[:, 1]))
    return lat, np.arctan2(centres[:, 1], centres[:, 0])


def _reached(
    one: Filled, cell: NDArray[np.int32], lat: Floats, lon: Floats, reaches_m: Floats
) -> tuple[Ints, Ints]:
    """Pairs of query and place whose cells a query's cap may touch."""
    size = one.cells
    angle = 2 * np.arcsin(np.minimum(1.0, (reaches_m + size.reach_m) / (2 * LEAST_NORM_M))) + 1e-9
    top = len(size.columns) - 1
    low = np.clip(((lat - angle + np.pi / 2) / size.step).astype(np.int64), 0, top)
    high = np.clip(((lat + angle + np.pi / 2) / size.step).astype(np.int64), 0, top)
    over_pole = np.abs(lat) + angle >= np.pi / 2 - 1e-9
    ratio = np.sin(angle) / np.maximum(np.cos(lat), 1e-12)
    half = np.where(over_pole, np.pi, np.arcsin(np.clip(ratio, 0.0, 1.0)))
    query, row = _spread(low, high + 1)
    columns = size.columns[row]
    left = np.floor((lon[query] - half[query] + np.pi) / ROUND * columns).astype(np.int64)
    right = np.floor((lon[query] + half[query] + np.pi) / ROUND * columns).astype(np.int64)
    whole = right - left + 1 >= columns
    left, right = np.where(whole, 0, left), np.where(whole, columns - 1, right)
    wraps_left, wraps_right = np.flatnonzero(left < 0), np.flatnonzero(right >= columns)
    base = size.first[row]
    starts = [base + np.maximum(left, 0), (base + left + columns)[wraps_left], base[wraps_right]]
    ends = [
        base + np.minimum(right, columns - 1),
        (base + columns - 1)[wraps_left],
        (base + right - columns)[wraps_right],
    ]
    owner = np.concatenate([query, query[wraps_left], query[wraps_right]])
    mine = cell[one.start : one.begin[-1]]
    begin = np.searchsorted(mine, np.concatenate(starts), "left") + one.start
    end = np.searchsorted(mine, np.concatenate(ends), "right") + one.start
    part, place = _spread(begin, end)
    return owner[part], place


def _spread(begin: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Every number of every half-open run, with the run it is of."""
    sizes = np.maximum(end - begin, 0)
    owner = np.repeat(np.arange(len(sizes)), sizes)
    starts = np.cumsum(sizes) - sizes
    return owner, np.arange(int(sizes.sum())) - np.repeat(starts - begin, sizes)
