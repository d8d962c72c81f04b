"""The index: a base with a delta gives what an index from zero gives, whatever changed and however often."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exchange.said import NOON, extent, minutes, said, site

from commonground.check import index as index_module
from commonground.check.index import Index
from commonground.check.measure.distance import distance_m
from commonground.check.measure.probability import SEARCH, joint_ce95_m
from commonground.position.window import Window
from commonground.register.fold import Register
from commonground.statements.notice import NoticeKind, Withdrawal

POSTS = [
    said("south", site(f"post {n}", north_m=200.0 * n, ce95_m=30.0 + n), NOON - minutes(90))
    for n in range(12)
]
MOVED = [
    said("south", site(f"post {n}", north_m=200.0 * n + 90, replaces=POSTS[n].id), NOON - minutes(60))
    for n in range(0, 12, 2)
]
GONE = [
    said("south", Withdrawal(withdraws=POSTS[n].id, reason="left"), NOON - minutes(50))
    for n in range(1, 12, 3)
]
WALKS = [
    said("north", site(f"patrol {n}", east_m=300.0 * n, kind=NoticeKind.UNIT), NOON - minutes(40))
    for n in range(3)
]
STORY = [*POSTS, *MOVED, *GONE, *WALKS]


@settings(max_examples=80, deadline=None)
@given(
    order=st.permutations(STORY),
    cuts=st.lists(st.integers(1, len(STORY)), min_size=1, max_size=5),
    small=st.sampled_from([0, 3, 1_000]),
    margin_m=st.sampled_from([0.0, 300.0, 2_500.0]),
)
def test_base_and_delta_give_what_a_fold_and_an_index_from_zero_give(order, cuts, small, margin_m) -> None:
    """`small` decides how soon the base is made anew: at every change, now and then, never."""
    before, index_module.SMALL = index_module.SMALL, small
    try:
        register, index = Register(), None
        for cut in sorted({*cuts, len(order)}):
            register = register.apply(*order[:cut])
            standing = register.at(NOON)
            index = index.after(standing) if index else Index.of(standing)
            fresh = Index.of(Register.of(order[:cut]).at(NOON))
            for north_m in (0.0, 1_000.0):
                asked = extent(north_m=north_m)
                assert index.near(asked, margin_m) == fresh.near(asked, margin_m)
    finally:
        index_module.SMALL = before


@settings(max_examples=60, deadline=None)
@given(
    where=st.lists(
        st.tuples(st.floats(-40_000, 40_000), st.floats(-40_000, 40_000)), min_size=1, max_size=12
    ),
    silent=st.integers(-60, 600),
    hourly=st.sampled_from([0.0, 4_000.0, 60_000.0]),
    margin_m=st.sampled_from([0.0, 2_500.0]),
)
def test_no_mover_that_can_have_come_near_is_left_out(where, silent, hourly, margin_m) -> None:
    seen = Window(start=NOON - minutes(60), end=NOON)
    units = [
        said("south", site(f"u{n}", north, east, window=seen, kind=NoticeKind.UNIT, hourly_m=hourly))
        for n, (north, east) in enumerate(where)
    ]
    standing = Register.of(units).at(NOON)
    asked = extent(window=Window(start=NOON - minutes(90), end=NOON + minutes(silent)))
    (leg,) = asked.legs
    every = {
        item.id
        for item in standing.items
        for one in item.legs_within(leg.window)
        if distance_m(leg.shape, one.shape) <= margin_m + SEARCH * joint_ce95_m(leg.shape, one.shape)
    }
    assert {pair.item.id for pair in Index.of(standing).near(asked, margin_m)} == every


def test_many_extents_at_once_give_what_each_gives_alone() -> None:
    index = Index.of(Register.of(STORY).at(NOON))
    asked = [extent(north_m=250.0 * n) for n in range(300)]
    alone = tuple(index.near(one, 400.0) for one in asked)
    assert index.near_each(asked, 400.0, workers=2) == alone
    assert index.near_each([], 400.0) == ()
    assert any(alone)


def test_the_base_is_shared_until_enough_has_changed() -> None:
    first = Index.of(Register.of(POSTS).at(NOON))
    second = first.after(Register.of([*POSTS, *MOVED]).at(NOON))
    assert second.base is first.base
    assert second.delta.ids == {one.id for one in MOVED}
    assert second.after(Register.of([*POSTS, *MOVED, *WALKS]).at(NOON)).delta is second.delta
    assert first.delta.ids == frozenset()
