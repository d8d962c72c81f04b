"""The watch at a desk: everything open is handed over and read one by one, and what is missing is found."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exchange.said import NOON, WINDOW, enquiry, minutes, place, said, site
from tests.exchange.talk import Talk

from commonground.exchange.calls.deadlines import ROLES
from commonground.exchange.duty.matters import LONGEST, MOST, matters
from commonground.exchange.duty.watch import SHIFTS, unmanned, watch
from commonground.exchange.fold import fold
from commonground.finding import Kind, Level
from commonground.register.fold import Register
from commonground.statements.admin import CallTested, Handover, Matter, MatterKind, Takeover
from commonground.statements.form.codec import encode
from commonground.statements.message import Alarm, DoubtRaised, Outcome, Standby
from commonground.statements.notice import NoticeKind

LINK = {"south": "absent, last word 09:10Z"}
TWO = (
    Matter(what=MatterKind.OPEN, about="a", words="south owes a readback"),
    Matter(what=MatterKind.LINK, about="south", words="heard"),
)


def everything():
    """One of each: an alarm, two enquiries of which one stands by, a movement without a word, a doubt."""
    first = said("north", enquiry(), NOON, to=("south",))
    second = said("north", enquiry(place(3000.0)), NOON + minutes(1), to=("south",))
    wait = said("south", Standby(until=NOON + minutes(30)), NOON + minutes(2), re=(second.id,), to=("north",))
    convoy = said("north", site("convoy 7", kind=NoticeKind.MOVEMENT))
    doubt = said(
        "south", DoubtRaised(doubts=convoy.id, words="seen elsewhere"), NOON + minutes(3), re=(convoy.id,)
    )
    alarm = said("south", Alarm(words="stop"), NOON + minutes(4), to=("north",))
    return [first, second, wait, convoy, doubt, alarm]


def listed(statements, now, links=LINK):
    return matters("north", fold(statements), Register.of(statements), now, links)


def test_every_kind_of_matter_is_handed_over_in_its_order_and_without_a_place() -> None:
    found = listed(everything(), WINDOW.end + minutes(5))
    kinds = [one.what for one in found]
    assert kinds == [
        MatterKind.ALARM, MatterKind.OPEN, MatterKind.STANDBY, MatterKind.OVERDUE, MatterKind.DOUBT, MatterKind.LINK,
    ]  # fmt: skip
    assert "stands by until 12:30Z" in found[2].words
    assert "convoy 7" in found[3].words
    assert "seen elsewhere" in found[4].words
    assert found[5].words == LINK["south"]
    assert not any("0.5" in one.words for one in found), "no place"


def test_a_link_is_handed_over_when_nothing_else_is_open() -> None:
    assert [one.what for one in listed([], NOON, {"south": "heard 1 min ago"})] == [MatterKind.LINK]


def test_what_is_closed_is_not_handed_over() -> None:
    talk = Talk()
    assert [one.what for one in listed(talk.said, talk.now)] == [MatterKind.OPEN, MatterKind.LINK]
    talk.confirm(talk.readback(place()))
    given_ = talk.answer(Outcome.CANNOT_SAY)
    assert "not acknowledged" in listed(talk.said, talk.now)[0].words
    talk.acknowledge(given_)
    assert [one.what for one in listed(talk.said, talk.now)] == [MatterKind.LINK]


def test_a_handover_of_hundreds_of_enquiries_fits_into_one_statement_and_says_how_many_it_left() -> None:
    many = [said("north", enquiry(place(3.0 * n)), NOON, to=("south",)) for n in range(400)]
    found = listed(many, NOON)
    assert len(found) == MOST
    assert "282 further matters" in found[-1].words
    assert all(len(one.words) <= LONGEST for one in found)
    assert len(str(encode(Handover(to_officer="luo", matters=found)))) < 48 * 1024


def handed(at=NOON, officer="keita"):
    return said("north", Handover(to_officer="luo", matters=TWO), at, officer=officer)


def kinds(found):
    return [one.kind for one in found]


def test_a_handover_waits_then_rises_then_is_taken_and_its_matters_read_one_by_one() -> None:
    given_ = handed()
    waits = watch([given_], "north")
    early, late = (waits.findings(NOON + minutes(by), ()) for by in (1, 10))
    assert kinds(early) == [Kind.HANDOVER_WAITS]
    assert early[0].level is Level.CAUTION
    assert late[0].level is Level.URGENT
    assert f"Call the {ROLES[1]} now" in late[0].text
    half = said("north", Takeover(handover=given_.id, read=(1,)), NOON + minutes(12), officer="luo")
    taken = watch([given_, half], "north").findings(NOON + minutes(13), ())
    assert kinds(taken) == [Kind.HANDOVER_UNREAD]
    assert "number 2" in taken[0].text
    rest = said("north", Takeover(handover=given_.id, read=(2,)), NOON + minutes(14), officer="luo")
    assert watch([given_, half, rest], "north").findings(NOON + minutes(15), ()) == ()


def test_another_partys_word_takes_no_desk_of_ours() -> None:
    given_ = handed()
    theirs = said("south", Takeover(handover=given_.id, read=(1, 2)), NOON + minutes(1))
    assert kinds(watch([given_, theirs], "north").findings(NOON + minutes(2), ())) == [Kind.HANDOVER_WAITS]


def test_a_shift_without_a_test_call_is_a_finding_and_so_is_one_that_nobody_answered() -> None:
    given_ = handed()
    took = said("north", Takeover(handover=given_.id, read=(1, 2)), NOON, officer="luo")
    desk = watch([given_, took], "north")
    assert desk.findings(NOON + minutes(59), ("south",)) == ()
    assert kinds(desk.findings(NOON + minutes(60), ("south",))) == [Kind.TEST_CALL_MISSING]

    silent = said("north", CallTested(party="south", way="radio", reached=False), NOON + minutes(70))
    assert kinds(watch([given_, took, silent], "north").findings(NOON + minutes(71), ("south",))) == [
        Kind.TEST_CALL_UNANSWERED
    ]
    heard = said(
        "north", CallTested(party="south", way="telephone", reached=True, by="diallo"), NOON + minutes(75)
    )
    desk = watch([given_, took, silent, heard], "north")
    assert desk.findings(NOON + minutes(76), ("south",)) == ()
    assert kinds(desk.findings(heard.header.at + SHIFTS.longest, ("south",))) == [Kind.TEST_CALL_MISSING]


def test_a_new_shift_wants_its_own_test_call() -> None:
    called = said("north", CallTested(party="south", way="radio", reached=True), NOON)
    given_ = handed(NOON + minutes(5))
    took = said("north", Takeover(handover=given_.id), NOON + minutes(6), officer="luo")
    desk = watch([called, given_, took], "north")
    assert desk.call_due("south") == NOON + minutes(66)


@pytest.mark.parametrize(
    ("by", "waits", "role"), [(4, 0, None), (5, 0, ROLES[1]), (9, 0, ROLES[2]), (0, 1, ROLES[1])]
)
def test_an_empty_desk_calls_the_next_role_and_at_once_while_an_alarm_stands(by, waits, role) -> None:
    found = unmanned(NOON, NOON + minutes(by), waits)
    assert (found is None) == (role is None)
    if found:
        assert found.level is Level.URGENT
        assert f"Call the {role} now" in found.text


@settings(max_examples=60, deadline=None)
@given(st.permutations(range(5)), st.integers(min_value=0, max_value=20))
def test_the_watch_is_the_same_in_any_order_and_an_untaken_desk_never_grows_quiet(order, hours) -> None:
    first = handed()
    took = said("north", Takeover(handover=first.id, read=(1, 2)), NOON + minutes(5), officer="luo")
    call = said(
        "north", CallTested(party="south", way="radio", reached=True), NOON + minutes(6), officer="luo"
    )
    second = handed(NOON + timedelta(hours=8), "luo")
    half = said("north", Takeover(handover=second.id, read=(2,)), NOON + timedelta(hours=9))
    said_ = [first, took, call, second, half]
    assert watch([said_[n] for n in order], "north") == watch(said_, "north")
    later = watch(said_[:4], "north").findings(second.header.at + timedelta(hours=hours), ("south",))
    assert Kind.HANDOVER_WAITS in kinds(later)
