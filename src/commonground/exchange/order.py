"""The one order in which both sides take the statements of an exchange.

Each message names in `re` the messages of its exchange that nobody had named before (the tips). So
what answers what is known without any clock. Where two were written without knowledge of each
other, their own times, then party, officer, count and id settle it, the same everywhere.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from commonground.statements.admin import Receipt
from commonground.statements.statement import Statement


def _key(one: Statement) -> tuple[datetime, str, str, int, str]:
    header = one.header
    return header.at, header.party, header.officer, header.seq, one.id


def _names(one: Statement) -> tuple[str, ...]:
    """What the statement cannot come before; a receipt also names what it is for."""
    return (*one.header.re, *one.body.of) if isinstance(one.body, Receipt) else one.header.re


def in_order(
    statements: Iterable[Statement], known: Collection[str]
) -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
    """The statements in order, and those held back because something they name is not here yet.

    `known` holds the ids of every statement here, of this exchange or not.
    """
    mine: Mapping[str, Statement] = {one.id: one for one in statements}
    waits = {id_: {name for name in _names(one) if name in mine} for id_, one in mine.items()}
    held = {id_ for id_, one in mine.items() if any(name not in known for name in _names(one))}
    after: dict[str, list[str]] = {}
    for id_, names in waits.items():
        for name in names:
            after.setdefault(name, []).append(id_)
    ready = [_key(one) for id_, one in mine.items() if not waits[id_] and id_ not in held]
    heapq.heapify(ready)
    ordered: list[Statement] = []
    while ready:
        id_ = heapq.heappop(ready)[-1]
        ordered.append(mine[id_])
        for later in after.get(id_, ()):
            waits[later].discard(id_)
            if not waits[later] and later not in held:
                heapq.heappush(ready, _key(mine[later]))
    done = {one.id for one in ordered}
    back = sorted((one for one in mine.values() if one.id not in done), key=_key)
    return tuple(ordered), tuple(back)


def tips(statements: Iterable[Statement]) -> tuple[str, ...]:
    """The ids among them that none of the others names, sorted."""
    mine = list(statements)
    named = {name for one in mine for name in one.header.re}
    return tuple(sorted(one.id for one in mine if one.id not in named))
