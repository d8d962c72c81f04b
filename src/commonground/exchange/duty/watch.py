"""The watch at one party's desk: the last handover and who took it, the test calls, and what is missing.

A fold over that party's own statements. What is missing is a finding and rises by role like every other
deadline; nothing is decided by it, and nothing is blocked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType

from commonground.exchange.calls.deadlines import DEADLINES, Deadlines, call
from commonground.finding import Finding, Kind, Level
from commonground.register.words import said_time
from commonground.statements.admin import CallTested, Handover, Takeover
from commonground.statements.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Shifts:
    """The figures of a watch.

    longest: a shift, and so the time for which a test call holds. call_within: how long after taking the
    desk the first one is due. take_within: how long a handover may wait. empty_after: how long a desk may
    stand empty before the next role is called.
    """

    longest: timedelta = timedelta(hours=12)
    call_within: timedelta = timedelta(hours=1)
    take_within: timedelta = timedelta(minutes=10)
    empty_after: timedelta = timedelta(minutes=5)


SHIFTS = Shifts()


@dataclass(frozen=True, slots=True, kw_only=True)
class TookOver:
    """One officer's word that he has the desk, and which matters he has read."""

    officer: str
    at: datetime
    read: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """A handover and everything said in answer to it, by time."""

    id: str
    officer: str
    at: datetime
    handover: Handover
    taken: tuple[TookOver, ...] = ()

    @property
    def unread(self) -> tuple[int, ...]:
        """The numbers of the matters that nobody who took the desk has read."""
        read = {number for one in self.taken for number in one.read}
        return tuple(number for number in range(1, len(self.handover.matters) + 1) if number not in read)


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """A test call as it was put on record."""

    id: str
    officer: str
    at: datetime
    call: CallTested


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Where the watch stands. began: when the desk was last taken, or first spoke; None: never yet."""

    party: str
    began: datetime | None = None
    passed: Passed | None = None
    calls: Mapping[str, Called] = field(default_factory=lambda: MappingProxyType({}))

    def call_due(self, peer: str, shifts: Shifts = SHIFTS) -> datetime | None:
        """When the next test call to a peer is due at the latest; None before the desk ever spoke."""
        if self.began is None:
            return None
        last = self.calls.get(peer)
        if last is None or last.at < self.began:
            return self.began + shifts.call_within
        return last.at + shifts.longest

    def findings(
        self, now: datetime, peers: Iterable[str], shifts: Shifts = SHIFTS, deadlines: Deadlines = DEADLINES
    ) -> tuple[Finding, ...]:
        """What is missing at this desk now."""
        found = [self._waits(now, shifts, deadlines), self._unread()]
        for peer in sorted(peers):
            found += [self._missing(peer, now, shifts), self._unanswered(peer)]
        return tuple(one for one in found if one is not None)

    def _waits(self, now: datetime, shifts: Shifts, deadlines: Deadlines) -> Finding | None:
        passed = self.passed
        if passed is None or passed.taken:
            return None
        count = len(passed.handover.matters)
        text = (
            f"{passed.officer} handed the desk to {passed.handover.to_officer} at {said_time(passed.at)} "
            f"with {count} open matter{'' if count == 1 else 's'}. Nobody has taken it."
        )
        calling = call(passed.at + shifts.take_within, now, deadlines)
        if calling is not None:
            text += f" Call the {calling.role} now."
        level = Level.CAUTION if calling is None else Level.URGENT
        return Finding(kind=Kind.HANDOVER_WAITS, level=level, text=text, about=(passed.id,))

    def _unread(self) -> Finding | None:
        passed = self.passed
        if passed is None or not passed.taken or not passed.unread:
            return None
        numbers = ", ".join(map(str, passed.unread))
        first = passed.taken[0]
        text = (
            f"{first.officer} took the desk at {said_time(first.at)}; "
            f"of the matters handed over nobody has read number {numbers}."
        )
        return Finding(kind=Kind.HANDOVER_UNREAD, level=Level.CAUTION, text=text, about=(passed.id,))

    def _missing(self, peer: str, now: datetime, shifts: Shifts) -> Finding | None:
        due = self.call_due(peer, shifts)
        if due is None or now < due:
            return None
        last = self.calls.get(peer)
        before = "none stands on record" if last is None else f"the last was {_ago(now - last.at)} ago"
        text = f"No test call to {peer} in this shift: it was due {_ago(now - due)} ago, {before}."
        return Finding(kind=Kind.TEST_CALL_MISSING, level=Level.CAUTION, text=text)

    def _unanswered(self, peer: str) -> Finding | None:
        last = self.calls.get(peer)
        if last is None or last.call.reached:
            return None
        by = f"by {last.call.way} at {said_time(last.at)}"
        text = f"The test call to {peer} {by} was not answered. Try another way."
        return Finding(kind=Kind.TEST_CALL_UNANSWERED, level=Level.CAUTION, text=text, about=(last.id,))


def watch(statements: Iterable[Statement], party: str) -> Watch:
    """Fold from zero, in any order of arrival: only what the party itself said counts."""
    own = sorted(
        (one for one in statements if one.header.party == party and one.header.role not in ("root", "node")),
        key=lambda one: (one.header.at, one.header.seq, one.id),
    )
    taken: dict[str, list[TookOver]] = {}
    calls: dict[str, Called] = {}
    last: Statement | None = None
    for one in own:
        body, header = one.body, one.header
        if isinstance(body, Handover):
            last = one
        elif isinstance(body, Takeover):
            said = TookOver(officer=header.officer, at=header.at, read=body.read)
            taken.setdefault(body.handover, []).append(said)
        elif isinstance(body, CallTested):
            calls[body.party] = Called(id=one.id, officer=header.officer, at=header.at, call=body)
    took = tuple(taken.get(last.id, ())) if last else ()
    took_at = [one.at for every in taken.values() for one in every[:1]]
    return Watch(
        party=party,
        began=max(took_at) if took_at else (own[0].header.at if own else None),
        passed=_passed(last, took) if last else None,
        calls=MappingProxyType(calls),
    )


def unmanned(
    since: datetime, now: datetime, waits: int, shifts: Shifts = SHIFTS, deadlines: Deadlines = DEADLINES
) -> Finding | None:
    """Nobody has sat at the desk since then: who is to be called. `waits`: how many alarms nobody has heard.

    None while the desk may stand empty for a moment; with an alarm it may not.
    """
    calling = call(since if waits else since + shifts.empty_after, now, deadlines)
    if calling is None:
        return None
    heard = f" {waits} alarm{'' if waits == 1 else 's'} unheard." if waits else ""
    text = f"Nobody has sat at this desk for {_ago(now - since)}.{heard} Call the {calling.role} now."
    return Finding(kind=Kind.DESK_UNMANNED, level=Level.URGENT, text=text)


def _passed(one: Statement, taken: tuple[TookOver, ...]) -> Passed:
    assert isinstance(one.body, Handover)
    header = one.header
    return Passed(id=one.id, officer=header.officer, at=header.at, handover=one.body, taken=taken)


def _ago(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
