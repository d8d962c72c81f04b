"""Comparing two drawings of one line: figures against slow and plain ways, mirror images, made cases."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.maps.drawing import drawn, moved, wave

from commonground.errors import InputError
from commonground.finding import Kind
from commonground.maps.compare.comparison import compare
from commonground.maps.compare.frechet import frechet
from commonground.maps.compare.hausdorff import directed_m
from commonground.maps.depiction import coordinates
from commonground.maps.lines import filled, length_m, walk
from commonground.maps.nearest import Edges
from commonground.maps.plane import conformal_over
from commonground.position.geodesic import distance_m


def brute_offset(lat: float, lon: float, line: np.ndarray, near_deg: float = 0.02) -> float:
    """The nearest of very many places of a line, by the ellipsoid alone."""
    found = np.inf
    for (x0, y0), (x1, y1) in pairwise(line):
        if min(abs(lon - x0), abs(lon - x1)) > near_deg:
            continue
        for part in np.linspace(0, 1, 161):
            found = min(found, distance_m((lat, lon), (y0 + part * (y1 - y0), x0 + part * (x1 - x0))))
    return found


def test_a_drawing_compared_with_itself_differs_nowhere() -> None:
    one = compare(drawn(wave()), drawn(wave(), name="b"))
    shown = one.as_json()
    assert shown["offset_m"]["max"] == 0.0  # type: ignore[index]
    assert one.hausdorff_m < 1e-6
    assert one.leash.metres < 1e-6
    assert one.slivers.area_m2 < 1.0
    assert one.copied_share == 1.0
    assert not one.shift.misplaced


def test_offsets_are_those_of_a_plain_geodesic_search() -> None:
    a, b = wave(200), moved(wave(170, rough_deg=0.002), 300, -800)
    found = compare(drawn(a), drawn(b, name="b")).there
    rows = np.linspace(0, len(found.distance_m) - 1, 12).astype(int)
    for row in rows:
        slow = brute_offset(float(found.walk.lat_deg[row]), float(found.walk.lon_deg[row]), b)
        assert abs(slow - found.distance_m[row]) < 0.5


def test_every_place_is_given_its_nearest_edge_and_not_a_near_one() -> None:
    line = wave(900, rough_deg=0.004)
    plane = conformal_over(line[:, 1], line[:, 0])
    edges = Edges([line], plane)
    random = np.random.default_rng(3)
    lat, lon = random.uniform(-0.6, 0.6, 400), random.uniform(-1.3, 1.3, 400)
    x, y = plane.to_xy(lat, lon)
    feet = edges.nearest(x, y)
    whole = shapely.LineString(np.column_stack(plane.to_xy(line[:, 1], line[:, 0])))
    slow = shapely.distance(shapely.points(x, y), whole)
    np.testing.assert_allclose(feet.plane_m, slow, atol=1e-6)


def test_the_offset_is_never_over_the_hausdorff_nor_that_over_the_frechet_distance() -> None:
    a, b = drawn(wave(300)), drawn(moved(wave(280, rough_deg=0.003), -500, 900), name="b")
    found = compare(a, b)
    assert found.there.distance_m.max() <= found.hausdorff_m + 0.2
    assert found.back.distance_m.max() <= found.hausdorff_m + 0.2
    assert found.hausdorff_m <= found.leash.metres


def test_the_hausdorff_distance_looks_between_vertices() -> None:
    """A bow of three vertices about a long edge: the farthest place is the middle of the edge."""
    flat = np.array([[-0.5, 0.0], [0.5, 0.0]])
    corner = np.array([[-0.5, 0.0], [-0.499, 0.3], [0.499, 0.3], [0.5, 0.0]])
    plane = conformal_over(corner[:, 1], corner[:, 0])
    found = directed_m([flat], Edges(filled(drawn(corner).line), plane), plane)
    slow = max(brute_offset(0.0, lon, corner, 2.0) for lon in np.linspace(-0.5, 0.5, 21))
    assert found > 30_000
    assert found >= slow - 0.1


def test_the_hausdorff_distance_is_exact_to_a_tenth_of_a_metre() -> None:
    a, b = wave(60, rough_deg=0.01), wave(50, rough_deg=0.01, seed=2)
    plane = conformal_over(a[:, 1], a[:, 0])
    exact = directed_m([a], Edges([b], plane), plane)
    dense = walk(shapely.LineString(a), 5.0)
    x, y = plane.to_xy(dense.lat_deg, dense.lon_deg)
    sampled = (Edges([b], plane).nearest(x, y).plane_m / plane.scale(dense.lat_deg)).max()
    assert abs(exact - sampled) < 3.0  # the samples stand 5 m apart
    assert exact >= sampled - 0.1


def plain_frechet(a: np.ndarray, b: np.ndarray) -> float:
    """The textbook table (Eiter and Mannila 1994)."""
    apart = np.hypot(a[:, None, 0] - b[None, :, 0], a[:, None, 1] - b[None, :, 1])
    table = np.empty_like(apart)
    for i in range(len(a)):
        for j in range(len(b)):
            ways = [table[x, y] for x, y in ((i - 1, j), (i, j - 1), (i - 1, j - 1)) if x >= 0 and y >= 0]
            table[i, j] = max(apart[i, j], min(ways)) if ways else apart[i, j]
    return float(table[-1, -1])


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 60), st.integers(2, 60), st.booleans())
def test_the_frechet_distance_is_that_of_the_whole_table(seed: int, n: int, m: int, turned: bool) -> None:
    random = np.random.default_rng(seed)
    a = np.cumsum(random.normal(0, 40, (n, 2)), axis=0)
    b = np.cumsum(random.normal(0, 40, (m, 2)), axis=0)
    given_b = b[::-1] if turned else b
    found = frechet(a, given_b, np.ones(n), 1.0)
    assert found.metres == pytest.approx(plain_frechet(a, given_b[::-1] if found.backwards else given_b))


def test_the_frechet_distance_of_a_line_walked_backwards_is_that_of_the_line() -> None:
    line = wave(4000)
    there = compare(drawn(line), drawn(moved(line, 0, 700), name="b"))
    back = compare(drawn(line), drawn(moved(line, 0, 700)[::-1], name="b", areas=False))
    assert back.leash.backwards
    assert abs(there.leash.metres - back.leash.metres) < 100.0


@pytest.mark.parametrize(("east", "north"), [(2129.0, 601.0), (-350.0, 0.0), (120.0, -900.0), (0.0, 60.0)])
def test_a_line_moved_as_a_whole_is_told_by_how_much(east: float, north: float) -> None:
    line = wave(1500, west=-2.0, east=2.0)
    found = compare(drawn(moved(line, east, north)), drawn(line, name="b")).shift
    assert np.hypot(found.east_m - east, found.north_m - north) < max(20.0, 0.1 * np.hypot(east, north))
    assert found.misplaced
    assert found.explained > 0.9


def test_a_line_drawn_more_coarsely_is_not_called_displaced() -> None:
    line = wave(3000, west=-2.0, east=2.0)
    found = compare(drawn(line), drawn(line[::60], name="b"))
    assert not found.shift.misplaced
    assert found.shift.model == "none"
    assert not any(one.kind is Kind.DEPICTION_MISPLACED for one in found.findings)


def test_names_and_order_exchanged_give_the_mirror_image() -> None:
    a, b = drawn(wave(500)), drawn(moved(wave(400, rough_deg=0.002), 700, -200), name="b")
    one, other = compare(a, b), compare(b, a)
    assert one.there.summary() == other.back.summary()
    assert (one.shift.east_m, one.shift.north_m) == (-other.shift.east_m, -other.shift.north_m)
    assert one.shift.misplaced == other.shift.misplaced
    assert one.hausdorff_m == pytest.approx(other.hausdorff_m, abs=0.2)
    assert one.leash.metres == pytest.approx(other.leash.metres, rel=1e-3)
    assert one.slivers.area_m2 == pytest.approx(other.slivers.area_m2, rel=1e-9)
    assert [p.in_a for p in one.slivers.pieces] == [p.in_b for p in other.slivers.pieces]
    assert [f.kind for f in one.findings] == [f.kind for f in other.findings]


def test_reversed_lines_and_further_vertices_change_no_figure() -> None:
    line, other = wave(300), moved(wave(300), 100, 400)
    middle = (line[:-1] + line[1:]) / 2
    more = np.empty((2 * len(line) - 1, 2))
    more[::2], more[1::2] = line, middle
    plain = compare(drawn(line), drawn(other, name="b"))
    thick = compare(drawn(more), drawn(other[::-1], name="b", areas=False))
    assert thick.hausdorff_m == pytest.approx(plain.hausdorff_m, abs=0.5)
    assert thick.slivers.area_m2 == pytest.approx(plain.slivers.area_m2, rel=1e-4)
    assert np.median(thick.there.distance_m) == pytest.approx(np.median(plain.there.distance_m), abs=0.5)


def test_a_whole_turn_of_longitude_changes_no_figure() -> None:
    a, b = wave(300, west=179.0, east=181.0), moved(wave(280, west=179.0, east=181.0), 0, 500)
    jumping = b.copy()
    jumping[:, 0] = (jumping[:, 0] + 180) % 360 - 180
    from commonground.maps.depiction import run_on

    plain = compare(drawn(a), drawn(b, name="b"))
    across = compare(drawn(a), drawn(run_on(jumping), name="b", areas=False))
    assert across.hausdorff_m == pytest.approx(plain.hausdorff_m, abs=0.2)


def copy_of(line: np.ndarray, first: int, last: int, seed: int) -> np.ndarray:
    """A drawing that follows another from one vertex to another with 5 m of noise, and not elsewhere."""
    random = np.random.default_rng(seed)
    noise = random.normal(0, 5 / 111_000, line.shape)
    other = moved(line, 0, 0) + np.column_stack(
        [np.zeros(len(line)), 0.006 + 0.002 * np.sin(40 * line[:, 0])]
    )
    other[first:last] = line[first:last] + noise[first:last]
    return other


@pytest.mark.parametrize(("first", "last"), [(0, 3000), (500, 1500), (1200, 2900), (100, 900)])
def test_a_copied_stretch_is_found_from_end_to_end(first: int, last: int) -> None:
    line = wave(3000, west=-2.0, east=2.0)
    found = compare(drawn(line), drawn(copy_of(line, first, last, first), name="b"))
    along = walk(shapely.LineString(line)).along_m
    marked = np.zeros(len(along), dtype=bool)
    for one in found.copied:
        marked |= (along >= one.from_m) & (along <= one.to_m)
    lon = np.interp(along, walk(shapely.LineString(line)).along_m, walk(shapely.LineString(line)).lon_deg)
    planted = (lon >= line[first, 0]) & (lon <= line[last - 1, 0])
    assert (marked & planted).sum() > 0.95 * planted.sum()
    assert (marked & planted).sum() > 0.95 * marked.sum()


def test_two_drawings_that_only_cross_have_no_copied_stretch() -> None:
    found = compare(drawn(wave(2000)), drawn(wave(2000, rough_deg=0.01), name="b"))
    assert found.copied_run_share < 0.02
    assert not any(one.kind is Kind.DEPICTION_COPIED for one in found.findings)


def test_a_truncated_end_is_told_with_its_length() -> None:
    line = wave(2000, west=-1.0, east=1.0)
    short = line[:1700]
    found = compare(drawn(line), drawn(moved(short, 0, 50), name="b"))
    length = walk(shapely.LineString(line)).length_m - walk(shapely.LineString(short)).length_m
    assert found.trim.total_m == pytest.approx(length, abs=500)
    assert any(one.kind is Kind.DEPICTION_TRUNCATED for one in found.findings)
    assert any("truncated" in hint for hint in found.hints)


def test_a_local_bulge_is_told_where_it_stands() -> None:
    line = wave(4000, west=-2.0, east=2.0)
    other = moved(line, 0, 30)
    bulge = (other[:, 0] > 0.5) & (other[:, 0] < 0.6)
    other[bulge, 1] += 0.04
    found = compare(drawn(line), drawn(other, name="b"))
    assert len(found.events) == 1
    assert 0.5 <= found.events[0].lon_deg <= 0.6
    assert found.events[0].largest_m > 3500


def test_slivers_have_the_ground_between_the_lines_and_their_owners() -> None:
    line = np.column_stack([np.linspace(-1, 1, 50), np.zeros(50)])
    found = compare(drawn(line), drawn(moved(line, 0, 1000), name="b")).slivers
    assert found.area_m2 == pytest.approx(1000 * 2 * 111_319.49, rel=0.002)
    assert found.pieces[0].in_a == ("NOR",)
    assert found.pieces[0].in_b == ("SOU",)
    assert found.pieces[0].width_m == pytest.approx(1000, rel=0.02)


def test_coordinates_on_a_coarse_lattice_are_told() -> None:
    line = wave(400)
    found = compare(drawn(line), drawn(np.round(line, 2), name="rough"))
    assert any("rough: coordinates are rounded to 0.01 degree" in hint for hint in found.hints)


def test_a_window_compares_what_lies_inside_alone() -> None:
    line = wave(2000)
    other = moved(line, 0, 100)
    other[:1000] = moved(line, 0, 3000)[:1000]
    found = compare(drawn(line), drawn(other, name="b"), (0.2, -1.0, 0.8, 1.0))
    assert found.there.distance_m.max() < 150
    assert found.slivers.area_m2 < 100 * 1.2 * 111_319 * 0.6
    with pytest.raises(InputError, match="window"):
        compare(drawn(line), drawn(other, name="b"), (20.0, -1.0, 21.0, 1.0))


def test_a_line_of_two_vertices_and_a_self_crossing_one_are_compared() -> None:
    two = np.array([[-0.5, 0.0], [0.5, 0.1]])
    loop = np.array([[-0.5, 0.0], [0.3, 0.1], [0.1, 0.2], [0.1, -0.1], [0.5, 0.1]])
    found = compare(drawn(two, areas=False), drawn(loop, name="b", areas=False))
    assert found.hausdorff_m > 5000
    assert found.slivers.area_m2 > 0


def test_a_depiction_without_a_line_cannot_be_compared() -> None:
    from dataclasses import replace

    bare = replace(drawn(wave()), line=shapely.LineString(), name="bare")
    with pytest.raises(InputError, match="no line"):
        compare(drawn(wave()), bare)
    assert len(coordinates(bare.areas["NOR"])[0]) > 10


def test_a_line_with_its_axes_exchanged_is_compared_in_bounded_memory_and_told() -> None:
    line = wave(3000) + np.array([30.0, 60.0])
    found = compare(drawn(line, areas=False), drawn(line[:, ::-1], name="b", areas=False))
    assert found.hausdorff_m > 1_000_000
    assert any("exchanged" in hint for hint in found.hints)


def test_a_drawing_compared_with_itself_has_no_ends_beyond_its_own() -> None:
    assert compare(drawn(wave()), drawn(wave(), name="b")).trim.total_m == 0.0


def test_a_line_that_goes_on_is_told_to_the_step() -> None:
    whole = wave()
    found = compare(drawn(whole, areas=False), drawn(whole[: len(whole) // 2], name="b", areas=False)).trim
    beyond = length_m(shapely.LineString(whole[len(whole) // 2 - 1 :]))
    assert found.a_end_m == pytest.approx(beyond, abs=100)
    assert (found.a_start_m, found.b_start_m, found.b_end_m) == (0.0, 0.0, 0.0)


def test_a_shift_along_straight_lines_is_not_made_up() -> None:
    east = np.linspace(-1, 1, 300)
    line = np.column_stack([east, np.full(300, 0.5)])
    other = line + np.array([0.05, 0.02])
    shift = compare(drawn(line, areas=False), drawn(other, name="b", areas=False)).shift
    assert shift.straight
    assert abs(shift.east_m) < 1
    assert shift.north_m == pytest.approx(-0.02 * 110_575, rel=0.001)
    bent = compare(drawn(wave(), areas=False), drawn(moved(wave(), 100, 0), name="b", areas=False)).shift
    assert not bent.straight


def test_exchanged_axes_are_hinted_at_even_where_the_drawings_meet() -> None:
    line = wave() + np.array([0.3, 0.0])
    found = compare(drawn(line, areas=False), drawn(line[:, ::-1], name="b", areas=False))
    assert any("exchanged" in hint for hint in found.hints)


def test_lines_of_two_borders_are_told_apart() -> None:
    found = compare(drawn(wave(), areas=False), drawn(wave() + np.array([40.0, 20.0]), name="b", areas=False))
    assert any("may not be of one border" in hint for hint in found.hints)


@pytest.mark.filterwarnings("error")
def test_a_line_that_reaches_a_pole_gives_figures() -> None:
    line = np.array([[0.0, 88.0], [1.0, 89.0], [2.0, 90.0]])
    found = compare(drawn(line, areas=False), drawn(line + np.array([0.5, 0.0]), name="b", areas=False))
    assert np.isfinite(found.hausdorff_m)
