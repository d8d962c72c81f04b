"""What depends on a crossing: every movement whose way passes it while it is not open."""

from __future__ import annotations

from collections.abc import Iterator

from commonground.check.measure.distance import distance_m
from commonground.check.measure.probability import SEARCH, joint_ce95_m
from commonground.finding import Finding, Kind, Level
from commonground.register.fold import Standing
from commonground.register.item import Item, ItemState
from commonground.register.upkeep.crossings import Crossing, CrossingSaid
from commonground.register.words import said_time
from commonground.statements.notice import CrossingStatus, NoticeKind

PASSES_M = 500.0  # a way this near a crossing uses it


def dependents(standing: Standing, crossing: Crossing) -> tuple[Item, ...]:
    """Every movement that has not ended and passes the crossing in a window of its notice."""
    return tuple(
        item
        for item in standing.items
        if item.notice.kind is NoticeKind.MOVEMENT
        and item.state(standing.moment) is not ItemState.ENDED
        and any(_passes(item, one) for one in crossing.said)
    )


def shut(standing: Standing, crossing: Crossing) -> Iterator[Finding]:
    """For every party that says it is not open, each movement that depends on it."""
    for one in crossing.said:
        if one.status is CrossingStatus.OPEN:
            continue
        for item in dependents(standing, crossing):
            name = item.notice.label or item.notice.item
            text = (
                f"{name} of {item.party} depends on crossing {crossing.name}, which {one.party} says is "
                f"{one.status} since {said_time(one.since)}."
            )
            about = (one.item.id, item.id)
            yield Finding(kind=Kind.CROSSING_SHUT, level=Level.URGENT, text=text, about=about)


def _passes(item: Item, crossing: CrossingSaid) -> bool:
    for leg in item.notice.extent.legs:
        for gate in crossing.item.notice.extent.legs:
            near_m = PASSES_M + SEARCH * joint_ce95_m(leg.shape, gate.shape)
            if leg.window.meets(gate.window) and distance_m(leg.shape, gate.shape) <= near_m:
                return True
    return False
