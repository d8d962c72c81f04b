"""Writing: one position in any notation, cut or rounded as the notation's standard says.

MGRS, GARS, Georef, geohash, Plus codes and lettered national squares are cut: the text names the cell
that holds the place. Degrees, UTM and other grid numbers are rounded to the last digit written. Reading
back gives a cell that covers the position, always. A projected or geographic CRS is named by its
authority code (`EPSG:4255`); the datum operation is the one that `transform` chooses at the place.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from commonground.errors import InputError
from commonground.position.grids import gars, geohash, georef, mgrs, pluscode, squares, ups, utm
from commonground.position.grids.earth import fold_longitude
from commonground.position.place import Position

MOST_DECIMALS: Final = 9
LEAST_GEOHASH: Final = 5
# Southern northings that a reader could also take for band S, 32 to 40 north.
BAND_S_NORTHINGS_M: Final = (3_500_000.0, 4_500_000.0)


def write(position: Position, notation: str, digits: int | None = None) -> str:
    """Write a position: `notation` is a key of `NOTATIONS` or an authority code such as EPSG:28412.

    `digits` means what the notation says (decimals, digits an axis, letters in all); None takes a
    metre or so. Raises InputError for an unknown notation, digits that it does not have, or a place
    that it cannot write.

    >>> here = Position(lat_deg=0.00452, lon_deg=0.0043, ce95_m=5.0)
    >>> write(here, "mgrs", 2), write(here, "dms")
    ('31NAA6600', '0°00\\'16.3"N 0°00\\'15.5"E')
    """
    return write_degrees(position.lat_deg, position.lon_deg, notation, digits)


def write_degrees(lat_deg: float, lon_deg: float, notation: str, digits: int | None = None) -> str:
    """The same for bare WGS 84 degrees. Longitudes are folded; latitudes end at the poles.

    Plus codes alone cut latitudes off at the poles, as their standard says.
    """
    if not (math.isfinite(lat_deg) and math.isfinite(lon_deg)):
        raise InputError("not a number", given=f"{lat_deg} {lon_deg}")
    name = notation.strip().lower()
    if name != "pluscode" and not -90 <= lat_deg <= 90:
        raise InputError("latitudes end at 90", where="latitude", given=f"{lat_deg:g}")
    check_notation(notation)
    if ":" in notation:
        return _in_crs(lat_deg, lon_deg, notation.strip(), digits)
    form = NOTATIONS[name]
    return form.write(lat_deg, lon_deg, form.digits if digits is None else digits)


def check_notation(notation: str) -> None:
    """Raise InputError where this is neither a notation's name nor shaped like an authority code."""
    if ":" not in notation and notation.strip().lower() not in NOTATIONS:
        known = ", ".join(NOTATIONS)
        raise InputError(
            "no such notation", given=notation, hint=f"one of {known}, or a code such as EPSG:28412"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A notation that can be written: how, with how many digits if nobody says, and what those are."""

    write: Callable[[float, float, int], str]
    digits: int
    digits_mean: str


def _decimals(digits: int) -> None:
    if not 0 <= digits <= MOST_DECIMALS:
        raise InputError(f"0 to {MOST_DECIMALS} decimals", where="digits", given=str(digits))


def _angle(degrees: float, letters: str, unit: int, digits: int) -> str:
    """One angle with its letter, rounded once; `unit` is 1, 60 or 3600 parts of a degree."""
    parts = round(abs(degrees) * unit * 10**digits)
    whole, fraction = divmod(parts, 10**digits)
    tail = f".{fraction:0{digits}d}" if digits else ""
    letter = letters[1] if degrees < 0 and parts else letters[0]
    if unit == 1:
        return f"{whole}{tail}°{letter}"
    minutes, seconds = divmod(whole, unit // 60)
    if unit == 60:
        return f"{minutes // 60}°{minutes % 60:02d}{tail}'{letter}"
    return f"{minutes // 60}°{minutes % 60:02d}'{seconds:02d}{tail}\"{letter}"


def _angles(unit: int) -> Callable[[float, float, int], str]:
    """How to write a pair of angles in degrees (1), minutes (60) or seconds (3600)."""

    def written(lat_deg: float, lon_deg: float, digits: int) -> str:
        _decimals(digits)
        lon = lon_deg if lon_deg == 180 else fold_longitude(lon_deg)
        return f"{_angle(lat_deg, 'NS', unit, digits)} {_angle(lon, 'EW', unit, digits)}"

    return written


def _usng(lat_deg: float, lon_deg: float, digits: int) -> str:
    """MGRS with blanks between its parts."""
    return mgrs.spaced(mgrs.encode(lat_deg, lon_deg, digits))


def _utm(lat_deg: float, lon_deg: float, digits: int) -> str:
    """Zone, hemisphere, easting, northing; the band's letter where S could be taken for band S."""
    _decimals(digits)
    grid = utm.encode(lat_deg, lon_deg)
    low, high = BAND_S_NORTHINGS_M
    letter = "N" if not grid.south else grid.band if low <= grid.northing <= high else "S"
    return f"{grid.zone}{letter} {_metres(grid.easting, 6, digits)} {_metres(grid.northing, 7, digits)}"


def _ups(lat_deg: float, lon_deg: float, digits: int) -> str:
    """Hemisphere N or S, easting, northing."""
    _decimals(digits)
    letter, easting, northing = ups.encode(lat_deg, lon_deg)
    hemisphere = "N" if letter in "YZ" else "S"
    return f"{hemisphere} {_metres(easting, 7, digits)} {_metres(northing, 7, digits)}"


def _geohash(lat_deg: float, lon_deg: float, digits: int) -> str:
    """Five letters or more: shorter ones read like words, squares and degrees."""
    if digits < LEAST_GEOHASH:
        raise InputError(f"a geohash is written with {LEAST_GEOHASH} letters or more", given=str(digits))
    text = geohash.encode(lat_deg, lon_deg, digits)
    if text.isdigit():
        raise InputError(
            "this geohash would read like a number", given=text, hint="write another number of letters"
        )
    return text


def _metres(value: float, width: int, digits: int) -> str:
    """A number rounded and filled up with zeros to `width` digits before the point."""
    return f"{value:0{width + digits + 1 if digits else width}.{digits}f}"


def _in_crs(lat_deg: float, lon_deg: float, crs: str, digits: int | None) -> str:
    """Numbers of a CRS: degrees with letters where it is geographic, else easting and northing."""
    from commonground.position.transform import crs_info, from_wgs84  # pyproj: only when it is asked for

    geographic = crs_info(crs).geographic
    landed = from_wgs84(crs, lat_deg, lon_deg)
    chosen = (6 if geographic else 1) if digits is None else digits
    _decimals(chosen)
    if geographic:
        return f"{_angle(landed.y, 'NS', 1, chosen)} {_angle(landed.x, 'EW', 1, chosen)}"
    return f"{landed.x:.{chosen}f} {landed.y:.{chosen}f}"


def _lettered(crs: str, letters: Callable[[float, float], str]) -> Callable[[float, float, int], str]:
    """How to write a national grid of lettered 100 km squares, cut to `digits` an axis."""

    def written(lat_deg: float, lon_deg: float, digits: int) -> str:
        from commonground.position.transform import from_wgs84  # pyproj: only when it is asked for

        if not 0 <= digits <= 5:
            raise InputError("0 to 5 digits an axis", where="digits", given=str(digits))
        landed = from_wgs84(crs, lat_deg, lon_deg)
        name = letters(landed.x, landed.y)
        east, north = (math.floor(metres % squares.SIDE_M) for metres in (landed.x, landed.y))
        return (
            f"{name} {east:05d}"[: len(name) + 1 + digits] + f" {north:05d}"[: 1 + digits] if digits else name
        )

    return written


NOTATIONS: Final[dict[str, Form]] = {
    "dd": Form(write=_angles(1), digits=6, digits_mean="decimals of a degree"),
    "ddm": Form(write=_angles(60), digits=3, digits_mean="decimals of a minute"),
    "dms": Form(write=_angles(3600), digits=1, digits_mean="decimals of a second"),
    "mgrs": Form(write=mgrs.encode, digits=5, digits_mean="digits an axis, 5 for a metre"),
    "usng": Form(write=_usng, digits=5, digits_mean="digits an axis, 5 for a metre"),
    "utm": Form(write=_utm, digits=0, digits_mean="decimals of a metre"),
    "ups": Form(write=_ups, digits=0, digits_mean="decimals of a metre"),
    "gars": Form(write=gars.encode, digits=2, digits_mean="0, 1 or 2 for 30, 15 or 5 minutes"),
    "georef": Form(write=georef.encode, digits=5, digits_mean="digits an axis, 2 for a minute"),
    "geohash": Form(write=_geohash, digits=9, digits_mean="letters in all"),
    "pluscode": Form(write=pluscode.encode, digits=11, digits_mean="digits in all"),
    "osgb": Form(write=_lettered("EPSG:27700", squares.osgb_letters), digits=5, digits_mean="digits an axis"),
    "irish": Form(
        write=_lettered("EPSG:29903", squares.irish_letters), digits=5, digits_mean="digits an axis"
    ),
}
