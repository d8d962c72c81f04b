"""Both sides are warned: who plans something at a place, and whoever moves near it meanwhile.

Both nodes hold the same words, so both come to the same finding without anybody being asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from commonground.check.index import Index, Near
from commonground.finding import Finding, Kind, Level
from commonground.position.extent import Extent
from commonground.register.fold import Standing
from commonground.register.limits import LIMITS, Limits
from commonground.register.words import said_m


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a party means to do somewhere: the statement that says so, where, when, how near is too near."""

    id: str
    party: str
    extent: Extent
    margin_m: float


def meetings(plans: Iterable[Plan], standing: Standing, limits: Limits = LIMITS) -> tuple[Finding, ...]:
    """For every plan each mover of another party that is or may be within its margin in its window."""
    moving = tuple(item for item in standing.items if item.moves)
    index = Index.of(replace(standing, items=moving), limits)
    found = []
    for plan in plans:
        nearest: dict[str, Near] = {}
        for pair in index.near(plan.extent, plan.margin_m):
            other = pair.item.party != plan.party
            best = nearest.get(pair.item.id)
            if other and (best is None or pair.distance_m < best.distance_m):
                nearest[pair.item.id] = pair
        found += [_finding(plan, pair) for _, pair in sorted(nearest.items())]
    return tuple(found)


def _finding(plan: Plan, pair: Near) -> Finding:
    name = pair.item.notice.label or pair.item.notice.item
    text = (
        f"{name} of {pair.item.party} is or may be {said_m(pair.distance_m)} from what {plan.party} plans, "
        f"within its margin of {said_m(plan.margin_m)} or nearly, and in its window. Both sides are warned."
    )
    return Finding(kind=Kind.PLAN_MEETS_MOVER, level=Level.URGENT, text=text, about=(plan.id, pair.item.id))
