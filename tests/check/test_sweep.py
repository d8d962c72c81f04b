"""The fast sweep against every pair measured one by one: nothing missing, nothing extra, to millimetres."""

from __future__ import annotations

import numpy as np
import pytest
from bench.bench_check import never
from bench.check_workload import shapes
from tests.exchange.said import NOON, minutes

from commonground.check.measure.distance import distance_m
from commonground.check.measure.plane import ecef
from commonground.check.sweeping.columns import Columns
from commonground.check.sweeping.grid import Grid
from commonground.check.sweeping.sweep import KERNEL, index_of, sweep
from commonground.position import geodesic
from commonground.position.extent import Leg, Shape, ShapeKind
from commonground.position.place import Position
from commonground.position.window import Window

ENGINES = [None] if KERNEL is None else [None, KERNEL]  # both, where there was a compiler
CENTRES = [(0.5, 0.5), (-17.0, 179.999), (66.0, -179.99), (89.995, 20.0), (-89.99, 45.0), (0.0, 180.0)]
WINDOWS = [
    Window(start=NOON, end=NOON + minutes(60)),
    Window(start=NOON + minutes(60), end=NOON + minutes(120)),
    Window(start=NOON + minutes(30), end=NOON + minutes(90)),
]


def legs(rng: np.random.Generator, count: int, spread_m: float) -> list[Leg]:
    """Random places, lines, areas, some with holes, some large, around the awkward places of the earth."""
    found = []
    for number in range(count):
        centre = CENTRES[number % len(CENTRES)]
        lat, lon = geodesic.offset(*centre, rng.uniform(0, 360), spread_m * rng.uniform(0, 1) ** 0.5)
        size = float(rng.choice([30.0, 800.0, 6000.0, 30_000.0], p=[0.3, 0.4, 0.25, 0.05]))
        turn, doubt = rng.uniform(0, 360), float(rng.uniform(5, 300))
        kind = rng.choice(3, p=[0.4, 0.3, 0.3])
        if kind == 0:
            shape = Shape.place(
                Position(lat_deg=lat, lon_deg=lon, ce95_m=doubt), reach_m=float(rng.choice([0, 90]))
            )
        elif kind == 1:
            ends = tuple(geodesic.offset(lat, lon, (turn + 140 * k) % 360, size) for k in range(3))
            shape = Shape(kind=ShapeKind.LINE, vertices=ends, ce95_m=doubt, reach_m=20.0)
        else:
            ring = tuple(
                geodesic.offset(lat, lon, (turn + 60 * k) % 360, size * (0.6 + 0.4 * (k % 2)))
                for k in range(6)
            )
            hole = tuple(geodesic.offset(lat, lon, 72.0 * k, size * 0.2) for k in range(5))
            shape = Shape(
                kind=ShapeKind.AREA, vertices=ring, ce95_m=doubt, holes=(hole,) if rng.random() < 0.3 else ()
            )
        found.append(Leg(shape=shape, window=WINDOWS[int(rng.integers(3))]))
    return found


def slow(items: list[Leg], search_m, checks: list[Leg], limit_m) -> dict[tuple[int, int], float]:
    found = {}
    for c, check in enumerate(checks):
        for i, item in enumerate(items):
            if check.window.meets(item.window):
                apart = distance_m(check.shape, item.shape)
                if apart <= limit_m[c] + search_m[i]:
                    found[c, i] = apart
    return found


