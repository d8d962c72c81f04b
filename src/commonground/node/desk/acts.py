"""What an officer does, each act one statement: read, check that the table holds the step, say it.

Every function gives the id of what was said once it is durable. None of them acts for the officer:
the machine's own words stand in machine.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from commonground.check.result import CheckResult
from commonground.errors import InputError
from commonground.exchange.answers.asked import asked as asked_of
from commonground.exchange.answers.asked import limits_of
from commonground.exchange.answers.reasons import doubts_of, reasons_of
from commonground.exchange.calls.alarm import AlarmRaised
from commonground.exchange.compose import confirmation, readback_of
from commonground.exchange.exchange import Exchange
from commonground.exchange.next import may
from commonground.exchange.places.source import place_of
from commonground.exchange.table import Side
from commonground.node.auth.sessions import Session
from commonground.node.desk.asking import own_register
from commonground.node.desk.embargo import TooEarlyError
from commonground.node.desk.picture import Picture
from commonground.node.desk.reading import chosen, in_crs, read_for_desk
from commonground.node.models import asked
from commonground.node.service import Node
from commonground.position.reader.read import read_all
from commonground.position.window import Window, read_utc
from commonground.statements.admin import Receipt, ReceiptStage
from commonground.statements.message import (
    Acknowledgement,
    Alarm,
    Answer,
    Confirmation,
    Correction,
    DoubtRaised,
    Enquiry,
    MessageBody,
    Outcome,
    Readback,
    Report,
    Standby,
)
from commonground.statements.notice import PlaceSaid

# How far an answer commits its party, from least to most; an officer may say less than the register.
_CAUTION: Final = (Outcome.CANNOT_SAY, Outcome.SOMETHING_WITHIN, Outcome.NONE_BY_REGISTER)


@dataclass(frozen=True, slots=True)
class Desk:
    """Who acts: the node and the officer's session."""

    node: Node
    session: Session

    @property
    def party(self) -> str:
        """The party of this desk."""
        return self.node.config.code


def moment(text: str, where: str) -> datetime:
    """A moment from the API. Raises InputError that names the field."""
    try:
        return read_utc(text)
    except ValueError:
        raise InputError(
            "not a moment in UTC", where=where, given=text, hint="like 2011-11-25T18:36:00Z, with the Z"
        ) from None


def window(given: asked.WindowAsked) -> Window:
    """A window from the API."""
    start, end = moment(given.start, "window.from"), moment(given.end, "window.to")
    if not start < end:
        raise InputError("a window ends after it begins", where="window", given=f"{given.start} {given.end}")
    return Window(start=start, end=end)


def recipients(node: Node, codes: Iterable[str], *, all_if_none: bool = False) -> tuple[str, ...]:
    """The parties somebody is said to: peers of ours, each named once."""
    known = [peer.code for peer in node.config.peers]
    wanted = list(dict.fromkeys(codes)) or (known if all_if_none else [])
    for code in wanted:
        if code not in known:
            raise InputError("no peer of ours by that code", where="to", given=code, hint=", ".join(known))
    return tuple(wanted)


def place_typed(
    desk: Desk, given: asked.PlaceAsked | asked.EnquiryAsked, *, measured: bool = False
) -> PlaceSaid:
    """The place that an officer typed and chose.

    `measured`: it is his own readback; the given digits typed again are taken then, and marked.
    """
    profile = in_crs(desk.node.config.profile, given.crs)
    picture = desk.node.picture()
    answer = read_all(given.text, profile) if measured else read_for_desk(given.text, profile, picture)
    return place_of(chosen(answer, given.reading, text=given.text), anchor=given.anchor.strip())


def exchange_of(picture: Picture, identity: str) -> Exchange:
    """The exchange of that id. Raises InputError."""
    found = picture.exchanges.find(identity)
    if found is None:
        raise InputError("no exchange of that id here", where="id", given=identity)
    return found


