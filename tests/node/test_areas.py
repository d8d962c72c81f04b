"""Checking an area of one's own: corners read as any place, limits first, nothing given away."""

from datetime import timedelta

import pytest
from tests.node.parties import T0, enquiry, utc

from commonground.errors import InputError

SQUARE = ["31N AA 66000 55000", "31N AA 67000 55000", "31N AA 67000 56000", "31N AA 66000 56000"]
WITHIN, BESIDE = "31N AA 66500 55500", "31N AA 68000 55500"


def asked(**changes):
    window = {"from": utc(T0), "to": utc(T0 + timedelta(hours=6))}
    return {"corners": SQUARE, "margin_m": 100.0, "window": window} | changes


def notice(side, text, item):
    window = {"from": utc(T0), "to": utc(T0 + timedelta(hours=12))}
    to = ["south" if side.code == "north" else "north"]
    body = {"kind": "site", "item": item, "text": text, "reach_m": 0.0, "window": window, "to": to}
    side.desk.post("/api/notices", body)


def refused(side, **changes):
    with pytest.raises(InputError) as refusal:
        side.desk.post("/api/check", asked(**changes))
    return refusal.value


def test_an_entry_inside_is_within_and_one_a_kilometre_off_is_not(both):
    notice(both.north, WITHIN, "clinic")
    notice(both.north, BESIDE, "well")
    found = both.north.desk.post("/api/check", asked())
    assert found["kind"] == "area"
    assert len(found["vertices"]) == 4
    check = found["check"]
    assert check["answer"] == "something_within"
    assert [one["item"] for one in check["within"]] == ["clinic"]
    wider = both.north.desk.post("/api/check", asked(margin_m=1_200.0))["check"]
    assert {one["item"] for one in wider["within"]} == {"clinic", "well"}


def test_what_another_party_gave_us_is_checked_too(both):
    notice(both.south, "0°29'58.0\"N 0°00'16.0\"E", "south's boat house")
    both.exchange_words()
    check = both.north.desk.post("/api/check", asked(margin_m=5_000.0))["check"]
    assert "south's boat house" in {one["item"] for one in check["within"]}
    assert check["parties"] == ["north", "south"]


def test_one_corner_is_a_circle_and_two_are_a_line_or_a_question(both):
    circle = both.north.desk.post("/api/check", asked(corners=[WITHIN], reach_m=2_000.0))
    assert (circle["kind"], circle["reach_m"]) == ("place", 2_000.0)
    line = both.north.desk.post("/api/check", asked(corners=SQUARE[:2], closed=False))
    assert line["kind"] == "line"
    assert "three corners" in str(refused(both.north, corners=SQUARE[:2]))


def test_an_altitude_is_said_back_in_the_record_and_in_the_register_of_whoever_was_told(both):
    window = {"from": utc(T0), "to": utc(T0 + timedelta(hours=12))}
    band = {"low_m": 30.48, "high_m": 304.8, "above": "ground"}
    body = {"kind": "area", "item": "survey flight", "text": WITHIN, "window": window, "to": ["south"]}
    both.north.desk.post("/api/notices", body | {"altitude": band})
    both.north.desk.post("/api/notices", body | {"item": "no word of height"})
    both.exchange_words()
    for side in (both.north, both.south):
        texts = [one["text"] for one in side.desk.get("/api/record") if one["kind"] == "area"]
        assert sorted(texts) == [
            "Notice of an area: no word of height.",
            "Notice of an area: survey flight, 30 to 305 m above the ground.",
        ]
        listed = {one["item"]: one["altitude"] for one in side.desk.desk()["register"]}
        assert listed == {"survey flight": band, "no word of height": None}


def test_without_coverage_an_empty_area_cannot_be_said_and_is_never_clear(both):
    check = both.north.desk.post("/api/check", asked())["check"]
    assert check["answer"] == "cannot_say"
    assert check["reasons"]
    assert check["text"].endswith("Not listed does not mean unprotected.")


def test_a_corner_that_cannot_be_read_in_one_way_is_named(both):
    refusal = refused(both.north, corners=[SQUARE[0], "1.5 1.2", SQUARE[2]])
    assert refusal.where == "corner 2"
    assert refusal.given == "1.5 1.2"
    assert refused(both.north, corners=[*SQUARE, "nowhere"]).where == "corner 5"


def test_the_place_of_an_enquiry_is_no_corner_before_our_own_readback(both):
    both.north.desk.post("/api/enquiries", enquiry())
    both.exchange_words()
    given = asked(corners=["31n aa 66021 55280"], reach_m=500.0)
    answer = both.south.raw.post("/api/check", json=given, headers={"origin": both.south.node.origin})
    assert answer.status_code == 409
    assert b"0.4994" not in answer.content
    there = both.north.desk.post("/api/check", given)
    assert there["kind"] == "place"


def test_nothing_is_said_to_anybody_by_checking(both):
    before = both.north.desk.get("/api/record")
    both.north.desk.post("/api/check", asked())
    assert both.north.desk.get("/api/record") == before
