"""Control points as files carry them: QGIS, GDAL, world files, tables of two maps.

Read: QGIS `.points` (its `#CRS:` line honoured), GDAL ground control points (`-gcp` arguments, the text
and the JSON of gdalinfo), world files, CSV with named columns, and JSON with `points` rows of lat, lon on
map A, lat, lon on map B. The content chooses the reader. Rows are counted from zero as they stand in the
file; rows with enable 0 are check points: they are never fitted, they test the fit.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from commonground.errors import InputError
from commonground.maps.registration.control import (
    MAX_SHOWN,
    ControlPoints,
    Lines,
    control_points,
    float_of,
)
from commonground.maps.registration.world import read_world_file, stated_by

MAX_BYTES = 8 * 2**20
_SOURCES = (
    (("sourcex", "pixelx"), ("sourcey", "pixely"), Lines.UNSAID),
    (("pixel", "column", "col", "px"), ("line", "row", "py"), Lines.DOWN),
)
_MAP_X = ("mapx", "x", "easting", "lon", "longitude")
_MAP_Y = ("mapy", "y", "northing", "lat", "latitude")
_A_B = (
    ("lat_a", "lon_a", "lat_b", "lon_b"),
    ("a_lat", "a_lon", "b_lat", "b_lon"),
    ("lat1", "lon1", "lat2", "lon2"),
)
_GCP = re.compile(r"-gcp\s+(\S+)\s+(\S+)\s+(\S+)\s+(\S+)")
_GCP_TEXT = re.compile(
    r"GCP\[[ 0-9]{1,8}\][^\n]{0,200}\n\s{0,20}"
    r"\(([^,()]{1,40}),([^,()]{1,40})\) -> \(([^,()]{1,40}),([^,()]{1,40})"
)
_CODE = re.compile(r"^[A-Za-z]{2,12}:[A-Za-z0-9]{1,12}$")
_OWN_CODE = re.compile(r'^(?:AUTHORITY|ID)\["([A-Za-z]{2,12})",\s*"?([0-9]{1,12})"?')


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
    for mark, pattern in (("-gcp", _GCP), ("GCP[", _GCP_TEXT)):
        if mark in text:
            rows = [
                [float_of(part, name, row) for part in match.groups()]
                for row, match in enumerate(pattern.finditer(text))
            ]
            return _fitted(rows, crs, name)
    if len(head.split(maxsplit=6)) == 6 and "," not in head:
        return stated_by(read_world_file(data, name=name), crs=crs, name=name)
    return _table(text, name, crs)


def _fitted(rows: Sequence[Sequence[float]], crs: str, name: str) -> ControlPoints:
    """GDAL's points: lines counted down, all of them fitted."""
    table = np.array(rows, dtype=np.float64).reshape(-1, 4)
    return control_points(table, np.ones(len(table), dtype=bool), crs=crs, name=name, lines=Lines.DOWN)


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
            return _rows(table[1:], columns, _enable(header), "EPSG:4326", name, Lines.UNSAID)
    across, along, counted = next((one for one in _SOURCES if set(one[0]) & set(header)), _SOURCES[0])
    columns = [_find(header, names, name) for names in (across, along, _MAP_X, _MAP_Y)]
    return _rows(table[1:], columns, _enable(header), _code(stated, crs, name), name, counted)


def _enable(header: Sequence[str]) -> int | None:
    return header.index("enable") if "enable" in header else None


def _find(header: Sequence[str], names: Sequence[str], name: str) -> int:
    for one in names:
        if one in header:
            return header.index(one)
    raise InputError(f"no column {names[0]}", where=name, hint="mapX,mapY,sourceX,sourceY,enable")


def _code(stated: str, asked: str, name: str) -> str:
    """The CRS that the file states as a code or as WKT with a code of its own; else the one asked for."""
    if _CODE.match(stated):
        return stated
    if stated:
        code = _own_code(stated)
        if code:
            return code
        if not asked:
            raise InputError(
                "a CRS without a code", where=name, given=stated[:MAX_SHOWN], hint="name it: --crs CODE"
            )
    if not asked:
        raise InputError("this file does not say its CRS", where=name, hint="name it: --crs EPSG:4326")
    return asked


def _own_code(wkt: str) -> str:
    """The code of the system itself, not of a unit or an axis inside it: the one at the first depth."""
    depth, quoted, start = 0, False, 0
    for at, letter in enumerate(wkt):
        if letter == '"':
            quoted = not quoted
        elif not quoted and letter in "[(":
            depth += 1
            start = at + 1 if depth == 1 else start
        elif not quoted and letter in "])":
            depth -= 1
        if not quoted and (letter == "," or depth == 0) and depth <= 1:
            found = _OWN_CODE.match(wkt[start:at].strip()) if start else None
            if found:
                return f"{found[1].upper()}:{found[2]}"
            start = at + 1
    return ""


def _rows(
    table: list[list[str]], columns: Sequence[int], enable: int | None, crs: str, name: str, lines: Lines
) -> ControlPoints:
    numbers, enabled = [], []
    for row, cells in enumerate(table):
        if len(cells) <= max(columns):
            given = ",".join(cells)[:MAX_SHOWN]
            raise InputError("a row with too few cells", where=f"{name} row {row}", given=given)
        numbers.append([float_of(cells[column], name, row) for column in columns])
        flag = cells[enable].strip().lower() if enable is not None and enable < len(cells) else "1"
        enabled.append(flag not in ("0", "0.0", "false", "no"))
    return control_points(
        np.array(numbers).reshape(-1, 4), np.array(enabled, dtype=bool), crs=crs, name=name, lines=lines
    )


def _json(text: str, name: str, crs: str) -> ControlPoints:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError("not JSON", where=name) from error
    if isinstance(document, dict) and isinstance(document.get("gcps"), dict):
        return _gdalinfo(document["gcps"], name, crs)
    listed = document.get("points") if isinstance(document, dict) else document
    if not isinstance(listed, list) or not all(isinstance(row, list) and len(row) >= 4 for row in listed):
        raise InputError("no control points in this file", where=name)
    table = np.array([[float_of(row[i], name, at) for i in (3, 2, 1, 0)] for at, row in enumerate(listed)])
    enabled = np.array([len(row) < 5 or bool(row[4]) for row in listed], dtype=bool)
    return control_points(table.reshape(-1, 4), enabled, crs="EPSG:4326", name=name)


def _gdalinfo(gcps: dict[str, Any], name: str, crs: str) -> ControlPoints:
    listed, system = gcps.get("gcpList"), gcps.get("coordinateSystem")
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise InputError("no control points in this file", where=name)
    wkt = system.get("wkt") if isinstance(system, dict) else ""
    keys = ("pixel", "line", "x", "y")
    rows = [[float_of(one.get(key), name, row) for key in keys] for row, one in enumerate(listed)]
    return _fitted(rows, _code(" ".join(str(wkt or "").split()), crs, name), name)


def write_qgis(points: Sequence[tuple[float, float, float, float, bool]], crs: str) -> str:
    """QGIS `.points` text of (map x, map y, source x, source y, enabled) rows."""
    lines = [f"#CRS: {crs}", "mapX,mapY,sourceX,sourceY,enable,dX,dY,residual"]
    for map_x, map_y, source_x, source_y, on in points:
        lines.append(f"{map_x!r},{map_y!r},{source_x!r},{source_y!r},{int(on)},0,0,0")
    return "\n".join(lines) + "\n"
