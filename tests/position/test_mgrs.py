"""MGRS: squares, letters, exceptions, the old lettering and the poles."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.errors import InputError
from commonground.position.grids import mgrs, utm
from commonground.position.reader.covering import GridSquare

LATS = st.floats(-90, 90)
LONS = st.floats(-180, 179.999999)


def square_of(text: str) -> GridSquare:
    found = mgrs.decode(text)
    south = found.band < "N" if found.zone else found.band in "AB"
    return GridSquare(
        zone=found.zone, south=south, easting=found.easting, northing=found.northing, side_m=found.side_m
    )


@settings(max_examples=400, deadline=None)
@given(lat=LATS, lon=LONS, digits=st.integers(0, 8))
def test_the_square_that_is_written_holds_the_place(lat: float, lon: float, digits: int) -> None:
    text = mgrs.encode(lat, lon, digits)
    assert square_of(text).holds(lat, lon), text
    assert not mgrs.decode(text).notes & {"old_lettering", "outside_zone"}


@settings(max_examples=200, deadline=None)
@given(lat=LATS, lon=LONS, digits=st.integers(1, 8))
def test_fewer_digits_name_a_square_around_the_finer_one(lat: float, lon: float, digits: int) -> None:
    fine, coarse = mgrs.decode(mgrs.encode(lat, lon, digits)), mgrs.decode(mgrs.encode(lat, lon, digits - 1))
    assert coarse.side_m == 10 * fine.side_m
    for inner, outer in ((fine.easting, coarse.easting), (fine.northing, coarse.northing)):
        assert outer - 1e-6 <= inner <= outer + coarse.side_m - fine.side_m + 1e-6


@pytest.mark.parametrize(
    ("text", "easting", "northing", "side"),
    [
        ("31NAA6600", 166_000, 0, 1_000),
        ("31NAA", 100_000, 0, 100_000),
        ("1NAA6600", 166_000, 0, 1_000),
        ("31NAA6602100001", 166_021, 1, 1),
        ("31NAA6602112300001456", 166_021.123, 1.456, 0.001),
    ],
)
def test_digits_name_the_south_west_corner_and_the_side(
    text: str, easting: float, northing: float, side: float
) -> None:
    found = mgrs.decode(text)
    assert (found.easting, found.side_m) == (pytest.approx(easting, abs=1e-3), pytest.approx(side))
    assert found.northing == pytest.approx(northing, abs=1e-3)


def test_a_place_on_a_grid_line_is_written_on_its_far_side() -> None:
    lat, lon = utm.inverse(31, 500_000.0, 100_000.0, south=False)
    assert mgrs.encode(lat, lon) == "31NEB0000000000"


@pytest.mark.parametrize("lat", [-1e-12, -1e-90])
def test_a_hair_south_of_the_equator_is_still_south_of_it(lat: float) -> None:
    text = mgrs.encode(lat, 3.0)
    assert text == "31MEV0000099999"
    assert mgrs.decode(text).cell.lat_deg < 0


@pytest.mark.parametrize("text", ["32XMH", "34XMH11", "36XMH1111"])
def test_zones_that_svalbard_does_away_with_do_not_exist(text: str) -> None:
    with pytest.raises(InputError, match="does not exist"):
        mgrs.decode(text)


def test_one_place_may_be_named_from_the_neighbouring_zone() -> None:
    here, there = mgrs.decode("24XWT783908").cell, mgrs.decode("25XEN041865").cell
    assert here.lat_deg == pytest.approx(there.lat_deg, abs=0.002)
    assert here.lon_deg == pytest.approx(there.lon_deg, abs=0.02)


def test_the_old_row_lettering_is_evidence_of_an_old_datum() -> None:
    old = mgrs.decode("18SUU836014")
    assert "old_lettering" in old.notes
    assert (old.easting, old.northing) == (mgrs.decode("18SUJ836014").easting, 4_301_400.0)
    with pytest.raises(InputError, match="does not meet band"):
        mgrs.decode("18SUU836014", lettering="new")
    with pytest.raises(InputError, match="does not meet band"):
        mgrs.decode("18SUJ836014", lettering="old")


def test_nearly_every_square_fits_one_lettering_only() -> None:
    both = 0
    for band in utm.BANDS[:-1]:
        for row in range(20):
            fits = [mgrs.row_base(31, band, 5, (row - shift) % 20) >= 0 for shift in (0, mgrs.OLD_SHIFT)]
            both += all(fits)
    assert both <= 4


def test_a_square_far_outside_its_zone_is_noted() -> None:
    assert "outside_zone" in mgrs.decode("31VAG5050").notes


def test_a_middle_in_the_next_band_is_noted() -> None:
    lat, lon = utm.inverse(31, 500_500, 885_500, south=False)
    assert lat > 8
    assert mgrs.decode("31NEJ0085").notes == {"band_edge"}
    assert mgrs.decode("31PEJ0085").notes == frozenset()
    assert (lat, lon) == pytest.approx(
        (mgrs.decode("31NEJ0085").cell.lat_deg, mgrs.decode("31NEJ0085").cell.lon_deg), abs=1e-9
    )


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("31IAA6600", "band"), ("31NIA6600", "square"), ("31NAI6600", "square"), ("0NAA6600", "zone"),
        ("61NAA6600", "zone"), ("31NAA660", "digits"), ("31NJA6600", "square"), ("31NAW6600", "square"),
        ("AAA1111", "square"), ("ZAW1111", "square"),
    ],
)  # fmt: skip
def test_a_refusal_names_the_part_that_cannot_be(text: str, place: str) -> None:
    with pytest.raises(InputError) as refused:
        mgrs.decode(text)
    assert refused.value.where == place
    assert refused.value.given == text


@pytest.mark.parametrize("text", ["", "31", "31N", "N", "31NA", "31NAA6600X", "31naa6600", "9" * 50])
def test_what_is_no_reference_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        mgrs.decode(text)


def test_digits_beyond_the_scheme_are_not_written() -> None:
    with pytest.raises(InputError, match="digits an axis"):
        mgrs.encode(0.0, 3.0, 9)
