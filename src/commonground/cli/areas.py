"""Areas to check, from a GeoJSON file or a CSV: what `cg check` reads.

GeoJSON is WGS 84, longitude first. A place, line or area is one check; a feature's properties may give
`name`, `reach_m` (radius of a place, half width of a line), `ce95_m` and `altitude` ("0 to 300 sea";
unknown where it is left out). A CSV has a column `name` and either `lat` and `lon` or `wkt` (longitude
first), and may have those too.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.errors import GEOSException

from commonground.errors import InputError
from commonground.position.extent import AltitudeBand, AltitudeReference, Shape, ShapeKind, Vertex

MOST_BYTES = 32 * 1024 * 1024
MOST_VERTICES = 100_000
_FIGURE = r"(-?[0-9]{1,6}(?:\.[0-9]{1,3})?)"
ALTITUDE = re.compile(rf"{_FIGURE} to {_FIGURE} (sea|ground|ellipsoid)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One area that is asked about, by its name in the file."""

    name: str
    shapes: tuple[Shape, ...]


def read_areas(path: Path, ce95_m: float) -> tuple[Asked, ...]:
    """Every area of the file. `ce95_m` is the doubt of a place that states none.

    InputError, with the feature or row, for what cannot be read.
    """
    if not path.is_file():
        raise InputError("no such file", given=str(path))
    if path.stat().st_size > MOST_BYTES:
        raise InputError(f"a file of more than {MOST_BYTES // 2**20} MiB", given=str(path))
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    found = tuple(
        _rows(text, path.name, ce95_m) if path.suffix == ".csv" else _features(text, path.name, ce95_m)
    )
    if not found:
        raise InputError("no area in this file", given=str(path))
    return found


def _features(text: str, file: str, ce95_m: float) -> Iterator[Asked]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise InputError("no GeoJSON", where=file, hint="a .csv file is read as a table") from None
    if not isinstance(data, dict):
        raise InputError("no GeoJSON object", where=file)
    many = data.get("features") if data.get("type") == "FeatureCollection" else [data]
    if not isinstance(many, list):
        raise InputError("features is no list", where=file)
    for number, one in enumerate(many, 1):
        where = f"{file} feature {number}"
        if not isinstance(one, dict):
            raise InputError("no feature", where=where)
        geometry = one.get("geometry") if one.get("type") == "Feature" else one
        given = one.get("properties") or {}
        properties: dict[str, Any] = given if isinstance(given, dict) else {}
        name = str(properties.get("name") or f"{Path(file).stem} {number}")
        try:
            shape = shapely.from_geojson(json.dumps(geometry))
        except (GEOSException, ValueError):
            raise InputError("a geometry that cannot be read", where=where) from None
        yield _asked(name, shape, properties, ce95_m, where)


def _rows(text: str, file: str, ce95_m: float) -> Iterator[Asked]:
    rows = csv.DictReader(io.StringIO(text))
    for number, row in enumerate(rows, 2):
        where = f"{file} row {number}"
        wkt = row.get("wkt") or f"POINT ({row.get('lon')} {row.get('lat')})"
        try:
            shape = shapely.from_wkt(wkt)
        except (GEOSException, ValueError):
            hint = "columns name and lat, lon in degrees, or name and wkt"
            raise InputError("a place that cannot be read", where=where, given=wkt, hint=hint) from None
        yield _asked(row.get("name") or f"row {number}", shape, row, ce95_m, where)


def _asked(name: str, geometry: Any, properties: dict[str, Any], ce95_m: float, where: str) -> Asked:
    if geometry is None or geometry.is_empty:
        raise InputError("an empty geometry", where=where)
    if shapely.get_num_coordinates(geometry) > MOST_VERTICES:
        raise InputError(f"more than {MOST_VERTICES} vertices", where=where)
    doubt, reach = _metres(properties, "ce95_m", ce95_m, where), _metres(properties, "reach_m", 0.0, where)
    altitude = altitude_band(str(properties.get("altitude") or ""), where)
    try:
        parts = tuple(_shape(part, doubt, reach, altitude) for part in shapely.get_parts(geometry))
    except ValueError as error:
        raise InputError(str(error), where=where, hint="longitude first, in degrees, WGS 84") from None
    return Asked(name=name, shapes=parts)


def altitude_band(text: str, where: str) -> AltitudeBand | None:
    """An altitude band as it is typed; None, which rules nothing out, where nothing was."""
    if not text.strip():
        return None
    found = ALTITUDE.fullmatch(text.strip())
    if found is None:
        hint = '"0 to 300 sea", "0 to 120 ground", "-50 to 900 ellipsoid"'
        raise InputError("no altitude band", where=where, given=text, hint=hint)
    try:
        return AltitudeBand(low_m=float(found[1]), high_m=float(found[2]), above=AltitudeReference(found[3]))
    except ValueError as error:
        raise InputError(str(error), where=where, given=text) from None


def _metres(properties: dict[str, Any], key: str, usual: float, where: str) -> float:
    given = properties.get(key)
    if given in (None, ""):
        return usual
    try:
        return float(given)
    except (TypeError, ValueError):
        raise InputError(f"{key} is no number of metres", where=where, given=str(given)) from None


def _shape(part: Any, ce95_m: float, reach_m: float, altitude: AltitudeBand | None) -> Shape:
    kinds = {"Point": ShapeKind.PLACE, "LineString": ShapeKind.LINE, "Polygon": ShapeKind.AREA}
    kind = kinds.get(part.geom_type)
    if kind is None:
        raise ValueError(f"a geometry of type {part.geom_type}")
    area = kind is ShapeKind.AREA
    return Shape(
        kind=kind,
        vertices=_ring(part.exterior)[:-1] if area else _ring(part),
        ce95_m=ce95_m,
        reach_m=reach_m,
        holes=tuple(_ring(ring)[:-1] for ring in part.interiors) if area else (),
        altitude=altitude,
    )


def _ring(line: Any) -> tuple[Vertex, ...]:
    """Latitude first; longitudes that go on past 180 come back."""
    return tuple(
        (float(lat), float(lon) if -180 <= lon <= 180 else (float(lon) + 180) % 360 - 180)
        for lon, lat, *_ in line.coords
    )
