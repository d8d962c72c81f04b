"""Many pairs from two parties: a habit or a shifted sheet shows, and slips do not hide it."""

from __future__ import annotations

import random

from tests.position.planted import dd, grid

from commonground.position.diagnose import Cause, Report, diagnose_many
from commonground.position.geodesic import offset
from commonground.position.transform import from_wgs84


def _pairs(make, count=8, slips=0, lat=1.0, lon=7.0):
    rng = random.Random(11)
    pairs = []
    for number in range(count):
        place = (lat + rng.uniform(0, 1), lon + rng.uniform(0, 1))
        text = dd(make(place))
        if number < slips:
            text = dd((place[0] + rng.uniform(0.05, 0.4), place[1]))
        pairs.append((Report(as_given=dd(place)), Report(as_given=text)))
    return pairs


def test_an_overlay_shifted_by_fourteen_kilometres_is_told_with_size_and_direction():
    found = diagnose_many(_pairs(lambda place: offset(*place, 37.0, 14_000.0), slips=1))
    first = found.shared[0]
    assert first.cause is Cause.OVERLAY_SHIFT
    assert first.odds > 1000
    assert abs((first.east_m**2 + first.north_m**2) ** 0.5 - 14_000) < 60
    assert "bearing 37" in first.detail


def test_a_datum_that_both_lists_share_is_told_before_a_free_shift():
    def herat(place):
        moved = from_wgs84("EPSG:4255", *place)
        return moved.y, moved.x

    first = diagnose_many(_pairs(herat, lat=32.5, lon=65.5)).shared[0]
    assert first.cause is Cause.WRONG_DATUM
    assert "Herat North" in first.detail


def test_a_party_that_swaps_the_axes_does_so_in_all_its_lines():
    first = diagnose_many(_pairs(lambda place: (place[1], place[0]))).shared[0]
    assert first.cause is Cause.LAT_LON_SWAPPED


def test_lists_that_agree_share_no_mistake():
    rng = random.Random(2)
    found = diagnose_many(_pairs(lambda place: offset(*place, rng.uniform(0, 360), 3.0)))
    assert not found.shared or found.shared[0].odds < 10
    assert all(one[0].cause is Cause.SAME_PLACE for one in found.pairs)


def test_two_pairs_share_nothing_that_can_be_told_from_chance():
    assert diagnose_many(_pairs(lambda place: offset(*place, 37.0, 14_000.0), count=2)).shared == ()


def test_places_that_differ_each_its_own_way_share_nothing():
    rng = random.Random(4)
    pairs = _pairs(lambda place: offset(*place, rng.uniform(0, 360), rng.uniform(2_000, 40_000)))
    found = diagnose_many(pairs)
    assert not found.shared or found.shared[0].odds < 10


def test_grids_take_part_as_degrees_do():
    pairs = []
    rng = random.Random(8)
    for _ in range(6):
        place = (1 + rng.uniform(0, 1), 7 + rng.uniform(0, 1))
        pairs.append((Report(as_given=dd(place)), Report(as_given=grid(offset(*place, 120.0, 3_000.0)))))
    assert diagnose_many(pairs).shared[0].cause is Cause.OVERLAY_SHIFT
