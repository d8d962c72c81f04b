"""Datum operations: chosen per place, doubted honestly, refused where nothing is known."""

from __future__ import annotations

import math

import pytest
from pyproj import Transformer

from commonground.errors import InputError
from commonground.finding import Kind
from commonground.position.geodesic import distance_m
from commonground.position.profile import Basis
from commonground.position.transform import (
    NoOperationError,
    crs_info,
    from_wgs84,
    move,
    proj4_text,
    systems_at,
    to_wgs84,
)
from commonground.position.transform.choose import UNKNOWN_CE95_M


def _kinds(moved):
    return {finding.kind for finding in moved.findings}


def test_a_datum_with_no_operation_here_is_refused_and_not_shifted_by_nothing():
    """PROJ takes the numbers as they are (ballpark) or parameters of another continent."""
    with pytest.raises(NoOperationError):
        to_wgs84("EPSG:4144", 66.0, 33.0)  # Kalianpur 1937 has Bangladesh and Myanmar only
    with pytest.raises(NoOperationError):
        to_wgs84("EPSG:4024", 66.0, 33.0)  # an ellipsoid is no datum


def test_an_unknown_accuracy_is_never_shown_as_known():
    moved = to_wgs84("EPSG:4255", 66.0, 33.0)
    assert moved.operation == "EPSG:1246"
    assert moved.doubt.basis is Basis.UNKNOWN
    assert moved.doubt.ce95_m == UNKNOWN_CE95_M
    assert Kind.OPERATION_ACCURACY_UNKNOWN in _kinds(moved)
    assert moved.candidates[0].accuracy_m is None


def test_outside_the_area_of_use_is_said_and_doubled():
    inside = to_wgs84("EPSG:4284", 62.0, 37.0)
    outside = to_wgs84("EPSG:4284", 62.0, 34.5)
    assert inside.inside_area
    assert not outside.inside_area
    assert Kind.OPERATION_OUTSIDE_AREA in _kinds(outside)
    assert outside.doubt.ce95_m >= 2 * 2 * 4.5


def test_far_outside_every_area_there_is_no_operation():
    with pytest.raises(NoOperationError):
        to_wgs84("EPSG:4284", 62.0, -10.0)


def test_operations_that_contradict_each_other_are_told_and_counted():
    moved = to_wgs84("EPSG:4240", 102.6, 7.5)  # three operations for one gas field, 186 m apart
    assert Kind.OPERATIONS_DISAGREE in _kinds(moved)
    assert moved.disagreement_m > 180
    assert moved.doubt.ce95_m >= moved.disagreement_m / 2


def test_a_named_operation_is_taken_even_when_it_has_been_replaced():
    moved = to_wgs84("EPSG:4284", 71.2, 34.5, operation="EPSG:1267")
    assert moved.operation == "EPSG:1267"
    assert to_wgs84("EPSG:4284", 71.2, 34.5).operation != "EPSG:1267"
    with pytest.raises(InputError, match="no such operation"):
        to_wgs84("EPSG:4284", 71.2, 34.5, operation="EPSG:1")


def test_a_way_by_wgs84_is_found_where_the_direct_one_needs_a_grid():
    moved = move("EPSG:4275", "EPSG:4171", 2.0, 47.0)  # NTF to RGF93: PROJ gives a null shift
    assert moved.operation == "EPSG:1193+EPSG:1671"
    assert distance_m((moved.lat_deg, moved.lon_deg), (47.0, 2.0)) > 50


def test_a_missing_grid_is_named():
    moved = to_wgs84("EPSG:4277", -1.5, 52.5)
    (finding,) = [f for f in moved.findings if f.kind is Kind.OPERATION_GRID_MISSING]
    assert any("OSTN15" in name for name in finding.about)


def test_a_change_of_meridian_is_exact_everywhere_and_in_grads():
    moved = move("EPSG:4275", "EPSG:4807", 5.0, 55.0)
    assert math.isclose(moved.x, (5.0 - 2.33722917) / 0.9, abs_tol=1e-7)
    assert math.isclose(moved.y, 55.0 / 0.9, abs_tol=1e-9)


