"""Transverse Mercator on WGS 84 for columns: the series of `grids.tm`, in real arithmetic.

The sixth harmonic of the plane (four picometres) is left out; sines and cosines of doubled angles
come from the tangents at hand instead of from further calls.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from commonground.position.grids.tm import WGS84

Column = NDArray[np.float64]


def shift(series: tuple[float, ...], cos2: Column, sin2: Column) -> Column:
    """Sum of series[k] sin(2(k+1) angle), from the cosine and sine of the doubled angle."""
    doubled = cos2 + cos2
    last = doubled * series[-1]
    last += series[-2]
    older: Column | float = series[-1]
    for c in series[-3::-1]:
        last, older = doubled * last - older, last
        last += c
    last *= sin2
    return last


def plane_shift(
    series: tuple[float, ...], cos2: Column, sin2: Column, cosh2: Column, sinh2: Column
) -> tuple[Column, Column]:
    """The same for a complex angle: its real and its imaginary part."""
    first, second = cos2 * cosh2, sin2 * sinh2
    first += first
    second += second
    re, im = first * series[4], second * -series[4]
    re += series[3]
    older_re: Column | float = series[4]
    older_im: Column | float = 0.0
    for c in series[2::-1]:
        next_re = first * re
        next_re += second * im
        next_re -= older_re
        next_re += c
        next_im = first * im
        next_im -= second * re
        next_im -= older_im
        older_re, older_im, re, im = re, im, next_re, next_im
    along, across = sin2 * cosh2, cos2 * sinh2
    return re * along - im * across, re * across + im * along


def inverse(east_m: Column, north_m: Column, scale: float) -> tuple[Column, Column]:
    """Latitude, and longitude from the central meridian, in degrees."""
    unit = 1 / (scale * WGS84.rectifying_m)
    xi, eta = north_m * unit, east_m * unit
    doubled = xi + xi
    grown = np.exp(eta + eta)
    shrunk = 1 / grown
    sinh2, cosh2 = (grown - shrunk) * 0.5, (grown + shrunk) * 0.5
    re, im = plane_shift(WGS84.beta, np.cos(doubled), np.sin(doubled), cosh2, sinh2)
    xi -= re
    eta -= im
    grown = np.exp(eta)
    shrunk = 1 / grown
    sinh, cosh = (grown - shrunk) * 0.5, (grown + shrunk) * 0.5
    sin, cos = np.sin(xi), np.cos(xi)
    across = np.sqrt(sinh * sinh + cos * cos)
    lat = np.arctan2(sin, across)  # conformal
    whole = 1 / (cosh * cosh)  # sin^2 + across^2
    lat += shift(WGS84.from_conformal, (across - sin) * (across + sin) * whole, 2 * sin * across * whole)
    return np.degrees(lat), np.degrees(np.arctan2(sinh, cos))


def forward(lat_deg: Column, lon_from_centre_deg: Column, scale: float) -> tuple[Column, Column]:
    """East and north in metres of the places, from the central meridian and the equator."""
    phi, lam = np.radians(lat_deg), np.radians(lon_from_centre_deg)
    doubled = phi + phi
    chi = phi + shift(WGS84.to_conformal, np.cos(doubled), np.sin(doubled))
    sin, cos = np.sin(chi), np.cos(chi)
    across, along = cos * np.cos(lam), cos * np.sin(lam)  # along the equator: tanh of eta
    xi, eta = np.arctan2(sin, across), np.arctanh(along)
    squared = along * along
    whole = 1 / (1 - squared)  # sin^2 + across^2
    re, im = plane_shift(
        WGS84.alpha,
        (across - sin) * (across + sin) * whole,
        2 * sin * across * whole,
        (1 + squared) * whole,
        2 * along * whole,
    )
    unit = scale * WGS84.rectifying_m
    xi += re
    eta += im
    return eta * unit, xi * unit
