"""Standing watches: what streams in raises alerts, in any order, and only people end them."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exchange.said import NOON, WINDOW, box, position

from commonground.check.measure.distance import distance_m
from commonground.check.measure.probability import SEARCH, joint_ce95_m
from commonground.check.watch import Alerts, SeenAt, Watch, Watches
from commonground.position.extent import Leg, Shape

WATCHES = [
    Watch(id="square", legs=(Leg(shape=box(1_000), window=WINDOW),), margin_m=500.0),
    Watch(id="place", legs=(Leg(shape=Shape.place(position(4_000)), window=WINDOW),), margin_m=300.0),
]
READY = Watches(WATCHES)


def seen(thing: str, north_m: float, seconds: float = 0.0, ce95_m: float = 20.0) -> SeenAt:
    return SeenAt(
        thing=thing, position=position(north_m, ce95_m=ce95_m), at=NOON + timedelta(seconds=seconds)
    )


def test_a_thing_that_comes_in_raises_an_alert_and_leaving_does_not_end_it() -> None:
    alerts = Alerts().take(READY.within([seen("a", 9_000), seen("a", 1_200, 10), seen("a", 9_000, 20)]))
    (alert,) = alerts.standing.values()
    assert (alert.watch, alert.thing) == ("square", "a")
    assert alert.since == alert.until == NOON + timedelta(seconds=10)
    assert 150 < alert.least_m < 250
    assert alerts.take(READY.within([seen("a", 20_000, 60)])).standing == alerts.standing


def test_only_a_confirmation_ends_an_alert_and_a_later_position_raises_it_again() -> None:
    alerts = Alerts().take(READY.within([seen("a", 0, 10)]))
    ended = alerts.confirm("square", "a", NOON + timedelta(seconds=30))
    assert ended.standing == {}
    assert ended.take(READY.within([seen("a", 0, 5)])).standing == {}
    assert len(ended.take(READY.within([seen("a", 0, 40)])).standing) == 1
    assert alerts.confirm("place", "a", NOON + timedelta(seconds=30)).standing == alerts.standing


def test_a_position_outside_the_window_raises_nothing() -> None:
    late = (WINDOW.end - NOON).total_seconds()
    assert READY.within([seen("a", 0, late)]) == []
    assert len(READY.within([seen("a", 0, late - 1)])) == 1


moves = st.lists(
    st.tuples(
        st.sampled_from("abc"), st.floats(-6_000, 6_000), st.integers(0, 600), st.sampled_from([5.0, 400.0])
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(moves=moves, cut=st.integers(0, 25), order=st.randoms(use_true_random=False))
def test_any_order_and_any_batches_come_to_the_same_alerts_and_none_is_missing(moves, cut, order) -> None:
    positions = [seen(*one) for one in moves]
    whole = Alerts().take(READY.within(positions))
    shuffled = positions[:]
    order.shuffle(shuffled)
    parts = Alerts().take(READY.within(shuffled[:cut])).take(READY.within(shuffled[cut:]))
    assert parts == whole
    expected = set()
    for one in positions:
        here = Shape.place(one.position)
        for watch in WATCHES:
            there = watch.legs[0].shape
            if distance_m(here, there) <= watch.margin_m + SEARCH * joint_ce95_m(here, there):
                expected.add((watch.id, one.thing))
    assert set(whole.standing) == expected
