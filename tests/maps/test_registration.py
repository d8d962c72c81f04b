"""Registering sheets: made control points with planted moves, gross errors, datums and traps."""

from __future__ import annotations

import json

import numpy as np
import pytest
from tests.maps.drawing import drawn, moved, wave

from commonground.errors import InputError
from commonground.finding import Kind
from commonground.maps.compare.comparison import compare
from commonground.maps.registration.control import SheetKind
from commonground.maps.registration.fit import fit_points, forecast
from commonground.maps.registration.points import read_points, write_qgis
from commonground.maps.registration.say import report, say_fit
from commonground.maps.registration.sheet_files import (
    traced,
    world_file_of,
    write_gdal_points,
    write_qgis_points,
)
from commonground.maps.registration.world import read_world_file, write_world_file
from commonground.position.transform import from_wgs84

EAST, NORTH = 1 / 111_319.49, 1 / 110_574.3


def scan(
    seed: int, *, count: int = 24, gross: int = 7, checks: int = 0, sigma_m: float = 20.0
) -> tuple[str, set[int]]:
    """QGIS text of a scanned sheet of 5 m a pixel, turned a little, with gross errors planted."""
    random = np.random.default_rng(seed)
    pixels = random.uniform(0, 8000, (count + checks, 2))
    angle = np.radians(random.uniform(-5, 5))
    turn = np.array([[np.cos(angle), np.sin(angle)], [np.sin(angle), -np.cos(angle)]])
    ground = pixels @ turn.T * 5.0
    ground = ground - ground.mean(axis=0) + random.normal(0, sigma_m, ground.shape)
    bad = random.choice(count, gross, replace=False)
    ways = random.uniform(0, 2 * np.pi, gross)
    ground[bad] += (
        np.column_stack([np.cos(ways), np.sin(ways)]) * (random.uniform(10, 200, gross) * sigma_m)[:, None]
    )
    rows = [
        (x * EAST, y * NORTH, column, -line, row < count)
        for row, ((x, y), (column, line)) in enumerate(zip(ground.tolist(), pixels.tolist(), strict=True))
    ]
    return write_qgis(rows, "EPSG:4326"), set(bad.tolist())


def two_maps(
    move: tuple[float, float], *, seed: int = 1, count: int = 12, sigma_m: float = 5.0, turn_deg: float = 0.0
) -> list[list[float]]:
    """Rows of lat, lon on map A and lat, lon on map B, which lies moved and turned about 0, 0."""
    random = np.random.default_rng(seed)
    a = random.uniform(-5000, 5000, (count, 2))
    angle = np.radians(turn_deg)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    b = a @ turn.T + np.array(move) + random.normal(0, sigma_m, a.shape)
    return [
        [y * NORTH, x * EAST, v * NORTH, u * EAST]
        for (x, y), (u, v) in zip(a.tolist(), b.tolist(), strict=True)
    ]


def fitted(rows: list[list[float]]):
    return fit_points(read_points(json.dumps({"points": rows}).encode(), name="made"))


@pytest.mark.parametrize("seed", range(25))
def test_seven_gross_errors_of_24_points_are_all_named_and_none_wrongly(seed: int) -> None:
    text, bad = scan(seed)
    found = fit_points(read_points(text.encode(), name="sheet.points"))
    assert set(found.outliers) == bad
    assert {int(f.about[0]) for f in found.findings if f.kind is Kind.SHEET_GROSS_ERROR} == bad


def test_the_radius_claimed_holds_as_many_check_points_as_it_claims() -> None:
    inside, total = 0, 0
    for seed in range(40):
        text, _ = scan(500 + seed, gross=4, checks=40)
        checks = fit_points(read_points(text.encode(), name="sheet.points")).checks
        inside += sum(check.error_m <= check.ce90_m for check in checks)
        total += len(checks)
    assert 0.87 < inside / total < 0.93


