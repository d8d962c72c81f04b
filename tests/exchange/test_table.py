"""The table of an exchange: what it holds, and that nothing else moves anything."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exchange.said import NOON, minutes, place
from tests.exchange.talk import COVERAGE, Talk

from commonground.errors import InputError
from commonground.exchange.attributes import ASKS, CLOSED_BY, Attribute, asks
from commonground.exchange.fold import fold
from commonground.exchange.table import ANSWERS, NEXT, Event, Side, State, diagram, possible, step
from commonground.statements.message import (
    Acknowledgement,
    Alarm,
    Answer,
    Confirmation,
    Correction,
    DoubtRaised,
    MessageKind,
    Outcome,
    Readback,
    Standby,
)

EVERYTHING = list(itertools.product(State, Side, Event))
SPEC = Path(__file__).resolve().parents[2] / "docs" / "spec" / "exchange.md"


def test_every_step_outside_the_table_is_refused_with_what_is_possible() -> None:
    outside = [row for row in EVERYTHING if row not in NEXT]
    assert len(outside) + len(NEXT) == len(EVERYTHING)
    for state, side, event in outside:
        with pytest.raises(InputError) as refused:
            step(state, side, event)
        assert refused.value.hint.startswith("possible now: ")


def test_none_by_register_is_reached_only_from_understood() -> None:
    assert {row[0] for row in NEXT if row[2] is Event.ANSWER_NONE} == {State.UNDERSTOOD}


def test_understood_is_reached_only_by_the_askers_confirmation_of_a_readback_that_fits() -> None:
    into = {
        row for row, after in NEXT.items() if after is State.UNDERSTOOD and row[0] is not State.UNDERSTOOD
    }
    assert into == {(State.READ_BACK, Side.ASKER, Event.CONFIRMATION)}


def test_a_place_that_differs_leaves_only_measuring_again_correcting_and_cannot_say() -> None:
    moving = {
        (side, event)
        for (state, side, event), after in NEXT.items()
        if state is State.DIFFERS and after is not state
    }
    assert moving == {
        (Side.RECEIVER, Event.READBACK_FITS),
        (Side.RECEIVER, Event.ANSWER_CANNOT),
        (Side.ASKER, Event.CORRECTION),
        (Side.ASKER, Event.WITHDRAWAL),
    }


def test_an_alarm_is_possible_for_both_sides_in_every_state() -> None:
    assert all((state, side, Event.ALARM) in NEXT for state in State for side in Side)


def test_no_side_can_close_an_exchange_alone() -> None:
    """Whoever speaks alone from the enquiry on never brings it to an answered end."""
    for side in Side:
        reached, todo = {State.SENT}, [State.SENT]
        while todo:
            state = todo.pop()
            for event in possible(state, side):
                after = step(state, side, event)
                if after not in reached:
                    reached.add(after)
                    todo.append(after)
        assert State.CLOSED not in reached
        assert State.UNDERSTOOD not in reached


def test_the_picture_in_the_spec_is_drawn_from_the_table() -> None:
    assert diagram() in SPEC.read_text(encoding="utf-8")


HERE = place(10, text="0 30 00.3 N 0 30 00.0 E")
FAR = place(15_000, text="0.6356 0.5")
bodies = st.sampled_from(
    [
        lambda talk: Readback(place=HERE, independent=True),
        lambda talk: Readback(place=FAR, independent=True),
        lambda talk: Standby(until=NOON + minutes(30)),
        lambda talk: Correction(place=HERE, words="again"),
        lambda talk: Answer(outcome=Outcome.NONE_BY_REGISTER, as_of=NOON, coverage=(COVERAGE,)),
        lambda talk: Answer(outcome=Outcome.CANNOT_SAY, as_of=NOON),
        lambda talk: Answer(outcome=Outcome.SOMETHING_WITHIN, as_of=NOON),
        lambda talk: DoubtRaised(doubts=talk.enquiry.id, words="not sure"),
        lambda talk: Alarm(words="stop, you may be hitting ours"),
        lambda talk: Confirmation(
            readback=talk.exchange.readback.id if talk.exchange.readback else "00" * 32,
            distance_m=10.0,
            joint_ce95_m=70.7,
        ),
        lambda talk: Acknowledgement(answer=talk.exchange.answer.id if talk.exchange.answer else "00" * 32),
    ]
)


@settings(max_examples=150, deadline=None)
@given(steps=st.lists(st.tuples(st.sampled_from(["north", "south", "east"]), bodies), max_size=9))
def test_no_run_of_messages_reaches_none_without_a_fitting_readback_that_was_confirmed(steps) -> None:
    talk = Talk()
    for party, make in steps:
        before = talk.exchange
        statement = talk.say(party, make(talk))
        after = talk.exchange
        lines = {line.statement.id: line.taken for line in after.log}
        if not lines.get(statement.id, False):
            assert after.state is before.state
    exchange = talk.exchange
    answer = exchange.answer
    if answer is not None and answer.answer.outcome is Outcome.NONE_BY_REGISTER:
        taken = [line.statement.header.kind for line in exchange.log if line.taken]
        last = len(taken) - 1 - taken[::-1].index("answer")
        assert "confirmation" in taken[:last]
        assert "readback" in taken[: taken.index("confirmation")]
        assert exchange.readback.verdict == "match" or exchange.state is State.DIFFERS
    assert fold(talk.said).exchanges[0].state is exchange.state


def test_every_kind_has_its_attributes_and_the_spec_shows_the_same() -> None:
    assert set(ASKS) == set(MessageKind)
    rows = [line.split("|") for line in SPEC.read_text(encoding="utf-8").splitlines() if line.count("|") == 5]
    shown = {(row[1].strip(), row[4].strip()) for row in rows if row[1].strip() in set(MessageKind)}
    assert shown == {(str(kind), asks(kind)) for kind in MessageKind}


def test_a_value_is_closed_by_a_readback_that_fits_and_a_question_by_an_answer_of_the_table() -> None:
    assert CLOSED_BY[Attribute.VALUE] == (Event.READBACK_FITS,)
    assert CLOSED_BY[Attribute.YES_NO] == ANSWERS
    events = {row[2] for row in NEXT}
    assert {event for closing in CLOSED_BY.values() for event in closing} <= events
    for kind, attributes in ASKS.items():
        assert attributes, kind
        assert Attribute.NONE not in attributes or attributes == (Attribute.NONE,)
