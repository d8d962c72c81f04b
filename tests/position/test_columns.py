"""Columns say what the scalar rules say, row for row."""

from __future__ import annotations

import random

import numpy as np
import pytest

from commonground.errors import InputError
from commonground.position.columns import cell, codes, mgrs, tm, utm
from commonground.position.grids import gars, geohash, georef, pluscode
from commonground.position.grids import mgrs as mgrs_one
from commonground.position.grids import tm as tm_one
from commonground.position.grids import utm as utm_one

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def places(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Places all over, every fourth one in the north where zones are odd."""
    rng = np.random.default_rng(seed)
    lat = np.degrees(np.arcsin(rng.uniform(-1, 1, count)))
    lon = rng.uniform(-180, 180, count)
    lat[::4], lon[::4] = rng.uniform(55, 84.5, len(lat[::4])), rng.uniform(-3, 45, len(lon[::4]))
    lat[2], lon[2] = 0.0, 179.99999999999997  # a hair west of the date line
    lat[1], lon[1] = -1e-90, 3.0  # a hair south of the equator
    return lat, lon


def test_transverse_mercator_agrees_to_a_hundredth_of_a_micrometre() -> None:
    rng = np.random.default_rng(1)
    lat, off = rng.uniform(-84, 84, 500), rng.uniform(-6, 6, 500)
    east, north = tm.forward(lat, off, 0.9996)
    back_lat, back_off = tm.inverse(east, north, 0.9996)
    for row in range(500):
        expected = tm_one.forward(lat[row], off[row], 0.9996)
        assert (east[row], north[row]) == pytest.approx(expected, abs=1e-8)
        assert tm_one.inverse(*expected, 0.9996) == pytest.approx((back_lat[row], back_off[row]), abs=1e-12)


def test_zones_agree_everywhere() -> None:
    lat, lon = places(4000, 2)
    lat, lon = np.round(lat), np.round(lon)  # on the very edges
    lon[lon == 180] = -180
    expected = [utm_one.zone_of(a, o) for a, o in zip(lat.tolist(), lon.tolist(), strict=True)]
    assert utm.zones_of(lat, lon).tolist() == expected


@pytest.mark.parametrize("digits", range(6))
def test_mgrs_is_written_alike(digits: int) -> None:
    lat, lon = places(1500, 3 + digits)
    expected = [mgrs_one.encode(a, o, digits) for a, o in zip(lat.tolist(), lon.tolist(), strict=True)]
    assert [text.decode() for text in mgrs.encode(lat, lon, digits).tolist()] == expected


def test_mgrs_of_more_digits_is_not_written_in_columns() -> None:
    with pytest.raises(ValueError, match="0 to 5"):
        mgrs.encode(np.zeros(1), np.zeros(1), 6)


@pytest.mark.parametrize("digits", [1, 2, 3, 5])
def test_mgrs_is_read_alike_and_only_plain_squares_are_read(digits: int) -> None:
    rng = random.Random(digits)
    lat, lon = places(600, 11 * digits)
    texts = [
        text for a, o in zip(lat.tolist(), lon.tolist(), strict=True)
        if len(text := mgrs_one.encode(a, o, digits)) == 5 + 2 * digits
    ]  # fmt: skip
    texts += [
        f"{rng.randint(0, 64):02d}{''.join(rng.choices(LETTERS, k=3))}{rng.randrange(100**digits):0{2 * digits}d}"
        for _ in range(1500)
    ]
    lat, lon = mgrs.decode_texts(np.array(texts, dtype="S"))
    plain = 0
    for row, text in enumerate(texts):
        try:
            square = mgrs_one.decode(text)
        except InputError:
            square = None
        if square is None or square.notes:
            assert np.isnan(lat[row]), text
            continue
        plain += 1
        assert (square.cell.lat_deg, square.cell.lon_deg) == pytest.approx((lat[row], lon[row]), abs=1e-11)
    assert plain > 500


@pytest.mark.parametrize(
    ("name", "module", "digits"),
    [("gars", gars, d) for d in range(3)]
    + [("georef", georef, d) for d in (0, 2, 3, 4, 6)]
    + [("geohash", geohash, d) for d in (1, 2, 5, 9, 12)]
    + [("pluscode", pluscode, d) for d in (10, 11, 12, 15)],
)
def test_codes_are_read_alike(name: str, module: object, digits: int) -> None:
    rng = random.Random(digits)
    lat, lon = places(300, digits)
    texts = [module.encode(a, o, digits) for a, o in zip(lat.tolist(), lon.tolist(), strict=True)]
    for text in list(texts):
        at = rng.randrange(len(text))
        if text[at] != "+":
            texts.append(text[:at] + rng.choice("0123456789" + LETTERS) + text[at + 1 :])
    rows = np.ascontiguousarray(np.array(texts, dtype="S").view(np.uint8).reshape(len(texts), -1).T)
    middles = codes.DECODERS[name](rows)
    steps = (np.full(len(texts), middles.lat_step_deg), np.full(len(texts), middles.lon_step_deg))
    radius = cell.degree_radius95(np.nan_to_num(middles.lat_deg), *steps)
    for row, text in enumerate(texts):
        try:
            expected = module.decode(text)
        except InputError:
            assert np.isnan(middles.lat_deg[row]), text
            continue
        if name == "pluscode" and "0" in text:
            assert np.isnan(middles.lat_deg[row]), text
            continue
        found = (middles.lat_deg[row], middles.lon_deg[row], radius[row])
        assert found == pytest.approx(
            (expected.lat_deg, expected.lon_deg, expected.ce95_m), rel=1e-9, abs=1e-11
        )
