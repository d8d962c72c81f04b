"""Ticks: the events of a record along a line of time, for whoever looks back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from commonground.replay.entry import Placed
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


def ticks(entries: Iterable[Placed], since: Mapping[str, datetime]) -> tuple[Tick, ...]:
    """The events in order of time; `since` (knowing.py) says when each of them was, and leaves out others.

    Receipts are no events of their own, but for the one that had a place drawn before it was measured.
    """
    found = [
        Tick(
            at=since[one.id],
            id=one.id,
            kind=one.statement.header.kind,
            party=one.party,
            text=describe(one.statement),
        )
        for one in entries
        if one.id in since and not _is_quiet(one.statement.body)
    ]
    return tuple(sorted(found, key=lambda tick: (tick.at, tick.id)))


def _is_quiet(body: object) -> bool:
    return isinstance(body, Receipt) and body.stage is not ReceiptStage.SHOW_NOW
