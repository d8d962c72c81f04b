"""Hints: what may have made two drawings differ. Never verdicts; a person looks.

Each is a simple test that a known mistake would pass: numbers on a coarse lattice, minutes written as
decimals, latitude and longitude exchanged, a whole grid square off, a copied stretch, a dispute.
"""

from __future__ import annotations

import numpy as np
import shapely

from commonground.maps.compare.shift import Shift
from commonground.maps.compare.trim import Trim
from commonground.maps.depiction import Depiction, coordinates
from commonground.maps.lines import length_m
from commonground.maps.plane import Floats
from commonground.maps.slivers import Slivers

COPIED_SHARE = 0.1
DISPUTE_M2 = 10e6
DISPUTE_WIDTH_M = 5000.0
SQUARE_M = 100_000.0
_LATTICES_DEG = (1.0, 0.5, 0.1, 0.05, 0.01)
_LEAST_VERTICES = 20
_LOOKED_AT = 300  # vertices
_EXCHANGED_DEG = 0.05  # nearer than this nobody asks


def hints(
    a: Depiction, b: Depiction, shift: Shift, run_share: float, trimmed: Trim, ground: Slivers
) -> tuple[str, ...]:
    """What may lie behind the differences, in sentences."""
    said = []
    if run_share > COPIED_SHARE:
        said.append(
            f"copied stretch: within 25 m on {run_share:.0%} of the line; one may be drawn from the other, "
            "or both from a third"
        )
    if shift.misplaced:
        said.append("displaced as a whole: another datum, a shifted layer or an offset in one product")
    said += _rounded(a) + _rounded(b) + _minutes(a) + _minutes(b)
    if shift.straight:
        said.append("the lines are straight: how far one is shifted along them cannot be said")
    if _apart(a, b, shift):
        said.append("the lines lie farther apart than they are long: they may not be of one border")
    if _exchanged(a, b):
        said.append("latitude and longitude may be exchanged in one of the files")
    said += _square(shift)
    disputed = [p for p in ground.pieces if p.area_m2 > DISPUTE_M2 and p.width_m > DISPUTE_WIDTH_M]
    for piece in disputed[:3]:
        said.append(
            f"a compact piece of {piece.area_m2 / 1e6:.0f} km2 at {piece.lat_deg:.2f} {piece.lon_deg:.2f}: "
            "the maps may follow different claims there"
        )
    if trimmed.total_m > trimmed.told_from_m:
        said.append(f"truncated: one line runs {trimmed.total_m / 1000:.1f} km beyond the other's ends")
    return tuple(said)


def _rounded(depiction: Depiction) -> list[str]:
    """The coarsest lattice of degrees on which nearly all vertices of a drawing stand."""
    lat, lon = coordinates(depiction.line)
    if len(lat) < _LEAST_VERTICES:
        return []
    for step in _LATTICES_DEG:
        if _on_lattice(lat, step) and _on_lattice(lon, step):
            return [f"{depiction.name}: coordinates are rounded to {step:g} degree"]
    return []


def _on_lattice(degrees: Floats, step: float) -> bool:
    steps = degrees / step
    return float((np.abs(steps - np.round(steps)) < 1e-6 / step).mean()) > 0.95


def _minutes(depiction: Depiction) -> list[str]:
    """Decimals that never pass .60: degrees and minutes may have been read as decimal degrees."""
    lat, lon = coordinates(depiction.line)
    if len(lat) < 2 * _LEAST_VERTICES:
        return []
    rest = [np.abs(axis) % 1.0 for axis in (lat, lon)]
    spread = all(np.ptp(np.floor(np.abs(axis))) >= 2 for axis in (lat, lon))
    if spread and all(float(part.max()) < 0.6 for part in rest):
        return [f"{depiction.name}: no decimal passes .60; minutes may have been read as decimals"]
    return []


def _exchanged(a: Depiction, b: Depiction) -> bool:
    """Whether one drawing would lie much nearer to the other with its axes exchanged."""
    lat, lon = coordinates(b.line)
    rows = np.linspace(0, len(lat) - 1, min(len(lat), _LOOKED_AT)).astype(np.int64)
    lat, lon = lat[rows], lon[rows]
    as_is = float(np.median(shapely.distance(shapely.points(lon, lat), a.line)))
    exchanged = float(np.median(shapely.distance(shapely.points(lat, lon), a.line)))
    return as_is > _EXCHANGED_DEG and exchanged < 0.1 * as_is


def _apart(a: Depiction, b: Depiction, shift: Shift) -> bool:
    """Whether the median offset is longer than either line."""
    return shift.before_m > max(length_m(a.line), length_m(b.line))


def _square(shift: Shift) -> list[str]:
    """A move of whole grid squares along one axis."""
    for axis, size, across in (("east", shift.east_m, shift.north_m), ("north", shift.north_m, shift.east_m)):
        squares = round(abs(size) / SQUARE_M)
        off = abs(abs(size) - squares * SQUARE_M)
        if squares and off < 2000 and abs(across) < 2000:
            return [
                f"displaced by {squares * 100} km {axis}: a grid square letter or leading digit may be off"
            ]
    return []
