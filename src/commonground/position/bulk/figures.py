"""Figures: the rows that plans fill, turned into places for all rows at once.

Each function takes rows of characters and gives for each row up to two places (a first angle and a
second one; or UTM by hemisphere and by band), which rows it cannot speak for, and a *case*: a small
number that says on which side of every limit of the grammar the values stand. Rows of one plan and one
case get answers that differ in their numbers alone.
"""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from commonground.position.bulk.characters import Bytes
from commonground.position.columns import utm
from commonground.position.columns.tm import Column
from commonground.position.grids import geohash
from commonground.position.grids.utm import BANDS, EDGE_DEG, MARGIN_DEG, band_bounds
from commonground.position.references.codes import MONTHS, QUANTITIES
from commonground.position.text.vocabulary import (
    ANNOUNCING,
    DEGREE_WORDS,
    HEMISPHERE,
    JOINING,
    LAT_LABELS,
    LON_LABELS,
    MINUTE_WORDS,
    SECOND_WORDS,
)

Mask = NDArray[np.bool_]
Ids = NDArray[np.int64]

CASES: Final = 1 << 16
_UNITS: Final = np.array([1.0, 60.0, 3600.0])
_MINUTES: Final = np.array([0.0, 1.0, 60.0])
_SECONDS: Final = np.array([0.0, 0.0, 1.0])
_TENTH: Final = np.uint64(10)


class Angles(NamedTuple):
    """The two angles of each row, without sign, in the order of the text."""

    first: Column
    second: Column
    case: Ids
    beyond: Mask  # 180 and over, or minutes or seconds of 60 and over: the slow reader speaks


class AngleConstants(NamedTuple):
    """What the plans of the rows say of one angle, a value a row."""

    unit: NDArray[np.int8]  # 0 degrees, 1 minutes, 2 seconds: the finest whole field
    full: Column  # the least degrees that do not begin with a zero, 0 where that says nothing
    dotted: Mask  # decimal degrees of two or four decimals, which can be minutes
    behind: Mask  # minutes behind the point of the degrees, which 34.0000 has none of
    minute: Ids  # so near to a whole minute, in units of the eighth decimal, decimal degrees count as one


def _digits(rows: Bytes) -> tuple[NDArray[np.uint16], NDArray[np.uint64]]:
    """Numbers of two digits, and of eight, that stand in rows of a multiple of eight digits."""
    words = rows.view(np.uint64) & np.uint64(0x0F0F0F0F0F0F0F0F)
    pairs = (words * _TENTH + (words >> np.uint64(8))) & np.uint64(0x00FF00FF00FF00FF)
    fours = (pairs * np.uint64(100) + (pairs >> np.uint64(16))) & np.uint64(0x0000FFFF0000FFFF)
    eights = fours * np.uint64(10_000) + (fours >> np.uint64(32))
    return pairs.view(np.uint16), eights & np.uint64(0xFFFFFFFF)


def angles(rows: Bytes, constants: tuple[AngleConstants, AngleConstants]) -> Angles:
    """The angles of rows of 32 digits; exact but for one rounding, as `angle.Meaning.deg` has it."""
    pairs, eights = _digits(rows)
    case = np.zeros(len(rows), dtype=np.int64)
    values: list[Column] = []
    whole_minutes = np.ones(len(rows), dtype=np.bool_)
    beyond = np.zeros(len(rows), dtype=np.bool_)
    plain = np.ones(len(rows), dtype=np.bool_)
    for k, constant in enumerate(constants):
        hundreds, ones, minutes, seconds = (pairs[:, 8 * k + at] for at in range(4))
        degrees = hundreds * np.float64(100) + ones
        unit = _UNITS[constant.unit]
        whole = degrees * unit
        whole += minutes * _MINUTES[constant.unit]
        whole += seconds * _SECONDS[constant.unit]
        decimals = eights[:, 2 * k + 1]
        whole *= 1e8
        whole += decimals
        unit *= 1e8
        value = whole / unit
        values.append(value)
        beyond |= (minutes > 59) | (seconds > 59) | (value >= 180)
        marks = (value > 90) + 2 * (value == 0).astype(np.int64) + 4 * (degrees < constant.full)
        if constant.dotted.any():
            at = 8 * k + 4
            minute_like = (pairs[:, at] < 60) & (pairs[:, at + 1] < 60)
            marks += (8 * minute_like + 16 * (decimals == 0)) * constant.dotted
        case += marks << (5 * k)
        if whole_minutes.any():
            off = (decimals * np.uint64(60) % np.uint64(10**8)).astype(np.int64)
            whole_minutes &= np.minimum(off, 10**8 - off) <= constant.minute
        if constant.behind.any():
            plain &= constant.behind & (minutes == 0) & (seconds == 0)
        else:
            plain[:] = False
    beyond |= plain
    case += whole_minutes.astype(np.int64) << 11
    case += (values[0] == values[1]).astype(np.int64) << 10
    return Angles(values[0], values[1], case, beyond)


def grid_numbers(rows: Bytes) -> tuple[Column, Column]:
    """Two numbers a row: eight digits before the point and eight behind it, twice."""
    _, eights = _digits(rows)
    first, second = (eights[:, 2 * k] + eights[:, 2 * k + 1] / np.float64(1e8) for k in (0, 1))
    return first, second


