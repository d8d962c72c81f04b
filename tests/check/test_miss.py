"""A miss is impossible within the stated bounds: the check against its brute-force twin."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.stats import ncx2
from tests.check.twin import GEOD, apart_m, verdicts
from tests.exchange.said import NOON, minutes, said

from commonground.check.check import check_standing
from commonground.check.index import Index
from commonground.check.measure.distance import distance_m
from commonground.check.measure.probability import CE95_PER_SIGMA, probability_within
from commonground.position import geodesic
from commonground.position.extent import Extent, Leg, Shape, ShapeKind
from commonground.position.place import Position
from commonground.position.window import Window
from commonground.register.fold import Register
from commonground.statements.notice import Notice, NoticeKind

# open sea, the antimeridian, both poles, the equator at the antimeridian
CENTRES = [(0.5, 0.5), (-17.0, 179.999), (66.0, -179.99), (89.995, 20.0), (-89.99, 45.0), (0.0, 180.0)]
STEP_M = 60.0

centres = st.sampled_from(CENTRES)
metres = st.floats(-4000, 4000)


def at(centre, north_m, east_m):
    distance = math.hypot(north_m, east_m)
    return geodesic.offset(*centre, math.degrees(math.atan2(east_m, north_m)) % 360, distance)


@st.composite
def shapes(draw, centre):
    kind = draw(st.sampled_from(ShapeKind))
    middle = at(centre, draw(metres), draw(metres))
    size = draw(st.sampled_from([5.0, 300.0, 2500.0]))
    doubt = draw(st.sampled_from([5.0, 60.0, 400.0]))
    if kind is ShapeKind.PLACE:
        return Shape.place(Position(lat_deg=middle[0], lon_deg=middle[1], ce95_m=doubt))
    turn = draw(st.floats(0, 90))
    if kind is ShapeKind.LINE:
        ends = tuple(
            geodesic.offset(*middle, (turn + 150 * k) % 360, size) for k in range(draw(st.integers(2, 4)))
        )
        return Shape(kind=kind, vertices=ends, ce95_m=doubt, reach_m=draw(st.sampled_from([0.0, 25.0])))
    corners = draw(st.integers(3, 7))
    ring = tuple(geodesic.offset(*middle, turn + 360 * k / corners, size) for k in range(corners))
    hole = tuple(geodesic.offset(*middle, turn + 360 * k / 5, size * 0.3) for k in range(5))
    return Shape(kind=kind, vertices=ring, ce95_m=doubt, holes=(hole,) if draw(st.booleans()) else ())


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_the_distance_of_two_shapes_is_that_of_their_twin(data) -> None:
    centre = data.draw(centres)
    first, second = data.draw(shapes(centre)), data.draw(shapes(centre))
    slow = apart_m(first, second, STEP_M)
    fast = distance_m(first, second) + first.reach_m + second.reach_m
    if distance_m(first, second) == 0.0:
        assert slow <= first.reach_m + second.reach_m + STEP_M
    else:
        assert slow - STEP_M - 0.01 <= fast <= slow + 0.01


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_nothing_within_the_margin_is_ever_missing_and_nothing_far_is_listed(data) -> None:
    centre = data.draw(centres)
    windows = [
        Window(start=NOON, end=NOON + minutes(60)),
        Window(start=NOON + minutes(60), end=NOON + minutes(120)),
        Window(start=NOON + minutes(30), end=NOON + minutes(90)),
    ]
    statements = []
    for number in range(data.draw(st.integers(1, 8))):
        leg = Leg(shape=data.draw(shapes(centre)), window=data.draw(st.sampled_from(windows)))
        notice = Notice(
            kind=NoticeKind.SITE, item=f"s{number}", extent=Extent(legs=(leg,)), confirmed_at=NOON
        )
        statements.append(said("south", notice))
    standing = Register.of(statements).at(NOON)
    extent = Extent(legs=(Leg(shape=data.draw(shapes(centre)), window=windows[0]),))
    margin_m = data.draw(st.sampled_from([0.0, 250.0, 2000.0]))
    result = check_standing(extent, margin_m, standing, [], parties=("south",))
    listed = {one.item.id for one in result.within}
    for id_, verdict in verdicts(extent, margin_m, standing, STEP_M).items():
        assert (verdict, id_ in listed) not in {("in", False), ("out", True)}


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_nothing_near_a_shape_of_hundreds_of_kilometres_is_missing(data) -> None:
    centre, step_m = data.draw(centres), 400.0
    size_m = data.draw(st.sampled_from([25_000.0, 90_000.0, 250_000.0]))
    turn = data.draw(st.floats(0, 90))
    ring = tuple(geodesic.offset(*centre, turn + 72 * k, size_m * (0.5 + 0.1 * k)) for k in range(5))
    if data.draw(st.booleans()):
        wide = Shape(kind=ShapeKind.LINE, vertices=ring, ce95_m=20.0, reach_m=30.0)
    else:
        hole = tuple(geodesic.offset(*centre, turn + 90 * k, size_m * 0.2) for k in range(4))
        holes = (hole,) if data.draw(st.booleans()) else ()
        wide = Shape(kind=ShapeKind.AREA, vertices=ring, ce95_m=20.0, holes=holes)
    corner = data.draw(st.integers(0, 4))
    lat, lon = at(ring[corner], data.draw(metres), data.draw(metres))
    dot = Shape.place(Position(lat_deg=lat, lon_deg=lon, ce95_m=data.draw(st.sampled_from([5.0, 300.0]))))
    slow = apart_m(wide, dot, step_m) - wide.reach_m
    fast = distance_m(wide, dot)
    assert max(0.0, slow - step_m) - 0.1 <= fast <= max(0.0, slow) + 0.1
    window = Window(start=NOON, end=NOON + minutes(60))
    for entry, asked in ((wide, dot), (dot, wide)):
        notice = Notice(
            kind=NoticeKind.SITE,
            item="s",
            extent=Extent(legs=(Leg(shape=entry, window=window),)),
            confirmed_at=NOON,
        )
        standing = Register.of([said("south", notice)]).at(NOON)
        extent = Extent(legs=(Leg(shape=asked, window=window),))
        listed = check_standing(extent, 2000.0, standing, [], parties=("south",)).within
        (verdict,) = verdicts(extent, 2000.0, standing, step_m).values()
        assert (verdict, bool(listed)) not in {("in", False), ("out", True)}


def test_four_drawings_of_one_border_make_no_difference_to_a_distance() -> None:
    corners = [at((66.0, -179.99), *v) for v in ((0, 0), (30_000, 4_000), (26_000, 40_000), (-3_000, 33_000))]
    fine = []
    for start, end in zip(corners, [*corners[1:], corners[0]], strict=True):
        away, length = geodesic.bearing_deg(start, end), geodesic.distance_m(start, end)
        fine += [start, *(geodesic.offset(*start, away, length * k / 37) for k in range(1, 37))]
    drawings = [corners, corners[::-1], corners[2:] + corners[:2], fine]
    for north, east in ((-1500.0, 12_000.0), (33_000.0, 20_000.0), (10_000.0, -900.0)):
        lat, lon = at(corners[0], north, east)
        dot = Shape.place(Position(lat_deg=lat, lon_deg=lon, ce95_m=9.0))
        for kind, rings in ((ShapeKind.AREA, drawings), (ShapeKind.LINE, [corners, corners[::-1]])):
            apart = [distance_m(Shape(kind=kind, vertices=tuple(ring), ce95_m=1.0), dot) for ring in rings]
            assert max(apart) - min(apart) < 0.005


@pytest.mark.parametrize("centre", CENTRES)
def test_near_the_limit_the_distance_is_right_to_five_millimetres(centre) -> None:
    rng = np.random.default_rng(7)
    for _ in range(8):
        north, east, turn, length = rng.uniform(-1, 1, 4) * (9000, 9000, 180, 15_000)
        start = at(centre, north, east)
        end = geodesic.offset(*start, turn % 360, abs(length) + 100)
        place = at(centre, *rng.uniform(-9000, 9000, 2))
        line = Shape(kind=ShapeKind.LINE, vertices=(start, end), ce95_m=1.0)
        dot = Shape.place(Position(lat_deg=place[0], lon_deg=place[1], ce95_m=1.0))
        azimuth, _, whole = GEOD.inv(start[1], start[0], end[1], end[0])

        def away(along, start=start, azimuth=azimuth, place=place):
            lon, lat, _ = GEOD.fwd(start[1], start[0], azimuth, along)
            return GEOD.inv(lon, lat, place[1], place[0])[2]

        best = minimize_scalar(away, bounds=(0, whole), method="bounded", options={"xatol": 1e-4}).fun
        best = min(best, away(0.0), away(whole))
        assert distance_m(line, dot) == pytest.approx(best, abs=0.005)


def test_an_area_of_a_thousand_kilometres_and_one_of_a_metre_are_both_measured() -> None:
    huge = Shape(
        kind=ShapeKind.AREA,
        vertices=tuple(geodesic.offset(0.5, 0.5, 360 * k / 40, 500_000.0) for k in range(40)),
        ce95_m=1.0,
    )
    edge = huge.vertices[3]
    out = geodesic.offset(*edge, 27.0, 1500.0)
    dot = Shape.place(Position(lat_deg=out[0], lon_deg=out[1], ce95_m=1.0))
    assert distance_m(huge, dot) == pytest.approx(1500.0, abs=8.0)
    assert distance_m(huge, Shape.place(Position(lat_deg=0.5, lon_deg=0.5, ce95_m=1.0))) == 0.0
    tiny = Shape(
        kind=ShapeKind.AREA, vertices=tuple(geodesic.offset(*edge, b, 1.0) for b in (0, 120, 240)), ce95_m=1.0
    )
    assert distance_m(tiny, dot) == pytest.approx(1500.0, abs=1.1)


def test_a_place_in_a_hole_is_outside() -> None:
    ring = tuple(geodesic.offset(0.5, 0.5, b, 4000.0) for b in range(0, 360, 20))
    hole = tuple(geodesic.offset(0.5, 0.5, b, 1000.0) for b in range(0, 360, 5))
    area = Shape(kind=ShapeKind.AREA, vertices=ring, holes=(hole,), ce95_m=1.0)
    dot = Shape.place(Position(lat_deg=0.5, lon_deg=0.5, ce95_m=1.0))
    assert distance_m(area, dot) == pytest.approx(1000.0, abs=1.5)


@pytest.mark.parametrize("apart", [0.0, 400.0, 900.0, 1300.0])
@pytest.mark.parametrize("margin", [100.0, 800.0, 1500.0])
def test_the_probability_of_two_places_is_the_closed_form(apart, margin) -> None:
    first = Shape.place(Position(lat_deg=0.0, lon_deg=180.0, ce95_m=300.0))
    lat, lon = geodesic.offset(0.0, 180.0, 60.0, apart) if apart else (0.0, 180.0)
    second = Shape.place(Position(lat_deg=lat, lon_deg=lon, ce95_m=400.0))
    sigma = 500.0 / CE95_PER_SIGMA
    exact = ncx2.cdf((margin / sigma) ** 2, 2, (apart / sigma) ** 2)
    assert probability_within(first, second, margin, apart) == pytest.approx(exact, abs=5e-4)


def test_the_probability_near_an_area_is_that_of_many_trials() -> None:
    rng = np.random.default_rng(11)
    ring = tuple(geodesic.offset(0.5, 0.5, b, r) for b, r in ((0, 900), (80, 1200), (150, 300), (230, 1100)))
    area = Shape(kind=ShapeKind.AREA, vertices=ring, ce95_m=300.0)
    line = Shape(
        kind=ShapeKind.LINE, vertices=(at((0.5, 0.5), 1500, -800), at((0.5, 0.5), 1500, 900)), ce95_m=400.0
    )
    dot = Shape.place(Position(lat_deg=line.vertices[0][0], lon_deg=line.vertices[0][1], ce95_m=400.0))
    sigma = 500.0 / CE95_PER_SIGMA
    for other in (line, dot):
        hits = 0
        trials = 1500
        for north, east in rng.normal(0, sigma, (trials, 2)):
            moved = tuple(at(vertex, north, east) for vertex in other.vertices)
            shape = Shape(kind=other.kind, vertices=moved, ce95_m=400.0)
            hits += distance_m(area, shape) <= 700.0
        share = hits / trials
        apart = distance_m(area, other)
        assert probability_within(area, other, 700.0, apart) == pytest.approx(
            share, abs=4 * 0.5 / trials**0.5
        )


def test_the_index_keeps_everything_that_can_come_near() -> None:
    rng = np.random.default_rng(3)
    statements = []
    for number in range(300):
        centre = CENTRES[number % len(CENTRES)]
        lat, lon = at(centre, *rng.uniform(-60_000, 60_000, 2))
        shape = Shape.place(Position(lat_deg=lat, lon_deg=lon, ce95_m=float(rng.uniform(5, 500))))
        leg = Leg(shape=shape, window=Window(start=NOON, end=NOON + minutes(60)))
        notice = Notice(
            kind=NoticeKind.SITE, item=f"s{number}", extent=Extent(legs=(leg,)), confirmed_at=NOON
        )
        statements.append(said("south", notice))
    standing = Register.of(statements).at(NOON)
    index = Index.of(standing)
    for centre in CENTRES:
        shape = Shape.place(Position(lat_deg=centre[0], lon_deg=centre[1], ce95_m=100.0))
        extent = Extent(legs=(Leg(shape=shape, window=Window(start=NOON, end=NOON + minutes(60))),))
        kept = {pair.item.id for pair in index.near(extent, 20_000.0)}
        near = {
            item.id
            for item in standing.items
            if GEOD.inv(centre[1], centre[0], *reversed(item.notice.extent.legs[0].shape.vertices[0]))[2]
            <= 20_000.0
        }
        assert near <= kept
        assert len(kept) < 60


def test_what_lies_on_the_other_side_of_the_earth_is_far_even_in_an_area_around_its_antipode() -> None:
    north = Shape(
        kind=ShapeKind.AREA, vertices=tuple(at((89.995, 20.0), *v) for v in ((9e3, 0), (-9e3, 8e3), (-9e3, -8e3))),
        ce95_m=1.0,
    )  # fmt: skip
    south = Shape.place(Position(lat_deg=-89.99, lon_deg=45.0, ce95_m=1.0))
    assert distance_m(north, south) > 1_000_000