def test_wgs84_itself_needs_no_operation_and_is_good_to_two_metres():
    moved = to_wgs84("EPSG:32631", 500_000.0, 0.0)
    assert moved.operation == ""
    assert moved.doubt.ce95_m == 2.0
    assert (round(moved.lat_deg, 9), round(moved.lon_deg, 9)) == (0.0, 3.0)


def test_no_datum_named_is_wgs84_assumed_and_says_so():
    moved = to_wgs84("+proj=utm +zone=31 +ellps=WGS84", 500_000.0, 0.0)
    assert moved.doubt.basis is Basis.ASSUMED
    assert Kind.DATUM_ASSUMED in _kinds(moved)


@pytest.mark.parametrize(
    "text",
    [
        "WGS 84",
        "EPSG:999999",
        "+proj=longlat +nadgrids=secret.gsb",
        "+init=epsg:4326",
        "EPSG:4978",
        "",
        "x" * 9000,
    ],
)
def test_texts_that_name_no_map_system_are_refused(text):
    with pytest.raises(InputError):
        to_wgs84(text, 1.0, 1.0)


@pytest.mark.parametrize("numbers", [(math.nan, 1.0), (math.inf, 1.0), (1e12, 1e12)])
def test_numbers_that_name_no_place_are_refused(numbers):
    with pytest.raises(InputError):
        to_wgs84("EPSG:28412", *numbers)


@pytest.mark.parametrize(
    ("code", "lat", "lon"),
    [
        ("EPSG:28412", 38.0, 70.0),
        ("EPSG:4255", 33.0, 66.0),
        ("EPSG:27700", 52.0, -1.0),
        ("EPSG:32631", 0.5, 3.5),
    ],
)
def test_there_and_back_ends_where_it_began(code, lat, lon):
    there = from_wgs84(code, lat, lon)
    back = to_wgs84(code, there.x, there.y)
    assert distance_m((lat, lon), (back.lat_deg, back.lon_deg)) < 0.01


@pytest.mark.parametrize(
    ("code", "lat", "lon"),
    [
        ("EPSG:28412", 38.0, 70.0),
        ("EPSG:4255", 33.0, 66.0),
        ("EPSG:31370", 50.5, 4.5),
        ("EPSG:24376", 33.0, 70.0),
        ("EPSG:3857", 1.0, 1.0),
        ("EPSG:27572", 48.0, 2.0),
        ("EPSG:32631", 0.5, 3.5),
    ],
)
def test_the_text_to_draw_with_draws_where_the_chosen_operation_lands(code, lat, lon):
    text = proj4_text(code, lat, lon)
    drawn = Transformer.from_crs("EPSG:4326", text, always_xy=True).transform(lon, lat)
    landed = from_wgs84(code, lat, lon)
    unit = 111_000 if crs_info(code).geographic else 1.0
    assert math.dist(drawn, (landed.x, landed.y)) * unit < 0.5
    assert "grids=" not in text or "@null" in text


def test_the_systems_of_a_place_are_those_whose_area_holds_it():
    here = systems_at(33.0, 66.0)
    assert "EPSG:4255" in here
    assert "EPSG:4277" not in here
    assert "EPSG:4284" in systems_at(34.5, 66.0, 2.0)
    assert "EPSG:4284" not in systems_at(34.5, 66.0)


def test_great_britain_comes_with_a_thinned_grid_that_is_not_doubted_for_the_old_parameters():
    moved = move("EPSG:27700", "EPSG:4258", 400_000.0, 300_000.0)
    assert moved.operation == "commonground:osgb36-thinned"
    assert moved.doubt.ce95_m == 0.12
    (old,) = [c for c in moved.candidates if c.operation == "EPSG:1314+EPSG:1149"]
    assert 0.5 < old.from_chosen_m < 8.0
    back = move("EPSG:4258", "EPSG:27700", moved.x, moved.y)
    assert math.dist((back.x, back.y), (400_000.0, 300_000.0)) < 0.001


def test_outside_the_thinned_grid_the_parameter_set_serves():
    moved = to_wgs84("EPSG:4277", -1.0, 61.4)
    assert moved.operation == "EPSG:1314"
    assert not moved.inside_area
