"""Scanned sheets through the desk's API: known by their bytes, laid on the ground, never shown to strangers."""

import io
import os
from pathlib import Path

import pytest
from PIL import Image
from tests.maps.test_geotiff import STATED, tiff
from tests.maps.test_sheet import HEIGHT, WIDTH, control
from tests.node.parties import enquiry

from commonground.errors import InputError
from commonground.node.sheets.picture import MAX_EDGE, read_size


def picture(width=WIDTH, height=HEIGHT, kind="PNG", **more):
    made = io.BytesIO()
    Image.new("L", (width, height), 200).save(made, kind, **more)
    return made.getvalue()


def put(side, name, image, points=None):
    folder = Path(side.node.config.folder) / "sheets"
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(image)
    if points is not None:
        (folder / name).with_suffix(".points").write_bytes(points)


def listed(side):
    return {one["name"]: one for one in side.raw.get("/api/map/sheets").json()}


def test_a_sheet_is_listed_with_its_corners_its_mesh_and_whether_it_is_usable(both):
    assert listed(both.north) == {}
    image = picture()
    put(both.north, "sheet-12.png", image, control())
    row = listed(both.north)["sheet-12"]
    assert (row["width"], row["height"], row["usable"], row["unsaid"]) == (WIDTH, HEIGHT, True, "")
    assert len(row["corners"]) == 4
    assert all(10 < corner["ce95_m"] < 60 for corner in row["corners"])
    assert len(row["mesh"]) == len(row["mesh"][0]) == 5
    assert row["text"].endswith("Usable for messages.")
    answer = both.north.raw.get("/api/map/sheets/sheet-12/image")
    assert (answer.content, answer.headers["content-type"]) == (image, "image/png")
    assert both.south.raw.get("/api/map/sheets").json() == []


def test_the_radius_at_the_pointer_is_the_one_of_the_registration_there(both):
    put(both.north, "a.jpg", picture(kind="JPEG"), control())
    middle = both.north.raw.get("/api/map/sheets/a/at?lat=0&lon=0").json()
    edge = both.north.raw.get("/api/map/sheets/a/at?lat=0.0677&lon=0.0897").json()
    off = both.north.raw.get("/api/map/sheets/a/at?lat=5&lon=5").json()
    assert 10 < middle["ce95_m"] < edge["ce95_m"]
    assert (off["on_sheet"], off["ce95_m"]) == (False, None)
    assert middle["text"].startswith("This sheet lies within ")


def test_a_sheet_without_check_points_is_drawn_and_is_not_usable(both):
    put(both.north, "a.png", picture(), control(checks=0))
    row = listed(both.north)["a"]
    assert row["mesh"]
    assert not row["usable"]
    assert not both.north.raw.get("/api/map/sheets/a/at?lat=0&lon=0").json()["usable"]


def test_what_cannot_be_laid_is_listed_with_the_reason_and_hides_no_other(both):
    put(both.north, "good.png", picture(), control())
    put(both.north, "bare.png", picture(60, 40))
    put(both.north, "svg.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", control())
    put(both.north, "torn.png", picture(60, 40)[:30], control())
    put(both.north, "off.png", picture(60, 40), b"mapX,mapY,sourceX,sourceY,enable\n1,2,3,4,1\n")
    rows = listed(both.north)
    assert rows["good"]["unsaid"] == ""
    assert "no control points" in rows["bare"]["unsaid"]
    assert "neither PNG, JPEG nor TIFF" in rows["svg"]["unsaid"]
    assert "cannot be read" in rows["torn"]["unsaid"]
    assert "does not say its CRS" in rows["off"]["unsaid"]
    assert all(not rows[name]["mesh"] for name in ("bare", "svg", "torn", "off"))
    assert both.north.raw.get("/api/map/sheets/svg/image").status_code == 400
    assert both.north.raw.get("/api/map/sheets/bare/at?lat=0&lon=0").status_code == 400


@pytest.mark.parametrize("name", ["..%2F..%2Fnode.toml", "..", "nothing", "a%00b", "node.toml"])
def test_only_plain_names_of_the_folder_lead_to_a_file(both, name):
    put(both.north, "a.png", picture(60, 40), control())
    assert both.north.raw.get(f"/api/map/sheets/{name}/image").status_code in (400, 404)


def test_points_written_anew_are_read_anew(both):
    put(both.north, "a.png", picture(), control())
    before = listed(both.north)["a"]
    path = Path(both.north.node.config.folder) / "sheets" / "a.points"
    path.write_bytes(control(bend=4000.0))
    os.utime(path, ns=(1, 1))
    assert listed(both.north)["a"]["model"] != before["model"]


def test_the_place_of_an_enquiry_not_read_back_cannot_be_looked_up_on_a_sheet(both):
    put(both.south, "a.png", picture(), control())
    both.north.desk.post("/api/enquiries", enquiry(text="0.0512345 N 0.0498765 E"))
    both.exchange_words()
    refused = both.south.raw.get("/api/map/sheets/a/at?lat=0.0512345&lon=0.0498765")
    assert refused.status_code == 409


def test_nothing_of_a_sheet_opens_without_a_login(both):
    put(both.north, "a.png", picture(60, 40), control())
    both.north.raw.cookies.clear()
    for path in ("", "/a/image", "/a/at?lat=0&lon=0"):
        assert both.north.raw.get(f"/api/map/sheets{path}").status_code == 401


def test_a_picture_too_large_or_turned_by_its_viewer_is_refused():
    with pytest.raises(InputError, match="pixels along one side"):
        read_size(picture(MAX_EDGE + 1, 1), name="long.png")
    turned = Image.Exif()
    turned[0x0112] = 6
    with pytest.raises(InputError, match="asks to be turned"):
        read_size(picture(20, 10, "JPEG", exif=turned), name="phone.jpg")
    assert read_size(picture(20, 10, "JPEG"), name="x").media_type == "image/jpeg"


def test_a_tiff_lies_where_it_says_without_a_radius_and_is_written_anew_for_browsers(both):
    put(both.north, "geo.tif", tiff(STATED))
    row = listed(both.north)["geo"]
    assert (row["width"], row["height"], row["usable"], row["unsaid"]) == (400, 300, False, "")
    assert [corner["ce95_m"] for corner in row["corners"]] == [None] * 4
    answer = both.north.raw.get("/api/map/sheets/geo/image")
    assert answer.headers["content-type"] == "image/jpeg"
    with Image.open(io.BytesIO(answer.content)) as drawn:
        assert drawn.size == (400, 300)
    put(both.north, "plain.tif", picture(kind="TIFF"), control())
    assert listed(both.north)["plain"]["usable"]
    answer = both.north.raw.get("/api/map/sheets/plain/image")
    assert answer.headers["content-type"] == "image/png"
    put(both.north, "heights.tif", _heights())
    assert "not of colours" in listed(both.north)["heights"]["unsaid"]


def _heights():
    made = io.BytesIO()
    Image.new("F", (10, 10), 3.5).save(made, "TIFF")
    return made.getvalue()
