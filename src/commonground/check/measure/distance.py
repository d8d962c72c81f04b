"""The distance between two shapes: geodesic, to millimetres where it decides something.

The two are laid into a plane, the places where they come closest are found there, and again in a plane
at that contact, until it stays. A shape of more than 100 km is also tried piece by piece, because far
from its centre a plane stretches. Beyond 1,000 km what is given is a lower bound, the gap between the
spheres that hold the two: no margin reaches there.
"""

from __future__ import annotations

import math

import numpy as np
import shapely

from commonground.check.measure.outline import Outline, outline
from commonground.check.measure.plane import Floats, Plane
from commonground.position import geodesic
from commonground.position.extent import Shape, ShapeKind, Vertex

TURNS = 4
LARGE_M = 100_000.0
FAR_M = 1_000_000.0
PIECE = 16  # vertices of a piece of a large outline


def distance_m(first: Shape, second: Shape) -> float:
    """Metres between the nearest places of two shapes, their reach taken off; 0 where they touch."""
    apart_m = bare_distance_m(first, second) - first.reach_m - second.reach_m
    return max(0.0, apart_m)


def bare_distance_m(first: Shape, second: Shape) -> float:
    """Metres between the nearest places of two shapes without their reach; 0 where they touch."""
    if first.kind is ShapeKind.PLACE and second.kind is ShapeKind.PLACE:
        return geodesic.distance_m(first.vertices[0], second.vertices[0])
    a, b = outline(first), outline(second)
    if a.boundless or b.boundless:
        return 0.0
    gap_m = float(np.linalg.norm(a.centre - b.centre)) - a.radius_m - b.radius_m
    if gap_m > FAR_M:
        return gap_m
    small, large = (a, b) if a.radius_m <= b.radius_m else (b, a)
    start = small.middle()
    apart_m = _settled(small, large, start)
    if large.radius_m <= LARGE_M or apart_m == 0.0:
        return apart_m
    return min([apart_m, *(_settled(small, large, place) for place in _contacts(small, large, apart_m))])


def _settled(a: Outline, b: Outline, start: Vertex) -> float:
    """The distance found by moving the plane to the contact until the contact stays."""
    place, apart_m = start, math.inf
    for _ in range(TURNS):
        plane = Plane(*place)
        line = shapely.shortest_line(a.geometry(plane), b.geometry(plane))
        (x1, y1), (x2, y2) = np.asarray(line.coords)
        apart_m = math.hypot(x2 - x1, y2 - y1)
        off_m = math.hypot(x1 + x2, y1 + y2) / 2
        if off_m < 1_000.0 + 0.1 * apart_m:
            break
        place = plane.back((x1 + x2) / 2, (y1 + y2) / 2)
    if apart_m > 20_000.0:
        return geodesic.distance_m(plane.back(x1, y1), plane.back(x2, y2))
    return apart_m


def _contacts(small: Outline, large: Outline, apart_m: float) -> list[Vertex]:
    """Middles of the pieces of the large outline that may come as near as what was found."""
    plane = Plane(*small.middle())
    body = small.geometry(plane)
    found: list[Vertex] = []
    for ring in large.rings:
        flat = plane.place(ring)
        for piece in _pieces(flat):
            if shapely.distance(body, shapely.LineString(piece)) <= 1.02 * apart_m + 100.0:
                line = shapely.shortest_line(body, shapely.LineString(piece))
                east, north = np.asarray(line.coords).mean(0)
                found.append(plane.back(float(east), float(north)))
    return found


def _pieces(flat: Floats) -> list[Floats]:
    if len(flat) < 2:
        return []
    return [flat[at : at + PIECE + 1] for at in range(0, len(flat) - 1, PIECE)]
