"""Map files other than GeoJSON: which reader their first bytes choose.

Readers are plain Python over bytes: GeoPackage through SQLite in memory, shapefiles out of their zip
archive, KML and GPX without entities. What none of them knows is refused with what it looks like. The
CRS is the file's own, or the one the caller names; it is never guessed from numbers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from commonground.errors import InputError
from commonground.maps.assembling import Drawn, assemble
from commonground.maps.depiction import Depiction
from commonground.maps.depiction_file import read_depiction
from commonground.maps.geojson import to_degrees
from commonground.maps.xml_lines import read_xml
from commonground.node.geopackage import MAGIC as SQLITE
from commonground.node.geopackage import read_geopackage
from commonground.node.shapefile import MAGIC as SHAPEFILE
from commonground.node.shapefile import read_dbf, read_shp, read_zip

ZIP = b"PK\x03\x04"
WGS84 = ("EPSG:4326", "OGC:CRS84")
_NOTHING: Mapping[str, bytes] = MappingProxyType({})
_DEGREES = re.compile(
    r'GEOGCS\["[^"]{0,80}",DATUM\["(?:D_)?WGS_1984",SPHEROID\["WGS_?(?:19)?84",6378137(?:\.0*)?,298\.257223563'
    r'(?:,AUTHORITY\["EPSG","7030"\])?\](?:,TOWGS84\[0(?:,0){2,6}\])?(?:,AUTHORITY\["EPSG","6326"\])?\]'
    r'(?:,PRIMEM\["GREENWICH",0(?:\.0*)?(?:,AUTHORITY\["EPSG","8901"\])?\])?'
    r'(?:,UNIT\["DEGREE",0\.01745329251994[0-9]{0,8}(?:,AUTHORITY\["EPSG","9[0-9]{3}"\])?\])?'
    r'(?:,AXIS\["[A-Z]{1,12}",[A-Z]{1,8}\]){0,2}(?:,AUTHORITY\["EPSG","4326"\])?\]'
)
_LOOKS = (
    (b"<ogrvrtdatasource", "a GDAL virtual format, which names other files"),
    (b"<vrtdataset", "a GDAL virtual raster, which names other files"),
    (b"<ogrwfsdatasource", "a GDAL web service"),
    (b"<gdal_w", "a GDAL web service"),
    (b"wfs:", "a web service"),
    (b"oapif:", "a web service"),
    (b"http:", "an address on the network"),
    (b"https:", "an address on the network"),
    (b"/vsi", "a GDAL virtual path"),
)


def read_map_file(data: bytes, *, name: str, crs: str, beside: Mapping[str, bytes] = _NOTHING) -> Depiction:
    """Read one depiction from the bytes of a map file; the first bytes choose the reader.

    beside: the .dbf and .prj that lie beside a bare shapefile, by ending.
    crs: authority code for coordinates whose file states none. Raises InputError for what is not known.
    """
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    for mark, looks in _LOOKS:
        if head.lower().startswith(mark) or (mark.startswith(b"<") and mark in head.lower()):
            raise InputError(f"this is {looks}; it is not opened", where=name, hint="save it as GeoJSON")
    if head.startswith(b"{"):
        return read_depiction(data, name=name)
    if head.startswith(b"<"):
        return assemble(read_xml(data, name), name=name, about={})
    if data.startswith(SQLITE):
        features, stated = read_geopackage(data, name)
        return _assembled(features, stated or crs, name)
    if data.startswith(SHAPEFILE):
        return _shapefile({**beside, ".shp": data}, name, crs)
    if data.startswith(ZIP):
        return _zipped(data, name, crs)
    raise InputError("not a map file that can be read here", where=name, hint="save it as GeoJSON")


def _zipped(data: bytes, name: str, crs: str) -> Depiction:
    members = read_zip(data, name, (".shp", ".dbf", ".prj", ".kml"))
    if ".kml" in members:
        return assemble(read_xml(members[".kml"], name), name=name, about={})
    if ".shp" not in members:
        raise InputError("an archive without a map file", where=name)
    return _shapefile(members, name, crs)


def _shapefile(members: Mapping[str, bytes], name: str, crs: str) -> Depiction:
    geometries = read_shp(members[".shp"], name)
    rows: Sequence[Mapping[str, Any]] = read_dbf(members[".dbf"], name) if ".dbf" in members else []
    if len(rows) != len(geometries):
        rows = [{}] * len(geometries)
    stated = _prj(members.get(".prj", b""))
    return _assembled(list(zip(geometries, rows, strict=True)), stated or crs, name)


def _prj(data: bytes) -> str:
    """The CRS of a .prj where it is plainly WGS 84 degrees; any other has to be named by code.

    A .prj is free text that a projection library would take as orders (grid files included).
    """
    text = "".join(data[:4096].decode("utf-8", "replace").upper().split())
    return "EPSG:4326" if _DEGREES.fullmatch(text) else ""


def _assembled(features: Sequence[tuple[BaseGeometry, Mapping[str, Any]]], crs: str, name: str) -> Depiction:
    if not crs:
        raise InputError("this file does not say its CRS", where=name, hint="name it: --crs EPSG:4326")
    drawn = [
        Drawn(geometry=_to_wgs84(geometry, crs, name), properties=properties, where=f"{name} feature {row}")
        for row, (geometry, properties) in enumerate(features)
    ]
    return assemble(drawn, name=name, about={})


def _to_wgs84(geometry: BaseGeometry, crs: str, name: str) -> BaseGeometry:
    def moved(xy: Any) -> Any:
        if crs not in WGS84:
            return to_degrees(xy, crs, name) if len(xy) else xy
        lon, lat = xy[:, 0], xy[:, 1]
        if not (np.isfinite(xy).all() and (np.abs(lat) <= 90).all() and (np.abs(lon) <= 540).all()):
            raise InputError("a coordinate outside what its CRS can say", where=name, given=crs[:60])
        return xy

    return shapely.transform(geometry, moved)
