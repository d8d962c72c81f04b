"""Mistakes made with two map numbers that carry no zone: digits, order, and a zone prefix left out."""

from __future__ import annotations

from collections.abc import Iterator

from commonground.errors import InputError
from commonground.position.diagnose.cause import Cause
from commonground.position.diagnose.grids import edits
from commonground.position.diagnose.guess import Guess
from commonground.position.diagnose.odds import Spot
from commonground.position.diagnose.sent import Plain
from commonground.position.grids.earth import metres_per_degree
from commonground.position.transform import crs_info, to_wgs84

PREFIX_M = 1_000_000.0
GAUSS_KRUEGER = "EPSG:284{:02d}"  # Pulkovo 1942, zones of 6 degrees


def guesses(sent: Plain, crs: str, witness: Spot) -> Iterator[Guess]:
    """Everything that two map numbers may have been; the other report says in which zone to look."""
    try:
        info = crs_info(crs)
    except InputError:
        return
    yield from _prefix(sent, witness)
    if info.geographic:
        return
    first, second = float(sent.first), float(sent.second)
    yield from _landed(Cause.EASTING_NORTHING_SWAPPED, "", crs, (second, first), 1.0)
    total = max(1, len((sent.first + sent.second).replace(".", "")))
    for cause, detail, fixed, choices in edits(sent.first, fixed_length=False):
        yield from _landed(
            cause, f"{detail} in the first number", crs, (float(fixed), second), 1 / (total * choices)
        )
    for cause, detail, fixed, choices in edits(sent.second, fixed_length=False):
        yield from _landed(
            cause, f"{detail} in the second number", crs, (first, float(fixed)), 1 / (total * choices)
        )


def _prefix(sent: Plain, witness: Spot) -> Iterator[Guess]:
    """Gauss-Krueger numbers, x north first, whose easting lost the zone in front."""
    zone = int((witness.lon_deg % 360) // 6) + 1
    for number in (zone, zone - 1, zone + 1):
        if not 2 <= number <= 32:
            continue
        crs = GAUSS_KRUEGER.format(number)
        for north, east in ((sent.first, sent.second), (sent.second, sent.first)):
            if float(east) < PREFIX_M:
                numbers = (number * PREFIX_M + float(east), float(north))
                yield from _landed(Cause.ZONE_PREFIX_LOST, f"zone {number}", crs, numbers, 1 / 6)


def _landed(
    cause: Cause, detail: str, crs: str, numbers: tuple[float, float], share: float
) -> Iterator[Guess]:
    try:
        moved = to_wgs84(crs, *numbers)
    except InputError:
        return
    if not abs(moved.lat_deg) <= 89:
        return
    north, east = metres_per_degree(moved.lat_deg)
    yield Guess(
        cause=cause,
        detail=detail,
        lat_deg=moved.lat_deg,
        lon_deg=moved.lon_deg,
        cell_lat=1 / north,
        cell_lon=1 / east,
        share=share,
    )
