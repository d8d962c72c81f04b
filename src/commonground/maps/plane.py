"""Local planes: where lines are searched and areas are cut; answers are given on the ellipsoid.

Two projections of WGS 84, vectorised, both ways: Lambert conformal conic (directions and local
shapes kept, for searching) and Lambert azimuthal equal area (areas kept, for slivers). A plane is
good for a few thousand kilometres and may lie across the antimeridian; it does not reach a pole, and
what lies nearer to one than ten kilometres is taken as lying there.
Formulas: J. P. Snyder, Map Projections - A Working Manual (1987), chapters 15 and 24.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

A_M = 6378137.0
F = 1 / 298.257223563
E2 = F * (2 - F)
E = E2**0.5
_NEAR_POLE = float(np.radians(89.9))


class Plane(Protocol):
    """Degrees to metres on a plane and back."""

    def to_xy(self, lat_deg: Floats, lon_deg: Floats) -> tuple[Floats, Floats]: ...

    def to_degrees(self, x_m: Floats, y_m: Floats) -> tuple[Floats, Floats]: ...


def wrapped(lon_deg: Floats | np.float64) -> Floats:
    """The longitude brought to -180 up to 180."""
    return np.asarray((lon_deg + 180.0) % 360.0 - 180.0)


def _off_pole(lat_deg: Floats) -> Floats:
    """Latitudes in radians, ten kilometres off the poles at least."""
    return np.asarray(np.clip(np.radians(lat_deg), -_NEAR_POLE, _NEAR_POLE))


def _isometric(phi: Floats | np.float64) -> Floats:
    """Snyder's t: the tangent of half the conformal colatitude."""
    s = E * np.sin(phi)
    return np.asarray(np.tan(np.pi / 4 - phi / 2) / ((1 - s) / (1 + s)) ** (E / 2))


def _parallel(phi: Floats | np.float64) -> Floats:
    """Snyder's m: the radius of the parallel over the equatorial radius."""
    return np.asarray(np.cos(phi) / np.sqrt(1 - E2 * np.sin(phi) ** 2))


