"""TopoJSON (the 2013 format specification): lines and areas whose shared edges are stored once, as arcs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from commonground.errors import InputError
from commonground.maps.geojson import MAX_FEATURES, MAX_VERTICES
from commonground.maps.plane import Floats

_RING_MIN = 4
_DEPTH = {"LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}


def read_areas(data: bytes, layer: str) -> Iterator[tuple[str, str, BaseGeometry]]:
    """Id, name and area of every geometry of one layer; longitude, latitude as stored."""
    try:
        topology = json.loads(data)
        arcs = _arcs(topology)
        rows = topology["objects"][layer]["geometries"]
    except (ValueError, KeyError, TypeError) as error:
        raise InputError("not TopoJSON with this layer", given=layer) from error
    for row in rows:
        if row.get("type") not in ("Polygon", "MultiPolygon"):
            continue
        polygons = [row["arcs"]] if row["type"] == "Polygon" else row["arcs"]
        pieces = [piece for piece in (_polygon(arcs, rings) for rings in polygons) if piece is not None]
        area: BaseGeometry = shapely.MultiPolygon(pieces)
        yield str(row.get("id") or ""), str((row.get("properties") or {}).get("name") or ""), area


def topology_features(topology: Mapping[str, Any], name: str) -> list[Any]:
    """All geometries of all layers as GeoJSON features. Raises InputError for what cannot be followed."""
    try:
        arcs = _arcs(topology)
        objects = list(topology["objects"].values())
        features: list[Any] = []
        left = MAX_VERTICES
        while objects:
            one = objects.pop()
            if one.get("type") == "GeometryCollection":
                objects += one["geometries"][::-1]
            elif one.get("type") in _DEPTH:
                left -= _count(arcs, one["arcs"], _DEPTH[one["type"]], left)
                placed = _placed(arcs, one["arcs"], _DEPTH[one["type"]])
                geometry = {"type": one["type"], "coordinates": placed}
                features.append({"properties": one.get("properties"), "geometry": geometry})
            else:
                features.append({"geometry": None})
            if left < 0 or len(features) > MAX_FEATURES or len(objects) > MAX_FEATURES:
                raise InputError(
                    f"over {MAX_VERTICES} vertices or {MAX_FEATURES} features",
                    where=name,
                    hint="cut the border out first",
                )
        return features
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise InputError("TopoJSON that cannot be followed", where=name) from error


def _arcs(topology: Mapping[str, Any]) -> list[Floats]:
    """The arcs in degrees: stored as steps on a grid when there is a transform."""
    transform = topology.get("transform")
    arcs = [np.array([place[:2] for place in arc], dtype=np.float64) for arc in topology["arcs"]]
    if transform is None:
        return arcs
    return [np.cumsum(arc, axis=0) * transform["scale"] + transform["translate"] for arc in arcs]


def _count(arcs: list[Floats], numbers: Any, depth: int, most: int) -> int:
    """How many vertices the arcs have together, counted before any is laid out: one may be named often."""
    if depth == 1:
        return sum(len(_arc(arcs, i)) for i in numbers)
    total = 0
    for part in numbers:
        total += _count(arcs, part, depth - 1, most)
        if total > most:
            break
    return total


def _placed(arcs: list[Floats], numbers: Any, depth: int) -> Any:
    """The coordinates of a geometry: arcs end to end, each beginning where the one before ended."""
    if depth > 1:
        return [_placed(arcs, part, depth - 1) for part in numbers]
    stretches = [_arc(arcs, i) for i in numbers]
    return np.concatenate([stretches[0], *(stretch[1:] for stretch in stretches[1:])]).tolist()


def _arc(arcs: list[Floats], number: int) -> Floats:
    return arcs[number] if number >= 0 else arcs[~number][::-1]


def _polygon(arcs: list[Floats], rings: list[list[int]]) -> shapely.Polygon | None:
    made = [vertices for vertices in (_placed(arcs, ring, 1) for ring in rings) if len(vertices) >= _RING_MIN]
    return shapely.Polygon(made[0], made[1:]) if made else None
