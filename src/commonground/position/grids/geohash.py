"""Geohash: the bits of longitude and latitude in turn, five to a letter (G. Niemeyer, 2008)."""

from __future__ import annotations

import math
from typing import Final

from commonground.errors import InputError
from commonground.position.grids.cell import Cell, degree_cell
from commonground.position.grids.earth import fold_longitude

LETTERS: Final = "0123456789bcdefghjkmnpqrstuvwxyz"
MOST_DIGITS: Final = 12  # 60 bits: a few centimetres
_VALUE: Final = {letter: value for value, letter in enumerate(LETTERS)}


def decode(text: str) -> Cell:
    """Read a geohash of 1 to 12 letters and digits, upper or lower case.

    Raises InputError for the letters a, i, l, o or for more than twelve.

    >>> cell = decode("ezs42")
    >>> round(cell.lat_deg, 3), round(cell.lon_deg, 3)
    (42.605, -5.603)
    """
    if not 1 <= len(text) <= MOST_DIGITS:
        raise InputError(f"a geohash has 1 to {MOST_DIGITS} letters", given=text)
    x = y = 0
    for place, letter in enumerate(text.lower()):
        value = _VALUE.get(letter)
        if value is None:
            raise InputError(
                f"no geohash holds {letter!r}",
                where=f"letter {place + 1}",
                given=text,
                hint="letters a, i, l and o are never used",
            )
        for bit in range(5):
            one = value >> (4 - bit) & 1
            if (5 * place + bit) % 2:
                y = y * 2 + one
            else:
                x = x * 2 + one
    bits = 5 * len(text)
    lon_step, lat_step = 360 / (1 << (bits + 1) // 2), 180 / (1 << bits // 2)
    return degree_cell((y + 0.5) * lat_step - 90, (x + 0.5) * lon_step - 180, lat_step, lon_step)


def encode(lat_deg: float, lon_deg: float, digits: int = 9) -> str:
    """Write the geohash of 1 to 12 letters whose cell holds the place.

    >>> encode(67.479434615, 55.250955416, 12)
    'v5zrck280w66'
    """
    if not 1 <= digits <= MOST_DIGITS:
        raise InputError(f"a geohash has 1 to {MOST_DIGITS} letters", where="digits", given=str(digits))
    x = min((1 << 30) - 1, math.floor((fold_longitude(lon_deg) + 180) / 360 * (1 << 30)))
    y = min((1 << 30) - 1, math.floor((lat_deg + 90) / 180 * (1 << 30)))
    letters = []
    for place in range(digits):
        value = 0
        for bit in range(5 * place, 5 * place + 5):
            axis = y if bit % 2 else x
            value = value * 2 + (axis >> (29 - bit // 2) & 1)
        letters.append(LETTERS[value])
    return "".join(letters)
