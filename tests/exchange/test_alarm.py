"""The bare alarm and the calls that follow silence: it reaches every activity, and it rises."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exchange.said import NOON, WINDOW, enquiry, minutes, place, said
from tests.exchange.talk import Talk

from commonground.exchange.calls.deadlines import DEADLINES, call
from commonground.exchange.fold import fold
from commonground.exchange.table import State
from commonground.exchange.view import view
from commonground.statements.message import Acknowledgement, Alarm, Outcome

STOP = Alarm(words="stop, you may be hitting ours")


def asked(north_m: float, at=NOON, party: str = "north", to: str = "south"):
    return said(party, enquiry(place(north_m)), at, to=(to,))


def test_row_9_a_bare_alarm_lies_on_every_open_activity_of_the_other_side_in_one_step() -> None:
    open_ones = [asked(km * 1000.0) for km in range(5)]
    with_a_third = asked(0.0, to="east")
    of_others = asked(0.0, party="east", to="south")
    alarm = said("south", STOP, NOON + minutes(5), to=("north",))
    folded = fold([*open_ones, with_a_third, of_others, alarm])
    (raised,) = folded.alarms
    assert set(raised.exchanges) == {one.id for one in (*open_ones, with_a_third)}
    for exchange in folded.exchanges:
        assert exchange.alarms == ((alarm.id,) if exchange.asker == "north" else ())


def test_an_alarm_lies_on_an_answered_and_closed_exchange_whose_window_still_runs() -> None:
    talk = Talk()
    talk.confirm(talk.readback(place(20, text="0 30 00.6 N 0 30 00.0 E")))
    talk.acknowledge(talk.answer(Outcome.NONE_BY_REGISTER))
    assert talk.exchange.state is State.CLOSED
    talk.say("south", STOP, re=())
    assert talk.exchange.alarms == (talk.said[-1].id,)
    assert view(talk.exchange, "north", talk.now)["alarms"] == [talk.said[-1].id]


def test_an_alarm_does_not_lie_on_what_ended_before() -> None:
    talk = Talk()
    talk.confirm(talk.readback(place(20, text="0 30 00.6 N 0 30 00.0 E")))
    talk.acknowledge(talk.answer(Outcome.NONE_BY_REGISTER))
    talk.say("south", STOP, at=WINDOW.end + minutes(1), re=())
    assert talk.exchange.alarms == ()


def test_an_alarm_stands_until_a_named_officer_of_each_party_takes_it() -> None:
    alarm = said("south", STOP, to=("north", "east"))
    taken = said("north", Acknowledgement(answer=alarm.id, words="all units told to stop"), NOON + minutes(1))
    other = said("south", Acknowledgement(answer=alarm.id), NOON + minutes(1))
    (raised,) = fold([alarm, taken, other]).alarms
    assert raised.untaken_by() == ("east",)
    assert raised.taken[0].officer == "keita"
    assert raised.finding(NOON + minutes(2)) is not None
    late = said("east", Acknowledgement(answer=alarm.id), NOON + minutes(3))
    (raised,) = fold([alarm, taken, other, late]).alarms
    assert raised.finding(NOON + minutes(9)) is None


def test_an_alarm_to_nobody_in_particular_is_for_everybody_else() -> None:
    alarm = said("south", STOP)
    (raised,) = fold([alarm, asked(0.0), asked(0.0, to="east")]).alarms
    assert raised.to == ("east", "north")


@settings(max_examples=200, deadline=None)
@given(
    untaken_s=st.integers(0, 7200),
    tick_s=st.integers(1, 59),
)
def test_row_8_no_untaken_alarm_is_ever_older_than_its_limit_without_a_call(untaken_s, tick_s) -> None:
    """A fake clock: at every tick, every full limit that has passed has called a role."""
    (raised,) = fold([said("south", STOP, to=("north",))]).alarms
    for seconds in range(0, untaken_s, max(tick_s, untaken_s // 50 or 1)):
        now = NOON + timedelta(seconds=seconds)
        calling = raised.escalation(now)
        if now - NOON < DEADLINES.take_within:
            assert calling is None
            continue
        assert calling is not None
        assert calling.level == 1 + (now - NOON - DEADLINES.take_within) // DEADLINES.recall
        assert calling.next_at > now >= calling.since
        assert now - calling.since < DEADLINES.recall
        assert calling.role in DEADLINES.roles[1:]


def test_the_last_role_is_called_again_and_again() -> None:
    roles = [call(NOON, NOON + minutes(number)).role for number in range(4)]
    assert roles == ["duty director", "commander", "commander", "commander"]
    assert call(NOON, NOON - minutes(1)) is None
