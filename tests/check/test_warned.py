"""What arises from a register without being asked: meetings, copies, older heads, overdue, crossings, loads."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.check.test_answers import COVERED, ask
from tests.exchange.said import NOON, WINDOW, extent, minutes, said, site
from tests.register.test_rows import convoy, gate, way

from commonground.check.arising import arising
from commonground.check.heads import behind
from commonground.check.warned import Plan, meetings
from commonground.finding import Kind, Level
from commonground.position.window import Window
from commonground.register.fold import Register
from commonground.register.upkeep.loaded import UNNAMED, not_loaded, points_of_use, version_of
from commonground.statements.admin import Receipt, ReceiptStage
from commonground.statements.header import Seen
from commonground.statements.notice import CrossingStatus, MovementStage, NoticeKind, Withdrawal

PLAN = Plan(id="1" * 64, party="north", extent=extent(), margin_m=2_000.0)


def warned(*statements, plan=PLAN, at=NOON):
    return meetings([plan], Register.of(statements).at(at))


def test_who_moves_near_a_plan_is_named_to_both_and_who_stays_or_plans_is_not() -> None:
    near = said("south", site("patrol 3", north_m=900, kind=NoticeKind.UNIT))
    far = said("south", site("patrol 4", north_m=9_000, kind=NoticeKind.UNIT))
    own = said("north", site("patrol 5", north_m=10, kind=NoticeKind.UNIT))
    stays = said("south", site("post 17", north_m=10))
    (finding,) = warned(near, far, own, stays)
    assert (finding.kind, finding.level) == (Kind.PLAN_MEETS_MOVER, Level.URGENT)
    assert finding.about == (PLAN.id, near.id)
    assert "patrol 3 of south" in finding.text
    assert "what north plans" in finding.text
    assert (
        warned(
            said(
                "south",
                site("x", kind=NoticeKind.UNIT, window=Window(start=WINDOW.end, end=WINDOW.end + minutes(9))),
            )
        )
        == ()
    )


def test_a_mover_that_fell_silent_comes_into_a_plan_with_time() -> None:
    seen = Window(start=NOON - minutes(60), end=NOON)
    unit = said("south", site("patrol 3", north_m=9_000, kind=NoticeKind.UNIT, window=seen, hourly_m=5_000.0))
    soon = replace(PLAN, extent=extent(window=Window(start=NOON, end=NOON + minutes(30))))
    later = replace(PLAN, extent=extent(window=Window(start=NOON, end=NOON + minutes(120))))
    assert warned(unit, plan=soon) == ()
    assert len(warned(unit, plan=later)) == 1


def test_both_sides_come_to_the_same_warning_whatever_each_heard_first() -> None:
    words = [said("south", site(f"patrol {n}", north_m=300.0 * n, kind=NoticeKind.UNIT)) for n in range(6)]
    other = words[:]
    random.Random(3).shuffle(other)
    assert warned(*words) == warned(*other)
    assert len(warned(*words)) == 6


def test_row_14_copies_of_one_source_near_a_place_count_once_in_the_answer() -> None:
    copies = [
        said("south", site(f"s{n}", north_m=20.0 * n, source=f"map of 1992 > office {n}")) for n in range(4)
    ]
    (finding,) = [one for one in ask(COVERED, *copies).findings if one.kind is Kind.COPIES_OF_ONE]
    assert "4 entries that agree count as 1 source" in finding.text
    assert set(finding.about) == {one.id for one in copies}
    seen = said("south", site("s9", source="seen on the ground"))
    apart = said("south", site("s8", north_m=1_500, source="map of 1992"))
    other = said("south", site("s7", kind=NoticeKind.UNIT, source="map of 1992"))
    found = {one.kind for one in ask(COVERED, copies[0], seen, apart, other).findings}
    assert Kind.COPIES_OF_ONE not in found


def know(statement, size):
    header = replace(statement.header, seen=(Seen(origin="commonground/south", size=size, root="ab" * 32),))
    return replace(statement, header=header)


def test_row_16_a_statement_made_on_an_older_head_than_the_newest_known_is_flagged() -> None:
    log = [
        ("commonground/south", 3, said("south", site("post 1"), NOON - minutes(30))),
        ("commonground/south", 4, said("south", site("post 2"), NOON - minutes(20), to=("north",))),
        ("commonground/south", 5, said("south", site("post 3"), NOON - minutes(10), to=("east",))),
        ("commonground/south", 6, said("south", Withdrawal(withdraws="2" * 64, reason="x"), NOON + minutes(5))),
        ("commonground/south", 7, said("south", Receipt(stage=ReceiptStage.SHOWN, of=("2" * 64,)), NOON - minutes(1))),
        ("commonground/north", 8, said("north", site("own"), NOON - minutes(1))),
    ]  # fmt: skip
    made = said("north", site("plan"), NOON)
    (finding,) = behind(know(made, 4), log)
    assert finding.kind is Kind.HEAD_BEHIND
    assert finding.about == (made.id, log[1][2].id)
    assert "north said this without 1 newer word of south" in finding.text
    assert "had seen 4 entries" in finding.text
    assert behind(know(made, 5), log) == ()
    assert "2 newer words" in behind(made, log)[0].text  # it names no head at all


def test_overdue_movements_and_shut_crossings_arise_without_being_asked() -> None:
    late = convoy(MovementStage.DEPARTED)
    register = Register.of(
        [late, gate("south", CrossingStatus.CLOSED), gate("east", CrossingStatus.OPEN), way(100)]
    )
    found = [one.kind for one in arising(register, register.at(NOON))]
    assert found == [
        Kind.CROSSING_SHUT,
        Kind.CROSSING_SHUT,
        Kind.CROSSING_RIVALS,
    ]  # the convoy stands there too
    after = arising(register, register.at(WINDOW.end + minutes(1)))
    assert [one.kind for one in after] == [Kind.OVERDUE, Kind.OVERDUE]
    assert "Call them now" in after[0].text


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), lead=st.integers(0, 29))
def test_row_7_every_terminal_ever_named_needs_what_its_party_was_told(seed, lead) -> None:
    rng = random.Random(seed)
    told = [
        said("north", site(f"hospital {n}"), NOON - timedelta(days=2), to=("south", "east")) for n in range(4)
    ]
    private = said("north", site("ours alone"), NOON - timedelta(days=2))
    holds = {terminal: {one.id for one in told if rng.random() < 0.7} for terminal in ("aircraft", "cell")}
    receipts = [
        said(
            "south",
            Receipt(stage=ReceiptStage.LOADED, of=tuple(sorted(ids)), version=f"{name} {version_of(ids)}"),
            NOON - timedelta(days=1),
        )
        for name, ids in holds.items()
    ]
    before = WINDOW.start - minutes(lead)
    statements = [*told, private, *receipts]
    rng.shuffle(statements)
    items = Register.of(statements).at(before).items
    found = not_loaded(statements, points_of_use(statements, items, before), before)
    every = {one.id for one in told}
    lacking = {f"{name} of south": every - ids for name, ids in holds.items() if ids != every}
    lacking[f"{UNNAMED} of east"] = every
    assert {one.text.split(" has not")[0]: set(one.about) for one in found} == lacking
    assert all(one.level is Level.URGENT for one in found)


def test_nothing_is_needed_of_what_has_run_out_or_ended() -> None:
    gone = said("north", site("old", window=Window(start=NOON - minutes(60), end=NOON)), to=("south",))
    done = said("north", site("convoy", kind=NoticeKind.MOVEMENT, stage=MovementStage.ARRIVED), to=("south",))
    statements = [gone, done]
    assert points_of_use(statements, Register.of(statements).at(NOON).items, NOON) == ()


@pytest.mark.parametrize("count", [0, 1, 400])
def test_many_entries_at_one_place_are_one_group(count) -> None:
    many = [said("south", site(f"s{n}", source="one map")) for n in range(count)]
    found = [one for one in ask(COVERED, *many).findings if one.kind is Kind.COPIES_OF_ONE]
    assert len(found) == (count > 1)
