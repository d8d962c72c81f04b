"""UTM: zones with their exceptions, bands, and the two meanings of the letter (NGA.SIG.0012).

The letter behind a zone is a band in one habit and a hemisphere in the other: `42S` is 32-40 north or
the southern hemisphere. Both are tried; the northing decides, and both are kept when both fit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from commonground.errors import InputError
from commonground.position.grids import tm
from commonground.position.grids.cell import Cell
from commonground.position.grids.earth import fold_longitude

SCALE: Final = 0.9996
FALSE_EAST_M: Final = 500_000.0
FALSE_NORTH_M: Final = 10_000_000.0  # south of the equator
BANDS: Final = "CDEFGHJKLMNPQRSTUVWX"
EDGE_DEG: Final = 1e-4  # 11 m: a place written to the metre may stand this side of its band's edge
MARGIN_DEG: Final = 0.5  # how far past its band a letter is still believed, with a note


def zone_of(lat_deg: float, lon_deg: float) -> int:
    """The zone of a place, Norway's and Svalbard's exceptions included.

    >>> zone_of(60.0, 4.0), zone_of(78.0, 8.9), zone_of(0.0, 180.0)
    (32, 31, 1)
    """
    lon = fold_longitude(lon_deg)
    zone = min(60, int((lon + 180) // 6) + 1)
    if 56 <= lat_deg < 64 and 3 <= lon < 12:
        return 32
    if 72 <= lat_deg < 84 and 0 <= lon < 42:
        return 31 if lon < 9 else 33 if lon < 21 else 35 if lon < 33 else 37
    return zone


def zone_bounds(zone: int, band: str) -> tuple[float, float]:
    """West and east of a zone in a band, in degrees; equal where the zone does not exist there."""
    if band == "X" and 31 <= zone <= 37:
        return {31: (0.0, 9.0), 33: (9.0, 21.0), 35: (21.0, 33.0), 37: (33.0, 42.0)}.get(zone, (0.0, 0.0))
    if band == "V" and zone in (31, 32):
        return (0.0, 3.0) if zone == 31 else (3.0, 12.0)
    return zone * 6 - 186.0, zone * 6 - 180.0


def band_of(lat_deg: float) -> str:
    """The band letter of a latitude from -80 up to 84 (X is twelve degrees high)."""
    return BANDS[min(19, max(0, int((lat_deg + 80) // 8)))]


def band_bounds(band: str) -> tuple[float, float]:
    """South and north of a band in degrees."""
    south = -80.0 + 8 * BANDS.index(band)
    return south, (84.0 if band == "X" else south + 8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Utm:
    """A place in UTM: the numbers are metres, `northing` counted the hemisphere's own way."""

    zone: int
    band: str
    easting: float
    northing: float

    @property
    def south(self) -> bool:
        return self.band < "N"


@dataclass(frozen=True, slots=True, kw_only=True)
class UtmCell:
    """One understanding of UTM numbers: what the letter was taken for, and where that leads.

    notes: "band_differs" (the place does not lie in the band named), "band_edge" (it lies less than
    half a degree outside), "outside_zone" (more than a degree outside the zone named).
    """

    cell: Cell
    meaning: str  # "band", "hemisphere" or "unsaid"
    south: bool
    band: str  # of the place itself; "" where it lies in the polar areas
    notes: frozenset[str]


def inverse(zone: int, easting: float, northing: float, *, south: bool) -> tuple[float, float]:
    """Latitude and longitude in degrees of UTM numbers."""
    lat_deg, lon_deg = tm.inverse(easting - FALSE_EAST_M, northing - (FALSE_NORTH_M if south else 0.0), SCALE)
    return lat_deg, fold_longitude(lon_deg + zone * 6 - 183)


def forward(lat_deg: float, lon_deg: float, zone: int, *, south: bool) -> tuple[float, float]:
    """Easting and northing in metres of a place, in a zone of the caller's choice."""
    east, north = tm.forward(lat_deg, fold_longitude(lon_deg - (zone * 6 - 183)), SCALE)
    return east + FALSE_EAST_M, north + (FALSE_NORTH_M if south else 0.0)


