"""Columns of datum steps say what one step at a time says."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from commonground.errors import InputError
from commonground.position.geodesic import distance_m
from commonground.position.transform import distances_m, move, move_many, to_wgs84_many

WAYS = [  # source, goal, box of places in the source's own numbers: west, south, east, north
    ("EPSG:4255", "EPSG:4326", (58, 28, 77, 41)),
    ("EPSG:4284", "EPSG:4326", (18, 30, 100, 75)),
    ("EPSG:4284", "EPSG:4326", (65, 30, 75, 38)),
    ("EPSG:28412", "EPSG:4326", (12_300_000, 3_700_000, 12_700_000, 7_000_000)),
    ("EPSG:4314", "EPSG:4258", (5, 46, 16, 56)),
    ("EPSG:3906", "EPSG:4326", (13, 40, 24, 47)),
    ("EPSG:4326", "EPSG:28412", (66, 36, 72, 60)),
    ("EPSG:4807", "EPSG:4326", (-8, 46, 9, 57)),
    ("EPSG:4326", "EPSG:32631", (0, -80, 6, 80)),
    ("EPSG:4269", "EPSG:4326", (-179, 10, 179, 80)),
]


@pytest.mark.parametrize(("source", "goal", "box"), WAYS)
def test_columns_choose_and_land_as_one_at_a_time(source, goal, box):
    rng = np.random.default_rng(3)
    x, y = rng.uniform(box[0], box[2], 120), rng.uniform(box[1], box[3], 120)
    many = move_many(source, goal, x, y)
    for row in range(len(x)):
        try:
            one = move(source, goal, x[row], y[row])
        except InputError:
            assert np.isnan(many.x[row])
            assert many.operation_index[row] == -1
            continue
        assert many.operations[many.operation_index[row]] == one.operation
        assert (many.x[row], many.y[row]) == (one.x, one.y)
        assert bool(many.outside[row]) is not one.inside_area
        assert many.ce95_m[row] >= one.doubt.ce95_m * (1 - 1e-6) - 0.01


def test_rows_in_are_rows_out_and_a_bad_row_is_nothing_else():
    x = np.array([66.0, np.nan, 66.0, 66.0])
    y = np.array([33.0, 33.0, np.inf, -60.0])
    many = to_wgs84_many("EPSG:4255", x, y)
    assert list(np.isnan(many.lat_deg)) == [False, True, True, True]
    assert list(np.isnan(many.ce95_m)) == [False, True, True, True]
    assert len(to_wgs84_many("EPSG:4255", x[:0], y[:0]).x) == 0


def test_a_datum_without_operations_gives_no_rows_a_place():
    many = to_wgs84_many("EPSG:4024", np.array([1.0]), np.array([1.0]))
    assert np.isnan(many.x[0])


def test_columns_of_distances_are_those_of_one_pair():
    rng = np.random.default_rng(5)
    lat_a, lat_b = rng.uniform(-80, 80, (2, 50))
    lon_a, lon_b = rng.uniform(-180, 180, (2, 50))
    many = distances_m(lat_a, lon_a, lat_b, lon_b)
    for row in range(50):
        one = distance_m((lat_a[row], lon_a[row]), (lat_b[row], lon_b[row]))
        assert abs(one - many[row]) < 1e-3


def test_two_threads_that_ask_at_once_get_the_same_answers():
    rng = np.random.default_rng(9)
    columns = [(rng.uniform(19, 90, 3000), rng.uniform(36, 70, 3000)) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda pair: to_wgs84_many("EPSG:4178", *pair), columns))
    for (x, y), found in zip(columns, together, strict=True):
        alone = to_wgs84_many("EPSG:4178", x, y)
        np.testing.assert_array_equal(alone.x, found.x)
        np.testing.assert_array_equal(alone.ce95_m, found.ce95_m)
