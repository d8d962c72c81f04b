"""The life of a movement: what its party said of it step by step, and what its silence means.

The stages are said by the party, each in a notice that replaces the one before. *Overdue* is never
said: it is worked out, when the windows have run out and nobody has said that it arrived, was closed
or cancelled. An overdue movement raises the call card, and its possible area grows (item.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from commonground.finding import Finding, Kind, Level
from commonground.register.fold import Register, Standing
from commonground.register.item import ENDED, Item
from commonground.register.words import said_time
from commonground.statements.notice import MovementStage, Notice, NoticeKind
from commonground.statements.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class StageSaid:
    """One step of a life: the stage, when it was said, by whom, why."""

    id: str
    stage: MovementStage
    at: datetime
    officer: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """One movement from its first notice on; `item` is how it stands now."""

    item: Item
    stages: tuple[StageSaid, ...]
    overdue_since: datetime | None

    @property
    def outcome(self) -> MovementStage | None:
        """How it ended, None while it has not."""
        stage = self.item.notice.stage
        return stage if stage in ENDED else None

    def finding(self) -> Finding | None:
        """The call card of an overdue movement."""
        if self.overdue_since is None:
            return None
        last = self.stages[-1]
        name = self.item.notice.label or self.item.notice.item
        text = (
            f"{name} of {self.item.party} is overdue since {said_time(self.overdue_since)}; last word "
            f"{last.stage.replace('_', ' ')} at {said_time(last.at)} by {last.officer}. Call them now."
        )
        return Finding(kind=Kind.OVERDUE, level=Level.URGENT, text=text, about=(self.item.id,))


def lives(register: Register, moment: datetime, standing: Standing | None = None) -> tuple[Life, ...]:
    """Every movement that stands at the moment, with its life so far. standing: where it is known already."""
    standing = standing or register.at(moment)
    return tuple(
        Life(
            item=item,
            stages=_stages(register.statements, item.id),
            overdue_since=item.ends if item.moves and moment >= item.ends else None,
        )
        for item in standing.items
        if item.notice.kind is NoticeKind.MOVEMENT
    )


def _stages(statements: Mapping[str, Statement], id_: str) -> tuple[StageSaid, ...]:
    """The chain of notices back to the first, oldest first; only the party's own links count."""
    chain: list[StageSaid] = []
    at: str = id_
    party = statements[id_].header.party
    while at in statements:
        one = statements[at]
        body = one.body
        if not isinstance(body, Notice) or one.header.party != party:
            break
        chain.append(
            StageSaid(
                id=at, stage=body.stage, at=one.header.at, officer=one.header.officer, reason=body.reason
            )
        )
        at = body.replaces
    return tuple(reversed(chain))
