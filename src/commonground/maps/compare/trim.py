"""Ends: how much of each line runs on where the other has already ended.

A truncated drawing makes the largest offset and the Hausdorff distance a statement about its end.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonground.maps.compare.offsets import Offsets

TOLD_FROM_M = 5000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Trim:
    """Metres of A beyond B's ends and of B beyond A's ends, at the first and last vertex of each."""

    a_start_m: float
    a_end_m: float
    b_start_m: float
    b_end_m: float
    told_from_m: float = TOLD_FROM_M  # shorter ones are no finding

    @property
    def total_m(self) -> float:
        return self.a_start_m + self.a_end_m + self.b_start_m + self.b_end_m

    def as_json(self) -> dict[str, object]:
        return {
            "a": [round(self.a_start_m, 1), round(self.a_end_m, 1)],
            "b": [round(self.b_start_m, 1), round(self.b_end_m, 1)],
        }


def trim(there: Offsets, back: Offsets) -> Trim:
    """From the offsets of both whole lines. A stretch counts while its nearest place is an end."""
    a_start, a_end = _beyond(there)
    b_start, b_end = _beyond(back)
    return Trim(a_start_m=a_start, a_end_m=a_end, b_start_m=b_start, b_end_m=b_end)


def _beyond(offsets: Offsets) -> tuple[float, float]:
    """How far from its first and from its last vertex a line runs with an end of the other nearest."""
    at_first = (offsets.foot_edge == 0) & (offsets.foot_part <= 0.0)
    at_last = (offsets.foot_edge == offsets.last_edge) & (offsets.foot_part >= 1.0)
    along = offsets.walk.along_m
    away = np.flatnonzero(~(at_first | at_last))
    if len(away) == 0:  # all of it lies beyond the other's ends
        turn = int(np.argmax(at_first != at_first[0]))
        if turn == 0:
            return float(along[-1] - along[0]), 0.0
        return float(along[turn - 1] - along[0]), float(along[-1] - along[turn])
    first, last = max(int(away[0]) - 1, 0), min(int(away[-1]) + 1, len(along) - 1)
    return float(along[first] - along[0]), float(along[-1] - along[last])
