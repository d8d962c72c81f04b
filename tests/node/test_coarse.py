"""Precision per recipient: the coarse place holds the true one, gives nothing else away, and never counts twice."""

import math
import random

import pytest
from tests.node.parties import T0, utc

from commonground.errors import InputError
from commonground.node.desk.coarse import coarse_position
from commonground.position.geodesic import distance_m
from commonground.position.place import Position

PLACE = "31N AA 66021 55280"


def notice(**changes):
    given = {
        "kind": "site",
        "item": "post 17",
        "text": PLACE,
        "anchor": "behind the white mosque",
        "source": "seen from the ridge",
        "window": {"from": utc(T0), "to": "2030-01-02T06:00:00Z"},
        "to": ["south"],
    }
    return given | changes


def place_of(item) -> Position:
    return Position(lat_deg=item["lat_deg"], lon_deg=item["lon_deg"], ce95_m=item["ce95_m"])


def test_the_true_place_lies_within_what_is_told_and_neighbours_are_told_the_same():
    chance = random.Random(11)
    for _ in range(3000):
        lat, lon = chance.uniform(-88.9, 88.9), chance.uniform(-180, 180)
        ce95_m = chance.choice([5.0, 50.0, 300.0])
        told_m = chance.uniform(2 * ce95_m, 20_000)
        there = Position(lat_deg=lat, lon_deg=lon, ce95_m=ce95_m)
        told = coarse_position(there, told_m)
        assert distance_m(there, told) + ce95_m <= told.ce95_m + 0.01, (there, told_m)
        assert told.ce95_m == told_m


def test_the_grid_does_not_move_with_the_place():
    here = Position(lat_deg=0.4998, lon_deg=3.5935, ce95_m=20.0)
    chance = random.Random(12)
    told = {
        coarse_position(
            Position(
                lat_deg=here.lat_deg + chance.gauss(0, 2e-4),
                lon_deg=here.lon_deg + chance.gauss(0, 2e-4),
                ce95_m=20.0,
            ),
            5000.0,
        )
        for _ in range(200)
    }
    assert len(told) <= 4  # the average of many says no more than one of them


@pytest.mark.parametrize("lat", [89.5, -89.9])
def test_near_a_pole_and_where_it_hides_nothing_it_is_refused(lat):
    with pytest.raises(InputError, match="pole"):
        coarse_position(Position(lat_deg=lat, lon_deg=0.0, ce95_m=5.0), 5000.0)
    with pytest.raises(InputError, match="at least twice"):
        coarse_position(Position(lat_deg=0.5, lon_deg=0.0, ce95_m=5.0), 9.0)


def test_the_receiver_is_told_the_coarse_place_and_nothing_that_gives_the_true_one_away(both):
    given = notice(precision={"south": 5000}, coarse_reason="the exact place is told on arrival")
    identity = both.north.desk.post("/api/notices", given)["id"]
    both.exchange_words()
    (item,) = both.south.desk.desk()["register"]
    assert item["ce95_m"] == 5000
    assert item["item"] == "post 17"
    (own,) = both.north.desk.desk()["register"]  # the thing stands once in our own register, precisely
    assert own["id"] == identity
    assert own["ce95_m"] < 100
    assert distance_m(place_of(item), place_of(own)) <= 5000
    said = both.south.node.picture().by_id[item["id"]]
    for word in (b"66021", b"55280", b"mosque", b"ridge"):
        assert word not in said.note
    assert b"told on arrival" in said.note
    assert both.south.node.store.find(identity) is None
    assert math.isclose(said.body.place.position.lat_deg, item["lat_deg"])


def test_its_end_reaches_those_who_were_told_coarsely(both):
    given = notice(precision={"south": 5000}, coarse_reason="on purpose")
    identity = both.north.desk.post("/api/notices", given)["id"]
    both.north.desk.post(f"/api/notices/{identity}/withdraw", {"words": "gone"})
    both.exchange_words()
    assert both.south.desk.desk()["register"] == []
    assert both.north.desk.desk()["register"] == []


@pytest.mark.parametrize(
    ("changes", "match"),
    [
        ({"precision": {"south": 5000}}, "with its reason"),
        ({"precision": {"south": 5000}, "coarse_reason": "x", "to": []}, "not told"),
        ({"precision": {"south": 1}, "coarse_reason": "x"}, "at least twice"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_said(both, changes, match):
    before = both.north.node.store.heads()["commonground/north"].size
    with pytest.raises(InputError, match=match):
        both.north.desk.post("/api/notices", notice(**changes))
    both.north.machine.turn()
    assert both.north.node.store.heads()["commonground/north"].size == before


def test_permitted_use_and_onward_travel_with_the_notice_and_stand_in_the_ledger(both):
    both.north.desk.post("/api/notices", notice())
    both.north.desk.post("/api/notices", notice(item="post 18", use="coordination", onward=True))
    both.exchange_words()
    rows = {one["text"]: one for one in both.south.desk.get("/api/ledger") if one["kind"] == "site"}
    first, second = rows["Notice of a site: post 17."], rows["Notice of a site: post 18."]
    assert (first["use"], first["onward"]) == ("protection_only", False)
    assert (second["use"], second["onward"]) == ("coordination", True)


def test_a_proof_of_anothers_notice_leaves_for_an_inquiry_alone(both):
    kept = both.north.desk.post("/api/notices", notice())["id"]
    free = both.north.desk.post("/api/notices", notice(item="post 18", onward=True))["id"]
    both.exchange_words()
    own = both.north.raw.get(f"/api/record/{kept}/proof")
    assert own.status_code == 200
    refused = both.south.raw.get(f"/api/record/{kept}/proof")
    assert refused.status_code == 400
    assert "permitted use" in refused.json()["error"]["what"]
    assert both.south.raw.get(f"/api/record/{kept}/proof?inquiry=true").status_code == 200
    assert both.south.raw.get(f"/api/record/{free}/proof").status_code == 200
    (item,) = [one for one in both.south.desk.desk()["register"] if one["id"] == kept]
    assert (item["use"], item["onward"], item["coarse"]) == ("protection_only", False, "")


def test_a_notice_ends_by_itself_for_everybody_who_was_told(both):
    given = notice(until="2030-01-01T06:10:00Z", precision={"south": 5000}, coarse_reason="on purpose")
    both.north.desk.post("/api/notices", given)
    both.exchange_words()
    assert len(both.south.desk.desk()["register"]) == 1
    (row,) = [one for one in both.south.desk.get("/api/ledger") if one["kind"] == "site"]
    assert (row["until"], row["stands"]) == ("2030-01-01T06:10:00Z", True)
    both.clock.move(minutes=11)
    assert both.south.desk.desk()["register"] == []
    assert both.north.desk.desk()["register"] == []
    assert not next(one for one in both.south.desk.get("/api/ledger") if one["kind"] == "site")["stands"]
    with pytest.raises(InputError, match="over already"):
        both.north.desk.post("/api/notices", given)
