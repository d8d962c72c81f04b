"""The reference of the check's benchmark: every pair in a common window, measured on the ellipsoid by PROJ.

Slow and by other means than the check: candidates by bounding spheres, then PROJ's own azimuthal equidistant
plane at each check; what comes within 1 % and 50 m of the limit is laid into a plane between the two nearest
places again and again until they stay, and the distance is PROJ's geodesic between them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely
from pyproj import Geod, Proj
from scipy.spatial import cKDTree

from commonground.check.measure.plane import ecef
from commonground.check.sweeping.columns import Columns

GEOD = Geod(ellps="WGS84")
STEPS_M = (1_000.0, 4_000.0, 16_000.0)  # trees by size, so that one large thing does not widen every search


class World(NamedTuple):
    """Shapes in columns, with the degrees they were made from."""

    columns: Columns
    lat: np.ndarray
    lon: np.ndarray


def geometry(world: World, row: int, plane: Proj) -> shapely.Geometry:
    """One shape in a plane of PROJ's."""
    at = slice(world.columns.offsets[row], world.columns.offsets[row + 1])
    xy = np.stack(plane(world.lon[at], world.lat[at]), 1)
    return (shapely.Point, shapely.LineString, shapely.Polygon)[world.columns.kind[row]](
        xy if len(xy) > 1 else xy[0]
    )


def around(lat: float, lon: float) -> Proj:
    """PROJ's azimuthal equidistant plane at a place."""
    return Proj(proj="aeqd", lat_0=lat, lon_0=lon, ellps="WGS84")


def spheres(world: World) -> tuple[np.ndarray, np.ndarray]:
    """Middle and radius, a little too large."""
    xyz, offsets, owner = ecef(world.lat, world.lon), world.columns.offsets, world.columns.owner
    middle = np.add.reduceat(xyz, offsets[:-1]) / np.diff(offsets)[:, None]
    out = np.maximum.reduceat(np.linalg.norm(xyz - middle[owner], axis=1), offsets[:-1])
    return middle, out * 1.001 + 10.0


def settled(items: World, item: int, checks: World, check: int, lat: float, lon: float) -> float:
    """The geodesic distance between the nearest places of a pair."""
    for _ in range(4):
        plane = around(lat, lon)
        a, b = geometry(checks, check, plane), geometry(items, item, plane)
        if shapely.intersects(a, b):
            return 0.0
        (x1, y1), (x2, y2) = np.asarray(shapely.shortest_line(a, b).coords)
        (lon1, lon2), (lat1, lat2) = plane([x1, x2], [y1, y2], inverse=True)
        lon, lat, apart = (
            *plane((x1 + x2) / 2, (y1 + y2) / 2, inverse=True),
            GEOD.inv(lon1, lat1, lon2, lat2)[2],
        )
        if np.hypot(x1 + x2, y1 + y2) < 10.0:
            break
    return float(apart)


def exact(items: World, checks: World, margin: np.ndarray) -> dict[tuple[int, int], float]:
    """Every pair whose distance is at most margin + doubt + 1 m, with it; not exact far inside."""
    middle, out = spheres(items)
    out = out + items.columns.ce95_m
    asked, wide = spheres(checks)
    sizes = np.digitize(out, STEPS_M)
    trees = [
        (rows, cKDTree(middle[rows]), out[rows].max())
        for rows in (np.flatnonzero(sizes == n) for n in range(4))
        if len(rows)
    ]
    found = {}
    for c in range(len(checks.columns)):
        rows = np.concatenate(
            [rows[tree.query_ball_point(asked[c], wide[c] + margin[c] + most)] for rows, tree, most in trees]
        )
        meets = (items.columns.start_s[rows] < checks.columns.end_s[c]) & (
            items.columns.end_s[rows] > checks.columns.start_s[c]
        )
        rows = np.sort(rows[meets])
        touch = np.linalg.norm(middle[rows] - asked[c], axis=1) <= wide[c] + margin[c] + out[rows]
        x, y, z = asked[c]
        lat, lon = np.degrees([np.arctan2(z, np.hypot(x, y) * (1 - 0.00669438)), np.arctan2(y, x)])
        plane = around(lat, lon)
        body = geometry(checks, c, plane)
        shapely.prepare(body)
        for item in rows[touch].tolist():
            limit = margin[c] + items.columns.ce95_m[item]
            apart = shapely.distance(body, geometry(items, item, plane))
            if abs(apart - limit) <= 50.0 + 0.01 * limit:
                apart = settled(items, item, checks, c, lat, lon)
            if apart <= limit + 1.0:
                found[c, item] = apart
    return found
