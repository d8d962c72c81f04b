"""Feature files as tables: GeoJSON, KML and GPX, one feature a row.

All three mean WGS 84 by rule; numbers pasted into them from an old map become wrong silently, so a
finding says that the datum rests on the file type alone. Columns: `latitude`, `longitude`, the name,
then the properties. A line or area gives its first vertex, and a finding says so.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from commonground.errors import InputError
from commonground.finding import Finding, Kind, Level
from commonground.interop.tables.table import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Row, Table

Record = tuple[str, str, dict[str, str]]  # latitude, longitude, properties

BY_FILE_TYPE = Finding(
    kind=Kind.WGS84_BY_FILE_TYPE,
    level=Level.CAUTION,
    text="This file type means WGS 84 by rule; whether the numbers were ever WGS 84, it cannot say.",
)


def table_of(records: Iterator[Record], name: str) -> Table:
    """Rows from records: a header line, then one row a feature."""
    kept: list[Record] = []
    columns: dict[str, None] = {}
    for record in records:
        kept.append(record)
        columns.update(dict.fromkeys(record[2]))
        if len(kept) > MAX_ROWS or len(columns) > MAX_COLUMNS:
            raise InputError(f"more than {MAX_ROWS:,} features or {MAX_COLUMNS:,} properties", where=name)
    header = Row(1, ("latitude", "longitude", *columns))
    rows = [
        Row(number, (lat, lon, *(said.get(column, "") for column in columns)))
        for number, (lat, lon, said) in enumerate(kept, start=2)
    ]
    return Table(name=name, rows=(header, *rows), findings=(BY_FILE_TYPE,), wgs84=True)


def number_text(value: object) -> str:
    """A JSON number in full, "" for whatever is none."""
    return repr(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def first_vertex(coordinates: object, depth: int = 0) -> tuple[str, str]:
    """The first longitude and latitude inside nested coordinates, as (lat, lon) text."""
    if isinstance(coordinates, list) and coordinates and depth < 8:
        if isinstance(coordinates[0], list):
            return first_vertex(coordinates[0], depth + 1)
        if len(coordinates) >= 2:
            return number_text(coordinates[1]), number_text(coordinates[0])
    return "", ""


def geojson_records(features: list[object]) -> Iterator[Record]:
    """Latitude, longitude and properties of every feature that has a point."""
    for feature in features:
        if not isinstance(feature, dict):
            yield "", "", {}
            continue
        geometry = feature.get("geometry")
        properties = feature.get("properties")
        said = {
            str(key)[:200]: (value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))[
                :MAX_CELL
            ]
            for key, value in (properties if isinstance(properties, dict) else {}).items()
            if value is not None
        }
        if isinstance(geometry, dict):
            kind = geometry.get("type")
            lat, lon = first_vertex(geometry.get("coordinates"))
            if kind != "Point":
                said["geometry"] = str(kind)
            yield lat, lon, said
        else:
            yield "", "", said


def read_geojson(data: bytes, name: str) -> Table:
    """Read GeoJSON: a FeatureCollection, one Feature, or a list of features.

    Raises InputError where it is no JSON or holds no features.
    """
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, RecursionError):
        raise InputError("the file is no readable JSON", where=name) from None
    except json.JSONDecodeError as error:
        raise InputError(f"no JSON: {error.msg}", where=f"{name} line {error.lineno}") from None
    if isinstance(content, dict) and content.get("type") == "Feature":
        content = [content]
    if isinstance(content, dict):
        content = content.get("features")
    if not isinstance(content, list):
        raise InputError("the JSON holds no features", where=name, hint="send GeoJSON, CSV or XLSX")
    return table_of(geojson_records(content), name)


def local_name(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def kml_records(root: Element) -> Iterator[Record]:
    """Latitude, longitude and data of every placemark that has a point."""
    for placemark in (element for element in root.iter() if local_name(element) == "Placemark"):
        said: dict[str, str] = {}
        lat = lon = ""
        for inner in placemark.iter():
            tag, text = local_name(inner), (inner.text or "").strip()
            if tag in {"name", "description"} and text:
                said.setdefault(tag, text[:MAX_CELL])
            elif tag in {"Data", "SimpleData"}:
                value = "".join(inner.itertext()).strip()
                said.setdefault(inner.get("name", "")[:200], value[:MAX_CELL])
            elif tag in {"LineString", "LinearRing"}:
                said["geometry"] = tag
            elif tag == "coordinates" and text and not lat:
                parts = text.split(maxsplit=1)[0].split(",")
                lat, lon = (parts[1], parts[0]) if len(parts) >= 2 else ("", "")
        yield lat, lon, said


def gpx_records(root: Element) -> Iterator[Record]:
    """Latitude, longitude and fields of every waypoint, route point and track point."""
    for point in (element for element in root.iter() if local_name(element) in {"wpt", "rtept", "trkpt"}):
        said = {local_name(inner): (inner.text or "").strip()[:MAX_CELL] for inner in point}
        yield point.get("lat", ""), point.get("lon", ""), {key: text for key, text in said.items() if text}


def read_xml_features(data: bytes, name: str) -> Table:
    """Read KML or GPX.

    Raises InputError where it is neither, is not well-formed, or defines entities.
    """
    try:
        root = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        what = (
            "entities or a document type, which are not read"
            if isinstance(error, DefusedXmlException)
            else error
        )
        raise InputError(f"the XML cannot be read: {what}", where=name) from None
    if local_name(root) == "kml":
        return table_of(kml_records(root), name)
    if local_name(root) == "gpx":
        return table_of(gpx_records(root), name)
    raise InputError(f"XML of kind {local_name(root)!r}", where=name, hint="KML and GPX are read as lists")
