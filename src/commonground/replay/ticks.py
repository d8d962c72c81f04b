"""Ticks: the events of a record along a line of time, for whoever looks back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from commonground.replay.entry import Placed
from commonground.replay.knowing import since_of
from commonground.statements.admin import Receipt, ReceiptStage
from commonground.statements.text import describe


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """One event: since when it stood, its kind, whose, and one sentence without any place."""

    at: datetime
    id: str
    kind: str
    party: str
    text: str


def ticks(entries: Iterable[Placed], party: str = "") -> tuple[Tick, ...]:
    """What was said, or with a party what it had been told, in order of time.

    Receipts are no events of their own, but for the one that had a place drawn before it was measured.
    """
    all_ = tuple(entries)
    since = since_of(all_, party)
    found = [
        Tick(
            at=since[one.id],
            id=one.id,
            kind=one.statement.header.kind,
            party=one.party,
            text=describe(one.statement),
        )
        for one in all_
        if one.id in since and not _is_quiet(one.statement.body)
    ]
    return tuple(sorted(found, key=lambda tick: (tick.at, tick.id)))


def _is_quiet(body: object) -> bool:
    return isinstance(body, Receipt) and body.stage is not ReceiptStage.SHOW_NOW