def test_a_shift_and_a_turn_are_found_where_they_were_planted() -> None:
    found = fitted(two_maps((-368.6, 195.4), turn_deg=0.4))
    there = forecast(found, 0.0, 0.0)
    assert found.model == "similarity"
    assert there.east_m == pytest.approx(-368.6, abs=6)
    assert there.north_m == pytest.approx(195.4, abs=6)
    assert found.rotation_deg == pytest.approx(0.4, abs=0.06)
    assert found.misplaced


def test_maps_that_agree_need_no_model_and_are_not_displaced() -> None:
    found = fitted(two_maps((0.0, 0.0), count=8, sigma_m=10))
    assert found.model == "none"
    assert not found.misplaced
    assert found.datum is None


def test_no_check_points_make_no_usable_sheet_however_well_it_fits() -> None:
    rows = two_maps((40.0, 10.0), sigma_m=2.0, count=20)
    assert not fitted(rows).usable
    with_checks = [[*row, i % 4 != 0] for i, row in enumerate(rows)]
    found = fitted(with_checks)
    assert found.usable
    assert len(found.checks) == 5
    assert not any(f.kind is Kind.SHEET_UNCHECKED for f in found.findings)


def test_check_points_that_do_not_fit_make_the_sheet_unusable() -> None:
    rows = two_maps((40.0, 10.0), sigma_m=2.0, count=20)
    spoiled = [[a, b, c + (0.01 if i < 5 else 0), d, i >= 5] for i, (a, b, c, d) in enumerate(rows)]
    found = fitted(spoiled)
    assert not found.usable
    assert any("check points lie within" in f.text for f in found.findings)


def test_the_doubt_grows_away_from_the_control_points_and_says_so() -> None:
    found = fitted(two_maps((40.0, 10.0), count=10, sigma_m=10.0))
    places = [forecast(found, lat, 0.0) for lat in (0.0, 0.1, 0.5, 2.0)]
    radii = [place.ce95_m for place in places]
    assert radii == sorted(radii)
    assert radii[-1] > 5 * radii[0]
    assert [place.inside for place in places] == [True, False, False, False]


def test_another_datum_is_named_by_its_shift() -> None:
    random = np.random.default_rng(4)
    rows = []
    for _ in range(10):
        lat, lon = random.uniform(-3.9, -3.7), random.uniform(-78.4, -78.2)
        there = from_wgs84("EPSG:4618", lat, lon)
        rows.append([lat, lon, there.y + random.normal(0, 3) * NORTH, there.x + random.normal(0, 3) * EAST])
    found = fitted(rows)
    assert found.datum is not None
    assert "SAD69" in (found.datum.name, *found.datum.others)


def test_a_shift_of_no_datum_is_given_no_name() -> None:
    assert fitted(two_maps((-2700.0, 3900.0))).datum is None


def test_a_row_with_exchanged_numbers_is_named_with_its_cause() -> None:
    rows = [[a + 20, b + 10, c + 20, d + 10] for a, b, c, d in two_maps((30.0, 30.0), count=15)]
    rows[4][2], rows[4][3] = rows[4][3], rows[4][2]
    found = fitted(rows)
    assert found.outliers == (4,)
    assert any("exchanged" in f.text for f in found.findings)


def test_a_whole_file_with_exchanged_axes_is_told() -> None:
    rows = [[a + 12, b + 10, d + 10, c + 12] for a, b, c, d in two_maps((30.0, 30.0), count=15)]
    found = fitted(rows)
    assert any("exchanged in the whole file" in f.text for f in found.findings)
    assert not found.usable


def test_points_along_one_line_bear_no_affine_model_and_say_so() -> None:
    rows = [[i * 0.01, i * 0.02, i * 0.01 + 3e-5, i * 0.02] for i in range(12)]
    found = fitted(rows)
    assert found.model in ("none", "shift", "similarity")
    assert any("along one line" in f.text for f in found.findings)
    assert not found.usable


