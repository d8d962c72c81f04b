"""Ambiguity bands: the ground where maps differ, and the ground where each map is unsure of itself.

Two bands that are never merged: what lies between two drawings is measured; how far a drawing may be
off is its maker's figure or a guess. Neither says what is outside is safe or settled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from commonground.errors import InputError
from commonground.maps.depiction import Depiction
from commonground.maps.lines import filled
from commonground.maps.plane import Conformal, Floats, conformal_over, equal_area_over
from commonground.maps.slivers import slivers

CHUNK_DEG = 1.0
NOTICE = "Drawings on maps, not demarcation on the ground. What lies outside a band is not thereby settled."


@dataclass(frozen=True, slots=True, kw_only=True)
class BandPart:
    """One area of a band: where these maps differ, or where this one is unsure."""

    kind: str  # "maps_differ" or "map_unsure"
    maps: tuple[str, ...]
    area: BaseGeometry  # degrees, longitude first
    area_km2: float
    width_m: float  # of a map's own band: k times its error, to each side; 0 for where maps differ


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Bands of several maps of one border, with what has to stand beside them."""

    maps: tuple[str, ...]
    k: float
    parts: tuple[BandPart, ...]
    dates: dict[str, str]
    licences: dict[str, str]
    sigma: dict[str, str]

    @property
    def notice(self) -> str:
        """The licences of all maps in it, in one text. Derived data keeps them."""
        each = [f"{name}: {text or 'licence not stated'}" for name, text in self.licences.items()]
        kept = [
            text
            for text in ("ODbL", "CC BY-SA", "LGPL")
            if any(text in one for one in self.licences.values())
        ]
        derived = f" Derived data stays under {', '.join(kept)} where it says so." if kept else ""
        return "Licences of the maps: " + "; ".join(each) + "." + derived + " " + NOTICE

    def about(self) -> dict[str, object]:
        """What stands beside the areas in every format."""
        return {
            "maps": list(self.maps),
            "k": self.k,
            "dates": self.dates,
            "licences": self.licences,
            "sigma": self.sigma,
            "notice": self.notice,
            "parts": [
                {
                    "kind": part.kind,
                    "maps": list(part.maps),
                    "area_km2": round(part.area_km2, 3),
                    "width_m": round(part.width_m, 1),
                }
                for part in self.parts
            ],
        }


def band(depictions: Sequence[Depiction], *, k: float = 2.0) -> Band:
    """The bands of two or more depictions of one border. Raises InputError for fewer, or without lines."""
    if len(depictions) < 2:
        raise InputError("a band needs two depictions or more")
    if not 0 < k <= 10:
        raise InputError("a band's width is 0 to 10 standard deviations", given=str(k))
    for one in depictions:
        if one.line.is_empty:
            raise InputError("this depiction has no line", where=one.name)
    if len({one.name for one in depictions}) < len(depictions):
        raise InputError("two depictions of the same name")
    between = [_between(a, b) for a, b in combinations(depictions, 2)]
    unsure = [_unsure(one, k) for one in depictions]
    return Band(
        maps=tuple(one.name for one in depictions),
        k=k,
        parts=(*between, *unsure),
        dates={one.name: one.source.date for one in depictions},
        licences={one.name: one.source.licence for one in depictions},
        sigma={one.name: f"{one.sigma_m:g} m ({one.sigma_origin})" for one in depictions},
    )


def _between(a: Depiction, b: Depiction) -> BandPart:
    found = slivers(a, b, least_m2=0.0)
    pieces = shapely.make_valid(np.array([piece.outline for piece in found.pieces], dtype=object))
    return BandPart(
        kind="maps_differ",
        maps=(a.name, b.name),
        area=_polygons(shapely.union_all(pieces)),
        area_km2=found.area_m2 / 1e6,
        width_m=0.0,
    )


def _unsure(one: Depiction, k: float) -> BandPart:
    """All ground within k standard deviations of the line, in planes of a degree or so each."""
    width_m = k * one.sigma_m
    pieces = []
    for chunk in _chunks(one):
        plane = conformal_over(chunk[:, 1], chunk[:, 0])
        scale = float(np.mean(plane.scale(chunk[:, 1])))
        x, y = plane.to_xy(chunk[:, 1], chunk[:, 0])
        around = shapely.LineString(np.column_stack([x, y])).buffer(width_m * scale, quad_segs=8)
        edges = shapely.segmentize(around, max(width_m, 500.0))
        pieces.append(shapely.make_valid(_to_degrees(edges, plane, float(chunk[:, 0].mean()))))
    whole = _polygons(shapely.union_all(pieces))
    size = _area_m2(whole)
    return BandPart(kind="map_unsure", maps=(one.name,), area=whole, area_km2=size / 1e6, width_m=width_m)


def _to_degrees(area: BaseGeometry, plane: Conformal, middle_lon: float) -> BaseGeometry:
    """Back to degrees, longitudes running on about the middle one."""

    def back(xy: Floats) -> Floats:
        lat, lon = plane.to_degrees(xy[:, 0], xy[:, 1])
        return np.column_stack([lon + np.round((middle_lon - lon) / 360) * 360, lat])

    return shapely.transform(area, back)


def _chunks(one: Depiction) -> list[Floats]:
    """The line in runs of about a degree; runs share the vertex where they meet."""
    runs = []
    for piece in filled(one.line):
        along = np.r_[0.0, np.cumsum(np.hypot(*np.diff(piece, axis=0).T))]
        cuts = np.searchsorted(along, np.arange(CHUNK_DEG, along[-1], CHUNK_DEG))
        bounds = np.unique(np.r_[0, cuts, len(piece) - 1])
        runs += [piece[first : last + 1] for first, last in pairwise(bounds.tolist())]
    return runs


def _area_m2(area: BaseGeometry) -> float:
    both = shapely.get_coordinates(area)
    plane = equal_area_over(both[:, 1], both[:, 0])

    def flat(degrees: Floats) -> Floats:
        return np.column_stack(plane.to_xy(degrees[:, 1], degrees[:, 0]))

    return float(shapely.area(shapely.transform(area, flat)))


def _polygons(area: BaseGeometry) -> BaseGeometry:
    """Areas alone, as one MultiPolygon."""
    flat = [
        p for part in shapely.get_parts(area) for p in shapely.get_parts(part) if p.geom_type == "Polygon"
    ]
    return shapely.multipolygons(flat) if flat else shapely.MultiPolygon()
