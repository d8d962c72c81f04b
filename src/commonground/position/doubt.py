"""Joining the parts of doubt of one reading into the one radius that holds 95 %.

The notation cell is uniform over a square; every other part is taken as a circular normal error and
their variances are summed. The radius of the two together is exact at both ends: a lone cell keeps
0.599 of its side, a lone normal part keeps its own radius, and nothing jumps between. Adding radii
one to another (`linear_sum_m`) is the worst case; it is offered, not used.

Parts are taken as independent. Two positions of one sheet share its datum and registration error:
for their *difference* leave those parts out.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from commonground.position.profile import Basis
from commonground.position.reading import Doubt, Part

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CELL_95 = 0.5990544257919984  # exact 95 % radius of a square, in sides
NORMAL_95 = math.sqrt(-2 * math.log(0.05))  # 2.4477: 95 % radius of a circular normal, in sigmas

# How far the exact joint radius exceeds the root of the sum of squares, for the share
# normal / (normal + cell) of the two radii from 0 to 1 in steps of 1/16. Made by integrating the
# normal over the square (the test does it again); between the steps linear, within 0.1 %.
EXCESS = (
    1.0, 1.00057, 1.00298, 1.00918, 1.01958, 1.03187, 1.04304, 1.05037, 1.0521,
    1.04794, 1.03921, 1.02834, 1.01784, 1.00946, 1.00385, 1.00086, 1.0,
)  # fmt: skip

WORST_LAST = (Basis.KNOWN, Basis.ASSUMED, Basis.UNKNOWN)


def join(parts: Iterable[Doubt]) -> float:
    """The 95 % radius of all parts together, in metres; 0.0 for no parts at all.

    >>> cell = Doubt(part=Part.NOTATION, ce95_m=599.1, basis=Basis.KNOWN)
    >>> join([cell])
    599.1
    >>> datum = Doubt(part=Part.DATUM, ce95_m=2.0, basis=Basis.ASSUMED)
    >>> round(join([cell, datum]), 1)
    599.1
    """
    cells = 0.0
    normals = 0.0
    for part in parts:
        if part.part is Part.NOTATION:
            cells += part.ce95_m**2
        else:
            normals += part.ce95_m**2
    return join_radii(math.sqrt(cells), math.sqrt(normals))


def join_radii(cell_m: float, normal_m: float) -> float:
    """The joint 95 % radius of one cell and one normal part, each given by its own 95 % radius."""
    if normal_m == 0 or cell_m == 0:
        return cell_m + normal_m
    place = normal_m / (normal_m + cell_m) * (len(EXCESS) - 1)
    step = min(int(place), len(EXCESS) - 2)
    rest = place - step
    return math.hypot(cell_m, normal_m) * (EXCESS[step] * (1 - rest) + EXCESS[step + 1] * rest)


def join_columns(cell_m: NDArray[np.float64], normal_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """`join_radii` for columns."""
    import numpy as np

    total = cell_m + normal_m
    share = np.divide(normal_m, total, out=np.zeros_like(total), where=total > 0)
    excess = np.interp(share, np.linspace(0, 1, len(EXCESS)), EXCESS)
    return np.hypot(cell_m, normal_m) * excess


def linear_sum_m(parts: Iterable[Doubt]) -> float:
    """The worst case: all radii one after another, as if every part erred the same way."""
    return sum(part.ce95_m for part in parts)


def worst(parts: Iterable[Doubt]) -> Basis:
    """The weakest basis among the parts; KNOWN for none."""
    return max((part.basis for part in parts), key=WORST_LAST.index, default=Basis.KNOWN)
