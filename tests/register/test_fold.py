"""The register: what stands where, whatever the order in which it was heard."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exchange.said import NOON, WINDOW, coverage, minutes, said, site

from commonground.finding import Kind
from commonground.position.window import Window
from commonground.register.fold import Register
from commonground.register.item import ItemState, grown
from commonground.statements.message import DoubtRaised
from commonground.statements.notice import MovementStage, NoticeKind, Withdrawal


def names(register: Register, at=NOON) -> set[str]:
    return {item.notice.item for item in register.at(at).items}


def story() -> list:
    """A register with everything in it: sites, a replacement, a withdrawal, one taken back, a doubt."""
    first = said("south", site("post 17"), NOON - minutes(50))
    moved = said("south", site("post 17", north_m=500, replaces=first.id), NOON - minutes(40))
    other = said("south", site("post 18"), NOON - minutes(39))
    gone = said("south", Withdrawal(withdraws=other.id, reason="taken down"), NOON - minutes(30))
    back = said("south", Withdrawal(withdraws=gone.id, reason="wrong post"), NOON - minutes(20))
    doubt = said("north", DoubtRaised(doubts=moved.id, words="no tents there"), NOON - minutes(10))
    return [first, moved, other, gone, back, doubt, said("south", coverage()), said("north", site("camp"))]


STORY = story()


@settings(max_examples=50, deadline=None)
@given(order=st.permutations(STORY), moment=st.integers(-120, 900), repeat=st.integers(0, 7))
def test_the_order_of_arrival_does_not_matter(order, moment, repeat) -> None:
    at = NOON + minutes(moment)
    one_by_one = Register()
    for statement in [*order, order[repeat]]:
        one_by_one = one_by_one.apply(statement)
    assert one_by_one.at(at) == Register.of(STORY).at(at)


@settings(max_examples=50, deadline=None)
@given(size=st.integers(0, len(STORY)), moment=st.integers(-120, 900))
def test_the_register_at_any_checkpoint_is_a_fold_from_zero(size, moment) -> None:
    at = NOON + minutes(moment)
    grown_ = Register()
    for statement in STORY[:size]:
        grown_ = grown_.apply(statement)
    assert grown_ == Register.of(reversed(STORY[:size]))
    assert grown_.at(at) == Register.of(STORY[:size]).at(at)
    if size:
        latest = STORY[size - 1].header.at
        assert all(one.header.at <= latest for one in Register.of(STORY).known_at(latest).statements.values())


COARSE = said("south", replace(site("post 17"), coarse="to 5 km"), NOON - minutes(45), re=(STORY[0].id,))


@settings(max_examples=100, deadline=None)
@given(known=st.sets(st.integers(0, len(STORY))), moment=st.integers(-120, 900))
def test_the_ids_that_stand_are_those_of_what_stands(known, moment) -> None:
    register = Register.of([*STORY, COARSE][one] for one in known)
    standing = register.at(NOON + minutes(moment))
    wanted = {one.id for one in standing.items} | {one.id for one in standing.coverage}
    assert register.ids_at(NOON + minutes(moment)) == wanted


def test_a_withdrawn_entry_stands_until_it_was_withdrawn() -> None:
    post = said("south", site(), NOON - minutes(60))
    gone = said("south", Withdrawal(withdraws=post.id, reason="left"), NOON)
    register = Register.of([gone, post])
    assert names(register, NOON - minutes(1)) == {"post 17"}
    assert names(register, NOON) == set()


def test_a_withdrawal_that_was_taken_back_changes_nothing() -> None:
    assert "post 18" in names(Register.of(STORY))


def test_nobody_withdraws_what_another_party_said() -> None:
    post = said("south", site())
    gone = said("north", Withdrawal(withdraws=post.id, reason="we see nothing there"), NOON + minutes(1))
    standing = Register.of([post, gone]).at(NOON + minutes(5))
    assert [item.id for item in standing.items] == [post.id]
    assert [one.kind for one in standing.findings] == [Kind.NOT_THEIRS]


def test_a_replacement_takes_over_only_when_its_own_window_begins() -> None:
    post = said("south", site(), NOON - minutes(60))
    later = Window(start=NOON + minutes(60), end=NOON + minutes(600))
    moved = said("south", site(north_m=5000, window=later, replaces=post.id), NOON)
    register = Register.of([moved, post])
    assert {item.id for item in register.at(NOON + minutes(30)).items} == {post.id, moved.id}
    assert {item.id for item in register.at(NOON + minutes(60)).items} == {moved.id}


def test_two_notices_about_one_thing_stand_side_by_side_until_one_replaces_the_other() -> None:
    a, b = said("south", site()), said("south", site(north_m=800))
    standing = Register.of([a, b]).at(NOON)
    assert len(standing.items) == 2
    assert [one.kind for one in standing.findings] == [Kind.SIDE_BY_SIDE]


def test_a_statement_from_a_clock_that_runs_ahead_stands_and_is_said() -> None:
    early = said("south", site(), NOON + minutes(20))
    standing = Register.of([early]).at(NOON)
    assert [item.id for item in standing.items] == [early.id]
    assert [one.kind for one in standing.findings] == [Kind.SAID_AHEAD]


def test_states_follow_the_windows() -> None:
    (item,) = Register.of([said("south", site())]).at(NOON).items
    assert item.state(WINDOW.start - minutes(1)) is ItemState.PLANNED
    assert item.state(NOON) is ItemState.STANDS
    assert item.state(WINDOW.end) is ItemState.EXPIRED
    (mover,) = Register.of([said("south", site(kind=NoticeKind.UNIT))]).at(NOON).items
    assert mover.state(WINDOW.end) is ItemState.LAST_SEEN


@settings(max_examples=80, deadline=None)
@given(
    first=st.integers(1, 5000),
    more=st.integers(0, 5000),
    hourly=st.sampled_from([0.0, 900.0, 60_000.0]),
    kind=st.sampled_from([NoticeKind.UNIT, NoticeKind.MOVEMENT]),
)
def test_the_possible_area_of_a_silent_mover_only_grows_until_it_is_confirmed(
    first, more, hourly, kind
) -> None:
    (item,) = Register.of([said("south", site(kind=kind, hourly_m=hourly))]).at(NOON).items
    start = WINDOW.end - minutes(1)

    def reach(until: int) -> float:
        legs = item.legs_within(Window(start=start, end=WINDOW.end + minutes(until)))
        return max(leg.shape.reach_m for leg in legs)

    assert reach(first + more) >= reach(first) > 0


def test_a_movement_that_has_arrived_no_longer_grows() -> None:
    way = said("south", site("convoy", kind=NoticeKind.MOVEMENT), NOON - minutes(60))
    done = said(
        "south",
        site("convoy", kind=NoticeKind.MOVEMENT, stage=MovementStage.ARRIVED, replaces=way.id),
        NOON,
    )
    (item,) = Register.of([way, done]).at(NOON + timedelta(days=2)).items
    assert item.state(NOON + timedelta(days=2)) is ItemState.ENDED
    assert item.legs_within(Window(start=NOON + minutes(1), end=NOON + timedelta(days=2))) == ()


def test_an_area_never_shrinks_by_silence() -> None:
    (item,) = Register.of([said("south", site())]).at(NOON).items
    with pytest.raises(ValueError, match="never shrinks"):
        grown(item.notice.extent.legs[0].shape, -1.0)


def test_the_fold_takes_a_thousand_notices_in_any_order_to_the_same_standing() -> None:
    many = [said("south", site(f"post {n}", north_m=n)) for n in range(1000)]
    shuffled = many[:]
    random.Random(5).shuffle(shuffled)
    assert Register.of(many).at(NOON) == Register.of(shuffled).at(NOON)
