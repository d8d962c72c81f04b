"""The index: a base with a delta gives what an index from zero gives, whatever changed and however often."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exchange.said import NOON, extent, minutes, said, site

from commonground.check import index as index_module
from commonground.check.index import Index
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


def test_the_base_is_shared_until_enough_has_changed() -> None:
    first = Index.of(Register.of(POSTS).at(NOON))
    second = first.after(Register.of([*POSTS, *MOVED]).at(NOON))
    assert second.base is first.base
    assert second.delta.ids == {one.id for one in MOVED}
    assert second.after(Register.of([*POSTS, *MOVED, *WALKS]).at(NOON)).delta is second.delta
    assert first.delta.ids == frozenset()
