"""The reader against vectors that other people made."""

import csv
from pathlib import Path

import pytest

from commonground.position import Status, read_all, read_angle
from commonground.position.geodesic import distance_m

SHARED = Path(__file__).resolve().parents[3].parent / "shared"
VECTORS = SHARED / "vectors" / "position"
PAIRS = ("angle_pairs.csv", "grids.csv", "codes.csv")


def rows(name, expect=None):
    with (VECTORS / name).open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if expect in (None, row["expect"])]


def expected(row):
    return float(row["expected_lat"]), float(row["expected_lon"])


def lies_right(row, answer):
    return bool(answer.readings) and distance_m(expected(row), answer.readings[0].position) <= float(
        row["tolerance_m"]
    )


def order_is_open(answer):
    return any(finding.kind == "order_unsaid" for reading in answer.readings for finding in reading.findings)


@pytest.mark.parametrize(("name", "share"), [("angle_pairs.csv", 0.97), ("grids.csv", 1), ("codes.csv", 1)])
def test_good_texts_are_read_right_first(name, share):
    good = rows(name, "ok")
    wrong = [row["input"] for row in good if not lies_right(row, read_all(row["input"]))]
    assert len(wrong) <= (1 - share) * len(good), wrong


@pytest.mark.parametrize("name", PAIRS)
def test_no_text_is_read_wrong_without_a_question(name):
    wrong = []
    for row in rows(name):
        answer = read_all(row["input"])
        if answer.status is Status.OK and not (row["expected_lat"] and lies_right(row, answer)):
            wrong.append(row["input"])
    assert wrong == []


@pytest.mark.parametrize("name", PAIRS)
def test_suspect_and_refused_texts_never_come_back_clean(name):
    clean = [
        row["input"]
        for row in rows(name)
        if row["expect"] in ("suspect", "refuse") and read_all(row["input"]).status is Status.OK
    ]
    assert clean == []


def test_the_readings_of_suspect_texts_hold_the_expected_one():
    missing = []
    for name in PAIRS:
        for row in rows(name, "suspect"):
            answer = read_all(row["input"])
            wanted = [expected(row)] if row["expected_lat"] else []
            if name != "codes.csv":
                wanted += [tuple(map(float, pair.split())) for pair in row["also"].split(";") if pair.strip()]
            for place in wanted if answer.readings else []:
                if not any(distance_m(place, one.position) <= 5 for one in answer.readings):
                    missing.append((row["input"], place))
    assert missing == []


def test_few_good_texts_are_asked_about():
    good = [row for name in PAIRS for row in rows(name, "ok")]
    answers = [read_all(row["input"]) for row in good]
    asked = [answer for answer in answers if answer.status is Status.ASK and not order_is_open(answer)]
    assert len(asked) <= 0.05 * len(good)


def test_the_stated_doubt_covers_the_expected_place():
    outside = []
    for name in PAIRS:
        for row in rows(name, "ok"):
            answer = read_all(row["input"])
            reading = answer.readings[0]
            if distance_m(expected(row), reading.position) > reading.position.ce95_m * 1.25 + 0.01:
                outside.append(row["input"])
    assert outside == []


def test_single_angles_are_read_right_and_bad_ones_are_not():
    wrong = []
    for row in rows("angle_single.csv"):
        answer = read_angle(row["input"], row["axis"])
        if row["expect"] == "ok":
            right = answer.deg and abs(answer.deg[0] - float(row["expected_deg"])) <= float(
                row["tolerance_deg"]
            )
            if not right or answer.status is not Status.OK:
                wrong.append(row["input"])
        elif answer.status is Status.OK:
            wrong.append(row["input"])
    assert wrong == []


def test_decimal_pairs_of_records_are_read_as_their_reviewers_expect():
    for row in rows_of_records():
        answer = read_all(f"{row['lat']} ; {row['lon']}")
        in_range = row["result"] == "COMPLIANT" or row["status"].startswith(("AMENDED", "FILLED"))
        zero = row["test"].endswith("ZERO") and row["result"] == "NOT_COMPLIANT"
        if zero or not in_range:
            assert answer.status is not Status.OK or row["country"]
        elif row["lat"] and row["lon"]:
            assert answer.readings


def rows_of_records():
    with (VECTORS / "context_bdq.csv").open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["lat"].strip() and row["lon"].strip()]