def _from_conformal(chi: Floats) -> Floats:
    """Geodetic latitude of a conformal latitude, radians (series, error under 1e-11)."""
    e2, e4, e6, e8 = E2, E2**2, E2**3, E2**4
    return np.asarray(
        chi
        + (e2 / 2 + 5 * e4 / 24 + e6 / 12 + 13 * e8 / 360) * np.sin(2 * chi)
        + (7 * e4 / 48 + 29 * e6 / 240 + 811 * e8 / 11520) * np.sin(4 * chi)
        + (7 * e6 / 120 + 81 * e8 / 1120) * np.sin(6 * chi)
        + (4279 * e8 / 161280) * np.sin(8 * chi)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Conformal:
    """Lambert conformal conic of two standard parallels, WGS 84, metres."""

    lat_1_deg: float
    lat_2_deg: float
    lat_0_deg: float
    lon_0_deg: float
    _n: float = field(init=False, default=0.0)
    _f: float = field(init=False, default=0.0)
    _rho_0: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        p1, p2, p0 = (np.radians(np.float64(v)) for v in (self.lat_1_deg, self.lat_2_deg, self.lat_0_deg))
        m1, t1, t2 = _parallel(p1), _isometric(p1), _isometric(p2)
        n = float(np.sin(p1)) if abs(p1 - p2) < 1e-9 else float(np.log(m1 / _parallel(p2)) / np.log(t1 / t2))
        f = float(m1 / (n * t1**n))
        object.__setattr__(self, "_n", n)
        object.__setattr__(self, "_f", f)
        object.__setattr__(self, "_rho_0", A_M * f * float(_isometric(p0)) ** n)

    def to_xy(self, lat_deg: Floats, lon_deg: Floats) -> tuple[Floats, Floats]:
        rho = A_M * self._f * _isometric(_off_pole(lat_deg)) ** self._n
        theta = self._n * np.radians(wrapped(np.asarray(lon_deg) - self.lon_0_deg))
        return np.asarray(rho * np.sin(theta)), np.asarray(self._rho_0 - rho * np.cos(theta))

    def scale(self, lat_deg: Floats) -> Floats:
        """Plane metres per metre on the ellipsoid at these latitudes, in every direction."""
        phi = _off_pole(lat_deg)
        return np.asarray(self._n * self._f * _isometric(phi) ** self._n / _parallel(phi))

    def to_degrees(self, x_m: Floats, y_m: Floats) -> tuple[Floats, Floats]:
        sign = 1.0 if self._n > 0 else -1.0
        v = self._rho_0 - np.asarray(y_m)
        rho = sign * np.hypot(x_m, v)
        theta = np.arctan2(sign * np.asarray(x_m), sign * v)
        t = (rho / (A_M * self._f)) ** (1 / self._n)
        phi = _from_conformal(np.pi / 2 - 2 * np.arctan(t))
        return np.degrees(phi), wrapped(np.degrees(theta) / self._n + self.lon_0_deg)


def _authalic(phi: Floats | np.float64) -> Floats:
    """Snyder's q."""
    s = np.sin(phi)
    return np.asarray((1 - E2) * (s / (1 - E2 * s**2) - np.log((1 - E * s) / (1 + E * s)) / (2 * E)))


_Q_POLE = float(_authalic(np.float64(np.pi / 2)))


@dataclass(frozen=True, slots=True, kw_only=True)
class EqualArea:
    """Lambert azimuthal equal area about one place, WGS 84, metres."""

    lat_0_deg: float
    lon_0_deg: float

    def _frame(self) -> tuple[float, float, float, float]:
        p0 = np.float64(np.radians(self.lat_0_deg))
        radius = A_M * (_Q_POLE / 2) ** 0.5
        beta_0 = float(np.arcsin(_authalic(p0) / _Q_POLE))
        d = A_M * float(_parallel(p0)) / (radius * np.cos(beta_0))
        return float(np.sin(beta_0)), float(np.cos(beta_0)), radius, float(d)

    def to_xy(self, lat_deg: Floats, lon_deg: Floats) -> tuple[Floats, Floats]:
        sin_0, cos_0, radius, d = self._frame()
        sin_b = _authalic(np.radians(lat_deg)) / _Q_POLE
        cos_b = np.sqrt(np.maximum(0.0, 1 - sin_b**2))
        dl = np.radians(wrapped(np.asarray(lon_deg) - self.lon_0_deg))
        b = radius * np.sqrt(2 / (1 + sin_0 * sin_b + cos_0 * cos_b * np.cos(dl)))
        return np.asarray(b * d * cos_b * np.sin(dl)), np.asarray(
            b / d * (cos_0 * sin_b - sin_0 * cos_b * np.cos(dl))
        )

    def to_degrees(self, x_m: Floats, y_m: Floats) -> tuple[Floats, Floats]:
        sin_0, cos_0, radius, d = self._frame()
        x, y = np.asarray(x_m) / d, np.asarray(y_m) * d
        rho = np.hypot(x, y)
        c = 2 * np.arcsin(np.clip(rho / (2 * radius), 0, 1))
        safe = np.where(rho == 0, 1.0, rho)
        sin_b = np.where(rho == 0, sin_0, np.cos(c) * sin_0 + y * np.sin(c) * cos_0 / safe)
        q = _Q_POLE * np.clip(sin_b, -1, 1)
        phi = np.arcsin(np.clip(q / 2, -1, 1))
        for _ in range(6):  # Newton, Snyder 3-16: quadratic, six steps reach the last bit short of a pole
            s = np.sin(phi)
            phi = phi + (1 - E2 * s**2) ** 2 / (2 * np.cos(phi)) * (
                q / (1 - E2) - s / (1 - E2 * s**2) + np.log((1 - E * s) / (1 + E * s)) / (2 * E)
            )
        dl = np.arctan2(x * np.sin(c), rho * cos_0 * np.cos(c) - y * sin_0 * np.sin(c))
        return np.degrees(phi), wrapped(np.degrees(dl) + self.lon_0_deg)


def _middle_lon(lon_deg: Floats) -> float:
    """The middle of the longitudes, the short way round when they lie across the antimeridian."""
    low, high = float(np.min(lon_deg)), float(np.max(lon_deg))
    if high - low > 180:
        turned = np.asarray(lon_deg) % 360.0
        low, high = float(np.min(turned)), float(np.max(turned))
    return float(wrapped(np.float64((low + high) / 2)))


def conformal_over(lat_deg: Floats, lon_deg: Floats) -> Conformal:
    """The conformal plane over these places: standard parallels a sixth inside their latitudes.

    Near the equator, where a cone opens to a cylinder, the parallels are kept 0.1 degree off it.
    """
    south, north = float(np.min(lat_deg)), float(np.max(lat_deg))
    sixth = (north - south) / 6
    low, high = south + sixth, north - sixth
    if abs(low + high) < 0.2:
        low, high = low + 0.1, high + 0.2
    return Conformal(
        lat_1_deg=low, lat_2_deg=high, lat_0_deg=(low + high) / 2, lon_0_deg=_middle_lon(lon_deg)
    )


def equal_area_over(lat_deg: Floats, lon_deg: Floats) -> EqualArea:
    """The equal-area plane about the middle of these places."""
    middle = (float(np.min(lat_deg)) + float(np.max(lat_deg))) / 2
    return EqualArea(lat_0_deg=middle, lon_0_deg=_middle_lon(lon_deg))
