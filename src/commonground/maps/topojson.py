"""TopoJSON (the 2013 format specification): areas whose shared edges are stored once, as arcs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from commonground.errors import InputError

_RING_MIN = 4


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


def _arcs(topology: dict[str, Any]) -> list[Any]:
    """The arcs in degrees: stored as steps on a grid when there is a transform."""
    transform = topology.get("transform")
    arcs = [np.array([place[:2] for place in arc], dtype=np.float64) for arc in topology["arcs"]]
    if transform is None:
        return arcs
    return [np.cumsum(arc, axis=0) * transform["scale"] + transform["translate"] for arc in arcs]


def _polygon(arcs: list[Any], rings: list[list[int]]) -> shapely.Polygon | None:
    made = []
    for ring in rings:
        stretches = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in ring]
        vertices = np.concatenate([stretches[0], *(stretch[1:] for stretch in stretches[1:])])
        if len(vertices) >= _RING_MIN:
            made.append(vertices)
    return shapely.Polygon(made[0], made[1:]) if made else None
