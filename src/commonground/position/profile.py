"""Map profiles: how a party writes places, as far as reading and writing need to know.

The profile of a party says which CRS its plain numbers and grid references are meant in, in which
notation it writes, and how sure its reports are where they do not say. Sheets, registration and
depictions stand in `maps`, which makes profiles; this module only says what one is.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Basis(StrEnum):
    """Where a figure of doubt comes from."""

    KNOWN = "known"  # stated by who ought to know, or fixed by the notation
    ASSUMED = "assumed"  # nobody said; a figure of ours stands in
    UNKNOWN = "unknown"  # the source itself says that it does not know


class Order(StrEnum):
    """In which order a party writes two bare numbers."""

    UNSAID = "unsaid"
    LAT_LON = "lat_lon"
    LON_LAT = "lon_lat"


class Letter(StrEnum):
    """What the letter behind a UTM zone means to a party: 42S is 32-40 north or the south."""

    UNSAID = "unsaid"
    BAND = "band"
    HEMISPHERE = "hemisphere"


class Fraction(StrEnum):
    """What 34.30 and 34.3012 mean to a party: decimal degrees, or 34 degrees 30 minutes (12 seconds)."""

    UNSAID = "unsaid"
    DEGREES = "degrees"
    MINUTES = "minutes"


@dataclass(frozen=True, slots=True, kw_only=True)
class MapProfile:
    """How one party writes places.

    crs: authority code of the CRS in which bare numbers and grid references are meant.
    crs_basis: KNOWN when the party said so, ASSUMED when nobody did.
    notation, digits: how places are written for this party (a notation name of `write`).
    order: the order of two bare numbers.
    utm_letter, fraction: habits that settle two other questions of reading.
    report_ce95_m: doubt of a report that states none; 0 where nothing is added.
    registration_ce95_m: doubt of the sheet's registration; 0 where the party uses no fitted sheet.
    old_map: the sheet is old or unknown, so an undeclared datum weighs 614 m (notes: p95 of all).
    theatre: west, south, east, north in degrees; where this party's places are expected.
    """

    name: str
    crs: str = "EPSG:4326"
    crs_basis: Basis = Basis.ASSUMED
    notation: str = "dd"
    digits: int | None = None
    order: Order = Order.UNSAID
    utm_letter: Letter = Letter.UNSAID
    fraction: Fraction = Fraction.UNSAID
    report_ce95_m: float = 0.0
    registration_ce95_m: float = 0.0
    old_map: bool = False
    sheet: str = ""
    theatre: tuple[float, float, float, float] | None = None
