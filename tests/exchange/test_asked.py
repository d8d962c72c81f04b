"""What many enquiries add up to: counted, said on both desks, never blocked."""

from __future__ import annotations

import math
from datetime import timedelta

import pytest
from tests.exchange.said import NOON, box, coverage, enquiry, minutes, place, said
from tests.exchange.talk import COVERAGE

from commonground.exchange.answers.asked import LIMITS, AskLimits, asked, limits_of
from commonground.exchange.fold import fold
from commonground.finding import Kind
from commonground.register.fold import Register
from commonground.statements.admin import Budget, Terms
from commonground.statements.message import Answer, Confirmation, Outcome, Readback

NONE = Outcome.NONE_BY_REGISTER


def conversation(north_m: float, outcome: Outcome, at=NOON):
    ask = said("north", enquiry(place(north_m), margin_m=1000.0), at, to=("south",))
    back = said(
        "south",
        Readback(place=place(north_m + 5, text="x"), independent=True),
        at,
        re=(ask.id,),
        to=("north",),
    )
    sure = said(
        "north",
        Confirmation(readback=back.id, distance_m=5.0, joint_ce95_m=70.7),
        at,
        re=(ask.id, back.id),
        to=("south",),
    )
    body = Answer(outcome=outcome, as_of=at, coverage=(COVERAGE,) if outcome is NONE else ())
    return [ask, back, sure, said("south", body, at, re=(ask.id, sure.id), to=("north",))]


LATER = NOON + minutes(1)


def counted(conversations, moment=LATER):
    standing = Register.of([said("south", coverage(box(5_000)))]).at(moment)
    statements = [one for each in conversations for one in each]
    return asked(fold(statements).exchanges, standing)


def test_the_share_of_the_ground_that_was_answered_is_measured_once_however_often_it_was_asked() -> None:
    (once,) = counted([conversation(0, NONE)])
    (twice,) = counted([conversation(0, NONE), conversation(0, Outcome.SOMETHING_WITHIN)])
    assert once.answered_km2 == pytest.approx(math.pi, rel=0.02)
    assert twice.answered_km2 == pytest.approx(once.answered_km2, rel=1e-3)
    assert (once.count, twice.count, twice.answered) == (1, 2, 2)
    assert once.share == pytest.approx(math.pi / 100, rel=0.03)
    assert once.finding() is None


def test_what_was_not_answered_lays_nothing_open() -> None:
    (one,) = counted([conversation(0, Outcome.CANNOT_SAY)])
    assert one.answered == 0
    assert one.answered_km2 == 0.0


def test_much_asked_is_said_with_its_share() -> None:
    (much,) = counted([conversation(1500.0 * number, NONE) for number in range(-2, 3)])
    finding = much.finding()
    assert finding is not None
    assert finding.kind is Kind.ASKED_MUCH
    assert "% of what south covers" in finding.text


def test_yesterday_does_not_count() -> None:
    assert counted([conversation(0, NONE)], NOON + timedelta(hours=25)) == ()


def test_the_budget_of_the_terms_holds_and_the_usual_one_where_they_are_silent() -> None:
    assert limits_of(None) == LIMITS
    said_ = Terms(
        title="t",
        parties=(),
        policy="",
        budgets=(
            Budget(name="enquiries", limit=2, per_s=3600),
            Budget(name="share", limit=25, per_s=1),
            Budget(name="coarse", limit=8, per_s=86_400),
        ),
    )
    limits = limits_of(said_)
    assert limits == AskLimits(count=2, within=timedelta(hours=1), share=0.25)
    standing = Register.of([said("south", coverage(box(5_000)))]).at(LATER)
    talks = [conversation(1500.0 * number, NONE) for number in range(3)]
    exchanges = fold([one for each in talks for one in each]).exchanges
    (two,) = asked(exchanges[:2], standing, limits)
    assert not two.over
    assert two.with_one_more().over
    (three,) = asked(exchanges, standing, limits)
    assert three.finding() is not None
    assert "not blocked" in three.finding().text
