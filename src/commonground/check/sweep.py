"""The sweep: which of many shapes come within a distance of which others, in the same window.

Time first, then spheres, then the shapes themselves, in one plane at the middle of each check. Exact:
tested equal to distance.py and to a brute-force twin. What a plane cannot hold (holes, more than 20 km)
is left to `measure`, which the caller gives.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import shapely

from commonground.check.columns import Columns, Flags, Ints
from commonground.check.grid import Grid
from commonground.check.plane import Floats, Planes

CHUNK = 500  # checks at a time; bounds the memory
WIDEST_M = 1_000_000.0  # an item wider than this is measured by itself
FARTHEST_M = 20_000.0  # a margin beyond this is measured pair by pair

Measure = Callable[[int, int], float]  # row of a check, row of an item -> metres, reach taken off


def index_of(items: Columns, search_m: Floats) -> Grid:
    """The grid of items, each held by its sphere, its reach and `search_m` more."""
    return Grid.of(items.centres, items.radii_m + items.reach_m + search_m)


def sweep(
    items: Columns,
    grid: Grid,
    search_m: Floats,
    checks: Columns,
    limit_m: Floats,
    *,
    measure: Measure,
) -> tuple[Ints, Ints, Floats]:
    """Pairs (check, item) in a common window with distance <= limit_m[check] + search_m[item].

    Distances are between the shapes with both reaches taken off, 0 where they touch. Sorted by check,
    then by item.
    """
    found = [
        _chunk(items, grid, search_m, checks, limit_m, np.arange(at, min(at + CHUNK, len(checks))), measure)
        for at in range(0, len(checks), CHUNK)
    ]
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
    check, item, apart = (np.concatenate([one[part] for one in found]) for part in range(3))
    order = np.lexsort((item, check))
    return check[order], item[order], apart[order]


def _chunk(
    items: Columns,
    grid: Grid,
    search_m: Floats,
    checks: Columns,
    limit_m: Floats,
    rows: Ints,
    measure: Measure,
) -> tuple[Ints, Ints, Floats]:
    out_m = checks.radii_m[rows] + checks.reach_m[rows] + limit_m[rows]
    query, item = grid.near(checks.centres[rows], out_m)
    check = rows[query]
    meets = (items.start_s[item] < checks.end_s[check]) & (items.end_s[item] > checks.start_s[check])
    check, item = check[meets], item[meets]
    between = items.centres[item] - checks.centres[check]
    most_m = (
        checks.radii_m[check]
        + checks.reach_m[check]
        + limit_m[check]
        + items.radii_m[item]
        + items.reach_m[item]
        + search_m[item]
    )
    touch = np.einsum("ij,ij->i", between, between) <= most_m**2
    check, item = check[touch], item[touch]
    flat: Flags = items.straight[item] & (items.radii_m[item] <= WIDEST_M) & checks.in_plane[check]
    flat &= limit_m[check] + search_m[item] <= FARTHEST_M
    apart = np.empty(len(check))
    apart[flat] = _in_planes(items, checks, check[flat], item[flat])
    for at in np.flatnonzero(~flat):
        apart[at] = measure(int(check[at]), int(item[at]))
    keep = apart <= limit_m[check] + search_m[item]
    return check[keep], item[keep], apart[keep]


def _in_planes(items: Columns, checks: Columns, check: Ints, item: Ints) -> Floats:
    """The distance of every pair, each in the plane of its check."""
    if not len(check):
        return np.zeros(0)
    used, frame = np.unique(check, return_inverse=True)
    planes = Planes(checks.centres[used])
    asked = _shapes(checks, used, planes, np.arange(len(used)))
    shapely.prepare(asked)
    others = _shapes(items, item, planes, frame.reshape(-1))
    bare = shapely.distance(asked[frame.reshape(-1)], others)
    apart: Floats = np.maximum(0.0, bare - items.reach_m[item] - checks.reach_m[check])
    return apart


def _shapes(columns: Columns, rows: Ints, planes: Planes, frame: Ints) -> np.ndarray:
    """The rows as shapely shapes, each in the plane of its frame."""
    sizes = np.diff(columns.offsets)[rows]
    owner = np.repeat(np.arange(len(rows)), sizes)
    vertex = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes - columns.offsets[rows], sizes)
    xy = planes.place(columns.xyz[vertex], frame[owner])
    shapes = np.empty(len(rows), object)
    kind = columns.kind[rows]
    for number in range(3):
        mine = np.flatnonzero(kind == number)
        if not len(mine):
            continue
        vertices = xy[kind[owner] == number]
        of = np.repeat(np.arange(len(mine)), sizes[mine])
        if number == 0:
            shapes[mine] = shapely.points(vertices)
        elif number == 1:
            shapes[mine] = shapely.linestrings(vertices, indices=of)
        else:
            shapes[mine] = shapely.polygons(shapely.linearrings(vertices, indices=of))
    return shapes
