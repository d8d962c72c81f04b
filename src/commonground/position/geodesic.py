"""Distances and bearings on the WGS 84 ellipsoid, one pair at a time, in plain arithmetic.

Inverse and direct problem by Vincenty (Survey Review XXIII 176, 1975), to 0.1 mm. Near the opposite
side of the earth Vincenty's inverse does not settle; there the shortest way is sought through a
point a quarter of the earth away. Columns of pairs: `position.transform.distances_m`.

This module knows no datum: both places are WGS 84.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from commonground.position.place import Position

SEMI_MAJOR_M = 6378137.0
FLATTENING = 1 / 298.257223563
SEMI_MINOR_M = SEMI_MAJOR_M * (1 - FLATTENING)
ECCENTRICITY_2 = FLATTENING * (2 - FLATTENING)

QUARTER_M = 10_001_965.729  # from the equator to a pole
ROUNDS = 60  # Vincenty needs 3 to 10 where it settles at all
GOLDEN = (math.sqrt(5) - 1) / 2

Place = Position | tuple[float, float]  # (lat_deg, lon_deg)


def distance_m(a: Place, b: Place) -> float:
    """How far b lies from a along the ellipsoid, in metres, to 0.1 mm.

    >>> round(distance_m((0.0, 0.0), (0.0, 1.0)), 3)
    111319.491
    """
    return _inverse(_pair(a), _pair(b))[0]


def bearing_deg(a: Place, b: Place) -> float:
    """The direction in which b lies from a: 0 north, 90 east, up to 360; 0 where both are one place."""
    return _inverse(_pair(a), _pair(b))[1]


def offset(lat_deg: float, lon_deg: float, bearing: float, metres: float) -> tuple[float, float]:
    """Where one arrives from a place after so many metres on a bearing in degrees: (lat_deg, lon_deg)."""
    alpha = math.radians(bearing)
    tan_u = (1 - FLATTENING) * math.tan(math.radians(lat_deg))
    cos_u = 1 / math.hypot(1, tan_u)
    sin_u = tan_u * cos_u
    sigma_1 = math.atan2(tan_u, math.cos(alpha))
    sin_alpha = cos_u * math.sin(alpha)
    cos2_alpha = 1 - sin_alpha**2
    series_a, series_b = _series(cos2_alpha)
    whole = metres / (SEMI_MINOR_M * series_a)
    sigma = whole
    for _ in range(ROUNDS):
        cos_2m = math.cos(2 * sigma_1 + sigma)
        step = whole + _delta_sigma(series_b, sigma, cos_2m)
        if abs(step - sigma) < 1e-13:
            break
        sigma = step
    sin_s, cos_s = math.sin(sigma), math.cos(sigma)
    across = sin_u * sin_s - cos_u * cos_s * math.cos(alpha)
    lat = math.atan2(
        sin_u * cos_s + cos_u * sin_s * math.cos(alpha),
        (1 - FLATTENING) * math.hypot(sin_alpha, across),
    )
    lam = math.atan2(sin_s * math.sin(alpha), cos_u * cos_s - sin_u * sin_s * math.cos(alpha))
    cos_2m = math.cos(2 * sigma_1 + sigma)
    lon = lam - _longitude_term(sin_alpha, cos2_alpha, sigma, cos_2m)
    return math.degrees(lat), wrap_lon(lon_deg + math.degrees(lon))


def wrap_lon(lon_deg: float) -> float:
    """The same longitude between -180 and 180; 180 itself stays as it is."""
    if -180 <= lon_deg <= 180:
        return lon_deg
    return (lon_deg + 180) % 360 - 180


def local_metres(lat_deg: float) -> tuple[float, float]:
    """Metres in one degree of latitude and in one degree of longitude at a latitude."""
    w2 = 1 - ECCENTRICITY_2 * math.sin(math.radians(lat_deg)) ** 2
    north = SEMI_MAJOR_M * (1 - ECCENTRICITY_2) / w2**1.5
    east = SEMI_MAJOR_M * math.cos(math.radians(lat_deg)) / math.sqrt(w2)
    return math.radians(north), math.radians(east)


def _pair(place: Place) -> tuple[float, float]:
    return (place.lat_deg, place.lon_deg) if isinstance(place, Position) else place


def _inverse(a: tuple[float, float], b: tuple[float, float]) -> tuple[float, float]:
    """(metres, bearing at a in degrees)."""
    if a == b:
        return 0.0, 0.0
    found = _vincenty(a, b)
    return found if found is not None else _through_a_far_point(a, b)


def _vincenty(a: tuple[float, float], b: tuple[float, float]) -> tuple[float, float] | None:
    """Vincenty's inverse; None where it does not settle."""
    difference = math.radians(wrap_lon(b[1] - a[1]))
    u_1 = math.atan((1 - FLATTENING) * math.tan(math.radians(a[0])))
    u_2 = math.atan((1 - FLATTENING) * math.tan(math.radians(b[0])))
    sin_1, cos_1, sin_2, cos_2 = math.sin(u_1), math.cos(u_1), math.sin(u_2), math.cos(u_2)
    lam = difference
    for _ in range(ROUNDS):
        east = cos_2 * math.sin(lam)
        north = cos_1 * sin_2 - sin_1 * cos_2 * math.cos(lam)
        sin_s = math.hypot(east, north)
        if sin_s == 0:
            return 0.0, 0.0
        cos_s = sin_1 * sin_2 + cos_1 * cos_2 * math.cos(lam)
        sigma = math.atan2(sin_s, cos_s)
        sin_alpha = cos_1 * cos_2 * math.sin(lam) / sin_s
        cos2_alpha = 1 - sin_alpha**2
        cos_2m = cos_s - 2 * sin_1 * sin_2 / cos2_alpha if cos2_alpha > 1e-15 else 0.0
        after = difference + _longitude_term(sin_alpha, cos2_alpha, sigma, cos_2m)
        if abs(after) > math.pi:
            return None
        if abs(after - lam) < 1e-13:
            series_a, series_b = _series(cos2_alpha)
            metres = SEMI_MINOR_M * series_a * (sigma - _delta_sigma(series_b, sigma, cos_2m))
            return metres, math.degrees(math.atan2(east, north)) % 360
        lam = after
    return None


