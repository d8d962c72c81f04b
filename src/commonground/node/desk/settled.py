"""Settled: which statements have no bearing any more on what a desk shows now.

A desk need not hold every word of years. What hangs together by what it names is one matter; a matter is
settled when all of it is: exchanges that are closed and whose window is over, alarms that everybody took,
notices that no longer stand, and whatever was said about those. Nothing is settled within two days, and
nothing that waits, stands, is doubted or belongs to the party itself (cards, terms, profiles, lines,
documents, holds). The record keeps everything; looking back, the ledger and proofs read it there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from commonground.exchange.exchange import Exchange
from commonground.exchange.fold import fold
from commonground.register.fold import Register
from commonground.statements.admin import Disclosure, Receipt
from commonground.statements.kinds import KINDS, Family
from commonground.statements.message import Acknowledgement, DoubtRaised
from commonground.statements.notice import Coverage, Notice, Withdrawal
from commonground.statements.statement import Statement

KEEP: Final = timedelta(days=2)


def names(one: Statement) -> set[str]:
    """The statements that one is about, so that it can be settled with them alone."""
    row = KINDS.get(one.header.kind)
    body = one.body
    if row is None or (row.family is Family.RECORD and not isinstance(body, Disclosure)):
        return set()
    found = set(one.header.re)
    if isinstance(body, Withdrawal):
        found.add(body.withdraws)
    elif isinstance(body, DoubtRaised):
        found.add(body.doubts)  # an id, or the name of a thing: a name is the id of nothing
    elif isinstance(body, Acknowledgement):
        found.add(body.answer)
    elif isinstance(body, Disclosure):
        found.add(body.discloses)
    return found - {""}


def settled(statements: Iterable[Statement], now: datetime, held: Callable[[str], bool]) -> frozenset[str]:
    """The ids of what is settled among these statements.

    held: whether the record holds a statement that is named and not among these. Where it does not, what
    names it waits for it and is not settled.
    """
    all_ = {one.id: one for one in statements}
    over = _over(all_, now - KEEP)
    matters = _matters(all_, held)
    gone = {id_ for members in matters if over.issuperset(members) for id_ in members}
    gone -= _still_needed(all_, gone, held)
    return frozenset(gone | _receipts(all_, gone, now - KEEP, held))


def _over(all_: Mapping[str, Statement], before: datetime) -> set[str]:
    """What would be settled if it stood alone."""
    known = fold(all_.values())
    untaken = {alarm.id for alarm in known.alarms if alarm.untaken_by()}
    over = {one.id for one in known.exchanges if _is_over(one, before, untaken)}
    said = {line.statement.id for one in known.exchanges if one.id not in over for line in one.log}
    done = {line.statement.id for one in known.exchanges if one.id in over for line in one.log} - said
    acting = {one.id for one in known.exchanges if one.enquiry.window.end > before}
    for alarm in known.alarms:
        if alarm.id not in untaken and acting.isdisjoint(alarm.exchanges):
            done.add(alarm.id)
    stands = Register.of(all_.values()).ids_at(before)
    for id_, one in all_.items():
        ended = isinstance(one.body, Notice | Coverage) and id_ not in stands
        if ended or isinstance(one.body, Withdrawal | Disclosure | Acknowledgement):
            done.add(id_)
    return {
        id_ for id_ in done if all_[id_].header.at <= before and not isinstance(all_[id_].body, DoubtRaised)
    }


def _is_over(one: Exchange, before: datetime, untaken: set[str]) -> bool:
    return not one.open and one.enquiry.window.end <= before and untaken.isdisjoint(one.alarms)


def _matters(all_: Mapping[str, Statement], held: Callable[[str], bool]) -> list[list[str]]:
    """What hangs together, receipts left out. A matter in which something waits is left out too."""
    root = {id_: id_ for id_, one in all_.items() if not isinstance(one.body, Receipt)}
    waits: set[str] = set()

    def top(id_: str) -> str:
        while root[id_] != id_:
            root[id_] = id_ = root[root[id_]]
        return id_

    for id_ in root:
        for name in names(all_[id_]):
            if name in root:
                root[top(name)] = top(id_)
            elif not held(name):
                waits.add(id_)
    waiting = {top(id_) for id_ in waits}
    found: dict[str, list[str]] = {}
    for id_ in root:
        if top(id_) not in waiting:
            found.setdefault(top(id_), []).append(id_)
    return list(found.values())


def _still_needed(all_: Mapping[str, Statement], gone: set[str], held: Callable[[str], bool]) -> set[str]:
    """Notices that took the place of one which is still here, or which has not come yet; and their matters.

    Without them the earlier one would seem to stand. A chain of places is settled from its old end.
    """
    needed: set[str] = set()
    if not any(_replaces(all_[id_]) for id_ in gone):
        return needed
    matters = [set(one) for one in _matters({id_: all_[id_] for id_ in gone}, lambda _: True)]

    def is_here(id_: str) -> bool:
        return id_ in needed or (id_ in all_ and id_ not in gone) or (id_ not in all_ and not held(id_))

    while True:
        found = [
            members
            for members in matters
            if not members <= needed
            and any(is_here(all_[id_].body.replaces) for id_ in members if _replaces(all_[id_]))
        ]
        if not found:
            return needed
        needed.update(*found)


def _replaces(one: Statement) -> bool:
    return isinstance(one.body, Notice) and one.body.replaces != ""


def _receipts(
    all_: Mapping[str, Statement], gone: set[str], before: datetime, held: Callable[[str], bool]
) -> set[str]:
    """Receipts for nothing that is still here."""
    return {
        id_
        for id_, one in all_.items()
        if isinstance(one.body, Receipt)
        and one.header.at <= before
        and all(name in gone or (name not in all_ and held(name)) for name in one.body.of)
    }
