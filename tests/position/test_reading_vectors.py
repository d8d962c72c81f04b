"""The reader against our own vectors: every trap of reading, each with its rule."""

import tomllib
from pathlib import Path

import pytest

from commonground.position import (
    MapProfile,
    Position,
    Status,
    find,
    profile_from,
    read_all,
    read_angle,
)
from commonground.position.geodesic import distance_m

FOLDER = Path(__file__).parents[1] / "vectors" / "position"


def cases(name: str) -> list:
    table = tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))["case"]
    return [pytest.param(case, id=f"{case['text'][:40]!r}: {case['why'][:50]}") for case in table]


WHOLE = [case for name in ("reading.toml", "beside.toml", "links.toml") for case in cases(name)]


@pytest.mark.parametrize("case", WHOLE)
def test_a_text_means_what_its_vector_says(case):
    profile = profile_from(case["profile"]) if "profile" in case else MapProfile(name="nobody")
    answer = read_all(case["text"], profile)
    kinds = {finding.kind for finding in answer.findings}
    kinds |= {finding.kind for reading in answer.readings for finding in reading.findings}
    assert answer.status == case["expect"], kinds
    assert set(case.get("kinds", [])) <= kinds
    wanted = [case["at"], *case.get("others", [])] if "at" in case else []
    assert len(answer.readings) == len(wanted)
    tolerance_m = case.get("tolerance_m", 0.012)
    places = [(reading.position.lat_deg, reading.position.lon_deg) for reading in answer.readings]
    for index, place in enumerate(wanted):
        among = places[:1] if index == 0 else places[1:]
        assert any(distance_m(tuple(place), other) <= tolerance_m for other in among), places
    if "notation" in case:
        assert answer.readings[0].notation == case["notation"]


@pytest.mark.parametrize("case", WHOLE)
def test_every_reading_of_a_vector_covers_its_own_middle_and_states_a_doubt(case):
    profile = profile_from(case["profile"]) if "profile" in case else MapProfile(name="nobody")
    for reading in read_all(case["text"], profile).readings:
        here = reading.position
        assert reading.covers(Position(lat_deg=here.lat_deg, lon_deg=here.lon_deg, ce95_m=1.0))
        assert {part.part for part in reading.doubt} >= {"notation", "datum"}
        assert max(part.ce95_m for part in reading.doubt) <= here.ce95_m * 1.0001
        assert reading.as_given == case["text"]


@pytest.mark.parametrize("case", cases("angles.toml"))
def test_one_angle_means_what_its_vector_says(case):
    answer = read_angle(case["text"], case["axis"])
    assert answer.status == case["expect"]
    if "deg" in case:
        assert answer.deg[0] == pytest.approx(case["deg"], abs=1e-12)
    else:
        assert answer.deg == ()


@pytest.mark.parametrize("case", cases("running.toml"))
def test_positions_in_running_text_are_found_and_nothing_else_is(case):
    found = find(case["text"])
    assert [one.text for one in found] == [wanted["text"] for wanted in case["found"]]
    for one, wanted in zip(found, case["found"], strict=True):
        assert case["text"][one.start : one.end] == one.text
        assert one.result.status == Status(wanted["status"])
        if "at" in wanted:
            here = one.result.readings[0].position
            assert distance_m(tuple(wanted["at"]), here) < 1
