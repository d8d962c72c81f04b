"""Logs for tests of looking back: what each party says, at its place, with what it has seen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from tests.exchange.said import NOON, said

from commonground.replay.entry import Placed
from commonground.statements.header import Seen
from commonground.statements.statement import Statement


def origin(party: str) -> str:
    return f"commonground/{party}"


def placed(statements: Iterable[Statement], *, public: frozenset[str] = frozenset()) -> tuple[Placed, ...]:
    """Statements as they stand in their parties' logs, in the order given; `public` by id."""
    sizes: dict[str, int] = {}
    found = []
    for one in statements:
        name = origin(one.header.party)
        index = sizes.get(name, 0)
        sizes[name] = index + 1
        found.append(Placed(origin=name, index=index, statement=one, public=one.id in public))
    return tuple(found)


def having_seen(one: Statement, **sizes: int) -> Statement:
    """The statement as said by somebody who had seen so much of these parties' logs."""
    seen = tuple(Seen(origin=origin(party), size=size, root="ab" * 32) for party, size in sizes.items())
    return replace(one, header=replace(one.header, seen=seen))


def word(party: str, body: Any, at: datetime = NOON, *, to: tuple[str, ...] = (), **more: Any) -> Statement:
    return said(party, body, at, to=to, **more)
