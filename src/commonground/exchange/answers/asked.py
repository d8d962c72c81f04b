"""What an asker could know by now: how often it asked, and how much of the ground was answered.

Many small enquiries draw a map of the answerer's posts. So both desks count them, and say what share of
the answerer's own coverage the answered ones have laid open. Over the limit it is said and recorded;
nothing is ever blocked, because the next enquiry may be the one that saves somebody.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import shapely

from commonground.check.measure.outline import outline
from commonground.check.measure.plane import Plane, ecef
from commonground.exchange.exchange import Exchange
from commonground.finding import Finding, Kind, Level
from commonground.position.place import Position
from commonground.register.fold import Standing
from commonground.statements.message import Outcome

DAY = timedelta(hours=24)
SHARE_SAID = 0.10  # of the answerer's coverage
COUNT_SAID = 50  # enquiries in a day


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What one party has asked another in the last 24 hours.

    answered_km2: ground about which *something* or *none* was said. share: of the answerer's coverage that
    stands now, None where it has none.
    """

    asker: str
    receiver: str
    count: int
    answered: int
    answered_km2: float
    share: float | None

    def finding(self) -> Finding | None:
        """The warning on both desks, None below the limits."""
        if self.count <= COUNT_SAID and (self.share or 0.0) <= SHARE_SAID:
            return None
        known = f"{self.answered_km2:.0f} km²"
        if self.share is not None:
            known += f", {100 * self.share:.0f} % of what {self.receiver} covers"
        text = (
            f"{self.asker} has asked {self.receiver} {self.count} times in 24 hours and could know by now "
            f"about {known}."
        )
        return Finding(kind=Kind.ASKED_MUCH, level=Level.CAUTION, text=text)


def asked(exchanges: Iterable[Exchange], standing: Standing) -> tuple[Asked, ...]:
    """For every two parties what the one has asked the other, by their codes."""
    recent: dict[tuple[str, str], list[Exchange]] = {}
    for one in exchanges:
        if standing.moment - DAY < one.sent_at <= standing.moment:
            recent.setdefault((one.asker, one.receiver), []).append(one)
    return tuple(
        _asked(asker, receiver, found, standing) for (asker, receiver), found in sorted(recent.items())
    )


def _asked(asker: str, receiver: str, found: list[Exchange], standing: Standing) -> Asked:
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
