"""Where a scanned GeoTIFF says that it lies (OGC GeoTIFF 1.1, 19-008r4): its tags read as plain numbers.

Only the first page's directory is read; no pixel is unpacked and no library is asked to guess a format.
A file with one tie point and a scale, or a matrix, states its lay; one with several tie points carries
ground control points. The CRS is the code that the file names; one described in words has to be named.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

import numpy as np

from commonground.errors import InputError
from commonground.maps.plane import Floats
from commonground.maps.registration.control import ControlPoints, Lines, control_points
from commonground.maps.registration.world import WorldFile, stated_by

FIRST_BYTES = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
MAX_ENTRIES = 500
MAX_NUMBERS = 30_000  # of one tag: 5000 tie points
_TYPES = {1: "B", 3: "H", 4: "I", 12: "d", 16: "Q"}
_WIDTH, _HEIGHT = 256, 257
_SCALE, _TIES, _MATRIX, _KEYS = 33550, 33922, 34264, 34735
_MODEL, _RASTER, _GEOGRAPHIC, _PROJECTED = 1024, 1025, 2048, 3072
_IS_POINT = 2
_CODES = range(1024, 32767)  # 32767 says: described in words
_MIDDLE = 0.5  # of a pixel, counted from its upper left corner
Tags = dict[int, tuple[float, ...]]


def read_geotiff(data: bytes, *, name: str, crs: str = "") -> ControlPoints:
    """The control points of a GeoTIFF, or the lay that it states.

    crs: authority code where the file names none. Raises InputError for a TIFF that does not say where it
    lies, and for a broken one.
    """
    try:
        tags = _tags(data, name)
    except (struct.error, OverflowError) as error:
        raise InputError("a TIFF whose directory cannot be read", where=name) from error
    keys = _keys(tags.get(_KEYS, ()))
    stated = _code(keys) or crs
    corner = (
        0.0 if keys.get(_RASTER) == _IS_POINT else _MIDDLE
    )  # from a place told to the middle of its pixel
    ties = np.array(tags.get(_TIES, ())[: len(tags.get(_TIES, ())) // 6 * 6], dtype=np.float64).reshape(-1, 6)
    if not np.isfinite(ties).all():
        raise InputError("tie points that are no numbers", where=name)
    if len(ties) >= 3 and _SCALE not in tags:
        table = ties[:, [0, 1, 3, 4]] + np.array([1.0, 1.0, 0.0, 0.0]) * (_MIDDLE - corner)
        fitted = np.ones(len(table), dtype=bool)
        return control_points(table, fitted, crs=stated, name=name, lines=Lines.DOWN)
    world = _lay(tags, ties, corner, name)
    width, height = (float(max(tags.get(tag, (0.0,))[0], 1.0)) for tag in (_WIDTH, _HEIGHT))
    return stated_by(world, crs=stated, name=name, width=width, height=height)


def _lay(tags: Tags, ties: Floats, corner: float, name: str) -> WorldFile:
    """The affine map of the middles of pixels."""
    matrix, scale = tags.get(_MATRIX, ()), tags.get(_SCALE, ())
    if len(matrix) == 16:
        a, b, c, d, e, f = (matrix[i] for i in (0, 1, 3, 4, 5, 7))
    elif len(scale) >= 2 and len(ties):
        column, line, _, x, y, _ = ties[0].tolist()
        a, b, d, e = scale[0], 0.0, 0.0, -scale[1]
        c, f = x - a * column, y - e * line
    else:
        raise InputError(
            "this TIFF does not say where it lies", where=name, hint="register it by control points"
        )
    world = WorldFile(a=a, d=d, b=b, e=e, c=c + (a + b) * corner, f=f + (d + e) * corner)
    numbers = np.array([a, b, c, d, e, f])
    if not np.isfinite(numbers).all() or np.abs(numbers).max() > 1e9 or a * e - b * d == 0:
        raise InputError("a TIFF that lays the sheet on a line, or nowhere", where=name)
    return world


def _code(keys: dict[int, int]) -> str:
    """The authority code of the horizontal system, or ""."""
    for key in (_PROJECTED,) if keys.get(_MODEL) == 1 else (_GEOGRAPHIC,):
        if keys.get(key, 0) in _CODES:
            return f"EPSG:{keys[key]}"
    return ""


def _keys(numbers: Sequence[float]) -> dict[int, int]:
    """The keys whose value stands in the directory itself; all that name a code do."""
    entries = np.array(numbers[4 : len(numbers) // 4 * 4], dtype=np.int64).reshape(-1, 4)
    return {int(key): int(value) for key, place, _, value in entries if place == 0}


def _tags(data: bytes, name: str) -> Tags:
    """The numbers of the first directory, by tag."""
    if not data.startswith(FIRST_BYTES):
        raise InputError("not a TIFF", where=name)
    order = "<" if data[:2] == b"II" else ">"
    big = data[2:4] in (b"+\x00", b"\x00+")
    at = struct.unpack_from(order + ("Q" if big else "I"), data, 8 if big else 4)[0]
    count = struct.unpack_from(order + ("Q" if big else "H"), data, at)[0]
    if count > MAX_ENTRIES:
        raise InputError("a TIFF whose directory cannot be read", where=name)
    at += 8 if big else 2
    entry, room = (order + "HHQ", 8) if big else (order + "HHI", 4)
    found: Tags = {}
    for _ in range(count):
        tag, kind, many = struct.unpack_from(entry, data, at)
        at += struct.calcsize(entry)
        letter = _TYPES.get(kind)
        if letter is not None and tag in (_WIDTH, _HEIGHT, _SCALE, _TIES, _MATRIX, _KEYS):
            if not 0 < many <= MAX_NUMBERS:
                raise InputError("a TIFF whose directory cannot be read", where=name)
            size = many * struct.calcsize(order + letter)
            start = at if size <= room else struct.unpack_from(order + ("Q" if big else "I"), data, at)[0]
            found[tag] = struct.unpack_from(f"{order}{many}{letter}", data, start)
        at += room
    return found
