"""Local planes: the ground around one place, flat, in metres, straight from earth-centred coordinates.

A plane is azimuthal equidistant around its centre: distance and direction from the centre hold. There
is no longitude arithmetic, so nothing happens at the antimeridian or at a pole. Near the centre the
distance between any two places is right to millimetres within about 20 km; callers who need that
take a plane at the place of contact (distance.py).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonground.position import geodesic

Floats: TypeAlias = NDArray[np.float64]

A_M = 6378137.0  # WGS 84
E2 = 6.69437999014131e-3
LEAST_RADIUS_M = 6335439.0  # least radius of curvature of the ellipsoid
SERIES_REACH_M = 1_500_000.0  # beyond, the sphere that fits at the centre does


def ecef(lat_deg: ArrayLike, lon_deg: ArrayLike) -> Floats:
    """Earth-centred coordinates in metres, one row a place, on the ellipsoid."""
    lat, lon = np.radians(np.asarray(lat_deg, float)), np.radians(np.asarray(lon_deg, float))
    sin_lat, cos_lat = np.sin(lat), np.cos(lat)
    normal = A_M / np.sqrt(1 - E2 * sin_lat**2)
    return np.stack(
        [normal * cos_lat * np.cos(lon), normal * cos_lat * np.sin(lon), normal * (1 - E2) * sin_lat], -1
    )


def centre_of(xyz: Floats) -> tuple[float, float]:
    """Latitude and longitude, in degrees, below the mean of earth-centred coordinates."""
    x, y, z = (float(part) for part in xyz.mean(0))
    return math.degrees(math.atan2(z, math.hypot(x, y) * (1 - E2))), math.degrees(math.atan2(y, x))


@dataclass(frozen=True, slots=True)
class Plane:
    """The plane around one place."""

    lat_deg: float
    lon_deg: float

    def place(self, xyz: Floats) -> Floats:
        """Earth-centred coordinates as metres east and north of the centre, one row a place."""
        lat, lon = math.radians(self.lat_deg), math.radians(self.lon_deg)
        sin_lat, cos_lat, sin_lon, cos_lon = math.sin(lat), math.cos(lat), math.sin(lon), math.cos(lon)
        w = 1 - E2 * sin_lat**2
        normal, meridian = A_M / math.sqrt(w), A_M * (1 - E2) / w**1.5
        centre = np.array(
            [normal * cos_lat * cos_lon, normal * cos_lat * sin_lon, normal * (1 - E2) * sin_lat]
        )
        d = xyz - centre
        east = d @ np.array([-sin_lon, cos_lon, 0.0])
        north = d @ np.array([-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat])
        up = d @ np.array([cos_lat * cos_lon, cos_lat * sin_lon, sin_lat])
        radius2 = normal * meridian
        level2 = east * east + north * north
        q = level2 / radius2
        stretch = 1 + q / 6 * (1 + q * 9 / 20 * (1 + q * 25 / 42))
        radius = math.sqrt(radius2)
        far = (level2 > SERIES_REACH_M**2) | (up < -radius)
        if far.any():
            level = np.sqrt(level2[far])
            arc = radius * np.arctan2(level, radius + up[far])
            stretch[far] = arc / np.maximum(level, 1e-9)
        return np.stack([east * stretch, north * stretch], -1)

    def back(self, east_m: float, north_m: float) -> tuple[float, float]:
        """Latitude and longitude, in degrees, of a place in the plane."""
        distance = math.hypot(east_m, north_m)
        bearing = math.degrees(math.atan2(east_m, north_m)) % 360
        lat_deg, lon_deg = geodesic.offset(self.lat_deg, self.lon_deg, bearing, distance)
        return lat_deg, lon_deg


class Planes:
    """Many planes at once (Plane for one): good within 1,500 km, exact within 20."""

    def __init__(self, centres: Floats) -> None:
        x, y, z = centres.T
        lat, lon = np.arctan2(z, np.hypot(x, y) * (1 - E2)), np.arctan2(y, x)
        sin_lat, cos_lat, sin_lon, cos_lon = np.sin(lat), np.cos(lat), np.sin(lon), np.cos(lon)
        w = 1 - E2 * sin_lat**2
        normal = A_M / np.sqrt(w)
        self._radius2 = normal * (A_M * (1 - E2) / w**1.5)
        self._origin = np.stack(
            [normal * cos_lat * cos_lon, normal * cos_lat * sin_lon, normal * (1 - E2) * sin_lat], -1
        )
        self._east = np.stack([-sin_lon, cos_lon, np.zeros_like(lon)], -1)
        self._north = np.stack([-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat], -1)

    def place(self, xyz: Floats, frame: NDArray[np.int64]) -> Floats:
        """Metres east and north, each vertex in the plane of its frame."""
        d = xyz - self._origin[frame]
        east = np.einsum("ij,ij->i", d, self._east[frame])
        north = np.einsum("ij,ij->i", d, self._north[frame])
        q = (east * east + north * north) / self._radius2[frame]
        stretch = 1 + q / 6 * (1 + q * 9 / 20 * (1 + q * 25 / 42))
        return np.stack([east * stretch, north * stretch], -1)
