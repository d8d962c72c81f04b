"""The register: a fold over statements that says what stands where, by whom, since when.

Folding is taking the union of statements, so the order in which they arrive cannot matter. What
stands is worked out in `at`, which asks of one moment in the world; which statements were known is
decided by which were folded. Both together are time travel: any checkpoint, any moment.

A notice that takes the place of another does so when it was said or when its own first window
begins, whichever is later, so that nothing is lost in between. Nobody can withdraw or replace what
another party said; trying to is a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Final

from commonground.finding import Finding, Kind, Level
from commonground.register.item import DoubtSaid, Item, ItemState
from commonground.register.limits import LIMITS, Limits
from commonground.statements.message import DoubtRaised
from commonground.statements.notice import Coverage, Notice, NoticeKind, Withdrawal
from commonground.statements.statement import Statement

BODIES: Final = (Notice, Coverage, Withdrawal, DoubtRaised)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageSaid:
    """One coverage as it stands: whose, and until when by a later word."""

    id: str
    party: str
    coverage: Coverage
    said_at: datetime
    doubts: tuple[DoubtSaid, ...] = ()

    def stands(self, moment: datetime) -> bool:
        """Whether its party stands by it at the moment."""
        return self.coverage.as_of <= moment < self.coverage.valid_until


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What stands at one moment. Items and coverage are sorted by party and id."""

    moment: datetime
    items: tuple[Item, ...]
    coverage: tuple[CoverageSaid, ...]
    findings: tuple[Finding, ...] = ()

    def items_of(self, party: str) -> tuple[Item, ...]:
        """What the party says stands."""
        return tuple(item for item in self.items if item.party == party)


@dataclass(frozen=True, slots=True)
class Register:
    """The statements that were folded, by id. Equal registers hold the same statements."""

    statements: Mapping[str, Statement] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, statements: Iterable[Statement]) -> Register:
        """Fold from zero."""
        return cls().apply(*statements)

    def apply(self, *statements: Statement) -> Register:
        """The register with these statements too; those that are no concern of it are left out."""
        taken = {one.id: one for one in statements if isinstance(one.body, BODIES)}
        return Register(MappingProxyType({**self.statements, **taken}))

    def known_at(self, moment: datetime) -> Register:
        """The register of what had been said by then, by the clocks of those who said it."""
        return Register.of(one for one in self.statements.values() if one.header.at <= moment)

    def at(self, moment: datetime, *, limits: Limits = LIMITS) -> Standing:
        """What stands at the moment, by everything that was folded."""
        ends, findings = _ends(self.statements)
        doubts = _doubts(self.statements)
        items: list[Item] = []
        coverage: list[CoverageSaid] = []
        for one in sorted(self.statements.values(), key=lambda one: (one.header.party, one.id)):
            until = ends.get(one.id)
            if one.header.at > moment + limits.clock_skew:
                findings.append(_ahead(one, moment))
            if not self._stands(one, until, moment):
                continue
            if isinstance(one.body, Notice):
                items.append(
                    Item(
                        id=one.id,
                        party=one.header.party,
                        notice=one.body,
                        said_at=one.header.at,
                        until=until,
                        doubts=tuple(said for key in (one.id, one.body.item) for said in doubts.get(key, ())),
                    )
                )
            elif isinstance(one.body, Coverage):
                coverage.append(
                    CoverageSaid(
                        id=one.id,
                        party=one.header.party,
                        coverage=one.body,
                        said_at=one.header.at,
                        doubts=doubts.get(one.id, ()),
                    )
                )
        findings.extend(_side_by_side(items, moment))
        return Standing(moment=moment, items=tuple(items), coverage=tuple(coverage), findings=tuple(findings))

    def ids_at(self, moment: datetime) -> frozenset[str]:
        """The ids of the items and coverage that `at` gives, for a small part of its work."""
        ends, _ = _ends(self.statements)
        return frozenset(
            one.id for one in self.statements.values() if self._stands(one, ends.get(one.id), moment)
        )

    def _stands(self, one: Statement, until: datetime | None, moment: datetime) -> bool:
        if until is not None and until <= moment:
            return False
        if isinstance(one.body, Notice):
            return not _is_coarse_copy(one, self.statements)
        return isinstance(one.body, Coverage)


