"""A register too large for one picture: nothing is dropped without a word, every entry can be reached."""

from __future__ import annotations

import struct
from datetime import timedelta

import numpy as np
import pytest
from tests.node.parties import T0, two, utc

from commonground.node.desk import view

SITES = 12
MOST = 5


@pytest.fixture(scope="module")
def north(tmp_path_factory):
    """North with twelve sites, said a minute apart, where five are the most that go with the desk."""
    before, view.MOST_ITEMS = view.MOST_ITEMS, MOST
    with two(tmp_path_factory.mktemp("large")) as sides:
        sides.north.login()
        window = {"from": utc(T0), "to": utc(T0 + timedelta(hours=9))}
        for number in range(SITES):
            sides.clock.move(minutes=1)
            text = f"0.{50 + number} N 0.6 E"
            given = {
                "kind": "site",
                "item": f"well {number}",
                "text": text,
                "window": window,
                "to": ["south"],
            }
            sides.north.desk.post("/api/notices", given)
        sides.exchange_words()
        yield sides
    view.MOST_ITEMS = before


def test_the_desk_says_how_much_it_leaves_off_and_sends_what_was_said_last(north) -> None:
    shown = north.north.desk.desk()
    assert shown["register_left_off"] == SITES - MOST
    assert {one["item"] for one in shown["register"]} == {f"well {n}" for n in range(SITES - MOST, SITES)}


def test_what_is_doubted_is_never_left_off(north) -> None:
    first = north.north.desk.get("/api/register", find="well 0")[-1]
    assert first["item"] == "well 0"
    north.north.desk.post("/api/exchanges/" + first["id"] + "/doubt", {"words": "nobody there"})
    assert "well 0" in {one["item"] for one in north.north.desk.desk()["register"]}


def test_every_entry_is_reached_page_by_page_newest_first(north) -> None:
    found: list[dict] = []
    while page := north.north.desk.get(
        "/api/register", limit=5, **({"before": found[-1]["number"]} if found else {})
    ):
        found += page
    assert [one["item"] for one in found] == [f"well {n}" for n in reversed(range(SITES))]
    assert all(one["own_grid"].startswith("31N") for one in found)


@pytest.mark.parametrize(
    ("words", "count"), [("well", SITES), ("WELL 11", 1), ("site north", SITES), ("x", 0)]
)
def test_words_find_entries_by_name_kind_and_party(north, words, count) -> None:
    assert len(north.north.desk.get("/api/register", find=words)) == count


def test_the_rest_is_sent_as_dots_and_together_they_are_all(north) -> None:
    raw = north.south.raw
    north.south.login()
    sent = raw.get("/api/register/dots").content
    count, nothing = struct.unpack_from("<II", sent)
    degrees = np.frombuffer(sent, "<f8", 2 * count, 8).reshape(-1, 2)
    assert nothing == 0
    assert len(sent) == 8 + 17 * count
    desk = north.south.desk.desk()
    assert count == desk["register_left_off"]
    lats = sorted([*degrees[:, 0], *(one["lat_deg"] for one in desk["register"])])
    assert lats == pytest.approx([0.50 + n / 100 for n in range(SITES)], abs=1e-6)
    assert set(sent[8 + 16 * count :]) == {0}, "North's sign, and none is past its time"
