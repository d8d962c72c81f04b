"""Control points: places of a sheet beside the same places on the ground, as files carry them.

Read: QGIS `.points` (its `#CRS:` line honoured), GDAL ground control points (`-gcp` lines, the JSON of
gdalinfo), CSV with named columns, and JSON with `points` rows of lat, lon on map A, lat, lon on map B.
Rows are counted from zero as they stand in the file; rows with enable 0 are check points: they are
never fitted, they test the fit.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from commonground.errors import InputError
from commonground.maps.plane import Conformal, Floats, conformal_over
from commonground.position.transform import crs_info, to_wgs84_many

MAX_BYTES = 8 * 2**20
MAX_POINTS = 5000
NEAR_DEG = 3.0  # sheet coordinates this near to the ground's are degrees, not pixels
_SOURCE_X = ("sourcex", "pixelx", "pixel", "column", "col", "px")
_SOURCE_Y = ("sourcey", "pixely", "line", "row", "py")
_MAP_X = ("mapx", "x", "easting", "lon", "longitude")
_MAP_Y = ("mapy", "y", "northing", "lat", "latitude")
_A_B = (
    ("lat_a", "lon_a", "lat_b", "lon_b"),
    ("a_lat", "a_lon", "b_lat", "b_lon"),
    ("lat1", "lon1", "lat2", "lon2"),
)
_GCP = re.compile(r"-gcp\s+(\S+)\s+(\S+)\s+(\S+)\s+(\S+)")
_CODE = re.compile(r"^[A-Za-z]{2,12}:[A-Za-z0-9]{1,12}$")


class SheetKind(StrEnum):
    """What the numbers on the sheet's side are."""

    COORDINATES = "coordinates"  # degrees read off the sheet's own grid
    PIXELS = "pixels"  # columns and lines of a scan


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlPoints:
    """Control points in columns.

    sheet: x, y on the sheet: metres in `plane` for COORDINATES, pixels otherwise.
    ground: x, y on the ground in `plane`, metres.
    swapped: the sheet's rows with latitude and longitude exchanged, for finding such rows.
    enabled: fitted; the others are check points. rows: zero-based rows of the file.
    """

    name: str
    kind: SheetKind
    plane: Conformal
    sheet: Floats
    swapped: Floats
    ground: Floats
    enabled: NDArray[np.bool_]
    rows: NDArray[np.int64]
    lat_deg: Floats
    lon_deg: Floats


def read_points(data: bytes, *, name: str, crs: str = "") -> ControlPoints:
    """Read control points; the content chooses the reader.

    crs: authority code of the map coordinates, where the file states none; one that the file states
    counts. Raises InputError where neither says, and for what is no control points.
    """
    if len(data) > MAX_BYTES:
        raise InputError("too large for control points", where=name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("not UTF-8 text", where=name) from error
    head = text.lstrip()
    if head.startswith(("{", "[")):
        return _json(text, name, crs)
    if "-gcp" in text:
        rows = [[float_of(part, name, 0) for part in match.groups()] for match in _GCP.finditer(text)]
        return _assembled(np.array(rows).reshape(-1, 4), np.ones(len(rows), dtype=bool), crs, name)
    return _table(text, name, crs)


def float_of(text: object, name: str, row: int) -> float:
    """A finite number. Raises InputError with its row."""
    try:
        number = float(str(text).strip())
    except ValueError as error:
        raise InputError("not a number", where=f"{name} row {row}", given=str(text)) from error
    if not np.isfinite(number) or abs(number) > 1e9:
        raise InputError("not a number that can be used", where=f"{name} row {row}", given=str(text))
    return number


def _table(text: str, name: str, crs: str) -> ControlPoints:
    stated, lines = "", []
    for line in text.splitlines():
        if line.strip().upper().startswith("#CRS:"):
            stated = line.strip()[5:].strip()
        elif line.strip() and not line.lstrip().startswith("#"):
            lines.append(line)
    if len(lines) < 2:
        raise InputError("no control points in this file", where=name)
    dialect = max(",;\t", key=lines[0].count)
    table = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=dialect))
    header = [cell.strip().strip('"').lower() for cell in table[0]]
    for names in _A_B:
        if all(one in header for one in names):
            columns = [header.index(names[i]) for i in (3, 2, 1, 0)]  # sheet lon, lat; ground lon, lat
            return _rows(table[1:], columns, _enable(header), "EPSG:4326", name)
    columns = [_find(header, names, name) for names in (_SOURCE_X, _SOURCE_Y, _MAP_X, _MAP_Y)]
    return _rows(table[1:], columns, _enable(header), _code(stated, crs, name), name)


def _enable(header: Sequence[str]) -> int | None:
    return header.index("enable") if "enable" in header else None


def _find(header: Sequence[str], names: Sequence[str], name: str) -> int:
    for one in names:
        if one in header:
            return header.index(one)
    raise InputError(f"no column {names[0]}", where=name, hint="mapX,mapY,sourceX,sourceY,enable")


def _code(stated: str, asked: str, name: str) -> str:
    """The CRS that the file states as a code or as WKT of a code; else the one asked for."""
    if _CODE.match(stated):
        return stated
    if stated:
        codes = re.findall(r'(?:AUTHORITY|ID)\["([A-Za-z]+)",\s*"?([0-9]+)"?\]', stated[-200:])
        if codes:
            return f"{codes[-1][0]}:{codes[-1][1]}"
        if not asked:
            raise InputError("a CRS without a code", where=name, given=stated, hint="name it: --crs CODE")
    if not asked:
        raise InputError("this file does not say its CRS", where=name, hint="name it: --crs EPSG:4326")
    return asked


