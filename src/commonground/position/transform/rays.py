"""Columns of geodesics on the WGS 84 ellipsoid: from two places, and from a place with a bearing.

Karney's algorithms as PROJ carries them, exact to nanometres. Degrees and metres; bearings 0 to 360.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@lru_cache(maxsize=1)
def _ellipsoid() -> Any:
    from pyproj import Geod

    return Geod(ellps="WGS84")


def inverse_many(lat_a: Floats, lon_a: Floats, lat_b: Floats, lon_b: Floats) -> tuple[Floats, Floats]:
    """Bearing at a towards b, and distance, of two columns of places."""
    bearing, _, distance = _ellipsoid().inv(lon_a, lat_a, lon_b, lat_b)
    return np.asarray(bearing, dtype=np.float64) % 360.0, np.asarray(distance, dtype=np.float64)


def forward_many(lat: Floats, lon: Floats, bearing_deg: Floats, distance_m: Floats) -> tuple[Floats, Floats]:
    """Latitude and longitude reached from each place along its bearing."""
    at_lon, at_lat, _ = _ellipsoid().fwd(lon, lat, bearing_deg, distance_m)
    return np.asarray(at_lat, dtype=np.float64), np.asarray(at_lon, dtype=np.float64)


def distances_m(lat_a: Floats, lon_a: Floats, lat_b: Floats, lon_b: Floats) -> Floats:
    """Metres between two columns of places."""
    return inverse_many(lat_a, lon_a, lat_b, lon_b)[1]
