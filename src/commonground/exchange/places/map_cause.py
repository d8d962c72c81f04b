"""Does a displacement of two maps, measured between their drawings of one line, explain a difference?

Whoever reads a place off features of a displaced map finds it displaced by as much. The displacement
comes from the room `maps`; this only asks whether it fits the readback within both doubts.
"""

from __future__ import annotations

import math

from commonground.exchange.places.compare import NEAR, Comparison

CE95_OF_SE = 2.4477  # radius that holds 95 % of a circular normal, in standard errors


def explains(compared: Comparison, east_m: float, north_m: float, se_m: float) -> bool:
    """Whether the second place lies where a map displaced so far east and north would put it.

    se_m: standard error of the displacement. One smaller than the joint doubt explains nothing.
    """
    if math.hypot(east_m, north_m) <= compared.joint_ce95_m:
        return False
    bearing = math.radians(compared.bearing_deg)
    off_m = math.hypot(
        compared.distance_m * math.sin(bearing) - east_m, compared.distance_m * math.cos(bearing) - north_m
    )
    return off_m <= NEAR * math.hypot(compared.joint_ce95_m, CE95_OF_SE * se_m)
