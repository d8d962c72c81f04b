"""What an asker could know by now: how often it asked, and how much of the ground was answered.

Many small enquiries draw a map of the answerer's posts. So both desks count them, and say what share of
the answerer's own coverage the answered ones have laid open. Over the budget of the terms it is said on both
desks and stands in the enquiry itself; nothing is ever blocked, because the next enquiry may be the one
that saves somebody.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import shapely

from commonground.check.measure.outline import outline
from commonground.check.measure.plane import Plane, ecef
from commonground.exchange.exchange import Exchange
from commonground.finding import Finding, Kind, Level
from commonground.position.place import Position
from commonground.register.fold import Standing
from commonground.statements.admin import Terms
from commonground.statements.message import Outcome

HOUR = timedelta(hours=1)
ENQUIRIES, SHARE = "enquiries", "share"  # the names of the budgets in the terms; the share in per cent


@dataclass(frozen=True, slots=True, kw_only=True)
class AskLimits:
    """How much may be asked before it is said: enquiries in a span of time, share of the coverage."""

    count: int = 50
    within: timedelta = timedelta(hours=24)
    share: float = 0.10


LIMITS = AskLimits()


def limits_of(terms: Terms | None) -> AskLimits:
    """The budgets of the terms for enquiries; ours where they are silent."""
    said = {one.name: one for one in terms.budgets} if terms else {}
    found = LIMITS
    if ENQUIRIES in said:
        one = said[ENQUIRIES]
        found = replace(found, count=one.limit, within=timedelta(seconds=max(1, one.per_s)))
    if SHARE in said:
        found = replace(found, share=said[SHARE].limit / 100)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What one party has asked another in the span of the limits.

    answered_km2: ground about which *something* or *none* was said. share: of the answerer's coverage that
    stands now, None where it has none.
    """

    asker: str
    receiver: str
    count: int
    answered: int
    answered_km2: float
    share: float | None
    limits: AskLimits

    @property
    def over(self) -> bool:
        """Whether it is more than the budget."""
        return self.count > self.limits.count or (self.share or 0.0) > self.limits.share

    def with_one_more(self) -> Asked:
        """The same after the next enquiry."""
        return replace(self, count=self.count + 1)

    @property
    def text(self) -> str:
        """What could be known by now, as both desks show it."""
        known = f"{self.answered_km2:.0f} km²"
        if self.share is not None:
            known += f", {100 * self.share:.0f} % of what {self.receiver} covers"
        times = "once" if self.count == 1 else f"{self.count} times"
        span = f"{self.limits.within / HOUR:.0f} hours"
        return (
            f"{self.asker} has asked {self.receiver} {times} in {span} and could know by now about {known}."
        )

    def finding(self) -> Finding | None:
        """The warning on both desks, None within the budget."""
        if not self.over:
            return None
        text = f"{self.text} Over the budget; recorded, and not blocked."
        return Finding(kind=Kind.ASKED_MUCH, level=Level.CAUTION, text=text)

    def as_json(self) -> dict[str, object]:
        """The form of the API."""
        return {
            "asker": self.asker,
            "receiver": self.receiver,
            "count": self.count,
            "answered": self.answered,
            "answered_km2": round(self.answered_km2, 3),
            "share": None if self.share is None else round(self.share, 6),
            "most": self.limits.count,
            "within_s": int(self.limits.within.total_seconds()),
            "most_share": self.limits.share,
            "over": self.over,
            "text": self.text,
        }


def asked(exchanges: Iterable[Exchange], standing: Standing, limits: AskLimits = LIMITS) -> tuple[Asked, ...]:
    """For every two parties what the one has asked the other, by their codes."""
    recent: dict[tuple[str, str], list[Exchange]] = {}
    for one in exchanges:
        if standing.moment - limits.within < one.sent_at <= standing.moment:
            recent.setdefault((one.asker, one.receiver), []).append(one)
    return tuple(
        _asked(asker, receiver, found, standing, limits)
        for (asker, receiver), found in sorted(recent.items())
    )


def _asked(asker: str, receiver: str, found: list[Exchange], standing: Standing, limits: AskLimits) -> Asked:
    told = [one for one in found if one.answer and one.answer.answer.outcome is not Outcome.CANNOT_SAY]
    open_km2, share = 0.0, None
    if told:
        plane = _around([one.place.position for one in told])
        ground = shapely.union_all([_disc(one, plane) for one in told])
        open_km2 = float(shapely.area(ground)) / 1e6
        covered = _covered(receiver, standing, standing.moment, plane)
        whole = float(shapely.area(covered))
        if whole > 0:
            share = float(shapely.area(shapely.intersection(ground, covered))) / whole
    return Asked(
        asker=asker,
        receiver=receiver,
        count=len(found),
        answered=len(told),
        answered_km2=open_km2,
        share=share,
        limits=limits,
    )


def _around(places: list[Position]) -> Plane:
    xyz = ecef([one.lat_deg for one in places], [one.lon_deg for one in places]).mean(0)
    lat = math.degrees(math.atan2(xyz[2], math.hypot(xyz[0], xyz[1])))
    return Plane(lat, math.degrees(math.atan2(xyz[1], xyz[0])))


def _disc(exchange: Exchange, plane: Plane) -> shapely.Geometry:
    position = exchange.place.position
    (at,) = plane.place(ecef([position.lat_deg], [position.lon_deg]))
    return shapely.buffer(shapely.Point(at), max(exchange.enquiry.margin_m, 1.0))


def _covered(party: str, standing: Standing, moment: datetime, plane: Plane) -> shapely.Geometry:
    areas = [
        outline(one.coverage.area).geometry(plane)
        for one in standing.coverage
        if one.party == party and one.stands(moment) and not outline(one.coverage.area).boundless
    ]
    return shapely.union_all(areas) if areas else shapely.Polygon()
