"""The nearest place of a line: searched in a conformal plane, measured on the ellipsoid.

The search is exact in the plane: a k-d tree over the middles of short edges gives candidates, and a
place whose nearest candidate could still be beaten by an edge beyond them is searched again, wider.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from commonground.maps.plane import Floats, Plane
from commonground.position.transform.rays import inverse_many

_LOOKS = (12, 72)  # candidate edges a place, then again for those that need more
_RUN = 4096
_SHORT_MIN_M, _SHORT_MAX_M = 50.0, 1000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Feet:
    """For each place asked: its nearest place on the line.

    left: whether the place lies to the left of the line's edge there.
    """

    x_m: Floats
    y_m: Floats
    plane_m: Floats
    edge: NDArray[np.int64]  # index among the edges given
    part: Floats  # how far along that edge, 0 to 1
    left: NDArray[np.bool_]


class Edges:
    """The edges of lines in a plane, made ready for asking which place of them is nearest."""

    def __init__(self, pieces: list[Floats], plane: Plane) -> None:
        """pieces: longitude, latitude; edges longer than 2 km ought to be filled in before."""
        self.plane = plane
        starts, ends = [], []
        for piece in pieces:
            x, y = plane.to_xy(piece[:, 1], piece[:, 0])
            xy = np.column_stack([x, y])
            starts.append(xy[:-1])
            ends.append(xy[1:])
        self.start, self.end = np.concatenate(starts), np.concatenate(ends)
        length = np.hypot(*(self.end - self.start).T)
        short = float(np.clip(2 * np.median(length), _SHORT_MIN_M, _SHORT_MAX_M))
        count = np.maximum(1, np.ceil(length / short)).astype(np.int64)
        self._edge = np.repeat(np.arange(len(count)), count)
        step = np.arange(len(self._edge)) - np.repeat(np.cumsum(count) - count, count)
        self._from = step / count[self._edge]
        vector = (self.end - self.start)[self._edge] / count[self._edge, None]
        self._origin = self.start[self._edge] + step[:, None] * vector
        self._vector = vector
        self._square = np.maximum((vector**2).sum(axis=1), 1e-30)
        self._share = 1 / count
        self._half = float(np.sqrt(self._square.max())) / 2
        self._far: shapely.STRtree | None = None
        self._tree = cKDTree(self._origin + vector / 2)

    def nearest(self, x_m: Floats, y_m: Floats) -> Feet:
        """The nearest place on the edges of each place asked (plane coordinates)."""
        places = np.column_stack([x_m, y_m])
        best, best_m = np.zeros(len(places), dtype=np.int64), np.zeros(len(places))
        open_ = np.arange(len(places))
        for look in (min(one, len(self._edge)) for one in _LOOKS):
            reach, best[open_], best_m[open_] = self._look(places[open_], look)
            open_ = open_[best_m[open_] > reach - self._half] if look < len(self._edge) else open_[:0]
            if len(open_) == 0:
                break
        if len(open_):  # far off, where very many edges are about as near
            best[open_] = self._every_edge().nearest(shapely.points(places[open_]))
        return self._feet(places, best)

    def _every_edge(self) -> shapely.STRtree:
        """A tree of all short edges, built when a place first needs it."""
        if self._far is None:
            ends = np.stack([self._origin, self._origin + self._vector], axis=1)
            lines: Any = shapely.linestrings(ends)
            self._far = shapely.STRtree(lines)
        return self._far

    def _look(self, places: Floats, look: int) -> tuple[Floats, NDArray[np.int64], Floats]:
        """How far the search reached, the best short edge and its distance; in runs that stay in cache."""
        runs = [self._look_run(places[at : at + _RUN], look) for at in range(0, len(places), _RUN)]
        reach, best, away = (np.concatenate(column) for column in zip(*runs, strict=True))
        return reach, best, away

    def _look_run(self, places: Floats, look: int) -> tuple[Floats, NDArray[np.int64], Floats]:
        wide = np.arange(1, look + 1)  # a list of ranks keeps the answer two-dimensional
        answer: Any = self._tree.query(places, k=wide)
        away, found = answer
        dx = places[:, :1] - self._origin[found, 0]
        dy = places[:, 1:] - self._origin[found, 1]
        vx, vy = self._vector[found, 0], self._vector[found, 1]
        part = np.clip((dx * vx + dy * vy) / self._square[found], 0.0, 1.0)
        square = (dx - part * vx) ** 2 + (dy - part * vy) ** 2
        column = np.argmin(square, axis=1)
        rows = np.arange(len(places))
        return away[:, -1], found[rows, column], np.sqrt(square[rows, column])

    def _feet(self, places: Floats, short: NDArray[np.int64]) -> Feet:
        d, v = places - self._origin[short], self._vector[short]
        part = np.clip((d * v).sum(axis=1) / self._square[short], 0.0, 1.0)
        foot = self._origin[short] + part[:, None] * v
        edge = self._edge[short]
        return Feet(
            x_m=foot[:, 0],
            y_m=foot[:, 1],
            plane_m=np.hypot(*(places - foot).T),
            edge=edge,
            part=self._from[short] + part * self._share[edge],
            left=v[:, 0] * d[:, 1] - v[:, 1] * d[:, 0] > 0,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Offsets:
    """From places to their nearest places on a line, on the ellipsoid."""

    lat_deg: Floats
    lon_deg: Floats
    distance_m: Floats
    bearing_deg: Floats
    feet: Feet


def offsets_to(edges: Edges, lat_deg: Floats, lon_deg: Floats) -> Offsets:
    """Geodesic distance and bearing from each place to its nearest place on the edges."""
    x, y = edges.plane.to_xy(lat_deg, lon_deg)
    feet = edges.nearest(x, y)
    lat, lon = edges.plane.to_degrees(feet.x_m, feet.y_m)
    bearing, distance = inverse_many(lat_deg, lon_deg, lat, lon)
    return Offsets(lat_deg=lat, lon_deg=lon, distance_m=distance, bearing_deg=bearing, feet=feet)
