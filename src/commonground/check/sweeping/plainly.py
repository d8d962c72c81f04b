"""The search without a compiler: the same pairs as _kernel.c, with numpy and shapely.

Time first, then spheres, then the shapes themselves, in one plane at the middle of each check.
"""

from __future__ import annotations

import numpy as np
import shapely

from commonground.check.measure.outline import whole
from commonground.check.measure.plane import LEAST_RADIUS_M, Floats, Planes
from commonground.check.sweeping.columns import PLAIN_RADIUS_M, Columns, Flags, Ints
from commonground.check.sweeping.index import EVERYWHERE_M, Indexed

CHUNK = 500  # checks at a time; bounds the memory
SURE_M = 0.004  # a plane that is off by less decides


def search(index: Indexed, checks: Columns, limit_m: Floats, farthest_m: float) -> tuple[Ints, Ints, Floats]:
    """Pairs of check and place in the index, and how far apart; -1 where one is to be measured by itself."""
    found = []
    for at in range(0, len(checks), CHUNK):
        rows = np.arange(at, min(at + CHUNK, len(checks)))
        out_m = (checks.radii_m + checks.reach_m + limit_m)[rows]
        query, place = index.grid.near(checks.centres[rows], out_m)
        found.append(_measured(index, checks, limit_m, rows[query], place, farthest_m))
    none = np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
    check, place, apart = (np.concatenate(parts) for parts in zip(none, *found, strict=True))
    return check, place, apart


def _measured(
    index: Indexed, checks: Columns, limit_m: Floats, check: Ints, place: Ints, farthest_m: float
) -> tuple[Ints, Ints, Floats]:
    item = index.item
    meets = (item["start_s"][place] < checks.end_s[check]) & (item["end_s"][place] > checks.start_s[check])
    check, place = check[meets], place[meets]
    between = index.scan["centre"][place] - checks.centres[check]
    out_m = (checks.radii_m + checks.reach_m + limit_m)[check]
    touch = np.einsum("ij,ij->i", between, between) <= (out_m + index.scan["out"][place]) ** 2
    check, place, out_m = check[touch], place[touch], out_m[touch]
    most_m = limit_m[check] + item["search_m"][place]
    flat: Flags = item["flat"][place] & checks.plain[check] & (checks.radii_m[check] <= PLAIN_RADIUS_M)
    flat &= most_m <= farthest_m
    apart = np.full(len(check), -1.0)
    apart[flat] = _in_planes(index, checks, check[flat], place[flat])
    wide = np.minimum(out_m + item["search_m"][place], EVERYWHERE_M) / LEAST_RADIUS_M
    blur_m = most_m * wide**2 / 6
    apart[flat & (blur_m > SURE_M) & (np.abs(apart - most_m) <= blur_m)] = -1.0
    keep = apart <= most_m
    return check[keep], place[keep], apart[keep]


def _in_planes(index: Indexed, checks: Columns, check: Ints, place: Ints) -> Floats:
    """The distance of every pair, each in the plane of its check."""
    if not len(check):
        return np.zeros(0)
    used, inverse = np.unique(check, return_inverse=True)
    frame = inverse.reshape(-1)
    planes = Planes(checks.centres[used])
    every = checks.offsets[:-1], np.diff(checks.offsets), checks.kind
    asked = _shapes(tuple(part[used] for part in every), checks.xyz, planes, np.arange(len(used)))
    shapely.prepare(asked)
    every = index.scan["begin"].astype(np.int64), index.scan["vertices"], index.item["kind"]
    others = _shapes(tuple(part[place] for part in every), index.xyz, planes, frame)
    bare = shapely.distance(asked[frame], others)
    apart: Floats = np.maximum(0.0, bare - index.item["reach_m"][place] - checks.reach_m[check])
    return apart


def _shapes(rows: tuple[np.ndarray, ...], xyz: Floats, planes: Planes, frame: Ints) -> np.ndarray:
    """Shapely shapes of rows, given by first vertex, number of vertices and kind, each in its own frame."""
    begin, sizes, kind = rows
    owner = np.repeat(np.arange(len(sizes)), sizes)
    vertex = np.arange(len(owner)) - np.repeat(np.cumsum(sizes) - sizes - begin, sizes)
    xy = planes.place(xyz[vertex], frame[owner])
    shapes = np.empty(len(sizes), object)
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
            for at in mine[~shapely.is_valid(shapes[mine])]:
                shapes[at] = whole(shapes[at])
    return shapes
