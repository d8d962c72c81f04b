"""Registering a sheet by clicks: fitted without writing, gross errors pointed at, kept only when asked."""

from pathlib import Path

import numpy as np
import pytest
from tests.node.parties import enquiry
from tests.node.test_sheets import listed, picture, put

STEP = 5e-5  # degrees a pixel


def pairs(count=14, checks=4, wrong=None, seed=2):
    """Pixels of a 4000 x 3000 sheet about 0.5 N 0.5 E with their places, good to 3 m; `wrong` is 4 km off."""
    random = np.random.default_rng(seed)
    made = []
    for number in range(count):
        x, y = random.uniform(50, 3950), random.uniform(50, 2950)
        lat, lon = 0.6 - y * STEP, 0.4 + x * STEP
        lat += random.normal(0, 3e-5) + (0.036 if number == wrong else 0)
        lon += random.normal(0, 3e-5)
        place = f"{lat:.7f} N {lon:.7f} E"
        made.append({"x": round(x, 1), "y": round(y, 1), "place": place, "check": number < checks})
    return made


def fit(side, given, keep=False):
    body = {"pairs": given, "keep": keep}
    return side.raw.post("/api/map/sheets/a/fit", json=body, headers={"origin": side.node.origin})


def files(side):
    return sorted(one.name for one in (Path(side.node.config.folder) / "sheets").iterdir())


def test_a_fit_says_what_it_found_and_writes_nothing_until_it_is_kept(both):
    put(both.south, "a.png", picture())
    found = fit(both.south, pairs()).json()
    assert found["usable"]
    assert found["text"].endswith("Usable for messages.")
    assert all(pair["error_m"] < 20 and not pair["outlier"] for pair in found["pairs"])
    assert [pair["check"] for pair in found["pairs"]] == [True] * 4 + [False] * 10
    assert (files(both.south), found["kept"]) == (["a.png"], "")
    assert fit(both.south, pairs(), keep=True).json()["kept"] == "a.points"
    row = listed(both.south)["a"]
    assert (row["usable"], row["unsaid"]) == (True, "")
    assert row["corners"][0]["lat_deg"] == pytest.approx(0.6, abs=2e-4)
    assert row["corners"][0]["lon_deg"] == pytest.approx(0.4, abs=2e-4)


def test_the_arrow_of_a_gross_error_points_to_where_its_place_lies_on_the_sheet(both):
    put(both.south, "a.png", picture())
    found = fit(both.south, pairs(wrong=7)).json()
    assert [n for n, pair in enumerate(found["pairs"]) if pair["outlier"]] == [7]
    arrow = found["pairs"][7]
    assert arrow["down_px"] == pytest.approx(-0.036 / STEP, rel=0.02)
    assert abs(arrow["right_px"]) < 10
    assert arrow["error_m"] == pytest.approx(0.036 * 110_574, rel=0.02)


def test_what_was_registered_before_is_kept_beside_the_new_points(both):
    put(both.south, "a.png", picture())
    fit(both.south, pairs(), keep=True)
    before = (Path(both.south.node.config.folder) / "sheets" / "a.points").read_bytes()
    fit(both.south, pairs(seed=9), keep=True)
    assert files(both.south) == ["a.png", "a.points", "a.points.until-20300101T060000Z"]
    old = Path(both.south.node.config.folder) / "sheets" / "a.points.until-20300101T060000Z"
    assert old.read_bytes() == before


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"place": "no place at all"}, "pair 3"),
        ({"x": 4001.0}, "pair 3"),
        ({"x": -1.0}, "pairs.2.x"),
        ({"place": ""}, "pairs.2.place"),
    ],
)
def test_a_pair_that_cannot_be_used_is_named_and_nothing_is_written(both, change, where):
    put(both.south, "a.png", picture())
    given = pairs()
    given[2] |= change
    answer = fit(both.south, given, keep=True)
    assert answer.status_code in (400, 422)
    assert answer.json()["error"]["where"] == where
    assert files(both.south) == ["a.png"]


def test_pairs_that_are_all_one_pixel_give_a_sentence_and_no_sheet(both):
    put(both.south, "a.png", picture())
    given = [one | {"x": 10.0, "y": 10.0} for one in pairs(5, 0)]
    answer = fit(both.south, given, keep=True)
    assert answer.status_code == 400
    assert answer.json()["error"]["what"]
    assert files(both.south) == ["a.png"]


def test_the_place_of_an_enquiry_not_read_back_cannot_be_fitted(both):
    put(both.south, "a.png", picture())
    both.north.desk.post("/api/enquiries", enquiry(text="0.5123456 N 0.4987654 E"))
    both.exchange_words()
    given = pairs()
    given[2]["place"] = "0.5123456 N 0.4987654 E"
    assert fit(both.south, given, keep=True).status_code == 409
    assert files(both.south) == ["a.png"]
