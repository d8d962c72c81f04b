"""Lines on the ellipsoid: walked in equal steps, and filled in where their vertices lie far apart.

Between two vertices a line runs along the geodesic of WGS 84. (A source may mean the straight line of
its own projection; over 100 km at 34 north that differs by about 130 m, over 2 km by centimetres.)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from shapely.geometry.base import BaseGeometry

from commonground.errors import InputError
from commonground.maps.depiction import parts
from commonground.maps.plane import Floats
from commonground.position.transform.rays import forward_many, inverse_many

STEP_M = 100.0
LONGEST_EDGE_M = 2000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """Places at equal steps along a line, the last vertex of every piece included.

    along_m: distance from the line's first vertex; the gaps between pieces count nothing.
    bearing_deg: the direction in which the line runs at the place.
    """

    lat_deg: Floats
    lon_deg: Floats
    along_m: Floats
    bearing_deg: Floats
    length_m: float


def walk(line: BaseGeometry, step_m: float = STEP_M) -> Walk:
    """Walk a line along the geodesics between its vertices, in steps of `step_m` metres."""
    rows, before = [], 0.0
    for piece in parts(line):
        lon, lat = piece[:, 0], piece[:, 1]
        bearing, length = inverse_many(lat[:-1], lon[:-1], lat[1:], lon[1:])
        along = np.r_[0.0, np.cumsum(length)]
        stations = np.r_[np.arange(0.0, along[-1], step_m), along[-1]]
        edge = np.clip(np.searchsorted(along, stations, side="right") - 1, 0, len(length) - 1)
        at_lat, at_lon = forward_many(lat[edge], lon[edge], bearing[edge], stations - along[edge])
        rows.append((at_lat, at_lon, before + stations, bearing[edge]))
        before += float(along[-1])
    if not rows:
        raise InputError("this depiction has no line")
    columns = [np.concatenate(column) for column in zip(*rows, strict=True)]
    return Walk(
        lat_deg=columns[0], lon_deg=columns[1], along_m=columns[2], bearing_deg=columns[3], length_m=before
    )


def filled(line: BaseGeometry, longest_m: float = LONGEST_EDGE_M) -> list[Floats]:
    """The pieces of a line (longitude, latitude) with no edge longer than `longest_m`."""
    return [_filled(piece, longest_m) for piece in parts(line)]


def _filled(piece: Floats, longest_m: float) -> Floats:
    lon, lat = piece[:, 0], piece[:, 1]
    bearing, length = inverse_many(lat[:-1], lon[:-1], lat[1:], lon[1:])
    pieces = np.maximum(1, np.ceil(length / longest_m)).astype(np.int64)
    if pieces.max(initial=1) == 1:
        return piece
    edge = np.repeat(np.arange(len(pieces)), pieces)
    step = np.arange(len(edge)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    at_lat, at_lon = forward_many(lat[edge], lon[edge], bearing[edge], step * length[edge] / pieces[edge])
    whole = step == 0
    at_lat[whole], at_lon[whole] = lat[edge[whole]], lon[edge[whole]]  # vertices stay as they were given
    turns = np.round((lon[edge] - at_lon) / 360.0) * 360.0
    return np.concatenate([np.column_stack([at_lon + turns, at_lat]), piece[-1:]])


def length_m(line: BaseGeometry) -> float:
    """The geodesic length of a line."""
    total = 0.0
    for piece in parts(line):
        total += float(inverse_many(piece[:-1, 1], piece[:-1, 0], piece[1:, 1], piece[1:, 0])[1].sum())
    return total
