"""Hausdorff distance: how far the farthest place of either line lies from the other, to 0.1 m.

Branch and bound over the edges. Two bounds hold for every place of an edge: the mean of its ends'
distances and half its own length; and, because the distance to one straight edge is convex, the larger
of its ends' distances to any one edge of the other line. (The usual function looks at vertices alone
and can miss by as much as an edge is long.)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonground.maps.nearest import Edges, offsets_to
from commonground.maps.plane import Conformal, Floats

STOP_M = 0.1
_MAX_ROUNDS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ends:
    """Places in the plane, how far the other line is, and its edge that is nearest."""

    xy: Floats
    away_m: Floats
    edge: NDArray[np.int64]

    def rows(self, rows: NDArray[np.int64] | NDArray[np.bool_]) -> _Ends:
        return _Ends(xy=self.xy[rows], away_m=self.away_m[rows], edge=self.edge[rows])


def directed_m(pieces: list[Floats], edges: Edges, plane: Conformal, *, stop_m: float = STOP_M) -> float:
    """How far the farthest place of these pieces (longitude, latitude) lies from the edges, geodesic.

    The search runs in the plane; the farthest place found is measured on the ellipsoid.
    """
    starts, ends, scales = [], [], []
    for piece in pieces:
        xy = np.column_stack(plane.to_xy(piece[:, 1], piece[:, 0]))
        at = _asked(xy, edges)
        starts.append(at.rows(np.arange(len(xy) - 1)))
        ends.append(at.rows(np.arange(1, len(xy))))
        scales.append(plane.scale(piece[:-1, 1]))
    start, end, scale = _joined(starts), _joined(ends), np.concatenate(scales)
    best_m, best_xy = 0.0, start.xy[0]
    for one in (start, end):
        row = int(np.argmax(one.away_m / scale))
        if one.away_m[row] / scale[row] > best_m:
            best_m, best_xy = float(one.away_m[row] / scale[row]), one.xy[row]
    for _ in range(_MAX_ROUNDS):
        open_ = _bound(start, end, edges) / scale > best_m + stop_m
        if not open_.any():
            break
        start, end, scale = start.rows(open_), end.rows(open_), scale[open_]
        middle = _asked((start.xy + end.xy) / 2, edges)
        row = int(np.argmax(middle.away_m / scale))
        if middle.away_m[row] / scale[row] > best_m:
            best_m, best_xy = float(middle.away_m[row] / scale[row]), middle.xy[row]
        start, end = _joined([start, middle]), _joined([middle, end])
        scale = np.concatenate([scale, scale])
    lat, lon = plane.to_degrees(best_xy[:1], best_xy[1:])
    return float(offsets_to(edges, lat, lon).distance_m[0])


def _asked(xy: Floats, edges: Edges) -> _Ends:
    feet = edges.nearest(xy[:, 0], xy[:, 1])
    return _Ends(xy=xy, away_m=feet.plane_m, edge=feet.edge)


def _joined(parts: list[_Ends]) -> _Ends:
    return _Ends(
        xy=np.concatenate([part.xy for part in parts]),
        away_m=np.concatenate([part.away_m for part in parts]),
        edge=np.concatenate([part.edge for part in parts]),
    )


def _bound(start: _Ends, end: _Ends, edges: Edges) -> Floats:
    """No place between start and end lies farther from the other line than this."""
    length = np.hypot(*(end.xy - start.xy).T)
    by_length = (start.away_m + end.away_m + length) / 2
    by_first = np.maximum(start.away_m, _to_edge(end.xy, start.edge, edges))
    by_last = np.maximum(end.away_m, _to_edge(start.xy, end.edge, edges))
    return np.asarray(np.minimum(by_length, np.minimum(by_first, by_last)))


def _to_edge(xy: Floats, edge: NDArray[np.int64], edges: Edges) -> Floats:
    """The plane distance from each place to one given edge."""
    vector = edges.end[edge] - edges.start[edge]
    d = xy - edges.start[edge]
    square = np.maximum((vector**2).sum(axis=1), 1e-30)
    part = np.clip((d * vector).sum(axis=1) / square, 0.0, 1.0)
    return np.asarray(np.hypot(*(d - part[:, None] * vector).T))
