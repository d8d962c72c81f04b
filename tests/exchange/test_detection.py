"""Row 1, row 3: what a readback stops, mistake by mistake. The whole table is bench/bench_readback.py."""

from __future__ import annotations

import numpy as np
import pytest
from bench.bench_readback import JOINT_M, MISTAKES, tried

from commonground.position.transform import from_wgs84_many

COUNT = 400


@pytest.mark.parametrize("name", [name for name in MISTAKES if name != "none"])
def test_row_1_no_mistake_beyond_three_times_the_joint_doubt_passes_for_a_match(name) -> None:
    size, stopped, _ = tried(name, COUNT, 7)
    assert not np.isnan(size).any()
    assert stopped[size > 3 * JOINT_M].all()
    beyond = stopped[size > 2 * JOINT_M]
    assert len(beyond) == 0 or beyond.mean() > 0.97


def test_row_1_another_place_fourteen_kilometres_away_is_blocked_every_time() -> None:
    size, stopped, blocked = tried("another place, 14 km", COUNT, 8)
    assert size.min() > 13_900
    assert stopped.all()
    assert blocked.all()


def test_honest_readbacks_are_blocked_less_than_once_in_a_hundred() -> None:
    _, stopped, blocked = tried("none", 4_000, 9)
    assert blocked.mean() < 0.01
    assert stopped.mean() < 0.08


@pytest.mark.parametrize("datum", ["EPSG:4144", "EPSG:4131", "EPSG:4240"])
def test_row_4_a_datum_without_a_published_operation_there_is_refused_not_shifted_by_nothing(datum) -> None:
    lat, lon = np.array([34.3, 34.5, 34.7]), np.array([70.8, 71.0, 71.2])
    assert np.isnan(from_wgs84_many(datum, lat, lon).x).all()


def test_every_mistake_of_the_record_of_mistakes_has_its_size() -> None:
    """Section 1.4 of the notes on incidents, 5 % and 95 % there, with the same figures of another drawing."""
    expected = {
        "Kalianpur 1962 read as WGS 84": (46, 76),
        "Kalianpur 1937 read as WGS 84": (60, 98),
        "Indian 1960 read as WGS 84": (110, 169),
        "Indian 1975 read as WGS 84": (85, 130),
        "Pulkovo 1942 read as WGS 84": (54, 96),
        "Herat North read as WGS 84": (300, 315),
        "UTM 42N read as Gauss-Krueger 12": (1_580, 1_615),
        "seconds dropped": (350, 2_150),
        "seconds read as decimals of a minute": (140, 850),
        "MGRS, four figures, corner": (200, 1_250),
        "minutes read as decimals of a degree": (11_000, 47_000),
        "MGRS, easting and northing swapped": (4_000, 130_000),
        "UTM zone 43 for 42": (545_000, 555_000),
    }
    for name, (low, high) in expected.items():
        size, _, _ = tried(name, COUNT, 11)
        assert low <= np.percentile(size, 5), name
        assert np.percentile(size, 95) <= high, name