def test_repeated_rows_count_once() -> None:
    rows = two_maps((30.0, 30.0), count=10)
    found = fitted([*rows, rows[3], rows[3]])
    assert any("Rows 10, 11 repeat" in f.text for f in found.findings)
    assert found.east_m == pytest.approx(fitted(rows).east_m)


def test_a_subset_read_off_another_datum_is_told_as_one() -> None:
    rows = two_maps((0.0, 0.0), count=20, sigma_m=4.0)
    for i in (2, 7, 11, 15):
        rows[i][3] += 450 * EAST
    found = fitted(rows)
    assert found.outliers == (2, 7, 11, 15)
    assert any("share one shift" in f.text for f in found.findings)


def test_two_points_give_a_fit_but_no_radius() -> None:
    found = fitted(two_maps((0.0, 3000.0), count=2))
    assert not found.usable
    assert report(found, [forecast(found, 0.0, 0.0)])["usable"] is False
    with pytest.raises(InputError, match="two control points"):
        fitted(two_maps((0.0, 0.0), count=1))


QGIS = """#CRS: EPSG:32631
mapX,mapY,sourceX,sourceY,enable,dX,dY,residual
166021.4,0.0,0,0,1,0,0,0
176021.4,0.0,1000,0,1,0,0,0
176021.4,10000.0,1000,1000,1,0,0,0
166021.4,10000.0,0,1000,1,0,0,0
171021.4,5000.0,500,500,0,0,0,0
"""


def test_a_qgis_file_is_read_in_its_own_crs_with_its_check_points() -> None:
    points = read_points(QGIS.encode(), name="x.points", crs="EPSG:4326")
    assert points.kind is SheetKind.PIXELS
    assert points.enabled.tolist() == [True] * 4 + [False]
    assert points.lon_deg[0] == pytest.approx(0.0, abs=1e-4)
    found = fit_points(points)
    assert found.scale == pytest.approx(10.0, rel=0.01)
    assert found.checks[0].error_m < 5


