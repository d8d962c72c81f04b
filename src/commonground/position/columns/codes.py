"""GARS, Georef, geohash and Plus codes for columns of characters.

Each decoder takes the characters of one form, one row of bytes a place in the text, and gives the
middles in degrees and the steps of the form. What `position.grids` would refuse is NaN.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from commonground.position.columns.tm import Column
from commonground.position.grids import gars, geohash, pluscode

Bytes = NDArray[np.uint8]
Codes = NDArray[np.int64]
Mask = NDArray[np.bool_]
BAD: Final = 255


class Middles(NamedTuple):
    """Middles of cells in degrees, and the steps of all of them."""

    lat_deg: Column
    lon_deg: Column
    lat_step_deg: float
    lon_step_deg: float


def _lookup(letters: str) -> Bytes:
    table = np.full(256, BAD, dtype=np.uint8)
    for index, letter in enumerate(letters):
        table[[ord(letter.upper()), ord(letter.lower())]] = index
    return table


_PAIRED: Final = _lookup(gars.LETTERS)  # 24 letters, no I and O; Georef's are the same
_GEOHASH: Final = _lookup(geohash.LETTERS)
_PLUS: Final = _lookup(pluscode.LETTERS)
_DIGIT: Final = _lookup("0123456789")


def _number(rows: Bytes) -> tuple[Codes, Mask]:
    """The numbers that rows of digits spell, and where all of them are digits."""
    digits = _DIGIT[rows]
    value = np.zeros(rows.shape[1], dtype=np.int64)
    for row in digits:
        value *= 10
        value += row
    return value, np.all(digits < 10, axis=0)


def _middles(y: Codes, x: Codes, good: Mask, lat_step: float, lon_step: float) -> Middles:
    """Middles of the cells counted from the south pole and from 180 west."""
    lat = np.where(good, (y + 0.5) * lat_step - 90, np.nan)
    lon = np.where(good, (x + 0.5) * lon_step - 180, np.nan)
    return Middles(lat, lon, lat_step, lon_step)


def decode_gars(rows: Bytes) -> Middles:
    """Five to seven rows: three digits, two letters, a quadrant, a key."""
    number, good = _number(rows[:3])
    high, low = _PAIRED[rows[3]].astype(np.int64), _PAIRED[rows[4]].astype(np.int64)
    y, x = high * 24 + low, number - 1
    good &= (high < BAD) & (low < BAD) & (y < 360) & (x >= 0) & (x < 720)
    parts = 2
    if len(rows) > 5:
        quadrant = _DIGIT[rows[5]].astype(np.int64) - 1
        good &= (quadrant >= 0) & (quadrant < 4)
        y, x, parts = y * 2 + 1 - quadrant // 2, x * 2 + quadrant % 2, 4
    if len(rows) > 6:
        key = _DIGIT[rows[6]].astype(np.int64) - 1
        good &= (key >= 0) & (key < 9)
        y, x, parts = y * 3 + 2 - key // 3, x * 3 + key % 3, 12
    return _middles(y, x, good, 1 / parts, 1 / parts)


def decode_georef(rows: Bytes) -> Middles:
    """Four letters, then digits: the first half minutes of longitude, the second of latitude."""
    letters = _PAIRED[rows[:4]].astype(np.int64)
    good = (letters[0] < 24) & (letters[1] < 12) & (letters[2] < 15) & (letters[3] < 15)
    half = (len(rows) - 4) // 2
    east, east_good = _number(rows[4 : 4 + half])
    north, north_good = _number(rows[4 + half :])
    parts = 60 * 10 ** (half - 2) if half else 1
    good &= east_good & north_good & (east < parts) & (north < parts)
    y = (letters[1] * 15 + letters[3]) * parts + north
    x = (letters[0] * 15 + letters[2]) * parts + east
    return _middles(y, x, good, 1 / parts, 1 / parts)


def decode_geohash(rows: Bytes) -> Middles:
    """One to twelve letters and digits."""
    values = _GEOHASH[rows]
    good = np.all(values < BAD, axis=0)
    x = np.zeros(rows.shape[1], dtype=np.int64)
    y = x.copy()
    for place, value in enumerate(values):
        three, two = _THREE[value], _TWO[value]  # the first, third and fifth bit; the second and fourth
        x, y = (x * 8 + three, y * 4 + two) if place % 2 == 0 else (x * 4 + two, y * 8 + three)
    bits = 5 * len(rows)
    return _middles(y, x, good, 180 / (1 << bits // 2), 360 / (1 << (bits + 1) // 2))


_BITS: Final = np.arange(256) & 31
_THREE: Final = (_BITS >> 4 & 1) * 4 + (_BITS >> 2 & 1) * 2 + (_BITS & 1)
_TWO: Final = (_BITS >> 3 & 1) * 2 + (_BITS >> 1 & 1)


def decode_pluscode(rows: Bytes) -> Middles:
    """Eight characters, a plus (its row is not looked at), and two to seven more; no zeros."""
    values = _PLUS[np.concatenate([rows[:8], rows[9:]])]
    good = np.all(values < BAD, axis=0) & (values[0] < 9) & (values[1] < 18)
    y = np.zeros(rows.shape[1], dtype=np.int64)
    x = y.copy()
    lat_parts = lon_parts = 1
    for place in range(0, 10, 2):
        y, x = y * 20 + values[place], x * 20 + values[place + 1]
    lat_parts = lon_parts = 8000
    for value in values[10:]:
        fine = value.astype(np.int64)
        y, x = y * 5 + fine // 4, x * 4 + fine % 4
        lat_parts, lon_parts = lat_parts * 5, lon_parts * 4
    return _middles(y, x, good, 1 / lat_parts, 1 / lon_parts)


DECODERS: Final = {
    "gars": decode_gars,
    "georef": decode_georef,
    "geohash": decode_geohash,
    "pluscode": decode_pluscode,
}
