"""Steps: one statement taken into one exchange.

Each function works out what a statement means to the table, asks the table, and returns the next
exchange. A step that the table does not hold leaves the exchange as it was, but for the log and a
finding; so does a step that names something that no longer holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from commonground.exchange.exchange import AnswerSaid, Exchange, Line, ReadbackSaid, SourceSaid
from commonground.exchange.places.anchor import contradiction
from commonground.exchange.places.compare import Comparison, Verdict, compare, worst
from commonground.exchange.places.retyped import is_retyped
from commonground.exchange.places.source import source_check
from commonground.exchange.table import NEXT, Event, Side
from commonground.finding import Finding, Kind, Level
from commonground.position.profile import MapProfile
from commonground.register.item import DoubtSaid
from commonground.register.words import said_m, said_time
from commonground.statements.admin import Receipt, ReceiptStage
from commonground.statements.message import (
    Acknowledgement,
    Answer,
    Confirmation,
    Correction,
    DoubtRaised,
    Outcome,
    Readback,
    Standby,
)
from commonground.statements.notice import Withdrawal
from commonground.statements.statement import Statement

_ANSWER_EVENT = {
    Outcome.SOMETHING_WITHIN: Event.ANSWER_SOMETHING,
    Outcome.NONE_BY_REGISTER: Event.ANSWER_NONE,
    Outcome.CANNOT_SAY: Event.ANSWER_CANNOT,
}


def take(exchange: Exchange, one: Statement, profiles: Mapping[str, MapProfile]) -> Exchange:
    """The exchange after the statement."""
    if isinstance(one.body, Receipt):
        return _receipt(exchange, one, one.body)
    side = exchange.side(one.header.party)
    if isinstance(one.body, DoubtRaised):
        exchange = replace(exchange, doubts=(*exchange.doubts, _doubt(one, one.body)))
    if side is None:  # only doubts and alarms of others come here: they show, and move nothing
        return _logged(exchange, one, taken=True)
    event, after = _meaning(exchange, one, side, profiles)
    wrong = _refers_wrongly(exchange, one)
    state = NEXT.get((exchange.state, side, event))
    if state is None:
        wrong = f"has no such step ({event}) while the exchange stands at {exchange.state.replace('_', ' ')}"
    if wrong or state is None:
        return _logged(exchange, one, taken=False, wrong=wrong)
    return _logged(replace(after, state=state), one, taken=True)


def _meaning(
    exchange: Exchange, one: Statement, side: Side, profiles: Mapping[str, MapProfile]
) -> tuple[Event, Exchange]:
    """What the statement means to the table, and the exchange if the table takes it."""
    body = one.body
    if isinstance(body, Readback):
        return _readback(exchange, one, body) if side is Side.RECEIVER else _source(exchange, one, body)
    if isinstance(body, Standby):
        deadline = exchange.deadline if exchange.standbys else max(exchange.deadline, body.until)
        return Event.STANDBY, replace(
            exchange, standby_until=body.until, standbys=exchange.standbys + 1, deadline=deadline
        )
    if isinstance(body, Confirmation):
        return Event.CONFIRMATION, _confirmed(exchange, one, body)
    if isinstance(body, Correction):
        return Event.CORRECTION, _corrected(exchange, one, body, profiles)
    if isinstance(body, Answer):
        return _ANSWER_EVENT[body.outcome], _answered(exchange, one, body)
    if isinstance(body, Acknowledgement):
        return Event.ACKNOWLEDGEMENT, replace(exchange, acknowledged_at=one.header.at)
    if isinstance(body, DoubtRaised):
        return Event.DOUBT, exchange
    if isinstance(body, Withdrawal):
        return Event.WITHDRAWAL, exchange
    return Event.ALARM, exchange


def _refers_wrongly(exchange: Exchange, one: Statement) -> str:
    body = one.body
    if isinstance(body, Confirmation) and (
        exchange.readback is None or body.readback != exchange.readback.id
    ):
        return "confirms a readback that is not the latest"
    if isinstance(body, Acknowledgement) and (exchange.answer is None or body.answer != exchange.answer.id):
        return "acknowledges an answer that is not the latest"
    return ""


def _readback(exchange: Exchange, one: Statement, body: Readback) -> tuple[Event, Exchange]:
    with_enquiry = compare(
        exchange.place,
        body.place,
        margin_m=exchange.enquiry.margin_m,
        first=f"{exchange.asker}'s place",
        second=f"{exchange.receiver}'s readback",
    )
    comparisons = [with_enquiry, *_with_source(exchange)]
    hardest = worst(tuple(comparisons))
    conflict = contradiction(exchange.place, body.place, (exchange.place_id, one.id))
    verdict = Verdict.DIFFERS if conflict else hardest.verdict
    independent = body.independent and not exchange.revealed and not is_retyped(exchange.place, body.place)
    readback = ReadbackSaid(
        id=one.id,
        place=body.place,
        independent=independent,
        at=one.header.at,
        officer=one.header.officer,
        comparisons=tuple(comparisons),
        verdict=verdict,
        worst=hardest,
        conflict=conflict,
    )
    event = Event.READBACK_DIFFERS if verdict is Verdict.DIFFERS else Event.READBACK_FITS
    return event, replace(exchange, readback=readback, answer=None, understood_at=None)


def _with_source(exchange: Exchange) -> tuple[Comparison, ...]:
    """How the asker's place compares with its source: the person at the place, or else the report."""
    if exchange.source is not None:
        return (exchange.source.comparison,)
    return (exchange.report_check,) if exchange.report_check is not None else ()


