"""A million pairs of places: the promise of the place code."""

from __future__ import annotations

import pytest
from tests.interop.voice_pairs import judge


@pytest.mark.parametrize("seed", range(10))
def test_a_million_pairs_never_miss_within_t_and_never_match_beyond(seed: int) -> None:
    missed, beyond, _ = judge(100_000, seed=1000 + seed)
    assert (missed, beyond) == (0, 0)
