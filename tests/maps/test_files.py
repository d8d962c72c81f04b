"""Map files that strangers made: what is read, what is refused, and that nothing else is opened."""

from __future__ import annotations

import io
import os
import sqlite3
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest
import shapely
from tests.maps.drawing import drawn, wave
from tests.maps.test_geojson import LINE, collection

from commonground.errors import InputError
from commonground.node.files import (
    find_depiction,
    list_depictions,
    open_depiction,
    save_depiction,
)
from commonground.node.geopackage import read_geopackage, write_geopackage


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


def test_files_beside_a_bare_shapefile_are_read_with_it(tmp_path: Path) -> None:
    hostile(tmp_path, "border.prj", PRJ)
    path = hostile(tmp_path, "border.shp", shp(POINTS))
    np.testing.assert_allclose(shapely.get_coordinates(open_depiction(path).line), np.array(POINTS))


@pytest.mark.parametrize(
    "prj",
    [
        PRJ[:-1] + b',PRIMEM["Greenwich",0],UNIT["Degree",0.017453292519943295]]',
        PRJ[:-1] + b',PRIMEM["Greenwich",0.0],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],'
        b'AUTHORITY["EPSG","4326"]]',
    ],
)
def test_degrees_of_greenwich_are_known_as_such(tmp_path: Path, prj: bytes) -> None:
    found = open_depiction(hostile(tmp_path, "b.zip", zipped({"b.shp": shp(POINTS), "b.prj": prj})))
    np.testing.assert_allclose(shapely.get_coordinates(found.line), np.array(POINTS))


@pytest.mark.parametrize(
    "rest",
    [
        b',PRIMEM["Paris",2.337229166666667],UNIT["Degree",0.0174532925199433]]',
        b',PRIMEM["Greenwich",0],UNIT["Grad",0.01570796326794897]]',
        b',PRIMEM["Greenwich",0],UNIT["Degree",0.0174532925199433],EXTENSION["PROJ4","+nadgrids=x"]]',
    ],
)
def test_other_meridians_units_and_grids_are_not_taken_for_degrees_of_greenwich(
    tmp_path: Path, rest: bytes
) -> None:
    data = zipped({"b.shp": shp(POINTS), "b.prj": PRJ[:-1] + rest})
    with pytest.raises(InputError, match="does not say its CRS"):
        open_depiction(hostile(tmp_path, "b.zip", data))


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


@pytest.mark.parametrize(
    ("blob", "said"),
    [
        (b"GP\x00\x01\x00\x00\x00\x00\x01\x02", "cannot be read|can be read"),
        (
            b"GP\x00\x01"
            + bytes(4)
            + b"\x01\x08\x00\x00\x00\x03\x00\x00\x00"
            + struct.pack("<6d", 0, 0, 1, 1, 2, 0),
            "curves",
        ),
        (b"XX" + bytes(20), "no GeoPackage binary"),
    ],
)
def test_a_geometry_that_is_none_is_an_error_of_the_file(tmp_path: Path, blob: bytes, said: str) -> None:
    data = changed(
        write_geopackage("bands", [(shapely.LineString(POINTS), {})], ""), "UPDATE bands SET geom = ?", blob
    )
    with pytest.raises(InputError, match=said):
        open_depiction(hostile(tmp_path, "x.gpkg", data))


def test_a_column_that_swells_when_it_is_read_is_refused(tmp_path: Path) -> None:
    data = changed(
        write_geopackage("bands", [(shapely.LineString(POINTS), {})], ""),
        "ALTER TABLE bands ADD COLUMN z AS (hex(zeroblob(100000000)))",
    )
    with pytest.raises(InputError, match="too big"):
        open_depiction(hostile(tmp_path, "x.gpkg", data))


def changed(data: bytes, order: str, *values: object) -> bytes:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(data)
    connection.execute(order, values)
    connection.commit()
    made = connection.serialize()
    connection.close()
    return made


def test_xml_of_very_many_tags_is_refused_before_it_is_built(tmp_path: Path) -> None:
    text = b"<kml>" + b"<a/>" * 3_100_000 + b"</kml>"
    with pytest.raises(InputError, match="tags"):
        open_depiction(hostile(tmp_path, "many.kml", text))


def test_a_hole_written_before_its_outline_is_still_a_hole(tmp_path: Path) -> None:
    ring = "<LinearRing><coordinates>{}</coordinates></LinearRing>"
    text = (
        "<kml><Placemark><name>A</name><Polygon><innerBoundaryIs>"
        + ring.format("0.2,0.2 0.4,0.2 0.4,0.4 0.2,0.2")
        + "</innerBoundaryIs><outerBoundaryIs>"
        + ring.format("0,0 1,0 1,1 0,1 0,0")
        + "</outerBoundaryIs></Polygon></Placemark></kml>"
    )
    area = open_depiction(hostile(tmp_path, "hole.kml", text.encode())).areas["A"]
    assert area.area == pytest.approx(1 - 0.02)


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
