"""The index of a standing register: which entries can come near an extent at all.

Each entry is held by the sphere around all its legs, reach and doubt included, in earth-centred
coordinates, so neither the antimeridian nor a pole is an edge. A query keeps every entry whose sphere
comes within the margin of the extent's sphere: chords are shorter than the ground, so nothing that is
near is left out. Entries that move are always kept, because silence lets them grow.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonground.check.outline import outline
from commonground.check.plane import Floats
from commonground.check.probability import SEARCH
from commonground.position.extent import Extent, Shape
from commonground.register.fold import Standing
from commonground.register.item import Item


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """Entries and their spheres, row by row."""

    items: tuple[Item, ...]
    centres: Floats
    reaches: Floats

    @classmethod
    def of(cls, standing: Standing) -> Index:
        """The index of everything that stands."""
        spheres = [_sphere(tuple(leg.shape for leg in item.notice.extent.legs)) for item in standing.items]
        centres = np.array([centre for centre, _ in spheres]).reshape(-1, 3)
        reaches = np.array(
            [
                np.inf if item.moves else reach
                for item, (_, reach) in zip(standing.items, spheres, strict=True)
            ]
        )
        return cls(items=standing.items, centres=centres, reaches=reaches)

    def candidates(self, extent: Extent, margin_m: float) -> tuple[Item, ...]:
        """Every entry that may come within the margin, in the order of the standing."""
        if not self.items:
            return ()
        centre, reach_m = _sphere(tuple(leg.shape for leg in extent.legs))
        apart = np.linalg.norm(self.centres - centre, axis=1)
        keep = np.flatnonzero(apart <= self.reaches + reach_m + margin_m)
        return tuple(self.items[row] for row in keep)


def _sphere(shapes: tuple[Shape, ...]) -> tuple[Floats, float]:
    """A sphere that holds all the shapes with their reach and as much of their doubt as is searched."""
    outlines = [outline(shape) for shape in shapes]
    centre = np.mean([one.centre for one in outlines], axis=0)
    reach_m = max(
        float(np.linalg.norm(one.centre - centre)) + one.radius_m + shape.reach_m + SEARCH * shape.ce95_m
        for one, shape in zip(outlines, shapes, strict=True)
    )
    return centre, reach_m
