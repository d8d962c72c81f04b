"""The fast sweep against every pair measured one by one: nothing missing, nothing extra, to millimetres."""

from __future__ import annotations

from types import ModuleType

import numpy as np
import pytest
from bench.bench_check import never
from bench.check_workload import shapes
from tests.exchange.said import NOON, minutes

from commonground.check.measure.distance import distance_m
from commonground.check.measure.plane import ecef
from commonground.check.sweeping.columns import Columns
from commonground.check.sweeping.grid import Grid
from commonground.check.sweeping.index import index_of
from commonground.check.sweeping.sweep import INTERFACE, KERNEL, fitting, sweep
from commonground.position import geodesic
from commonground.position.extent import Leg, Shape, ShapeKind
from commonground.position.place import Position
from commonground.position.window import Window

ENGINES = [None, KERNEL]  # numpy and shapely, and the C that `make test` builds
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
    grid = Grid.of(centres, reach)
    query, place = grid.near(asked, out)
    pairs = set(zip(query.tolist(), grid.order[place].tolist(), strict=True))
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


def in_order(pairs):
    """The same pairs, by check and item."""
    check, item, apart = pairs
    order = np.lexsort((item, check))
    return check[order].tolist(), item[order].tolist(), apart[order]


def test_with_and_without_the_kernel_the_same_pairs_are_found_at_the_same_distances() -> None:
    columns, _, _ = shapes("edge", 5_000, 1, checks=False)
    asked, _, _ = shapes("edge", 240, 2, checks=True)
    limit = np.random.default_rng(4).choice([0.0, 100.0, 2000.0], 240)
    index = index_of(columns, columns.ce95_m)
    results = [in_order(sweep(index, asked, limit, measure=never, kernel=kernel)) for kernel in ENGINES]
    assert len(results[0][0]) > 200
    for check, item, apart in results[1:]:
        assert check == results[0][0]
        assert item == results[0][1]
        assert np.abs(apart - results[0][2]).max() < 1e-6


def test_the_kernel_was_built() -> None:
    """Else the tests of both engines would ask one of them twice: a compiler and Python's headers are missing."""
    assert KERNEL is not None


def test_a_kernel_of_other_source_is_not_used() -> None:
    old = ModuleType("_kernel")
    assert fitting(old) is None
    old.INTERFACE = INTERFACE + 1
    assert fitting(old) is None


def test_several_workers_and_one_find_the_same() -> None:
    columns, _, _ = shapes("edge", 2_000, 1, checks=False)
    asked, _, _ = shapes("edge", 700, 2, checks=True)
    limit, index = np.full(700, 500.0), index_of(columns, columns.ce95_m)
    one, two = (in_order(sweep(index, asked, limit, measure=never, workers=n)) for n in (1, 2))
    assert one[:2] == two[:2]
    assert np.array_equal(one[2], two[2])


def test_where_one_pair_is_enough_every_check_that_has_one_gets_one() -> None:
    columns, _, _ = shapes("edge", 2_000, 1, checks=False)
    asked, _, _ = shapes("edge", 200, 2, checks=True)
    limit, index = np.full(200, 500.0), index_of(columns, columns.ce95_m)
    whole = {}
    for check, item, apart in zip(*sweep(index, asked, limit, measure=never), strict=True):
        whole[int(check), int(item)] = float(apart)
    some = sweep(index, asked, limit, measure=never, enough=1)
    assert set(some[0].tolist()) == {check for check, _ in whole}
    for check, item, apart in zip(*some, strict=True):
        assert whole[int(check), int(item)] == pytest.approx(float(apart), abs=1e-9)


def leg(kind: ShapeKind, vertices, **more) -> Leg:
    shape = Shape(kind=kind, vertices=tuple(vertices), **{"ce95_m": 10.0, **more})
    return Leg(shape=shape, window=WINDOWS[0])


def around(*metres, centre=CENTRES[0]):
    return [geodesic.offset(*centre, bearing, distance) for bearing, distance in metres]


