"""Standing watches: positions stream in, alerts appear, and end only by confirmation.

A watch is an extent with a margin. A position that comes within it, or may, raises an alert for that
watch and that thing; leaving does not end it, silence does not end it. Taking positions in is the same
in any order and in any batches: an alert keeps the earliest and the latest moment within, and the
least distance.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import MappingProxyType

import numpy as np

from commonground.check.measure.distance import distance_m
from commonground.check.measure.plane import Floats, ecef
from commonground.check.measure.probability import SEARCH
from commonground.check.sweeping.columns import Columns
from commonground.check.sweeping.index import Indexed, index_of
from commonground.check.sweeping.sweep import sweep
from commonground.position.extent import Leg, Shape
from commonground.position.place import Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """One area that is watched: legs in their windows, and how near is too near."""

    id: str
    legs: tuple[Leg, ...]
    margin_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenAt:
    """Where a thing was at a moment."""

    thing: str
    position: Position
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A thing came within a watch, or may have: since when, until when it was seen there, how near."""

    watch: str
    thing: str
    since: datetime
    until: datetime
    least_m: float


class Watches:
    """Watches made ready for many positions. Immutable."""

    def __init__(self, watches: Sequence[Watch]) -> None:
        self._rows = [(watch, leg) for watch in watches for leg in watch.legs]
        columns = Columns.of([leg for _, leg in self._rows])
        margins = np.array([watch.margin_m for watch, _ in self._rows], float)
        self._joint_needs: Floats = columns.ce95_m
        self._margins = margins
        self._index: Indexed = index_of(columns, margins + SEARCH * columns.ce95_m)

    def within(self, seen: Sequence[SeenAt]) -> list[Alert]:
        """An alert for every position and watch that come together, each for its own moment."""
        if not seen or not self._rows:
            return []
        asked = _columns(seen)
        check, row, apart = sweep(
            self._index, asked, SEARCH * asked.ce95_m, measure=lambda c, r: self._measure(seen[c], r)
        )
        joint = np.hypot(asked.ce95_m[check], self._joint_needs[row])
        keep = apart <= self._margins[row] + SEARCH * joint
        return [
            self._alert(seen[c], r, d)
            for c, r, d in zip(check[keep].tolist(), row[keep].tolist(), apart[keep].tolist(), strict=True)
        ]

    def _measure(self, one: SeenAt, row: int) -> float:
        return distance_m(Shape.place(one.position), self._rows[row][1].shape)

    def _alert(self, one: SeenAt, row: int, apart_m: float) -> Alert:
        return Alert(
            watch=self._rows[row][0].id, thing=one.thing, since=one.at, until=one.at, least_m=apart_m
        )


def _columns(seen: Sequence[SeenAt]) -> Columns:
    """Positions as columns: each stands for the second it was seen in."""
    degrees = np.array([(one.position.lat_deg, one.position.lon_deg) for one in seen])
    second = np.array([int(one.at.astimezone(UTC).timestamp()) for one in seen], np.int64)
    count = len(seen)
    return Columns(
        kind=np.zeros(count, np.uint8),
        offsets=np.arange(count + 1, dtype=np.int64),
        xyz=ecef(degrees[:, 0], degrees[:, 1]),
        start_s=second,
        end_s=second + 1,
        ce95_m=np.array([one.position.ce95_m for one in seen]),
        reach_m=np.zeros(count),
        plain=np.ones(count, np.bool_),
    )


@dataclass(frozen=True, slots=True)
class Alerts:
    """The alerts that stand, by watch and thing, and until when each was confirmed."""

    standing: Mapping[tuple[str, str], Alert] = field(default_factory=lambda: MappingProxyType({}))
    confirmed: Mapping[tuple[str, str], datetime] = field(default_factory=lambda: MappingProxyType({}))

    def take(self, found: Iterable[Alert]) -> Alerts:
        """With these too; what was confirmed for a later moment does not come back."""
        merged = dict(self.standing)
        for one in found:
            key = one.watch, one.thing
            ended = self.confirmed.get(key)
            if ended is not None and one.until <= ended:
                continue
            merged[key] = _together(merged[key], one) if key in merged else one
        return Alerts(MappingProxyType(merged), self.confirmed)

    def confirm(self, watch: str, thing: str, at: datetime) -> Alerts:
        """A person confirms that he has dealt with everything up to a moment."""
        key = watch, thing
        latest = max(at, self.confirmed.get(key, at))
        kept = {name: one for name, one in self.standing.items() if name != key or one.until > latest}
        return Alerts(MappingProxyType(kept), MappingProxyType({**self.confirmed, key: latest}))


def _together(one: Alert, other: Alert) -> Alert:
    return replace(
        one,
        since=min(one.since, other.since),
        until=max(one.until, other.until),
        least_m=min(one.least_m, other.least_m),
    )
