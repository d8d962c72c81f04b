"""Map files that strangers made: what is read, what is refused, and that nothing else is opened."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest
import shapely
from tests.maps.drawing import drawn, wave

from commonground.errors import InputError
from commonground.maps.depiction import SigmaOrigin
from commonground.maps.depiction_file import read_depiction, write_depiction
from commonground.node.files import (
    find_depiction,
    list_depictions,
    open_depiction,
    save_depiction,
)
from commonground.node.geopackage import read_geopackage, write_geopackage

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
        (collection(LINE, crs={"properties": {"name": "EPSG:32633"}}), "another CRS"),
        (collection(LINE, commonground={"sigma_m": -3}), "above zero"),
    ],
)
def test_bad_geojson_is_refused_with_what_is_wrong(data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_depiction(data, name="bad.geojson")


def test_a_height_is_left_out_and_a_doubled_vertex_does_no_harm() -> None:
    line = {"type": "LineString", "coordinates": [[0, 0, 5], [0.1, 0.05], [0.1, 0.05], [0.2, 0]]}
    assert read_depiction(collection(line), name="x").line.length > 0.2


def hostile(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_a_virtual_format_named_geojson_opens_no_other_file(tmp_path: Path) -> None:
    secret = hostile(tmp_path, "secret.geojson", collection(LINE))
    vrt = f"<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>{secret}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
    with pytest.raises(InputError, match="virtual format"):
        open_depiction(hostile(tmp_path, "map.geojson", vrt.encode()))


@pytest.mark.parametrize("name", ["map.geojson", "map.json", "map.kml"])
@pytest.mark.parametrize(
    "text",
    [
        "<VRTDataset/>",
        "<OGRWFSDataSource><URL>http://127.0.0.1/</URL></OGRWFSDataSource>",
        "http://127.0.0.1:9/line.geojson",
        "https://127.0.0.1:9/line.geojson",
        "/vsicurl/http://127.0.0.1:9/line.geojson",
        "WFS:http://127.0.0.1:9/",
        "OAPIF:http://127.0.0.1:9/",
    ],
)
def test_text_that_names_another_place_is_not_followed(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(InputError, match="not opened"):
        open_depiction(hostile(tmp_path, name, text.encode()))


@pytest.mark.parametrize(
    "path",
    [
        "/vsicurl/http://127.0.0.1:9/x.geojson",
        "/vsizip/a.zip/x.geojson",
        "http://127.0.0.1:9/x",
        "WFS:http://x",
    ],
)
def test_a_path_that_is_no_file_is_not_opened(path: str, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        find_depiction(path, tmp_path)


def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="no such file"):
        open_depiction(tmp_path / "pipe")


def test_a_file_over_the_cap_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.geojson"
    with path.open("wb") as file:
        file.truncate(300 * 2**20)  # sparse
    with pytest.raises(InputError, match="larger than"):
        open_depiction(path)


KML = """<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>edge</name>
<LineString><coordinates>0,0,0 0.1,0.05,0 0.2,0</coordinates></LineString></Placemark></Document></kml>"""
GPX = """<?xml version="1.0"?><gpx version="1.1"><trk><trkseg><trkpt lat="0" lon="0"/><trkpt lat="0.05" lon="0.1"/>
<trkpt lat="0" lon="0.2"/></trkseg></trk></gpx>"""


@pytest.mark.parametrize("text", [KML, GPX])
def test_kml_and_gpx_are_read_by_content_whatever_their_name(tmp_path: Path, text: str) -> None:
    found = open_depiction(hostile(tmp_path, "line.dat", text.encode()))
    np.testing.assert_allclose(shapely.get_coordinates(found.line), np.array(LINE["coordinates"]))


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE kml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE kml SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_xml_with_entities_or_a_document_type_is_refused(tmp_path: Path, head: str) -> None:
    text = KML.replace("?>", f"?>{head}", 1)
    with pytest.raises(InputError, match="entities"):
        open_depiction(hostile(tmp_path, "line.kml", text.encode()))


def test_other_xml_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="neither KML nor GPX"):
        open_depiction(hostile(tmp_path, "x.kml", b"<html/>"))


def shp(points: list[tuple[float, float]]) -> bytes:
    body = struct.pack("<i4d2i1i", 3, 0, 0, 1, 1, 1, len(points), 0) + b"".join(
        struct.pack("<2d", *p) for p in points
    )
    record = struct.pack(">2i", 1, len(body) // 2) + body
    head = struct.pack(">7i", 9994, 0, 0, 0, 0, 0, (100 + len(record)) // 2) + struct.pack(
        "<2i8d", 1000, 3, *[0.0] * 8
    )
    return head + record


def zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


POINTS = [(0.0, 0.0), (0.1, 0.05), (0.2, 0.0)]
PRJ = b'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]]]'


def test_a_zipped_shapefile_is_read_with_the_crs_that_it_says(tmp_path: Path) -> None:
    path = hostile(tmp_path, "border.zip", zipped({"border.shp": shp(POINTS), "border.prj": PRJ}))
    np.testing.assert_allclose(shapely.get_coordinates(open_depiction(path).line), np.array(POINTS))


def test_the_crs_is_asked_for_where_no_file_says_it(tmp_path: Path) -> None:
    path = hostile(tmp_path, "border.shp", shp(POINTS))
    with pytest.raises(InputError, match="does not say its CRS"):
        open_depiction(path)
    assert open_depiction(path, crs="EPSG:4326").line.length > 0.2


def test_a_projection_given_as_free_text_is_not_obeyed(tmp_path: Path) -> None:
    prj = b'PROJCS["x",EXTENSION["PROJ4","+proj=longlat +nadgrids=/etc/passwd"]]'
    with pytest.raises(InputError, match="does not say its CRS"):
        open_depiction(hostile(tmp_path, "b.zip", zipped({"b.shp": shp(POINTS), "b.prj": prj})))


def test_a_shapefile_that_lies_about_its_counts_is_refused(tmp_path: Path) -> None:
    data = bytearray(shp(POINTS))
    struct.pack_into("<i", data, 100 + 8 + 40, 2_000_000_000)
    with pytest.raises(InputError):
        open_depiction(hostile(tmp_path, "b.shp", bytes(data)), crs="EPSG:4326")


def test_an_archive_that_unpacks_too_large_is_refused(tmp_path: Path) -> None:
    bomb = zipped({"b.shp": b"\0" * (300 * 2**20)})
    assert len(bomb) < 2**20
    with pytest.raises(InputError, match="unpacks too large"):
        open_depiction(hostile(tmp_path, "bomb.zip", bomb))


def test_a_geopackage_written_is_read_back(tmp_path: Path) -> None:
    line = shapely.LineString(POINTS)
    data = write_geopackage("bands", [(line, {"kind": "x"})], "a notice")
    features, crs = read_geopackage(data, "x.gpkg")
    assert crs == "EPSG:4326"
    assert features[0][0].equals(line)
    assert open_depiction(hostile(tmp_path, "x.dat", data)).line.equals_exact(line, 1e-12)


def test_a_geopackage_whose_layer_is_a_view_runs_nothing(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "x.gpkg")
    connection.deserialize(write_geopackage("bands", [(shapely.LineString(POINTS), {})], ""))
    connection.execute("DROP TABLE bands")
    connection.execute("CREATE VIEW bands AS SELECT 1 AS fid, randomblob(100) AS geom")
    data = connection.serialize()
    connection.close()
    with pytest.raises(InputError, match="plain table"):
        open_depiction(hostile(tmp_path, "v.gpkg", data))


@pytest.mark.parametrize("cut", [20, 100, 2000, 4096])
def test_a_broken_database_is_an_error_of_the_file(tmp_path: Path, cut: int) -> None:
    data = write_geopackage("bands", [(shapely.LineString(POINTS), {})], "")[:cut]
    with pytest.raises(InputError):
        open_depiction(hostile(tmp_path, "x.gpkg", data))


def test_a_depiction_kept_stands_beside_its_licence_and_is_found_by_name(tmp_path: Path) -> None:
    from dataclasses import replace

    given = replace(drawn(wave(), name="chart", licence="CC0"), border="nor_sou")
    path = save_depiction(given, tmp_path)
    assert "CC0" in path.with_suffix(".LICENCE.txt").read_text()
    assert [(one.border, one.name) for one in list_depictions(tmp_path)] == [("nor_sou", "chart")]
    assert find_depiction("nor_sou/chart", tmp_path).name == "nor_sou/chart"
    assert find_depiction("chart", tmp_path).line.equals_exact(given.line, 1e-6)
    with pytest.raises(InputError, match="no such file or depiction"):
        find_depiction("nothing", tmp_path)