def _source(exchange: Exchange, one: Statement, body: Readback) -> tuple[Event, Exchange]:
    compared = compare(
        exchange.place,
        body.place,
        margin_m=exchange.enquiry.margin_m,
        first=f"{exchange.asker}'s place",
        second="the place read back at the source",
    )
    source = SourceSaid(id=one.id, place=body.place, at=one.header.at, comparison=compared)
    after = replace(exchange, source=source)
    if compared.verdict is Verdict.DIFFERS:
        return Event.SOURCE_DIFFERS, replace(after, understood_at=None)
    return Event.SOURCE_FITS, after


def _confirmed(exchange: Exchange, one: Statement, body: Confirmation) -> Exchange:
    readback = exchange.readback
    findings = exchange.findings
    if readback is not None and abs(body.distance_m - readback.comparisons[0].distance_m) > 1.0:
        findings = (
            *findings,
            Finding(
                kind=Kind.CONFIRMATION_NUMBERS,
                level=Level.CAUTION,
                text=f"{exchange.asker} confirms a distance of {said_m(body.distance_m)}; "
                f"worked out again it is {said_m(readback.comparisons[0].distance_m)}.",
                about=(one.id, readback.id),
            ),
        )
    return replace(exchange, understood_at=one.header.at, findings=findings)


def _corrected(
    exchange: Exchange, one: Statement, body: Correction, profiles: Mapping[str, MapProfile]
) -> Exchange:
    check = source_check(
        exchange.enquiry.report,
        body.place,
        asker=exchange.asker,
        margin_m=exchange.enquiry.margin_m,
        profile=profiles.get(exchange.asker),
    )
    return replace(
        exchange,
        place=body.place,
        place_id=one.id,
        report_check=check,
        revealed=False,
        readback=None,
        source=None,
        understood_at=None,
        answer=None,
        acknowledged_at=None,
    )


def _answered(exchange: Exchange, one: Statement, body: Answer) -> Exchange:
    late = exchange.answer is None and one.header.at > exchange.deadline
    findings = list(exchange.findings)
    if late:
        after_s = (one.header.at - exchange.deadline).total_seconds()
        text = (
            f"{exchange.receiver} answered at {said_time(one.header.at)}, {after_s:.0f} s after the deadline."
        )
        findings.append(Finding(kind=Kind.ANSWERED_LATE, level=Level.CAUTION, text=text, about=(one.id,)))
    if exchange.answer is not None:
        text = (
            f"{exchange.receiver} changed its answer from {_said(exchange.answer.answer)} to {_said(body)}."
        )
        findings.append(
            Finding(
                kind=Kind.ANSWER_CHANGED, level=Level.URGENT, text=text, about=(exchange.answer.id, one.id)
            )
        )
    answer = AnswerSaid(id=one.id, answer=body, at=one.header.at, officer=one.header.officer, late=late)
    return replace(exchange, answer=answer, acknowledged_at=None, findings=tuple(findings))


def _said(answer: Answer) -> str:
    return answer.outcome.replace("_", " ")


def _receipt(exchange: Exchange, one: Statement, body: Receipt) -> Exchange:
    """Ticks: received by the node, shown at a desk; and whether the place was drawn before measuring."""
    if one.header.party != exchange.receiver:
        return exchange
    at = one.header.at
    if body.stage is ReceiptStage.RECEIVED:
        return replace(exchange, received_at=min(exchange.received_at or at, at))
    if body.stage is ReceiptStage.SHOWN:
        return replace(exchange, shown_at=min(exchange.shown_at or at, at))
    if body.stage is ReceiptStage.SHOW_NOW and exchange.place_id in body.of:
        readback = exchange.readback
        if readback is not None and at <= readback.at:  # drawn first, said in the same moment
            readback = replace(readback, independent=False)
        return replace(exchange, revealed=True, readback=readback)
    return exchange


def _doubt(one: Statement, body: DoubtRaised) -> DoubtSaid:
    return DoubtSaid(
        id=one.id, party=one.header.party, officer=one.header.officer, at=one.header.at, words=body.words
    )


def _logged(exchange: Exchange, one: Statement, *, taken: bool, wrong: str = "") -> Exchange:
    findings = exchange.findings
    if not taken:
        finding = Finding(
            kind=Kind.OUT_OF_TURN,
            level=Level.CAUTION,
            text=f"A {one.header.kind} of {one.header.party} changes nothing: it {wrong}.",
            about=(one.id,),
        )
        findings = (*findings, finding)
    return replace(exchange, findings=findings, log=(*exchange.log, Line(statement=one, taken=taken)))
