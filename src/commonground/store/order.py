"""The order of statements from several logs: the same on every node that holds the same.

Within a log, by position. Across logs, a statement comes after everything its `seen` names: that is
proved, for nobody can name a root before it exists. What is left open goes by the signers' clocks, then
by origin; that is a convenience and proves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final, Protocol, TypeVar

from commonground.statements.statement import Statement


class Placed(Protocol):
    """A readable statement with its place."""

    @property
    def origin(self) -> str: ...
    @property
    def index(self) -> int: ...
    @property
    def statement(self) -> Statement | None: ...


_FIRST: Final = datetime.min.replace(tzinfo=UTC)
T = TypeVar("T", bound=Placed)


def in_order(logs: Mapping[str, Sequence[T]], sizes: Mapping[str, int]) -> list[T]:
    """Merge the logs, each given in its own order, without what cannot be read.

    `sizes` says how much of each log is held: what lies beyond it cannot be waited for.
    """
    queues = {origin: list(rows) for origin, rows in sorted(logs.items()) if rows}
    at = dict.fromkeys(queues, 0)

    def next_index(origin: str) -> int | None:
        """The position of the next statement of a log, None when all are taken."""
        queue = queues.get(origin)
        return queue[at[origin]].index if queue is not None and at[origin] < len(queue) else None

    def waits(row: T) -> bool:
        if row.statement is None:
            return False
        for seen in row.statement.header.seen:
            index = next_index(seen.origin)
            held = min(seen.size, sizes.get(seen.origin, 0))
            if seen.origin != row.origin and index is not None and index < held:
                return True
        return False

    out: list[T] = []
    while True:
        heads = [queues[origin][at[origin]] for origin in queues if next_index(origin) is not None]
        if not heads:
            return out
        free = [row for row in heads if not waits(row)]
        chosen = min(free or heads, key=_clock)  # a circle of claims is a lie: go by the clocks
        out.append(chosen)
        at[chosen.origin] += 1


def _clock(row: Placed) -> tuple[datetime, str]:
    return (row.statement.header.at if row.statement else _FIRST, row.origin)
