"""What an officer may do next: the rows of the table, in the words of the desk.

An alarm may always be raised and is no row here; neither does any of this bind a caller by voice.
"""

from __future__ import annotations

from datetime import datetime

from commonground.errors import InputError
from commonground.exchange.exchange import Exchange
from commonground.exchange.table import ANSWERS, Event, Side, State, possible, step
from commonground.statements.message import (
    Acknowledgement,
    Alarm,
    Answer,
    Confirmation,
    Correction,
    DoubtRaised,
    MessageBody,
    Outcome,
    Standby,
)

_OUTCOMES = {
    Event.ANSWER_SOMETHING: Outcome.SOMETHING_WITHIN,
    Event.ANSWER_NONE: Outcome.NONE_BY_REGISTER,
    Event.ANSWER_CANNOT: Outcome.CANNOT_SAY,
}
_ACTIONS = {
    Event.STANDBY: "standby",
    Event.CONFIRMATION: "confirm",
    Event.CORRECTION: "correct",
    Event.ACKNOWLEDGEMENT: "acknowledge",
    Event.DOUBT: "doubt",
}
_DUE = ("readback", "confirm", "answer", "acknowledge")  # what moves the exchange on, shown first


def actions(exchange: Exchange, party: str, now: datetime) -> tuple[str, ...]:
    """The actions open to the party, the one that is due first."""
    side = exchange.side(party)
    if side is None:
        return ("doubt",)
    events = possible(exchange.state, side)
    found = [_ACTIONS[event] for event in events if event in _ACTIONS]
    if side is Side.RECEIVER:
        if Event.READBACK_FITS in events and exchange.state is not State.UNDERSTOOD:
            found.append("readback")
            if not exchange.revealed:
                found.append("show_now")
        if outcomes(exchange, party):
            found.append("answer")
        if exchange.overtaken(now):
            found = [action for action in found if action not in ("standby", "show_now")]
    elif Event.SOURCE_FITS in events and not exchange.source_confirmed:
        found.append("source_readback")
    return tuple(sorted(found, key=_due_first))


def _due_first(action: str) -> tuple[int, str]:
    return (_DUE.index(action) if action in _DUE else len(_DUE), action)


def outcomes(exchange: Exchange, party: str) -> tuple[Outcome, ...]:
    """The answers that the table holds for the party now."""
    if exchange.side(party) is not Side.RECEIVER:
        return ()
    events = possible(exchange.state, Side.RECEIVER)
    return tuple(_OUTCOMES[event] for event in ANSWERS if event in events)


def may(exchange: Exchange, party: str, body: MessageBody) -> None:
    """Raise InputError, with a hint, where the party cannot say this now. A readback's fit is not asked."""
    side = exchange.side(party)
    if side is None:
        if isinstance(body, DoubtRaised | Alarm):
            return
        raise InputError("only the two parties of an exchange take its steps", given=party)
    step(exchange.state, side, _event(side, body))
    latest = exchange.readback.id if exchange.readback else ""
    if isinstance(body, Confirmation) and body.readback != latest:
        raise InputError("there is a newer readback", given=body.readback, hint="compare the latest one")
    answered = exchange.answer.id if exchange.answer else ""
    if isinstance(body, Acknowledgement) and body.answer != answered:
        raise InputError("there is a newer answer", given=body.answer, hint="read the latest one")


def _event(side: Side, body: MessageBody) -> Event:
    if isinstance(body, Answer):
        return next(event for event, outcome in _OUTCOMES.items() if outcome is body.outcome)
    simple: dict[type, Event] = {
        Standby: Event.STANDBY,
        Confirmation: Event.CONFIRMATION,
        Correction: Event.CORRECTION,
        Acknowledgement: Event.ACKNOWLEDGEMENT,
        DoubtRaised: Event.DOUBT,
        Alarm: Event.ALARM,
    }
    if type(body) in simple:
        return simple[type(body)]
    return Event.READBACK_FITS if side is Side.RECEIVER else Event.SOURCE_FITS
