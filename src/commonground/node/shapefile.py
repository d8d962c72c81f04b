"""Shapefiles (ESRI white paper, July 1998): lines and areas out of the bytes of .shp and .dbf.

A shapefile is several files; it is taken as one zip archive with a .shp inside, or a bare .shp. The
sizes of what an archive unpacks to are capped before anything is unpacked.
"""

from __future__ import annotations

import io
import struct
import zipfile
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from commonground.errors import InputError

MAGIC = struct.pack(">i", 9994)
MAX_UNPACKED = 256 * 2**20
MAX_MEMBERS = 200
MAX_RECORDS = 10_000
_LINES, _AREAS = (3, 13, 23), (5, 15, 25)
_HEADER = 100


def read_zip(data: bytes, name: str, endings: tuple[str, ...]) -> dict[str, bytes]:
    """Members of an archive by ending; refuses what unpacks too large, nested paths do not matter."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = [one for one in archive.infolist() if one.filename.lower().endswith(endings)]
        if len(archive.infolist()) > MAX_MEMBERS or sum(one.file_size for one in members) > MAX_UNPACKED:
            raise InputError("an archive that unpacks too large", where=name)
        found: dict[str, bytes] = {}
        for one in members:
            ending = next(end for end in endings if one.filename.lower().endswith(end))
            if ending in found:
                raise InputError("an archive with several map files", where=name, given=one.filename)
            with archive.open(one) as file:  # a lying size in the directory is caught by the cap
                found[ending] = file.read(MAX_UNPACKED + 1)
            if len(found[ending]) > MAX_UNPACKED:
                raise InputError("an archive that unpacks too large", where=name)
        return found
    except (zipfile.BadZipFile, zipfile.LargeZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise InputError("not an archive that can be read", where=name) from error


def read_shp(data: bytes, name: str) -> list[BaseGeometry]:
    """The lines and areas of a .shp, in its own coordinates."""
    found: list[BaseGeometry] = []
    at = _HEADER
    try:
        while at + 12 <= len(data):
            words = struct.unpack_from(">i", data, at + 4)[0]
            kind = struct.unpack_from("<i", data, at + 8)[0]
            if words < 2 or at + 8 + 2 * words > len(data):
                raise InputError("a record that runs past the end", where=name)
            if kind in _LINES or kind in _AREAS:
                found.append(_record(data, at + 8, kind, name))
            at += 8 + 2 * words
            if len(found) > MAX_RECORDS:
                raise InputError(f"over {MAX_RECORDS} records", where=name)
    except struct.error as error:
        raise InputError("not a shapefile that can be read", where=name) from error
    return found


def _record(data: bytes, at: int, kind: int, name: str) -> BaseGeometry:
    parts, points = struct.unpack_from("<ii", data, at + 36)
    room = len(data) - at - 44
    if parts < 1 or points < 1 or parts > points or 4 * parts + 16 * points > room:
        raise InputError("a record that runs past the end", where=name)
    starts = np.frombuffer(data, "<i4", parts, at + 44)
    xy = np.frombuffer(data, "<f8", 2 * points, at + 44 + 4 * parts).reshape(-1, 2)
    if starts[0] != 0 or (np.diff(starts) <= 0).any() or starts[-1] >= points or not np.isfinite(xy).all():
        raise InputError("a record with parts out of order", where=name)
    pieces = np.split(xy, starts[1:])
    if kind in _LINES:
        lines: list[Any] = [shapely.linestrings(piece) for piece in pieces if len(piece) > 1]
        made: BaseGeometry = shapely.multilinestrings(lines)
        return made
    return _area([piece for piece in pieces if len(piece) >= 4])


def _area(rings: list[Any]) -> BaseGeometry:
    """Rings by the even-odd rule: outer ones run clockwise in this format, but not in every file."""
    area: BaseGeometry = shapely.Polygon()
    for ring in rings:
        area = shapely.symmetric_difference(area, shapely.make_valid(shapely.Polygon(ring)))
    return area


def read_dbf(data: bytes, name: str) -> list[dict[str, str]]:
    """The rows of a .dbf as text."""
    try:
        rows, header, size = struct.unpack_from("<IHH", data, 4)
        fields, at, offset = [], 32, 1
        while at < header - 1 and data[at] != 0x0D:
            width = data[at + 16]
            label = data[at : at + 11].split(b"\0")[0].decode("ascii", "replace")
            fields.append((label, offset, width))
            offset, at = offset + width, at + 32
        if rows > MAX_RECORDS or size < offset:
            raise InputError("a table that cannot be read", where=name)
        return [
            {
                label: data[start + first : start + first + width].decode("utf-8", "replace").strip()
                for label, first, width in fields
            }
            for start in range(header, min(header + rows * size, len(data) - size + 1), size)
        ]
    except (struct.error, IndexError) as error:
        raise InputError("a table that cannot be read", where=name) from error
