"""MGRS and USNG: a reference is a square, found by its letters and cut digits (NGA.STND.0037 2.0.0).

Zones 1 to 60 with a band letter, or a polar letter A B Y Z alone; then two letters for the square of
100 km; then the same number of digits for easting and northing, cut and never rounded. The row letters
repeat every 2,000 km: the band tells which. On old datums (Clarke 1866 and 1880, Bessel) the rows stand
ten letters on ("AL", DMA TM 8358.1): such a reference fits its band in one lettering only, so it is
evidence of an old datum.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final

from commonground.errors import InputError
from commonground.position.grids import ups, utm
from commonground.position.grids.cell import Cell
from commonground.position.grids.earth import fold_longitude

COLUMNS: Final = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")  # by (zone - 1) % 3
ROWS: Final = "ABCDEFGHJKLMNPQRSTUV"
OLD_SHIFT: Final = 10  # letters by which the old row lettering stands on
POLAR_COLUMNS: Final = {"A": "JKLPQRSTUXYZ", "B": "ABCFGHJKLPQR", "Y": "RSTUXYZ", "Z": "ABCFGHJ"}
POLAR_ROWS: Final = {False: "ABCDEFGHJKLMNPQRSTUVWXYZ", True: "ABCDEFGHJKLMNP"}  # by north
POLAR_FIRST: Final = {"A": 8, "B": 20, "Y": 13, "Z": 20}  # 100 km index of the first column
GUARD_M: Final = 1e-6  # a place this near below a grid line counts as on it: one line, one square
MOST_DIGITS: Final = 8  # an axis: a thousandth of a metre

_FORM: Final = re.compile(r"(?:([0-9]{1,2})([A-Z])|([ABYZ]))(?:([A-Z]{2})([0-9]{0,16}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Square:
    """The square a reference names, in the grid and on the ground.

    `zone` is 0 in the polar areas. notes: "old_lettering" (only the old rows fit), "band_edge" (the
    square's middle lies in the neighbouring band), "outside_zone" (the 100 km square does not touch
    the zone named).
    """

    zone: int
    band: str
    easting: float  # of the south-west corner
    northing: float
    side_m: float
    cell: Cell
    notes: frozenset[str]


def decode(text: str, lettering: str = "either") -> Square:
    """Read a reference in upper case ASCII without blanks: `31NAA6600`, `YYB4599025227`, `31NAA`.

    `lettering`: "new", "old", or "either", where the old one is tried only when the new one does not
    fit and "old_lettering" is noted. Raises InputError, naming the letter or digits that cannot be.

    >>> square = decode("31NAA6600")
    >>> square.easting, square.northing, square.side_m
    (166000.0, 0.0, 1000.0)
    """
    form = _FORM.fullmatch(text)
    if form is None:
        raise InputError(
            "not a grid reference", given=text, hint="zone, band, two letters, an even number of digits"
        )
    zone_text, band, polar, letters, digits = form.groups()
    if not letters:
        raise InputError(
            "a zone alone names no square", given=text, hint="ask for the two letters of the square"
        )
    if len(digits) % 2:
        raise InputError(
            f"{len(digits)} digits cannot be halved",
            where="digits",
            given=text,
            hint="ask for the digits again",
        )
    half = len(digits) // 2
    side_m = 10.0 ** (5 - half)
    within = (int(digits[:half] or 0) * side_m, int(digits[half:] or 0) * side_m)
    if polar:
        return _polar(text, polar, letters, within, side_m)
    zone = int(zone_text)
    _check_zone(text, zone, band)
    return _zoned(text, zone, band, letters, within, side_m, lettering)


def _check_zone(text: str, zone: int, band: str) -> None:
    """Refuse zones and bands that do not exist."""
    if not 1 <= zone <= 60:
        raise InputError("zones run from 1 to 60", where="zone", given=text)
    if band not in utm.BANDS:
        hint = "letters I and O are never used" if band in "IO" else "bands are C to X without I and O"
        raise InputError(f"no band has the letter {band}", where="band", given=text, hint=hint)
    if band == "X" and zone in (32, 34, 36):
        raise InputError(
            f"zone {zone}X does not exist",
            where="zone",
            given=text,
            hint="by Svalbard only 31, 33, 35 and 37",
        )


def _zoned(
    text: str, zone: int, band: str, letters: str, within: tuple[float, float], side_m: float, lettering: str
) -> Square:
    """The square in a UTM zone."""
    columns = COLUMNS[(zone - 1) % 3]
    if letters[0] not in columns:
        hint = f"zone {zone} has the columns {columns[0]} to {columns[-1]} without I and O"
        raise InputError(f"no column has the letter {letters[0]}", where="square", given=text, hint=hint)
    if letters[1] not in ROWS:
        hint = "rows are A to V without I and O"
        raise InputError(f"no row has the letter {letters[1]}", where="square", given=text, hint=hint)
    column = columns.index(letters[0]) + 1
    notes = set()
    base = -1.0
    if lettering != "old":
        base = row_base(zone, band, column, ROWS.index(letters[1]))
    if base < 0 and lettering != "new":
        base = row_base(zone, band, column, (ROWS.index(letters[1]) - OLD_SHIFT) % 20)
        notes.add("old_lettering")
    if base < 0:
        raise InputError(
            f"square {letters} does not meet band {band} of zone {zone}",
            where="square",
            given=text,
            hint="ask for band and square letters again",
        )
    if not touches_zone(zone, band, column, base):
        notes.add("outside_zone")
    easting, northing = column * 1e5 + within[0], base + within[1]
    half, south = side_m / 2, band < "N"
    cell = utm.square(zone, easting + half, northing + half, side_m, south=south)
    low, high = utm.band_bounds(band)
    if not (low <= cell.lat_deg <= high) and side_m < 100_000:
        notes.add("band_edge")
    return Square(
        zone=zone,
        band=band,
        easting=easting,
        northing=northing,
        side_m=side_m,
        cell=cell,
        notes=frozenset(notes),
    )


def row_base(zone: int, band: str, column: int, row: int) -> float:
    """Northing of the foot of the 100 km square of this column and row that meets the band, -1 if none.

    >>> row_base(31, "N", 1, 0), row_base(31, "N", 1, 15)
    (0.0, -1.0)
    """
    south = band < "N"
    low, high = utm.band_bounds(band)
    first = (row - (0 if zone % 2 else 5)) % 20 * 1e5
    # The band's own northings on the central meridian, give or take 100 km, choose the 2,000 km.
    origin = utm.FALSE_NORTH_M if south else 0.0
    middle = origin + (low + high) / 2 * 110_950.0
    base = first + round((middle - first - 5e4) / 2e6) * 2e6
    if not 0 <= base < utm.FALSE_NORTH_M:
        return -1.0
    bottom, top = square_latitudes(column, base - origin)
    return base if bottom < high and top > low else -1.0


def square_latitudes(column: int, foot_m: float) -> tuple[float, float]:
    """Lowest and highest latitude in a 100 km square of a column, its foot counted from the equator."""
    easts = (column * 1e5, (column + 1) * 1e5, min(max(utm.FALSE_EAST_M, column * 1e5), (column + 1) * 1e5))
    lats = [utm.inverse(31, east, foot_m + rise, south=False)[0] for east in easts for rise in (0.0, 1e5)]
    return min(lats), max(lats)


def touches_zone(zone: int, band: str, column: int, base: float) -> bool:
    """Whether any of the 100 km square lies between the zone's meridians."""
    west, east = utm.zone_bounds(zone, band)
    south = band < "N"
    corners = [
        utm.inverse(zone, column * 1e5 + dx, base + dy, south=south)[1]
        for dx in (0.0, 1e5)
        for dy in (0.0, 1e5)
    ]
    centre = (west + east) / 2
    offsets = [fold_longitude(lon - centre) for lon in corners]
    reach = (east - west) / 2
    return min(offsets) < reach and max(offsets) > -reach


