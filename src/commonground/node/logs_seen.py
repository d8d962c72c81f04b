"""From the logs a node holds to the heads a check names: size, pending, newest known, not open to us.

Used by the desk, by `cg check` and by scenarios, so that each rests on the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from commonground.check.heads import Head, PeerState
from commonground.position.window import read_utc
from commonground.statements.statement import Statement
from commonground.store.store import Store
from commonground.store.values import Head as StoredHead


def logs_seen(
    store: Store,
    newest: Mapping[str, int],
    now: datetime,
    *,
    heard: Callable[[StoredHead], datetime | None],
    late: timedelta,
    absent: timedelta,
) -> tuple[Head, ...]:
    """The head of every log here that was ever heard; one that never was is left out, and unknown.

    newest: by log, the size that anybody says it has (`newest_seen`). heard: when a party's node was last
    heard. What of ours no peer has cosigned yet is in our own register
    all the same; but entries that are not open to this node, ours too while the record is locked, may be
    about the very place that is asked about.
    """
    withheld = store.withheld()
    found = []
    for head in store.heads().values():
        own = head.origin == store.origin
        heard_at = now if own else heard(head)
        if heard_at is None:
            continue
        silence = now - heard_at
        state = (
            PeerState.ABSENT if silence >= absent else PeerState.LATE if silence >= late else PeerState.HEARD
        )
        found.append(
            Head(
                party=head.party,
                origin=head.origin,
                size=head.size,
                root=head.root.hex(),
                heard_at=heard_at,
                state=PeerState.OWN if own else state,
                pending=0 if own else head.pending,
                newest=0 if own else newest.get(head.origin, 0),
                withheld=withheld.get(head.origin, 0),
            )
        )
    return tuple(found)


def newest_seen(statements: Iterable[Statement]) -> dict[str, int]:
    """By log, the largest size that any of these statements says it has seen."""
    newest: dict[str, int] = {}
    for one in statements:
        for seen in one.header.seen:
            newest[seen.origin] = max(newest.get(seen.origin, 0), seen.size)
    return newest


def heard_before(head: StoredHead) -> datetime | None:
    """When a log's node last answered, as the record itself has it."""
    return read_utc(head.heard) if head.heard else None
