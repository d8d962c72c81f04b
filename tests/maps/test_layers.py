"""Whole layers: no border lost, every piece of ground that changes hands counted, many places at once."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from tests.maps.drawing import drawn, moved, wave

from commonground.errors import InputError
from commonground.maps.compare.layers import borders_of, compare_layers
from commonground.maps.many import Sided, grid_over, inside_many
from commonground.maps.side import side
from commonground.position.place import Position

WEST, EAST, SOUTH = shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1), shapely.box(0, -1, 2, 0)


def test_a_border_is_found_although_the_neighbours_share_no_vertices() -> None:
    steps = np.linspace(0, 1, 7)[1:-1]
    east = shapely.Polygon([(1, 0), (2, 0), (2, 1), (1, 1), *[(1 + 0.0005, 1 - y) for y in steps]])
    found = borders_of({"WST": WEST, "EST": east, "STH": SOUTH})
    assert set(found) == {("EST", "WST"), ("EST", "STH"), ("STH", "WST")}
    assert found[("EST", "WST")].length == pytest.approx(1.0, abs=0.01)


def test_a_border_that_one_map_alone_draws_is_told() -> None:
    found = compare_layers({"WST": WEST, "EST": EAST, "STH": SOUTH}, {"WST": WEST, "EST": EAST})
    assert found.only_a == (("EST", "STH"), ("STH", "WST"))
    assert found.only_b == ()
    assert [one.pair for one in found.borders] == [("EST", "WST")]
    assert found.borders[0].max_m < 1e-4


def test_ground_that_changes_hands_is_counted_with_both_owners() -> None:
    a = {"WST": WEST, "EST": EAST}
    b = {"WST": shapely.box(0, 0, 1.01, 1), "EST": shapely.box(1.01, 0, 2, 1)}
    found = compare_layers(a, b)
    assert [(one.on_a, one.on_b, one.pieces) for one in found.moved] == [("EST", "WST", 1)]
    assert found.moved[0].area_km2 == pytest.approx(0.01 * 111.319 * 110.57, rel=0.01)
    assert found.borders[0].median_m == pytest.approx(1113, rel=0.01)
    mirror = compare_layers(b, a)
    assert [(one.on_a, one.on_b) for one in mirror.moved] == [("WST", "EST")]


def test_a_ring_closed_at_the_antimeridian_is_no_border() -> None:
    islands = shapely.MultiPolygon([shapely.box(179, -2, 180, -1), shapely.box(-180, -2, -179, -1)])
    wrapped = shapely.Polygon([(179, 0.5), (-179, 0.5), (-179, 0.6), (179, 0.6)])
    assert borders_of({"FIJ": islands, "WRP": wrapped, "WST": WEST}) == {}


def test_many_places_are_answered_as_one_by_one() -> None:
    depiction = drawn(wave(400, rough_deg=0.003))
    ready = Sided(depiction)
    random = np.random.default_rng(8)
    lat, lon = random.uniform(-2.2, 2.2, 20_000), random.uniform(-1.2, 1.2, 20_000)
    found = ready.inside(lat, lon)
    for bit, party in enumerate(ready.parties):
        slow = shapely.contains_xy(depiction.areas[party], lon, lat)
        assert (((found >> bit) & 1) == slow).all()
    signed = ready.signed_m(lat[:40], lon[:40] * 0.8)
    for row in range(40):
        one = side(Position(lat_deg=lat[row], lon_deg=lon[row] * 0.8, ce95_m=10), [depiction]).maps[0]
        assert one.signed_m is not None
        if abs(one.signed_m) < 150_000:
            assert signed[row] == pytest.approx(one.signed_m, rel=2e-4, abs=0.5)


def test_a_grid_needs_areas_and_a_distance_needs_a_line() -> None:
    from dataclasses import replace

    with pytest.raises(InputError):
        grid_over(())
    bare = replace(drawn(moved(wave(), 0, 0)), line=shapely.LineString())
    with pytest.raises(InputError, match="no line"):
        Sided(bare).signed_m(np.array([0.0]), np.array([0.0]))
    grid = grid_over((WEST,), cells=16)
    assert inside_many(grid, np.array([0.5, 9.0, -0.5]), np.array([0.5, 0.5, 0.5])).tolist() == [1, 0, 0]
