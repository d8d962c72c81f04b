"""Items: one thing in the register, as one party's notice says it stands.

An item is derived: it is a notice with what later statements did to it. Its state at a moment is
one of: planned, stands, last seen (a mover whose own windows have run out: it never vanishes), or
expired (a thing that does not move, whose windows have run out: neither present nor absent).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from commonground.position.extent import Leg, Shape
from commonground.position.window import Window
from commonground.register.limits import LIMITS, Limits
from commonground.statements.notice import MovementStage, Notice, NoticeKind

MOVERS = frozenset({NoticeKind.UNIT, NoticeKind.MOVEMENT})
ENDED = frozenset({MovementStage.ARRIVED, MovementStage.CLOSED, MovementStage.CANCELLED})
HALF_WAY_ROUND_M = 20_004_000.0  # no possible area is wider than the earth


class ItemState(StrEnum):
    """What can be said of an item at a moment."""

    PLANNED = "planned"  # every window of it lies ahead
    STANDS = "stands"  # inside one of its windows, or between two
    LAST_SEEN = "last_seen"  # a mover whose windows have run out without a further word
    EXPIRED = "expired"  # its windows have run out; counts as neither present nor absent
    ENDED = "ended"  # a movement that its party has closed


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtSaid:
    """A doubt as it was raised: by whom, when, in which words."""

    id: str
    party: str
    officer: str
    at: datetime
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One notice as it stands: whose, since when, and what has been said against it.

    `until` is when a replacement or withdrawal takes effect, None while nobody said so.
    """

    id: str  # statement id of the notice
    party: str
    notice: Notice
    said_at: datetime
    until: datetime | None = None
    doubts: tuple[DoubtSaid, ...] = ()

    @property
    def ends(self) -> datetime:
        """The end of its last window."""
        return max(leg.window.end for leg in self.notice.extent.legs)

    @property
    def begins(self) -> datetime:
        """The start of its first window."""
        return min(leg.window.start for leg in self.notice.extent.legs)

    @property
    def moves(self) -> bool:
        """Whether it goes on existing somewhere when its windows have run out."""
        return self.notice.kind in MOVERS and self.notice.stage not in ENDED

    @property
    def has_ended(self) -> bool:
        """Whether its party has said that the movement arrived, was closed or cancelled."""
        return self.notice.kind is NoticeKind.MOVEMENT and self.notice.stage in ENDED

    def state(self, moment: datetime) -> ItemState:
        """What can be said of it at the moment."""
        if self.has_ended:
            return ItemState.ENDED
        if moment < self.begins:
            return ItemState.PLANNED
        if moment < self.ends:
            return ItemState.STANDS
        return ItemState.LAST_SEEN if self.moves else ItemState.EXPIRED

    def age_s(self, moment: datetime) -> float:
        """Seconds since somebody last looked; never below 0."""
        return max(0.0, (moment - self.notice.confirmed_at).total_seconds())

    def stale(self, moment: datetime, limits: Limits = LIMITS) -> bool:
        """Whether the last look is older than the limit of its kind."""
        limit = limits.stale_after.get(self.notice.kind)
        return limit is not None and moment - self.notice.confirmed_at > limit

    def speed_m_s(self, limits: Limits = LIMITS) -> float:
        """The greatest speed: as said, or the assumed one of its kind where nobody said."""
        if not self.moves:
            return 0.0
        return self.notice.hourly_m / 3600.0 or limits.assumed_speed_m_s.get(self.notice.kind, 0.0)

    def legs_within(self, window: Window, limits: Limits = LIMITS) -> tuple[Leg, ...]:
        """Where it may be during the window: its own legs there, and where silence lets it be.

        A mover is within its legs, by its party's word, until they run out. From then on it may be
        anywhere it can reach from the last of them at its greatest speed. The area is taken at the
        end of the window, where it is widest; it only grows until a further notice.
        """
        legs = [leg for leg in self.notice.extent.legs if leg.window.meets(window)]
        if self.moves and window.end > self.ends:
            legs.extend(self._grown(window, limits))
        until = self._until()
        if until is not None:
            legs = [leg for leg in legs if max(leg.window.start, window.start) < until]
        return tuple(legs)

    def _until(self) -> datetime | None:
        """When it stops standing here: by a later word, or because its party says it has ended."""
        ended = self.said_at if self.has_ended else None
        known = [moment for moment in (self.until, ended) if moment is not None]
        return min(known, default=None)

    def _grown(self, window: Window, limits: Limits) -> list[Leg]:
        last = [leg for leg in self.notice.extent.legs if leg.window.end == self.ends]
        return [
            Leg(
                shape=grown(leg.shape, self.speed_m_s(limits) * (window.end - self.ends).total_seconds()),
                window=Window(start=self.ends, end=window.end),
            )
            for leg in last
        ]


def grown(shape: Shape, by_m: float) -> Shape:
    """The shape with everything that can be reached from it in `by_m` metres, at whatever altitude."""
    if not by_m >= 0 or math.isnan(by_m):
        raise ValueError("a possible area never shrinks by silence")
    return replace(shape, reach_m=min(shape.reach_m + by_m, HALF_WAY_ROUND_M), altitude=None)