def _rows(
    table: list[list[str]], columns: Sequence[int], enable: int | None, crs: str, name: str
) -> ControlPoints:
    numbers, enabled = [], []
    for row, cells in enumerate(table):
        if len(cells) <= max(columns):
            raise InputError("a row with too few cells", where=f"{name} row {row}", given=",".join(cells))
        numbers.append([float_of(cells[column], name, row) for column in columns])
        flag = cells[enable].strip().lower() if enable is not None and enable < len(cells) else "1"
        enabled.append(flag not in ("0", "false", "no"))
    return _assembled(np.array(numbers), np.array(enabled), crs, name)


def _json(text: str, name: str, crs: str) -> ControlPoints:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError("not JSON", where=name) from error
    if isinstance(document, dict) and isinstance(document.get("gcps"), dict):
        found = document["gcps"].get("gcpList") or []
        keys = ("pixel", "line", "x", "y")
        rows = [[float_of(one.get(k), name, row) for k in keys] for row, one in enumerate(found)]
        return _assembled(np.array(rows).reshape(-1, 4), np.ones(len(rows), dtype=bool), crs, name)
    listed = document.get("points") if isinstance(document, dict) else document
    if not isinstance(listed, list) or not all(isinstance(row, list) and len(row) >= 4 for row in listed):
        raise InputError("no control points in this file", where=name)
    table = np.array([[float_of(row[i], name, at) for i in (3, 2, 1, 0)] for at, row in enumerate(listed)])
    enabled = np.array([len(row) < 5 or bool(row[4]) for row in listed], dtype=bool)
    return _assembled(table.reshape(-1, 4), enabled, "EPSG:4326", name)


def _assembled(table: Floats, enabled: NDArray[np.bool_], crs: str, name: str) -> ControlPoints:
    """table: sheet x, y and map x, y."""
    if not 1 <= len(table) <= MAX_POINTS:
        raise InputError(f"needs 1 to {MAX_POINTS} control points", where=name, given=str(len(table)))
    if not crs:
        raise InputError("this file does not say its CRS", where=name, hint="name it: --crs EPSG:4326")
    lat, lon = _degrees(table[:, 2], table[:, 3], crs, name)
    plane = conformal_over(np.array([np.median(lat)]), np.array([np.median(lon)]))
    ground = np.column_stack(plane.to_xy(lat, lon))
    kind, to_plane = _kind(table, ground, lat, lon, crs, plane)
    sheet = table[:, :2] if to_plane is None else to_plane(table[:, 0], table[:, 1])
    swapped = table[:, 1::-1] if to_plane is None else to_plane(table[:, 1], table[:, 0])
    return ControlPoints(
        name=name,
        kind=kind,
        plane=plane,
        sheet=sheet,
        swapped=swapped,
        ground=ground,
        enabled=enabled,
        rows=np.arange(len(table)),
        lat_deg=lat,
        lon_deg=lon,
    )


def _degrees(x: Floats, y: Floats, crs: str, name: str) -> tuple[Floats, Floats]:
    if crs.upper() in ("EPSG:4326", "OGC:CRS84"):
        lat, lon = y, x
    else:
        there = to_wgs84_many(crs, x, y)
        lat, lon = there.lat_deg, there.lon_deg
    bad = np.flatnonzero(~(np.isfinite(lat) & np.isfinite(lon) & (np.abs(lat) <= 90) & (np.abs(lon) <= 360)))
    if len(bad):
        row = int(bad[0])
        raise InputError("no such place", where=f"{name} row {row}", given=f"{x[row]}, {y[row]}")
    return lat, lon


def _kind(
    table: Floats, ground: Floats, lat: Floats, lon: Floats, crs: str, plane: Conformal
) -> tuple[SheetKind, Callable[[Floats, Floats], Floats] | None]:
    """Degrees when the sheet's numbers lie by the ground's degrees, as they are or exchanged."""
    near = [np.median(np.hypot(table[:, i] - lon, table[:, 1 - i] - lat)) < NEAR_DEG for i in (0, 1)]
    del ground
    if any(near):

        def from_degrees(x: Floats, y: Floats) -> Floats:
            return np.column_stack(plane.to_xy(np.clip(y, -89.9, 89.9), x))

        return SheetKind.COORDINATES, from_degrees
    info = crs_info(crs)
    if not info.geographic and np.median(np.hypot(*(table[:, :2] - table[:, 2:]).T)) < 50_000.0:

        def from_grid(x: Floats, y: Floats) -> Floats:
            there = to_wgs84_many(crs, x, y)
            return np.column_stack(plane.to_xy(there.lat_deg, there.lon_deg))

        return SheetKind.COORDINATES, from_grid
    return SheetKind.PIXELS, None


def write_qgis(points: Sequence[tuple[float, float, float, float, bool]], crs: str) -> str:
    """QGIS `.points` text of (map x, map y, source x, source y, enabled) rows."""
    lines = [f"#CRS: {crs}", "mapX,mapY,sourceX,sourceY,enable,dX,dY,residual"]
    for map_x, map_y, source_x, source_y, on in points:
        lines.append(f"{map_x!r},{map_y!r},{source_x!r},{source_y!r},{int(on)},0,0,0")
    return "\n".join(lines) + "\n"
