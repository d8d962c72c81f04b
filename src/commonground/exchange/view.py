"""What the desk of one party may see of an exchange, as the JSON of the contract.

For the receiver the place has no numbers until his own readback, or until he has had it drawn (*show
now*). Then both places are shown to both. A place with numbers has `lat_deg`, `lon_deg`, `ce95_m`;
`own_grid` is added by the node, which knows the viewer's profile. Nothing here decides anything.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from commonground.exchange.attributes import asks
from commonground.exchange.blocked import blocked
from commonground.exchange.calls.deadlines import DEADLINES, Deadlines, call
from commonground.exchange.exchange import AnswerSaid, Exchange, ReadbackSaid
from commonground.exchange.next import actions, outcomes
from commonground.exchange.places.compare import Comparison
from commonground.exchange.table import Side, State
from commonground.finding import Finding, Kind, Level
from commonground.position.window import utc_text
from commonground.register.words import said_time
from commonground.statements.message import MessageKind, Outcome
from commonground.statements.notice import PlaceSaid
from commonground.statements.statement import Statement
from commonground.statements.text import describe

LIMIT = "Not listed does not mean unprotected."


def withheld(exchange: Exchange, party: str) -> bool:
    """Whether the place is kept from this party: the receiver, before he has measured it himself."""
    if exchange.side(party) is not Side.RECEIVER:
        return False
    return exchange.readback is None and not exchange.revealed


def view(
    exchange: Exchange,
    party: str,
    now: datetime,
    *,
    given: Collection[str] = frozenset(),
    deadlines: Deadlines = DEADLINES,
) -> dict[str, Any]:
    """The exchange as the desk of `party` sees it at `now`. `given` holds ids in a cosigned head."""
    enquiry = exchange.enquiry
    hidden = withheld(exchange, party)
    report = enquiry.report
    return {
        "id": exchange.id,
        "ours": exchange.asker == party,
        "from": exchange.asker,
        "to": exchange.receiver,
        "state": str(exchange.state),
        "question": enquiry.question,
        "occasion": enquiry.occasion,
        "template": enquiry.template,
        "place": place_json(exchange.place, numbers=not hidden),
        "place_id": exchange.place_id,
        "withheld": hidden,
        "margin_m": enquiry.margin_m,
        "window": {"from": utc_text(enquiry.window.start), "to": utc_text(enquiry.window.end)},
        "sent_at": utc_text(exchange.sent_at),
        "deadline": utc_text(exchange.deadline),
        "seconds_left": int((exchange.deadline - now).total_seconds()),
        "late": exchange.late(now),
        "overtaken": exchange.overtaken(now),
        "standby_until": _moment(exchange.standby_until),
        "report": None
        if report is None
        else {
            "words": report.words,
            "source": report.source,
            "channel": report.channel,
            "at": utc_text(report.at),
            "to": report.to,
        },
        "source": _source(exchange),
        "not_confirmed_at_source": not exchange.source_confirmed,
        "readback": _readback(exchange.readback),
        "answer": _answer(exchange, given),
        "acknowledged_at": _moment(exchange.acknowledged_at),
        "ticks": {
            "given": exchange.enquiry_id in given,
            "reached_node": _moment(exchange.received_at),
            "shown": _moment(exchange.shown_at),
            "answered": _moment(exchange.answer.at if exchange.answer else None),
        },
        "blocked": blocked(exchange),
        "next": list(actions(exchange, party, now)),
        "outcomes": [str(one) for one in outcomes(exchange, party)],
        "doubts": [
            {
                "id": one.id,
                "party": one.party,
                "officer": one.officer,
                "at": utc_text(one.at),
                "words": one.words,
            }
            for one in exchange.doubts
        ],
        "alarms": list(exchange.alarms),
        "findings": [one.as_json() for one in findings(exchange, now, deadlines)],
        "log": [
            {
                "id": line.statement.id,
                "kind": line.statement.header.kind,
                "party": line.statement.header.party,
                "officer": line.statement.header.officer,
                "role": line.statement.header.role,
                "at": utc_text(line.statement.header.at),
                "text": describe(line.statement),
                "asks": _asks(line.statement),
                "taken": line.taken,
            }
            for line in exchange.log
        ],
    }


def findings(exchange: Exchange, now: datetime, deadlines: Deadlines = DEADLINES) -> tuple[Finding, ...]:
    """The findings of the fold, and those that time makes: late, overtaken, not confirmed at the source."""
    found = list(exchange.findings)
    calling = call(exchange.deadline, now, deadlines)
    if exchange.unanswered() and calling is not None:
        text = (
            f"{exchange.receiver} has not answered by {said_time(exchange.deadline)}. LATE. "
            f"Silence says nothing about the place. Call the {calling.role}."
        )
        level = Level.URGENT if exchange.enquiry.template == "urgent" or calling.level > 1 else Level.CAUTION
        found.append(Finding(kind=Kind.NO_ANSWER, level=level, text=text, about=(exchange.enquiry_id,)))
    if exchange.enquiry.over_budget:
        text = f"Asked over the budget: {exchange.enquiry.over_budget}"
        found.append(
            Finding(kind=Kind.ASKED_MUCH, level=Level.CAUTION, text=text, about=(exchange.enquiry_id,))
        )
    if exchange.overtaken(now):
        text = f"The window asked about ended at {said_time(exchange.enquiry.window.end)} without an answer."
        found.append(
            Finding(kind=Kind.OVERTAKEN, level=Level.CAUTION, text=text, about=(exchange.enquiry_id,))
        )
    running = exchange.open or now < exchange.enquiry.window.end
    if running and exchange.state is not State.WITHDRAWN and not exchange.source_confirmed:
        found.append(_not_confirmed(exchange))
    for doubt in exchange.doubts:
        text = f'{doubt.officer} of {doubt.party} doubts since {said_time(doubt.at)}: "{doubt.words}"'
        found.append(Finding(kind=Kind.DOUBT_STANDS, level=Level.CAUTION, text=text, about=(doubt.id,)))
    return tuple(found)


def _not_confirmed(exchange: Exchange) -> Finding:
    report = exchange.enquiry.report
    if report is None:
        text = "Not confirmed at the source: nobody at the place has read it back."
    elif exchange.report_check is None:
        text = (
            f"Not confirmed at the source: the report of {report.source} holds no place that can be compared."
        )
    else:
        text = (
            f"Not confirmed at the source: {report.source} has not read it back. {exchange.report_check.text}"
        )
    level = Level.NOTE if report is None else Level.CAUTION
    return Finding(kind=Kind.NOT_CONFIRMED_AT_SOURCE, level=level, text=text, about=(exchange.place_id,))


def place_json(place: PlaceSaid, *, numbers: bool) -> dict[str, Any]:
    """A place as it was given; its numbers only where they may be shown."""
    shown: dict[str, Any] = {
        "as_given": place.as_given,
        "notation": place.notation,
        "grid": f"{place.notation}, {place.crs}",
        "anchor": place.anchor,
    }
    if numbers:
        position = place.position
        shown |= {"lat_deg": position.lat_deg, "lon_deg": position.lon_deg, "ce95_m": position.ce95_m}
    return shown


def _readback(said: ReadbackSaid | None) -> dict[str, Any] | None:
    if said is None:
        return None
    return {
        "id": said.id,
        "place": place_json(said.place, numbers=True),
        "independent": said.independent,
        "at": utc_text(said.at),
        "verdict": str(said.verdict),
        "distance_m": said.worst.distance_m,
        "direction": said.worst.direction,
        "joint_ce95_m": said.worst.joint_ce95_m,
        "text": said.text,
        "causes": [{"cause": one.cause, "odds": one.odds, "text": one.text} for one in said.worst.causes],
    }


def _source(exchange: Exchange) -> dict[str, Any] | None:
    compared: Comparison | None = exchange.report_check
    if exchange.source is not None:
        compared = exchange.source.comparison
    return None if compared is None else {"verdict": str(compared.verdict), "text": compared.text}


def _answer(exchange: Exchange, given: Collection[str]) -> dict[str, Any] | None:
    said = exchange.answer
    if said is None:
        return None
    return {
        "id": said.id,
        "outcome": str(said.answer.outcome),
        "as_of": utc_text(said.answer.as_of),
        "coverage": list(said.answer.coverage),
        "reasons": list(said.answer.reasons),
        "text": answer_text(exchange.receiver, said, exchange.state),
        "words": said.answer.words,
        "at": utc_text(said.at),
        "given": said.id in given,
        "standing": answer_standing(exchange, given),
    }


def answer_standing(exchange: Exchange, given: Collection[str]) -> str:
    """How far the answer has come. Nothing is final before an officer of the asker has acknowledged it."""
    said, asker = exchange.answer, exchange.asker
    if said is None:
        return ""
    if exchange.acknowledged_at is not None:
        return f"Acknowledged by {asker} at {said_time(exchange.acknowledged_at)}."
    if said.id in given:
        return f"With {asker}'s node; not yet confirmed by an officer of {asker}."
    return f"Not yet confirmed by {asker}: their node has not taken it over."


def answer_text(party: str, said: AnswerSaid, state: State) -> str:
    """An answer as it is read aloud: its limits first, and no short form."""
    answer = said.answer
    why = "; ".join(answer.reasons)
    if answer.outcome is Outcome.CANNOT_SAY:
        why = why or answer.words or "no reason given"
        text = f"{party} cannot say, as of {said_time(answer.as_of)}: {why.rstrip('.')}."
    else:
        if answer.outcome is Outcome.SOMETHING_WITHIN:
            text = f"{party} says: something of ours is or may be within, as of {said_time(answer.as_of)}."
        else:
            text = (
                f"Cannot rule out. By the register of {party} as of {said_time(answer.as_of)}, "
                f"within its coverage: no entry. {LIMIT}"
            )
        text += f" Note: {why.rstrip('.')}." if why else ""
    return text + (" The place was not understood before the answer." if state is State.UNABLE else "")


def _asks(one: Statement) -> str:
    """What a step asks of the other side; "" for a step that is no message."""
    kind = one.header.kind
    return asks(MessageKind(kind)) if kind in set(MessageKind) else ""


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else utc_text(moment)
