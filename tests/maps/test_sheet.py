"""Scanned sheets laid on the ground: corners, a mesh to draw by, and doubt that is said where it is."""

from __future__ import annotations

import numpy as np
import pytest

from commonground.errors import InputError
from commonground.maps.registration.fit import fit_points
from commonground.maps.registration.points import read_points, write_qgis
from commonground.maps.registration.sheet import at_pointer, lay

EAST, NORTH = 1 / 111_319.49, 1 / 110_574.3
WIDTH, HEIGHT = 4000, 3000


def control(*, down: int = -1, bend: float = 0.0, sigma_m: float = 8.0, checks: int = 4) -> bytes:
    """QGIS text of a sheet of 5 m a pixel whose middle lies at 0 N 0 E, bent by `bend` metres at its edges."""
    random = np.random.default_rng(3)
    x, y = random.uniform(100, WIDTH - 100, 26), random.uniform(100, HEIGHT - 100, 26)
    east, north = (x - WIDTH / 2) * 5 + bend * (x / WIDTH - 0.5) ** 2, (HEIGHT / 2 - y) * 5
    east, north = east + random.normal(0, sigma_m, 26), north + random.normal(0, sigma_m, 26)
    rows = [
        (float(e * EAST), float(n * NORTH), float(c), float(r * down), number >= checks)
        for number, (e, n, c, r) in enumerate(zip(east, north, x, y, strict=True))
    ]
    return write_qgis(rows, "EPSG:4326").encode()


def sheet(**how):
    return lay(fit_points(read_points(control(**how), name="made.points")), WIDTH, HEIGHT)


@pytest.mark.parametrize("down", [1, -1])
def test_corners_lie_where_they_were_drawn_whichever_way_lines_are_counted(down: int) -> None:
    laid = sheet(down=down)
    drawn = [(7500, -10_000), (7500, 10_000), (-7500, 10_000), (-7500, -10_000)]
    for corner, (north, east) in zip(laid.corners, drawn, strict=True):
        away = np.hypot((corner.lat_deg / NORTH) - north, (corner.lon_deg / EAST) - east)
        assert away < corner.ce95_m < 60


def test_a_straight_sheet_is_drawn_by_few_cells_and_a_bent_one_by_more_to_half_a_pixel() -> None:
    straight, bent = sheet(), sheet(bend=4000.0)
    assert straight.mesh.shape == (5, 5, 2)
    assert bent.fitted.model == "poly2"
    assert bent.mesh.shape[0] > 5
    assert straight.mesh_error_m < bent.mesh_error_m <= bent.fitted.scale / 2


def test_the_mesh_goes_through_the_registration_itself() -> None:
    laid = sheet(bend=4000.0)
    rows, columns = laid.mesh.shape[:2]
    x, y = np.meshgrid(np.linspace(0, WIDTH, columns), -np.linspace(0, HEIGHT, rows))
    lat, lon = laid.fitted.to_degrees(np.column_stack([x.ravel(), y.ravel()]))
    np.testing.assert_allclose(laid.mesh[..., 0].ravel(), lat, atol=1e-9)
    np.testing.assert_allclose(laid.mesh[..., 1].ravel(), lon, atol=1e-9)


def test_doubt_grows_away_from_the_control_points_and_off_the_sheet_nothing_is_said() -> None:
    laid = sheet()
    middle, edge = at_pointer(laid, 0.0, 0.0), at_pointer(laid, 7490 * NORTH, 9990 * EAST)
    assert (middle.on_sheet, middle.inside, edge.on_sheet, edge.inside) == (True, True, True, False)
    assert middle.ce95_m < edge.ce95_m
    assert edge.text.endswith("outside its control points.")
    for lat, lon in ((0.0, 0.2), (-45.0, 100.0), (0.0, 180.0), (90.0, 0.0)):
        off = at_pointer(laid, lat, lon)
        assert (off.on_sheet, off.ce95_m, off.text) == (False, None, "The sheet does not reach here.")


def test_two_points_lay_a_sheet_and_say_nothing_of_how_sure() -> None:
    text = write_qgis([(-0.05, 0.05, 0.0, 0.0, True), (0.05, -0.05, 2000.0, -2000.0, True)], "EPSG:4326")
    laid = lay(fit_points(read_points(text.encode(), name="two.points")), 2000, 2000)
    here = at_pointer(laid, 0.0, 0.0)
    assert (here.on_sheet, here.ce95_m) == (True, None)
    assert here.text == "This sheet cannot say how sure it is here."
    assert not laid.fitted.usable


def test_lines_on_both_sides_of_zero_are_refused() -> None:
    rows = [(0.0, 0.0, 10.0, 500.0, True), (0.1, 0.0, 900.0, -500.0, True), (0.1, 0.1, 900.0, 400.0, True)]
    points = read_points(write_qgis(rows, "EPSG:4326").encode(), name="mixed.points")
    with pytest.raises(InputError, match="above the picture"):
        lay(fit_points(points), 1000, 1000)


def test_points_of_a_grid_are_no_scan() -> None:
    text = b'{"points": [[0.1, 0.1, 0.1, 0.1], [0.2, 0.1, 0.2, 0.1], [0.1, 0.3, 0.1, 0.3]]}'
    with pytest.raises(InputError, match="not of a scan"):
        lay(fit_points(read_points(text, name="grid")), 100, 100)
