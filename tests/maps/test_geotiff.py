"""Where scanned GeoTIFFs say that they lie: stated lays, control points, and directories that lie."""

from __future__ import annotations

import io
import struct

import numpy as np
import pytest
from PIL import Image, TiffImagePlugin

from commonground.errors import InputError
from commonground.maps.registration.fit import fit_points, forecast
from commonground.maps.registration.geotiff import read_geotiff
from commonground.maps.registration.say import report, say_fit
from commonground.maps.registration.sheet import lay

SHORT, DOUBLE = 3, 12
DEGREES = (SHORT, (1, 1, 0, 3, 1024, 0, 1, 2, 1025, 0, 1, 1, 2048, 0, 1, 4326))
SCALE, TIE = (DOUBLE, (0.001, 0.002, 0.0)), (DOUBLE, (0.0, 0.0, 0.0, 10.0, 20.0, 0.0))
STATED = {33550: SCALE, 33922: TIE, 34735: DEGREES}


def tiff(tags: dict[int, tuple[int, tuple[float, ...]]], *, big: bool = False) -> bytes:
    directory = TiffImagePlugin.ImageFileDirectory_v2()
    for tag, (kind, values) in tags.items():
        directory.tagtype[tag] = kind
        directory[tag] = values
    made = io.BytesIO()
    Image.new("RGB", (400, 300), (200, 210, 220)).save(made, "TIFF", tiffinfo=directory, big_tiff=big)
    return made.getvalue()


@pytest.mark.parametrize("big", [False, True])
def test_a_stated_lay_puts_the_corners_where_the_file_says(big: bool) -> None:
    sheet = lay(fit_points(read_geotiff(tiff(STATED, big=big), name="a.tif")), 400, 300)
    want = [(20.0, 10.0), (20.0, 10.4), (19.4, 10.4), (19.4, 10.0)]
    for corner, (lat, lon) in zip(sheet.corners, want, strict=True):
        assert (corner.lat_deg, corner.lon_deg) == pytest.approx((lat, lon), abs=1e-6)


def test_a_tie_point_told_of_a_pixels_middle_lies_half_a_pixel_in() -> None:
    keys = list(DEGREES[1])
    keys[11] = 2
    there = fit_points(read_geotiff(tiff({**STATED, 34735: (SHORT, tuple(keys))}), name="a.tif"))
    lat, lon = there.to_degrees(np.array([[0.5, -0.5]]))
    assert (lat[0], lon[0]) == pytest.approx((20.0, 10.0), abs=1e-7)


def test_a_turned_sheet_is_laid_by_its_matrix() -> None:
    matrix = (0.0, 0.001, 0, 10.0, 0.001, 0.0, 0, 20.0, 0, 0, 0, 0, 0, 0, 0, 1.0)
    turned = {34264: (DOUBLE, matrix), 34735: DEGREES}
    there = fit_points(read_geotiff(tiff(turned), name="a.tif"))
    lat, lon = there.to_degrees(np.array([[100.0, 0.0], [0.0, -100.0]]))
    np.testing.assert_allclose(lat, [20.1, 20.0], atol=1e-6)
    np.testing.assert_allclose(lon, [10.0, 10.1], atol=1e-6)


def test_a_stated_lay_says_nothing_of_how_sure_and_is_never_usable() -> None:
    found = fit_points(read_geotiff(tiff(STATED), name="a.tif"))
    shown = report(found, [forecast(found, 19.7, 10.2)])
    assert shown["ce95_m"] == [None]
    assert (shown["points"], shown["sigma_m"], shown["usable"]) == (0, None, False)
    assert "nothing says" in say_fit(found, [])


def test_several_tie_points_are_control_points_and_judge_the_sheet() -> None:
    ties = [(x, y, 0.0, 10 + x / 1000, 20 - y / 1000, 0.0) for x in (0, 150, 400) for y in (0, 100, 300)]
    ties[4] = (*ties[4][:3], 10.9, 20.9, 0.0)
    tags = {33922: (DOUBLE, tuple(n for tie in ties for n in tie)), 34735: DEGREES}
    found = fit_points(read_geotiff(tiff(tags), name="a.tif"))
    assert found.outliers == (4,)
    assert not found.points.stated


def test_the_crs_is_asked_for_where_the_file_names_none() -> None:
    bare = {33550: (DOUBLE, (5.0, 5.0, 0.0)), 33922: (DOUBLE, (0.0, 0.0, 0.0, 5e5, 2e6, 0.0))}
    with pytest.raises(InputError, match="does not say its CRS"):
        read_geotiff(tiff(bare), name="a.tif")
    named = fit_points(read_geotiff(tiff(bare), name="a.tif", crs="EPSG:32634"))
    assert named.scale == pytest.approx(5.0, rel=1e-3)
    keys = (SHORT, (1, 1, 0, 2, 1024, 0, 1, 1, 3072, 0, 1, 32634))
    assert read_geotiff(tiff({**bare, 34735: keys}), name="a.tif").lat_deg[0] == named.points.lat_deg[0]
    words = (SHORT, (1, 1, 0, 2, 1024, 0, 1, 1, 3072, 0, 1, 32767))
    with pytest.raises(InputError, match="does not say its CRS"):
        read_geotiff(tiff({**bare, 34735: words}), name="a.tif")


@pytest.mark.parametrize(
    ("tags", "said"),
    [
        ({}, "does not say where it lies"),
        ({33922: TIE, 34735: DEGREES}, "does not say where it lies"),
        ({**STATED, 33550: (DOUBLE, (0.0, 0.001, 0.0))}, "on a line, or nowhere"),
        ({**STATED, 33922: (DOUBLE, (0.0, 0.0, 0.0, float("nan"), 20.0, 0.0))}, "no numbers"),
        ({**STATED, 33922: (DOUBLE, (0.0, 0.0, 0.0, 10.0, 95.0, 0.0))}, "no such place"),
    ],
)
def test_a_lay_that_cannot_be_is_refused(tags: dict[int, tuple[int, tuple[float, ...]]], said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_geotiff(tiff(tags), name="a.tif")


def test_a_directory_that_lies_about_places_and_counts_is_refused() -> None:
    whole = tiff(STATED)
    start = struct.unpack_from("<I", whole, 4)[0]
    for cut in (5, 8, 30, start + 1):
        with pytest.raises(InputError):
            read_geotiff(whole[:cut], name="a.tif")
    for far in (2**32 - 1, len(whole) - 1):
        with pytest.raises(InputError):
            read_geotiff(whole[:4] + struct.pack("<I", far) + whole[8:], name="a.tif")
    many = bytearray(whole)
    for at in range(start + 2, start + 2 + 12 * struct.unpack_from("<H", whole, start)[0], 12):
        struct.pack_into("<I", many, at + 4, 2**31)
    with pytest.raises(InputError):
        read_geotiff(bytes(many), name="a.tif")
    with pytest.raises(InputError, match="not a TIFF"):
        read_geotiff(b"\x89PNG\r\n\x1a\n", name="a.png")
