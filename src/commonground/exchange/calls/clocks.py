"""Clocks: how far two parties' clocks are apart at least, from what answers what.

A message names what it answers. Where it bears an earlier time than that, the clock of the one who wrote it
runs behind the other's by at least the difference. Nothing is reordered by it: the order is that of the
names (order.py). Both local times are shown; the record holds UTC.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from commonground.finding import Finding, Kind, Level
from commonground.statements.statement import Statement

SHOWN_FROM = timedelta(seconds=5)  # less is the ordinary play of two clocks
SERIOUS_FROM = timedelta(minutes=2)


def behind(statements: Iterable[Statement]) -> dict[tuple[str, str], tuple[timedelta, str, str]]:
    """By (party behind, party ahead): the least difference that must be, and the pair that shows it."""
    known = {one.id: one for one in statements}
    found: dict[tuple[str, str], tuple[timedelta, str, str]] = {}
    for one in sorted(known.values(), key=lambda one: one.id):
        for name in one.header.re:
            other = known.get(name)
            if other is None or other.header.party == one.header.party:
                continue
            apart = other.header.at - one.header.at
            pair = one.header.party, other.header.party
            if apart > found.get(pair, (timedelta(0), "", ""))[0]:
                found[pair] = apart, one.id, other.id
    return found


def clock_findings(statements: Iterable[Statement]) -> tuple[Finding, ...]:
    """A finding for every two parties whose clocks are surely apart."""
    return tuple(
        Finding(
            kind=Kind.CLOCKS_DIFFER,
            level=Level.CAUTION if apart >= SERIOUS_FROM else Level.NOTE,
            text=f"The clock of {late} runs at least {apart.total_seconds():.0f} s behind that of {ahead}: "
            "it answered before it was asked.",
            about=(answer, asked),
        )
        for (late, ahead), (apart, answer, asked) in sorted(behind(statements).items())
        if apart >= SHOWN_FROM
    )
