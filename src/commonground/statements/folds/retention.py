"""What may be destroyed: statements whose retention is over and that no hold keeps.

A fold over statements; it destroys nothing. Each party says how long it keeps what it holds; where several
retentions name a statement the longest counts, and one without an end keeps it until somebody says otherwise.

A hold is lifted by the party that set it, and by no other. Our own stops whatever it names. Another party's
stops what it is a party to, said by it or to it: neither side destroys what the other may need, and nobody
makes us keep what was never its business.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from commonground.statements.admin import Destruction, Hold, Retention
from commonground.statements.statement import Statement


@dataclass(slots=True)
class Holds:
    """The holds that stand: ids by party, and the parties that hold everything. `own` is whose disk it is."""

    own: str
    ids: dict[str, set[str]] = field(default_factory=dict)
    all_by: set[str] = field(default_factory=set)

    def stop(self, statement: Statement) -> bool:
        """Whether a hold stops the destruction of this statement here."""
        concerned = {self.own, statement.header.party, *statement.header.to}
        return any(party in self.all_by or statement.id in self.ids.get(party, ()) for party in concerned)


def holds(statements: Iterable[Statement], own: str) -> Holds:
    """The holds that stand after these statements."""
    found = Holds(own)
    for one in statements:
        body, party = one.body, one.header.party
        if not isinstance(body, Hold):
            continue
        if body.of:
            ids = found.ids.setdefault(party, set())
            (ids.difference_update if body.lifted else ids.update)(body.of)
        else:
            (found.all_by.discard if body.lifted else found.all_by.add)(party)
    return found


def due(statements: Iterable[Statement], now: datetime, own: str) -> tuple[str, ...]:
    """The ids whose retention with us is over and that no hold stops, in the order they were said."""
    said = list(statements)
    kept = holds(said, own)
    until: dict[str, datetime | None] = {}
    gone: set[str] = set()
    for one in said:
        if one.header.party != own:
            continue
        if isinstance(one.body, Destruction):
            gone.update(one.body.of)
        elif isinstance(one.body, Retention):
            for name in one.body.of:
                until[name] = _longer(until[name], one.body.until) if name in until else one.body.until
    over = {name for name, end in until.items() if end is not None and end <= now} - gone
    return tuple(one.id for one in said if one.id in over and not kept.stop(one))


def _longer(first: datetime | None, second: datetime | None) -> datetime | None:
    return None if first is None or second is None else max(first, second)
