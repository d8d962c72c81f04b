"""An exchange from enquiry to acknowledgement, and everything that stops it on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exchange.said import NOON, enquiry, minutes, place
from tests.exchange.talk import COVERAGE, Talk

from commonground.errors import InputError
from commonground.exchange.compose import auto_confirmation, readback_of
from commonground.exchange.fold import fold
from commonground.exchange.next import may
from commonground.exchange.table import State
from commonground.exchange.view import view
from commonground.finding import Kind, Level
from commonground.statements.admin import Receipt, ReceiptStage
from commonground.statements.message import (
    Acknowledgement,
    Answer,
    Confirmation,
    DoubtRaised,
    Outcome,
    Readback,
    Report,
    Standby,
)
from commonground.statements.notice import Withdrawal

KM14 = place(north_m=14_060, text="0.62715 0.50000")
HERE = place(north_m=20, east_m=10, text="0 30 00.6 N 0 30 00.3 E")
NONE = Outcome.NONE_BY_REGISTER


def kinds(exchange) -> set[Kind]:
    return {one.kind for one in exchange.findings}


def closed() -> Talk:
    talk = Talk()
    talk.confirm(talk.readback(HERE))
    talk.acknowledge(talk.answer(NONE))
    return talk


def test_the_main_job_runs_from_enquiry_to_acknowledgement() -> None:
    talk = Talk()
    assert talk.exchange.state is State.SENT
    readback = talk.readback(HERE)
    assert talk.exchange.state is State.READ_BACK
    assert talk.exchange.readback.verdict == "match"
    talk.confirm(readback)
    assert talk.exchange.state is State.UNDERSTOOD
    answer = talk.answer(NONE)
    assert talk.exchange.state is State.ANSWERED
    talk.acknowledge(answer)
    assert talk.exchange.state is State.CLOSED
    assert talk.exchange.findings == ()
    assert [line.taken for line in talk.exchange.log] == [True] * 5


def test_a_readback_fourteen_kilometres_off_blocks_understood_on_both_desks() -> None:
    talk = Talk()
    readback = talk.readback(KM14)
    exchange = talk.exchange
    assert exchange.state is State.DIFFERS
    for party in ("north", "south"):
        shown = view(exchange, party, talk.now)
        assert shown["readback"]["verdict"] == "differs"
        assert "differs by 14.1 km to the north" in shown["readback"]["text"]
        assert shown["blocked"].startswith("Not understood. South's readback differs by 14.1 km")
        assert "confirm" not in shown["next"]
        assert any(one["level"] == "urgent" for one in shown["findings"])
    with pytest.raises(InputError, match="not possible"):
        may(exchange, "north", Confirmation(readback=readback.id, distance_m=0.0, joint_ce95_m=1.0))
    with pytest.raises(InputError, match="not possible"):
        may(exchange, "south", Answer(outcome=NONE, as_of=NOON, coverage=(COVERAGE,)))
    talk.confirm(readback)
    talk.answer(NONE)
    talk.answer(Outcome.SOMETHING_WITHIN)
    assert talk.exchange.state is State.DIFFERS
    assert [line.taken for line in talk.exchange.log] == [True, True, False, False, False]


def test_a_correction_starts_again_and_the_place_is_withheld_again() -> None:
    talk = Talk(enquiry(KM14))
    talk.readback(HERE)
    talk.correct(place(text="0.5 0.5"))
    exchange = talk.exchange
    assert exchange.state is State.SENT
    assert exchange.readback is None
    assert Kind.READBACK_DIFFERS not in kinds(exchange)
    assert view(exchange, "south", talk.now)["withheld"]
    talk.readback(HERE)
    assert talk.exchange.state is State.READ_BACK


def test_the_receiver_sees_no_number_of_the_place_before_his_own_readback() -> None:
    talk = Talk()
    shown = view(talk.exchange, "south", talk.now)
    assert shown["withheld"]
    assert shown["place"].keys() == {"as_given", "notation", "grid", "anchor"}
    assert "lat_deg" in view(talk.exchange, "north", talk.now)["place"]
    talk.readback(HERE)
    assert "lat_deg" in view(talk.exchange, "south", talk.now)["place"]


@given(hidden=st.floats(0.1, 80.0))
@settings(max_examples=25, deadline=None)
def test_nothing_in_the_receivers_view_depends_on_the_withheld_numbers(hidden) -> None:
    text, report = "as heard", Report(words="shots from the ridge", source="patrol", channel="radio", at=NOON)
    near = enquiry(place(text=text), report=report)
    far = replace(near, place=replace(place(text=text), position=place(north_m=hidden * 1000).position))
    one, other = Talk(near), Talk(far)
    a, b = (view(talk.exchange, "south", talk.now) for talk in (one, other))
    for shown in (a, b):
        for key in ("id", "place_id"):
            shown.pop(key)
        for row in (*shown["log"], *shown["findings"]):
            row.pop("id", None)
            row.pop("about", None)
    assert a == b


def test_show_now_opens_the_place_and_marks_the_readback_on_both_desks() -> None:
    talk = Talk()
    talk.say("south", Receipt(stage=ReceiptStage.SHOW_NOW, of=(talk.enquiry.id,)))
    assert not view(talk.exchange, "south", talk.now)["withheld"]
    assert not readback_of(talk.exchange, HERE).independent
    talk.readback(HERE, independent=True)
    for party in ("north", "south"):
        shown = view(talk.exchange, party, talk.now)
        assert shown["readback"]["independent"] is False
        assert "not independent" in " ".join(one["text"] for one in shown["findings"])
    assert auto_confirmation(talk.exchange) is None
    assert talk.exchange.state is State.READ_BACK


def test_retyped_digits_are_not_an_independent_readback() -> None:
    talk = Talk(enquiry(place(text="31N AA 66021 00000")))
    talk.readback(place(text="31n aa 6602100000"))
    assert not talk.exchange.readback.independent
    assert Kind.NOT_INDEPENDENT in kinds(talk.exchange)


def test_the_askers_node_confirms_a_match_and_leaves_near_to_an_officer() -> None:
    talk = Talk()
    readback = talk.readback(HERE)
    ready = auto_confirmation(talk.exchange)
    assert ready is not None
    assert ready.readback == readback.id
    near = Talk()
    near.readback(place(east_m=90, text="0 30 00 N 0 30 02.9 E"))
    assert near.exchange.readback.verdict == "near"
    assert auto_confirmation(near.exchange) is None
    assert "confirm" in view(near.exchange, "north", near.now)["next"]


def test_a_place_too_coarse_for_the_margin_is_near_and_never_a_match() -> None:
    talk = Talk(enquiry(margin_m=500.0))
    talk.readback(place(ce95_m=6000.0, text="31N AA 6 0"))
    assert talk.exchange.readback.verdict == "near"
    assert "too coarse" in talk.exchange.readback.text


def test_descriptions_that_contradict_the_coordinates_block_too() -> None:
    talk = Talk(enquiry(place(anchor="300 m east of the bridge")))
    talk.readback(place(10, text="0 30 00.3 N 0 30 00.0 E", anchor="2 km west of the bridge"))
    assert talk.exchange.state is State.DIFFERS
    assert Kind.ANCHOR_CONTRADICTS in kinds(talk.exchange)
    fits = Talk(enquiry(place(anchor="300 m east of the bridge")))
    fits.readback(place(10, text="0 30 00.3 N 0 30 00.0 E", anchor="280 m east of the bridge"))
    assert fits.exchange.state is State.READ_BACK


def test_a_report_that_says_another_place_than_the_desk_measured_stops_a_faithful_readback() -> None:
    report = Report(
        words="post at 0.50000 N 0.50000 E is firing", source="patrol 1", channel="radio", at=NOON
    )
    talk = Talk(enquiry(KM14, report=report))
    assert Kind.SOURCE_DIFFERS in kinds(talk.exchange)
    assert "whatever is read back" in view(talk.exchange, "south", talk.now)["blocked"]
    talk.readback(place(north_m=14_050, text="0 37 37.5 N 0 30 00.0 E"))
    assert talk.exchange.readback.comparisons[0].verdict == "match"
    assert talk.exchange.state is State.DIFFERS
    assert "14.1 km" in talk.exchange.readback.text
    assert "patrol 1" in talk.exchange.readback.text


def test_not_confirmed_at_the_source_stands_on_both_desks_until_the_source_reads_back() -> None:
    report = Report(words="shots from the ridge", source="patrol 1", channel="radio", at=NOON)
    talk = Talk(enquiry(report=report))
    talk.confirm(talk.readback(HERE))
    for party in ("north", "south"):
        shown = view(talk.exchange, party, talk.now)
        assert shown["not_confirmed_at_source"]
        assert any(one["kind"] == "not_confirmed_at_source" for one in shown["findings"])
    talk.readback(place(5, 5, text="0 30 00.2 N 0 30 00.2 E"), party="north")
    assert talk.exchange.state is State.UNDERSTOOD
    assert not view(talk.exchange, "south", talk.now)["not_confirmed_at_source"]


def test_a_source_that_reads_back_elsewhere_blocks_even_what_was_understood() -> None:
    talk = Talk()
    talk.confirm(talk.readback(HERE))
    talk.readback(KM14, party="north")
    assert talk.exchange.state is State.DIFFERS
    assert Kind.SOURCE_DIFFERS in kinds(talk.exchange)


def test_cannot_say_is_open_before_the_place_is_understood_and_nothing_better() -> None:
    for outcome, state in (
        (Outcome.CANNOT_SAY, State.UNABLE),
        (NONE, State.SENT),
        (Outcome.SOMETHING_WITHIN, State.SENT),
    ):
        talk = Talk()
        talk.answer(outcome)
        assert talk.exchange.state is state


def test_an_answer_can_be_changed_only_towards_caution() -> None:
    talk = closed()
    talk.answer(Outcome.SOMETHING_WITHIN)
    assert talk.exchange.state is State.ANSWERED
    (finding,) = [one for one in talk.exchange.findings if one.kind is Kind.ANSWER_CHANGED]
    assert finding.level is Level.URGENT
    talk.answer(NONE)
    assert talk.exchange.answer.answer.outcome is Outcome.SOMETHING_WITHIN


def test_a_doubt_before_the_answer_stops_understood_until_somebody_measures_again() -> None:
    talk = Talk()
    readback = talk.readback(HERE)
    talk.say("south", DoubtRaised(doubts=talk.enquiry.id, words="he said a large building, there is none"))
    assert talk.exchange.state is State.DOUBTED
    talk.confirm(readback)
    assert talk.exchange.state is State.DOUBTED
    again = talk.readback(place(5, 9, text="0 30 00.2 N 0 30 00.3 E"))
    talk.confirm(again)
    assert talk.exchange.state is State.UNDERSTOOD
    shown = view(talk.exchange, "north", talk.now)
    assert "no such" not in str(shown["doubts"])
    assert shown["doubts"][0]["words"].startswith("he said")


def test_a_third_partys_doubt_stays_beside_the_exchange_and_moves_nothing() -> None:
    talk = Talk()
    talk.say("east", DoubtRaised(doubts=talk.enquiry.id, words="that ridge is ours"), to=("north", "south"))
    assert talk.exchange.state is State.SENT
    assert talk.exchange.doubts[0].party == "east"


def test_late_is_said_late_and_silence_decides_nothing() -> None:
    talk = Talk()
    after = talk.exchange.deadline + timedelta(seconds=1)
    shown = view(talk.exchange, "north", after)
    assert shown["late"]
    assert shown["state"] == "sent"
    assert shown["seconds_left"] == -1
    assert any("Silence says nothing" in one["text"] for one in shown["findings"])
    talk.confirm(talk.readback(HERE))
    talk.answer(NONE, at=after)
    assert Kind.ANSWERED_LATE in kinds(talk.exchange)
    assert talk.exchange.state is State.ANSWERED


def test_standing_by_moves_the_deadline_once() -> None:
    talk = Talk()
    first = talk.stand_by(30)
    assert talk.exchange.deadline == first.body.until
    second = talk.stand_by(300)
    assert talk.exchange.deadline == first.body.until
    assert talk.exchange.standby_until == second.body.until


def test_a_window_that_ended_in_silence_is_overtaken() -> None:
    talk = Talk()
    shown = view(talk.exchange, "north", talk.exchange.enquiry.window.end)
    assert shown["overtaken"]
    assert any(one["kind"] == "overtaken" for one in shown["findings"])


def test_a_withdrawn_enquiry_takes_no_more_steps() -> None:
    talk = Talk()
    talk.say("north", Withdrawal(withdraws=talk.enquiry.id, reason="wrong form"))
    talk.readback(HERE)
    assert talk.exchange.state is State.WITHDRAWN
    assert Kind.OUT_OF_TURN in kinds(talk.exchange)


def test_only_the_latest_readback_and_the_latest_answer_can_be_confirmed_or_acknowledged() -> None:
    talk = Talk()
    old = talk.readback(HERE)
    talk.readback(place(5, 9, text="0 30 00.2 N 0 30 00.3 E"))
    talk.confirm(old)
    assert talk.exchange.state is State.READ_BACK
    with pytest.raises(InputError, match="newer readback"):
        may(talk.exchange, "north", Confirmation(readback=old.id, distance_m=1.0, joint_ce95_m=1.0))
    talk.say("north", Acknowledgement(answer="ef" * 32))
    assert [line.taken for line in talk.exchange.log][-2:] == [False, False]


def test_an_enquiry_to_two_parties_makes_an_exchange_with_each() -> None:
    talk = Talk(to=("south", "east"))
    talk.say("east", Readback(place=KM14, independent=True), re=(talk.enquiry.id,))
    by_receiver = {one.receiver: one for one in talk.all.exchanges}
    assert by_receiver["east"].state is State.DIFFERS
    assert by_receiver["south"].state is State.SENT
    assert by_receiver["south"].id == f"{talk.enquiry.id}.south"
    assert len(by_receiver["south"].log) == 1


def test_ticks_say_reached_shown_and_answered_apart() -> None:
    talk = Talk()
    talk.say("south", Receipt(stage=ReceiptStage.RECEIVED, of=(talk.enquiry.id,)), re=())
    shown = view(talk.exchange, "north", talk.now, given={talk.enquiry.id})["ticks"]
    assert shown["given"]
    assert shown["reached_node"]
    assert shown["shown"] is None
    assert shown["answered"] is None


def test_a_message_that_names_what_is_not_here_yet_waits_for_it() -> None:
    talk = Talk()
    readback = talk.readback(HERE)
    confirmation = talk.confirm(readback)
    without = fold([talk.enquiry, confirmation]).exchanges[0]
    assert without.state is State.SENT
    assert {one.kind for one in without.findings} == {Kind.WAITS_FOR_OTHER}
    assert talk.exchange.state is State.UNDERSTOOD


def test_clocks_that_disagree_do_not_change_the_order_of_what_answers_what() -> None:
    talk = Talk()
    readback = talk.say("south", Readback(place=HERE, independent=True), at=NOON - minutes(30))
    talk.confirm(readback)
    talk.say("south", Answer(outcome=NONE, as_of=NOON, coverage=(COVERAGE,)), at=NOON - minutes(29))
    assert talk.exchange.state is State.ANSWERED


def crossed() -> list:
    """A long story in which messages cross, some out of turn."""
    talk = Talk(
        enquiry(KM14, report=Report(words="at 0.50000 N 0.50000 E", source="p", channel="radio", at=NOON))
    )
    talk.stand_by(5)
    talk.readback(HERE)
    before = talk.exchange.re
    talk.correct(place(text="0.5 0.5"))
    talk.say("south", DoubtRaised(doubts=talk.enquiry.id, words="not sure"), re=before)
    talk.say("south", Receipt(stage=ReceiptStage.SHOW_NOW, of=(talk.exchange.place_id,)), re=())
    again = talk.readback(place(3, 4, text="0 30 00.1 N 0 30 00.1 E"))
    talk.confirm(again)
    asked = talk.exchange.re
    answer = talk.answer(NONE)
    talk.say("north", Standby(until=talk.now), re=asked)
    talk.acknowledge(answer)
    return talk.said


CROSSED = crossed()


@settings(max_examples=120, deadline=None)
@given(order=st.permutations(CROSSED), kept=st.sets(st.integers(0, len(CROSSED) - 1)))
def test_both_sides_work_out_the_same_from_the_same_statements_in_any_order(order, kept) -> None:
    assert fold(order) == fold(CROSSED)
    some = [one for number, one in enumerate(CROSSED) if number in kept]
    shuffled = [one for one in order if one in some]
    assert fold(shuffled) == fold(some)


def test_the_crossed_story_ends_closed_and_keeps_every_word() -> None:
    (exchange,) = fold(CROSSED).exchanges
    assert exchange.state is State.CLOSED
    assert len(exchange.log) + 1 == len(CROSSED)  # all but the receipt
    assert not exchange.readback.independent
