"""Which side: exact probabilities, the maps asked one by one, and no silent answer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import dblquad
from tests.maps.drawing import drawn, moved, wave

from commonground.errors import InputError
from commonground.maps.plane import Conformal, conformal_over
from commonground.maps.probability import area_in, mass_inside
from commonground.maps.side import Verdict, chance_text, side
from commonground.position.place import Position


class Flat:
    """A plane that is the plane: x and y in metres pass as longitude and latitude."""

    def to_xy(self, lat_deg: np.ndarray, lon_deg: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return np.asarray(lon_deg), np.asarray(lat_deg)

    def to_degrees(self, x_m: np.ndarray, y_m: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return np.asarray(y_m), np.asarray(x_m)


def mass(area: shapely.Geometry, x: float, y: float, covariance: np.ndarray) -> float:
    return float(mass_inside(area_in(Flat(), area), np.array([x]), np.array([y]), covariance)[0])


def test_the_probability_in_a_box_is_that_of_quadrature() -> None:
    covariance = np.array([[400.0, 150.0], [150.0, 900.0]])
    inverse, root = np.linalg.inv(covariance), np.sqrt(np.linalg.det(covariance))

    def density(y: float, x: float) -> float:
        d = np.array([x - 3.0, y + 5.0])
        return float(np.exp(-d @ inverse @ d / 2) / (2 * np.pi * root))

    slow = dblquad(density, -20, 35, -30, 10, epsabs=1e-9)[0]
    assert mass(shapely.box(-20, -30, 35, 10), 3.0, -5.0, covariance) == pytest.approx(slow, abs=1e-6)


def test_an_area_with_a_hole_and_an_island_is_counted_with_its_signs() -> None:
    ring = (
        shapely.box(-50, -50, 50, 50)
        .difference(shapely.box(-20, -20, 20, 20))
        .union(shapely.box(-5, -5, 5, 5))
    )
    parts = [mass(shapely.box(-s, -s, s, s), 3, 4, np.eye(2) * 100) for s in (50, 20, 5)]
    assert mass(ring, 3, 4, np.eye(2) * 100) == pytest.approx(parts[0] - parts[1] + parts[2], abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000))
def test_an_area_and_the_ground_beside_it_share_the_whole_mass(seed: int) -> None:
    random = np.random.default_rng(seed)
    line = np.column_stack([np.linspace(-500, 500, 40), random.normal(0, 15, 40)])
    north = shapely.Polygon([*line, (500, 900), (-500, 900)]).buffer(0)
    south = shapely.box(-500, -900, 500, 900).difference(north)
    x, y = random.uniform(-100, 100), random.uniform(-60, 60)
    covariance = np.diag(random.uniform(25, 2500, 2))
    assert mass(north, x, y, covariance) + mass(south, x, y, covariance) == pytest.approx(1.0, abs=1e-7)


def test_a_place_on_an_edge_and_on_a_vertex_is_half_and_a_quarter_inside() -> None:
    box = shapely.box(0, 0, 10_000, 10_000)
    assert mass(box, 0.0, 5000.0, np.eye(2) * 100) == pytest.approx(0.5, abs=1e-5)
    assert mass(box, 0.0, 0.0, np.eye(2) * 100) == pytest.approx(0.25, abs=1e-5)
    assert mass(box, 1e-9, 5000.0, np.eye(2) * 100) == pytest.approx(0.5, abs=1e-5)


def test_probability_falls_steadily_as_the_place_moves_out() -> None:
    line = wave(800, rough_deg=0.0005)
    plane = conformal_over(line[:, 1], line[:, 0])
    area = area_in(plane, drawn(line).areas["NOR"])
    x, y = plane.to_xy(np.full(50, line[400, 1]), np.full(50, line[400, 0]))
    found = mass_inside(area, x, y + np.linspace(900, -900, 50), np.eye(2) * 200**2)
    assert (np.diff(found) < 0).all()


def test_turning_everything_turns_no_probability() -> None:
    from shapely import affinity

    area = shapely.Polygon([(0, 0), (80, 10), (60, 70), (20, 30)])
    turned = affinity.rotate(area, 37, origin=(0, 0))
    place = affinity.rotate(shapely.Point(30, 20), 37, origin=(0, 0))
    covariance = np.diag([300.0, 80.0])
    angle = np.radians(37)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    assert mass(area, 30, 20, covariance) == pytest.approx(
        mass(turned, place.x, place.y, turn @ covariance @ turn.T), abs=1e-9
    )


def test_the_signed_distance_is_positive_inside_the_first_listed_party() -> None:
    flat = np.column_stack([np.linspace(-1, 1, 21), np.zeros(21)])
    north = side(Position(lat_deg=0.02, lon_deg=0.1, ce95_m=20), [drawn(flat)]).maps[0]
    south = side(Position(lat_deg=-0.02, lon_deg=0.1, ce95_m=20), [drawn(flat)]).maps[0]
    assert north.inside == ("NOR",)
    assert north.signed_m == pytest.approx(0.02 * 110_574.3, rel=1e-4)
    assert south.inside == ("SOU",)
    assert south.signed_m == pytest.approx(-0.02 * 110_574.3, rel=1e-4)


def test_maps_that_draw_the_place_on_different_sides_differ_and_the_smallest_move_is_told() -> None:
    a, b = drawn(wave()), drawn(moved(wave(), 0, 3000), name="b")
    lat = float(wave()[300, 1]) + 0.01
    found = side(Position(lat_deg=lat, lon_deg=float(wave()[300, 0]), ce95_m=50), [a, b])
    assert found.verdict is Verdict.MAPS_DIFFER
    assert found.smallest_move is not None
    assert found.smallest_move[0] == "a"
    assert "The maps differ." in found.text
    assert "not demarcation" in found.text


def test_maps_agree_only_where_every_map_is_sure() -> None:
    lat, lon = float(wave()[300, 1]), float(wave()[300, 0])
    maps = [drawn(wave()), drawn(moved(wave(), 0, 40), name="b")]
    far = side(Position(lat_deg=lat + 0.05, lon_deg=lon, ce95_m=50), maps)
    near = side(Position(lat_deg=lat + 0.0006, lon_deg=lon, ce95_m=500), maps)
    assert far.verdict is Verdict.ALL_AGREE
    assert near.verdict is Verdict.CANNOT_SAY


def test_the_order_of_the_maps_changes_no_verdict() -> None:
    maps = [drawn(wave()), drawn(moved(wave(), 0, 3000), name="b"), drawn(moved(wave(), 0, -500), name="c")]
    position = Position(lat_deg=0.02, lon_deg=0.0, ce95_m=50)
    one, other = side(position, maps), side(position, maps[::-1])
    assert one.verdict is other.verdict
    assert {m.name: m.p for m in one.maps} == {m.name: m.p for m in other.maps}


def test_a_line_without_areas_cannot_say() -> None:
    found = side(Position(lat_deg=0.5, lon_deg=0.0, ce95_m=10), [drawn(wave(), areas=False)])
    assert found.verdict is Verdict.CANNOT_SAY
    assert found.maps[0].inside == ()
    assert found.maps[0].signed_m is None
    assert "cannot say" in found.text


def test_an_overlap_and_a_gap_are_said_and_are_no_agreement() -> None:
    base = drawn(wave())
    wide = replace(
        base, areas={**base.areas, "SOU": base.areas["SOU"].union(shapely.box(-0.2, -0.5, 0.2, 0.5))}
    )
    gap = replace(
        base, areas={p: a.difference(shapely.box(-0.2, -0.5, 0.2, 0.5)) for p, a in base.areas.items()}
    )
    position = Position(lat_deg=0.3, lon_deg=0.0, ce95_m=50)
    both, neither = side(position, [wide]), side(position, [gap])
    assert both.maps[0].inside == ("NOR", "SOU")
    assert min(both.maps[0].p.values()) > 0.99  # not brought to a sum of one
    assert neither.maps[0].inside == ()
    assert both.verdict is neither.verdict is Verdict.CANNOT_SAY


def test_a_place_beyond_what_a_cut_out_map_draws_gets_no_answer() -> None:
    cut = replace(drawn(wave()), reach=shapely.box(-1, -0.4, 1, 0.4))
    found = side(Position(lat_deg=1.0, lon_deg=0.0, ce95_m=10), [cut])
    assert found.verdict is Verdict.CANNOT_SAY
    assert "outside what this map draws" in found.maps[0].unsaid


def test_a_line_never_shown_to_a_party_says_so() -> None:
    shown = replace(drawn(wave()), shown_to=("NOR",))
    found = side(Position(lat_deg=0.5, lon_deg=0.0, ce95_m=10), [shown])
    assert found.maps[0].never_shown_to == ("SOU",)
    assert "Never shown to SOU: a." in found.text


def test_the_antimeridian_is_no_edge_of_a_map() -> None:
    line = wave(west=179.0, east=181.0)
    found = side(Position(lat_deg=0.4, lon_deg=-179.5, ce95_m=30), [drawn(line)])
    assert found.maps[0].inside == ("NOR",)
    assert found.maps[0].distance_m == pytest.approx(30_000, rel=0.4)


def test_no_probability_is_told_as_certain() -> None:
    assert chance_text(1.0) == "over 0.999"
    assert chance_text(0.0) == "under 0.001"
    found = side(Position(lat_deg=0.5, lon_deg=0.0, ce95_m=1), [drawn(wave())])
    assert max(found.maps[0].p.values()) < 1.0
    assert min(found.maps[0].p.values()) > 0.0


def test_nothing_asked_is_an_error() -> None:
    with pytest.raises(InputError):
        side(Position(lat_deg=0.5, lon_deg=0.0, ce95_m=1), [])


def test_the_plane_goes_there_and_back() -> None:
    random = np.random.default_rng(5)
    for south in (-70.0, -20.0, -1.0, 30.0, 65.0):
        lat, lon = random.uniform(south, south + 10, 500), random.uniform(170, 190, 500)
        plane: Conformal = conformal_over(lat, lon)
        back = plane.to_degrees(*plane.to_xy(lat, lon))
        np.testing.assert_allclose(back[0], lat, atol=1e-9)
        np.testing.assert_allclose((back[1] - lon + 180) % 360 - 180, 0, atol=1e-9)
