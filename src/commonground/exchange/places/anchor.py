"""Anchors: "300 m east of the bridge", and whether two of them contradict the coordinates.

Only the plain form distance, direction, of what, is understood, and only when both sides name the
same thing. Everything else is kept beside the place for a person to read.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final

from commonground.finding import Finding, Kind, Level
from commonground.position import geodesic
from commonground.register.words import said_m
from commonground.statements.notice import PlaceSaid

_BEARINGS: Final = {
    "north": 0.0, "north-east": 45.0, "northeast": 45.0, "east": 90.0, "south-east": 135.0,
    "southeast": 135.0, "south": 180.0, "south-west": 225.0, "southwest": 225.0, "west": 270.0,
    "north-west": 315.0, "northwest": 315.0,
}  # fmt: skip
_ANCHOR = re.compile(
    r"\s*(?P<number>\d{1,6}(?:\.\d{1,3})?)\s*(?P<unit>km|m|metres|meters|kilometres|kilometers)\s+"
    r"(?:to the\s+)?(?P<direction>[a-z]{4,5}(?:-?[a-z]{4})?)\s+of\s+(?:the\s+)?(?P<name>\S.{0,80})"
)
HALF_SECTOR = math.radians(22.5)  # a direction of eight is good to this


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A place described from a named thing, and how loosely."""

    name: str
    north_m: float
    east_m: float
    loose_m: float  # how far the words may be off: half a sector, and a tenth of the distance


def read_anchor(text: str) -> Anchor | None:
    """Read the plain form; None for every other description.

    >>> read_anchor("300 m east of the bridge").name
    'bridge'
    >>> read_anchor("near the old mill") is None
    True
    """
    match = _ANCHOR.fullmatch(text.casefold()[:200])
    if match is None or match["direction"] not in _BEARINGS:
        return None
    distance_m = float(match["number"]) * (1000.0 if match["unit"].startswith("k") else 1.0)
    bearing = math.radians(_BEARINGS[match["direction"]])
    return Anchor(
        name=" ".join(match["name"].rstrip(" .").split()),
        north_m=distance_m * math.cos(bearing),
        east_m=distance_m * math.sin(bearing),
        loose_m=2 * distance_m * math.sin(HALF_SECTOR / 2) + 0.1 * distance_m,
    )


def contradiction(given: PlaceSaid, found: PlaceSaid, about: tuple[str, ...]) -> Finding | None:
    """A finding where two anchors at one named thing say otherwise than the two coordinates do."""
    first, second = read_anchor(given.anchor), read_anchor(found.anchor)
    if first is None or second is None or first.name != second.name:
        return None
    distance_m = geodesic.distance_m(given.position, found.position)
    bearing = math.radians(geodesic.bearing_deg(given.position, found.position))
    north_m = second.north_m - first.north_m - distance_m * math.cos(bearing)
    east_m = second.east_m - first.east_m - distance_m * math.sin(bearing)
    joint_m = math.hypot(given.position.ce95_m, found.position.ce95_m)
    apart_m = math.hypot(north_m, east_m)
    if apart_m <= 1.5 * joint_m + first.loose_m + second.loose_m:
        return None
    return Finding(
        kind=Kind.ANCHOR_CONTRADICTS,
        level=Level.URGENT,
        text=f"The descriptions and the coordinates disagree by {said_m(apart_m)}: "
        f'"{given.anchor}" and "{found.anchor}".',
        about=about,
    )
