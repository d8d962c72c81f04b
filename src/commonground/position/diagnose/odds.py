"""How likely a guess is: how near it brings one report to the other, against what chance would do.

A residual is judged by three circles: reports as exact as they are written (most), reports a little
worse (60 m), reports much worse (600 m). Different places lie anywhere, as likely within one factor
of distance as within the next. Odds are of one cause against all others together.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from commonground.position.diagnose.guess import Guess
from commonground.position.geodesic import local_metres, wrap_lon

CIRCLES = ((0.90, 0.30, 6.0), (0.07, 0.60, 60.0), (0.03, 1.0, 600.0))  # share, of a cell, metres
EARTH_M2 = 5.1e14
NEAREST_M = 30.0  # two things nearer than this are one place to a map
FARTHEST_M = 2e7
SPAN = math.log(FARTHEST_M / NEAREST_M)
ALONG_AN_AXIS_M = 1e7
LOOKED_AT_M = 60_000.0  # a guess that leaves more than this explains nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a report lies as read, with the cell of its digits and what else it is unsure by."""

    lat_deg: float
    lon_deg: float
    cell_lat: float  # degrees
    cell_lon: float
    other_ce95_m: float = 0.0


def residual_m(guess: Guess, spot: Spot) -> tuple[float, float]:
    """Metres east and north from a spot to a guess, good to a few kilometres, large beyond."""
    north, east = local_metres(spot.lat_deg)
    return (wrap_lon(guess.lon_deg - spot.lon_deg) * east, (guess.lat_deg - spot.lat_deg) * north)


def density(guess: Guess, spot: Spot, other_ce95_m: float) -> float:
    """How densely (per square metre) a guess expects the other report where it is."""
    if guess.free == "both":
        return 1 / EARTH_M2
    north, east = local_metres(spot.lat_deg)
    off_east, off_north = residual_m(guess, spot)
    if guess.free == "lon":
        return _along(off_north, guess.cell_lat * north, spot.cell_lat * north)
    if guess.free == "lat":
        return _along(off_east, guess.cell_lon * east, spot.cell_lon * east)
    extra = (other_ce95_m**2 + spot.other_ce95_m**2) / 5.99
    cells_east = ((guess.cell_lon * east) ** 2, (spot.cell_lon * east) ** 2)
    cells_north = ((guess.cell_lat * north) ** 2, (spot.cell_lat * north) ** 2)
    limit = LOOKED_AT_M + 3 * math.sqrt(max(sum(cells_east), sum(cells_north)))
    if abs(off_east) > limit or abs(off_north) > limit:
        return 0.0
    total = 0.0
    for share, part, metres in CIRCLES:
        var_east = part**2 * sum(cells_east) + extra + metres**2
        var_north = part**2 * sum(cells_north) + extra + metres**2
        off = off_east**2 / var_east + off_north**2 / var_north
        total += share * math.exp(-off / 2) / (2 * math.pi * math.sqrt(var_east * var_north))
    return total


def _along(off: float, cell: float, other: float) -> float:
    total = 0.0
    for share, part, metres in CIRCLES:
        variance = part**2 * (cell**2 + other**2) + metres**2
        total += share * math.exp(-(off**2) / (2 * variance)) / math.sqrt(2 * math.pi * variance)
    return total / ALONG_AN_AXIS_M


def elsewhere(distance_m: float, joint_m: float) -> float:
    """How densely (per square metre) another place is expected at a distance."""
    at = max(distance_m, NEAREST_M, joint_m)
    return 1 / (2 * math.pi * at**2 * SPAN)
