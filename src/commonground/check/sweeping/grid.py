"""A grid on the sphere: rows of equal latitude, fewer columns towards the poles, eight sizes of cell.

Every sphere stands once, in the cell of its middle, in the class of its reach. A query is a few runs of
cells for each class; what lies in them may be near. Columns wrap at the antimeridian and a query over a
pole takes whole rows, so there is no box of longitudes that could be wrong. Spheres larger than the
largest class are always given.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonground.check.measure.plane import Floats
from commonground.check.sweeping.columns import Ints

CLASSES_M = tuple(1000.0 * 2**n for n in range(8))
LEAST_NORM_M = 6_350_000.0  # middles of spheres of these sizes lie no deeper
WIDEST_QUERY_M = 400_000.0  # beyond, everything may be near
ROUND = 2 * np.pi


@dataclass(frozen=True, slots=True, eq=False)
class CellClass:
    """One size of cell: spheres sorted by cell, and the first cell of every row."""

    reach_m: float
    step: float  # height of a row in radians
    columns: Ints  # in each row
    first: Ints  # cell number of each row's first column
    cells: Ints  # of the spheres, sorted
    rows: Ints  # the spheres in that order


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Spheres in cells."""

    size: int
    classes: tuple[CellClass, ...]
    always: Ints

    @classmethod
    def of(cls, centres: Floats, reaches_m: Floats) -> Grid:
        """The grid of spheres, given by middle (earth-centred, metres) and reach."""
        found = []
        lower = -1.0
        for largest_m in CLASSES_M:
            rows = np.flatnonzero((reaches_m > lower) & (reaches_m <= largest_m))
            lower = largest_m
            if len(rows):
                found.append(_filled(centres[rows], rows, largest_m))
        always = np.flatnonzero(~(reaches_m <= CLASSES_M[-1]))
        return cls(size=len(reaches_m), classes=tuple(found), always=always)

    def near(self, centres: Floats, reaches_m: Floats) -> tuple[Ints, Ints]:
        """Pairs of query and sphere that may touch: every one that does is among them, once."""
        wide = reaches_m > WIDEST_QUERY_M
        queries, spheres = [], []
        every = np.flatnonzero(wide)
        if len(every):
            queries.append(np.repeat(every, self.size))
            spheres.append(np.tile(np.arange(self.size), len(every)))
        usual = np.flatnonzero(~wide)
        if len(self.always):
            queries.append(np.repeat(usual, len(self.always)))
            spheres.append(np.tile(self.always, len(usual)))
        lat = np.arctan2(centres[usual, 2], np.hypot(centres[usual, 0], centres[usual, 1]))
        lon = np.arctan2(centres[usual, 1], centres[usual, 0])
        for one in self.classes:
            query, sphere = _reached(one, lat, lon, reaches_m[usual] + one.reach_m)
            queries.append(usual[query])
            spheres.append(sphere)
        if not queries:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        return np.concatenate(queries), np.concatenate(spheres)


def _filled(centres: Floats, rows: Ints, largest_m: float) -> CellClass:
    step = largest_m / LEAST_NORM_M
    count = int(np.ceil(np.pi / step)) + 1
    middle = np.minimum((np.arange(count) + 0.5) * step - np.pi / 2, np.pi / 2)
    columns = np.maximum(1, (ROUND * np.cos(middle) / step).astype(np.int64))
    first = np.concatenate([[0], np.cumsum(columns)[:-1]]).astype(np.int64)
    lat = np.arctan2(centres[:, 2], np.hypot(centres[:, 0], centres[:, 1]))
    lon = np.arctan2(centres[:, 1], centres[:, 0])
    row = ((lat + np.pi / 2) / step).astype(np.int64)
    column = np.minimum(((lon + np.pi) / ROUND * columns[row]).astype(np.int64), columns[row] - 1)
    cells = first[row] + column
    order = np.argsort(cells, kind="stable")
    return CellClass(
        reach_m=float(largest_m),
        step=step,
        columns=columns,
        first=first,
        cells=cells[order],
        rows=rows[order],
    )


def _reached(one: CellClass, lat: Floats, lon: Floats, reach_m: Floats) -> tuple[Ints, Ints]:
    """Pairs of query and sphere whose cells a query's cap may touch."""
    angle = 2 * np.arcsin(np.minimum(1.0, reach_m / (2 * LEAST_NORM_M))) + 1e-9
    top = len(one.columns) - 1
    low = np.clip(((lat - angle + np.pi / 2) / one.step).astype(np.int64), 0, top)
    high = np.clip(((lat + angle + np.pi / 2) / one.step).astype(np.int64), 0, top)
    over_pole = np.abs(lat) + angle >= np.pi / 2 - 1e-9
    ratio = np.sin(angle) / np.maximum(np.cos(lat), 1e-12)
    half = np.where(over_pole, np.pi, np.arcsin(np.minimum(1.0, ratio)))
    query, row = _spread(low, high + 1)
    columns = one.columns[row]
    left = np.floor((lon[query] - half[query] + np.pi) / ROUND * columns).astype(np.int64)
    right = np.floor((lon[query] + half[query] + np.pi) / ROUND * columns).astype(np.int64)
    whole = right - left + 1 >= columns
    left, right = np.where(whole, 0, left), np.where(whole, columns - 1, right)
    wraps_left, wraps_right = np.flatnonzero(left < 0), np.flatnonzero(right >= columns)
    base = one.first[row]
    starts = [base + np.maximum(left, 0), (base + left + columns)[wraps_left], base[wraps_right]]
    ends = [
        base + np.minimum(right, columns - 1),
        (base + columns - 1)[wraps_left],
        (base + right - columns)[wraps_right],
    ]
    owner = np.concatenate([query, query[wraps_left], query[wraps_right]])
    begin = np.searchsorted(one.cells, np.concatenate(starts), "left")
    end = np.searchsorted(one.cells, np.concatenate(ends), "right")
    part, place = _spread(begin, end)
    return owner[part], one.rows[place]


def _spread(begin: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Every number of every half-open run, with the run it is of."""
    sizes = np.maximum(end - begin, 0)
    owner = np.repeat(np.arange(len(sizes)), sizes)
    starts = np.cumsum(sizes) - sizes
    return owner, np.arange(int(sizes.sum())) - np.repeat(starts - begin, sizes)