def encode(lat_deg: float, lon_deg: float, zone: int | None = None) -> Utm:
    """The UTM numbers of a place, in its own zone or in `zone`.

    Raises InputError north of 84 and south of 80: there UPS is used.
    """
    if not -80 <= lat_deg < 84:
        raise InputError(
            "UTM ends at 80 south and 84 north", given=f"{lat_deg} {lon_deg}", hint="write it in UPS or MGRS"
        )
    chosen = zone_of(lat_deg, lon_deg) if zone is None else zone
    south = lat_deg < 0
    easting, northing = forward(lat_deg, lon_deg, chosen, south=south)
    band = band_of(lat_deg)
    if south:
        band = min(band, "M")  # a hair south of the equator is still south of it
    return Utm(zone=chosen, band=band, easting=easting, northing=northing)


def square(
    zone: int,
    easting: float,
    northing: float,
    side_m: float,
    *,
    south: bool,
    notes: frozenset[str] = frozenset(),
) -> Cell:
    """The square of a side whose middle is given."""
    half = side_m / 2
    lat_deg, lon_deg = inverse(zone, easting, northing, south=south)
    corners = tuple(
        inverse(zone, easting + dx * half, northing + dy * half, south=south)
        for dx, dy in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    )
    return Cell(lat_deg=lat_deg, lon_deg=lon_deg, corners=corners, east_m=side_m, north_m=side_m, notes=notes)


def decode(
    zone: int, letter: str | None, easting: float, northing: float, step_m: float = 1.0
) -> tuple[UtmCell, ...]:
    """Every understanding of UTM numbers that fits, most likely first.

    The letter as a band must agree with the northing (within half a degree); as a hemisphere (N or S
    alone) it agrees with any. Where nothing fits, the hemisphere of the band is taken and
    "band_differs" noted. Without a letter both hemispheres come back. `step_m` is the last digit's
    worth. Raises InputError for a zone, letter or number that UTM does not have.
    """
    _check_numbers(zone, easting, northing)
    up = (letter or "").upper()
    if up and up not in BANDS:
        where = "polar letters have no zone" if up in "ABYZ" else "no band has this letter"
        raise InputError(where, given=letter or "", hint="bands are C to X without I and O")
    if not up:
        return tuple(
            _understood(zone, easting, northing, step_m, south=south, meaning="unsaid")
            for south in (False, True)
            if northing <= FALSE_NORTH_M
        )
    as_band = _understood(zone, easting, northing, step_m, south=up < "N", meaning="band", band=up)
    found = [as_band] if "band_differs" not in as_band.notes else []
    if up in "NS":
        found.append(_understood(zone, easting, northing, step_m, south=up == "S", meaning="hemisphere"))
        if len(found) == 2 and found[0].south == found[1].south:
            found.pop()  # N as band and N as hemisphere: one place
    return tuple(found) or (as_band,)


def _understood(
    zone: int, easting: float, northing: float, step_m: float, *, south: bool, meaning: str, band: str = ""
) -> UtmCell:
    """One understanding, with what is odd about it."""
    notes = set()
    cell = square(zone, easting, northing, step_m, south=south)
    lat_deg = cell.lat_deg
    if band:
        low, high = band_bounds(band)
        beyond = max(low - lat_deg, lat_deg - high)
        if beyond > EDGE_DEG:
            notes.add("band_edge" if beyond <= MARGIN_DEG else "band_differs")
    at = band_of(lat_deg) if -80 <= lat_deg < 84 else ""
    west, east = zone_bounds(zone, at) if at else (zone * 6 - 186.0, zone * 6 - 180.0)
    off = abs(fold_longitude(cell.lon_deg - (west + east) / 2))
    if west == east or off > (east - west) / 2 + 1:  # equal for 32X, 34X, 36X, which do not exist
        notes.add("outside_zone")
    return UtmCell(cell=cell, meaning=meaning, south=south, band=at, notes=frozenset(notes))


def _check_numbers(zone: int, easting: float, northing: float) -> None:
    """Refuse what no UTM reference can hold."""
    if not 1 <= zone <= 60:
        raise InputError("UTM zones run from 1 to 60", where="zone", given=str(zone))
    if not (math.isfinite(easting) and 0 <= easting <= 1_000_000):
        raise InputError(
            "a UTM easting lies between 100,000 and 900,000 metres", where="easting", given=f"{easting:g}"
        )
    if not (math.isfinite(northing) and 0 <= northing <= FALSE_NORTH_M):
        raise InputError(
            "a UTM northing lies between 0 and 10,000,000 metres", where="northing", given=f"{northing:g}"
        )
