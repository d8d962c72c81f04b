"""Depictions in GeoJSON and TopoJSON: what is read, and what is refused with what is wrong."""

from __future__ import annotations

import json

import numpy as np
import pytest
import shapely
from tests.maps.drawing import drawn, wave

from commonground.errors import InputError
from commonground.maps.depiction import SigmaOrigin
from commonground.maps.depiction_file import read_depiction, write_depiction

LINE = {"type": "LineString", "coordinates": [[0.0, 0.0], [0.1, 0.05], [0.2, 0.0]]}


def collection(*geometries: object, **top: object) -> bytes:
    features = [{"type": "Feature", "properties": {}, "geometry": g} for g in geometries]
    return json.dumps({"type": "FeatureCollection", "features": features, **top}).encode()


def test_a_depiction_written_is_read_back_the_same() -> None:
    given = drawn(wave(), title="Chart of the open sea", licence="CC0", lineage="made")
    back = read_depiction(write_depiction(given, digits=9), name="a")
    assert back.parties == given.parties
    assert back.source == given.source
    assert back.sigma_m == given.sigma_m
    assert back.line.equals_exact(given.line, 1e-8)
    assert {p: round(a.area, 6) for p, a in back.areas.items()} == {
        p: round(a.area, 6) for p, a in given.areas.items()
    }


def test_a_file_without_a_source_gets_a_guessed_error_that_says_so() -> None:
    found = read_depiction(collection(LINE), name="bare")
    assert found.sigma_origin is SigmaOrigin.GUESS
    assert found.source.licence == ""


def test_an_error_from_the_scale_is_told_apart_from_a_guess() -> None:
    about = {"prior_sigma_m": 237, "scale": "1:1 000 000"}
    assert read_depiction(collection(LINE, commonground=about), name="x").sigma_origin is SigmaOrigin.SCALE
    about = {"prior_sigma_m": 60, "scale": "not declared"}
    assert read_depiction(collection(LINE, commonground=about), name="x").sigma_origin is SigmaOrigin.GUESS


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"{", "not JSON"),
        (b"[1,2]", "not a GeoJSON object"),
        (b'{"type":"FeatureCollection","features":[]}', "no line and no area"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"[" * 100_000, "nested too deeply|not JSON|not a GeoJSON"),
        (collection({"type": "LineString", "coordinates": [[0, 0]]}), "fewer than 2"),
        (collection({"type": "LineString", "coordinates": [[0, 95], [1, 1]]}), "no such place"),
        (collection({"type": "LineString", "coordinates": [["a", 1], [1, 1]]}), "no pair of numbers"),
        (collection({"type": "LineString", "coordinates": 7}), "without coordinates"),
        (collection({"type": "Circle", "coordinates": []}), "neither line nor area"),
        (b'{"type":"FeatureCollection","features":[{"geometry":7}]}', "not a GeoJSON feature"),
        (collection(LINE).replace(b"0.05", b"NaN"), "not a number"),
        (collection(LINE).replace(b"0.05", b"1e999"), "finite"),
        (collection(LINE, crs={"properties": {"name": "a grid of ours"}}), "another CRS"),
        (collection(LINE, crs={"properties": ["EPSG:32633"]}), "another CRS"),
        (
            collection(LINE, crs={"properties": {"name": "EPSG:4173"}}).replace(b"0.05", b"95"),
            "no place of its",
        ),
        (collection({"type": "LineString", "coordinates": [["0", "0"], ["1", "1"]]}), "no pair of numbers"),
        (collection({"type": "LineString", "coordinates": [[0, 0], [0, 0]]}), "no line and no area"),
        (collection({"type": "LineString", "coordinates": []}), "no line and no area"),
        (collection({"type": "GeometryCollection", "geometries": [7]}), "without geometries"),
        (collection(LINE, commonground={"sigma_m": -3}), "above zero"),
    ],
)
def test_bad_geojson_is_refused_with_what_is_wrong(data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_depiction(data, name="bad.geojson")


def test_a_height_is_left_out_and_a_doubled_vertex_does_no_harm() -> None:
    line = {"type": "LineString", "coordinates": [[0, 0, 5], [0.1, 0.05], [0.1, 0.05], [0.2, 0]]}
    assert read_depiction(collection(line), name="x").line.length > 0.2


@pytest.mark.parametrize(
    "document",
    [
        LINE,
        {"type": "Feature", "properties": None, "geometry": LINE},
        {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [0, 0]}, LINE]},
        {
            "type": "Topology",
            "arcs": [LINE["coordinates"]],
            "objects": {"a": {"type": "LineString", "arcs": [0]}},
        },
        {
            "type": "Topology",
            "transform": {"scale": [0.1, 0.05], "translate": [0, 0]},
            "arcs": [[[0, 0], [1, 1]], [[1, 1], [1, -1]]],
            "objects": {
                "all": {"type": "GeometryCollection", "geometries": [{"type": "LineString", "arcs": [0, 1]}]}
            },
        },
    ],
)
def test_a_line_is_read_however_geojson_and_topojson_wrap_it(document: dict[str, object]) -> None:
    found = read_depiction(json.dumps(document).encode(), name="x")
    np.testing.assert_allclose(shapely.get_coordinates(found.line), np.array(LINE["coordinates"]), atol=1e-12)


