"""Universal polar stereographic on WGS 84: 84 to 90 north, 80 to 90 south (NGA.SIG.0012).

The pole stands at 2,000,000 E 2,000,000 N; the half of the area is told by the MGRS letters A and B
(south, west and east of Greenwich) and Y and Z (north). At the pole itself longitude has no meaning: 0.
"""

from __future__ import annotations

import math
from typing import Final

from commonground.errors import InputError
from commonground.position.grids.cell import Cell
from commonground.position.grids.earth import A_M, E, fold_longitude
from commonground.position.grids.tm import WGS84, shift

SCALE: Final = 0.994
FALSE_M: Final = 2_000_000.0
REACH_M: Final = {
    True: (1_300_000.0, 2_700_000.0),
    False: (800_000.0, 3_200_000.0),
}  # by north; MGRS's limits
EDGE_DEG: Final = 1e-4  # 11 m: a place on the edge may be written a little outside
UNIT_M: Final = 2 * SCALE * A_M / math.sqrt((1 + E) ** (1 + E) * (1 - E) ** (1 - E))


def forward(lat_deg: float, lon_deg: float, *, north: bool) -> tuple[float, float]:
    """Easting and northing in metres, false origin included.

    >>> [round(metres, 3) for metres in forward(84.0, 0.0, north=True)]
    [2000000.0, 1333272.296]
    """
    phi = math.radians(lat_deg if north else -lat_deg)
    chi = phi + shift(WGS84.to_conformal, phi)
    radius = UNIT_M * math.tan(math.pi / 4 - chi / 2)
    lam = math.radians(lon_deg)
    down = -radius * math.cos(lam) if north else radius * math.cos(lam)
    return FALSE_M + radius * math.sin(lam), FALSE_M + down


def inverse(easting: float, northing: float, *, north: bool) -> tuple[float, float]:
    """Latitude and longitude in degrees."""
    x, y = easting - FALSE_M, northing - FALSE_M
    chi = math.pi / 2 - 2 * math.atan(math.hypot(x, y) / UNIT_M)
    lat_deg = math.degrees(chi + shift(WGS84.from_conformal, chi))
    lon_deg = math.degrees(math.atan2(x, -y if north else y)) if x or y else 0.0
    return (lat_deg if north else -lat_deg), fold_longitude(lon_deg)


def square(easting: float, northing: float, side_m: float, *, north: bool, notes: frozenset[str]) -> Cell:
    """The square of a side whose middle is given."""
    half = side_m / 2
    lat_deg, lon_deg = inverse(easting, northing, north=north)
    corners = tuple(
        inverse(easting + dx * half, northing + dy * half, north=north)
        for dx, dy in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    )
    return Cell(lat_deg=lat_deg, lon_deg=lon_deg, corners=corners, east_m=side_m, north_m=side_m, notes=notes)


def decode(hemisphere: str, easting: float, northing: float, step_m: float = 1.0) -> Cell:
    """The square that UPS numbers name, their own place in the middle.

    `hemisphere`: N or S, or one of A B (south) Y Z (north). Notes: "half_differs" where the letter
    says the other side of Greenwich; "outside_ups" where the place is not polar at all.
    Raises InputError for another letter or numbers outside the polar grids.
    """
    letter = hemisphere.upper()
    if letter not in {"N", "S", "A", "B", "Y", "Z"}:
        raise InputError("no polar grid has this letter", given=hemisphere, hint="N or S, or A B Y Z")
    north = letter in "NYZ"
    low, high = REACH_M[north]
    if not (low <= easting <= high and low <= northing <= high):
        given = f"{easting:.0f} {northing:.0f}"
        raise InputError(
            "outside the polar grid", given=given, hint=f"both numbers lie between {low:.0f} and {high:.0f}"
        )
    notes = set()
    if letter in "ABYZ" and (letter in "AY") != (easting < FALSE_M) and easting != FALSE_M:
        notes.add("half_differs")
    cell = square(easting, northing, step_m, north=north, notes=frozenset(notes))
    if -80 + EDGE_DEG < cell.lat_deg < 84 - EDGE_DEG:
        notes.add("outside_ups")
        cell = square(easting, northing, step_m, north=north, notes=frozenset(notes))
    return cell


def encode(lat_deg: float, lon_deg: float) -> tuple[str, float, float]:
    """Polar letter (A B Y Z), easting and northing in metres.

    Raises InputError for a latitude that belongs to UTM.
    """
    if -80 <= lat_deg < 84:
        raise InputError("not in the polar grids", given=f"{lat_deg} {lon_deg}", hint="write it in UTM")
    north = lat_deg > 0
    easting, northing = forward(lat_deg, lon_deg, north=north)
    west = fold_longitude(lon_deg) < 0
    return ("Y" if west else "Z") if north else ("A" if west else "B"), easting, northing