class Places(NamedTuple):
    """Two understandings of each row; the second NaN where there is none."""

    lat_deg: Column
    lon_deg: Column
    other_lat_deg: Column
    other_lon_deg: Column
    case: Ids
    beyond: Mask

    def rows(self, chosen: Ids) -> Places:
        """Some of the rows."""
        return Places(
            self.lat_deg[chosen],
            self.lon_deg[chosen],
            self.other_lat_deg[chosen],
            self.other_lon_deg[chosen],
            self.case[chosen],
            self.beyond[chosen],
        )


def utm_places(rows: Bytes, letters: Bytes) -> Places:
    """UTM rows of 40 digits: zone, easting, northing and their decimals; the zone's letter of each.

    The first place takes N and S for hemispheres, the second S for the band.
    """
    _, eights = _digits(rows)
    zone = eights[:, 0].astype(np.int64)
    easting, northing = (eights[:, 1 + k] + eights[:, 3 + k] / np.float64(1e8) for k in (0, 1))
    beyond = (zone < 1) | (zone > 60) | (easting < 100_000) | (easting > 900_000) | (northing > 9_999_999)
    beyond |= northing < 10_000
    zone[beyond] = 1
    easting[beyond] = 5e5
    northing[beyond] = 0
    band = _BAND_OF[letters].astype(np.int64)
    letter_s = letters == ord("S")
    lat, lon = utm.inverse(zone, easting, northing, letter_s | (band < 10))
    case = _utm_case(zone, lat, lon, band)
    case[letter_s] &= 12  # a hemisphere has no band to differ from
    other_lat, other_lon = np.full_like(lat, np.nan), np.full_like(lon, np.nan)
    both = np.flatnonzero(letter_s)
    if both.size:
        none = np.zeros(both.size, dtype=np.bool_)
        other_lat[both], other_lon[both] = utm.inverse(zone[both], easting[both], northing[both], none)
        case[both] += _utm_case(zone[both], other_lat[both], other_lon[both], band[both]) << 4
    return Places(lat, lon, other_lat, other_lon, case, beyond)


def _utm_case(zone: Ids, lat: Column, lon: Column, band: Ids) -> Ids:
    """Whether places lie in the band named, near it or off it; and whether outside their zone or polar."""
    low, high = _edges()
    past = np.maximum(low[band] - lat, lat - high[band])
    kinds, bounds = utm.zone_kinds()
    own = ((lat + 80) * 0.125).astype(np.int64)
    polar = (lat < -80) | (lat >= 84)
    own[polar] = 0
    kind = kinds.ravel()[zone * 20 + np.minimum(own, 19)]
    kind[polar] = 0
    west, east = np.array([*bounds, (0.0, -10.0)]).T  # the last, for zones that do not exist: all outside
    middle, reach = (west + east) / 2, (east - west) / 2 + 1
    off = np.abs(utm.fold(lon - (zone * 6 - 183) - middle[kind])) > reach[kind]
    case: Ids = (past > EDGE_DEG).astype(np.int64) + (past > MARGIN_DEG) + 4 * off + 8 * polar
    return case


@cache
def _edges() -> tuple[Column, Column]:
    low, high = np.array([band_bounds(band) for band in BANDS]).T
    return np.ascontiguousarray(low), np.ascontiguousarray(high)


_BAND_OF: Final = np.zeros(256, dtype=np.uint8)
_BAND_OF[[ord(band) for band in BANDS]] = range(20)


@cache
def _word_letters() -> Mask:
    """Three capitals that are a month, a time zone or a unit; by 26-ary number."""
    table = np.zeros(26**3, dtype=np.bool_)
    for word in MONTHS | QUANTITIES:
        a, b, c = (ord(letter) - 65 for letter in word)
        table[(a * 26 + b) * 26 + c] = True
    return table


def like_words(band: Bytes, column: Bytes, row: Bytes) -> Mask:
    """Which letters of MGRS references could be words beside numbers."""
    a, b, c = ((letter & 31).astype(np.int64) - 1 for letter in (band, column, row))
    like: Mask = _word_letters()[np.clip((a * 26 + b) * 26 + c, 0, 26**3 - 1)]
    return like


@cache
def _word_machine() -> NDArray[np.int16]:
    """Next state by state and byte: a trie of words, digits between them; the last state is the dead one.

    State 0 stands before a word. A digit leads back to 0 from the end of a word, else to death.
    """
    units = {*DEGREE_WORDS, *MINUTE_WORDS, *SECOND_WORDS}
    glued = {unit + letter for unit in units for letter in HEMISPHERE}
    words = {*units, *glued, *HEMISPHERE, *LAT_LABELS, *LON_LABELS, *ANNOUNCING, *JOINING, *"xym"}
    words = {word for word in words if set(word) <= set(geohash.LETTERS)}
    starts = ["", *sorted({word[:size] for word in words for size in range(1, len(word) + 1)})]
    state = {start: number for number, start in enumerate(starts)}
    table = np.full((len(starts) + 1, 256), len(starts), dtype=np.int16)
    for start, number in state.items():
        if start:
            table[state[start[:-1]], ord(start[-1])] = number
        if not start or start in words:
            table[number, 48:58] = 0
    return table


def no_angle(rows: Bytes) -> Mask:
    """Which columns of a table of small letters and digits hold a word that no text of degrees holds."""
    machine = _word_machine()
    size = machine.shape[1]
    flat = machine.ravel()
    state = np.zeros(rows.shape[1], dtype=np.int64)
    for row in (*rows, np.full_like(rows[0], ord("0"))):  # a digit behind the end ends the last word
        state = flat[state * size + row].astype(np.int64)
    strange: Mask = state == len(machine) - 1
    return strange
