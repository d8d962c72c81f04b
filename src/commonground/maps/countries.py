"""Countries as several sources draw them: is a place in the country that a list names?

Three answers, because borders differ and sites stand in the sea: *inside* on every source, *outside*
on every source by more than the sources differ, and *differs or sea* for all else. Nothing here says
whose ground a place is on; it only compares a list with itself.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from commonground.maps.dependencies import ALIASES

Floats = NDArray[np.float64]
KM_PER_DEG = 111.195
NEAR_KM = 11.0  # sources differ by this much along many borders and coasts (measured, World Data Bank II)


class Where(IntEnum):
    """What the sources say of a place and a country."""

    INSIDE = 0  # on every source that draws the country
    DIFFERS_OR_SEA = 1  # sources differ, near its border, or in no country at all
    OUTSIDE = 2  # in another country, and not near, on every source
    UNKNOWN = 3  # no source draws a country of this name


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryLayer:
    """The countries of one source: ISO 3166 alpha-2 code to area, longitude first."""

    name: str
    areas: Mapping[str, BaseGeometry]


def plain(name: str) -> str:
    """A country name without case, accents, marks and blanks, for looking up."""
    folded = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in folded if c.isalnum())


class Countries:
    """Several sources of countries, and the names by which lists call them."""

    def __init__(self, layers: Iterable[CountryLayer], names: Mapping[str, str]) -> None:
        self.layers = tuple(layers)
        self._codes = {plain(name): code for name, code in {**ALIASES, **names}.items()}
        self._land = [shapely.STRtree([*layer.areas.values()]) for layer in self.layers]

    def code_of(self, name: str) -> str:
        """The ISO alpha-2 code of a country by its name or code in any language known; "" if none."""
        return self._codes.get(plain(name[:200]), "")

    def where(self, code: str, lat_deg: Floats, lon_deg: Floats) -> tuple[NDArray[np.int8], Floats]:
        """What the sources say of many places and one country, and how far off it they lie.

        Returns `Where` values and kilometres to the nearest source's area (0 inside; degrees of
        longitude shrink with latitude, good to a few per cent). Shapes as given.
        """
        drawn = [
            (layer.areas[code], tree)
            for layer, tree in zip(self.layers, self._land, strict=True)
            if code in layer.areas
        ]
        count = len(lat_deg)
        if not drawn:
            return np.full(count, Where.UNKNOWN, np.int8), np.full(count, np.nan)
        inside = np.zeros((len(drawn), count), bool)
        elsewhere = np.zeros((len(drawn), count), bool)
        far_km = np.zeros((len(drawn), count))
        for i, (area, tree) in enumerate(drawn):
            shapely.prepare(area)
            inside[i] = shapely.intersects_xy(area, lon_deg, lat_deg)
            out = np.flatnonzero(~inside[i])
            if len(out):
                far_km[i, out] = kilometres_to(area, lat_deg[out], lon_deg[out])
                points = shapely.points(lon_deg[out], lat_deg[out])
                elsewhere[i, out[np.unique(tree.query(points, predicate="intersects")[0])]] = True
        answer = np.full(count, Where.DIFFERS_OR_SEA, np.int8)
        answer[inside.all(axis=0)] = Where.INSIDE
        outside = ~inside.any(axis=0) & elsewhere.all(axis=0) & (far_km.min(axis=0) > NEAR_KM)
        answer[outside] = Where.OUTSIDE
        return answer, far_km.min(axis=0)

    def drawn_at(self, lat_deg: float, lon_deg: float) -> frozenset[str]:
        """The codes of the countries in which any source draws a place."""
        point = shapely.Point(lon_deg, lat_deg)
        found: set[str] = set()
        for layer, tree in zip(self.layers, self._land, strict=True):
            codes = list(layer.areas)
            found |= {codes[int(place)] for place in tree.query(point, predicate="intersects")}
        return frozenset(found)


def kilometres_to(area: BaseGeometry, lat_deg: Floats, lon_deg: Floats) -> Floats:
    """How far places lie from an area, in kilometres, the short way round the earth."""
    best: Any = np.full(len(lat_deg), np.inf)
    for turn in (-360.0, 0.0, 360.0):
        points = shapely.points(lon_deg + turn, lat_deg)
        lines = shapely.shortest_line(points, area)
        ends = shapely.get_coordinates(lines).reshape(-1, 2, 2)
        middle = np.radians((ends[:, 0, 1] + ends[:, 1, 1]) / 2)
        east = (ends[:, 1, 0] - ends[:, 0, 0]) * np.cos(middle)
        north = ends[:, 1, 1] - ends[:, 0, 1]
        best = np.minimum(best, np.hypot(east, north) * KM_PER_DEG)
    return np.asarray(best)
