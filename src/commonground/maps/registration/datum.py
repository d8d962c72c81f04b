"""Which datum would explain a sheet's shift: every system in degrees in use there is tried.

A hint, never a verdict: several datums often lie within a few metres of each other, and then all are
told. Nothing is moved by it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonground.errors import InputError
from commonground.maps.plane import Floats
from commonground.maps.registration.control import ControlPoints
from commonground.maps.registration.fisher import f_beyond
from commonground.position.transform import crs_info, from_wgs84_many
from commonground.position.transform.systems import systems_at

OPERATION_M = 3.0  # two published shifts of one datum differ by this and more
WITHIN = 0.01  # a true datum is missed so often


@dataclass(frozen=True, slots=True, kw_only=True)
class DatumGuess:
    """A datum whose coordinates, read as WGS 84, would lie where the sheet's do."""

    code: str
    name: str
    off_m: float  # what it leaves of the shift
    others: tuple[str, ...]  # names of further datums within the same doubt, nearest first


def explain_shift(points: ControlPoints, agree: NDArray[np.bool_], sigma_m: float) -> DatumGuess | None:
    """The datum that leaves least of the shift, when what it leaves is within the doubt."""
    lat, lon = points.lat_deg[agree], points.lon_deg[agree]
    n = len(lat)
    room = sigma_m * np.sqrt(2 * f_beyond(WITHIN, max(2 * n - 2, 1)) / n) + OPERATION_M
    tried = []
    for code in systems_at(float(np.mean(lat)), float(np.mean(lon)), 1.0):
        try:
            there = from_wgs84_many(code, lat, lon)
        except InputError:  # no operation to this datum is known here
            continue
        if not np.isfinite(there.x).all() or not np.isfinite(there.y).all():
            continue
        read = np.column_stack(points.plane.to_xy(there.y, there.x))
        rest = (points.sheet[agree] - read).mean(axis=0)
        off = float(np.hypot(*rest))
        moved = float(np.hypot(*(read - points.ground[agree]).mean(axis=0)))
        if off <= room and moved > room:
            doubt = 2 * sigma_m**2 / n + OPERATION_M**2
            tried.append((off**2 / (2 * doubt) + _unlikely(code, lat, lon), off, code))
    if not tried:
        return None
    tried.sort()
    names = list(dict.fromkeys(crs_info(code).name for _, _, code in tried))
    _, off, code = tried[0]
    return DatumGuess(code=code, name=names[0], off_m=off, others=tuple(names[1:]))


def _unlikely(code: str, lat: Floats, lon: Floats) -> float:
    """Minus the logarithm of how likely a datum is at a place before any figure: one made for a small
    country that holds the place before one for a continent, one of the neighbour country last."""
    west, south, east, north = crs_info(code).area
    wide = (east - west) % 360.0 or 360.0
    inside = south <= float(np.mean(lat)) <= north and (float(np.mean(lon)) - west) % 360.0 <= wide
    return float(0.15 * np.log(max(wide * (north - south), 1.0)) + (0.0 if inside else 2.0))
