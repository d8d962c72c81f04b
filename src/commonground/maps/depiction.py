"""Depictions: a border as one source draws it, with whatever is known about the drawing.

A depiction is neither the border nor a ruling on it: it is a drawing by one publisher, of one date,
at one scale, with its own licence. There is no reference and no winner here. Coordinates are WGS 84
degrees, longitude first inside the geometries as in GeoJSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from commonground.maps.plane import Floats, wrapped

NMAS_M_PER_SCALE = 0.000508 / 2.146  # US map accuracy: 90 % within 1/50 inch; over 2.146 for one axis
GUESSED_SIGMA_M = 1000.0  # where neither publisher nor scale says anything


class SigmaOrigin(StrEnum):
    """Where the figure for a map's own error comes from."""

    STATED = "stated"  # by the publisher
    SCALE = "scale"  # from the scale by the US map accuracy standard
    GUESS = "guess"  # by whoever packed or loaded it


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who drew a depiction, when, from what, and under which licence it may be passed on."""

    title: str = ""
    depicted_by: str = ""
    obtained_from: str = ""
    date: str = ""
    scale: str = ""
    licence: str = ""
    lineage: str = ""  # what it was drawn from; copies of one lineage are one witness


@dataclass(frozen=True, slots=True, kw_only=True)
class Depiction:
    """One border as one source draws it: a line, the areas beside it, and how sure its maker can be.

    parties: codes in the order of the file; signed distances are positive inside the first.
    line: LineString or MultiLineString; empty when the source has areas only.
    areas: party code to area; empty when the source has a line only, which then says no side.
    reach: the ground about which this depiction says anything; None means the whole world. An area
    cut out along a border says nothing about the ground beyond the cut.
    sigma_m: the map's own error, standard deviation along each axis, metres.
    shown_to: codes of the parties to whom this depiction was shown.
    asked: the parties of whom `never_shown_to` speaks, where they are not those of the border.
    notes: what was remarkable when it was read, in sentences.
    """

    name: str
    border: str = ""
    parties: tuple[str, ...]
    line: BaseGeometry
    areas: Mapping[str, BaseGeometry]
    reach: BaseGeometry | None = None
    sigma_m: float
    sigma_origin: SigmaOrigin
    source: Source = field(default_factory=Source)
    shown_to: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 < self.sigma_m < float("inf"):
            raise ValueError("a depiction needs a finite sigma_m above zero")
        if self.line.is_empty and not self.areas:
            raise ValueError("a depiction needs a line or an area")
        object.__setattr__(self, "areas", MappingProxyType(dict(self.areas)))

    @property
    def never_shown_to(self) -> tuple[str, ...]:
        """The parties of this border, or those asked about, to whom this depiction was never shown."""
        return tuple(party for party in self.asked or self.parties if party not in self.shown_to)

    def extent(self) -> tuple[float, float, float, float]:
        """West, south, east, north of what is drawn, degrees."""
        drawn = [self.line, *self.areas.values()]
        west, south, east, north = shapely.total_bounds(np.array(drawn, dtype=object))
        return float(west), float(south), float(east), float(north)


def sigma_of_scale(denominator: float) -> float:
    """The error along one axis of a map of this scale that keeps the US standard, metres.

    >>> round(sigma_of_scale(1_000_000))
    237
    """
    return denominator * NMAS_M_PER_SCALE


def parts(line: BaseGeometry) -> list[Floats]:
    """The pieces of a line as arrays of longitude, latitude; longitudes run on past 180.

    Vertices that repeat the one before are left out; pieces of fewer than two vertices as well.
    """
    pieces: list[Floats] = []
    for piece in shapely.get_parts(line):
        vertices = np.asarray(shapely.get_coordinates(piece))
        if len(vertices) < 2:
            continue
        turned = run_on(vertices)
        keep = np.r_[True, np.any(np.diff(turned, axis=0) != 0, axis=1)]
        if keep.sum() > 1:
            pieces.append(turned[keep])
    return pieces


def run_on(vertices: Floats) -> Floats:
    """The same vertices with longitudes that run on across the antimeridian instead of jumping."""
    steps = np.diff(vertices[:, 0])
    if not np.any(np.abs(steps) > 180):
        return vertices
    turned = vertices.copy()
    turned[1:, 0] = vertices[0, 0] + np.cumsum(wrapped(steps))
    return turned


def coordinates(line: BaseGeometry) -> tuple[Floats, Floats]:
    """All latitudes and longitudes of a geometry."""
    both = shapely.get_coordinates(line)
    return np.asarray(both[:, 1]), np.asarray(both[:, 0])
