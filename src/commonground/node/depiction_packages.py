"""Depictions out of installed packages: the areas of one party as each package gives them.

Nothing is fetched here: the packages are already on the disk. Which package carries what, under which
licence, stands in `maps/catalogue.py`; this module only opens their files.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import import_module, metadata
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from commonground.errors import InputError
from commonground.maps.catalogue import BORDERS, PUBLISHERS, ZONES, Border
from commonground.maps.depiction import Depiction, Source
from commonground.maps.layer import border_between, corridor
from commonground.maps.topojson import read_areas

DCW_FILE = Path("/usr/share/gmt-dcw/dcw-gmt.nc")
_NEW_PIECE = 65535  # a longitude that starts a new piece in dcw-gmt.nc; its latitude is 1 for a hole


def depiction_from_package(publisher: str, border: str, *, npm: Path, dcw: Path = DCW_FILE) -> Depiction:
    """Cut one border out of one installed package.

    npm: the folder `node_modules` that holds world-atlas and world-countries. Raises InputError for an
    unknown publisher or border, and for a package that is not installed.
    """
    known, asked = PUBLISHERS.get(publisher), BORDERS.get(border)
    if known is None:
        raise InputError("no such publisher", given=publisher, hint="one of " + ", ".join(PUBLISHERS))
    if asked is None:
        raise InputError("no such border", given=border, hint="one of " + ", ".join(BORDERS))
    areas, date = _READERS[publisher](asked, npm, dcw)
    first, second = (_valid(area) for area in areas)
    line = border_between(first, second, ends=asked.ends)
    ground = corridor(line)
    source = known.source
    return Depiction(
        name=publisher,
        border=border,
        parties=(asked.first, asked.second),
        line=line,
        areas={
            asked.first: shapely.intersection(first, ground),
            asked.second: shapely.intersection(second, ground),
        },
        reach=ground,
        sigma_m=known.sigma_m,
        sigma_origin=known.sigma_origin,
        source=Source(
            title=source.title,
            depicted_by=source.depicted_by,
            obtained_from=source.obtained_from,
            date=source.date or date,
            scale=source.scale,
            licence=source.licence,
            lineage=source.lineage,
        ),
    )


def _osm(border: Border, _npm: Path, _dcw: Path) -> tuple[list[BaseGeometry], str]:
    try:
        module: Any = import_module("timezonefinder")
        version = metadata.version("timezonefinder-data")
    except (ImportError, metadata.PackageNotFoundError) as error:
        raise InputError("the package timezonefinder is not installed", hint="make setup") from error
    finder = module.TimezoneFinder()
    areas: list[BaseGeometry] = []
    for party in (border.first, border.second):
        polygons = [
            shapely.Polygon(rings[0], rings[1:])
            for zone in ZONES[party]
            for rings in finder.get_geometry(tz_name=zone, coords_as_pairs=True)
        ]
        areas.append(shapely.MultiPolygon(polygons))
    return areas, f"timezonefinder-data {version}"


def _natural_earth(border: Border, npm: Path, _dcw: Path) -> tuple[list[BaseGeometry], str]:
    codes = {row["cca3"]: row["ccn3"] for row in json.loads(_npm_file(npm, "world-countries/countries.json"))}
    rows = read_areas(_npm_file(npm, "world-atlas/countries-10m.json"), "countries")
    areas = {number: area for number, _, area in rows}
    return [areas[codes[party]] for party in (border.first, border.second)], ""


def _thematic(border: Border, npm: Path, _dcw: Path) -> tuple[list[BaseGeometry], str]:
    areas = []
    for party in (border.first, border.second):
        document = json.loads(_npm_file(npm, f"world-countries/data/{party.lower()}.geo.json"))
        drawn = [shapely.geometry.shape(feature["geometry"]) for feature in document["features"]]
        areas.append(shapely.union_all(drawn))
    return areas, ""


def _dcw(border: Border, npm: Path, dcw: Path) -> tuple[list[BaseGeometry], str]:
    try:
        h5py: Any = import_module("h5py")
    except ImportError as error:
        raise InputError("the package h5py is not installed", hint="make setup") from error
    if not dcw.is_file():
        raise InputError("the package gmt-dcw is not installed", hint="apt-get install gmt-dcw")
    codes = {row["cca3"]: row["cca2"] for row in json.loads(_npm_file(npm, "world-countries/countries.json"))}
    areas = []
    with h5py.File(dcw) as file:
        for party in (border.first, border.second):
            axes = []
            for axis in ("lon", "lat"):
                column = file[f"{codes[party]}_{axis}"]
                low, scale = float(column.attrs["min"][0]), float(column.attrs["scale"][0])
                axes.append((np.asarray(column[:]), low, scale))
            areas.append(_dcw_area(*axes))
    return areas, ""


def _dcw_area(lon: tuple[Any, float, float], lat: tuple[Any, float, float]) -> BaseGeometry:
    """The pieces of one country: 16-bit steps from a lowest value, holes marked."""
    starts = np.flatnonzero(lon[0] == _NEW_PIECE)
    outer: list[Any] = []
    holes: list[Any] = []
    for start, end in zip(starts, [*starts[1:], len(lon[0])], strict=True):
        x = lon[0][start + 1 : end] / lon[2] + lon[1]
        y = lat[0][start + 1 : end] / lat[2] + lat[1]
        (holes if lat[0][start] == 1 else outer).append(np.column_stack([(x + 180) % 360 - 180, y]))
    solid = shapely.MultiPolygon([shapely.Polygon(ring) for ring in outer])
    empty = shapely.union_all([_valid(shapely.Polygon(ring)) for ring in holes])
    return shapely.difference(_valid(solid), empty) if holes else _valid(solid)


def _valid(area: BaseGeometry) -> BaseGeometry:
    """Packages hold outlines that touch themselves; read by the even-odd rule, polygons only."""
    if shapely.is_valid(area):
        return area
    pieces = shapely.get_parts(shapely.get_parts(shapely.make_valid(area)))
    return shapely.union_all([piece for piece in pieces if piece.geom_type == "Polygon"])


def _npm_file(npm: Path, name: str) -> bytes:
    path = npm / name
    if not path.is_file():
        raise InputError("the npm packages of the map data are not installed", where=name, hint="make setup")
    return path.read_bytes()


_READERS: dict[str, Callable[[Border, Path, Path], tuple[list[BaseGeometry], str]]] = {
    "osm": _osm,
    "natural-earth": _natural_earth,
    "dcw": _dcw,
    "tm": _thematic,
}
