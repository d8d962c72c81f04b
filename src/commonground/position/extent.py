"""Extents: where in space and time something is or may be.

An extent is one or more legs; each leg is a shape in a window. A shape is a place with a radius, a
line with a width, or an area with holes. Vertices are WGS 84 latitude and longitude in degrees.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeAlias

from commonground.position.place import Position
from commonground.position.window import Window


class ShapeKind(StrEnum):
    """What the vertices of a shape mean."""

    PLACE = "place"  # one vertex
    LINE = "line"  # two vertices or more, open
    AREA = "area"  # three vertices or more, the ring closed by meaning, not by repeating the first


class AltitudeReference(StrEnum):
    """What an altitude is counted from."""

    ELLIPSOID = "ellipsoid"  # the WGS 84 ellipsoid
    SEA = "sea"  # mean sea level, whichever country's
    GROUND = "ground"  # the ground below


# How far two zero levels may lie apart: the sea's from the ellipsoid (EGM2008 stays within -107 and +86 m),
# one country's sea level from another's (a few metres). How high the ground lies is not known here at all.
LEVELS_APART_M: Final[Mapping[frozenset[AltitudeReference], float]] = MappingProxyType(
    {
        frozenset({AltitudeReference.ELLIPSOID}): 0.0,
        frozenset({AltitudeReference.SEA}): 5.0,
        frozenset({AltitudeReference.ELLIPSOID, AltitudeReference.SEA}): 115.0,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AltitudeBand:
    """Between which altitudes a thing stays, in metres above a reference, its doubt included."""

    low_m: float
    high_m: float
    above: AltitudeReference

    def __post_init__(self) -> None:
        if not -math.inf < self.low_m <= self.high_m < math.inf:
            raise ValueError("an altitude band goes from a lower altitude to a higher one")

    def surely_apart_m(self, other: AltitudeBand) -> float:
        """Metres that surely lie between two bands; 0 where they meet or cannot be compared."""
        between_m = max(self.low_m - other.high_m, other.low_m - self.high_m)
        levels_m = LEVELS_APART_M.get(frozenset({self.above, other.above}), math.inf)
        return max(0.0, between_m - levels_m)


def said_altitude(band: AltitudeBand) -> str:
    """An altitude band as it is said.

    >>> said_altitude(AltitudeBand(low_m=0, high_m=300.4, above=AltitudeReference.SEA))
    '0 to 300 m above sea level'
    """
    above = {
        AltitudeReference.SEA: "sea level",
        AltitudeReference.GROUND: "the ground",
        AltitudeReference.ELLIPSOID: "the WGS 84 ellipsoid",
    }
    return f"{band.low_m:.0f} to {band.high_m:.0f} m above {above[band.above]}"


Vertex: TypeAlias = tuple[float, float]  # (lat_deg, lon_deg), WGS 84


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A shape on the ground: vertices, how far it reaches beyond them, and how sure we are.

    `reach_m` is the radius of a place, the half width of a line, or the margin around an area that
    belongs to the thing itself; 0 where it has none. `ce95_m` is the doubt of every vertex. `altitude`
    is None where nobody said, which rules nothing out.
    """

    kind: ShapeKind
    vertices: tuple[Vertex, ...]
    ce95_m: float
    reach_m: float = 0.0
    holes: tuple[tuple[Vertex, ...], ...] = ()
    altitude: AltitudeBand | None = None

    def __post_init__(self) -> None:
        least = {ShapeKind.PLACE: 1, ShapeKind.LINE: 2, ShapeKind.AREA: 3}[self.kind]
        count = len(self.vertices)
        if count < least or (self.kind is ShapeKind.PLACE and count != 1):
            raise ValueError(f"a shape of kind {self.kind} cannot have {count} vertices")
        for ring in (self.vertices, *self.holes):
            for lat_deg, lon_deg in ring:
                if not (-90 <= lat_deg <= 90 and -180 <= lon_deg <= 180):
                    raise ValueError(f"no such place: {lat_deg}, {lon_deg}")
        if self.holes and (self.kind is not ShapeKind.AREA or min(map(len, self.holes)) < 3):
            raise ValueError("only an area has holes, each of three vertices or more")
        if not 0 < self.ce95_m < math.inf or not 0 <= self.reach_m < math.inf:
            raise ValueError("a shape needs a finite ce95_m above zero and a reach_m of zero or more")

    @classmethod
    def place(cls, position: Position, *, reach_m: float = 0.0) -> Shape:
        """The shape of one position."""
        vertex = (position.lat_deg, position.lon_deg)
        return cls(kind=ShapeKind.PLACE, vertices=(vertex,), ce95_m=position.ce95_m, reach_m=reach_m)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One shape in one window."""

    shape: Shape
    window: Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """Where in space and time something is or may be: one leg or more."""

    legs: tuple[Leg, ...]

    def __post_init__(self) -> None:
        if not self.legs:
            raise ValueError("an extent has at least one leg")
