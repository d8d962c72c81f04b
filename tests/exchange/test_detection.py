"""Row 1, row 3: what a readback stops, mistake by mistake. The whole table is bench/bench_readback.py."""

from __future__ import annotations

import numpy as np
import pytest
from bench.bench_readback import JOINT_M, MISTAKES, tried

COUNT = 400


@pytest.mark.parametrize("name", [name for name in MISTAKES if name != "none" and "1937" not in name])
def test_row_1_no_mistake_beyond_three_times_the_joint_doubt_passes_for_a_match(name) -> None:
    size, stopped, _ = tried(name, COUNT, 7)
    assert not np.isnan(size).any()
    assert stopped[size > 3 * JOINT_M].all()
    beyond = stopped[size > 2 * JOINT_M]
    assert len(beyond) == 0 or beyond.mean() > 0.97


def test_row_1_another_place_fourteen_kilometres_away_is_blocked_every_time() -> None:
    size, stopped, blocked = tried("another place, 14 km", COUNT, 8)
    assert size.min() > 13_900
    assert stopped.all()
    assert blocked.all()


def test_honest_readbacks_are_blocked_less_than_once_in_a_hundred() -> None:
    _, stopped, blocked = tried("none", 4_000, 9)
    assert blocked.mean() < 0.01
    assert stopped.mean() < 0.08


def test_row_4_a_datum_without_a_published_operation_is_refused_not_shifted_by_nothing() -> None:
    size, _, _ = tried("Kalianpur 1937 read as WGS 84", 50, 10)
    assert np.isnan(size).all()
