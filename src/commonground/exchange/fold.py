"""The fold: statements in, exchanges and alarms out. The same on both sides, in any order of arrival.

Statements are gathered by the enquiry they name, put into the one order (order.py), and taken one by
one through the table (table.py, taken in steps.py). What the table does not hold stays in the log
of the exchange with a finding, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from commonground.exchange.calls.alarm import AlarmRaised, raise_alarms
from commonground.exchange.calls.clocks import clock_findings
from commonground.exchange.exchange import Exchange, Line
from commonground.exchange.order import in_order, tips
from commonground.exchange.places.place_findings import place_findings
from commonground.exchange.places.source import source_check
from commonground.exchange.steps import take
from commonground.exchange.table import State
from commonground.finding import Finding, Kind, Level
from commonground.position.profile import MapProfile
from commonground.statements.admin import Receipt
from commonground.statements.message import (
    Acknowledgement,
    Alarm,
    Answer,
    Confirmation,
    Correction,
    DoubtRaised,
    Enquiry,
    Readback,
    Standby,
)
from commonground.statements.notice import Withdrawal
from commonground.statements.statement import Statement

STEPS = (Standby, Readback, Confirmation, Correction, Answer, Acknowledgement, DoubtRaised, Alarm)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchanges:
    """Every exchange, sorted by when it was sent, every alarm, and what the clocks show."""

    exchanges: tuple[Exchange, ...] = ()
    alarms: tuple[AlarmRaised, ...] = ()
    findings: tuple[Finding, ...] = ()

    def find(self, id_: str) -> Exchange | None:
        """The exchange of that id."""
        return next((one for one in self.exchanges if one.id == id_), None)


def fold(statements: Iterable[Statement], *, profiles: Mapping[str, MapProfile] | None = None) -> Exchanges:
    """Fold from zero. `profiles` by party code read the places in the originators' reports."""
    all_ = {one.id: one for one in statements}
    known = frozenset(all_)
    home = _homes(all_)
    gathered: dict[str, list[Statement]] = {}
    for id_, enquiries in home.items():
        for enquiry in enquiries:
            gathered.setdefault(enquiry, []).append(all_[id_])
    exchanges = [
        _one(all_[enquiry], receiver, gathered.get(enquiry, []), known, profiles or {})
        for enquiry in sorted(gathered)
        for receiver in all_[enquiry].header.to
        if receiver != all_[enquiry].header.party
    ]
    parties = sorted(
        {one.header.party for one in all_.values()} | {p for o in all_.values() for p in o.header.to}
    )
    alarms = raise_alarms(all_.values(), exchanges, parties)
    with_alarms = [_with_alarms(one, alarms) for one in exchanges]
    with_alarms.sort(key=lambda one: (one.sent_at, one.id))
    clocks = clock_findings(all_.values())
    return Exchanges(exchanges=tuple(with_alarms), alarms=alarms, findings=clocks)


def _homes(all_: Mapping[str, Statement]) -> dict[str, tuple[str, ...]]:
    """Which enquiries each statement belongs to: those it names, or that what it names belongs to."""
    found: dict[str, tuple[str, ...]] = {
        id_: (id_,) for id_, one in all_.items() if isinstance(one.body, Enquiry)
    }
    for id_, one in all_.items():
        if isinstance(one.body, STEPS) and not _takes_alarm(one, all_):
            named = tuple(sorted(name for name in set(one.header.re) if name in found and name != id_))
            named = tuple(name for name in named if isinstance(all_[name].body, Enquiry))
            if named:
                found[id_] = named
    for id_, one in all_.items():
        if isinstance(one.body, Receipt):
            about = {home for name in one.body.of for home in found.get(name, ())}
        elif isinstance(one.body, Withdrawal):
            about = {one.body.withdraws} & {name for name in found if found[name] == (name,)}
        elif isinstance(one.body, DoubtRaised) and id_ not in found:
            about = set(found.get(one.body.doubts, ()))
        else:
            continue
        if about:
            found[id_] = tuple(sorted(about))
    return found


def _takes_alarm(one: Statement, all_: Mapping[str, Statement]) -> bool:
    """Whether it acknowledges an alarm, which is no step of the exchange that the alarm lies on."""
    body = one.body
    return (
        isinstance(body, Acknowledgement)
        and body.answer in all_
        and isinstance(all_[body.answer].body, Alarm)
    )


def _one(
    enquiry: Statement,
    receiver: str,
    statements: list[Statement],
    known: frozenset[str],
    profiles: Mapping[str, MapProfile],
) -> Exchange:
    exchange = _opened(enquiry, receiver, profiles)
    mine = [one for one in statements if one.id == enquiry.id or _is_for(one, exchange)]
    ordered, held = in_order(mine, known)
    for one in ordered:
        if one.id != enquiry.id:
            exchange = take(exchange, one, profiles)
    said = [one for one in ordered if not isinstance(one.body, Receipt)]
    waiting = tuple(_held(one) for one in held if not isinstance(one.body, Receipt))
    findings = (*place_findings(exchange), *exchange.findings, *waiting)
    return replace(exchange, tips=tips(said), findings=findings)


def _opened(one: Statement, receiver: str, profiles: Mapping[str, MapProfile]) -> Exchange:
    enquiry = one.body
    assert isinstance(enquiry, Enquiry)
    header = one.header
    several = len(header.to) > 1
    check = source_check(
        enquiry.report,
        enquiry.place,
        asker=header.party,
        margin_m=enquiry.margin_m,
        profile=profiles.get(header.party),
    )
    return Exchange(
        id=f"{one.id}.{receiver}" if several else one.id,
        enquiry_id=one.id,
        asker=header.party,
        receiver=receiver,
        enquiry=enquiry,
        sent_at=header.at,
        place=enquiry.place,
        place_id=one.id,
        state=State.SENT,
        deadline=enquiry.deadline,
        report_check=check,
        log=(Line(statement=one, taken=True),),
    )


def _is_for(one: Statement, exchange: Exchange) -> bool:
    """Whether a statement about the enquiry concerns this receiver's exchange."""
    if one.header.party == exchange.asker:
        return not one.header.to or exchange.receiver in one.header.to
    if one.header.party == exchange.receiver:
        return True
    return isinstance(one.body, DoubtRaised | Alarm)


def _held(one: Statement) -> Finding:
    return Finding(
        kind=Kind.WAITS_FOR_OTHER,
        level=Level.CAUTION,
        text=f"A {one.header.kind} of {one.header.party} names a statement that is not here yet; "
        "it has no effect until that arrives.",
        about=(one.id,),
    )


def _with_alarms(exchange: Exchange, alarms: Iterable[AlarmRaised]) -> Exchange:
    return replace(exchange, alarms=tuple(one.id for one in alarms if exchange.id in one.exchanges))