CROSSING = {
    "a bow tie": around((45, 900), (225, 900), (135, 900), (315, 900)),
    "twice around": around(*((b, 900 + b) for b in (0, 120, 240, 0.5, 120.5, 240.5))),
    "a star of five": around(*((b, 900) for b in (0, 144, 288, 72, 216))),
    "out and back": around((0, 900), (90, 900), (90, 2000), (90, 900), (180, 900)),
}


@pytest.mark.parametrize("kernel", ENGINES)
@pytest.mark.parametrize("ring", CROSSING.values(), ids=CROSSING)
def test_a_ring_that_crosses_itself_holds_whatever_it_goes_around(ring, kernel) -> None:
    rng = np.random.default_rng(8)
    area = leg(ShapeKind.AREA, ring)
    dots = [
        leg(ShapeKind.PLACE, around((turn, out)))
        for turn, out in zip(rng.uniform(0, 360, 60), rng.uniform(0, 2500, 60), strict=True)
    ]
    expected = np.array([distance_m(area.shape, dot.shape) for dot in dots])
    assert (expected == 0).any()
    assert (expected > 0).any()
    for items, checks in (([area], dots), (dots, [area])):
        index = index_of(Columns.of(items), np.zeros(len(items)))
        limit = np.full(len(checks), 10_000.0)
        check, item, apart = sweep(index, Columns.of(checks), limit, measure=never, kernel=kernel)
        which = check if items == [area] else item
        assert sorted(which.tolist()) == list(range(60))
        assert apart == pytest.approx(expected[which], abs=0.005)


@pytest.mark.parametrize("kernel", ENGINES)
def test_what_is_very_near_the_limit_of_a_wide_check_is_measured_by_itself(kernel) -> None:
    wide = leg(ShapeKind.AREA, around(*((b, 19_000) for b in range(0, 360, 10))))
    corner = wide.shape.vertices[5]
    dots = [leg(ShapeKind.PLACE, [geodesic.offset(*corner, 50.0, 15_000 + d)]) for d in (-5, -0.01, 0.01, 5)]
    asked = []

    def measure(check: int, item: int) -> float:
        asked.append(item)
        return distance_m(wide.shape, dots[item].shape)

    found = sweep(
        index_of(Columns.of(dots), np.zeros(4)),
        Columns.of([wide]),
        np.array([15_000.0]),
        measure=measure,
        kernel=kernel,
    )
    assert set(found[1].tolist()) == {n for n in range(4) if distance_m(wide.shape, dots[n].shape) <= 15_000}
    assert set(asked) == {1, 2}


@pytest.mark.parametrize("kernel", ENGINES)
def test_doubt_and_reach_beyond_all_measure_are_everywhere(kernel) -> None:
    far = leg(ShapeKind.PLACE, around((0, 100), centre=CENTRES[3]), ce95_m=1e300)
    wide = leg(ShapeKind.PLACE, around((0, 100), centre=CENTRES[4]), reach_m=1e300)
    items, checks = Columns.of([far, wide]), Columns.of([leg(ShapeKind.PLACE, around((0, 1)))])
    index = index_of(items, 1.5 * items.ce95_m)
    found = sweep(index, checks, np.zeros(1), measure=lambda c, i: 0.0, kernel=kernel)
    assert sorted(found[1].tolist()) == [0, 1]


def test_more_pairs_than_the_room_asked_for_are_all_found(monkeypatch) -> None:
    columns, _, _ = shapes("edge", 2_000, 1, checks=False)
    asked, _, _ = shapes("edge", 80, 2, checks=True)
    limit, index = np.full(80, 3000.0), index_of(columns, columns.ce95_m)
    whole = in_order(sweep(index, asked, limit, measure=never))
    monkeypatch.setattr("commonground.check.sweeping.sweep.ROOM", 7)
    monkeypatch.setattr("commonground.check.sweeping.sweep.PER_CHECK", 0)
    few = in_order(sweep(index, asked, limit, measure=never))
    assert few[:2] == whole[:2]
    assert len(few[0]) > 100
