"""Slivers: the ground between two drawings of one line, piece by piece, and whose it is on each map.

The two lines and the connectors between their ends cut an equal-area plane into faces. Every face
counts towards the area; small ones are told as a number, none is dropped.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from commonground.maps.depiction import Depiction, coordinates
from commonground.maps.lines import filled
from commonground.maps.plane import EqualArea, Floats, equal_area_over

HECTARE_M2 = 10_000.0
Window = tuple[float, float, float, float]


def wide_deg(window: Window) -> float:
    """How many degrees a window reaches eastward, above 0 to 360; west may stand east of east."""
    return (window[2] - window[0]) % 360.0 or 360.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sliver:
    """One piece of ground between two drawings.

    in_a, in_b: the parties whose it is on map A and on map B; empty where that map draws no area
    there. width_m: twice the area over the perimeter.
    """

    area_m2: float
    width_m: float
    lat_deg: float  # a place inside
    lon_deg: float
    in_a: tuple[str, ...]
    in_b: tuple[str, ...]
    outline: BaseGeometry  # degrees, longitude first

    def as_json(self) -> dict[str, object]:
        return {
            "area_km2": round(self.area_m2 / 1e6, 3),
            "width_m": round(self.width_m, 1),
            "lat_deg": round(self.lat_deg, 5),
            "lon_deg": round(self.lon_deg, 5),
            "in_a": list(self.in_a),
            "in_b": list(self.in_b),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Slivers:
    """All ground between two drawings: the pieces over a hectare, and the sum of all."""

    pieces: tuple[Sliver, ...]  # over a hectare, largest first
    small: int  # how many smaller ones there are besides
    area_m2: float  # of all, the small ones included


def slivers(
    a: Depiction, b: Depiction, *, window: Window | None = None, least_m2: float = HECTARE_M2
) -> Slivers:
    """The faces between the lines of two depictions. The same for (b, a) with `in_a`, `in_b` changed.

    window: west, south, east, north in degrees; faces are cut at it.
    """
    plane = equal_area_over(*coordinates(shapely.GeometryCollection([a.line, b.line])))
    faces = _faces(_lines(a.line, plane), _lines(b.line, plane))
    if window is not None:
        faces = _cut(faces, window, plane)
    sizes = shapely.area(faces)
    large = faces[sizes > least_m2]
    large = large[np.argsort(-shapely.area(large), kind="stable")]
    inside = shapely.get_coordinates(shapely.point_on_surface(large)).reshape(-1, 2)
    lat, lon = plane.to_degrees(inside[:, 0], inside[:, 1])
    owners = [owners_at(depiction, lat, lon) for depiction in (a, b)]
    outlines = _to_degrees(large, plane, lon)
    pieces = tuple(
        Sliver(
            area_m2=float(face.area),
            width_m=float(2 * face.area / face.length),
            lat_deg=float(lat[row]),
            lon_deg=float(lon[row]),
            in_a=owners[0][row],
            in_b=owners[1][row],
            outline=outlines[row],
        )
        for row, face in enumerate(large)
    )
    return Slivers(pieces=pieces, small=len(faces) - len(large), area_m2=float(sizes.sum()))


def owners_at(depiction: Depiction, lat_deg: Floats, lon_deg: Floats) -> list[tuple[str, ...]]:
    """The parties inside whose areas each place lies on this map, in the map's order."""
    inside = {}
    for party, area in depiction.areas.items():
        shapely.prepare(area)
        west, _, east, _ = shapely.bounds(area)
        turned = lon_deg + np.round(((west + east) / 2 - lon_deg) / 360.0) * 360.0
        inside[party] = shapely.contains_xy(area, turned, lat_deg)
    order = [party for party in depiction.parties if party in inside]
    return [tuple(party for party in order if inside[party][row]) for row in range(len(lat_deg))]


def _lines(line: BaseGeometry, plane: EqualArea) -> list[BaseGeometry]:
    drawn: list[BaseGeometry] = []
    for piece in filled(line):
        x, y = plane.to_xy(piece[:, 1], piece[:, 0])
        drawn.append(shapely.LineString(np.column_stack([x, y])))
    return drawn


def _faces(first: list[BaseGeometry], second: list[BaseGeometry]) -> Floats:
    """The bounded faces of both lines and the connectors of their ends."""
    one, two = shapely.get_coordinates(first), shapely.get_coordinates(second)
    straight = np.hypot(*(one[0] - two[0])) + np.hypot(*(one[-1] - two[-1]))
    crossed = np.hypot(*(one[0] - two[-1])) + np.hypot(*(one[-1] - two[0]))
    if crossed < straight:
        two = two[::-1]
    ends = [(one[0], two[0]), (one[-1], two[-1])]
    connectors = [shapely.linestrings(pair) for pair in ends if not np.array_equal(*pair)]
    noded = shapely.union_all([*first, *second, *connectors])
    return np.asarray(shapely.get_parts(shapely.polygonize(shapely.get_parts(noded))))


def _cut(faces: Floats, window: Window, plane: EqualArea) -> Floats:
    """The faces inside a window of degrees, each piece by itself.

    Only so much of the window is brought into the plane as the faces reach: a plane has no far side.
    """
    xy = shapely.get_coordinates(faces)
    if len(xy) == 0:
        return faces
    lat, lon = plane.to_degrees(xy[:, 0], xy[:, 1])
    lon = lon + np.round((plane.lon_0_deg - lon) / 360.0) * 360.0
    reach = shapely.box(lon.min() - 0.1, lat.min() - 0.1, lon.max() + 0.1, lat.max() + 0.1)
    west, south, _, north = window
    boxes = [
        shapely.box(west + turn, south, west + turn + wide_deg(window), north) for turn in (-360, 0, 360)
    ]
    within = shapely.segmentize(shapely.intersection(shapely.union_all(boxes), reach), 0.02)

    def to_plane(degrees: Floats) -> Floats:
        return np.column_stack(plane.to_xy(degrees[:, 1], degrees[:, 0]))

    pieces = shapely.get_parts(shapely.intersection(faces, shapely.transform(within, to_plane)))
    return np.asarray(pieces[shapely.area(pieces) > 0])


def _to_degrees(faces: Floats, plane: EqualArea, lon_deg: Floats) -> list[BaseGeometry]:
    """Faces in degrees; longitudes run on about the place inside each."""
    xy, face = shapely.get_coordinates(faces, return_index=True)
    lat, lon = plane.to_degrees(xy[:, 0], xy[:, 1])
    lon = lon + np.round((lon_deg[face] - lon) / 360.0) * 360.0
    made: list[BaseGeometry] = list(shapely.set_coordinates(faces.copy(), np.column_stack([lon, lat])))
    return made
