"""The index of a standing register: what comes near an extent, found without asking every entry.

Every leg of every entry that stays where it is stands in a base that never changes, or in a small delta
of what came since. What no longer stands is left out of what they give. Entries that move are asked one
by one, because silence lets them grow. Immutable: a register that changed gets a new index, which shares
the base with the old one until the delta has grown to a tenth of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from commonground.check.measure.distance import distance_m
from commonground.check.measure.plane import Floats
from commonground.check.measure.probability import SEARCH
from commonground.check.sweeping.columns import Columns
from commonground.check.sweeping.index import Indexed, index_of
from commonground.check.sweeping.sweep import sweep
from commonground.position.extent import Extent, Leg
from commonground.register.fold import Standing
from commonground.register.item import Item
from commonground.register.limits import LIMITS, Limits

MERGE = 10  # the base is made anew when a tenth of it has changed
SMALL = 1_000  # changes that are never worth a new base


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """One pair that comes near: an entry, the leg of the extent, the leg of the entry, their distance."""

    item: Item
    asked: Leg
    leg: Leg
    distance_m: float
    in_window: bool  # whether the two legs share a moment


@dataclass(frozen=True, slots=True, eq=False)
class Legs:
    """Legs of entries that stay, one a row, ready to be searched."""

    ids: frozenset[str]
    of: tuple[str, ...]  # the entry of each row
    legs: tuple[Leg, ...]
    ce95_m: Floats
    indexed: Indexed

    @classmethod
    def ready(cls, items: Iterable[Item]) -> Legs:
        """The legs of entries, made ready."""
        rows = [(item.id, leg) for item in items for leg in item.notice.extent.legs]
        columns = Columns.of([leg for _, leg in rows])
        return cls(
            ids=frozenset(id_ for id_, _ in rows),
            of=tuple(id_ for id_, _ in rows),
            legs=tuple(leg for _, leg in rows),
            ce95_m=columns.ce95_m,
            indexed=index_of(columns, SEARCH * columns.ce95_m),
        )

    def near(self, legs: Sequence[Leg], asked: Columns, margin_m: float) -> Iterable[tuple[int, int, float]]:
        """Rows of what was asked, rows of these, and how far apart, whatever the windows."""
        check, row, apart = sweep(
            self.indexed,
            asked,
            margin_m + SEARCH * asked.ce95_m,
            measure=lambda check, row: distance_m(legs[check].shape, self.legs[row].shape),
        )
        keep = apart <= margin_m + SEARCH * np.hypot(asked.ce95_m[check], self.ce95_m[row])
        return zip(check[keep].tolist(), row[keep].tolist(), apart[keep].tolist(), strict=True)


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """Entries that stay, leg by leg, and entries that move. `items`: those that stay, by id."""

    items: Mapping[str, Item]
    base: Legs
    delta: Legs
    movers: tuple[Item, ...]

    @classmethod
    def of(cls, standing: Standing) -> Index:
        """The index of everything that stands, from zero."""
        items, movers = _parted(standing)
        return cls(items, Legs.ready(items.values()), Legs.ready(()), movers)

    def after(self, standing: Standing) -> Index:
        """The index of what stands now: equal in what it gives to one from zero, and cheaper."""
        items, movers = _parted(standing)
        new = [item for id_, item in items.items() if id_ not in self.base.ids]
        gone = len(self.base.ids) - (len(items) - len(new))
        if len(new) + gone > max(SMALL, len(self.base.ids) // MERGE):
            return Index.of(standing)
        same = self.delta.ids == frozenset(item.id for item in new)
        return Index(items, self.base, self.delta if same else Legs.ready(new), movers)

    def near(self, extent: Extent, margin_m: float, limits: Limits = LIMITS) -> tuple[Near, ...]:
        """Every pair within the margin and the doubt of both, whether or not they share a moment.

        Ordered by entry as they stand, movers last; none is left out that check.py would list.
        """
        return (*self._staying(extent, margin_m), *self._moving(extent, margin_m, limits))

    def _staying(self, extent: Extent, margin_m: float) -> list[Near]:
        asked = Columns.of(extent.legs).at_any_time()
        found = [
            (self.items[held.of[row]], row, check, held.legs[row], apart)
            for held in (self.base, self.delta)
            for check, row, apart in held.near(extent.legs, asked, margin_m)
            if held.of[row] in self.items
        ]
        found.sort(key=lambda one: (one[0].party, one[0].id, *one[1:3]))
        return [_pair(item, extent.legs[check], leg, apart) for item, _, check, leg, apart in found]

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


def _parted(standing: Standing) -> tuple[dict[str, Item], tuple[Item, ...]]:
    """Entries that stay, by id, and entries that move."""
    stay = {item.id: item for item in standing.items if not item.moves}
    return stay, tuple(item for item in standing.items if item.moves)


def _pair(item: Item, asked: Leg, leg: Leg, apart_m: float) -> Near:
    stands = leg in item.legs_within(asked.window)
    return Near(item=item, asked=asked, leg=leg, distance_m=apart_m, in_window=stands)
