"""The closed form of F(2, m) against the statistics library."""

import numpy as np
import pytest
from scipy.stats import f

from commonground.maps.registration.fisher import f_beyond

FREEDOM = [1, 2, 3, 7, 10, 41, 400, 10_000, 10**9]


@pytest.mark.parametrize("chance", [0.5, 0.1, 0.05, 0.01, 0.0002, 1e-9])
def test_it_is_the_value_of_the_library(chance):
    # By the survival function: beyond a thousand degrees of freedom its inverse in the library loses digits.
    assert f.sf(f_beyond(chance, FREEDOM), 2, FREEDOM) == pytest.approx([chance] * len(FREEDOM), rel=1e-6)
    assert [float(f_beyond(chance, one)) for one in FREEDOM] == list(f_beyond(chance, FREEDOM))


def test_nothing_can_be_said_without_freedom():
    assert np.isnan(f_beyond(0.05, [0, -2])).all()
