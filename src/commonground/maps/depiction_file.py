"""Depictions as GeoJSON (RFC 7946): one file, one border, one source.

Beside `features` stands one object `commonground` with what is known of the source. A feature with
`"kind": "border"` is the line, one with `"kind": "area"` and `"party"` an area of that party; files
without `kind` are understood by their geometry. Reading is strict about numbers: what is not finite
or not on the globe is refused, never mended. Coordinates are WGS 84, longitude first.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from commonground.errors import InputError
from commonground.maps.depiction import (
    GUESSED_SIGMA_M,
    NMAS_M_PER_SCALE,
    Depiction,
    SigmaOrigin,
    Source,
    run_on,
)

MAX_BYTES = 64 * 2**20
MAX_VERTICES = 4_000_000
MAX_FEATURES = 10_000
WGS84_NAMES = ("CRS84", "EPSG::4326", "EPSG:4326", "WGS84")
_CLOSED_MIN = 4
_ON_THE_LINE_DEG = 0.03


def read_depiction(data: bytes, *, name: str) -> Depiction:
    """Read one depiction from GeoJSON bytes; `name` is how it is called from now on.

    Raises InputError for anything that is no GeoJSON, in another CRS, off the globe or too large.
    """
    document = _document(data, name)
    about = document.get("commonground")
    about = about if isinstance(about, dict) else {}
    _refuse_other_crs(document, name)
    features = document.get("features")
    if document.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise InputError("not a GeoJSON FeatureCollection", where=name, hint="save it as GeoJSON")
    if len(features) > MAX_FEATURES:
        raise InputError(f"over {MAX_FEATURES} features", where=name, hint="cut the border out first")
    drawn: list[Drawn] = []
    notes: list[str] = []
    budget = _Budget(name)
    for row, feature in enumerate(features):
        where = f"{name} feature {row}"
        properties, geometry = _feature(feature, where)
        if geometry is None:
            notes.append(f"Feature {row} has no geometry.")
            continue
        drawn.append(Drawn(geometry=_geometry(geometry, where, budget), properties=properties, where=where))
    return assemble(drawn, name=name, about=about, notes=notes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One feature of a map file: its geometry in WGS 84 degrees, what is said of it, where it stands."""

    geometry: BaseGeometry
    properties: Mapping[str, Any]
    where: str


def assemble(
    drawn: Sequence[Drawn], *, name: str, about: Mapping[str, Any], notes: Sequence[str] = ()
) -> Depiction:
    """Make one depiction of the features of a file. Raises InputError when none is a line or an area."""
    lines: list[BaseGeometry] = []
    areas: dict[str, list[BaseGeometry]] = {}
    listed: list[str] = []
    clipped = False
    said = list(notes)
    for row, one in enumerate(drawn):
        kind, properties = one.geometry.geom_type, one.properties
        if one.geometry.is_empty:
            said.append(f"{one.where} is neither line nor area; it is left out.")
        elif "LineString" in kind:
            lines.append(one.geometry)
            parties = properties.get("parties")
            listed += [str(code) for code in parties] if isinstance(parties, list | tuple) else []
        elif "Polygon" in kind:
            party = str(properties.get("party") or properties.get("name") or f"area {row}")
            areas.setdefault(party, []).append(_valid(one.geometry, one.where, said))
            clipped = clipped or bool(properties.get("clipped"))
    if not lines and not areas:
        raise InputError("no line and no area in this file", where=name)
    line = _joined(lines)
    united = {party: shapely.union_all(pieces) for party, pieces in areas.items()}
    sigma_m, origin = _sigma(about, name)
    shown_to = about.get("shown_to")
    return Depiction(
        name=name,
        border=_text(about.get("border")),
        parties=tuple(dict.fromkeys([*listed, *areas])),
        line=line,
        areas=united,
        reach=_reach(line, united) if clipped else None,
        sigma_m=sigma_m,
        sigma_origin=origin,
        source=_source(about),
        shown_to=tuple(str(code) for code in shown_to) if isinstance(shown_to, list) else (),
        notes=tuple(said),
    )


def write_depiction(depiction: Depiction, *, digits: int = 7) -> bytes:
    """Write one depiction as GeoJSON; `read_depiction` undoes it to `digits` decimals of a degree."""
    features: list[dict[str, object]] = []
    if not depiction.line.is_empty:
        features.append(
            {
                "type": "Feature",
                "properties": {"kind": "border", "parties": list(depiction.parties)},
                "geometry": geometry_json(depiction.line, digits),
            }
        )
    for party, area in depiction.areas.items():
        features.append(
            {
                "type": "Feature",
                "properties": {"kind": "area", "party": party, "clipped": depiction.reach is not None},
                "geometry": geometry_json(area, digits),
            }
        )
    document = {"type": "FeatureCollection", "commonground": about_json(depiction), "features": features}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def about_json(depiction: Depiction) -> dict[str, object]:
    """What is known of a depiction, as it stands in its file and in lists of depictions."""
    source = depiction.source
    return {
        "border": depiction.border,
        "depiction": depiction.name,
        "title": source.title,
        "depicted_by": source.depicted_by,
        "obtained_from": source.obtained_from,
        "date": source.date,
        "scale": source.scale,
        "licence": source.licence,
        "lineage": source.lineage,
        "sigma_m": depiction.sigma_m,
        "sigma_origin": str(depiction.sigma_origin),
        "shown_to": list(depiction.shown_to),
    }