def _is_coarse_copy(one: Statement, statements: Mapping[str, Statement]) -> bool:
    """Whether a notice is a coarse copy for others of one that we hold: it says nothing more."""
    if not isinstance(one.body, Notice) or not one.body.coarse:
        return False
    firsts = (statements.get(identity) for identity in one.header.re)
    return any(
        first is not None and first.header.party == one.header.party and isinstance(first.body, Notice)
        for first in firsts
    )


def _ends(statements: Mapping[str, Statement]) -> tuple[dict[str, datetime], list[Finding]]:
    """When each statement stops standing: by its own end, or by a later word of its own party."""
    ends = {one.id: one.header.not_after for one in statements.values() if one.header.not_after is not None}
    findings: list[Finding] = []
    void = _withdrawn_withdrawals(statements)
    for one in sorted(statements.values(), key=lambda one: one.id):
        body = one.body
        if isinstance(body, Withdrawal) and one.id not in void:
            other, moment = body.withdraws, one.header.at
        elif isinstance(body, Notice) and body.replaces:
            begins = min(leg.window.start for leg in body.extent.legs)
            other, moment = body.replaces, max(one.header.at, begins)
        else:
            continue
        earlier = statements.get(other)
        if earlier is None:
            continue  # not here yet, or no concern of the register
        if earlier.header.party != one.header.party:
            findings.append(_not_theirs(one, earlier))
            continue
        ends[other] = min(ends.get(other, moment), moment)
    return ends, findings


def _withdrawn_withdrawals(statements: Mapping[str, Statement]) -> frozenset[str]:
    """Withdrawals that were themselves withdrawn. A chain ends, because an id names only the past."""
    by: dict[str, list[str]] = {}
    for one in statements.values():
        if isinstance(one.body, Withdrawal):
            earlier = statements.get(one.body.withdraws)
            if earlier is not None and earlier.header.party == one.header.party:
                by.setdefault(one.body.withdraws, []).append(one.id)
    chain = {name for name in by if isinstance(statements[name].body, Withdrawal)}
    settled: dict[str, bool] = {}
    for start in chain:
        stack = [start]
        while stack:
            top = stack[-1]
            waiting = [name for name in by.get(top, ()) if name not in settled]
            if waiting:
                stack.extend(waiting)
                continue
            settled[top] = any(not settled[name] for name in by.get(top, ()))
            stack.pop()
    return frozenset(name for name in chain if settled[name])


def _doubts(statements: Mapping[str, Statement]) -> dict[str, tuple[DoubtSaid, ...]]:
    found: dict[str, list[DoubtSaid]] = {}
    for one in sorted(statements.values(), key=lambda one: (one.header.at, one.id)):
        if isinstance(one.body, DoubtRaised):
            said = DoubtSaid(
                id=one.id,
                party=one.header.party,
                officer=one.header.officer,
                at=one.header.at,
                words=one.body.words,
            )
            found.setdefault(one.body.doubts, []).append(said)
    return {key: tuple(said) for key, said in found.items()}


def _side_by_side(items: Iterable[Item], moment: datetime) -> Iterable[Finding]:
    """Several notices of one party about one thing, none taking the place of another."""
    groups: dict[tuple[str, str, NoticeKind], list[Item]] = {}
    for item in items:
        if item.state(moment) not in (ItemState.EXPIRED, ItemState.ENDED):
            groups.setdefault((item.party, item.notice.item, item.notice.kind), []).append(item)
    for (party, name, _), group in sorted(groups.items()):
        if len(group) > 1:
            yield Finding(
                kind=Kind.SIDE_BY_SIDE,
                level=Level.CAUTION,
                text=f"{party} has {len(group)} notices about {name} and none takes the place of another; "
                "all are taken to stand.",
                about=tuple(item.id for item in group),
            )


def _ahead(one: Statement, moment: datetime) -> Finding:
    ahead_s = (one.header.at - moment).total_seconds()
    return Finding(
        kind=Kind.SAID_AHEAD,
        level=Level.CAUTION,
        text=f"A statement of {one.header.party} bears a time {ahead_s:.0f} s after the moment asked about.",
        about=(one.id,),
    )


def _not_theirs(one: Statement, earlier: Statement) -> Finding:
    return Finding(
        kind=Kind.NOT_THEIRS,
        level=Level.CAUTION,
        text=f"{one.header.party} cannot withdraw or replace what {earlier.header.party} said; it stands.",
        about=(one.id, earlier.id),
    )