def enquire(desk: Desk, given: asked.EnquiryAsked) -> str:
    """Ask: any of yours within the margin of this place, in this window?"""
    now = desk.node.clock()
    report = None
    if given.report is not None:
        report = Report(
            words=given.report.words,
            source=given.report.source,
            channel=given.report.channel,
            at=moment(given.report.at, "report.at"),
            to=given.report.to,
        )
    deadline = (
        now + timedelta(seconds=given.deadline_s)
        if given.deadline_s is not None
        else desk.node.picture().deadlines.deadline(given.template, now)
    )
    to = recipients(desk.node, given.to)
    body = Enquiry(
        place=place_typed(desk, given),
        margin_m=given.margin_m,
        window=window(given.window),
        question=given.question or f"Any of yours within {given.margin_m:g} m of this place in this window?",
        occasion=given.occasion,
        deadline=deadline,
        template=given.template,
        report=report,
        over_budget=over_budget(desk, to),
    )
    if not given.occasion.strip() and given.template != "urgent":
        raise InputError(
            "an ordinary enquiry needs its occasion",
            where="occasion",
            hint="say why it is asked; an urgent one needs none",
        )
    return desk.node.say(desk.session, body, to=to)


def over_budget(desk: Desk, to: Iterable[str]) -> str:
    """What we have asked these parties with one more enquiry, where it is over the budget; "" otherwise."""
    picture = desk.node.picture()
    standing = picture.register.at(desk.node.clock())
    counted = asked_of(picture.exchanges.exchanges, standing, limits_of(picture.terms))
    more = [one.with_one_more() for one in counted if one.asker == desk.party and one.receiver in to]
    return " ".join(one.text for one in more if one.over)


def read_back(desk: Desk, identity: str, given: asked.PlaceAsked) -> str:
    """The receiver's own measurement; from the asker's side, what the person at the place read back."""
    exchange = exchange_of(desk.node.picture(), identity)
    place = place_typed(desk, given, measured=True)
    if exchange.side(desk.party) is Side.ASKER:
        return _step(desk, exchange, Readback(place=place, independent=True, words=given.words))
    if not place.anchor:
        raise InputError(
            "a readback names an anchor",
            where="anchor",
            hint='what stands there on your map: "300 m east of the bridge"',
        )
    return _step(desk, exchange, readback_of(exchange, place, given.words))


def show_now(desk: Desk, identity: str) -> str:
    """Have the place drawn before measuring it. On record, and seen on both desks."""
    exchange = exchange_of(desk.node.picture(), identity)
    if exchange.side(desk.party) is not Side.RECEIVER:
        raise InputError("only the receiver of an enquiry has its place withheld", given=identity)
    body = Receipt(stage=ReceiptStage.SHOW_NOW, of=(exchange.place_id,))
    return desk.node.say(desk.session, body, to=(exchange.asker,), re=exchange.re)


def stand_by(desk: Desk, identity: str, given: asked.StandbyAsked) -> str:
    """ "I am working on it; expect me by then." """
    until = moment(given.until, "until")
    if until <= desk.node.clock():
        raise InputError("stand by until a time that is still to come", where="until", given=given.until)
    exchange = exchange_of(desk.node.picture(), identity)
    return _step(desk, exchange, Standby(until=until, words=given.words))


def register_for(desk: Desk, identity: str) -> CheckResult:
    """What our register yields for an exchange. Refused while its place is withheld from us."""
    picture = desk.node.picture()
    exchange = exchange_of(picture, identity)
    if any(one.id == exchange.id for one in picture.withheld):
        raise TooEarlyError(
            "the register is asked after your own readback",
            where="id",
            given=identity,
            hint="what it yields would say where the place is; read it back first, or use show now",
        )
    return own_register(desk.node, picture, exchange)


def answer(desk: Desk, identity: str, given: asked.AnswerAsked) -> str:
    """Answer from the register: what it yields, or less where the officer knows better."""
    picture = desk.node.picture()
    exchange = exchange_of(picture, identity)
    outcome = Outcome(given.outcome)
    if outcome is Outcome.CANNOT_SAY and any(one.id == exchange.id for one in picture.withheld):
        body = Answer(
            outcome=outcome,
            as_of=desk.node.clock(),
            words=given.words,
            reasons=("the place was not read back", *doubts_of(exchange)),
        )
        return _step(desk, exchange, body)
    found = register_for(desk, identity)
    if _CAUTION.index(outcome) > _CAUTION.index(found.answer) and outcome is Outcome.NONE_BY_REGISTER:
        raise InputError(
            "the register does not yield this answer",
            where="outcome",
            given=given.outcome,
            hint=f"it yields: {found.answer.value.replace('_', ' ')}",
        )
    coverage = tuple(one.id for one in found.coverage) if outcome is Outcome.NONE_BY_REGISTER else ()
    reasons = reasons_of(exchange, found, outcome)
    body = Answer(outcome=outcome, as_of=found.as_of, coverage=coverage, reasons=reasons, words=given.words)
    return _step(desk, exchange, body)


