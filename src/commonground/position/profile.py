"""Map profiles: how a party writes places, as far as reading and writing need to know.

The profile of a party says which CRS its plain numbers and grid references are meant in, in which
notation it writes, and how sure its reports are where they do not say. Sheets, registration and
depictions stand in `maps`, which makes profiles; this module only says what one is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

from commonground.errors import InputError


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


CHOICES = {"crs_basis": Basis, "order": Order, "utm_letter": Letter, "fraction": Fraction}


def profile_from(said: Mapping[str, object], *, where: str = "profile") -> MapProfile:
    """A profile from the keys of a TOML file or a JSON object, named as the fields here.

    A CRS that is named counts as known unless `crs_basis` says otherwise. Raises InputError for an
    unknown key or a value of the wrong kind.

    >>> profile_from({"name": "north", "crs": "EPSG:4255", "order": "lat_lon"}).crs_basis
    <Basis.KNOWN: 'known'>
    """
    known = {one.name for one in fields(MapProfile)}
    made: dict[str, object] = {"name": ""}
    for key, value in said.items():
        if key not in known:
            raise InputError(
                "a profile has no such key", where=where, given=key, hint=", ".join(sorted(known))
            )
        made[key] = _value(key, value, where)
    if "crs" in said and "crs_basis" not in said:
        made["crs_basis"] = Basis.KNOWN
    return MapProfile(**made)  # type: ignore[arg-type]


def _value(key: str, value: object, where: str) -> object:
    if key in CHOICES:
        allowed = [str(choice) for choice in CHOICES[key]]
        if value not in allowed:
            raise InputError(f"{key} is one of {', '.join(allowed)}", where=where, given=str(value))
        return CHOICES[key](value)
    if key in ("report_ce95_m", "registration_ce95_m"):
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < math.inf:
            raise InputError(f"{key} is a number of metres, 0 or more", where=where, given=str(value))
        return float(value)
    if key == "theatre":
        return _theatre(value, where)
    kind = {"old_map": bool, "digits": int}.get(key, str)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise InputError(f"{key} is a {kind.__name__}", where=where, given=str(value))
    return value


def _theatre(value: object, where: str) -> tuple[float, float, float, float]:
    """West, south, east, north; west is greater than east over the date line."""
    four = value if isinstance(value, list | tuple) else ()
    if len(four) == 4 and all(isinstance(one, int | float) and not isinstance(one, bool) for one in four):
        west, south, east, north = (float(one) for one in four)
        if -90 <= south < north <= 90 and all(-180 <= lon <= 180 for lon in (west, east)):
            return west, south, east, north
    raise InputError(
        "theatre is west, south, east, north in degrees",
        where=where,
        given=str(value),
        hint="[68, 32, 73, 36]",
    )
