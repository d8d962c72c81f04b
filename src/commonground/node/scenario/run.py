"""One play, step by step: what a step says, and whether the product lets it be said.

A step that the table of the exchange refuses is not said; the refusal is what stopped it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from commonground.check.check import check
from commonground.check.result import CheckResult
from commonground.errors import InputError
from commonground.exchange.answers.audit import asked_extent
from commonground.exchange.answers.reasons import reasons_of
from commonground.exchange.compose import auto_confirmation, confirmation, readback_of
from commonground.exchange.exchange import Exchange
from commonground.exchange.fold import Exchanges, fold
from commonground.exchange.next import may
from commonground.node.logs_seen import logs_seen, newest_seen
from commonground.node.scenario import bodies
from commonground.node.scenario.peers import Peers
from commonground.node.scenario.story import Step, Story
from commonground.position.extent import Extent, Leg, Shape
from commonground.position.window import read_utc
from commonground.register.fold import Register
from commonground.register.upkeep.loaded import PointOfUse, version_of
from commonground.statements.admin import Receipt, ReceiptStage
from commonground.statements.message import (
    Acknowledgement,
    Alarm,
    Answer,
    Correction,
    DoubtRaised,
    Outcome,
    Readback,
    Standby,
)
from commonground.statements.notice import NoticeKind
from commonground.statements.statement import Statement

SILENT = timedelta(seconds=1)  # nodes of a story are heard whenever they meet
NOTICES = frozenset({"site", "unit", "movement", "area", "crossing"})


class Run:
    """The parties' stores while one play runs, and what has been named in it."""

    def __init__(self, story: Story, folder: Path) -> None:
        self.story = story
        self.peers = Peers(folder, story.actors.values())
        self.ids: dict[str, str] = {}
        self.points: list[PointOfUse] = []
        self.checked: CheckResult | None = None
        self._profiles = {code: actor.profile for code, actor in story.actors.items()}

    def take(self, step: Step) -> None:
        """Say what the step says. InputError where it may not be said now."""
        self.checked = None
        kinds: dict[str, Callable[[Step], None]] = {
            "note": lambda _: None,
            "look": lambda _: None,
            "coverage": lambda one: self._say(one, bodies.coverage(one, self._actor(one))),
            "enquiry": self._enquiry,
            "readback": self._readback,
            "confirm": self._confirm,
            "answer": self._answer,
            "acknowledge": self._acknowledge,
            "correct": lambda one: self._in_exchange(
                one, Correction(place=bodies.place(one, self._actor(one)), words=bodies.need(one, "words"))
            ),
            "standby": lambda one: self._in_exchange(one, Standby(until=read_utc(bodies.need(one, "until")))),
            "doubt": self._doubt,
            "alarm": lambda one: self._say(one, Alarm(words=bodies.need(one, "words"))),
            "take": lambda one: self._say(
                one,
                Acknowledgement(answer=self.ids[bodies.need(one, "of")], words=one.given.get("words", "")),
            ),
            "received": lambda one: self._receipt(one, ReceiptStage.RECEIVED),
            "loaded": lambda one: self._receipt(one, ReceiptStage.LOADED),
            "needs": self._needs,
            "check": self._check,
        }
        if step.kind in NOTICES:
            self._say(step, bodies.notice(step, self._actor(step), self.ids))
        elif step.kind in kinds:
            kinds[step.kind](step)
        else:
            raise ValueError(f"{bodies.where(step)}: no such kind of step")

    def statements(self, code: str) -> list[Statement]:
        """What a party can read."""
        return self.peers.statements(code)

    def exchanges(self, code: str) -> Exchanges:
        """How the exchanges stand at a party's node."""
        return fold(self.statements(code), profiles=self._profiles)

    def _actor(self, step: Step) -> Any:
        return self.story.actors[step.party]

    def _others(self, step: Step) -> tuple[str, ...]:
        return tuple(step.given.get("of_parties", [code for code in self.peers.codes if code != step.party]))

    def _say(self, step: Step, body: object, *, re: tuple[str, ...] = (), officer: str = "") -> None:
        to = tuple(step.given["to_parties"]) if "to_parties" in step.given else self._others(step)
        said = self.peers.say(step.party, body, now=step.t, officer=officer or step.officer, to=to, re=re)
        self.ids[step.given.get("name", step.kind)] = said

    def _exchange(self, step: Step) -> Exchange:
        """The exchange a step belongs to: the one it names, or the latest."""
        found = self.exchanges(step.party).exchanges
        if "exchange" in step.given:
            found = tuple(one for one in found if one.enquiry_id == self.ids[step.given["exchange"]])
        if not found:
            raise InputError("no exchange has reached this desk", where=bodies.where(step))
        return found[-1]

    def _in_exchange(self, step: Step, body: Any, *, officer: str = "") -> None:
        exchange = self._exchange(step)
        may(exchange, step.party, body)
        self._say(step, body, re=exchange.re, officer=officer)

    def _enquiry(self, step: Step) -> None:
        self._say(step, bodies.enquiry(step, self._actor(step)))

    def _readback(self, step: Step) -> None:
        exchange = self._exchange(step)
        place = bodies.place(step, self._actor(step))
        if step.party == exchange.receiver:
            self._in_exchange(step, readback_of(exchange, place))
        else:
            self._in_exchange(step, Readback(place=place, independent=True))

    def _confirm(self, step: Step) -> None:
        exchange = self._exchange(step)
        by_node = auto_confirmation(exchange)
        body = by_node or confirmation(exchange, step.given.get("words", ""))
        if body is None:
            raise InputError("there is no readback to compare", where=bodies.where(step))
        self._in_exchange(step, body, officer="node" if by_node else "")

    def _answer(self, step: Step) -> None:
        exchange = self._exchange(step)
        result = self._ask(
            step.party, asked_extent(exchange), exchange.enquiry.margin_m, step.t, (step.party,)
        )
        outcome = Outcome(step.given.get("outcome", result.answer))
        may(exchange, step.party, Answer(outcome=outcome, as_of=step.t, coverage=("",)))
        if outcome is Outcome.NONE_BY_REGISTER and result.answer is not outcome:
            raise InputError(f"the register does not yield it. {result.text}", where=bodies.where(step))
        coverage = tuple(one.id for one in result.coverage)
        reasons = reasons_of(exchange, result, outcome)
        words = step.given.get("words", "")
        body = Answer(outcome=outcome, as_of=step.t, coverage=coverage, reasons=reasons, words=words)
        self._in_exchange(step, body)

    def _acknowledge(self, step: Step) -> None:
        answer = self._exchange(step).answer
        if answer is None:
            raise InputError("there is no answer to acknowledge", where=bodies.where(step))
        self._in_exchange(step, Acknowledgement(answer=answer.id))

    def _doubt(self, step: Step) -> None:
        words = bodies.need(step, "words")
        if "of" in step.given:
            self._say(step, DoubtRaised(doubts=self.ids[step.given["of"]], words=words))
        else:
            self._in_exchange(step, DoubtRaised(doubts=self._exchange(step).enquiry_id, words=words))

    def _needed(self, step: Step) -> tuple[str, ...]:
        return tuple(self.ids[name] for name in bodies.need(step, "of"))

    def _receipt(self, step: Step, stage: ReceiptStage) -> None:
        of = self._needed(step)
        version = f"{step.given['terminal']} {version_of(of)}" if stage is ReceiptStage.LOADED else ""
        self._say(step, Receipt(stage=stage, of=of, version=version))

    def _needs(self, step: Step) -> None:
        terminal = bodies.need(step, "terminal")
        kept = [one for one in self.points if (one.party, one.terminal) != (step.party, terminal)]
        point = PointOfUse(
            party=step.party, terminal=terminal, window=bodies.window(step), needs=self._needed(step)
        )
        self.points = [*kept, point]

    def _check(self, step: Step) -> None:
        position = bodies.place(step, self._actor(step)).position
        extent = Extent(legs=(Leg(shape=Shape.place(position), window=bodies.window(step)),))
        self.checked = self._ask(
            step.party, extent, float(step.given.get("margin_m", 2000.0)), step.t, self._others(step)
        )

    def _ask(
        self, code: str, extent: Extent, margin_m: float, at: datetime, parties: Iterable[str]
    ) -> CheckResult:
        """The check as that party's node makes it, of its own copy of everything."""
        kinds = (NoticeKind.SITE, NoticeKind.UNIT)
        statements = self.statements(code)
        store = self.peers.stores[code]
        heads = logs_seen(store, newest_seen(statements), at, heard=lambda _: at, late=SILENT, absent=SILENT)
        return check(
            extent, margin_m, Register.of(statements), at, heads, parties=tuple(parties), kinds=kinds
        )
