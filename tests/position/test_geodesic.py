"""Distances and bearings, against the geodesics of the PROJ library."""

from __future__ import annotations

import math

from hypothesis import example, given
from hypothesis import strategies as st
from pyproj import Geod

from commonground.position.geodesic import bearing_deg, distance_m, offset, wrap_lon
from commonground.position.place import Position

AUTHORITY = Geod(ellps="WGS84")
latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)
places = st.tuples(latitudes, longitudes)


def _apart(a: tuple[float, float], b: tuple[float, float]) -> float:
    return AUTHORITY.inv(a[1], a[0], b[1], b[0])[2]


@given(places, places)
def test_distance_is_that_of_the_authority_to_a_millimetre(a, b):
    assert abs(distance_m(a, b) - _apart(a, b)) < 1e-3


@example(-17.0, 0.0, -6e-8, 0.25)  # two ways of nearly one length, on both sides of a pole
@example(-40.0, 0.0, -6e-8, 0.0242)
@given(latitudes, longitudes, st.floats(-0.6, 0.6), st.floats(-0.6, 0.6))
def test_distance_holds_on_the_other_side_of_the_earth(lat, lon, north, east):
    a = (lat, lon)
    b = (max(-90.0, min(90.0, -lat + north)), wrap_lon(lon + 180 + east))
    assert abs(distance_m(a, b) - _apart(a, b)) < 2e-3


@given(st.floats(-89, 89), longitudes, st.floats(0, 360), st.floats(0, 5_000_000))
def test_going_there_arrives_where_the_authority_arrives(lat, lon, bearing, metres):
    arrived = offset(lat, lon, bearing, metres)
    east, north, _ = AUTHORITY.fwd(lon, lat, bearing, metres)
    assert _apart(arrived, (north, east)) < 1e-3


@given(st.floats(-80, 80), longitudes, st.floats(0, 359.9), st.floats(100, 1_000_000))
def test_the_bearing_back_from_an_offset_is_the_bearing_taken(lat, lon, bearing, metres):
    arrived = offset(lat, lon, bearing, metres)
    found = bearing_deg((lat, lon), arrived)
    assert abs((found - bearing + 180) % 360 - 180) < 1e-4


def test_a_position_serves_where_a_pair_does():
    here = Position(lat_deg=0.0, lon_deg=0.0, ce95_m=5.0)
    assert distance_m(here, (0.0, 1.0)) == distance_m((0.0, 0.0), (0.0, 1.0))
    assert distance_m(here, here) == 0.0
    assert bearing_deg(here, here) == 0.0


def test_distance_over_the_date_line_is_short():
    assert math.isclose(distance_m((0.0, 179.5), (0.0, -179.5)), distance_m((0.0, 0.0), (0.0, 1.0)))
