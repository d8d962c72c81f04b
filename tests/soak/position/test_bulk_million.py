"""A million generated texts: the bulk engine and the slow reader say the same of every one."""

from __future__ import annotations

import pytest
from tests.position.bulk_texts import differences, generated


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(100, 120))
def test_both_engines_say_the_same_of_fifty_thousand_texts(seed: int) -> None:
    found, readings = differences(generated(50_000, seed))
    assert not found, found[:3]
    assert readings.slow.mean() < 0.3
