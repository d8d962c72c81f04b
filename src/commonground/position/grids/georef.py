"""Georef (World Geographic Reference System): 15 degree squares, degrees, then cut minutes.

Two letters name the square of 15 degrees (longitude first, from 180 W and 90 S), two the degree in it;
then the same number of digits for the minutes of longitude and of latitude: two digits are minutes, each
further one a tenth. Letters I and O are never used. Digits are cut.
"""

from __future__ import annotations

import math
import re
from typing import Final

from commonground.errors import InputError
from commonground.position.grids.cell import Cell, degree_cell
from commonground.position.grids.earth import fold_longitude

LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ"
MOST_DIGITS: Final = 8
FINEST: Final = 60 * 10**9  # cells in a degree at which degrees are cut first, so that 0.7 minutes stay 0.7
_FORM: Final = re.compile(r"([A-HJ-NP-Z])([A-HJ-M])(?:([A-HJ-NPQ])([A-HJ-NPQ])([0-9]{0,16}))?")


def decode(text: str) -> Cell:
    """Read a Georef cell in upper case without blanks.

    Raises InputError for other letters, an odd number of digits, or minutes of 60 and over.

    >>> cell = decode("NAAA3000")
    >>> round(cell.lat_deg, 6), round(cell.lon_deg, 6)
    (-89.991667, 0.508333)
    """
    form = _FORM.fullmatch(text)
    digits = (form[5] if form else "") or ""
    if form is None or len(digits) % 2 or len(digits) == 2:
        raise InputError(
            "not a Georef cell", given=text, hint="four letters and an even number of digits, four or more"
        )
    x, y = LETTERS.index(form[1]) * 15, LETTERS.index(form[2]) * 15
    if not form[3]:
        return degree_cell(y - 82.5, x - 172.5, 15.0, 15.0)
    x, y = x + LETTERS.index(form[3]), y + LETTERS.index(form[4])
    half = len(digits) // 2
    parts = 60 * 10 ** (half - 2) if half else 1  # cells in a degree
    east, north = int(digits[:half] or 0), int(digits[half:] or 0)
    if east >= parts or north >= parts:
        raise InputError("minutes of 60 or more", where="minutes", given=text)
    return degree_cell(
        (2 * (y * parts + north) + 1) / (2 * parts) - 90,
        (2 * (x * parts + east) + 1) / (2 * parts) - 180,
        1 / parts,
        1 / parts,
    )


def encode(lat_deg: float, lon_deg: float, digits: int = 4) -> str:
    """Write the cell that holds the place; `digits` an axis: 0 for degrees, 2 for minutes, up to 8.

    >>> encode(27.107974, 101.0175, 6)
    'UHMN010500064784'
    """
    if digits not in (0, *range(2, MOST_DIGITS + 1)):
        raise InputError(
            f"Georef has 0 or 2 to {MOST_DIGITS} digits an axis", where="digits", given=str(digits)
        )
    parts = 60 * 10 ** (digits - 2) if digits else 1
    finer = FINEST // parts
    east = math.floor(fold_longitude(lon_deg) * FINEST) // finer + 180 * parts
    north = min(math.floor(lat_deg * FINEST) // finer + 90 * parts, 180 * parts - 1)  # the pole: last row
    (x, east), (y, north) = divmod(east, parts), divmod(north, parts)
    head = LETTERS[x // 15] + LETTERS[y // 15] + LETTERS[x % 15] + LETTERS[y % 15]
    return head + (f"{east:0{digits}d}{north:0{digits}d}" if digits else "")
