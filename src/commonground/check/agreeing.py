"""Entries that agree: of one kind, at one place within their doubts. Copies of one source count as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from commonground.check.measure.plane import ecef
from commonground.finding import Finding
from commonground.position.extent import ShapeKind
from commonground.register.item import Item
from commonground.register.upkeep.lineage import agreement

MOST = 2_000  # entries that are compared; nobody reads the lineage of more at once


def copies(items: Iterable[Item]) -> Iterator[Finding]:
    """For every group of entries that agree and are fewer sources than entries, that they are."""
    for group in agreeing(items):
        finding = agreement(group).finding()
        if finding is not None:
            yield finding


def agreeing(items: Iterable[Item]) -> list[list[Item]]:
    """Groups of two entries or more whose first places lie within their joint doubt of one another."""
    places = [one for one in items if one.notice.extent.legs[0].shape.kind is ShapeKind.PLACE][:MOST]
    if len(places) < 2:
        return []
    shapes = [one.notice.extent.legs[0].shape for one in places]
    xyz = ecef(*zip(*(shape.vertices[0] for shape in shapes), strict=True))
    doubt_m = np.minimum([shape.ce95_m for shape in shapes], 1e6)
    near = cKDTree(xyz).query_pairs(float(np.sqrt(2) * doubt_m.max()), output_type="ndarray")
    apart_m = np.linalg.norm(xyz[near[:, 0]] - xyz[near[:, 1]], axis=1)
    near = near[apart_m <= np.hypot(doubt_m[near[:, 0]], doubt_m[near[:, 1]])]
    kinds = np.array([str(one.notice.kind) for one in places])
    near = near[kinds[near[:, 0]] == kinds[near[:, 1]]]
    size = (len(places), len(places))
    _, group = connected_components(
        coo_array((np.ones(len(near)), (near[:, 0], near[:, 1])), size), directed=False
    )
    found: dict[int, list[Item]] = {}
    for number, one in zip(group.tolist(), places, strict=True):
        found.setdefault(number, []).append(one)
    return [some for some in found.values() if len(some) > 1]