def acknowledge(desk: Desk, identity: str, words: str) -> str:
    """ "Received and understood." """
    exchange = exchange_of(desk.node.picture(), identity)
    if exchange.answer is None:
        raise InputError("there is no answer yet", where="id", given=identity)
    return _step(desk, exchange, Acknowledgement(answer=exchange.answer.id, words=words))


def correct(desk: Desk, identity: str, given: asked.CorrectAsked) -> str:
    """Put the place right; the exchange starts again."""
    exchange = exchange_of(desk.node.picture(), identity)
    return _step(desk, exchange, Correction(place=place_typed(desk, given), words=given.words))


def confirm(desk: Desk, identity: str, words: str) -> str:
    """An officer confirms a readback that the machine does not confirm by itself."""
    exchange = exchange_of(desk.node.picture(), identity)
    body: Confirmation | None = confirmation(exchange, words)
    if body is None:
        raise InputError("there is no readback to confirm", where="id", given=identity)
    return _step(desk, exchange, body)


def doubt(desk: Desk, identity: str, words: str) -> str:
    """Doubt an exchange, an item or a statement; the doubt follows it into every later answer."""
    picture = desk.node.picture()
    exchange = picture.exchanges.find(identity)
    body = DoubtRaised(doubts=exchange.enquiry_id if exchange else identity, words=words)
    if exchange is not None:
        return _step(desk, exchange, body)
    if desk.node.statement(identity) is None:
        raise InputError("no statement of that id here", where="id", given=identity)
    everybody = recipients(desk.node, (), all_if_none=True)
    return desk.node.say(desk.session, body, to=everybody, re=(identity,))


def alarm(desk: Desk, given: asked.AlarmAsked) -> str:
    """The bare alarm. Nothing is asked before it: no place, no form, no words needed."""
    to = recipients(desk.node, given.to, all_if_none=True)
    return desk.node.say(desk.session, Alarm(words=given.words or "Stop. You may be hitting ours."), to=to)


def take_alarm(desk: Desk, identity: str, words: str) -> str:
    """A named officer takes an alarm: it stops calling the next role, and decides nothing."""
    raised = _alarm(desk, identity)
    to = [code for code in dict.fromkeys((raised.party, *raised.to)) if code != desk.party]
    body = Acknowledgement(answer=identity, words=words)
    return desk.node.say(desk.session, body, to=to, re=(identity,))


def alarm_confirmed(desk: Desk, identity: str, given: asked.ConfirmedAsked) -> str:
    """Enter that a named person of a party has confirmed our alarm by another way than the link."""
    raised = _alarm(desk, identity)
    if raised.party != desk.party:
        raise InputError("only the party that raised an alarm enters who confirmed it", given=identity)
    if given.party not in raised.to:
        raise InputError("the alarm was not said to this party", where="party", given=given.party)
    body = Acknowledgement(
        answer=identity, words=given.words, party=given.party, person=given.person, way=given.way
    )
    return desk.node.say(desk.session, body, to=raised.to, re=(identity,))


def _alarm(desk: Desk, identity: str) -> AlarmRaised:
    raised = next((one for one in desk.node.picture().exchanges.alarms if one.id == identity), None)
    if raised is None:
        raise InputError("no alarm of that id here", where="id", given=identity)
    return raised


def _step(desk: Desk, exchange: Exchange, body: MessageBody) -> str:
    may(exchange, desk.party, body)
    other: Sequence[str] = [one for one in (exchange.asker, exchange.receiver) if one != desk.party]
    return desk.node.say(desk.session, body, to=other, re=exchange.re)
