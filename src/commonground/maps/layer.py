"""Layers of areas: the line between two areas of one map, cut out of the outline of the first.

Neighbours on one map seldom share their vertices, so an edge counts as shared when it lies within a
tolerance of the neighbour. Where two areas overlap or leave a gap the line still follows the first
area's outline, from one end of the shared stretch to the other: nothing is lost between.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from commonground.errors import InputError
from commonground.maps.depiction import run_on
from commonground.maps.plane import Floats

SHARED_DEG = 0.01  # how far off the neighbour an edge of a shared border may lie
CORRIDOR_DEG = 0.4  # how much ground is kept on both sides of a border that is cut out
END_DEG = 0.5  # how far from the ends asked for the outline may be


def border_between(
    first: BaseGeometry,
    second: BaseGeometry,
    *,
    ends: tuple[tuple[float, float], tuple[float, float]] | None = None,
    shared_deg: float = SHARED_DEG,
) -> BaseGeometry:
    """The outline of `first` along `second`, one LineString from west to east.

    ends: places (latitude, longitude) next to which to cut; without them the line runs over the
    whole of the ring but its longest stretch away from `second`. Raises InputError when the areas do
    not meet, or an end lies over half a degree from the outline.
    """
    ring, shared = _ring_along(first, second, shared_deg)
    if ends is None:
        start, count = _all_but_longest_gap(ring, shared)
    else:
        start, count = _between(ring, shared, ends)
    order = (start + np.arange(count + 1)) % len(ring)
    line = run_on(ring[order])
    if line[0, 0] > line[-1, 0]:
        line = line[::-1]
    return shapely.LineString(line)


def corridor(line: BaseGeometry, *, width_deg: float = CORRIDOR_DEG) -> BaseGeometry:
    """The ground within `width_deg` of a line, for cutting areas out."""
    return shapely.buffer(shapely.simplify(line, 0.01), width_deg, quad_segs=8)


def _ring_along(first: BaseGeometry, second: BaseGeometry, tol: float) -> tuple[Floats, Floats]:
    """The ring of `first` with the longest shared stretch (open, no closing vertex), and the length
    in degrees of each of its edges that is shared, 0 where it is not."""
    edges = _edges(shapely.clip_by_rect(shapely.boundary(second), *_around(first, tol)))
    tree = shapely.STRtree(edges)
    best: tuple[Floats, Floats] | None = None
    for polygon in shapely.get_parts(first):
        for ring in (polygon.exterior, *polygon.interiors):
            vertices = run_on(shapely.get_coordinates(ring))[:-1]
            following = np.roll(vertices, -1, axis=0)
            middle = (vertices + following) / 2
            shared = np.zeros(len(middle), dtype=bool)
            shared[tree.query(shapely.points(middle), predicate="dwithin", distance=tol)[0]] = True
            lengths = np.where(shared, np.hypot(*(following - vertices).T), 0.0)
            if best is None or lengths.sum() > best[1].sum():
                best = vertices, lengths
    if best is None or best[1].sum() == 0:
        raise InputError("these two areas do not meet on this map")
    return best


def _edges(lines: BaseGeometry) -> Any:
    """Every edge of these lines as a line of its own."""
    ends = [np.stack([c[:-1], c[1:]], axis=1) for c in map(shapely.get_coordinates, shapely.get_parts(lines))]
    return shapely.linestrings(np.concatenate(ends)) if ends else np.array([], dtype=object)


def _around(area: BaseGeometry, margin: float) -> tuple[float, float, float, float]:
    west, south, east, north = area.bounds
    return west - 2 * margin, south - 2 * margin, east + 2 * margin, north + 2 * margin


def _all_but_longest_gap(ring: Floats, shared: Floats) -> tuple[int, int]:
    """First vertex and number of edges of everything but the longest run of edges not shared."""
    at = np.flatnonzero(shared > 0)
    lengths = np.hypot(*(np.roll(ring, -1, axis=0) - ring).T)
    along = np.r_[0.0, np.cumsum(lengths)]
    following = np.roll(at, -1)
    gap = (along[following] - along[at + 1]) % along[-1]
    if len(at) == len(ring):
        return 0, len(ring)
    last = int(np.argmax(gap))  # the shared edge before the longest gap
    start = int(following[last])
    return start, int((at[last] - start) % len(ring)) + 1


def _between(
    ring: Floats, shared: Floats, ends: tuple[tuple[float, float], tuple[float, float]]
) -> tuple[int, int]:
    """First vertex and number of edges of the way round of which the larger share is shared."""
    places = []
    for lat, lon in ends:
        away = np.hypot((ring[:, 0] - lon + 180) % 360 - 180, ring[:, 1] - lat)
        places.append(int(np.argmin(away)))
        if away[places[-1]] > END_DEG:
            raise InputError("this map's outline does not pass this end", given=f"{lat} {lon}")
    a, b = places
    if a == b:
        raise InputError("both ends lie next to the same vertex on this map")
    count = (b - a) % len(ring)
    lengths = np.hypot(*(np.roll(ring, -1, axis=0) - ring).T)
    ahead = (a + np.arange(count)) % len(ring)
    there, back = lengths[ahead].sum(), lengths.sum() - lengths[ahead].sum()
    shared_there = shared[ahead].sum()
    if shared_there * back >= (shared.sum() - shared_there) * there:
        return a, count
    return b, len(ring) - count
