"""Plus codes (Open Location Code): full ones name a cell, short ones need a place near by.

Ten digits in pairs name latitude and longitude in steps of 20; each further digit cuts the cell into a
grid of five rows by four columns. The plus stands behind the eighth digit; zeros fill up a code that
stops before it. The standard folds longitudes and cuts latitudes off at the poles, and so do we.
"""

from __future__ import annotations

import math
from typing import Final

from commonground.errors import InputError
from commonground.position.grids.cell import Cell, degree_cell
from commonground.position.grids.earth import fold_longitude

LETTERS: Final = "23456789CFGHJMPQRVWX"
MOST_DIGITS: Final = 15
PLUS_AT: Final = 8
LONGEST_TAIL: Final = 24  # digits beyond the fifteenth are read and name nothing finer
LAT_PARTS: Final = 8000 * 5**5  # finest cells in a degree
LON_PARTS: Final = 8000 * 4**5
_VALUE: Final = {letter: value for value, letter in enumerate(LETTERS)}


def kind(text: str) -> str:
    """What an upper case text is: "full", "short", or "" for no Plus code.

    >>> kind("8FWC2345+G6"), kind("2345+G6"), kind("8FWC2300+G6")
    ('full', 'short', '')
    """
    head, plus, tail = text.partition("+")
    if not plus or len(head) > PLUS_AT or len(head) % 2 or len(tail) == 1 or len(tail) > LONGEST_TAIL:
        return ""
    body = head.rstrip("0")
    if body != head and (len(head) < PLUS_AT or tail or not body or len(body) % 2):
        return ""
    if not (head or tail) or any(letter not in _VALUE for letter in body + tail):
        return ""
    if len(head) < PLUS_AT:
        return "short" if tail or len(head) else ""
    return "full" if _VALUE[body[0]] < 9 and _VALUE[body[1:2] or "2"] < 18 else ""


def decode(text: str) -> Cell:
    """Read a full Plus code in upper case.

    Raises InputError for anything else, and for a short code with the hint that it needs a place.

    >>> cell = decode("6FH32222+")
    >>> round(cell.lat_deg, 5), round(cell.lon_deg, 5)
    (1.00125, 1.00125)
    """
    found = kind(text)
    if found == "short":
        raise InputError("a short Plus code", given=text, hint="it needs a place within 40 km")
    if not found:
        raise InputError(
            "not a Plus code", given=text, hint="eight letters or digits, a plus, then two or more"
        )
    digits = text.replace("+", "").rstrip("0")[:MOST_DIGITS]
    y = x = 0
    lat_step, lon_step = LAT_PARTS * 400, LON_PARTS * 400
    for place in range(0, min(10, len(digits)), 2):
        lat_step, lon_step = lat_step // 20, lon_step // 20
        y += _VALUE[digits[place]] * lat_step
        x += _VALUE[digits[place + 1]] * lon_step
    for letter in digits[10:]:
        lat_step, lon_step = lat_step // 5, lon_step // 4
        y += _VALUE[letter] // 4 * lat_step
        x += _VALUE[letter] % 4 * lon_step
    return degree_cell(
        (y + lat_step / 2) / LAT_PARTS - 90,
        (x + lon_step / 2) / LON_PARTS - 180,
        lat_step / LAT_PARTS,
        lon_step / LON_PARTS,
    )


def encode(lat_deg: float, lon_deg: float, digits: int = 10) -> str:
    """Write the code whose cell holds the place; `digits` 2, 4, 6, 8, or 10 and more (15 at most).

    >>> encode(20.3700625, 2.7821875), encode(1.0, 1.0, 11), encode(-48.0, -111.0, 2)
    ('7FG49QCJ+2V', '6FH32222+222', '45000000+')
    """
    if digits < 2 or (digits < 10 and digits % 2):
        raise InputError("a Plus code has 2, 4, 6, 8, or 10 to 15 digits", where="digits", given=str(digits))
    length = min(digits, MOST_DIGITS)
    y = min(max(0, _parts(lat_deg, 90, LAT_PARTS)), 180 * LAT_PARTS - 1)
    x = _parts(fold_longitude(lon_deg), 180, LON_PARTS) % (360 * LON_PARTS)
    fine = []
    for _ in range(5):
        fine.append(LETTERS[y % 5 * 4 + x % 4])
        y, x = y // 5, x // 4
    pairs = []
    for _ in range(5):
        pairs.append(LETTERS[y % 20] + LETTERS[x % 20])
        y, x = y // 20, x // 20
    code = ("".join(reversed(pairs)) + "".join(reversed(fine)))[:length]
    if length < PLUS_AT:
        return code.ljust(PLUS_AT, "0") + "+"
    return code[:PLUS_AT] + "+" + code[PLUS_AT:]


def _parts(degrees: float, offset: int, parts: int) -> int:
    """Finest cells from the edge of the world, a millionth of a cell below a line counting as on it."""
    return math.floor(round((degrees + offset) * parts, 6))


def recover(short: str, lat_deg: float, lon_deg: float) -> str:
    """The full code nearest to a place that a short code stands for.

    Raises InputError where the text is no short code.

    >>> recover("9QCJ+2VX", 51.3852125, -1.217765625)
    '9C3W9QCJ+2VX'
    """
    if kind(short) != "short":
        raise InputError("not a short Plus code", given=short)
    lat_deg, lon_deg = min(90.0, max(-90.0, lat_deg)), fold_longitude(lon_deg)
    missing = PLUS_AT - short.index("+")
    step = 20.0 ** (2 - missing // 2)
    cell = decode(encode(lat_deg, lon_deg, 10)[:missing] + short)
    lat, lon = cell.lat_deg, cell.lon_deg
    if lat - lat_deg > step / 2 and lat - step > -90:
        lat -= step
    elif lat_deg - lat > step / 2 and lat + step < 90:
        lat += step
    if lon - lon_deg > step / 2:
        lon -= step
    elif lon_deg - lon > step / 2:
        lon += step
    return encode(lat, lon, len(short) - 1 + missing)
