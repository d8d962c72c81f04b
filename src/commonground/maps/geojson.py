"""The features of a GeoJSON document (RFC 7946, and its `crs` member of 2008) in WGS 84 degrees.

A collection, one feature or a bare geometry; collections of geometries are gone through. Numbers are read
strictly: what is no number, not finite or not on the globe is refused, never mended.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from commonground.errors import InputError
from commonground.maps.assembling import Drawn
from commonground.maps.depiction import run_on
from commonground.maps.plane import Floats
from commonground.position.transform import to_wgs84_many

MAX_VERTICES = 4_000_000
MAX_FEATURES = 10_000
MAX_NESTED = 20
_WGS84 = ("CRS84", "EPSG:4326", "WGS84")
_EPSG = re.compile(r"EPSG(?::|/)(?:[0-9.]{0,8}(?::|/))?([0-9]{4,6})$")
_CLOSED_MIN = 4
_GEOMETRIES = (
    "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection",
)  # fmt: skip


def features_of(document: Mapping[str, Any], name: str) -> tuple[list[Drawn], list[str]]:
    """The features of a document, and what was left out. Raises InputError for what is no GeoJSON."""
    kind, listed = document.get("type"), document.get("features")
    if kind == "Feature":
        listed = [document]
    elif kind in _GEOMETRIES:
        listed = [{"geometry": document}]
    elif kind != "FeatureCollection" or not isinstance(listed, list):
        raise InputError("not a GeoJSON FeatureCollection", where=name, hint="save it as GeoJSON")
    return drawn_of(listed, name, crs_of(document, name))


def drawn_of(listed: list[Any], name: str, crs: str) -> tuple[list[Drawn], list[str]]:
    """GeoJSON features as they are drawn. crs: code of their coordinates, "" for WGS 84."""
    if len(listed) > MAX_FEATURES:
        raise InputError(f"over {MAX_FEATURES} features", where=name, hint="cut the border out first")
    drawn: list[Drawn] = []
    notes: list[str] = []
    reader = _Reader(name, crs)
    for row, feature in enumerate(listed):
        where = f"{name} feature {row}"
        properties, geometry = _feature(feature, where)
        if geometry is None:
            notes.append(f"Feature {row} has no geometry.")
        else:
            drawn.append(Drawn(geometry=reader.geometry(geometry, where), properties=properties, where=where))
    return drawn, notes


def crs_of(document: Mapping[str, Any], name: str) -> str:
    """The code of an old `crs` member; "" for WGS 84. Raises InputError for what is no code."""
    crs = document.get("crs")
    if crs is None:
        return ""
    about = crs.get("properties") if isinstance(crs, dict) else None
    stated = str(about.get("name", "") if isinstance(about, dict) else crs).replace(" ", "")
    if any(known in stated.replace("::", ":") for known in _WGS84):
        return ""
    code = _EPSG.search(stated[-60:])
    if code is None:
        raise InputError(
            "in another CRS than WGS 84 longitude, latitude, and without its code",
            where=name,
            given=stated[:100],
            hint="convert it to OGC:CRS84 first",
        )
    return f"EPSG:{code[1]}"


def to_degrees(xy: Floats, crs: str, where: str) -> Floats:
    """Coordinates of a system named by code as longitude, latitude. Raises InputError where there is none."""
    there = to_wgs84_many(crs, xy[:, 0], xy[:, 1])
    known = np.isfinite(there.lat_deg) & np.isfinite(there.lon_deg) & (np.abs(there.lat_deg) <= 90)
    bad = np.flatnonzero(~known)
    if len(bad):
        x, y = xy[bad[0]]
        raise InputError(
            "no place of its CRS", where=f"{where} vertex {bad[0]}", given=f"{x}, {y} in {crs[:60]}"
        )
    return np.column_stack([there.lon_deg, there.lat_deg])


def _feature(feature: object, where: str) -> tuple[dict[str, Any], dict[str, Any] | None]:
    if not isinstance(feature, dict):
        raise InputError("not a GeoJSON feature", where=where)
    properties, geometry = feature.get("properties") or {}, feature.get("geometry")
    if not isinstance(properties, dict) or not (geometry is None or isinstance(geometry, dict)):
        raise InputError("not a GeoJSON feature", where=where)
    return properties, geometry


class _Reader:
    """Reads the geometries of one file, and counts how many vertices it may still bring."""

    def __init__(self, name: str, crs: str) -> None:
        self.name = name
        self.crs = crs
        self.left = MAX_VERTICES

    def geometry(self, geometry: Mapping[str, Any], where: str, depth: int = 0) -> BaseGeometry:
        kind = geometry.get("type")
        if kind == "GeometryCollection":
            return self._collection(geometry.get("geometries"), where, depth)
        given = geometry.get("coordinates")
        if not isinstance(given, list):
            raise InputError("a geometry without coordinates", where=where, given=str(kind)[:60])
        if kind in ("Point", "MultiPoint") or (not given and kind in _GEOMETRIES):
            return shapely.Point()
        if kind == "LineString":
            return shapely.LineString(self._vertices(given, where, 2))
        if kind == "MultiLineString":
            return shapely.MultiLineString([self._vertices(one, where, 2) for one in given])
        if kind == "Polygon":
            return self._polygon(given, where)
        if kind == "MultiPolygon":
            return shapely.MultiPolygon([self._polygon(rings, where) for rings in given])
        raise InputError("a geometry that is neither line nor area", where=where, given=str(kind)[:60])

    def _collection(self, listed: object, where: str, depth: int) -> BaseGeometry:
        if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
            raise InputError("a collection without geometries", where=where)
        if depth >= MAX_NESTED:
            raise InputError("nested too deeply", where=where)
        self._take(len(listed))
        return shapely.GeometryCollection([self.geometry(one, where, depth + 1) for one in listed])

    def _polygon(self, rings: object, where: str) -> shapely.Polygon:
        if not isinstance(rings, list) or not rings:
            raise InputError("a polygon without rings", where=where)
        outer, *holes = (self._vertices(ring, where, _CLOSED_MIN) for ring in rings)
        return shapely.Polygon(outer, holes)

    def _take(self, vertices: int) -> None:
        self.left -= vertices
        if self.left < 0:
            raise InputError(
                f"over {MAX_VERTICES} vertices", where=self.name, hint="cut the border out first"
            )

    def _vertices(self, given: object, where: str, least: int) -> Floats:
        """Vertices as an array of longitude, latitude; heights are left out."""
        if not isinstance(given, list | np.ndarray):
            raise InputError("coordinates that are no list", where=where)
        self._take(len(given))
        array = _numbers(given, where)
        if len(array) < least:
            raise InputError(f"fewer than {least} vertices", where=where)
        if not np.isfinite(array).all():
            raise InputError("a coordinate that is no finite number", where=where)
        if self.crs:
            return run_on(to_degrees(array, self.crs, where))
        bad = np.flatnonzero((np.abs(array[:, 1]) > 90) | (np.abs(array[:, 0]) > 540))
        if len(bad):
            lon, lat = array[bad[0]]
            raise InputError(
                "no such place",
                where=f"{where} vertex {bad[0]}",
                given=f"{lon}, {lat}",
                hint="GeoJSON writes longitude first, in degrees",
            )
        return run_on(array)


def _numbers(given: Any, where: str) -> Floats:
    """Two columns of numbers; text that looks like a number is none."""
    try:
        try:
            array = np.array(given)
        except ValueError:  # some vertices carry a height, some do not
            array = np.array([vertex[:2] for vertex in given])
        if array.dtype.kind == "O":  # whole numbers beyond 64 bits
            array = np.array(given, dtype=np.float64)
    except (ValueError, TypeError, IndexError, KeyError, OverflowError) as error:
        raise InputError("a vertex that is no pair of numbers", where=where) from error
    if array.ndim != 2 or array.shape[1] < 2 or array.dtype.kind not in "iuf":
        raise InputError("a vertex that is no pair of numbers", where=where)
    return np.asarray(array[:, :2], dtype=np.float64)
