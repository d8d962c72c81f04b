"""The room of maps is asked too: a difference that two displaced maps explain is said to be one."""

import pytest
from tests.exchange.said import place
from tests.maps.drawing import drawn, moved, wave
from tests.node.test_calls import with_config
from tests.node.test_main_job import ask, seen

from commonground.exchange.places.compare import compare
from commonground.exchange.places.map_cause import explains
from commonground.maps.depiction_file import write_depiction
from commonground.position import geodesic
from commonground.position.place import Position
from commonground.position.write import write

HERE = (0.06, 0.05)
EAST_M, NORTH_M = 900.0, 500.0  # how South's map lies, seen from North's


@pytest.fixture
def maps(both):
    """North's node draws one line for both parties, South's map displaced as a whole."""
    line = wave(2000, rough_deg=0.0002)
    folder = both.north.node.config.folder / "maps" / "depictions" / "sea"
    folder.mkdir(parents=True)
    for name, drawn_line in (("ours", line), ("theirs", moved(line, EAST_M, NORTH_M))):
        (folder / f"{name}.geojson").write_bytes(write_depiction(drawn(drawn_line, name=name, areas=False)))
    with_config(both.north, depictions={"north": "sea/ours", "south": "sea/theirs"})
    return both


def written(lat_deg, lon_deg, notation, digits):
    return write(Position(lat_deg=lat_deg, lon_deg=lon_deg, ce95_m=20.0), notation, digits)


def read_back_at(both, east_m, north_m):
    identity = ask(both, text=written(*HERE, "mgrs", 5))
    north = geodesic.offset(*HERE, 0.0 if north_m >= 0 else 180.0, abs(north_m))
    found = geodesic.offset(*north, 90.0 if east_m >= 0 else 270.0, abs(east_m))
    text = written(*found, "dms", 1)
    both.south.desk.post(f"/api/exchanges/{identity}/readback", {"text": text, "anchor": "the reef"})
    both.exchange_words()
    return [one for one in seen(both.north, identity)["findings"] if one["kind"] == "depiction_misplaced"]


def test_a_readback_displaced_as_the_maps_are_names_the_maps(maps):
    (found,) = read_back_at(maps, EAST_M, NORTH_M)
    assert "as south's map draws it lies 1 km to the north-east" in found["text"]
    assert "No map is the true one" in found["text"]


@pytest.mark.parametrize(("east_m", "north_m"), [(-EAST_M, -NORTH_M), (0.0, 14_000.0), (5.0, 5.0)])
def test_a_difference_that_the_maps_do_not_explain_is_not_laid_on_them(maps, east_m, north_m):
    assert read_back_at(maps, east_m, north_m) == []


def test_without_drawings_of_both_parties_nothing_is_said_of_maps(both):
    assert read_back_at(both, EAST_M, NORTH_M) == []


@pytest.mark.parametrize(
    ("north_m", "shift_north_m", "expected"),
    [
        (300.0, 300.0, True),
        (300.0, 200.0, True),
        (300.0, -300.0, False),
        (300.0, 60.0, False),
        (9e3, 300.0, False),
    ],
)
def test_a_displacement_explains_what_lies_within_both_doubts_and_is_above_them(
    north_m, shift_north_m, expected
):
    compared = compare(place(), place(north_m), margin_m=2000.0, first="a", second="b")
    assert explains(compared, 0.0, shift_north_m, 10.0) is expected
