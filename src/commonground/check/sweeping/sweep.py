"""The sweep: which of many shapes come within a distance of which others, in the same window.

Time first, then spheres, then the shapes themselves, in one plane at the middle of each check. Exact:
tested equal to distance.py and to a brute-force twin. The hot part is C where a compiler was at hand
at installation (_kernel.c), numpy and shapely otherwise; both are tested equal. What a plane cannot hold
(holes, crossing rings, more than 20 km) is left to `measure`, which the caller gives.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

import numpy as np
import shapely

from commonground.check.measure.plane import Floats, Planes
from commonground.check.sweeping.columns import Columns, Flags, Ints
from commonground.check.sweeping.grid import WIDEST_QUERY_M, CellClass, Grid

try:
    from commonground.check.sweeping import _kernel
except ImportError:  # no compiler at installation
    KERNEL: ModuleType | None = None
else:
    KERNEL = _kernel

CHUNK = 500  # checks at a time; bounds the memory
WIDEST_M = 1_000_000.0  # an item wider than this is measured by itself
FARTHEST_M = 20_000.0  # a margin beyond this is measured pair by pair
ROOM = 1 << 16  # pairs found before the kernel asks for more room

Measure = Callable[[int, int], float]  # row of a check, row of an item -> metres, reach taken off
Pairs = tuple[Ints, Ints, Floats]  # check, item, distance
Packed = tuple[tuple[np.ndarray, ...], tuple[np.ndarray, ...]]  # cells, shapes: see _kernel.pyi


@dataclass(frozen=True, eq=False)
class Indexed:
    """Items in cells. `search_m`: how far beyond a check's limit each item is looked for.

    out_m: the reach of each item's sphere, all of it. packed: for each class of cells what the kernel
    reads, in the order of the cells.
    """

    items: Columns
    search_m: Floats
    out_m: Floats
    flat: Flags
    grid: Grid
    packed: tuple[Packed, ...]


def index_of(items: Columns, search_m: Floats) -> Indexed:
    """The index of items, each held by its sphere, its reach and `search_m` more."""
    search_m = np.ascontiguousarray(search_m, float)
    out_m = items.radii_m + items.reach_m + search_m
    flat = items.straight & (items.radii_m <= WIDEST_M)
    grid = Grid.of(items.centres, out_m)
    packed = tuple(_packed(one, items, out_m, search_m, flat) for one in grid.classes if KERNEL is not None)
    return Indexed(items=items, search_m=search_m, out_m=out_m, flat=flat, grid=grid, packed=packed)


def _packed(one: CellClass, items: Columns, out_m: Floats, search_m: Floats, flat: Flags) -> Packed:
    """Everything the kernel reads of one class, side by side in the order of its cells."""
    rows = one.rows
    sizes = np.diff(items.offsets)[rows]
    offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    vertex = np.arange(offsets[-1]) + np.repeat(items.offsets[rows] - offsets[:-1], sizes)
    cells = (items.centres[rows], out_m[rows], items.start_s[rows], items.end_s[rows])
    shapes = (items.kind[rows], offsets, items.xyz[vertex], items.reach_m[rows])
    return (
        (one.columns, one.first, one.cells, rows, *map(np.ascontiguousarray, cells)),
        (*map(np.ascontiguousarray, shapes), search_m[rows], flat[rows].astype(np.uint8)),
    )


def sweep(
    index: Indexed, checks: Columns, limit_m: Floats, *, measure: Measure, kernel: ModuleType | None = KERNEL
) -> Pairs:
    """Pairs (check, item) in a common window with distance <= limit_m[check] + search_m[item].

    Distances are between the shapes with both reaches taken off, 0 where they touch. Sorted by check,
    then by item.
    """
    limit_m = np.ascontiguousarray(limit_m, float)
    found: list[Pairs] = []
    plain = np.arange(len(checks))
    if kernel is not None:
        fits = _fits(checks, limit_m, kernel)
        found += _by_kernel(index, checks, limit_m, np.flatnonzero(fits), measure, kernel)
        plain = np.flatnonzero(~fits)
    for at in range(0, len(plain), CHUNK):
        rows = plain[at : at + CHUNK]
        query, item = index.grid.near(checks.centres[rows], _out_m(checks, limit_m)[rows])
        found.append(_measured(index, checks, limit_m, rows[query], item, measure))
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
    check, item = (np.concatenate([one[part] for one in found]) for part in (0, 1))
    apart = np.concatenate([one[2] for one in found])
    order = np.lexsort((item, check))
    return check[order], item[order], apart[order]


def _out_m(checks: Columns, limit_m: Floats) -> Floats:
    return checks.radii_m + checks.reach_m + limit_m


def _fits(checks: Columns, limit_m: Floats, kernel: ModuleType) -> Flags:
    """Which checks the kernel can do."""
    few: Flags = np.diff(checks.offsets) <= kernel.CHECK_VERTICES
    return few & checks.in_plane & (_out_m(checks, limit_m) <= WIDEST_QUERY_M)


def _by_kernel(
    index: Indexed, checks: Columns, limit_m: Floats, rows: Ints, measure: Measure, kernel: ModuleType
) -> list[Pairs]:
    if not len(rows) or not len(index.items):
        return []
    shapes = (checks.kind, checks.offsets, checks.xyz, checks.centres, checks.reach_m, limit_m)
    of_checks = (*shapes, checks.start_s, checks.end_s, _out_m(checks, limit_m), rows)
    found = []
    room = min(ROOM, 64 * len(rows))
    space = (np.empty(room, np.int64), np.empty(room, np.int64), np.empty(room))
    for one, (cells, of_items) in zip(index.grid.classes, index.packed, strict=True):
        begin = 0
        while begin < len(rows):
            used, begin = kernel.search(
                one.reach_m, one.step, FARTHEST_M, begin, cells, of_items, of_checks, space
            )
            found.append((space[0][:used].copy(), space[1][:used].copy(), space[2][:used].copy()))
            if not used and begin < len(rows):  # one check alone finds more than there is room for
                room *= 4
                space = (np.empty(room, np.int64), np.empty(room, np.int64), np.empty(room))
    pairs = [_finished(one, index, limit_m, measure) for one in found]
    if len(index.grid.always):
        check = np.repeat(rows, len(index.grid.always))
        item = np.tile(index.grid.always, len(rows))
        pairs.append(_measured(index, checks, limit_m, check, item, measure))
    return pairs


def _finished(pairs: Pairs, index: Indexed, limit_m: Floats, measure: Measure) -> Pairs:
    """The kernel's pairs, with those measured that it could not."""
    check, item, apart = pairs
    for at in np.flatnonzero(apart < 0):
        apart[at] = measure(int(check[at]), int(item[at]))
    keep = apart <= limit_m[check] + index.search_m[item]
    return check[keep], item[keep], apart[keep]


