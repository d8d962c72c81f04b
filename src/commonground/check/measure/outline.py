"""Outlines: a shape as earth-centred vertices close enough together to be straight in a plane.

An edge is the geodesic between its vertices. Edges longer than 5 km get vertices in between, so that
a straight line in a plane is off the geodesic by millimetres within 20 km of its centre.

A shape whose edges are longer than 20,000 km in all is not measured: it is *boundless*, and taken to be
everywhere. A register that comes from others must not be able to buy hours of our time with one notice.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import shapely

from commonground.check.measure.plane import LEAST_RADIUS_M, Floats, Plane, centre_of, ecef
from commonground.position import geodesic
from commonground.position.extent import Shape, ShapeKind, Vertex

EDGE_M = 5_000.0
MOST_M = 20_000_000.0  # of all edges together
HELD_BY_EARTH_M = 6_400_000.0


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """A shape's vertices in earth-centred metres, ring by ring, and the sphere that holds them.

    boundless: the edges are too long to be measured; the shape counts as everywhere.
    """

    kind: ShapeKind
    rings: tuple[Floats, ...]
    centre: Floats  # of the sphere
    radius_m: float
    boundless: bool = False

    def geometry(self, plane: Plane) -> shapely.Geometry:
        """The shape in the plane."""
        rings = [plane.place(ring) for ring in self.rings]
        if self.kind is ShapeKind.PLACE:
            return shapely.Point(rings[0][0])
        if self.kind is ShapeKind.LINE:
            return shapely.LineString(rings[0])
        return whole(shapely.Polygon(rings[0], rings[1:]))

    def middle(self) -> tuple[float, float]:
        """A place near the middle, as latitude and longitude in degrees."""
        return centre_of(self.centre[None, :])


def whole(area: shapely.Polygon) -> shapely.Geometry:
    """An area; where its ring crosses itself, whatever the ring goes around, once or more, and the ring."""
    if area.is_valid:
        return area
    held = shapely.make_valid(area, method="structure", keep_collapsed=True)
    return shapely.GeometryCollection([held, area.boundary])


@lru_cache(maxsize=65_536)
def outline(shape: Shape) -> Outline:
    """The outline of a shape; its reach and doubt are no part of it."""
    closed = shape.kind is ShapeKind.AREA
    if _length_m((shape.vertices, *shape.holes), closed=closed) > MOST_M:
        lat, lon = zip(*shape.vertices, strict=True)
        everywhere = np.zeros(3)
        return Outline(shape.kind, (ecef(lat, lon),), everywhere, HELD_BY_EARTH_M, boundless=True)
    rings = tuple(_ring(ring, closed=closed) for ring in (shape.vertices, *shape.holes))
    outer = rings[0]
    centre = outer.mean(0)
    chords = np.linalg.norm(np.diff(outer, axis=0), axis=1)
    sag_m = float(chords.max()) ** 2 / (8 * LEAST_RADIUS_M) if len(chords) else 0.0
    radius_m = float(np.linalg.norm(outer - centre, axis=1).max()) + sag_m
    return Outline(kind=shape.kind, rings=rings, centre=centre, radius_m=radius_m)


def _length_m(rings: tuple[tuple[Vertex, ...], ...], *, closed: bool) -> float:
    """The length of all edges together, as chords through the earth; never too long."""
    total = 0.0
    for ring in rings:
        lat, lon = zip(*ring, *(ring[:1] if closed else ()), strict=True)
        total += float(np.linalg.norm(np.diff(ecef(lat, lon), axis=0), axis=1).sum())
    return total


def _ring(vertices: tuple[Vertex, ...], *, closed: bool) -> Floats:
    """Earth-centred vertices with long edges filled in; a closed ring repeats its first vertex."""
    ends = [*vertices, vertices[0]] if closed and vertices[0] != vertices[-1] else list(vertices)
    places: list[Vertex] = []
    for start, end in pairwise(ends):
        places.append(start)
        length_m = geodesic.distance_m(start, end)
        pieces = math.ceil(length_m / EDGE_M)
        if pieces > 1:
            bearing = geodesic.bearing_deg(start, end)
            places.extend(
                geodesic.offset(*start, bearing, length_m * piece / pieces) for piece in range(1, pieces)
            )
    places.append(ends[-1])
    lat, lon = zip(*places, strict=True)
    return ecef(lat, lon)
