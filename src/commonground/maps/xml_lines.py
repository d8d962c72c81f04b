"""Lines and areas out of KML and GPX: XML without entities, external references or a document type.

KML (OGC 07-147r2) and GPX 1.1 are WGS 84 by definition. Heights and times are left out; styles and
network links are never followed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError

import numpy as np
import shapely
from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from shapely.geometry.base import BaseGeometry

from commonground.errors import InputError
from commonground.maps.assembling import Drawn
from commonground.maps.depiction import run_on
from commonground.maps.geojson import MAX_FEATURES, MAX_VERTICES

MAX_BYTES = 64 * 2**20
MAX_TAGS = 3_000_000  # a tag of three bytes takes a hundred times as many when it is read
_RING_MIN = 4


def read_xml(data: bytes, name: str) -> list[Drawn]:
    """The lines and areas of a KML or GPX document. Raises InputError for any other XML."""
    if len(data) > MAX_BYTES or data.count(b"<") > MAX_TAGS:
        raise InputError(
            f"larger than {MAX_BYTES // 2**20} MiB or {MAX_TAGS} tags", where=name, hint="save it as GeoJSON"
        )
    try:
        root = ElementTree.fromstring(data, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise InputError("XML with a document type or entities is not opened", where=name) from error
    except (ParseError, ValueError, RecursionError) as error:
        raise InputError("not well-formed XML", where=name) from error
    kind = _local(root)
    if kind not in ("kml", "gpx"):
        raise InputError("XML, but neither KML nor GPX", where=name, given=kind, hint="save it as GeoJSON")
    drawn = list(_kml(root, name) if kind == "kml" else _gpx(root, name))
    if sum(shapely.get_num_coordinates(one.geometry) for one in drawn) > MAX_VERTICES:
        raise InputError(f"over {MAX_VERTICES} vertices", where=name)
    return drawn


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _children(element: Element, name: str) -> Iterator[Element]:
    return (child for child in element.iter() if _local(child) == name)


def _kml(root: Element, name: str) -> Iterator[Drawn]:
    for row, mark in enumerate(_children(root, "Placemark")):
        if row >= MAX_FEATURES:
            raise InputError(f"over {MAX_FEATURES} features", where=name)
        where = f"{name} placemark {row}"
        properties = {"name": _text(mark, "name")}
        for line in _children(mark, "LineString"):
            vertices = _tuples(_text(line, "coordinates"), where)
            yield Drawn(geometry=_line(vertices, where), properties=properties, where=where)
        for polygon in _children(mark, "Polygon"):
            rings = [
                _tuples(_text(ring, "coordinates"), where)
                for side in ("outerBoundaryIs", "innerBoundaryIs")
                for edge in _children(polygon, side)
                for ring in _children(edge, "LinearRing")
            ]
            yield Drawn(geometry=_polygon(rings, where), properties=properties, where=where)


def _gpx(root: Element, name: str) -> Iterator[Drawn]:
    runs = [*_children(root, "trkseg"), *_children(root, "rte")]
    for row, run in enumerate(runs):
        where = f"{name} line {row}"
        points = [child for child in run if _local(child) in ("trkpt", "rtept")]
        try:
            vertices = np.array([[float(p.attrib["lon"]), float(p.attrib["lat"])] for p in points])
        except (KeyError, ValueError) as error:
            raise InputError("a point without latitude and longitude", where=where) from error
        yield Drawn(geometry=_line(vertices.reshape(-1, 2), where), properties={}, where=where)


def _text(element: Element, name: str) -> str:
    found = next(_children(element, name), None)
    return (found.text or "").strip() if found is not None else ""


def _tuples(text: str, where: str) -> Any:
    """KML coordinates: longitude,latitude[,height] parted by white space."""
    try:
        return np.array([[float(n) for n in part.split(",")[:2]] for part in text.split()]).reshape(-1, 2)
    except ValueError as error:
        raise InputError("coordinates that are no numbers", where=where) from error


def _checked(vertices: Any, least: int, where: str) -> Any:
    if len(vertices) < least:
        raise InputError(f"fewer than {least} vertices", where=where)
    if not np.isfinite(vertices).all() or (np.abs(vertices) > [540, 90]).any():
        raise InputError("no such place", where=where, hint="longitude first, in degrees")
    return run_on(vertices)


def _line(vertices: Any, where: str) -> BaseGeometry:
    return shapely.LineString(_checked(vertices, 2, where))


def _polygon(rings: list[Any], where: str) -> BaseGeometry:
    outer, *holes = (_checked(ring, _RING_MIN, where) for ring in rings) if rings else (None,)
    if outer is None:
        raise InputError("a polygon without rings", where=where)
    return shapely.Polygon(outer, holes)
