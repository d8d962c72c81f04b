"""Joining parts of doubt: exact at both ends, never a jump, never below its largest part."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.position.doubt import (
    CELL_95,
    NORMAL_95,
    join,
    join_columns,
    join_radii,
    linear_sum_m,
    worst,
)
from commonground.position.profile import Basis
from commonground.position.reading import Doubt, Part

radii = st.floats(0.01, 1e6)


def _doubt(part: Part, ce95_m: float, basis: Basis = Basis.KNOWN) -> Doubt:
    return Doubt(part=part, ce95_m=ce95_m, basis=basis)


@given(radii)
def test_a_lone_part_keeps_its_own_radius_to_the_bit(radius):
    for part in Part:
        assert join([_doubt(part, radius)]) == radius


def test_no_parts_are_no_doubt():
    assert join([]) == 0.0
    assert worst([]) is Basis.KNOWN


@given(radii, radii)
def test_joining_never_loses_doubt_and_never_passes_the_worst_case(cell, normal):
    joint = join_radii(cell, normal)
    assert max(cell, normal) <= joint <= (cell + normal) * (1 + 1e-12)


@given(radii, radii)
def test_normal_parts_join_as_variances(a, b):
    joint = join([_doubt(Part.DATUM, a), _doubt(Part.REPORT, b)])
    assert math.isclose(joint, math.hypot(a, b), rel_tol=1e-12)


@pytest.mark.parametrize("share", [0.03, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75, 0.9])
def test_the_joint_circle_holds_95_in_100_of_a_square_blurred_by_a_normal(share):
    cell = 1.0 - share  # radii that add to one
    joint = join_radii(cell, share)
    rng = np.random.default_rng(7)
    count = 400_000
    spots = (rng.random((count, 2)) - 0.5) * (cell / CELL_95)
    spots += rng.normal(0, share / NORMAL_95, (count, 2))
    held = (np.hypot(spots[:, 0], spots[:, 1]) <= joint).mean()
    assert abs(held - 0.95) < 0.0015


def test_the_known_two_metres_of_wgs84_do_not_make_a_square_jump():
    assert abs(join([_doubt(Part.NOTATION, 599.1), _doubt(Part.DATUM, 2.0)]) - 599.1) < 0.05


@given(st.lists(st.tuples(radii, radii), min_size=1, max_size=20))
def test_columns_join_as_one_by_one(pairs):
    cells, normals = (np.array(column) for column in zip(*pairs, strict=True))
    one_by_one = [join_radii(float(c), float(n)) for c, n in pairs]
    np.testing.assert_allclose(join_columns(cells, normals), one_by_one, rtol=1e-12)


def test_the_weakest_basis_speaks_for_all():
    parts = [
        _doubt(Part.NOTATION, 1),
        _doubt(Part.DATUM, 2, Basis.UNKNOWN),
        _doubt(Part.REPORT, 3, Basis.ASSUMED),
    ]
    assert worst(parts) is Basis.UNKNOWN
    assert linear_sum_m(parts) == 6
