"""A long campaign: the sweep, with and without its kernel, against every pair measured one by one."""

from __future__ import annotations

import numpy as np
import pytest
from tests.check.test_sweep import ENGINES, legs, slow

from commonground.check.measure.distance import distance_m
from commonground.check.sweeping.columns import Columns
from commonground.check.sweeping.index import index_of
from commonground.check.sweeping.sweep import sweep


@pytest.mark.parametrize("kernel", ENGINES)
@pytest.mark.parametrize("seed", range(1000, 1040))
def test_no_pair_is_ever_missing_or_extra(seed, kernel) -> None:
    rng = np.random.default_rng(seed)
    items, checks = legs(rng, 400, 30_000.0), legs(rng, 40, 30_000.0)
    search = np.array([1.5184 * leg.shape.ce95_m for leg in items])
    limit = rng.choice([0.0, 50.0, 2500.0, 15_000.0], len(checks))
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
    for c, i in fast.keys() ^ expected.keys():
        assert distance_m(checks[c].shape, items[i].shape) == pytest.approx(limit[c] + search[i], abs=0.01)
    for pair in fast.keys() & expected.keys():
        assert fast[pair] == pytest.approx(expected[pair], abs=0.01 + 2e-6 * expected[pair])
