"""Where two maps differ: the ground that one gives to a party and the other does not, for drawing.

The pieces are slivers of compare; here they become GeoJSON with what each map says of them. Small
pieces under a hectare are counted in the properties of the collection, not drawn.
"""

from __future__ import annotations

from commonground.maps.depiction import Depiction
from commonground.maps.depiction_file import geometry_json
from commonground.maps.slivers import Window, slivers


def differences(a: Depiction, b: Depiction, window: Window | None = None) -> dict[str, object]:
    """GeoJSON FeatureCollection (WGS 84) of the pieces of ground between two depictions.

    window: west, south, east, north in degrees; pieces are cut at it. Properties of a piece: a, b
    (the names), in_a, in_b (party codes), area_km2, width_m. Neither map is right or wrong here.
    """
    found = slivers(a, b, window=window)
    features = []
    for piece in found.pieces:
        said = piece.as_json()
        features.append(
            {
                "type": "Feature",
                "properties": {
                    "a": a.name,
                    "b": b.name,
                    "in_a": said["in_a"],
                    "in_b": said["in_b"],
                    "area_km2": said["area_km2"],
                    "width_m": said["width_m"],
                },
                "geometry": geometry_json(piece.outline, 6),
            }
        )
    return {
        "type": "FeatureCollection",
        "commonground": {
            "a": a.name,
            "b": b.name,
            "area_km2": round(found.area_m2 / 1e6, 3),
            "small": found.small,
            "licences": sorted({a.source.licence, b.source.licence} - {""}),
            "text": "Maps differ here. Drawings on maps, not demarcation on the ground.",
        },
        "features": features,
    }
