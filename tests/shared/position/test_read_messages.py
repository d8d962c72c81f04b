"""Positions in real warnings and notices: all that are there, and no others."""

import json
from pathlib import Path

import pytest

from commonground.position import Status, find
from commonground.position.geodesic import distance_m

SHARED = Path(__file__).resolve().parents[3].parent / "shared"
MESSAGES = SHARED / "data" / "messages"


def texts(name):
    lines = (MESSAGES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return {said["id"]: said["text"] for said in map(json.loads, lines)}


def expectations(name):
    return json.loads((MESSAGES / f"{name}.expected.json").read_text(encoding="utf-8"))


def places(text):
    return [found.result.readings[0].position for found in find(text) if found.result.readings]


def missing(wanted, there):
    return [place for place in wanted if not any(distance_m(tuple(place), one) < 100 for one in there)]


@pytest.mark.parametrize("name", ["coastal_warnings_ru", "coastal_warnings_en"])
def test_coastal_warnings_give_exactly_their_positions(name):
    said = texts(name)
    for label, expected in expectations(name).items():
        there = places(said[label])
        assert missing(expected["positions"], there) == [], label
        extra = [one for one in there if missing([(one.lat_deg, one.lon_deg)], as_positions(expected))]
        assert extra == [], label


def as_positions(expected):
    from commonground.position import Position

    return [Position(lat_deg=lat, lon_deg=lon, ce95_m=1.0) for lat, lon in expected["positions"]]


def test_notices_give_the_centre_of_their_q_line_and_every_position():
    said = texts("notam")
    for label, expected in expectations("notam").items():
        wanted = [expected["q_line"]["centre"]] if (expected.get("q_line") or {}).get("centre") else []
        wanted += expected.get("positions_in_e") or []
        assert missing(wanted, places(said[label])) == [], label


def test_broadcast_warnings_give_every_corner_of_their_areas():
    said = texts("nga_broadcast_warnings")
    lost = []
    for label, expected in expectations("nga_broadcast_warnings").items():
        for area in expected["areas"] or []:
            if area["kind"] in ("polygon", "line", "points") and missing(
                area.get("vertices") or area.get("points") or [], places(said[label])
            ):
                lost.append(label)
    assert lost == []


def test_boxes_of_two_latitudes_and_two_longitudes_give_no_corner():
    said = texts("nga_broadcast_warnings")
    for label, expected in expectations("nga_broadcast_warnings").items():
        if expected.get("kind_of_text") != "box_two_lats_two_lons" or "TRACKLINE" in said[label]:
            continue  # two tracklines of the set are written as two pairs, whatever their kind says
        found = find(said[label])
        box = [one for one in found if one.result.findings and one.result.findings[0].kind == "box_sides"]
        assert box, label


def test_malformed_positions_are_found_and_not_read_clean():
    said = texts("nga_broadcast_warnings")
    for label, expected in expectations("nga_broadcast_warnings").items():
        for flag in expected["must_flag"]:
            if isinstance(flag, dict) and "minutes_or_seconds>=60" in flag.get("why", []):
                near = [
                    one for one in find(said[label]) if one.text in flag["text"] or flag["text"] in one.text
                ]
                assert near, (label, flag)
                assert all(one.result.status is not Status.OK for one in near), (label, flag)


def test_every_text_is_searched_without_failing():
    for name in ("nga_broadcast_warnings", "notam", "coastal_warnings_en", "coastal_warnings_ru"):
        for text in texts(name).values():
            for start in range(0, len(text), 10_000):
                find(text[start : start + 10_000])