def _polar(text: str, area: str, letters: str, within: tuple[float, float], side_m: float) -> Square:
    """The square in a polar area."""
    north = area in "YZ"
    columns, rows = POLAR_COLUMNS[area], POLAR_ROWS[north]
    for letter, known, what in ((letters[0], columns, "column"), (letters[1], rows, "row")):
        if letter not in known:
            raise InputError(
                f"no {what} of area {area} has the letter {letter}",
                where="square",
                given=text,
                hint=f"its {what}s are {known}",
            )
    easting = (POLAR_FIRST[area] + columns.index(letters[0])) * 1e5 + within[0]
    northing = ((13 if north else 8) + rows.index(letters[1])) * 1e5 + within[1]
    half = side_m / 2
    cell = ups.square(easting + half, northing + half, side_m, north=north, notes=frozenset())
    corner_lats = [abs(lat) for lat, _ in cell.corners]
    notes = frozenset({"outside_zone"} if max(corner_lats) < (84 if north else 80) else ())
    return Square(
        zone=0, band=area, easting=easting, northing=northing, side_m=side_m, cell=cell, notes=notes
    )


def encode(lat_deg: float, lon_deg: float, digits: int = 5) -> str:
    """Write the reference of the square that holds the place, with 0 to 8 digits an axis, no blanks.

    Digits are cut. A place within a micrometre below a grid line counts as on the line.

    >>> encode(48.8583, 2.2945), encode(-81.01647, -56.745521)
    ('31UDQ4825111943', 'APT6429948002')
    """
    if not 0 <= digits <= MOST_DIGITS:
        raise InputError(f"MGRS has 0 to {MOST_DIGITS} digits an axis", where="digits", given=str(digits))
    if -80 <= lat_deg < 84:
        grid = utm.encode(lat_deg, lon_deg)
        head = f"{grid.zone:02d}{grid.band}"
        easting, northing = grid.easting, grid.northing
    else:
        head, easting, northing = ups.encode(lat_deg, lon_deg)
    east, north = (math.floor((metres + GUARD_M) * 1000) for metres in (easting, northing))  # millimetres
    if head[-1] in "ABYZ":
        first, areas = POLAR_FIRST[head], POLAR_ROWS[head in "YZ"]
        top = 100_000_000 * (first + len(POLAR_COLUMNS[head])) - 1
        east = min(max(east, first * 100_000_000), top)
        letters = POLAR_COLUMNS[head][east // 100_000_000 - first]
        letters += areas[north // 100_000_000 - (13 if head in "YZ" else 8)]
    else:
        if head[-1] < "N":
            north = min(north, 9_999_999_999)  # a hair south of the equator is still south of it
        zone = int(head[:2])
        letters = COLUMNS[(zone - 1) % 3][east // 100_000_000 - 1]
        letters += ROWS[(north // 100_000_000 + (0 if zone % 2 else 5)) % 20]
    return head + letters + _cut(east, digits) + _cut(north, digits)


def spaced(reference: str) -> str:
    """A reference of `encode` as USNG writes it, with blanks for eye and voice.

    >>> spaced("31UDQ4825111943"), spaced("APT"), spaced("31NAA66")
    ('31U DQ 48251 11943', 'A PT', '31N AA 6 6')
    """
    head = 1 if reference[0] in "ABYZ" else 3
    digits = reference[head + 2 :]
    half = len(digits) // 2
    return " ".join(
        part for part in (reference[:head], reference[head : head + 2], digits[:half], digits[half:]) if part
    )


def _cut(millimetres: int, digits: int) -> str:
    """The first digits of the millimetres within a 100 km square."""
    return f"{millimetres % 100_000_000:08d}"[:digits]
