"""GARS, Georef, geohash, Plus codes and lettered national squares: cells, both ways."""

from __future__ import annotations

from types import ModuleType

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from commonground.errors import InputError
from commonground.position.grids import gars, geohash, georef, pluscode, squares
from commonground.position.grids.cell import degree_cell, radius95
from commonground.position.reader.covering import inside

FORMS = [
    (gars, range(3)),
    (georef, (0, 2, 3, 5, 8)),
    (geohash, range(1, 13)),
    (pluscode, (2, 4, 6, 8, 10, 11, 13, 15)),
]
CASES = [(module, digits) for module, all_digits in FORMS for digits in all_digits]


@settings(max_examples=400, deadline=None)
@given(lat=st.floats(-90, 90), lon=st.floats(-180, 180), case=st.sampled_from(CASES))
@example(lat=0.0, lon=179.99999999999997, case=(geohash, 12))
@example(lat=0.0, lon=179.99999999999997, case=(gars, 2))
@example(lat=0.0, lon=179.99999999999997, case=(georef, 8))
@example(lat=0.0, lon=179.99999999999997, case=(pluscode, 15))
def test_the_cell_that_is_written_holds_the_place(
    lat: float, lon: float, case: tuple[ModuleType, int]
) -> None:
    module, digits = case
    cell = module.decode(module.encode(lat, lon, digits))
    assert inside(cell.corners, lat, lon)
    assert cell.ce95_m > 0


@pytest.mark.parametrize(
    ("module", "text", "digits"),
    [
        (gars, "001AA11", 2), (gars, "720QZ29", 2), (georef, "AAAA00000000", 4), (geohash, "zzzzzzzzzzzz", 12),
        (pluscode, "CVXXXXXX+XXXXXXX", 15), (pluscode, "22222222+2222222", 15),
    ],
)  # fmt: skip
def test_a_middle_is_written_as_the_cell_it_came_from(module: ModuleType, text: str, digits: int) -> None:
    cell = module.decode(text)
    assert module.encode(cell.lat_deg, cell.lon_deg, digits) == text


@pytest.mark.parametrize(
    ("module", "text"),
    [
        (gars, "000AA"), (gars, "721AA"), (gars, "001RA"), (gars, "001AI"), (gars, "001AA5"), (gars, "001AA10"),
        (gars, "001AA07"), (georef, "AAAA6000"), (georef, "AAAA0060"), (georef, "AAAA000"), (georef, "AAAA12"),
        (georef, "AAIA0000"), (georef, "ANAA0000"), (geohash, "abc"), (geohash, ""), (geohash, "z" * 13),
        (pluscode, "2345+G6"), (pluscode, "8FWC2345G6+"), (pluscode, "8FWC2300+G6"), (pluscode, "G+"),
        (pluscode, "XFWC2345+G6"), (pluscode, "8FWC2345+G"), (pluscode, "8FWA2345+G6"),
    ],
)  # fmt: skip
def test_what_is_no_code_is_refused(module: ModuleType, text: str) -> None:
    with pytest.raises(InputError):
        module.decode(text)


@pytest.mark.parametrize(
    ("module", "digits"), [(gars, 3), (georef, 1), (georef, 9), (geohash, 0), (pluscode, 3)]
)
def test_digits_that_a_code_does_not_have_are_refused(module: ModuleType, digits: int) -> None:
    with pytest.raises(InputError):
        module.encode(0.5, 0.5, digits)


def test_a_short_plus_code_finds_the_nearest_place() -> None:
    full = pluscode.encode(0.51234, 0.49876)
    for missing in (2, 4):
        assert pluscode.recover(full[missing:], 0.5, 0.5) == full
    with pytest.raises(InputError, match="not a short"):
        pluscode.recover(full, 0.5, 0.5)


def test_plus_codes_cut_latitudes_and_fold_longitudes_as_their_standard_says() -> None:
    at_the_pole = pluscode.encode(89.999, 0.5, 4)
    assert pluscode.encode(95.0, 0.5, 4) == pluscode.encode(90.0, 360.5, 4) == at_the_pole
    assert pluscode.encode(0.5, -719.5, 10) == pluscode.encode(0.5, 0.5, 10)


def test_national_squares_are_the_ones_on_the_sheets() -> None:
    assert squares.osgb("SV") == (0.0, 0.0)
    assert squares.osgb_letters(651_409.9, 313_177.2) == "TG"
    assert squares.irish_letters(*squares.irish("A")) == "A"
    for letters in ("SI", "S", "WA", "AA", ""):
        with pytest.raises(InputError):
            squares.osgb(letters)
    with pytest.raises(InputError):
        squares.irish("I")
    with pytest.raises(InputError):
        squares.osgb_letters(-1.0, 0.0)


@settings(max_examples=100, deadline=None)
@given(east=st.floats(0, 699_999), north=st.floats(0, 1_299_999))
def test_national_squares_hold_their_places(east: float, north: float) -> None:
    x, y = squares.osgb(squares.osgb_letters(east, north))
    assert x <= east < x + 100_000
    assert y <= north < y + 100_000


def test_the_radius_covers_nineteen_twentieths_of_a_cell() -> None:
    import numpy as np

    axis = (np.arange(2000) + 0.5) / 2000 - 0.5
    for shape in (1.0, 0.81, 0.5, 0.3, 0.05):
        distance = np.hypot(axis[:, None], axis[None, :] * shape)
        assert float(np.mean(distance <= radius95(1.0, shape))) == pytest.approx(0.95, abs=1e-3)
    assert radius95(3.0, 7.0) == radius95(7.0, 3.0)
    assert radius95(0.0, 0.0) == 0.0


def test_a_cell_at_the_pole_ends_there() -> None:
    cell = degree_cell(89.9, 10.0, 1.0, 1.0)
    assert max(lat for lat, _ in cell.corners) == 90.0
    assert cell.east_m > 0
