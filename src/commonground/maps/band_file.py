"""Bands as GeoJSON, KML and GPX bytes, the licence notice inside each. (GeoPackage: the node writes it.)

GPX has no areas: the outlines go as lines, each saying of which band it is the edge.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from commonground.errors import InputError
from commonground.maps.band import Band, BandPart
from commonground.maps.depiction_file import geometry_json

DIGITS = 6  # decimals of a degree: 11 cm


def write_band(band: Band, ending: str) -> bytes:
    """The bytes of a band file. Raises InputError for an ending that is not known."""
    writers = {".geojson": _geojson, ".json": _geojson, ".kml": _kml, ".gpx": _gpx}
    if ending not in writers:
        raise InputError("no such format for a band", given=ending, hint=".geojson, .gpkg, .kml or .gpx")
    return writers[ending](band)


def properties(band: Band, part: BandPart) -> dict[str, object]:
    """What is said of one area of a band."""
    return {
        "kind": part.kind,
        "maps": ", ".join(part.maps),
        "k": band.k,
        "width_m": round(part.width_m, 1),
        "area_km2": round(part.area_km2, 3),
        "dates": "; ".join(f"{name}: {band.dates[name]}" for name in part.maps),
        "licences": "; ".join(f"{name}: {band.licences[name]}" for name in part.maps),
    }


def _geojson(band: Band) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": properties(band, part),
            "geometry": geometry_json(part.area, DIGITS),
        }
        for part in band.parts
    ]
    about = {key: value for key, value in band.about().items() if key != "parts"}
    document = {"type": "FeatureCollection", "commonground": about, "features": features}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _kml(band: Band) -> bytes:
    marks = []
    for part in band.parts:
        data = "".join(
            f'<Data name="{escape(key)}"><value>{escape(str(value))}</value></Data>'
            for key, value in properties(band, part).items()
        )
        polygons = "".join(_kml_polygon(piece) for piece in shapely.get_parts(part.area))
        marks.append(
            f"<Placemark><name>{escape(part.kind)}: {escape(', '.join(part.maps))}</name>"
            f"<ExtendedData>{data}</ExtendedData><MultiGeometry>{polygons}</MultiGeometry></Placemark>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        f"<name>Bands of doubt</name><description>{escape(band.notice)}</description>"
        f"{''.join(marks)}</Document></kml>\n"
    ).encode()


def _kml_polygon(polygon: BaseGeometry) -> str:
    rings = [
        f"<{side}><LinearRing><coordinates>"
        + " ".join(f"{lon:.{DIGITS}f},{lat:.{DIGITS}f}" for lon, lat in shapely.get_coordinates(ring))
        + f"</coordinates></LinearRing></{side}>"
        for side, ring in _rings(polygon)
    ]
    return f"<Polygon>{''.join(rings)}</Polygon>"


def _rings(polygon: Any) -> Iterator[tuple[str, BaseGeometry]]:
    yield "outerBoundaryIs", polygon.exterior
    for ring in polygon.interiors:
        yield "innerBoundaryIs", ring


def _gpx(band: Band) -> bytes:
    runs = []
    for part in band.parts:
        segments = []
        for polygon in shapely.get_parts(part.area):
            for _, ring in _rings(polygon):
                degrees = np.round(shapely.get_coordinates(ring), DIGITS)
                points = "".join(
                    f'<trkpt lat="{lat:.{DIGITS}f}" lon="{lon:.{DIGITS}f}"/>' for lon, lat in degrees
                )
                segments.append(f"<trkseg>{points}</trkseg>")
        said = properties(band, part)
        runs.append(
            f"<trk><name>edge of {escape(part.kind)}: {escape(', '.join(part.maps))}</name>"
            f"<desc>{escape('; '.join(f'{key} {value}' for key, value in said.items()))}</desc>"
            f"{''.join(segments)}</trk>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<gpx version="1.1" creator="commonground" xmlns="http://www.topografix.com/GPX/1/1">'
        f"<metadata><desc>{escape(band.notice)}</desc></metadata>{''.join(runs)}</gpx>\n"
    ).encode()
