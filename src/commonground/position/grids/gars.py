"""GARS: cells of 30, 15 and 5 minutes (Global Area Reference System).

Three digits count half degrees east from 180 W (001 to 720), two letters half degrees north from the
south pole (AA to QZ); then a quadrant 1-4 and a key 1-9, both counted from the north-west as one reads.
"""

from __future__ import annotations

import math
import re
from typing import Final

from commonground.errors import InputError
from commonground.position.grids.cell import Cell, degree_cell
from commonground.position.grids.earth import fold_longitude

LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_FORM: Final = re.compile(r"([0-9]{3})([A-HJ-NP-Z])([A-HJ-NP-Z])(?:([1-4])([1-9])?)?")


def decode(text: str) -> Cell:
    """Read a GARS cell in upper case without blanks.

    Raises InputError where a part is outside its range.

    >>> cell = decode("006AG39")
    >>> round(cell.lat_deg, 6), round(cell.lon_deg, 6)
    (-86.958333, -177.291667)
    """
    form = _FORM.fullmatch(text)
    if form is None:
        raise InputError(
            "not a GARS cell", given=text, hint="three digits, two letters, a quadrant 1-4, a key 1-9"
        )
    number, row = int(form[1]), LETTERS.index(form[2]) * 24 + LETTERS.index(form[3])
    if not 1 <= number <= 720:
        raise InputError("GARS columns run from 001 to 720", where="column", given=text)
    if row >= 360:
        raise InputError("GARS rows run from AA to QZ", where="row", given=text)
    x, y, step = (number - 1) * 6, row * 6, 6  # in cells of five minutes from 180 W, 90 S
    if form[4]:
        quadrant = int(form[4]) - 1
        x, y, step = x + quadrant % 2 * 3, y + (1 - quadrant // 2) * 3, 3
    if form[5]:
        key = int(form[5]) - 1
        x, y, step = x + key % 3, y + (2 - key // 3), 1
    return degree_cell((2 * y + step) / 24 - 90, (2 * x + step) / 24 - 180, step / 12, step / 12)


def encode(lat_deg: float, lon_deg: float, digits: int = 2) -> str:
    """Write the cell that holds the place: 0, 1 or 2 digits for 30, 15 or 5 minutes.

    The north pole belongs to the last row. Raises InputError for other numbers of digits.

    >>> encode(36.12409, 156.777602)
    '674LN44'
    """
    if not 0 <= digits <= 2:
        raise InputError("GARS has 0, 1 or 2 digits behind its letters", where="digits", given=str(digits))
    x = min(4319, math.floor((fold_longitude(lon_deg) + 180) * 12))
    y = min(2159, math.floor((lat_deg + 90) * 12))
    row = y // 6
    quadrant = (1 - y % 6 // 3) * 2 + x % 6 // 3 + 1
    key = (2 - y % 3) * 3 + x % 3 + 1
    return f"{x // 6 + 1:03d}{LETTERS[row // 24]}{LETTERS[row % 24]}" + f"{quadrant}{key}"[:digits]
