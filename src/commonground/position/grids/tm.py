"""Transverse Mercator (Krueger's series to the sixth order), one place at a time, on any ellipsoid.

Good to a few nanometres within 4,000 km of the central meridian. `position.columns.tm` computes the
same series for columns. Source: C. F. F. Karney, J. Geodesy 85 (2011) 475, equations 14, 35, 36.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Final, NamedTuple

from commonground.position.grids.earth import A_M, F

_Rows = tuple[tuple[float, ...], ...]  # row k: the factors of n^k, n^(k+1) ... n^6

_ALPHA: Final[_Rows] = (
    (1 / 2, -2 / 3, 5 / 16, 41 / 180, -127 / 288, 7891 / 37800),
    (13 / 48, -3 / 5, 557 / 1440, 281 / 630, -1983433 / 1935360),
    (61 / 240, -103 / 140, 15061 / 26880, 167603 / 181440),
    (49561 / 161280, -179 / 168, 6601661 / 7257600),
    (34729 / 80640, -3418889 / 1995840),
    (212378941 / 319334400,),
)
_BETA: Final[_Rows] = (
    (1 / 2, -2 / 3, 37 / 96, -1 / 360, -81 / 512, 96199 / 604800),
    (1 / 48, 1 / 15, -437 / 1440, 46 / 105, -1118711 / 3870720),
    (17 / 480, -37 / 840, -209 / 4480, 5569 / 90720),
    (4397 / 161280, -11 / 504, -830251 / 7257600),
    (4583 / 161280, -108847 / 3991680),
    (20648693 / 638668800,),
)
_TO_CONFORMAL: Final[_Rows] = (
    (-2, 2 / 3, 4 / 3, -82 / 45, 32 / 45, 4642 / 4725),
    (5 / 3, -16 / 15, -13 / 9, 904 / 315, -1522 / 945),
    (-26 / 15, 34 / 21, 8 / 5, -12686 / 2835),
    (1237 / 630, -12 / 5, -24832 / 14175),
    (-734 / 315, 109598 / 31185),
    (444337 / 155925,),
)
_FROM_CONFORMAL: Final[_Rows] = (
    (2, -2 / 3, -2, 116 / 45, 26 / 45, -2854 / 675),
    (7 / 3, -8 / 5, -227 / 45, 2704 / 315, 2323 / 945),
    (56 / 15, -136 / 35, -1262 / 105, 73814 / 2835),
    (4279 / 630, -332 / 35, -399572 / 14175),
    (4174 / 315, -144838 / 6237),
    (601676 / 22275,),
)


class Figure(NamedTuple):
    """An ellipsoid as the projection needs it: its rectifying radius and four series in n."""

    rectifying_m: float
    alpha: tuple[float, ...]  # from the sphere to the plane
    beta: tuple[float, ...]  # back
    to_conformal: tuple[float, ...]  # geodetic to conformal latitude
    from_conformal: tuple[float, ...]  # back


@cache
def figure(a_m: float, flattening: float) -> Figure:
    """The series of one ellipsoid, of equatorial radius `a_m`."""
    n = flattening / (2 - flattening)

    def series(rows: _Rows) -> tuple[float, ...]:
        return tuple(sum(c * n ** (k + 1 + i) for i, c in enumerate(row)) for k, row in enumerate(rows))

    rectifying_m = a_m / (1 + n) * (1 + n**2 / 4 + n**4 / 64 + n**6 / 256)
    return Figure(rectifying_m, series(_ALPHA), series(_BETA), series(_TO_CONFORMAL), series(_FROM_CONFORMAL))


WGS84: Final = figure(A_M, F)


def shift(series: tuple[float, ...], angle: float) -> float:
    """Sum of series[k] sin(2(k+1) angle): what one auxiliary latitude has to add to become another."""
    doubled, last, older = 2 * math.cos(2 * angle), 0.0, 0.0
    for c in reversed(series):
        last, older = doubled * last - older + c, last
    return last * math.sin(2 * angle)


def _complex_shift(series: tuple[float, ...], zeta: complex) -> complex:
    """The same sum for a complex angle."""
    xi, eta = 2 * zeta.real, 2 * zeta.imag
    doubled = complex(2 * math.cos(xi) * math.cosh(eta), -2 * math.sin(xi) * math.sinh(eta))
    last, older = 0j, 0j
    for c in reversed(series):
        last, older = doubled * last - older + c, last
    return last * complex(math.sin(xi) * math.cosh(eta), math.cos(xi) * math.sinh(eta))


def forward(
    lat_deg: float, lon_from_centre_deg: float, scale: float, on: Figure = WGS84
) -> tuple[float, float]:
    """East and north in metres of the place, from the central meridian and the equator.

    >>> [round(metres, 4) for metres in forward(0.0, 3.0, 0.9996)]
    [333978.5569, 0.0]
    """
    phi, lam = math.radians(lat_deg), math.radians(lon_from_centre_deg)
    chi = phi + shift(on.to_conformal, phi)
    across = math.cos(chi) * math.cos(lam)
    zeta = complex(math.atan2(math.sin(chi), across), math.atanh(math.cos(chi) * math.sin(lam)))
    zeta += _complex_shift(on.alpha, zeta)
    return scale * on.rectifying_m * zeta.imag, scale * on.rectifying_m * zeta.real


def inverse(east_m: float, north_m: float, scale: float, on: Figure = WGS84) -> tuple[float, float]:
    """Latitude, and longitude from the central meridian, in degrees.

    >>> [round(degrees, 9) for degrees in inverse(333978.5569, 0.0, 0.9996)]
    [0.0, 3.0]
    """
    zeta = complex(north_m, east_m) / (scale * on.rectifying_m)
    zeta -= _complex_shift(on.beta, zeta)
    xi, eta = zeta.real, zeta.imag
    chi = math.atan2(math.sin(xi), math.hypot(math.sinh(eta), math.cos(xi)))
    lam = math.atan2(math.sinh(eta), math.cos(xi))
    return math.degrees(chi + shift(on.from_conformal, chi)), math.degrees(lam)
