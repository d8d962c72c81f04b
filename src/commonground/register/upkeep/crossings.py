"""Crossings: open, restricted, closed or unknown, by each party, since when.

Nobody's word is put above another's: where two parties say different things of one crossing, both
stand and it is a finding. A crossing of which a party has said nothing, or whose notice has run out,
is *unknown* for that party.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from commonground.finding import Finding, Kind, Level
from commonground.register.fold import Standing
from commonground.register.item import Item, ItemState
from commonground.register.words import said_time
from commonground.statements.notice import CrossingStatus, NoticeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossingSaid:
    """What one party says of one crossing."""

    party: str
    status: CrossingStatus
    since: datetime
    reason: str
    item: Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """One crossing by its name, with what each party says of it."""

    name: str
    said: tuple[CrossingSaid, ...]

    def status_for(self, party: str) -> CrossingStatus:
        """What the party says; UNKNOWN where it has said nothing that still stands."""
        found = {one.status for one in self.said if one.party == party}
        return found.pop() if len(found) == 1 else CrossingStatus.UNKNOWN

    def finding(self) -> Finding | None:
        """The parties' different words, side by side; None where they are of one word."""
        if len({one.status for one in self.said}) < 2:
            return None
        words = "; ".join(f"{one.party} says {one.status} since {said_time(one.since)}" for one in self.said)
        about = tuple(one.item.id for one in self.said)
        text = f"Different words of crossing {self.name}: {words}."
        return Finding(kind=Kind.CROSSING_RIVALS, level=Level.CAUTION, text=text, about=about)


def crossings(standing: Standing) -> tuple[Crossing, ...]:
    """Every crossing of which anything stands, by name."""
    groups: dict[str, list[CrossingSaid]] = {}
    for item in _standing(standing):
        groups.setdefault(item.notice.item, []).append(
            CrossingSaid(
                party=item.party,
                status=item.notice.crossing,
                since=item.begins,
                reason=item.notice.reason,
                item=item,
            )
        )
    return tuple(
        Crossing(name=name, said=tuple(sorted(said, key=lambda one: (one.party, one.item.id))))
        for name, said in sorted(groups.items())
    )


def _standing(standing: Standing) -> Iterable[Item]:
    return (
        item
        for item in standing.items
        if item.notice.kind is NoticeKind.CROSSING and item.state(standing.moment) is ItemState.STANDS
    )
