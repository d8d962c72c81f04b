"""The probability that two things lie within a margin, from how surely their places are known.

Both circles of doubt are taken as one normal displacement of the two against each other, of
sigma = ce95 / 2.448 along each axis. Where one of the two is a place the integral over the area that
counts is exact (Owen's T function, edge by edge); otherwise displacements of equal weight are tried.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import shapely
import shapely.affinity
from scipy.special import owens_t

from commonground.check.measure.outline import outline
from commonground.check.measure.plane import Floats, Plane
from commonground.position.extent import Shape, ShapeKind

CE95_PER_SIGMA = 2.447746830680816  # sqrt(-2 ln 0.05)
SEARCH = 1.5184  # times the joint ce95: beyond it the probability is below 1 in 1000
RINGS, SPOKES = 24, 48


def joint_ce95_m(first: Shape, second: Shape) -> float:
    """The circle that holds the displacement of the two against each other 19 times in 20."""
    return math.hypot(first.ce95_m, second.ce95_m)


def probability_within(first: Shape, second: Shape, margin_m: float, apart_m: float) -> float:
    """The probability that the two lie within the margin, their reach included; between 0 and 1.

    `apart_m` is their distance as given. Where it cannot matter (below 1e-6 on either side) nothing
    is integrated.
    """
    sigma_m = joint_ce95_m(first, second) / CE95_PER_SIGMA
    over_m = apart_m - margin_m
    if over_m > 0 and math.exp(-0.5 * (over_m / sigma_m) ** 2) < 1e-6:
        return 0.0
    if over_m < 0 and math.exp(-0.5 * (over_m / sigma_m) ** 2) < 1e-6:
        return 1.0
    if outline(first).boundless or outline(second).boundless:
        return 1.0
    reach_m = margin_m + first.reach_m + second.reach_m
    place, other = (first, second) if first.kind is ShapeKind.PLACE else (second, first)
    plane = Plane(*outline(place).middle())
    body, far = outline(place).geometry(plane), outline(other).geometry(plane)
    if place.kind is ShapeKind.PLACE:
        return _over_area(shapely.buffer(far, max(reach_m, 1e-3), quad_segs=64), sigma_m)
    return _by_trial(body, far, reach_m, sigma_m)


def _over_area(area: shapely.Geometry, sigma_m: float) -> float:
    """The normal of `sigma_m` around the origin, integrated over an area in the plane."""
    total = 0.0
    for part in shapely.get_parts(area):
        oriented = shapely.geometry.polygon.orient(part)
        for ring in (oriented.exterior, *oriented.interiors):
            total += _around(np.asarray(ring.coords) / sigma_m)
    return min(1.0, max(0.0, total))


def _around(ring: Floats) -> float:
    """The standard normal over the inside of a closed ring, signed by its turn.

    Each edge and the origin make a triangle. With h its height over the edge and u, v the angles of
    its ends from the foot of the height: (v - u) / 2 pi - T(h, tan v) + T(h, tan u).
    """
    p, q = ring[:-1], ring[1:]
    edge = q - p
    length = np.hypot(edge[:, 0], edge[:, 1])
    keep = length > 0
    p, q, edge, length = p[keep], q[keep], edge[keep], length[keep]
    height = (p[:, 0] * edge[:, 1] - p[:, 1] * edge[:, 0]) / length  # signed: left of the edge is inside
    along_p = (p * edge).sum(1) / length
    along_q = (q * edge).sum(1) / length
    h = np.abs(height)
    flat = h < 1e-12
    safe = np.where(flat, 1.0, h)
    u, v = along_p / safe, along_q / safe
    piece = (np.arctan(v) - np.arctan(u)) / (2 * np.pi) - owens_t(safe, v) + owens_t(safe, u)
    return float(np.where(flat, 0.0, np.sign(height) * piece).sum())


def _by_trial(body: shapely.Geometry, far: shapely.Geometry, reach_m: float, sigma_m: float) -> float:
    shifts = _displacements() * sigma_m
    moved = [shapely.affinity.translate(body, east, north) for east, north in shifts]
    return float((shapely.distance(np.array(moved), far) <= reach_m).mean())


@cache
def _displacements() -> Floats:
    """Displacements of equal weight in a standard normal: rings of equal probability, evenly spoked."""
    share = (np.arange(RINGS) + 0.5) / RINGS
    radius = np.sqrt(-2 * np.log1p(-share))
    turn = 2 * np.pi * (np.arange(SPOKES)[None, :] + 0.5 * (np.arange(RINGS)[:, None] % 2)) / SPOKES
    return np.stack([radius[:, None] * np.sin(turn), radius[:, None] * np.cos(turn)], -1).reshape(-1, 2)