def geometry_json(geometry: BaseGeometry, digits: int = 7) -> dict[str, Any]:
    """A geometry as a GeoJSON object, rounded to `digits` decimals (1e-7 degree is 1 cm)."""

    def ring(coordinates: Any) -> list[list[float]]:
        return np.round(np.asarray(coordinates)[:, :2], digits).tolist()  # type: ignore[no-any-return]

    kind = geometry.geom_type
    if kind == "Point":
        return {"type": kind, "coordinates": ring(geometry.coords)[0]}
    if kind in ("LineString", "LinearRing"):
        return {"type": "LineString", "coordinates": ring(geometry.coords)}
    if kind == "Polygon":
        polygon: Any = geometry
        rings = [ring(polygon.exterior.coords), *(ring(hole.coords) for hole in polygon.interiors)]
        return {"type": kind, "coordinates": rings if not geometry.is_empty else []}
    if kind == "GeometryCollection":
        return {"type": kind, "geometries": [geometry_json(g, digits) for g in shapely.get_parts(geometry)]}
    return {
        "type": kind,
        "coordinates": [geometry_json(part, digits)["coordinates"] for part in shapely.get_parts(geometry)],
    }


class _Budget:
    """How many vertices one file may still bring."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.left = MAX_VERTICES

    def take(self, vertices: int) -> None:
        self.left -= vertices
        if self.left < 0:
            raise InputError(
                f"over {MAX_VERTICES} vertices", where=self.name, hint="cut the border out first"
            )


def _document(data: bytes, name: str) -> dict[str, Any]:
    if len(data) > MAX_BYTES:
        raise InputError(f"larger than {MAX_BYTES // 2**20} MiB", where=name, hint="cut the border out first")

    def refuse(word: str) -> NoReturn:
        raise InputError("not a number", where=name, given=word, hint="coordinates must be finite")

    try:
        document = json.loads(data.decode("utf-8-sig"), parse_constant=refuse)
    except UnicodeDecodeError as error:
        raise InputError("not UTF-8 text", where=name, hint="save it as GeoJSON in UTF-8") from error
    except RecursionError as error:
        raise InputError("nested too deeply", where=name) from error
    except json.JSONDecodeError as error:
        raise InputError(f"not JSON: {error.msg}", where=f"{name} line {error.lineno}") from error
    except ValueError as error:  # a number of thousands of digits
        raise InputError("a number that cannot be read", where=name) from error
    if not isinstance(document, dict):
        raise InputError("not a GeoJSON object", where=name)
    return document


def _refuse_other_crs(document: Mapping[str, Any], name: str) -> None:
    """GeoJSON is WGS 84; an old `crs` member that says otherwise is refused, not guessed away."""
    crs = document.get("crs")
    if crs is None:
        return
    stated = str((crs.get("properties") or {}).get("name", "")) if isinstance(crs, dict) else str(crs)
    if not any(known in stated.replace(" ", "") for known in WGS84_NAMES):
        raise InputError(
            "in another CRS than WGS 84 longitude, latitude",
            where=name,
            given=stated,
            hint="convert it to OGC:CRS84 first",
        )


def _feature(feature: object, where: str) -> tuple[dict[str, Any], dict[str, Any] | None]:
    if not isinstance(feature, dict):
        raise InputError("not a GeoJSON feature", where=where)
    properties, geometry = feature.get("properties") or {}, feature.get("geometry")
    if not isinstance(properties, dict) or not (geometry is None or isinstance(geometry, dict)):
        raise InputError("not a GeoJSON feature", where=where)
    return properties, geometry


def _geometry(geometry: Mapping[str, Any], where: str, budget: _Budget) -> BaseGeometry:
    kind, given = geometry.get("type"), geometry.get("coordinates")
    if not isinstance(given, list):
        raise InputError("a geometry without coordinates", where=where, given=str(kind))
    if kind == "LineString":
        return shapely.LineString(_vertices(given, where, budget, 2))
    if kind == "MultiLineString":
        return shapely.MultiLineString([_vertices(g, where, budget, 2) for g in given])
    if kind == "Polygon":
        return _polygon(given, where, budget)
    if kind == "MultiPolygon":
        return shapely.MultiPolygon([_polygon(rings, where, budget) for rings in given])
    if kind in ("Point", "MultiPoint"):
        return shapely.Point()
    raise InputError("a geometry that is neither line nor area", where=where, given=str(kind))


def _polygon(rings: object, where: str, budget: _Budget) -> shapely.Polygon:
    if not isinstance(rings, list) or not rings:
        raise InputError("a polygon without rings", where=where)
    outer, *holes = (_vertices(ring, where, budget, _CLOSED_MIN) for ring in rings)
    return shapely.Polygon(outer, holes)


def _vertices(given: object, where: str, budget: _Budget, least: int) -> Any:
    """Vertices as an array of longitude, latitude; heights are left out."""
    if not isinstance(given, list):
        raise InputError("coordinates that are no list", where=where)
    budget.take(len(given))
    try:
        try:
            array = np.array(given, dtype=np.float64)
        except ValueError:  # some vertices carry a height, some do not
            array = np.array([vertex[:2] for vertex in given], dtype=np.float64)
    except (ValueError, TypeError, IndexError) as error:
        raise InputError("a vertex that is no pair of numbers", where=where) from error
    if array.ndim != 2 or array.shape[1] < 2:
        raise InputError("a vertex that is no pair of numbers", where=where)
    if len(array) < least:
        raise InputError(f"fewer than {least} vertices", where=where)
    array = array[:, :2]
    if not np.isfinite(array).all():
        raise InputError("a coordinate that is no finite number", where=where)
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


def _valid(area: BaseGeometry, where: str, notes: list[str]) -> BaseGeometry:
    if shapely.is_valid(area):
        return area
    notes.append(f"{where}: the outline crosses itself; areas were read by the even-odd rule.")
    made = shapely.make_valid(area)
    polygons = [part for part in shapely.get_parts(made, return_index=False) if part.area > 0]
    flat = [piece for part in polygons for piece in shapely.get_parts(part) if piece.geom_type == "Polygon"]
    return shapely.union_all(flat) if flat else shapely.Polygon()


def _joined(lines: list[BaseGeometry]) -> BaseGeometry:
    pieces = [piece for line in lines for piece in shapely.get_parts(line)]
    if len(pieces) == 1:
        return shapely.LineString(shapely.get_coordinates(pieces[0]))
    return shapely.MultiLineString(pieces) if pieces else shapely.LineString()


def _reach(line: BaseGeometry, areas: Mapping[str, BaseGeometry]) -> BaseGeometry:
    """The ground a cut-out depiction speaks of: its areas, and a corridor about its line.

    Nobody writes down how wide the corridor was cut; it is taken as the median distance at which the
    areas end away from the line, on the side that ends sooner. Too narrow only says "cannot say" more.
    """
    drawn = [area for area in areas.values() if not area.is_empty]
    if line.is_empty or not drawn:
        return shapely.union_all(drawn)
    thin = shapely.simplify(line, 0.01)
    widths = []
    for area in drawn:
        edge = shapely.segmentize(shapely.boundary(shapely.simplify(area, 0.01)), 0.05)
        away = np.asarray(shapely.distance(shapely.points(shapely.get_coordinates(edge)), thin))
        far = away[away > _ON_THE_LINE_DEG]
        widths.append(float(np.median(far)) if len(far) else 0.0)
    return shapely.union_all([shapely.buffer(thin, min(widths), quad_segs=8), *drawn])


def _sigma(about: Mapping[str, Any], name: str) -> tuple[float, SigmaOrigin]:
    stated = about.get("sigma_m")
    if stated is not None:
        origin = str(about.get("sigma_origin") or SigmaOrigin.STATED)
        if origin not in tuple(SigmaOrigin):
            raise InputError("no such origin of a map's error", where=name, given=origin)
        return _positive(stated, name), SigmaOrigin(origin)
    prior = about.get("prior_sigma_m")
    if prior is None:
        return GUESSED_SIGMA_M, SigmaOrigin.GUESS
    figure = _positive(prior, name)
    digits = "".join(c for c in str(about.get("scale") or "").partition(":")[2] if c.isdigit())
    from_scale = bool(digits) and abs(figure - float(digits[:12]) * NMAS_M_PER_SCALE) < 0.01 * figure
    return figure, SigmaOrigin.SCALE if from_scale else SigmaOrigin.GUESS


def _positive(figure: object, name: str) -> float:
    if isinstance(figure, bool) or not isinstance(figure, int | float) or not 0 < figure < 1e7:
        raise InputError("a map's error must be metres above zero", where=name, given=str(figure))
    return float(figure)


def _source(about: Mapping[str, Any]) -> Source:
    return Source(
        title=_text(about.get("title")),
        depicted_by=_text(about.get("depicted_by")),
        obtained_from=_text(about.get("obtained_from") or about.get("obtain")),
        date=_text(about.get("date")),
        scale=_text(about.get("scale")),
        licence=_text(about.get("licence") or about.get("license")),
        lineage=_text(about.get("lineage")),
    )


def _text(value: object) -> str:
    return value[:500] if isinstance(value, str) else ""
