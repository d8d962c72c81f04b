"""Fisher's F with two degrees of freedom above: the length of a miss in two coordinates has it.

With two above, F has a closed form, so the statistics library need not be loaded for it.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from commonground.maps.plane import Floats


def f_beyond(chance: float, freedom: ArrayLike) -> Floats:
    """The values that F(2, freedom) goes beyond with this chance; NaN where no degree of freedom is left.

    Source: the survival function of F(2, m) is (1 + 2x/m) ** (-m/2).

    >>> round(float(f_beyond(0.05, 10)), 4)
    4.1028
    """
    below = np.asarray(freedom, float)
    below = np.where(below > 0, below, math.nan)
    return np.asarray(below / 2 * np.expm1(-2 / below * math.log(chance)))