@pytest.mark.parametrize("kernel", ENGINES)
@pytest.mark.parametrize("seed", range(3))
def test_the_sweep_gives_every_pair_and_no_other_with_its_distance(seed, kernel) -> None:
    rng = np.random.default_rng(seed)
    items, checks = legs(rng, 150, 16_000.0), legs(rng, 24, 16_000.0)
    search = np.array([1.5184 * leg.shape.ce95_m for leg in items])
    limit = rng.choice([0.0, 250.0, 2500.0], len(checks))
    columns, asked = Columns.of(items), Columns.of(checks)
    check, item, apart = sweep(
        index_of(columns, search),
        asked,
        limit,
        measure=lambda c, i: distance_m(checks[c].shape, items[i].shape),
        kernel=kernel,
    )
    fast = dict(zip(zip(check.tolist(), item.tolist(), strict=True), apart.tolist(), strict=True))
    expected = slow(items, search, checks, limit)
    odd = fast.keys() ^ expected.keys()
    for c, i in odd:  # only a tie at the very limit may fall to either side
        assert distance_m(checks[c].shape, items[i].shape) == pytest.approx(limit[c] + search[i], abs=0.005)
    assert len(expected) > 20
    for pair in fast.keys() & expected.keys():
        assert fast[pair] == pytest.approx(expected[pair], abs=0.005)


@pytest.mark.parametrize("seed", range(3))
def test_the_grid_misses_no_pair_of_spheres_that_touch_and_names_none_twice(seed) -> None:
    rng = np.random.default_rng(100 + seed)

    def spheres(count, largest):
        around = np.array([CENTRES[n % len(CENTRES)] for n in range(count)])
        lat = np.clip(around[:, 0] + rng.normal(0, 0.6, count), -90, 90)
        lon = (
            around[:, 1] + rng.normal(0, 0.6, count) / np.maximum(np.cos(np.radians(lat)), 0.02) + 180
        ) % 360 - 180
        return ecef(lat, lon), rng.uniform(0, 1, count) ** 4 * largest

    centres, reach = spheres(4000, 200_000.0)
    asked, out = spheres(200, 500_000.0)
    query, sphere = Grid.of(centres, reach).near(asked, out)
    pairs = set(zip(query.tolist(), sphere.tolist(), strict=True))
    assert len(pairs) == len(query)
    apart = np.linalg.norm(asked[:, None, :] - centres[None, :, :], axis=2)
    touching = set(
        zip(*(part.tolist() for part in np.nonzero(apart <= out[:, None] + reach[None, :])), strict=True)
    )
    assert touching <= pairs
    assert len(pairs) < 0.6 * 200 * 4000


def test_nothing_to_check_and_nothing_to_find_give_nothing() -> None:
    none, some = Columns.of([]), Columns.of(legs(np.random.default_rng(1), 3, 1000.0))
    zero = np.zeros(0)
    for items, checks in ((none, some), (some, none), (none, none)):
        search, limit = np.zeros(len(items)), np.zeros(len(checks))
        check, item, apart = sweep(index_of(items, search), checks, limit, measure=lambda c, i: 0.0)
        assert len(check) == len(item) == len(apart) == len(zero)


def test_with_and_without_the_kernel_the_same_pairs_are_found_at_the_same_distances() -> None:
    columns, _, _ = shapes("edge", 3_000, 1, checks=False)
    asked, _, _ = shapes("edge", 120, 2, checks=True)
    limit = np.random.default_rng(4).choice([0.0, 100.0, 2000.0], 120)
    index = index_of(columns, columns.ce95_m)
    results = [sweep(index, asked, limit, measure=never, kernel=kernel) for kernel in ENGINES]
    assert len(results[0][0]) > 200
    for check, item, apart in results[1:]:
        assert check.tolist() == results[0][0].tolist()
        assert item.tolist() == results[0][1].tolist()
        assert np.abs(apart - results[0][2]).max() < 1e-6


def test_more_pairs_than_the_room_asked_for_are_all_found(monkeypatch) -> None:
    columns, _, _ = shapes("edge", 2_000, 1, checks=False)
    asked, _, _ = shapes("edge", 40, 2, checks=True)
    limit, index = np.full(40, 3000.0), index_of(columns, columns.ce95_m)
    all_found = [sweep(index, asked, limit, measure=never, kernel=kernel)[0].tolist() for kernel in ENGINES]
    monkeypatch.setattr("commonground.check.sweeping.sweep.ROOM", 7)
    few = [sweep(index, asked, limit, measure=never, kernel=kernel)[0].tolist() for kernel in ENGINES]
    assert few == all_found
    assert len(few[0]) > 100
