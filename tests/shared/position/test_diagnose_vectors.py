"""Planted mistakes and real, corrected errors: the right cause first, few confident wrong repairs."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from commonground.position.diagnose import Cause, Report, diagnose, is_decided
from commonground.position.diagnose.cause import NO_MISTAKE
from commonground.position.reader.read import read_all

VECTORS = Path(__file__).resolve().parents[3].parent / "shared" / "vectors"

# The words of the public collection of corrected errors, in ours. docs/spec/diagnosis.md has the table.
THEIRS: dict[str, set[str]] = {
    "dms_as_decimal": {"dms_read_as_decimal", "ddm_read_as_decimal"},
    "sign_lon": {"sign_lost_lon"},
    "sign_lat": {"sign_lost_lat"},
    "sign_both": {"sign_lost_lat", "sign_lost_lon"},
    "digit_substituted": {"digit_wrong"},
    "swapped_axes": {"lat_lon_swapped"},
    "swapped_and_sign": {"lat_lon_swapped"},
    "wrong_place": {"different_place"},
    "site_moved": {"different_place"},
    "placeholder_point": {"different_place"},
    "truncated_or_coarse": {"coarse_notation", "same_place"},
    "digits_transposed": {"digit_transposed"},
    "digit_missing": {"digit_dropped"},
    "decimal_in_dm_field": {"decimal_read_as_minutes"},
    "decimal_point": {"decimal_point_moved"},
    "leading_zero_lost": {"leading_zero_lost"},
    "seconds_digit_lost": {"seconds_digit_lost"},
    "minutes_sign": {"minutes_sign"},
    "null_island": {"null_island"},
    "axis_duplicated": {"axis_duplicated"},
    "unreadable": set(),
}


def _report(text: str, crs: str = "EPSG:4326") -> Report:
    readings = read_all(text).readings
    return Report(as_given=text, crs=crs, reading=readings[0] if readings else None)


def _rows(name: str):
    with (VECTORS / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def planted():
    return [
        (
            row["cause"],
            diagnose(
                _report(row["report_a"], row["declared_crs_a"]),
                _report(row["report_b"], row["declared_crs_b"]),
            ),
        )
        for row in _rows("position/diagnose.csv")
    ]


@pytest.fixture(scope="module")
def real():
    return [
        (row["cause"], diagnose(_report(row["original_text"]), _report(row["corrected_text"])))
        for row in _rows("errors/real_coordinate_errors.csv")
    ]


def test_planted_causes_come_first(planted):
    assert sum(found[0].cause == cause for cause, found in planted) >= 0.85 * len(planted)
    assert sum(cause in [h.cause for h in found[:3]] for cause, found in planted) >= 0.97 * len(planted)


def test_reports_of_one_place_are_not_accused(planted):
    same = [found for cause, found in planted if cause in ("same_place", "coarse_notation")]
    assert sum(found[0].cause not in NO_MISTAKE for found in same) <= 0.02 * len(same)


def test_different_places_are_not_explained_away(planted):
    other = [found for cause, found in planted if cause == "different_place"]
    wrong = [f for f in other if is_decided(f) and f[0].cause is not Cause.DIFFERENT_PLACE]
    assert len(wrong) <= 0.05 * len(other)


def test_real_errors_are_named(real):
    known = [(THEIRS[cause], found) for cause, found in real if cause != "unknown"]
    first = sum(bool(found) and str(found[0].cause) in names for names, found in known)
    three = sum(bool(names & {str(h.cause) for h in found[:3]}) for names, found in known)
    assert first >= 0.75 * len(known)
    assert three >= 0.90 * len(known)


def test_errors_that_nobody_explained_are_seldom_repaired_with_confidence(real):
    unknown = [found for cause, found in real if cause == "unknown"]
    harmless = NO_MISTAKE | {Cause.DIFFERENT_PLACE, Cause.OVERLAY_SHIFT}
    wrong = Counter(
        found[0].cause for found in unknown if is_decided(found) and found[0].cause not in harmless
    )
    assert sum(wrong.values()) < 0.10 * len(unknown)
