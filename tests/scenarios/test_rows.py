"""Failure modes of the notes on incidents that the exchange answers, each played on two nodes.

Rows 1, 6 to 9, 13, 15, 16, 19 and 20 are also played from the public record (test_replays.py).
"""

import itertools
import random
from datetime import timedelta

import pytest
from tests.node.parties import two, utc
from tests.node.test_main_job import FAR, OWN_MAP, ask, cover, read_back, seen

from commonground.errors import InputError
from commonground.exchange.fold import fold
from commonground.exchange.table import State
from commonground.position.profile import MapProfile
from commonground.statements.message import Outcome


@pytest.fixture
def both(tmp_path):
    with two(tmp_path) as sides:
        sides.north.login()
        sides.south.login()
        yield sides


def said(side, path, **given):
    return side.desk.post(path, given)


def folded(statements):
    profiles = {code: MapProfile(name=code) for code in ("north", "south")}
    return fold(statements, profiles=profiles)


def test_row_1_a_faithful_readback_of_a_wrong_enquiry_is_stopped_by_the_askers_own_report(both) -> None:
    report = {
        "words": "shots from 31N AA 66021 55280",
        "source": "patrol 1",
        "channel": "radio",
        "at": utc(both.clock.at),
    }
    identity = ask(both, text="31N AA 66021 69280", report=report)  # 14 km off, measured at our desk
    read_back(both, identity, FAR)  # faithful to what was asked
    for side in (both.north, both.south):
        shown = seen(side, identity)
        assert shown["state"] == "differs"
        assert "in the report of patrol 1" in shown["blocked"]
        assert shown["not_confirmed_at_source"]
        assert shown["report"]["words"] == report["words"]  # word by word, beside the measured place


def test_row_1_a_description_that_contradicts_the_coordinates_blocks_too(both) -> None:
    identity = ask(both, anchor="300 m east of the red buoy")
    given = {"text": OWN_MAP, "anchor": "4 km west of the red buoy"}
    said(both.south, f"/api/exchanges/{identity}/readback", **given)
    both.exchange_words()
    for side in (both.north, both.south):
        shown = seen(side, identity)
        assert shown["state"] == "differs"
        assert "descriptions and the coordinates disagree" in shown["blocked"]
    with pytest.raises(InputError, match="not possible while the exchange stands at differs"):
        said(both.north, f"/api/exchanges/{identity}/confirm")


@pytest.mark.parametrize("lacks", ["nothing said", "another kind", "another area", "ended"])
def test_row_6_no_answer_is_better_than_cannot_say_where_coverage_is_missing(both, lacks) -> None:
    if lacks == "another kind":
        cover(both, kinds=["site"])
    elif lacks == "another area":
        cover(both, area=[[0.6, -0.9], [0.6, 0.9], [0.9, 0.9], [0.9, -0.9]])
    elif lacks == "ended":
        cover(both, valid_until=utc(both.clock.at + timedelta(hours=1)))
    identity = ask(both)
    read_back(both, identity)
    assert both.south.desk.get(f"/api/exchanges/{identity}/register")["answer"] == Outcome.CANNOT_SAY
    with pytest.raises(InputError, match="the register does not yield this answer"):
        said(both.south, f"/api/exchanges/{identity}/answer", outcome="none_by_register")


def test_row_8_no_alarm_and_no_answer_is_older_than_its_limit_without_a_role_called(both) -> None:
    """A fake clock over a quarter of an hour of silence, both desks looked at every 7 s."""
    said(both.north, "/api/alarm")
    asked_at = both.clock.at
    identity = ask(both, template="urgent", occasion="")
    for _ in range(15 * 60 // 7):
        both.clock.move(seconds=7)
        age_s = (both.clock.at - asked_at).total_seconds()
        desk = both.north.desk.desk()
        alarm = next(one for one in desk["alarms"] if one["kind"] == "alarm_stands")
        assert ("Call the" in alarm["text"]) == (age_s >= 60)
        late = [one for one in desk["alarms"] if one["kind"] == "no_answer"]
        assert bool(late) == (age_s >= 120)
        (card,) = desk["calls"]
        if age_s >= 60:
            assert card["due"]
            assert card["role"] == ("duty director" if age_s < 120 else "commander")
    both.exchange_words()
    taken = next(one["take"] for one in both.south.desk.desk()["alarms"] if one["take"])
    said(both.south, f"/api/alarms/{taken}/take", words="any officer may take it")
    said(both.south, f"/api/exchanges/{identity}/answer", outcome="cannot_say", words="no map")
    both.exchange_words()
    assert not [
        one for one in both.north.desk.desk()["alarms"] if one["kind"] in ("alarm_stands", "no_answer")
    ]


def test_row_9_a_bare_alarm_reaches_every_open_question_in_one_step(both) -> None:
    open_ones = [ask(both, text=f"31N AA {60000 + number * 500:05d} 55280") for number in range(4)]
    alarm = said(both.south, "/api/alarm")["id"]
    both.exchange_words(rounds=1)
    for identity in open_ones:
        assert seen(both.north, identity)["alarms"] == [alarm]


def answered(both) -> str:
    """An enquiry up to South's answer *none by our register*; gives its id."""
    cover(both)
    identity = ask(both)
    read_back(both, identity)
    said(both.south, f"/api/exchanges/{identity}/answer", outcome="none_by_register")
    both.exchange_words()
    return identity


def test_row_19_dissent_stands_beside_the_account_that_it_denies(both) -> None:
    identity = answered(both)
    said(both.north, f"/api/exchanges/{identity}/doubt", words="the patrol saw a mast there")
    said(both.south, f"/api/exchanges/{identity}/doubt", words="our list is from Monday")
    both.exchange_words()
    for side in (both.north, both.south):
        shown = seen(side, identity)
        assert shown["answer"]["outcome"] == "none_by_register"  # nothing is overwritten
        assert [one["words"] for one in shown["doubts"]] == [
            "the patrol saw a mast there",
            "our list is from Monday",
        ]


def test_row_21_an_acknowledgement_says_received_and_opens_nothing(both) -> None:
    identity = answered(both)
    said(both.north, f"/api/exchanges/{identity}/acknowledge")
    both.exchange_words()
    shown = seen(both.north, identity)
    assert shown["state"] == "closed"
    words = (shown["answer"]["text"] + shown["answer"]["standing"] + shown["log"][-1]["text"]).casefold()
    assert "not listed does not mean unprotected" in words
    for promise in ("clear", "approv", "accept", "authori", "permi", "safe"):
        assert promise not in words


def test_row_22_both_sides_fold_one_history_in_any_order_and_see_what_is_missing(both) -> None:
    identity = answered(both)
    said(both.north, f"/api/exchanges/{identity}/acknowledge")
    both.exchange_words()
    sides = [side.node.store.statements() for side in (both.north, both.south)]
    (ours,), (theirs,) = (folded(kept).exchanges for kept in sides)
    assert [line.statement.id for line in ours.log] == [line.statement.id for line in theirs.log]
    steps = [one for one in sides[0] if one.header.kind not in ("roster", "profile", "receipt")]
    for seed in range(20):
        shuffled = list(sides[0])
        random.Random(seed).shuffle(shuffled)
        assert folded(shuffled).exchanges == (ours,)
    for missing in itertools.islice((one for one in steps if one.header.kind == "readback"), 1):
        (exchange,) = folded([one for one in sides[0] if one is not missing]).exchanges
        assert exchange.state is not State.CLOSED
        assert any(one.kind == "waits_for_other" for one in exchange.findings)
