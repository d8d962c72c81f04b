"""Lines and areas across the antimeridian, however their file cuts them: the same figures as elsewhere."""

from __future__ import annotations

import json

import numpy as np
import pytest
import shapely
from tests.maps.drawing import drawn, wave

from commonground.maps.band import band
from commonground.maps.compare.comparison import compare
from commonground.maps.depiction import Depiction
from commonground.maps.depiction_file import read_depiction, write_depiction
from commonground.maps.many import Sided
from commonground.maps.side import side
from commonground.position.place import Position


def cut(line: np.ndarray) -> list[list[list[float]]]:
    """The line about 180 east as files cut it: two pieces that end on either side of the antimeridian."""
    east, west = line[line[:, 0] <= 0] + np.array([180, 0]), line[line[:, 0] >= 0] - np.array([180, 0])
    return [east.tolist(), west.tolist()]


def at_180(line: np.ndarray, name: str = "a") -> Depiction:
    """The depiction of `drawn`, moved to 180 east and cut there, lines and areas."""
    west, east = line[0, 0], line[-1, 0]
    features = [{"kind": "border", "parties": ["NOR", "SOU"], "geometry": ("MultiLineString", cut(line))}]
    for party, edge in (("NOR", 2.0), ("SOU", -2.0)):
        area = shapely.Polygon([*line, (east, edge), (west, edge)])
        halves = [
            shapely.get_coordinates(shapely.clip_by_rect(area, low, -3, high, 3)) + np.array([turn, 0])
            for low, high, turn in ((-3, 0, 180), (0, 3, -180))
        ]
        rings = [[half.tolist()] for half in halves]
        features.append({"kind": "area", "party": party, "geometry": ("MultiPolygon", rings)})
    document = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {key: value for key, value in one.items() if key != "geometry"},
                "geometry": {"type": one["geometry"][0], "coordinates": one["geometry"][1]},
            }
            for one in features
        ],
    }
    return read_depiction(json.dumps(document).encode(), name=name)


LINE = wave(401)  # has a vertex at 0 E
OTHER = wave(401) + np.array([0.0, 0.01])


def test_a_line_cut_at_the_antimeridian_is_one_line() -> None:
    found = at_180(LINE)
    assert found.line.geom_type == "LineString"
    np.testing.assert_allclose(shapely.get_coordinates(found.line), LINE + np.array([180, 0]), atol=1e-9)
    assert found.areas["NOR"].geom_type == "Polygon"


def test_two_drawings_differ_there_as_they_do_elsewhere() -> None:
    here, there = compare(drawn(LINE), drawn(OTHER, name="b")), compare(at_180(LINE), at_180(OTHER, "b"))
    for key in ("offset_m", "hausdorff_m", "frechet_m", "trimmed_m"):
        assert json.dumps(there.as_json()[key]) == json.dumps(here.as_json()[key])
    assert there.slivers.area_m2 == pytest.approx(here.slivers.area_m2, rel=1e-6)
    assert {(p.in_a, p.in_b) for p in there.slivers.pieces} == {(p.in_a, p.in_b) for p in here.slivers.pieces}


@pytest.mark.parametrize("window", [(179.6, -3, -179.6, 3), (179.6, -3, 180.4, 3), (-180.4, -3, -179.6, 3)])
def test_a_window_reaches_across(window: tuple[float, float, float, float]) -> None:
    here = compare(drawn(LINE), drawn(OTHER, name="b"), (-0.4, -3, 0.4, 3))
    there = compare(at_180(LINE), at_180(OTHER, "b"), window)
    assert len(there.there.distance_m) == len(here.there.distance_m)
    assert there.slivers.area_m2 == pytest.approx(here.slivers.area_m2, rel=1e-6)
    assert there.hausdorff_m == pytest.approx(here.hausdorff_m, abs=0.2)


def test_a_window_round_the_globe_holds_everything() -> None:
    whole = compare(drawn(LINE), drawn(OTHER, name="b"))
    found = compare(drawn(LINE), drawn(OTHER, name="b"), (-180, -90, 180, 90))
    assert len(found.there.distance_m) == len(whole.there.distance_m)
    assert found.slivers.area_m2 == pytest.approx(whole.slivers.area_m2, rel=1e-3)


@pytest.mark.parametrize("lon", [-180.0, 180.0, 179.99, -179.99])
def test_a_place_on_the_cut_is_as_sure_as_any_other(lon: float) -> None:
    (found,) = side(Position(lat_deg=1.0, lon_deg=lon, ce95_m=500), [at_180(LINE)]).maps
    assert found.inside == ("NOR",)
    assert found.p["NOR"] > 0.999


def test_very_many_places_are_found_on_both_sides_of_it() -> None:
    ready = Sided(read_depiction(write_depiction(at_180(LINE)), name="a"))
    lon = np.array([179.5, -179.5, 180.0, -180.0, 0.0])
    assert ready.inside(np.full(5, 1.0), lon).tolist() == [1, 1, 1, 1, 0]


def test_bands_there_do_not_run_round_the_globe() -> None:
    for part in band([at_180(LINE), at_180(OTHER, "b")]).parts:
        west, _, east, _ = part.area.bounds
        assert east - west < 2.5


def test_a_file_that_goes_round_the_globe_stays_as_it_is() -> None:
    boxes = [
        {"type": "Feature", "properties": {"party": str(w)}, "geometry": {"type": "Polygon", "coordinates": [
            [[w, 0], [w + 40, 0], [w + 40, 10], [w, 10], [w, 0]]
        ]}}
        for w in range(-180, 180, 40)
    ]  # fmt: skip
    found = read_depiction(json.dumps({"type": "FeatureCollection", "features": boxes}).encode(), name="w")
    assert found.extent() == (-180, 0, 180, 10)
