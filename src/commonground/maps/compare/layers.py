"""Whole layers compared: every border that either map draws, and all ground that changes hands.

The usual recipe intersects outlines and loses every stretch on which neighbours do not share their
vertices. Here an edge belongs to a border when it lies within a tolerance of the neighbour, and a border
that only one map draws is told as such: none is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from commonground.maps.depiction import coordinates
from commonground.maps.lines import filled, walk
from commonground.maps.nearest import Edges, offsets_to
from commonground.maps.plane import A_M, Floats, conformal_over
from commonground.maps.slivers import HECTARE_M2

NEIGHBOUR_DEG = 0.002
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class BorderOffset:
    """One border on both maps: offsets of A's line to B's every 100 m."""

    pair: Pair
    samples: int
    median_m: float
    p95_m: float
    max_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundMoved:
    """Ground that is one party's on map A and another's on map B."""

    on_a: str
    on_b: str
    pieces: int  # over a hectare
    small: int
    area_km2: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerComparison:
    """Two layers compared. `only_a`, `only_b`: borders that one map alone draws."""

    borders: tuple[BorderOffset, ...]
    only_a: tuple[Pair, ...]
    only_b: tuple[Pair, ...]
    moved: tuple[GroundMoved, ...]


def compare_layers(a: Mapping[str, BaseGeometry], b: Mapping[str, BaseGeometry]) -> LayerComparison:
    """Compare two layers of areas by party code; areas valid, longitude and latitude in degrees."""
    first, second = borders_of(a), borders_of(b)
    return LayerComparison(
        borders=tuple(
            _offset(pair, first[pair], second[pair]) for pair in sorted(first.keys() & second.keys())
        ),
        only_a=tuple(sorted(first.keys() - second.keys())),
        only_b=tuple(sorted(second.keys() - first.keys())),
        moved=_moved(a, b),
    )


def borders_of(
    layer: Mapping[str, BaseGeometry], *, near_deg: float = NEIGHBOUR_DEG
) -> dict[Pair, BaseGeometry]:
    """Every border of a layer: the edges of the first party within `near_deg` of the second."""
    codes = list(layer)
    start, end, owner = _edges([layer[code] for code in codes])
    lines: Any = shapely.linestrings(np.stack([start, end], axis=1))
    tree = shapely.STRtree(lines)
    middle: Any = shapely.points((start + end) / 2)
    asked, near = tree.query(middle, predicate="dwithin", distance=near_deg)
    rank = np.argsort(np.argsort(np.array(codes)))
    keep = rank[owner[asked]] < rank[owner[near]]
    keys = np.unique(owner[near[keep]] * len(start) + asked[keep])  # an edge once for each neighbour
    other, edge = keys // len(start), keys % len(start)
    pairs = owner[edge] * len(codes) + other
    order = np.argsort(pairs, kind="stable")
    cuts = np.flatnonzero(np.diff(pairs[order])) + 1
    found: dict[Pair, BaseGeometry] = {}
    for rows in np.split(order, cuts) if len(order) else []:
        pair = codes[int(owner[edge[rows[0]]])], codes[int(other[rows[0]])]
        found[pair] = shapely.line_merge(shapely.MultiLineString(list(lines[edge[rows]])))
    return found


def _edges(areas: list[BaseGeometry]) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Start, end and area number of every edge."""
    parts: Any = shapely.get_parts(np.array(areas, dtype=object), return_index=True)
    rings: Any = shapely.get_rings(parts[0], return_index=True)
    xy, ring = shapely.get_coordinates(rings[0], return_index=True)
    step = np.diff(xy, axis=0)
    # an edge over half the globe only closes a ring at the antimeridian
    inner = (ring[:-1] == ring[1:]) & np.any(step != 0, axis=1) & (np.abs(step[:, 0]) < 180)
    return xy[:-1][inner], xy[1:][inner], parts[1][rings[1][ring[:-1][inner]]]


def _offset(pair: Pair, one: BaseGeometry, other: BaseGeometry) -> BorderOffset:
    steps = walk(one)
    edges = Edges(filled(other), conformal_over(*coordinates(shapely.GeometryCollection([one, other]))))
    away = offsets_to(edges, steps.lat_deg, steps.lon_deg).distance_m
    return BorderOffset(
        pair=pair,
        samples=len(away),
        median_m=float(np.median(away)),
        p95_m=float(np.percentile(away, 95)),
        max_m=float(away.max()),
    )


def _moved(a: Mapping[str, BaseGeometry], b: Mapping[str, BaseGeometry]) -> tuple[GroundMoved, ...]:
    codes_a, codes_b = list(a), list(b)
    flat_a, flat_b = (np.array([_flat(m[c]) for c in m], dtype=object) for m in (a, b))
    left, right = shapely.STRtree(flat_b).query(flat_a, predicate="intersects")
    differ = np.array([codes_a[i] != codes_b[j] for i, j in zip(left, right, strict=True)], dtype=bool)
    left, right = left[differ], right[differ]
    pieces: Any = shapely.intersection(flat_a[left], flat_b[right])
    found = []
    for i, j, ground in zip(left, right, pieces, strict=True):
        sizes = np.asarray(shapely.area(shapely.get_parts(ground)))
        sizes = sizes[sizes > 0]
        if len(sizes):
            large = sizes > HECTARE_M2
            found.append(
                GroundMoved(
                    on_a=codes_a[i],
                    on_b=codes_b[j],
                    pieces=int(large.sum()),
                    small=int((~large).sum()),
                    area_km2=float(sizes.sum() / 1e6),
                )
            )
    return tuple(sorted(found, key=lambda one: -one.area_km2))


def _flat(area: BaseGeometry) -> BaseGeometry:
    """The area on a cylinder of equal area (sphere of the authalic radius: areas within 0.4 %)."""

    def cylinder(degrees: Floats) -> Floats:
        return (
            np.column_stack([np.radians(degrees[:, 0]) * A_M, np.sin(np.radians(degrees[:, 1])) * A_M])
            * _AUTHALIC
        )

    flat = shapely.transform(area, cylinder)
    return flat if shapely.is_valid(flat) else shapely.buffer(flat, 0)


_AUTHALIC = 6371007.181 / A_M
