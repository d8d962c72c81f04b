"""How distances, directions and moments are said aloud in findings, answers and comparisons."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Final

_DIRECTIONS: Final = (
    "north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west",
)  # fmt: skip


def said_m(distance_m: float) -> str:
    """A distance as it is said: metres below a kilometre, then kilometres with one decimal.

    >>> said_m(141.6), said_m(14_063.0), said_m(2000.0)
    ('142 m', '14.1 km', '2 km')
    """
    if distance_m < 999.5:
        return f"{distance_m:.0f} m"
    km = f"{distance_m / 1000:.1f}" if distance_m < 99_950 else f"{distance_m / 1000:.0f}"
    return f"{km.removesuffix('.0')} km"


def said_direction(bearing_deg: float) -> str:
    """The nearest of eight directions.

    >>> said_direction(2.0), said_direction(359.0), said_direction(134.0)
    ('north', 'north', 'south-east')
    """
    return _DIRECTIONS[math.floor((bearing_deg % 360) / 45 + 0.5) % 8]


def said_time(moment: datetime) -> str:
    """A UTC moment as a watch says it: hours and minutes, Z.

    >>> from datetime import UTC
    >>> said_time(datetime(2011, 11, 25, 22, 0, tzinfo=UTC))
    '22:00Z'
    """
    return f"{moment:%H:%M}Z"
