"""Comparing places: verdicts, retyped digits, anchors."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.exchange.said import place

from commonground.exchange.places.anchor import contradiction, read_anchor
from commonground.exchange.places.compare import compare
from commonground.exchange.places.retyped import repeats


def verdict(first, second, margin_m: float = 2000.0) -> str:
    return compare(first, second, margin_m=margin_m, first="a", second="b").verdict


@pytest.mark.parametrize(
    ("apart_m", "expected"),
    [(0, "match"), (70, "match"), (71, "near"), (105, "near"), (107, "differs"), (14_000, "differs")],
)
def test_verdicts_follow_the_joint_doubt(apart_m, expected) -> None:
    assert verdict(place(), place(apart_m)) == expected


def test_false_alarms_at_stated_accuracies_are_under_one_in_a_hundred() -> None:
    rng = np.random.default_rng(20260301)
    found = []
    for ce95_a, ce95_b in ((50, 50), (10, 300), (600, 60)):
        for _ in range(700):
            a, b = rng.normal(0, ce95_a / 2.4477, 2), rng.normal(0, ce95_b / 2.4477, 2)
            found.append(verdict(place(*a, ce95_m=ce95_a), place(*b, ce95_m=ce95_b), 5000.0))
    assert found.count("differs") / len(found) < 0.01
    assert found.count("near") / len(found) < 0.08


def test_an_error_beyond_three_times_the_joint_doubt_is_always_caught() -> None:
    rng = np.random.default_rng(20260302)
    for _ in range(250):
        ce95_a, ce95_b = rng.uniform(5, 600, 2)
        joint = math.hypot(ce95_a, ce95_b)
        turn, size = rng.uniform(0, 2 * math.pi), joint * rng.uniform(3.0, 6.0)
        a, b = rng.normal(0, ce95_a / 2.4477, 2), rng.normal(0, ce95_b / 2.4477, 2)
        moved = place(b[0] + size * math.cos(turn), b[1] + size * math.sin(turn), ce95_m=ce95_b)
        assert verdict(place(*a, ce95_m=ce95_a), moved) != "match"


RETYPED = [
    ("31N AA 66021 00000", "31n aa 6602100000", True),
    ("31N AA 66021 00000", "31N AA 660 000", True),
    ("31N AA 66021 00000", "31N AA 66034 00017", False),
    ("34.5012 71.0034", "34.50 71.00", True),
    ("34.5012 71.0034", "34.5011 71.0031", False),
    ("34.5012 71.0034", "3430 04 N 7100 12 E", False),
    ("34 30 04 N 71 00 12 E", "34° 30′ 04″ N, 71° 00′ 12″ E", True),
    ("۳۴٫۵۰۱۲ ۷۱٫۰۰۳۴", "34.5012 71.0034", True),
    ("42S XD 1 2", "42S XD 1 2", True),
    ("42S XD 12", "43S XD 1267", False),
    ("by the bridge", "by the bridge", False),
]


@pytest.mark.parametrize(("given", "readback", "expected"), RETYPED)
def test_retyped_digits_are_known_again(given, readback, expected) -> None:
    assert repeats(given, readback) is expected


@pytest.mark.parametrize(
    "text", ["300 m east of the bridge", "300 metres to the east of bridge.", "0.3 km EAST of The Bridge"]
)
def test_plain_anchors_are_understood(text) -> None:
    anchor = read_anchor(text)
    assert anchor is not None
    assert anchor.name == "bridge"
    assert anchor.east_m == pytest.approx(300)
    assert anchor.north_m == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    "text", ["", "by the bridge", "300 m of the bridge", "east of the bridge", "9" * 5000]
)
def test_other_descriptions_are_left_to_people(text) -> None:
    assert read_anchor(text) is None


def test_anchors_contradict_only_when_they_name_the_same_thing_and_mean_elsewhere() -> None:
    given = place(anchor="300 m east of the bridge")
    assert contradiction(given, place(20, anchor="250 m east of the bridge"), ()) is None
    assert contradiction(given, place(20, anchor="2 km west of the mill"), ()) is None
    assert contradiction(given, place(20, anchor="2 km west of the bridge"), ()) is not None
    moved = place(east_m=1700, anchor="2 km east of the bridge")
    assert contradiction(given, moved, ()) is None
