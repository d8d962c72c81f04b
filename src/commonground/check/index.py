"""The index of a standing register: what comes near an extent, found without asking every entry.

Every leg of every entry that stays where it is stands as a row in columns and a grid (columns.py, grid.py);
the sweep measures what a query touches. Entries that move are asked one by one, because silence lets
them grow. Immutable: a register that changed gets a new one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonground.check.measure.distance import distance_m
from commonground.check.measure.plane import Floats
from commonground.check.measure.probability import SEARCH
from commonground.check.sweeping.columns import Columns, Ints
from commonground.check.sweeping.sweep import Indexed, Measure, index_of, sweep
from commonground.position.extent import Extent, Leg
from commonground.register.fold import Standing
from commonground.register.item import Item
from commonground.register.limits import LIMITS, Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """One pair that comes near: an entry, the leg of the extent, the leg of the entry, their distance."""

    item: Item
    asked: Leg
    leg: Leg
    distance_m: float
    in_window: bool  # whether the two legs share a moment


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """Entries that stay, leg by leg, and entries that move."""

    items: tuple[Item, ...]  # of each row
    legs: tuple[Leg, ...]
    rows: Indexed
    movers: tuple[Item, ...]

    @classmethod
    def of(cls, standing: Standing) -> Index:
        """The index of everything that stands."""
        rows = [(item, leg) for item in standing.items if not item.moves for leg in item.notice.extent.legs]
        columns = Columns.of([leg for _, leg in rows])
        return cls(
            items=tuple(item for item, _ in rows),
            legs=tuple(leg for _, leg in rows),
            rows=index_of(columns, SEARCH * columns.ce95_m),
            movers=tuple(item for item in standing.items if item.moves),
        )

    def near(self, extent: Extent, margin_m: float, limits: Limits = LIMITS) -> tuple[Near, ...]:
        """Every pair within the margin and the doubt of both, whether or not they share a moment.

        Ordered by entry as they stand, movers last; none is left out that check.py would list.
        """
        return (*self._staying(extent, margin_m), *self._moving(extent, margin_m, limits))

    def _staying(self, extent: Extent, margin_m: float) -> list[Near]:
        asked = Columns.of(extent.legs)
        ever = Columns(
            kind=asked.kind,
            offsets=asked.offsets,
            xyz=asked.xyz,
            start_s=np.full(len(asked), np.iinfo(np.int64).min),
            end_s=np.full(len(asked), np.iinfo(np.int64).max),
            ce95_m=asked.ce95_m,
            reach_m=asked.reach_m,
            plain=asked.plain,
        )
        limit_m = margin_m + SEARCH * asked.ce95_m
        check, row, apart = sweep(self.rows, ever, limit_m, measure=self._measure(extent))
        joint_m = margin_m + SEARCH * np.hypot(asked.ce95_m[check], self.rows.items.ce95_m[row])
        keep = apart <= joint_m
        order = np.lexsort((check[keep], row[keep]))
        return [self._pair(extent, check[keep], row[keep], apart[keep], int(one)) for one in order]

    def _measure(self, extent: Extent) -> Measure:
        return lambda check, row: distance_m(extent.legs[check].shape, self.legs[row].shape)

    def _pair(self, extent: Extent, check: Ints, row: Ints, apart: Floats, at: int) -> Near:
        asked, item, leg = extent.legs[check[at]], self.items[row[at]], self.legs[row[at]]
        stands = leg in item.legs_within(asked.window)
        return Near(item=item, asked=asked, leg=leg, distance_m=float(apart[at]), in_window=stands)

    def _moving(self, extent: Extent, margin_m: float, limits: Limits) -> list[Near]:
        found = []
        for item in self.movers:
            for asked in extent.legs:
                for leg in item.legs_within(asked.window, limits):
                    apart = distance_m(asked.shape, leg.shape)
                    joint_m = float(np.hypot(asked.shape.ce95_m, leg.shape.ce95_m))
                    if apart <= margin_m + SEARCH * joint_m:
                        found.append(Near(item=item, asked=asked, leg=leg, distance_m=apart, in_window=True))
        return found
