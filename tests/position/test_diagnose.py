"""Diagnosis: the planted mistake comes first, and honest reports are not accused."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.position.planted import planted

from commonground.position.diagnose import Cause, Report, diagnose, is_decided
from commonground.position.diagnose.cause import NO_MISTAKE, PRIOR
from commonground.position.grids import utm
from commonground.position.place import Position

REPAIRS = [
    "lat_lon_swapped",
    "sign_lost_lat",
    "sign_lost_lon",
    "dms_read_as_decimal",
    "ddm_read_as_decimal",
    "digit_wrong",
    "digit_transposed",
    "wrong_utm_zone",
    "easting_northing_swapped",
]
EACH = 25


def _explain(a: str, b: str, **more):
    return diagnose(Report(as_given=a), Report(as_given=b), **more)


def _causes(cause: str, count: int = EACH):
    for seed in range(count):
        pair = planted(cause, seed)
        yield pair, _explain(pair.a, pair.b)


@pytest.mark.parametrize("cause", REPAIRS)
def test_a_planted_mistake_is_named_first(cause):
    first = [found[0].cause == cause for _, found in _causes(cause)]
    three = [cause in [one.cause for one in found[:3]] for _, found in _causes(cause)]
    assert sum(first) >= 0.85 * EACH
    assert sum(three) >= 0.96 * EACH


@pytest.mark.parametrize("cause", ["same_place", "coarse_notation"])
def test_reports_that_agree_are_accused_of_nothing(cause):
    wrong = [pair for pair, found in _causes(cause, 80) if found[0].cause not in NO_MISTAKE]
    assert len(wrong) <= 1


def test_different_places_are_seldom_explained_away():
    wrong = [
        pair
        for pair, found in _causes("different_place", 120)
        if is_decided(found) and found[0].cause is not Cause.DIFFERENT_PLACE
    ]
    assert len(wrong) <= 5


@pytest.mark.parametrize(
    ("a", "b", "cause"),
    [
        ("1.21500, 7.54321", "0, 0", "null_island"),
        ("1.21500, 7.54321", "7.54321, 7.54321", "axis_duplicated"),
        ("1.21500, 7.54321", "1.21500, 75.4321", "decimal_point_moved"),
        ("1.21500, 78.54321", "1.21500, 8.54321", "digit_dropped"),
        ("31.2150, 7.54321", "31.2150, 77.54321", "digit_doubled"),
        ("3112N 01733E", "3112N 17330E", "leading_zero_lost"),
        ("31°18'04.0\"N 7°32'47.7\"W", "31.30111, -7.53547", "seconds_digit_lost"),
        ("-6.8333, 37.6500", "-5.1667, 37.6500", "minutes_sign"),
        ("2°12'34.0\"N 7°08'51.0\"E", "2°34'12.0\"N 7°51'08.0\"E", "minutes_seconds_exchanged"),
        ("2°12'45.0\"N 7°08'51.0\"E", "2°12'75\"N 7°08'85\"E", "decimal_minutes_read_as_seconds"),
        ("2450N 00848E", "2483N 00880E", "decimal_read_as_minutes"),
        ("32N KF 12345 54321", "32N KG 12345 54321", "wrong_100km_square"),
    ],
)
def test_a_rarer_mistake_is_named_first(a, b, cause):
    first = _explain(a, b)[0]
    assert first.cause == cause


def test_a_band_letter_read_as_a_hemisphere_is_named():
    """35 N in the open Atlantic: S is band S there, and the reader took it for the south."""
    sea = utm.encode(35.0, -66.0)
    assert sea.band == "S"
    text = f"{sea.zone}S {sea.easting:.0f} {sea.northing:.0f}"
    assert _explain("35.00000, -66.00000", text)[0].cause is Cause.HEMISPHERE_LETTER_AS_BAND


def test_a_report_that_names_no_place_is_never_decided_to_be_another_one():
    assert _explain("1.21500, 7.54321", "somewhere by the bridge") == ()


def test_a_datum_taken_for_another_is_named_in_degrees_and_in_a_grid():
    """Herat North in open country: the same datum moves degrees and grid numbers by other vectors."""
    degrees = _explain("33.001779, 66.002367", "33.00000, 66.00000")[0]
    assert degrees.cause is Cause.WRONG_DATUM
    assert "Herat North" in degrees.detail
    assert degrees.party == "b"
    assert degrees.lands_m < 30


def test_a_corner_taken_for_a_centre_stands_among_the_causes():
    found = _explain("32N KF 12000 54000", "32N KF 12 54")
    assert Cause.CORNER_TAKEN_FOR_CENTRE in [one.cause for one in found[:3]]


def test_the_own_position_is_only_suspected_when_it_is_given():
    own = Position(lat_deg=1.1, lon_deg=7.2, ce95_m=10.0)
    with_own = _explain("1.95000, 8.31000", "1.10000, 7.20000", own=[own])
    without = _explain("1.95000, 8.31000", "1.10000, 7.20000")
    assert with_own[0].cause is Cause.OWN_POSITION_SENT
    assert Cause.OWN_POSITION_SENT not in [one.cause for one in without]


def test_a_place_outside_the_theatre_is_a_worse_explanation():
    theatre = (6.0, 0.0, 9.0, 4.0)
    inside = _explain("1.21500, 7.54321", "7.54321, 1.21500", theatre=theatre)
    assert inside[0].cause is Cause.LAT_LON_SWAPPED
    assert (inside[0].lat_deg, inside[0].lon_deg) == (1.215, 7.54321)


def test_reports_that_cannot_be_told_apart_stay_undecided():
    found = _explain("1.24, 7.52", "1.22, 7.52")  # 2.2 km: a digit, another place, or the same, coarsely
    assert not is_decided(found)


def test_whose_mistake_it_is_stays_open_where_both_would_do():
    assert _explain("1.21500, 7.54321", "7.54321, 1.21500")[0].party == "either"
    assert _explain("1.21500, 7.54321", "-1.21500, 7.54321")[0].party == "either"


def test_two_texts_that_name_no_place_give_no_answer():
    assert _explain("gate", "bridge") == ()


def test_every_cause_but_the_two_that_share_one_has_a_prior():
    assert set(PRIOR) | {Cause.COARSE_NOTATION} == set(Cause)


ALPHABET = st.text(alphabet="0123456789 .,-+°'\"NSEWnsewSCDXYZ;/:\t\n\u0663\u2212\u00a0", max_size=40)


@settings(max_examples=150, deadline=None)
@example(a="0:0", b="E0.:0E0")
@example(a="45.5:30N 1E", b="45N 1.5:30E")
@given(ALPHABET, ALPHABET)
def test_no_text_breaks_the_diagnosis(a, b):
    found = _explain(a, b)
    assert all(one.odds >= 0 for one in found)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 60), st.characters(codec="utf-8"))
def test_no_changed_character_breaks_the_diagnosis(seed, at, character):
    pair = planted("same_place", seed)
    text = pair.b[:at] + character + pair.b[at + 1 :]
    for found in (_explain(pair.a, text), _explain(text, text)):
        assert sum(one.odds / (1 + one.odds) for one in found if one.odds < float("inf")) < 1.000001