def test_gdal_ground_control_points_are_read_from_a_command_line_and_from_json() -> None:
    text = "gdal_translate " + " ".join(f"-gcp {i * 10} {i * i} {i * 1e-3} {i * i * -1e-4}" for i in range(5))
    there = read_points(text.encode(), name="x.gcp", crs="EPSG:4326")
    listed = [{"pixel": i * 10, "line": i * i, "x": i * 1e-3, "y": i * i * -1e-4} for i in range(5)]
    other = read_points(json.dumps({"gcps": {"gcpList": listed}}).encode(), name="x.json", crs="EPSG:4326")
    np.testing.assert_allclose(there.ground, other.ground)
    np.testing.assert_allclose(there.sheet, other.sheet)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no control points"),
        (b"mapX,mapY,sourceX,sourceY\n1,2,3,4\n", "does not say its CRS"),
        (b"#CRS: EPSG:4326\nmapX,mapY,sourceX,sourceY\n1,x,3,4\n", "not a number"),
        (b"#CRS: EPSG:4326\nmapX,mapY,sourceX,sourceY\n1,2\n", "too few cells"),
        (b"#CRS: EPSG:4326\nmapX,mapY,sourceX,sourceY\n1,nan,3,4\n", "can be used"),
        (b"#CRS: EPSG:4326\nmapX,mapY,sourceX,sourceY\n1,95,3,4\n", "no such place"),
        (b"#CRS: EPSG:4326\na,b,c,d\n1,95,3,4\n", "no column"),
        (b"\xff\xfe", "not UTF-8"),
        (b'{"points": [[1,2]]}', "no control points"),
        (b'{"points"', "not JSON"),
    ],
)
def test_bad_control_points_are_refused_with_their_row(data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_points(data, name="bad.points")


def test_a_fit_can_be_read_aloud() -> None:
    found = fitted(two_maps((300.0, 40.0)))
    text = say_fit(found, [forecast(found, 0.0, 0.0)])
    assert "Not usable for messages." in text
    assert "300" in text or "301" in text or "299" in text or "298" in text or "302" in text


def test_a_world_file_written_is_read_back_to_the_bit() -> None:
    text, _ = scan(2, gross=0)
    found = fit_points(read_points(text.encode(), name="sheet.points"))
    world, misfit_m = world_file_of(found)
    assert read_world_file(write_world_file(world), name="x.pgw") == world
    assert misfit_m < 60
    # a world file speaks of the middles of pixels, half a pixel down and right of where they are counted from
    lon, lat = world.place(found.points.sheet[:1, 0] - 0.5, -found.points.sheet[:1, 1] - 0.5)
    at_lat, at_lon = found.to_degrees(found.points.sheet[:1])
    off = np.hypot((lat[0] - at_lat[0]) * 110_574, (lon[0] - at_lon[0]) * 111_320)
    assert off <= misfit_m + 0.1
    assert lat[0] == pytest.approx(float(found.points.lat_deg[0]), abs=1e-3)
    assert lon[0] == pytest.approx(float(found.points.lon_deg[0]), abs=1e-3)
    for bad in (b"1 2 3", b"1\n2\n3\n4\n5\nx\n", b"0\n0\n0\n0\n5\n6\n"):
        with pytest.raises(InputError):
            read_world_file(bad, name="bad.pgw")


def test_points_written_for_gdal_are_read_back() -> None:
    text, bad = scan(2)
    found = fit_points(read_points(text.encode(), name="sheet.points"))
    again = read_points(write_gdal_points(found).encode(), name="x.gcp", crs="EPSG:4326")
    assert len(again.rows) == 24 - len(bad)
    np.testing.assert_allclose(again.lat_deg, found.points.lat_deg[found.agree], atol=1e-8)


def test_a_sheet_whose_lines_run_down_is_the_same_sheet() -> None:
    text, _ = scan(2)
    found = fit_points(read_points(text.encode(), name="sheet.points"))
    down = write_gdal_points(found)
    assert "-gcp" in down
    turned = fit_points(read_points(down.encode(), name="sheet.gcp", crs="EPSG:4326"))
    assert turned.rotation_deg == pytest.approx(found.rotation_deg, abs=1e-3)
    assert turned.scale == pytest.approx(found.scale, rel=1e-4)


def test_points_written_for_qgis_leave_gross_errors_out_of_its_fit() -> None:
    text, bad = scan(2)
    found = fit_points(read_points(text.encode(), name="sheet.points"))
    again = read_points(write_qgis_points(found).encode(), name="again.points")
    assert set(again.rows[~again.enabled].tolist()) == bad
    np.testing.assert_allclose(again.sheet, found.points.sheet, atol=1e-9)


def test_a_clean_fit_to_a_displaced_map_is_found_by_a_traced_line() -> None:
    line = wave(800, west=-0.15, east=0.15)
    control = np.random.default_rng(1).uniform(-0.15, 0.15, (12, 2))
    shifted = moved(control, 2100, 600)  # all control points were read off one displaced map
    rows = [
        (float(x), float(y), (u + 0.2) * 20_000, -(0.2 - v) * 20_000, True)
        for (x, y), (u, v) in zip(shifted.tolist(), control.tolist(), strict=True)
    ]
    found = fit_points(read_points(write_qgis(rows, "EPSG:4326").encode(), name="s.points"))
    assert not found.outliers
    sheet = np.column_stack([(line[:, 0] + 0.2) * 20_000, -(0.2 - line[:, 1]) * 20_000])
    shift = compare(drawn(line), traced(found, sheet, name="traced")).shift
    assert shift.misplaced
    assert shift.east_m == pytest.approx(-2100, rel=0.1)
    assert shift.north_m == pytest.approx(-600, abs=60)
