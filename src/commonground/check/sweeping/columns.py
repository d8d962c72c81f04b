"""Columns: many shapes in windows as numpy arrays, one row a leg, for checks by the thousand.

Vertices are earth-centred and close enough together to be straight in a plane (outline.py). Each row
is held by a sphere with its reach; `plain` says whether the columns hold all of its shape: a shape with
holes, or one wider than 20 km, is measured by itself (distance.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from commonground.check.measure.outline import outline
from commonground.check.measure.plane import LEAST_RADIUS_M, Floats, ecef
from commonground.position.extent import Leg, ShapeKind

Ints: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

KINDS = (ShapeKind.PLACE, ShapeKind.LINE, ShapeKind.AREA)
PLAIN_RADIUS_M = 20_000.0


_NONE: Floats = np.zeros((0, 3))


def _boundless(leg: Leg) -> bool:
    return leg.shape.kind is not ShapeKind.PLACE and outline(leg.shape).boundless


def _rings(legs: Sequence[Leg]) -> list[Floats]:
    """The outer vertices of every leg; places, the most by far, all at once."""
    places = [row for row, leg in enumerate(legs) if leg.shape.kind is ShapeKind.PLACE]
    rings: list[Floats] = [_NONE] * len(legs)
    if places:
        degrees = np.array([legs[row].shape.vertices[0] for row in places])
        xyz = ecef(degrees[:, 0], degrees[:, 1])
        for number, row in enumerate(places):
            rings[row] = xyz[number : number + 1]
    for row, leg in enumerate(legs):
        if rings[row] is _NONE:
            rings[row] = outline(leg.shape).rings[0]
    return rings


@dataclass(frozen=True, eq=False)
class Columns:
    """Shapes as columns.

    kind: 0 place, 1 line, 2 area (its ring closed). offsets: n + 1, into `xyz`. start_s, end_s: the
    window in seconds of the Unix clock, half open. ce95_m, reach_m: as in Shape.
    """

    kind: NDArray[np.uint8]
    offsets: Ints
    xyz: Floats
    start_s: Ints
    end_s: Ints
    ce95_m: Floats
    reach_m: Floats
    plain: Flags

    def __len__(self) -> int:
        return len(self.kind)

    @classmethod
    def of(cls, legs: Sequence[Leg]) -> Columns:
        """The columns of legs, in their order."""
        rings = _rings(legs)
        sizes = np.array([len(ring) for ring in rings], np.int64)
        return cls(
            kind=np.array([KINDS.index(leg.shape.kind) for leg in legs], np.uint8),
            offsets=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
            xyz=np.concatenate(rings) if rings else np.zeros((0, 3)),
            start_s=np.array([int(leg.window.start.timestamp()) for leg in legs], np.int64),
            end_s=np.array([-int(-leg.window.end.timestamp() // 1) for leg in legs], np.int64),
            ce95_m=np.array([leg.shape.ce95_m for leg in legs], float),
            reach_m=np.array([np.inf if _boundless(leg) else leg.shape.reach_m for leg in legs], float),
            plain=np.array([not leg.shape.holes and not _boundless(leg) for leg in legs], np.bool_),
        )

    @classmethod
    def of_degrees(
        cls,
        kind: NDArray[np.uint8],
        offsets: Ints,
        lat_deg: Floats,
        lon_deg: Floats,
        *,
        start_s: Ints,
        end_s: Ints,
        ce95_m: Floats,
        reach_m: Floats,
    ) -> Columns:
        """Columns from arrays whose edges are short enough already (5 km)."""
        return cls(
            kind=kind,
            offsets=offsets,
            xyz=ecef(lat_deg, lon_deg),
            start_s=start_s,
            end_s=end_s,
            ce95_m=ce95_m,
            reach_m=reach_m,
            plain=np.ones(len(kind), np.bool_),
        )

    def at_any_time(self) -> Columns:
        """The same shapes in a window that holds every other."""
        bounds = np.iinfo(np.int64)
        return replace(self, start_s=np.full(len(self), bounds.min), end_s=np.full(len(self), bounds.max))

    @cached_property
    def owner(self) -> Ints:
        """The row of every vertex."""
        return np.repeat(np.arange(len(self)), np.diff(self.offsets))

    @cached_property
    def centres(self) -> Floats:
        """The middle of each row's vertices."""
        if not len(self):
            return np.zeros((0, 3))
        totals = np.add.reduceat(self.xyz, self.offsets[:-1], axis=0)
        return totals / np.diff(self.offsets)[:, None]

    @cached_property
    def radii_m(self) -> Floats:
        """The radius of the sphere around the middle that holds the row's shape, edges and all."""
        if not len(self):
            return np.zeros(0)
        out = np.linalg.norm(self.xyz - self.centres[self.owner], axis=1)
        chord = np.zeros(len(self.xyz))
        if len(self.xyz) > 1:
            same = self.owner[1:] == self.owner[:-1]
            chord[1:] = np.where(same, np.linalg.norm(np.diff(self.xyz, axis=0), axis=1), 0.0)
        longest = np.maximum.reduceat(chord, self.offsets[:-1])
        radius: Floats = np.maximum.reduceat(out, self.offsets[:-1]) + longest**2 / (8 * LEAST_RADIUS_M)
        return radius