def _series(cos2_alpha: float) -> tuple[float, float]:
    u2 = cos2_alpha * (SEMI_MAJOR_M**2 / SEMI_MINOR_M**2 - 1)
    series_a = 1 + u2 / 16384 * (4096 + u2 * (-768 + u2 * (320 - 175 * u2)))
    series_b = u2 / 1024 * (256 + u2 * (-128 + u2 * (74 - 47 * u2)))
    return series_a, series_b


def _delta_sigma(series_b: float, sigma: float, cos_2m: float) -> float:
    sin_s, cos_s = math.sin(sigma), math.cos(sigma)
    last = series_b / 6 * cos_2m * (-3 + 4 * sin_s**2) * (-3 + 4 * cos_2m**2)
    return series_b * sin_s * (cos_2m + series_b / 4 * (cos_s * (-1 + 2 * cos_2m**2) - last))


def _longitude_term(sin_alpha: float, cos2_alpha: float, sigma: float, cos_2m: float) -> float:
    c = FLATTENING / 16 * cos2_alpha * (4 + FLATTENING * (4 - 3 * cos2_alpha))
    inner = cos_2m + c * math.cos(sigma) * (-1 + 2 * cos_2m**2)
    return (1 - c) * FLATTENING * sin_alpha * (sigma + c * math.sin(sigma) * inner)


def _through_a_far_point(a: tuple[float, float], b: tuple[float, float]) -> tuple[float, float]:
    """The shortest way to nearly the other side: by whichever bearing the two halves are shortest."""

    def length(bearing: float) -> float:
        middle = offset(a[0], a[1], bearing, QUARTER_M)
        rest = _vincenty(middle, b)
        return QUARTER_M + rest[0] if rest is not None else math.inf

    tried = [length(5.0 * step) for step in range(72)]
    valleys = [5.0 * at for at, size in enumerate(tried) if size <= min(tried[at - 1], tried[(at + 1) % 72])]
    found = (_least(length, valley - 5, valley + 5) for valley in valleys)
    bearing = min(found, key=length)  # on both sides of a pole the ways are nearly equal
    return length(bearing), bearing % 360


def _least(value: Callable[[float], float], low: float, high: float) -> float:
    """Where a function with one valley between low and high is least (golden section)."""
    for _ in range(60):
        left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        if value(left) <= value(right):
            high = right
        else:
            low = left
    return (low + high) / 2
