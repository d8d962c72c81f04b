"""A conversation for tests: two parties who say one thing after the other, and the fold of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.exchange.said import NOON, enquiry, said

from commonground.exchange.exchange import Exchange
from commonground.exchange.fold import Exchanges, fold
from commonground.position.profile import MapProfile
from commonground.statements.message import (
    Acknowledgement,
    Answer,
    Confirmation,
    Correction,
    Enquiry,
    Outcome,
    Readback,
    Standby,
)
from commonground.statements.notice import PlaceSaid
from commonground.statements.statement import Statement

PROFILE = MapProfile(name="wgs 84")
COVERAGE = "cd" * 32


class Talk:
    """North asks South; each method is one thing said, half a minute after the last."""

    def __init__(self, body: Enquiry | None = None, *, to: tuple[str, ...] = ("south",)) -> None:
        self.now = NOON
        self.said: list[Statement] = []
        self.enquiry = self.say("north", body or enquiry(), to=to)

    @property
    def all(self) -> Exchanges:
        return fold(self.said, profiles={"north": PROFILE, "south": PROFILE})

    @property
    def exchange(self) -> Exchange:
        return self.all.exchanges[0]

    def say(
        self,
        party: str,
        body: Any,
        *,
        at: datetime | None = None,
        re: tuple[str, ...] | None = None,
        **more: Any,
    ) -> Statement:
        if self.said:
            self.now += timedelta(seconds=30)
        named = re if re is not None else (self.exchange.re if self.said else ())
        more.setdefault("to", ("south",) if party == "north" else ("north",))
        one = said(party, body, at or self.now, re=named, **more)
        self.said.append(one)
        return one

    def readback(self, place: PlaceSaid, *, independent: bool = True, party: str = "south") -> Statement:
        return self.say(party, Readback(place=place, independent=independent))

    def confirm(self, readback: Statement) -> Statement:
        compared = self.exchange.readback
        assert compared is not None
        first = compared.comparisons[0]
        return self.say(
            "north",
            Confirmation(
                readback=readback.id, distance_m=first.distance_m, joint_ce95_m=first.joint_ce95_m, words=""
            ),
        )

    def answer(self, outcome: Outcome, at: datetime | None = None) -> Statement:
        coverage = (COVERAGE,) if outcome is Outcome.NONE_BY_REGISTER else ()
        return self.say("south", Answer(outcome=outcome, as_of=self.now, coverage=coverage), at=at)

    def acknowledge(self, answer: Statement) -> Statement:
        return self.say("north", Acknowledgement(answer=answer.id))

    def correct(self, place: PlaceSaid) -> Statement:
        return self.say("north", Correction(place=place, words="read from the other sheet"))

    def stand_by(self, minutes: float) -> Statement:
        return self.say("south", Standby(until=self.now + timedelta(minutes=minutes)))
