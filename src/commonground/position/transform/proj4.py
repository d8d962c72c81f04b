"""PROJ strings for a browser to draw with.

A drawing library knows no choice of operations and no grids: it gets the figure of the map and one
towgs84, that of the operation chosen at a place in the middle of the sheet. It is for lines on a
screen. What is read out or sent is moved by `to_wgs84`, never by this text.
"""

from __future__ import annotations

import math
import re
import warnings

from commonground.position.transform.crs import geographic_base, read_crs
from commonground.position.transform.one import from_wgs84
from commonground.position.transform.operation import WGS84, Operation, operations

DATUM_WORDS = re.compile(r"\+(datum|ellps|a|b|rf|R|towgs84|nadgrids|type|vunits)=")
A_WGS84, F_WGS84 = 6378137.0, 1 / 298.257223563


def proj4_text(crs: str, lat_deg: float, lon_deg: float) -> str:
    """The PROJ string of a CRS with the datum shift chosen at a WGS 84 place, for drawing only.

    Raises InputError for an unknown CRS, NoOperationError where no operation is known there.
    """
    system = read_crs(crs)
    moved = from_wgs84(crs, lat_deg, lon_deg)
    usable = operations(WGS84, crs).usable
    taken = next(operation for operation in usable if operation.code == moved.operation)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "loses information": true, and said above
        plain = system.to_proj4()
    kept = [
        w for w in plain.split() if not re.match(r"\+(datum|ellps|a|b|rf|R|towgs84|nadgrids|type|vunits)=", w)
    ]
    ellipsoid = geographic_base(system).ellipsoid
    a, inverse = (
        (ellipsoid.semi_major_metre, ellipsoid.inverse_flattening) if ellipsoid else (A_WGS84, 1 / F_WGS84)
    )
    figure = [f"+a={a:.10g}", f"+rf={inverse:.12g}"] if inverse else [f"+R={a:.10g}"]
    if "webmerc" in plain or "+nadgrids=@null" in plain:  # a sphere drawn with ellipsoid degrees
        figure, shift = [f"+a={A_WGS84:.10g}", f"+b={A_WGS84:.10g}"], "+nadgrids=@null"
    else:
        shift = "+towgs84=" + ",".join(f"{value:.10g}" for value in _towgs84(taken, crs, lat_deg, lon_deg))
    no_defs = [word for word in kept if word == "+no_defs"]
    return " ".join([*(w for w in kept if w != "+no_defs"), *figure, shift, *no_defs])


def _towgs84(taken: Operation, crs: str, lat_deg: float, lon_deg: float) -> list[float]:
    """The parameters of a Helmert operation; else the translation that fits at this very place."""
    if not taken.steps:
        return [0.0, 0.0, 0.0]
    helmerts = [step for step in taken.steps if "proj=helmert" in step]
    if len(helmerts) == 1 and not taken.uses_grid and "proj=molodensky" not in " ".join(taken.steps):
        return _helmert(helmerts[0])
    base = geographic_base(read_crs(crs))
    ellipsoid = base.ellipsoid
    inverse = ellipsoid.inverse_flattening if ellipsoid else 0.0
    local = from_wgs84(base.to_wkt(), lat_deg, lon_deg)
    a = ellipsoid.semi_major_metre if ellipsoid else A_WGS84
    there = _geocentric(local.y, local.x, a, 1 / inverse if inverse else 0.0)
    here = _geocentric(lat_deg, lon_deg, A_WGS84, F_WGS84)
    return [h - t for h, t in zip(here, there, strict=True)]


def _helmert(step: str) -> list[float]:
    """towgs84 wants datum to WGS 84, rotations as position vector, arc seconds and parts per million.

    The step stands in a way from WGS 84, so PROJ has written it with `inv` in front, or negated.
    """
    value = {key: float(number) for key, number in re.findall(r"\b(x|y|z|rx|ry|rz|s)=(\S+)", step)}
    forward = 1.0 if step.startswith("inv ") else -1.0
    turn = -1.0 if "convention=coordinate_frame" in step else 1.0
    shift = [forward * value.get(key, 0.0) for key in "xyz"]
    if not any(value.get(key) for key in ("rx", "ry", "rz", "s")):
        return shift
    turns = [forward * turn * value.get(key, 0.0) for key in ("rx", "ry", "rz")]
    return [*shift, *turns, forward * value.get("s", 0.0)]


def _geocentric(lat_deg: float, lon_deg: float, a: float, f: float) -> tuple[float, float, float]:
    lat, lon = math.radians(lat_deg), math.radians(lon_deg)
    e2 = f * (2 - f)
    n = a / math.sqrt(1 - e2 * math.sin(lat) ** 2)
    across = n * math.cos(lat)
    return across * math.cos(lon), across * math.sin(lon), n * (1 - e2) * math.sin(lat)
