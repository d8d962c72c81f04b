"""What may be destroyed: statements whose retention is over and that no hold keeps.

A fold over statements; it destroys nothing. Where several retentions name a statement the longest counts,
and one without an end keeps it until somebody says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from commonground.statements.admin import Destruction, Hold, Retention
from commonground.statements.statement import Statement


def held(statements: Iterable[Statement]) -> tuple[frozenset[str], bool]:
    """The ids under a hold of any party, and whether everything is held."""
    ids: set[str] = set()
    everything: dict[str, bool] = {}
    for one in statements:
        if not isinstance(one.body, Hold):
            continue
        if not one.body.of:
            everything[one.header.party] = not one.body.lifted
        elif one.body.lifted:
            ids.difference_update(one.body.of)
        else:
            ids.update(one.body.of)
    return frozenset(ids), any(everything.values())


def due(statements: Iterable[Statement], now: datetime) -> tuple[str, ...]:
    """The ids whose retention is over, in the order in which they were said; none while all is held."""
    said = list(statements)
    kept, everything = held(said)
    if everything:
        return ()
    until: dict[str, datetime | None] = {}
    gone: set[str] = set()
    for one in said:
        if isinstance(one.body, Destruction):
            gone.update(one.body.of)
        elif isinstance(one.body, Retention):
            for name in one.body.of:
                until[name] = _longer(until[name], one.body.until) if name in until else one.body.until
    over = {name for name, end in until.items() if end is not None and end <= now}
    return tuple(one.id for one in said if one.id in over - kept - gone)


def _longer(first: datetime | None, second: datetime | None) -> datetime | None:
    return None if first is None or second is None else max(first, second)
