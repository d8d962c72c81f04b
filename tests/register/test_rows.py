"""Loaded at the point of use, lives of movements, crossings, lineage. Named after the failure modes."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exchange.said import NOON, WINDOW, minutes, position, said, site

from commonground.check.depends import dependents, shut
from commonground.finding import Kind, Level
from commonground.position.extent import Extent, Leg, Shape, ShapeKind
from commonground.register.fold import Register
from commonground.register.item import ItemState
from commonground.register.upkeep.crossings import crossings
from commonground.register.upkeep.lineage import agreement
from commonground.register.upkeep.loaded import PointOfUse, loaded, not_loaded, version_of, versions_differ
from commonground.register.upkeep.movements import lives
from commonground.statements.admin import Receipt, ReceiptStage
from commonground.statements.notice import CrossingStatus, MovementStage, NoticeKind

MOVE = NoticeKind.MOVEMENT


def holds(party: str, terminal: str, of: tuple[str, ...], at=NOON):
    version = f"{terminal} {version_of(of)}"
    return said(party, Receipt(stage=ReceiptStage.LOADED, of=of, version=version), at)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), lost=st.floats(0.0, 1.0), lead=st.integers(0, 29))
def test_row_7_every_terminal_that_lost_the_list_is_reported_before_its_window_opens(
    seed, lost, lead
) -> None:
    rng = random.Random(seed)
    entries = [said("north", site(f"hospital {n}")) for n in range(4)]
    ids = tuple(one.id for one in entries)
    points = [PointOfUse(party="south", terminal=f"t{n}", window=WINDOW, needs=ids) for n in range(12)]
    reached = {point.terminal for point in points if rng.random() >= lost}
    half = {terminal for terminal in reached if rng.random() < 0.3}
    receipts = [
        holds("south", terminal, ids[:2] if terminal in half else ids, WINDOW.start - timedelta(hours=2))
        for terminal in sorted(reached)
    ]
    rng.shuffle(receipts)
    before = WINDOW.start - minutes(lead)
    found = not_loaded([*entries, *receipts], points, before)
    lacking = {f"t{n}" for n in range(12)} - (reached - half)
    assert {one.text.split(" ")[0] for one in found} == lacking
    assert all(one.kind is Kind.NOT_LOADED and one.level is Level.URGENT for one in found)


def test_row_7_a_receipt_at_the_top_is_no_load_at_the_point_of_use() -> None:
    entry = said("north", site("hospital"))
    top = said("south", Receipt(stage=ReceiptStage.RECEIVED, of=(entry.id,)))
    point = PointOfUse(party="south", terminal="aircraft", window=WINDOW, needs=(entry.id,))
    (finding,) = not_loaded([entry, top], [point], WINDOW.start - minutes(5))
    assert "has said nothing" in finding.text
    assert not_loaded([entry, holds("south", "aircraft", (entry.id,))], [point], NOON) == ()


def test_row_16_different_versions_of_one_plan_are_flagged() -> None:
    plan = said("north", site("plan"))
    later = said("north", site("plan", replaces=plan.id))
    needs = (later.id,)
    points = [PointOfUse(party="south", terminal=name, window=WINDOW, needs=needs) for name in ("a", "b")]
    old, new = holds("south", "a", (plan.id,)), holds("south", "b", (later.id,))
    (finding,) = versions_differ([old, new], points)
    assert finding.kind is Kind.VERSIONS_DIFFER
    assert versions_differ([new, holds("south", "a", needs, NOON + minutes(1)), old], points) == ()


def test_the_latest_word_of_a_terminal_counts_whatever_came_first() -> None:
    first, second = holds("south", "a", ("1" * 64,)), holds("south", "a", ("2" * 64,), NOON + minutes(1))
    assert loaded([first, second]) == loaded([second, first])
    assert loaded([second, first])["south", "a"].of == ("2" * 64,)


def test_a_terminal_is_named_in_its_own_field_or_before_the_version_and_a_file_names_none() -> None:
    fields = {"stage": ReceiptStage.LOADED, "of": ("1" * 64,)}
    own = said("south", Receipt(**fields, terminal="bridge plotter", version="3 b"))
    before = said("south", Receipt(**fields, version="aircraft 3"))
    file = said("south", Receipt(**fields, document="a" * 64, terminal="screen"))
    found = loaded([own, before, file])
    assert {key: one.version for key, one in found.items()} == {
        ("south", "bridge plotter"): "3 b",
        ("south", "aircraft"): "3",
    }


@pytest.mark.parametrize(("version", "holds_both"), [("a 7", True), ("a 8", False)])
def test_receipts_of_one_version_add_up_and_another_takes_their_place(version, holds_both) -> None:
    one, other = "1" * 64, "2" * 64
    first = said("south", Receipt(stage=ReceiptStage.LOADED, of=(one,), version="a 7"))
    second = said(
        "south", Receipt(stage=ReceiptStage.LOADED, of=(other,), version=version), NOON + minutes(1)
    )
    assert set(loaded([second, first])["south", "a"].of) == ({one, other} if holds_both else {other})


def convoy(stage: MovementStage, replaces: str = "", at=NOON):
    return said("north", site("convoy", kind=MOVE, stage=stage, replaces=replaces, hourly_m=40_000.0), at)


def test_row_15_a_movement_has_a_life_and_silence_makes_it_overdue_not_gone() -> None:
    first = convoy(MovementStage.NOTIFIED, at=NOON - minutes(60))
    second = convoy(MovementStage.DEPARTED, first.id, NOON)
    third = convoy(MovementStage.CALLED_IN, second.id, NOON + minutes(60))
    register = Register.of([third, first, second])
    (life,) = lives(register, NOON + minutes(90))
    assert [one.stage for one in life.stages] == ["notified", "departed", "called_in"]
    assert life.finding() is None
    (life,) = lives(register, WINDOW.end + timedelta(days=3))
    assert life.item.state(WINDOW.end + timedelta(days=3)) is ItemState.LAST_SEEN
    assert "overdue since 00:00Z" in life.finding().text
    assert life.outcome is None
    done = convoy(MovementStage.ARRIVED, third.id, WINDOW.end)
    (life,) = lives(register.apply(done), WINDOW.end + timedelta(days=3))
    assert life.outcome is MovementStage.ARRIVED
    assert life.finding() is None


def test_a_chain_of_notices_stops_at_another_partys_notice() -> None:
    theirs = said("south", site("convoy", kind=MOVE), NOON - minutes(5))
    ours = convoy(MovementStage.DEPARTED, theirs.id)
    found = {life.item.party: life for life in lives(Register.of([theirs, ours]), NOON)}
    assert [one.id for one in found["north"].stages] == [ours.id]


def gate(party: str, status: CrossingStatus):
    return said(party, site("bridge", kind=NoticeKind.CROSSING, crossing=status), NOON - minutes(5))


def way(north_m: float):
    ends = (position(north_m, -5000), position(north_m, 5000))
    shape = Shape(
        kind=ShapeKind.LINE, vertices=tuple((one.lat_deg, one.lon_deg) for one in ends), ce95_m=50.0
    )
    notice = site(f"convoy {north_m:.0f}", kind=MOVE)
    extent = Extent(legs=(Leg(shape=shape, window=WINDOW),))
    return said("north", type(notice)(kind=MOVE, item=notice.item, extent=extent, confirmed_at=NOON))


def test_closing_a_crossing_lists_every_movement_that_depends_on_it() -> None:
    through, past = way(100), way(3000)
    standing = Register.of([gate("south", CrossingStatus.CLOSED), through, past]).at(NOON)
    (crossing,) = crossings(standing)
    assert [item.id for item in dependents(standing, crossing)] == [through.id]
    (finding,) = shut(standing, crossing)
    assert finding.kind is Kind.CROSSING_SHUT
    opened = Register.of([gate("south", CrossingStatus.OPEN), through]).at(NOON)
    assert list(shut(opened, crossings(opened)[0])) == []


def test_rival_words_of_one_crossing_stay_side_by_side() -> None:
    standing = Register.of([gate("south", CrossingStatus.CLOSED), gate("north", CrossingStatus.OPEN)]).at(
        NOON
    )
    (crossing,) = crossings(standing)
    assert crossing.status_for("south") is CrossingStatus.CLOSED
    assert crossing.status_for("north") is CrossingStatus.OPEN
    assert crossing.status_for("east") is CrossingStatus.UNKNOWN
    assert crossing.finding().kind is Kind.CROSSING_RIVALS
    late = Register.of([gate("south", CrossingStatus.CLOSED)]).at(WINDOW.end)
    assert crossings(late) == ()


def test_row_14_six_copies_of_one_source_count_once() -> None:
    copies = [said("north", site(f"s{n}", source=f"map of 1992 > office {n}")) for n in range(6)]
    items = Register.of(copies).at(NOON).items
    found = agreement(items)
    assert found.count == 1
    assert found.finding().kind is Kind.COPIES_OF_ONE
    another = said("south", site("s9", source="seen on the ground"))
    assert agreement(Register.of([*copies, another]).at(NOON).items).count == 2
    assert agreement(Register.of([another]).at(NOON).items).finding() is None


def test_row_13_an_expired_entry_counts_neither_as_present_nor_as_absent() -> None:
    (item,) = Register.of([said("south", site())]).at(WINDOW.end).items
    assert item.state(WINDOW.end) is ItemState.EXPIRED
    assert item.stale(NOON + timedelta(days=40))
    assert item.age_s(NOON) == 3600
