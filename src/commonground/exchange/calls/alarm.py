"""The bare alarm: "stop, you may be hitting ours". It needs no place, no exchange and no quorum.

In the moment it is folded it lies on every open activity of the parties it is said to: every exchange
of theirs whose window has not ended, with whomever, answered and closed ones too, because at Salala
the answer had been given. It stands until a named person takes it, and rises through the roles until then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from commonground.exchange.calls.deadlines import DEADLINES, Call, Deadlines, call
from commonground.exchange.exchange import Exchange
from commonground.exchange.table import State
from commonground.finding import Finding, Kind, Level
from commonground.register.words import said_time
from commonground.statements.message import Acknowledgement, Alarm
from commonground.statements.notice import PlaceSaid
from commonground.statements.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Who took an alarm, and when.

    person, way, entered_by: where a person of `party` said it by another way, and the party that raised
    the alarm entered it; empty where the party's own officer took it.
    """

    id: str
    party: str
    officer: str
    at: datetime
    words: str
    person: str = ""
    way: str = ""
    entered_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmRaised:
    """One alarm: who raised it, to whom, on what it lies, and who has taken it."""

    id: str
    party: str
    officer: str
    to: tuple[str, ...]
    at: datetime
    words: str
    place: PlaceSaid | None
    exchanges: tuple[str, ...]
    taken: tuple[Taken, ...] = ()

    def untaken_by(self, viewer: str = "") -> tuple[str, ...]:
        """The parties of which nobody has taken it yet.

        For the viewer's own party only its own word counts: nobody else ends an alarm at its desk.
        """
        took = {one.party for one in self.taken if not one.entered_by or one.party != viewer}
        return tuple(party for party in self.to if party not in took)

    def escalation(self, now: datetime, deadlines: Deadlines = DEADLINES, *, viewer: str = "") -> Call | None:
        """Whom to call now; None once every party has taken it or while its first limit runs."""
        if not self.untaken_by(viewer):
            return None
        return call(self.at + deadlines.take_within, now, deadlines)

    def finding(self, now: datetime, deadlines: Deadlines = DEADLINES, *, viewer: str = "") -> Finding | None:
        """The alarm as the desk of `viewer` cries it; None once it is taken by all."""
        waiting = self.untaken_by(viewer)
        if not waiting:
            return None
        age_s = max(0, int((now - self.at).total_seconds()))
        calling = self.escalation(now, deadlines, viewer=viewer)
        who = ", ".join(waiting)
        text = f'{self.party} at {said_time(self.at)}: "{self.words}" Not taken for {age_s} s by {who}.'
        if calling is not None:
            text += f" Call the {calling.role} now."
        return Finding(
            kind=Kind.ALARM_STANDS, level=Level.URGENT, text=text, about=(self.id, *self.exchanges)
        )


def raise_alarms(
    statements: Iterable[Statement], exchanges: Iterable[Exchange], parties: Iterable[str]
) -> tuple[AlarmRaised, ...]:
    """Every alarm among the statements, laid on the exchanges it concerns."""
    alarms: list[tuple[Statement, Alarm]] = []
    taken: dict[str, list[Taken]] = {}
    for one in statements:
        if isinstance(one.body, Alarm):
            alarms.append((one, one.body))
        elif isinstance(one.body, Acknowledgement):
            taken.setdefault(one.body.answer, []).append(_taken(one, one.body))
    open_now, everybody = tuple(exchanges), tuple(parties)
    found = [_raised(one, body, open_now, taken, everybody) for one, body in alarms]
    return tuple(sorted(found, key=lambda alarm: (alarm.at, alarm.id)))


def _taken(one: Statement, body: Acknowledgement) -> Taken:
    header = one.header
    return Taken(
        id=one.id,
        party=body.party or header.party,
        officer=header.officer,
        at=header.at,
        words=body.words,
        person=body.person,
        way=body.way,
        entered_by=header.party if body.party else "",
    )


def _raised(
    one: Statement,
    body: Alarm,
    exchanges: tuple[Exchange, ...],
    taken: Mapping[str, list[Taken]],
    everybody: tuple[str, ...],
) -> AlarmRaised:
    header = one.header
    to = header.to or tuple(party for party in everybody if party != header.party)
    took = [
        each
        for each in taken.get(one.id, ())
        if each.party in to and each.entered_by in ("", header.party)  # whoever rang them up
    ]
    return AlarmRaised(
        id=one.id,
        party=header.party,
        officer=header.officer,
        to=to,
        at=header.at,
        words=body.words,
        place=body.place,
        exchanges=tuple(sorted(exchange.id for exchange in exchanges if _concerns(to, header.at, exchange))),
        taken=tuple(sorted(took, key=lambda each: (each.at, each.id))),
    )


def _concerns(to: tuple[str, ...], at: datetime, exchange: Exchange) -> bool:
    acts = exchange.asker in to or exchange.receiver in to
    running = at < exchange.enquiry.window.end or exchange.open
    return acts and running and exchange.state is not State.WITHDRAWN
