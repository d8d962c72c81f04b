"""Sides of very many places at once: in whose area on each map, and how far from its line.

A grid of cells is laid over each map. Where a cell is crossed by no outline all its places share one
answer, worked out once; only places in crossed cells are asked of the areas themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from commonground.errors import InputError
from commonground.maps.depiction import Depiction, coordinates
from commonground.maps.lines import filled
from commonground.maps.nearest import Edges, offsets_to
from commonground.maps.plane import Floats, conformal_over

CELLS = 1024  # along the longer side of a map
MIXED = -1
_STRIPS_PER_DEG = 50
Bits = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Areas with a grid over them: `cells` holds a bit for each area, MIXED where an outline passes."""

    areas: tuple[BaseGeometry, ...]
    west: float
    south: float
    step: float
    cells: NDArray[np.int64]  # rows from south, columns from west


def grid_over(areas: tuple[BaseGeometry, ...], *, cells: int = CELLS) -> Grid:
    """Lay the grid. At most 62 areas: their answers are bits of one number."""
    if not 0 < len(areas) <= 62:
        raise InputError("a grid holds 1 to 62 areas", given=str(len(areas)))
    west, south, east, north = shapely.total_bounds(np.array(areas, dtype=object))
    step = max(east - west, north - south) / cells * (1 + 1e-9)
    rows, columns = int((north - south) / step) + 1, int((east - west) / step) + 1
    mixed = np.zeros((rows, columns), dtype=bool)
    for area in areas:
        shapely.prepare(area)
        edge = shapely.get_parts(shapely.boundary(area))
        for piece in edge:
            xy = shapely.get_coordinates(shapely.segmentize(piece, step / 2))
            _mark(mixed, xy, float(west), float(south), step)
    lon = west + (np.arange(columns) + 0.5) * step
    lat = south + (np.arange(rows) + 0.5) * step
    x, y = np.meshgrid(lon, lat)
    found = np.zeros((rows, columns), dtype=np.int64)
    for bit, area in enumerate(areas):
        found |= np.where(shapely.contains_xy(area, x.ravel(), y.ravel()).reshape(x.shape), 1 << bit, 0)
    found[mixed] = MIXED
    return Grid(areas=areas, west=float(west), south=float(south), step=step, cells=found)


def _mark(mixed: NDArray[np.bool_], xy: Floats, west: float, south: float, step: float) -> None:
    """Mark the cells of places half a cell apart along an outline, and their neighbours."""
    column = ((xy[:, 0] - west) / step).astype(np.int64)
    row = ((xy[:, 1] - south) / step).astype(np.int64)
    for down in (-1, 0, 1):
        for over in (-1, 0, 1):
            mixed[
                np.clip(row + down, 0, mixed.shape[0] - 1), np.clip(column + over, 0, mixed.shape[1] - 1)
            ] = True


def inside_many(grid: Grid, lat_deg: Floats, lon_deg: Floats) -> Bits:
    """For each place the areas that hold it, a bit for each in the grid's order."""
    middle = grid.west + grid.cells.shape[1] * grid.step / 2
    lon_deg = lon_deg + np.round((middle - lon_deg) / 360.0) * 360.0
    column = np.floor((lon_deg - grid.west) / grid.step)
    row = np.floor((lat_deg - grid.south) / grid.step)
    rows, columns = grid.cells.shape
    on_map = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
    flat = np.where(on_map, row * columns + column, 0).astype(np.int64)
    found = np.where(on_map, grid.cells.ravel()[flat], 0)
    open_ = np.flatnonzero(found == MIXED)
    if len(open_):
        lon, lat = lon_deg[open_], lat_deg[open_]
        answer = np.zeros(len(open_), dtype=np.int64)
        for bit, area in enumerate(grid.areas):
            answer |= np.where(shapely.contains_xy(area, lon, lat), 1 << bit, 0)
        found[open_] = answer
    return found


class Sided:
    """One depiction made ready for many places."""

    def __init__(self, depiction: Depiction) -> None:
        """Raises InputError when the depiction draws no areas."""
        self.parties = tuple(party for party in depiction.parties if party in depiction.areas)
        self.grid = grid_over(tuple(depiction.areas[party] for party in self.parties))
        self._edges: Edges | None = None
        if not depiction.line.is_empty:
            self._edges = Edges(filled(depiction.line), conformal_over(*coordinates(depiction.line)))

    def inside(self, lat_deg: Floats, lon_deg: Floats) -> Bits:
        """The parties whose area holds each place, as bits in the order of `parties`."""
        return inside_many(self.grid, lat_deg, lon_deg)

    def signed_m(self, lat_deg: Floats, lon_deg: Floats) -> Floats:
        """Geodesic distance of each place to the map's line, positive inside the first party."""
        if self._edges is None:
            raise InputError("this depiction has no line")
        rows = np.lexsort((lat_deg, np.floor(lon_deg * _STRIPS_PER_DEG)))  # neighbours follow each other
        away = np.empty(len(lat_deg))
        away[rows] = offsets_to(self._edges, lat_deg[rows], lon_deg[rows]).distance_m
        return np.where(self.inside(lat_deg, lon_deg) & 1, away, -away)
