"""The index of a standing register: what comes near an extent, found without asking every entry.

Every leg of every entry that stays where it is stands in a base that never changes, or in a small delta
of what came since. What no longer stands is left out of what they give. Entries that move are held by a
sphere that silence lets grow. Immutable: a register that changed gets a new index, which shares
the base with the old one until the delta has grown to a tenth of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from commonground.check.measure.distance import distance_m
from commonground.check.measure.outline import outline
from commonground.check.measure.plane import Floats
from commonground.check.measure.probability import SEARCH, joint_ce95_m
from commonground.check.sweeping.columns import Columns
from commonground.check.sweeping.index import Indexed, index_of
from commonground.check.sweeping.sweep import sweep
from commonground.position.extent import Extent, Leg, Shape
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

    def near(
        self, legs: Sequence[Leg], asked: Columns, margin_m: float, workers: int
    ) -> Iterable[tuple[int, int, float]]:
        """Rows of what was asked, rows of these, and how far apart, whatever the windows."""
        check, row, apart = sweep(
            self.indexed,
            asked,
            margin_m + SEARCH * asked.ce95_m,
            measure=lambda check, row: distance_m(legs[check].shape, self.legs[row].shape),
            workers=workers,
        )
        keep = apart <= margin_m + SEARCH * np.hypot(asked.ce95_m[check], self.ce95_m[row])
        return zip(check[keep].tolist(), row[keep].tolist(), apart[keep].tolist(), strict=True)


@dataclass(frozen=True, slots=True, eq=False)
class Movers:
    """Entries that move, each with the sphere that holds all its legs, and how fast it grows from when on.

    out_m: radius, reach and search together, without growth. ends_s: end of the last window, Unix clock.
    """

    items: tuple[Item, ...]
    centres: Floats
    out_m: Floats
    speed_m_s: Floats
    ends_s: Floats

    @classmethod
    def ready(cls, items: Sequence[Item], limits: Limits) -> Movers:
        """Entries that move, made ready."""
        spheres = [_sphere([leg.shape for leg in item.notice.extent.legs]) for item in items]
        return cls(
            items=tuple(items),
            centres=np.array([centre for centre, _ in spheres]).reshape(-1, 3),
            out_m=np.array([out_m for _, out_m in spheres]),
            speed_m_s=np.array([item.speed_m_s(limits) for item in items]),
            ends_s=np.array([item.ends.timestamp() for item in items]),
        )

    def near(self, asked: Leg, margin_m: float) -> Iterable[Item]:
        """Those that may be near by the end of what is asked; every one that is, is among them."""
        if not self.items:
            return ()
        centre, out_m = _sphere([asked.shape])
        silent_s = np.maximum(0.0, asked.window.end.timestamp() - self.ends_s)
        most_m = self.out_m + self.speed_m_s * silent_s + out_m + margin_m + 1.0
        close = np.linalg.norm(self.centres - centre, axis=1) <= most_m
        return (self.items[at] for at in np.flatnonzero(close))


def _sphere(shapes: Sequence[Shape]) -> tuple[Floats, float]:
    """Middle and radius of a sphere that holds shapes, their reach and as far as their doubt is searched."""
    bodies = [outline(shape) for shape in shapes]
    middle: Floats = np.mean([body.centre for body in bodies], axis=0)
    beyond = (shape.reach_m + SEARCH * shape.ce95_m for shape in shapes)
    out = (float(np.linalg.norm(body.centre - middle)) + body.radius_m for body in bodies)
    return middle, max(a + b for a, b in zip(out, beyond, strict=True))


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """Entries that stay, leg by leg, and entries that move. `items`: those that stay, by id."""

    items: Mapping[str, Item]
    base: Legs
    delta: Legs
    movers: Movers
    limits: Limits

    @classmethod
    def of(cls, standing: Standing, limits: Limits = LIMITS) -> Index:
        """The index of everything that stands, from zero."""
        items, movers = _parted(standing, limits)
        return cls(items, Legs.ready(items.values()), Legs.ready(()), movers, limits)

    def after(self, standing: Standing) -> Index:
        """The index of what stands now: equal in what it gives to one from zero, and cheaper."""
        items, movers = _parted(standing, self.limits)
        new = [item for id_, item in items.items() if id_ not in self.base.ids]
        gone = len(self.base.ids) - (len(items) - len(new))
        if len(new) + gone > max(SMALL, len(self.base.ids) // MERGE):
            return Index.of(standing, self.limits)
        same = self.delta.ids == frozenset(item.id for item in new)
        return Index(items, self.base, self.delta if same else Legs.ready(new), movers, self.limits)

    def near(self, extent: Extent, margin_m: float) -> tuple[Near, ...]:
        """Every pair within the margin and the doubt of both, whether or not they share a moment.

        Ordered by entry as they stand, movers last; none is left out that check.py would list.
        """
        return self.near_each([extent], margin_m)[0]

    def near_each(
        self, extents: Sequence[Extent], margin_m: float, *, workers: int = 1
    ) -> tuple[tuple[Near, ...], ...]:
        """The same for many extents at once, in their order; the search is shared by `workers` threads."""
        of = [number for number, extent in enumerate(extents) for _ in extent.legs]
        legs = [leg for extent in extents for leg in extent.legs]
        asked = Columns.of(legs).at_any_time()
        found = [
            (of[check], self.items[held.of[row]], row, check, held.legs[row], apart)
            for held in (self.base, self.delta)
            for check, row, apart in held.near(legs, asked, margin_m, workers)
            if held.of[row] in self.items
        ]
        found.sort(key=lambda one: (one[0], one[1].party, one[1].id, *one[2:4]))
        near: list[list[Near]] = [[] for _ in extents]
        for number, item, _, check, leg, apart in found:
            near[number].append(_pair(item, legs[check], leg, apart))
        return tuple(
            (*pairs, *self._moving(extent, margin_m)) for pairs, extent in zip(near, extents, strict=True)
        )

    def _moving(self, extent: Extent, margin_m: float) -> list[Near]:
        found = []
        for asked in extent.legs:
            for item in self.movers.near(asked, margin_m):
                for leg in item.legs_within(asked.window, self.limits):
                    apart = distance_m(asked.shape, leg.shape)
                    if apart <= margin_m + SEARCH * joint_ce95_m(asked.shape, leg.shape):
                        found.append(Near(item=item, asked=asked, leg=leg, distance_m=apart, in_window=True))
        return sorted(found, key=lambda one: (one.item.party, one.item.id))


def _parted(standing: Standing, limits: Limits) -> tuple[dict[str, Item], Movers]:
    """Entries that stay, by id, and entries that move."""
    stay = {item.id: item for item in standing.items if not item.moves}
    return stay, Movers.ready([item for item in standing.items if item.moves], limits)


def _pair(item: Item, asked: Leg, leg: Leg, apart_m: float) -> Near:
    stands = leg in item.legs_within(asked.window)
    return Near(item=item, asked=asked, leg=leg, distance_m=apart_m, in_window=stands)
