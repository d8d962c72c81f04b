"""UTM, UPS and the projections under them, against PROJ and the rules of the grids."""

from __future__ import annotations

import math

import pyproj
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.errors import InputError
from commonground.position.grids import tm, ups, utm

AGREES_M = 1e-6


@settings(max_examples=150, deadline=None)
@given(lat=st.floats(-80, 84), off=st.floats(-20, 20))
def test_transverse_mercator_agrees_with_proj_to_a_micrometre(lat: float, off: float) -> None:
    proj = pyproj.Transformer.from_crs(4326, 32631, always_xy=True)
    east, north = proj.transform(3 + off, lat)
    ours = tm.forward(lat, off, 0.9996)
    assert ours == pytest.approx((east - 500_000, north), abs=AGREES_M)
    back = tm.inverse(*ours, 0.9996)
    assert back == pytest.approx((lat, off), abs=1e-11)


@settings(max_examples=100, deadline=None)
@given(lat=st.floats(78, 90), lon=st.floats(-180, 180), north=st.booleans())
def test_polar_stereographic_agrees_with_proj_to_a_micrometre(lat: float, lon: float, north: bool) -> None:
    proj = pyproj.Transformer.from_crs(4326, 32661 if north else 32761, always_xy=True)
    signed = lat if north else -lat
    assert ups.forward(signed, lon, north=north) == pytest.approx(proj.transform(lon, signed), abs=AGREES_M)
    back = ups.inverse(*ups.forward(signed, lon, north=north), north=north)
    assert back[0] == pytest.approx(signed, abs=1e-11)


def test_another_ellipsoid_gives_gauss_krueger() -> None:
    krassowsky = tm.figure(6378245.0, 1 / 298.3)
    proj = pyproj.Transformer.from_crs("EPSG:4284", "EPSG:28412", always_xy=True)
    east, north = proj.transform(71.2, 1.5)
    assert tm.forward(1.5, 71.2 - 69, 1.0, krassowsky) == pytest.approx((east - 12_500_000, north), abs=1e-4)


@pytest.mark.parametrize(
    ("lat", "lon", "zone"),
    [
        (0, -180, 1), (0, 180, 1), (0, 179.999, 60), (56, 3, 32), (55.999, 3, 31), (64, 3, 31), (60, 2.99, 31),
        (72, 8.9, 31), (72, 9, 33), (83.9, 20.9, 33), (80, 21, 35), (80, 33, 37), (80, 41.9, 37), (80, 42, 38),
        (84, 10, 32),
    ],
)  # fmt: skip
def test_zones_widen_in_norway_and_svalbard_and_nowhere_else(lat: float, lon: float, zone: int) -> None:
    assert utm.zone_of(lat, lon) == zone


def test_the_letter_s_is_a_band_and_a_hemisphere_and_both_are_kept() -> None:
    band, hemisphere = utm.decode(31, "S", 500_000, 3_800_000)
    assert (band.meaning, round(band.cell.lat_deg, 1)) == ("band", 34.3)
    assert (hemisphere.meaning, round(hemisphere.cell.lat_deg, 1)) == ("hemisphere", -55.9)


def test_the_letter_n_far_north_can_only_be_the_hemisphere() -> None:
    [only] = utm.decode(31, "N", 500_000, 3_800_000)
    assert (only.meaning, only.south) == ("hemisphere", False)


def test_a_letter_that_does_not_fit_its_northing_is_noted() -> None:
    [only] = utm.decode(31, "T", 500_000, 3_333_335)
    assert only.notes == {"band_differs"}
    [near] = utm.decode(31, "P", 500_000, 884_000)
    assert near.notes == {"band_edge"}


def test_without_a_letter_both_hemispheres_come_back() -> None:
    assert [one.south for one in utm.decode(31, None, 500_000, 3_333_335)] == [False, True]


def test_numbers_far_outside_their_zone_are_noted() -> None:
    [only] = utm.decode(31, "X", 120_000, 8_500_000)
    assert "outside_zone" in only.notes


@pytest.mark.parametrize(
    ("zone", "letter", "easting", "northing", "named"),
    [
        (0, "N", 5e5, 0, "zone"), (61, "N", 5e5, 0, "zone"), (31, "I", 5e5, 0, "band"),
        (31, "Z", 5e5, 0, "polar"), (31, "N", 5e6, 0, "easting"), (31, "N", 5e5, 1.1e7, "northing"),
        (31, "N", math.nan, 0, "easting"), (31, "N", 5e5, math.inf, "northing"),
    ],
)  # fmt: skip
def test_what_utm_does_not_have_is_refused(
    zone: int, letter: str, easting: float, northing: float, named: str
) -> None:
    with pytest.raises(InputError, match=named):
        utm.decode(zone, letter, easting, northing)


def test_polar_numbers_say_which_half_they_lie_in() -> None:
    assert ups.encode(86.0, -3.0)[0] == "Y"
    assert ups.encode(-86.0, 3.0)[0] == "B"
    assert ups.decode("Z", 1_900_000, 1_900_000).notes == {"half_differs"}
    assert ups.decode("Z", 2_100_000, 1_900_000).notes == frozenset()


def test_polar_numbers_of_a_place_that_is_not_polar_are_noted() -> None:
    assert "outside_ups" in ups.decode("N", 2_690_000, 2_690_000).notes
    with pytest.raises(InputError, match="outside the polar grid"):
        ups.decode("N", 3_100_000, 2_000_000)
    with pytest.raises(InputError, match="no polar grid"):
        ups.decode("C", 2_000_000, 2_000_000)


def test_utm_and_ups_refuse_each_others_places() -> None:
    with pytest.raises(InputError, match="84 north"):
        utm.encode(84.0, 0.0)
    with pytest.raises(InputError, match="polar"):
        ups.encode(83.9, 0.0)
