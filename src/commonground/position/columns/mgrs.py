"""MGRS for columns: letters and digits to degrees, degrees to references.

Decoding answers the plain rows only: a known zone, a square that meets its band and its zone in the
new lettering, a middle inside its band. Every other row is left to `grids.mgrs`, which says why.
Both decide with the same sums; the squares are tabled once for all bands, rows and columns.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from commonground.position.columns import tm, utm
from commonground.position.columns.tm import Column
from commonground.position.columns.utm import Codes
from commonground.position.grids import mgrs as one
from commonground.position.grids.utm import BANDS, FALSE_NORTH_M, SCALE, band_bounds

Bytes = NDArray[np.uint8]
BAD: Final = 255


def _lookup(letters: str) -> Bytes:
    """From a byte to the index of that letter, upper or lower case; BAD for any other."""
    table = np.full(256, BAD, dtype=np.uint8)
    for index, letter in enumerate(letters):
        table[[ord(letter), ord(letter.lower())]] = index
    return table


BAND_OF: Final = _lookup(BANDS)
COLUMN_OF: Final = np.concatenate([_lookup(one.COLUMNS[k]) for k in (2, 0, 1)])  # by zone % 3
ROW_OF: Final = _lookup(one.ROWS)


@cache
def plain_feet() -> Column:
    """Northing of the foot of every plain square, by zone kind, band, row counted from the equator,
    and column; NaN where `grids.mgrs.decode` would refuse it or note something."""
    _, bounds = utm.zone_kinds()
    shape = (20, 20, 8)
    low, high = np.array([band_bounds(band) for band in BANDS]).T.reshape(2, 20, 1, 1)
    origin = np.where(low < 0, FALSE_NORTH_M, 0.0)
    first = np.arange(20).reshape(1, 20, 1) * 1e5
    middle = origin + (low + high) / 2 * 110_950.0
    nearest: Column = first + np.round((middle - first - 5e4) / 2e6) * 2e6
    feet: Column = np.broadcast_to(nearest, shape)
    column = np.broadcast_to(np.arange(1, 9).reshape(1, 1, 8), shape)
    easts = (column * 1e5, column * 1e5 + 1e5, np.clip(5e5, column * 1e5, column * 1e5 + 1e5))
    places = [
        tm.inverse(_flat(east - 5e5), _flat(feet - origin + rise), SCALE)
        for east in easts
        for rise in (0.0, 1e5)
    ]
    lats = np.array([place[0] for place in places]).reshape(6, *shape)
    lons = np.array([place[1] for place in places[:4]]).reshape(4, *shape)
    meets = (lats.min(0) < high) & (lats.max(0) > low) & (feet >= 0) & (feet < FALSE_NORTH_M)
    tables = []
    for west, east in bounds:
        middle_deg, reach = (west + east) / 2, (east - west) / 2
        touches = ((lons - middle_deg).min(0) < reach) & ((lons - middle_deg).max(0) > -reach)
        tables.append(np.where(meets & touches, feet, np.nan))
    return np.array(tables).ravel()


def _flat(table: NDArray[np.floating]) -> Column:
    return np.asarray(table, dtype=np.float64).ravel()


@cache
def _row_shift() -> Codes:
    """By zone: how far the row letters of that zone stand on."""
    return np.where(np.arange(256) % 2, 0, 5)


@cache
def _band_edges() -> tuple[Column, Column]:
    low, high = np.array([band_bounds(band) for band in BANDS]).T
    return low, high


def decode(
    zone: Codes, letters: tuple[Bytes, Bytes, Bytes], east: Column, north: Column, side_m: float | Column
) -> tuple[Column, Column]:
    """Latitude and longitude of the middles of the squares; NaN where a row is not plain.

    `letters` are the bytes of band, column and row; `east`, `north` metres inside the 100 km square.
    """
    zone = np.where((zone >= 1) & (zone <= 60), zone, 0)
    band = BAND_OF[letters[0]].astype(np.int64)
    column = COLUMN_OF[(zone % 3) * 256 + letters[1]].astype(np.int64)
    row = ROW_OF[letters[2]].astype(np.int64)
    good = (zone > 0) & ((band | column | row) < BAD)  # an index stays below 32, so BAD shows
    kinds, _ = utm.zone_kinds()
    kind = kinds.ravel()[np.where(good, zone * 20 + band, 0)].astype(np.int64)
    good &= kind >= 0
    row = row - _row_shift()[zone]
    row += (row < 0) * 20
    index = ((kind * 20 + band) * 20 + row) * 8 + column
    feet = plain_feet()[np.where(good, index, 0)]
    half = side_m * 0.5
    easting = (column * 1e5 + 1e5) + (east + half)
    south = band < 10
    band *= good
    low, high = _band_edges()
    lat, lon = utm.inverse(zone, np.where(good, easting, 5e5), feet + (north + half), south)
    plain = good & (lat >= low[band]) & (lat <= high[band])
    lat[~plain] = np.nan
    lon[~plain] = np.nan
    return lat, lon


def decode_texts(texts: NDArray[np.bytes_]) -> tuple[Column, Column]:
    """Latitude and longitude of full references (`31NAA6600` and longer) of one length, as bytes.

    Rows that are not plain are NaN; those go to `grids.mgrs.decode`.
    """
    width = texts.dtype.itemsize
    digits = (width - 5) // 2
    table = texts.view(np.uint8).reshape(-1, width)
    lat, lon = np.empty(len(table)), np.empty(len(table))
    for start in range(0, len(table), 16_384):
        part = slice(start, start + 16_384)
        columns = np.ascontiguousarray(table[part].T)
        numbers = columns - np.uint8(48)
        wrong = (numbers[:2] > 9).any(0)
        zone = numbers[0].astype(np.int64) * 10 + numbers[1]
        wrong |= (numbers[5:] > 9).any(0)
        side = 10.0 ** (5 - digits)
        east, north = (joined(numbers[5 + at : 5 + at + digits]) * side for at in (0, digits))
        zone[wrong] = 0
        lat[part], lon[part] = decode(zone, (columns[2], columns[3], columns[4]), east, north, side)
    return lat, lon


def joined(digits: Bytes) -> Column:
    """The numbers whose decimal digits stand in the rows."""
    value = np.zeros(digits.shape[1])
    for row in digits:
        value *= 10
        value += row
    return value


@cache
def _five_digits() -> Bytes:
    """Every number below 100,000 as five characters."""
    n = np.arange(100_000)
    return np.stack([n // 10**k % 10 + 48 for k in (4, 3, 2, 1, 0)], axis=1).astype(np.uint8)


@cache
def _heads() -> tuple[Bytes, Bytes, Bytes, Bytes]:
    """Characters: of zones (two each), bands, columns by zone % 3, rows by zone % 2."""
    zones = np.array([[48 + z // 10, 48 + z % 10] for z in range(61)], dtype=np.uint8)
    bands = np.frombuffer(BANDS.encode(), dtype=np.uint8)
    columns = np.frombuffer("".join(one.COLUMNS[k] for k in (2, 0, 1)).encode(), dtype=np.uint8)
    rows = np.frombuffer((one.ROWS[5:] + one.ROWS[:5] + one.ROWS).encode(), dtype=np.uint8)
    return zones, bands, columns, rows


def encode(lat_deg: Column, lon_deg: Column, digits: int = 5) -> NDArray[np.bytes_]:
    """References of 0 to 5 digits an axis, as bytes; what `grids.mgrs.encode` gives row for row.

    Polar references are two letters shorter. Latitudes from -90 to 90, longitudes -180 up to 180.
    """
    if not 0 <= digits <= 5:
        raise ValueError("columns are written with 0 to 5 digits an axis")
    out = np.empty((len(lat_deg), 5 + 2 * digits), dtype=np.uint8)
    for start in range(0, len(lat_deg), 16_384):
        part = slice(start, start + 16_384)
        _encode_part(lat_deg[part], lon_deg[part], digits, out[part])
    return out.view(f"S{5 + 2 * digits}").ravel()


def _encode_part(lat_deg: Column, lon_deg: Column, digits: int, out: Bytes) -> None:
    """Fill the rows of `out`; one block that stays in the processor's cache."""
    polar = np.flatnonzero(~((lat_deg >= -80) & (lat_deg < 84)))
    poles = lat_deg[polar].tolist()
    if poles:
        lat_deg = lat_deg.copy()
        lat_deg[polar] = 0.0
    zone = utm.zones_of(lat_deg, lon_deg)
    east_m, north_m = utm.forward(lat_deg, lon_deg, zone)
    band = np.minimum(((lat_deg + 80) * 0.125).astype(np.int64), 19)
    np.minimum(band, 9, out=band, where=lat_deg < 0)  # a hair south of the equator is still south of it
    east = (east_m + one.GUARD_M).astype(np.int64)
    north = (north_m + one.GUARD_M).astype(np.int64)
    np.minimum(north, 9_999_999, out=north, where=lat_deg < 0)
    column, east = np.divmod(east, 100_000)
    row, north = np.divmod(north, 100_000)
    zones, bands, columns, rows = _heads()
    out[:, :2] = zones[zone]
    out[:, 2] = bands[band]
    out[:, 3] = columns[zone % 3 * 8 + column - 1]
    out[:, 4] = rows[zone % 2 * 20 + row % 20]
    out[:, 5 : 5 + digits] = _five_digits()[east, :digits]
    out[:, 5 + digits :] = _five_digits()[north, :digits]
    for at, pole in zip(polar.tolist(), poles, strict=True):
        text = one.encode(pole, float(lon_deg[at]), digits).encode()
        out[at] = np.frombuffer(text.ljust(out.shape[1], b"\0"), dtype=np.uint8)
