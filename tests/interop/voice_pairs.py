"""Pairs of places at a chosen distance, where cells could go wrong: poles, the 180 degree line, corners."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator

from commonground.interop.voice.place_code import NEVER_BEYOND, cell_for, cell_in
from commonground.position.geodesic import distance_m, offset
from commonground.position.place import Position


def place(lat: float, lon: float) -> Position:
    return Position(lat_deg=lat, lon_deg=lon, ce95_m=1.0)


def pairs(count: int, seed: int) -> Iterator[tuple[float, Position, Position]]:
    """Tolerance from 10 m to 5 km, and two places up to 6 T apart."""
    rng = random.Random(seed)
    for n in range(count):
        tolerance = 10.0 * 500.0 ** rng.random()
        where = n % 5
        lat = math.degrees(math.asin(rng.uniform(-1, 1)))
        lon = rng.uniform(-180, 180)
        if where in (0, 1):  # around a pole, often within a few cells of it
            lat = (90 - 2.5 * rng.random() ** 4) * (1 if where else -1)
        elif where == 2:  # beside the 180 degree line
            lon = rng.choice((-1, 1)) * (180 - 0.1 * rng.random() ** 2)
        elif where == 3:  # where the meaning of the anchor changes
            lat = rng.randint(-89, 88) + 0.5 + rng.uniform(-1e-3, 1e-3)
        away = tolerance * rng.choice((rng.random(), 0.999999, rng.uniform(1, 4.25), rng.uniform(4.2, 6)))
        bearing = rng.choice((rng.uniform(0, 360), 45 + 90 * rng.randrange(4) + rng.uniform(-3, 3)))
        yield tolerance, place(lat, lon), place(*offset(lat, lon, bearing, away))


def judge(count: int, seed: int) -> tuple[int, int, float]:
    """(mismatches within T, matches beyond 4.25 T, farthest match in T) over so many pairs."""
    missed = beyond = 0
    farthest = 0.0
    for tolerance, sender, receiver in pairs(count, seed):
        apart = distance_m(sender, receiver) / tolerance
        cell = cell_for(sender, tolerance)
        same = cell_in(receiver, tolerance, cell.grid) == cell
        missed += apart <= 1 and not same
        beyond += apart > NEVER_BEYOND and same
        farthest = max(farthest, apart) if same else farthest
    return missed, beyond, farthest
