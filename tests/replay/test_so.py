"""What was so: every fold of an earlier moment is the fold from zero of what had been said by then."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from tests.exchange.said import NOON, coverage, minutes, place, site
from tests.exchange.talk import PROFILE, Talk
from tests.replay.placed import having_seen, placed, word

from commonground.errors import InputError
from commonground.exchange.fold import fold
from commonground.finding import Kind
from commonground.position.window import Window
from commonground.register.fold import Register
from commonground.replay.knowing import since_of
from commonground.replay.moment import Moment, party_of_mode
from commonground.replay.past import run, seen_by_others
from commonground.replay.selection import select
from commonground.replay.ticks import ticks
from commonground.statements.admin import Receipt, ReceiptStage
from commonground.statements.message import Alarm, DoubtRaised, Outcome, Standby
from commonground.statements.notice import Withdrawal
from commonground.statements.statement import Statement

PROFILES = {"north": PROFILE, "south": PROFILE}


@pytest.fixture(scope="module")
def talk() -> Talk:
    """A whole conversation, with notices, receipts and an alarm in it."""
    one = Talk()
    one.say("south", site(), re=())
    one.say("south", coverage(as_of=NOON), re=())
    one.stand_by(5)
    one.correct(place(30.0))
    one.confirm(one.readback(place(32.0)))
    one.say("south", Alarm(words="stop"), re=())
    one.acknowledge(one.answer(Outcome.SOMETHING_WITHIN))
    return one


def test_every_moment_equals_the_fold_from_zero_of_what_had_been_said_by_then(talk: Talk) -> None:
    shuffled = list(placed(talk.said))
    random.Random(7).shuffle(shuffled)
    for number, last in enumerate(talk.said, 1):
        prefix = talk.said[:number]
        past = run(select(shuffled, Moment(at=last.header.at)), profiles=PROFILES)
        assert past.exchanges == fold(prefix, profiles=PROFILES)
        standing, fresh = past.register.at(last.header.at), Register.of(prefix).at(last.header.at)
        later = {one.id for one in past.selection.later}
        assert tuple(one for one in standing.items if one.id not in later) == fresh.items


def test_between_two_events_the_earlier_one_holds_and_before_the_first_nothing(talk: Talk) -> None:
    logs = placed(talk.said)
    first, second = talk.said[0].header.at, talk.said[1].header.at
    assert run(select(logs, Moment(at=first - timedelta(seconds=1)))).exchanges.exchanges == ()
    between = run(select(logs, Moment(at=second - timedelta(seconds=1))))
    assert between.selection.statements == (talk.said[0],)


def test_an_answer_by_a_slow_clock_never_stands_without_its_question() -> None:
    talk = Talk()
    talk.say("south", Standby(until=NOON + minutes(5)), at=NOON - minutes(3))
    logs = placed(talk.said)
    assert select(logs, Moment(at=NOON - minutes(1))).entries == ()
    assert len(select(logs, Moment(at=NOON)).entries) == 2


def test_what_was_said_later_about_the_moment_is_shown_and_said_to_be_later() -> None:
    about = word(
        "south", site("post 1", window=Window(start=NOON, end=NOON + minutes(90))), NOON + minutes(60)
    )
    ahead = word(
        "south",
        site("post 2", window=Window(start=NOON + minutes(50), end=NOON + minutes(90))),
        NOON + minutes(60),
    )
    past = run(select(placed([about, ahead]), Moment(at=NOON + minutes(10))))
    assert [one.id for one in past.register.at(NOON + minutes(10)).items] == [about.id]
    assert [one.kind for one in past.findings] == [Kind.SAID_LATER]
    assert past.findings[0].about == (about.id,)
    told = run(select(placed([about, ahead]), Moment(at=NOON + minutes(10), party="south")))
    assert told.register.at(NOON + minutes(10)).items == ()
    assert told.findings == ()


def test_a_withdrawal_taken_back_later_never_held() -> None:
    window = Window(start=NOON, end=NOON + minutes(90))
    post = word("south", site("post 1", window=window), NOON)
    gone = word("south", Withdrawal(withdraws=post.id, reason="moved"), NOON + minutes(5))
    back = word("south", Withdrawal(withdraws=gone.id, reason="wrong post"), NOON + minutes(20))
    logs, at = placed([post, gone, back]), NOON + minutes(10)
    assert [one.id for one in run(select(logs, Moment(at=at))).register.at(at).items] == [post.id]
    believed = run(select(logs, Moment(at=at, party="south"))).register.at(at)
    assert believed.items == ()


def test_a_doubt_raised_later_lies_on_what_was_so_and_not_on_what_was_told() -> None:
    post = word("south", site("post 1"), NOON)
    doubt = word("north", DoubtRaised(doubts=post.id, words="empty since spring"), NOON + minutes(20))
    logs, at = placed([post, doubt]), NOON + minutes(10)
    assert run(select(logs, Moment(at=at))).register.at(at).items[0].doubts[0].words == "empty since spring"
    assert run(select(logs, Moment(at=at, party="south"))).register.at(at).items[0].doubts == ()


def test_given_rests_on_the_word_of_another_party_known_by_then() -> None:
    own = word("north", site("post 1"), NOON)
    seer = having_seen(word("south", site("post 2"), NOON + minutes(3)), north=1)
    logs = placed([own, seer])
    assert seen_by_others(select(logs, Moment(at=NOON)).entries) == frozenset()
    assert seen_by_others(logs) == {own.id}


def test_ticks_stand_in_order_of_time_and_receipts_are_none_of_them(talk: Talk) -> None:
    shown = Receipt(stage=ReceiptStage.SHOW_NOW, of=(talk.enquiry.id,))
    received = Receipt(stage=ReceiptStage.RECEIVED, of=(talk.enquiry.id,))
    more: list[Statement] = [
        word("south", received, NOON + minutes(1), to=("north",)),
        word("south", shown, NOON + minutes(2), to=("north",)),
    ]
    logs = placed([*talk.said, *more])
    found = ticks(logs, since_of(logs, ""))
    assert [one.at for one in found] == sorted(one.at for one in found)
    assert {one.id for one in found} == {one.id for one in talk.said} | {more[1].id}
    told = ticks(logs, since_of(logs, "south"))
    enquiry = next(one for one in told if one.id == talk.enquiry.id)
    assert enquiry.at == min(NOON + minutes(1), talk.said[3].header.at)


@pytest.mark.parametrize("mode", ["", "told", "told:", "so:north", "believed:north", "x" * 500])
def test_a_mode_that_is_none_is_refused(mode: str) -> None:
    with pytest.raises(InputError) as refused:
        party_of_mode(mode)
    assert refused.value.where == "mode"
    assert len(refused.value.given) <= 60


def test_a_moment_is_in_utc_and_its_mode_can_be_read_again() -> None:
    assert party_of_mode(Moment(at=NOON, party="south").mode) == "south"
    assert party_of_mode(Moment(at=NOON).mode) == ""
    with pytest.raises(ValueError, match="UTC"):
        Moment(at=NOON.replace(tzinfo=None))