@pytest.mark.parametrize(
    "objects",
    [
        {"a": {"type": "LineString", "arcs": [7]}},
        {"a": {"type": "LineString", "arcs": ["x"]}},
        {"a": {"type": "Polygon", "arcs": 3}},
        {"a": None},
        None,
    ],
)
def test_topojson_that_names_no_arc_is_refused(objects: object) -> None:
    document = {"type": "Topology", "arcs": [LINE["coordinates"]], "objects": objects}
    with pytest.raises(InputError, match="cannot be followed"):
        read_depiction(json.dumps(document).encode(), name="x")


def test_topojson_that_names_one_arc_a_million_times_is_refused_before_it_is_laid_out() -> None:
    many = [[0] * 1000] * 2000
    document = {
        "type": "Topology",
        "arcs": [LINE["coordinates"]],
        "objects": {"a": {"type": "MultiLineString", "arcs": many}},
    }
    with pytest.raises(InputError, match="vertices"):
        read_depiction(json.dumps(document).encode(), name="x")


def test_an_old_crs_member_with_a_code_is_followed() -> None:
    metres = {"type": "LineString", "coordinates": [[500_000, 0], [511_000, 5_500], [522_000, 0]]}
    for name in ("urn:ogc:def:crs:EPSG::32631", "EPSG:32631", "http://www.opengis.net/def/crs/EPSG/0/32631"):
        crs = {"type": "name", "properties": {"name": name}}
        west, south, east, north = read_depiction(collection(metres, crs=crs), name="x").extent()
        assert (west, south) == pytest.approx((3.0, 0.0), abs=1e-9)
        assert (east, north) == pytest.approx((3.1977, 0.0498), abs=1e-3)


def test_pieces_of_a_line_are_put_in_order_and_joined_where_they_meet() -> None:
    line = [[x / 10, 0.1 * (x % 3)] for x in range(40)]
    runs = [line[20:31], line[0:11][::-1], line[32:40], line[10:21]]
    found = read_depiction(
        collection(*({"type": "LineString", "coordinates": run} for run in runs)), name="x"
    )
    first, second = found.line.geoms
    np.testing.assert_allclose(shapely.get_coordinates(first), np.array(line[:31]))
    np.testing.assert_allclose(shapely.get_coordinates(second), np.array(line[32:]))


def test_two_areas_without_a_line_give_the_line_between_them_and_say_so() -> None:
    north = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0.1], [2, 0], [2, 1], [0, 1], [0, 0]]]}
    south = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0.1], [2, 0], [2, -1], [0, -1], [0, 0]]]}
    found = read_depiction(collection(north, south), name="x")
    np.testing.assert_allclose(shapely.get_coordinates(found.line), [[0, 0], [1, 0.1], [2, 0]])
    assert "draws no line" in found.notes[0]


def test_what_is_neither_line_nor_area_is_noted() -> None:
    found = read_depiction(collection({"type": "Point", "coordinates": [0, 0]}, None, LINE), name="x")
    assert len(found.notes) == 2


def test_halves_of_letters_do_not_stop_a_depiction_from_being_shown() -> None:
    found = read_depiction(
        collection(LINE, commonground={"title": "\ud800", "shown_to": ["\udfff", {}]}), name="x"
    )
    assert (found.source.title, found.shown_to) == ("?", ("?", ""))
