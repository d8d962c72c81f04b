"""Depictions as GeoJSON (RFC 7946) or TopoJSON: one file, one border, one source.

Beside `features` stands one object `commonground` with what is known of the source. A feature with
`"kind": "border"` is the line, one with `"kind": "area"` and `"party"` an area of that party; files
without `kind` are understood by their geometry.
"""

from __future__ import annotations

import json
from typing import Any, NoReturn

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from commonground.errors import InputError
from commonground.maps.assembling import assemble
from commonground.maps.depiction import Depiction
from commonground.maps.geojson import crs_of, drawn_of, features_of
from commonground.maps.topojson import topology_features

MAX_BYTES = 64 * 2**20


def read_depiction(data: bytes, *, name: str) -> Depiction:
    """Read one depiction from GeoJSON or TopoJSON bytes; `name` is how it is called from now on.

    Raises InputError for anything else, in a CRS without a code, off the globe or too large.
    """
    document = _document(data, name)
    about = document.get("commonground")
    if document.get("type") == "Topology":
        drawn, notes = drawn_of(topology_features(document, name), name, crs_of(document, name))
    else:
        drawn, notes = features_of(document, name)
    return assemble(drawn, name=name, about=about if isinstance(about, dict) else {}, notes=notes)


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
