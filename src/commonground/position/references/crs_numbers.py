"""Numbers of the CRS that the party, or the text, named: metres of a projected grid, grads of an old one.

Letters and the order of the profile settle which number is the easting (lat_lon: the northing first).
Without them the authority's own order comes first; where only the other one lies in the area of the CRS
it is taken and said, where both do both are given.
"""

from __future__ import annotations

import math

from commonground.errors import InputError
from commonground.finding import Kind
from commonground.position.profile import Order
from commonground.position.reader.named import Named, ask
from commonground.position.references.grid_numbers import GridAnswer, gather, merge, value
from commonground.position.text.lexing import Item

NEAR_DEG = 2.0  # so far outside its area of use a grid is believed like inside
FAR_DEG = 12.0  # beyond this the numbers are not of this grid


def read_crs_numbers(items: list[Item], crs: str, order: Order) -> GridAnswer | None:
    """The places that two numbers of a projected CRS name; None for degrees and for other texts."""
    from commonground.position.transform import crs_info

    info = crs_info(crs)
    if info.geographic:
        return None
    found = gather(items, zone_expected=False)
    if found is None or found.letter or found.zone is not None or len(found.numbers) < 2:
        return None
    merged = merge(found)
    if merged is None:
        return None
    (first, second), (axis_a, axis_b) = merged.numbers, merged.axes
    a, b = (
        value(item) * (-1 if minus else 1) for item, minus in zip(merged.numbers, merged.sign, strict=True)
    )
    if max(abs(a), abs(b)) < 1000 / info.unit_factor:
        return None
    step = 10.0 ** -min(len(first.fraction), len(second.fraction))
    told = _order(axis_a, axis_b, info.north_first)
    if told is None and order is not Order.UNSAID:
        told = order is Order.LON_LAT
    orders = [told] if told is not None else [not info.north_first, info.north_first]
    tried = [(east_first, (a, b) if east_first else (b, a)) for east_first in orders]
    away = {east_first: _away_deg(crs, xy, info.area) for east_first, xy in tried}
    nearest = max(NEAR_DEG, min(away.values()))
    places = [one for one in tried if away[one[0]] <= min(nearest, FAR_DEG)]
    if not places:
        refused = ask(Kind.OUT_OF_RANGE, f"these numbers lie outside {info.name}")
        return GridAnswer(refused=(refused,), settled=True)
    named = []
    for rank, (east_first, xy) in enumerate(places):
        findings = []
        if told is None and east_first is info.north_first:
            which = "the easting" if east_first else "the northing"
            findings.append(
                ask(Kind.ORDER_BY_RANGE, f"read with {which} first, against the habit of {info.name}")
            )
        elif len(places) > 1:
            findings.append(ask(Kind.ORDER_UNSAID, "both orders of the two numbers lie in the grid"))
        named.append(
            Named(notation="crs", crs=crs, grid_xy=xy, grid_step=step, findings=tuple(findings), order=rank)
        )
    return GridAnswer(tuple(named))


def _order(axis_a: str, axis_b: str, north_first: bool) -> bool | None:
    """Whether the easting stands first, where letters say so; x is north in the Soviet habit."""
    if axis_a in ("x", "y") or axis_b in ("x", "y"):
        x_first = axis_a == "x" or axis_b == "y"
        return x_first is not north_first
    if axis_a == "e" or axis_b == "n":
        return True
    if axis_a == "n" or axis_b == "e":
        return False
    return None


def _away_deg(crs: str, xy: tuple[float, float], area: tuple[float, float, float, float]) -> float:
    """How far outside the area of use the numbers land, in degrees; infinite where they cannot."""
    from commonground.position.transform import to_wgs84

    try:
        moved = to_wgs84(crs, *xy)
    except InputError:
        return math.inf
    west, south, east, north = area
    width = (east - west) % 360 or 360.0
    past = (moved.lon_deg - west) % 360
    sideways = 0.0 if past <= width else min(past - width, 360 - past)
    return max(sideways, south - moved.lat_deg, moved.lat_deg - north, 0.0)
