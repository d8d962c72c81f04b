"""Cells of half a degree, and how far places and cells lie outside the areas of use of operations.

The geometry behind many.py; it decides nothing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from commonground.position.transform.choose import beyond_deg
from commonground.position.transform.crs import Box
from commonground.position.transform.operation import Operation

CELLS_PER_DEG = 2
ROWS, COLUMNS = 180 * CELLS_PER_DEG, 360 * CELLS_PER_DEG
EDGE_DEG = 0.02  # places are known to within this when cells are looked up; operations differ by less

Floats = NDArray[np.float64]


def cell_of(lat: Floats, lon: Floats) -> NDArray[np.int64]:
    """The number of the half-degree cell that holds each place; nonsense falls on some cell."""
    with np.errstate(invalid="ignore"):
        row = ((lat + 90.0) * CELLS_PER_DEG).astype(np.int64)
        row *= COLUMNS
        row += ((lon + 180.0) * CELLS_PER_DEG).astype(np.int64)
    return np.clip(row, 0, ROWS * COLUMNS - 1, out=row)


def _south_west(cell: int) -> tuple[float, float]:
    return cell // COLUMNS / CELLS_PER_DEG - 90.0, cell % COLUMNS / CELLS_PER_DEG - 180.0


def corners(cell: int) -> list[tuple[float, float]]:
    """Nine places of a cell: corners, middles of the sides, the middle."""
    south, west = _south_west(cell)
    half = 0.5 / CELLS_PER_DEG
    return [(south + i * half, west + j * half) for i in range(3) for j in range(3)]


def away_of_cell(operation: Operation, cell: int) -> tuple[float, float]:
    """How far outside an operation's areas the nearest and the farthest place of a cell may lie."""
    south, west = _south_west(cell)
    size = 1 / CELLS_PER_DEG
    ends = [(-EDGE_DEG, size / 2, size + EDGE_DEG)] * 2
    spots = [(south + i, west + j) for i in ends[0] for j in ends[1]]
    away = [beyond_deg(operation, lat, lon) for lat, lon in spots]
    if min(away) > 0 and any(_reaches(box, south, west) for box, _ in operation.areas):
        return 0.0, max(away)
    return min(away), max(away)


def _reaches(box: Box, south: float, west: float) -> bool:
    """Whether a small area lies within a cell without holding any of its nine places."""
    size = 1 / CELLS_PER_DEG + EDGE_DEG
    across = [(box[0], box[2])] if box[0] <= box[2] else [(box[0], 180.0), (-180.0, box[2])]
    level = box[3] >= south - EDGE_DEG and box[1] <= south + size
    return level and any(e >= west - EDGE_DEG and w <= west + size for w, e in across)


def held_by(
    running: list[Operation], lat: Floats, lon: Floats
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The first operation whose areas hold each place, and the places for which that is not yet sure.

    Those are the ones that, known to within EDGE_DEG, may lie on either side of an edge of any area, and
    all that no area holds: there the nearest counts.
    """
    close = ~(np.isfinite(lat) & np.isfinite(lon))
    first = np.full(len(lat), len(running), dtype=np.int64)
    edges: set[tuple[bool, float]] = set()
    for index in range(len(running) - 1, -1, -1):
        inside = np.ones(len(lat), dtype=np.bool_)
        for (west, south, east, north), _ in running[index].areas:
            edges |= {(True, south), (True, north), (False, west), (False, east)}
            across = (west <= lon) & (lon <= east) if west <= east else (lon >= west) | (lon <= east)
            inside &= (south <= lat) & (lat <= north) & across
        first[inside] = index
    for level, edge in edges if len(lat) else ():
        values = lat if level else lon
        far = values.min() - 2 * EDGE_DEG > edge or values.max() + 2 * EDGE_DEG < edge
        if not far:  # also where a place is nowhere
            close |= np.abs(values - edge) < 2 * EDGE_DEG
    close |= first == len(running)
    first[close] = 0
    return first, close


def away_of(operation: Operation, lat: Floats, lon: Floats, shrink: Floats) -> Floats:
    """`beyond_deg` for columns."""
    away = np.zeros_like(lat)
    for (west, south, east, north), _ in operation.areas:
        off_lat = np.maximum(np.maximum(south - lat, lat - north), 0.0)
        if west <= east:
            off_lon = np.maximum(np.maximum(west - lon, lon - east), 0.0)
            off_lon = np.where(
                off_lon > 180, np.minimum(off_lon, np.abs(off_lon - 360 + east - west)), off_lon
            )
        else:
            off_lon = np.minimum(np.maximum(west - lon, 0.0), np.maximum(lon - east, 0.0))
        away = np.maximum(away, np.hypot(off_lat, off_lon * shrink))
    return away
