"""Which operation to take at one place, and how sure of it we are.

The rule, as docs/spec/datum-operations.md gives it to officers:

1. An operation is valid where the place lies in the area of use of every one of its steps.
2. Of the valid ones the most exactly stated is taken; unknown accuracy comes last; a tie goes to
   the smaller area, then to the code.
3. Doubt is twice the stated accuracy (stated figures are not bounds: measured 66 to 85 % hold),
   joined with half the largest distance between valid operations that disagree by more than they
   state together. Where they contradict outright, the whole distance from the one taken counts.
   Operations that their authority has replaced are never taken, but compared. A grid of measured
   shifts is compared with grids alone.
4. Unknown accuracy is UNKNOWN, with a figure of ours standing in.
5. Where no operation is valid, the nearest is taken within REACH_DEG, said, and its doubt doubled;
   farther off there is none.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from commonground.position.profile import Basis
from commonground.position.transform.crs import Box
from commonground.position.transform.operation import STATED_TO_95, Operation

UNKNOWN_CE95_M = 100.0
OUTSIDE_FACTOR = 2.0
REACH_DEG = 3.0  # how far beyond its area an operation is still taken, with doubled doubt
COMPARED_DEG = 10.0  # outside all areas: operations this much farther off still count for the spread
CONTRADICT = 3.0  # times the joint stated accuracy


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What was chosen at one place. `index` counts among the operations given; -1 for none."""

    index: int
    ce95_m: float
    basis: Basis
    inside: bool
    disagreement_m: float  # largest distance between two operations compared here
    contradicts: bool
    compared: tuple[int, ...]  # the operations valid here, or the nearest ones outside


NONE = Choice(
    index=-1,
    ce95_m=math.inf,
    basis=Basis.UNKNOWN,
    inside=False,
    disagreement_m=0,
    contradicts=False,
    compared=(),
)


def choose(
    usable: Sequence[Operation],
    away: Sequence[float],
    shifts: Sequence[tuple[float, float] | None],
    named: int = -1,
) -> Choice:
    """Choose at a place, given how far outside each operation's areas it lies (`beyond_deg`).

    `shifts` is where each operation takes it: (east_m, north_m) from anywhere common; None says that
    the operation gives nothing here (beyond its grid). `named` forces one.
    """
    able = [i for i, shift in enumerate(shifts) if shift is not None]
    current = [i for i in able if not usable[i].superseded]
    if not current or (named >= 0 and shifts[named] is None):
        return NONE
    nearest = min(away[i] for i in current)
    inside = nearest == 0
    compared = [i for i in able if (away[i] == 0 if inside else away[i] <= nearest + COMPARED_DEG)]
    if named < 0:
        taken = min((i for i in current if away[i] == nearest), key=lambda i: rank(usable[i]))
        if away[taken] > REACH_DEG and usable[taken].accuracy_m != 0:  # 0: a mere change of meridian
            return NONE
    else:
        taken = named
        inside = away[taken] == 0
        compared = compared if taken in compared else [*compared, taken]
    return _doubt(usable, shifts, taken, tuple(compared), inside)


def rank(operation: Operation) -> tuple[bool, float, float, str]:
    """Smaller is taken first."""
    accuracy = operation.accuracy_m
    size = min((_size(box) for box, _ in operation.areas), default=math.inf)
    return (accuracy is None, accuracy or 0.0, size, operation.code)


def beyond_deg(operation: Operation, lat_deg: float, lon_deg: float) -> float:
    """How far a place lies outside the areas of an operation, in degrees; 0 inside all of them."""
    return max((_outside(box, lat_deg, lon_deg) for box, _ in operation.areas), default=0.0)


def _doubt(
    usable: Sequence[Operation],
    shifts: Sequence[tuple[float, float] | None],
    taken: int,
    compared: tuple[int, ...],
    inside: bool,
) -> Choice:
    largest = spread = 0.0
    contradicts = outright = False
    by_grid = usable[taken].uses_grid
    for place, i in enumerate(compared):
        for j in compared[place + 1 :]:
            apart = math.dist(shifts[i] or (0, 0), shifts[j] or (0, 0))
            stated = _stated_together(usable[i], usable[j])
            largest = max(largest, apart)
            if by_grid and not (usable[i].uses_grid and usable[j].uses_grid):
                continue  # what was measured is not doubted for what was fitted
            if apart > stated:
                spread = max(spread, apart / 2)
            if apart > CONTRADICT * stated > 0:
                contradicts = True
                outright = outright or not (usable[i].superseded or usable[j].superseded)
    if outright:
        here = shifts[taken] or (0.0, 0.0)
        spread = max(spread, *(math.dist(here, shifts[i] or (0, 0)) for i in compared))
    accuracy = usable[taken].accuracy_m
    own = UNKNOWN_CE95_M if accuracy is None else STATED_TO_95 * accuracy
    return Choice(
        index=taken,
        ce95_m=math.hypot(own, spread) * (1.0 if inside else OUTSIDE_FACTOR),
        basis=Basis.UNKNOWN if accuracy is None else Basis.KNOWN,
        inside=inside,
        disagreement_m=largest,
        contradicts=contradicts,
        compared=compared,
    )


def _stated_together(a: Operation, b: Operation) -> float:
    """Stated accuracies of two operations together; where one states none, nothing excuses a difference."""
    if a.accuracy_m is None or b.accuracy_m is None:
        return 0.0
    return math.hypot(a.accuracy_m, b.accuracy_m)


def _outside(box: Box, lat_deg: float, lon_deg: float) -> float:
    west, south, east, north = box
    off_lat = max(south - lat_deg, lat_deg - north, 0.0)
    if west <= east:
        off_lon = max(west - lon_deg, lon_deg - east, 0.0)
        off_lon = min(off_lon, abs(off_lon - 360 + east - west)) if off_lon > 180 else off_lon
    else:  # over the date line
        off_lon = min(max(west - lon_deg, 0.0), max(lon_deg - east, 0.0))
    return math.hypot(off_lat, off_lon * math.cos(math.radians(lat_deg))) if off_lat or off_lon else 0.0


def _size(box: Box) -> float:
    west, south, east, north = box
    middle = math.cos(math.radians((south + north) / 2))
    return ((east - west) % 360 or 360.0) * (north - south) * middle
