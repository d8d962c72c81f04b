"""The brute-force twin of the check: every pair, shapes laid out as many places, PROJ's geodesics.

Slow and plain on purpose. Nothing of the check's own planes, outlines or index is used here.
"""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from pyproj import Geod

from commonground.position.extent import Extent, Shape, ShapeKind
from commonground.register.fold import Standing
from commonground.statements.notice import NoticeKind

GEOD = Geod(ellps="WGS84")


def laid_out(shape: Shape, step_m: float) -> np.ndarray:
    """Places along every edge, at most `step_m` apart, as rows of latitude and longitude."""
    rows = []
    for ring in (shape.vertices, *shape.holes):
        ends = list(ring)
        if shape.kind is ShapeKind.AREA:
            ends.append(ring[0])
        rows.append(ends[0])
        for (lat1, lon1), (lat2, lon2) in pairwise(ends):
            _, _, length = GEOD.inv(lon1, lat1, lon2, lat2)
            count = int(length // step_m)
            if count:
                rows += [(lat, lon) for lon, lat in GEOD.npts(lon1, lat1, lon2, lat2, count)]
            rows.append((lat2, lon2))
    return np.array(rows)


def holds(shape: Shape, lat: float, lon: float) -> bool:
    """Whether an area holds a place: its ring turns once around it, and no hole does."""
    return _turns(shape.vertices, lat, lon) and not any(_turns(hole, lat, lon) for hole in shape.holes)


def _turns(ring, lat: float, lon: float) -> bool:
    area = Shape(kind=ShapeKind.AREA, vertices=tuple(ring), ce95_m=1.0)
    rows = laid_out(area, 200.0)
    here = np.full(len(rows), lon), np.full(len(rows), lat)
    bearings, _, _ = GEOD.inv(*here, rows[:, 1], rows[:, 0])
    change = (np.diff(bearings) + 180) % 360 - 180
    return abs(change.sum()) > 180


def apart_m(first: Shape, second: Shape, step_m: float) -> float:
    """Distance of two shapes without reach, too large by no more than `step_m`; 0 where one holds the other."""
    a, b = laid_out(first, step_m), laid_out(second, step_m)
    for area, rows in ((first, b), (second, a)):
        if area.kind is ShapeKind.AREA and holds(area, *rows[0]):
            return 0.0
    i, j = np.meshgrid(np.arange(len(a)), np.arange(len(b)), indexing="ij")
    _, _, d = GEOD.inv(a[i, 1].ravel(), a[i, 0].ravel(), b[j, 1].ravel(), b[j, 0].ravel())
    return float(np.min(d))


def verdicts(extent: Extent, margin_m: float, standing: Standing, step_m: float) -> dict[str, str]:
    """For every item whether it is surely listed ("in"), surely not ("out"), or within the step ("?")."""
    found = {}
    for item in standing.items:
        if item.notice.kind is not NoticeKind.SITE:
            raise ValueError("the twin knows things that do not move")
        best = "out"
        for leg in extent.legs:
            for other in item.notice.extent.legs:
                if not (leg.window.start < other.window.end and other.window.start < leg.window.end):
                    continue
                d = apart_m(leg.shape, other.shape, step_m) - leg.shape.reach_m - other.shape.reach_m
                doubt = math.hypot(leg.shape.ce95_m, other.shape.ce95_m)
                if d <= margin_m:
                    best = "in"
                elif d - step_m <= margin_m + 1.53 * doubt and best == "out":
                    best = "?"
        found[item.id] = best
    return found
