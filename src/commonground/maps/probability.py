"""How likely a place of Gaussian doubt lies inside an area: a sum of Owen's T over the area's edges.

Seen from the place, an edge takes away the mass that lies beyond it within its angle: T(h, b) - T(h, a)
with h the distance to the edge's line and a, b the slopes to its ends, in standard deviations (D. B.
Owen, 1956). The sum over all edges is exact; edges beyond six standard deviations hold under 1e-7.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.polynomial.legendre import leggauss
from numpy.typing import NDArray
from scipy.special import owens_t
from shapely.geometry.base import BaseGeometry

from commonground.maps.plane import Floats, Plane

REACH = 6.0  # standard deviations; exp(-18) = 1.5e-8 lies beyond
_NODES, _WEIGHTS = (0.5 * (column + shift) for column, shift in zip(leggauss(6), (1.0, 0.0), strict=True))
_RUN = 512  # places whose edges stay in the processor's cache
_ON_THE_LINE = 1e-7  # standard deviations; nearer than this the side is not asked of the geometry
SIGMA_PER_CE95 = 1 / 2.4477468306808162  # one axis over the radius that holds 95 %


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """An area in a plane, with its edges ready to be summed over. Shells run left, holes right."""

    whole: BaseGeometry
    start: Floats
    end: Floats
    tree: shapely.STRtree


def area_in(plane: Plane, area: BaseGeometry) -> Area:
    """Bring an area (longitude, latitude) into a plane and make its edges ready."""

    def to_xy(degrees: Floats) -> Floats:
        return np.column_stack(plane.to_xy(degrees[:, 1], degrees[:, 0]))

    whole = shapely.orient_polygons(shapely.transform(area, to_xy))
    polygons = shapely.get_parts(whole)
    rings = shapely.get_rings(polygons)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    inner = ring[:-1] == ring[1:]
    start, end = xy[:-1][inner], xy[1:][inner]
    lines: Any = shapely.linestrings(np.stack([start, end], axis=1)) if len(start) else []
    shapely.prepare(whole)
    return Area(whole=whole, start=start, end=end, tree=shapely.STRtree(lines))


def mass_inside(area: Area, x_m: Floats, y_m: Floats, covariance_m2: Floats) -> Floats:
    """The probability that each place lies inside the area.

    covariance_m2: 2 by 2, of all places. Exact to about 1e-8 for a Gaussian place and a map whose
    error near the place is one shift (its variance added to the covariance).
    """
    root: Floats = np.asarray(np.linalg.cholesky(covariance_m2), dtype=np.float64)
    white: Floats = np.asarray(np.linalg.inv(root), dtype=np.float64)
    reach_m = REACH * float(np.sqrt(np.linalg.eigvalsh(covariance_m2)[-1]))
    places = np.column_stack([np.asarray(x_m, dtype=np.float64), np.asarray(y_m, dtype=np.float64)])
    runs = [
        _mass_of_run(area, places[at : at + _RUN], root, white, reach_m) for at in range(0, len(places), _RUN)
    ]
    return np.concatenate(runs) if runs else np.zeros(0)


def _mass_of_run(area: Area, places: Floats, root: Floats, white: Floats, reach_m: float) -> Floats:
    """The same for so few places that what they need stays in the processor's cache."""
    x, y = places[:, 0], places[:, 1]
    near, edge = area.tree.query(shapely.box(x - reach_m, y - reach_m, x + reach_m, y + reach_m))
    inside = shapely.contains_xy(area.whole, x, y)
    terms, close = _terms(area, places, white, near, edge)
    taken = np.bincount(near, weights=terms, minlength=len(places))
    result: Floats = np.asarray(inside - taken, dtype=np.float64)
    on_line = np.unique(near[close])
    if len(on_line):
        result[on_line] = _beside(area, places[on_line], root, white, near, edge, on_line)
    clipped: Floats = np.clip(result, 0.0, 1.0)
    return clipped


def _terms(
    area: Area, places: Floats, white: Floats, near: NDArray[np.int64], edge: NDArray[np.int64]
) -> tuple[Floats, NDArray[np.bool_]]:
    """What each edge takes away from its place, and whether the place lies on that edge."""
    a = (area.start[edge] - places[near]) @ white.T
    b = (area.end[edge] - places[near]) @ white.T
    along = b - a
    length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-300)
    along /= length[:, None]
    h = along[:, 0] * -a[:, 1] + along[:, 1] * a[:, 0]  # positive when the place lies left of the edge
    ta = a[:, 0] * along[:, 0] + a[:, 1] * along[:, 1]
    tb = ta + length
    aside = np.maximum(np.maximum(ta, -tb), 0.0)
    away = np.sqrt(h * h + aside * aside)  # from the place to the edge itself
    terms = np.zeros(len(h))
    short = (length <= away) & (away < REACH)
    terms[short] = _short(h[short], ta[short], length[short])
    rest = ~short & (away < REACH)
    size = np.maximum(np.abs(h[rest]), 1e-150)
    sign = np.where(h[rest] >= 0, 1.0, -1.0)
    terms[rest] = sign * (owens_t(size, tb[rest] / size) - owens_t(size, ta[rest] / size))
    close = (np.abs(h) < _ON_THE_LINE) & (ta <= _ON_THE_LINE) & (tb >= -_ON_THE_LINE)
    return terms, close


def _short(h: Floats, ta: Floats, length: Floats) -> Floats:
    """The same for an edge no longer than it is far: Gauss's rule on T's own integral, to 1e-8."""
    total = np.zeros(len(h))
    for node, weight in zip(_NODES, _WEIGHTS, strict=True):
        square = ta + node * length
        square *= square
        square += h * h
        total += weight * np.exp(-square / 2) / square
    return np.asarray(total * h * length / (2 * np.pi))


def _beside(
    area: Area,
    places: Floats,
    root: Floats,
    white: Floats,
    near: NDArray[np.int64],
    edge: NDArray[np.int64],
    rows: NDArray[np.int64],
) -> Floats:
    """Places on an edge: the mean of four places a millionth of a standard deviation about them."""
    total = np.zeros(len(places))
    mask = np.isin(near, rows)
    local, edges = np.searchsorted(rows, near[mask]), edge[mask]
    step = 1e-6
    for way in ((0.6, 0.8), (-0.8, 0.6), (-0.6, -0.8), (0.8, -0.6)):
        moved = places + step * (root @ np.array(way))
        terms, _ = _terms(area, moved, white, local, edges)
        inside = shapely.contains_xy(area.whole, moved[:, 0], moved[:, 1])
        total += inside - np.bincount(local, weights=terms, minlength=len(places))
    return total / 4