def _measured(
    index: Indexed, checks: Columns, limit_m: Floats, check: Ints, item: Ints, measure: Measure
) -> Pairs:
    """The pairs among these that share a moment and come within the limit, with numpy and shapely."""
    items = index.items
    meets = (items.start_s[item] < checks.end_s[check]) & (items.end_s[item] > checks.start_s[check])
    check, item = check[meets], item[meets]
    between = items.centres[item] - checks.centres[check]
    most_m = _out_m(checks, limit_m)[check] + index.out_m[item]
    touch = np.einsum("ij,ij->i", between, between) <= most_m**2
    check, item = check[touch], item[touch]
    flat: Flags = index.flat[item] & checks.in_plane[check]
    flat &= limit_m[check] + index.search_m[item] <= FARTHEST_M
    apart = np.empty(len(check))
    apart[flat] = _in_planes(items, checks, check[flat], item[flat])
    for at in np.flatnonzero(~flat):
        apart[at] = measure(int(check[at]), int(item[at]))
    keep = apart <= limit_m[check] + index.search_m[item]
    return check[keep], item[keep], apart[keep]


def _in_planes(items: Columns, checks: Columns, check: Ints, item: Ints) -> Floats:
    """The distance of every pair, each in the plane of its check."""
    if not len(check):
        return np.zeros(0)
    used, inverse = np.unique(check, return_inverse=True)
    frame = inverse.reshape(-1)
    planes = Planes(checks.centres[used])
    asked = _shapes(checks, used, planes, np.arange(len(used)))
    shapely.prepare(asked)
    others = _shapes(items, item, planes, frame)
    bare = shapely.distance(asked[frame], others)
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
