"""A scanned sheet on the ground: where its corners lie, a mesh to draw it by, and how sure it is at a place.

Pixels are counted from the upper left corner of the picture: columns to the right, and minus the lines
down, as control points are kept.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely

from commonground.errors import InputError
from commonground.maps.plane import Floats
from commonground.maps.registration.control import SheetKind
from commonground.maps.registration.fit import Registration, forecast, to_sheet

COARSEST, FINEST = 4, 32  # cells along each side of the mesh
SMALLEST_M = 1e-3  # a pixel of less ground than this is no map


@dataclass(frozen=True, slots=True, kw_only=True)
class Corner:
    """One corner of the picture on the ground. ce95_m is None where nothing can be said."""

    lat_deg: float
    lon_deg: float
    ce95_m: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A registered picture.

    corners: upper left, upper right, lower right, lower left. mesh: latitude and longitude by row and
    column over the whole picture, evenly spaced in pixels. mesh_error_m: how far a place drawn by
    straight cells lies from where the registration puts it, at most, as measured in every cell's middle.
    """

    fitted: Registration
    width: int
    height: int
    corners: tuple[Corner, ...]
    mesh: Floats  # (rows, columns, 2)
    mesh_error_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AtPointer:
    """How sure a sheet is at one place; on_sheet is False where the picture does not reach."""

    on_sheet: bool
    inside: bool  # inside the hull of the control points
    ce95_m: float | None

    @property
    def text(self) -> str:
        """The same in words."""
        if not self.on_sheet:
            return "The sheet does not reach here."
        if self.ce95_m is None:
            return "This sheet cannot say how sure it is here."
        where = "" if self.inside else ", outside its control points"
        return f"This sheet lies within {_metres(self.ce95_m)} here (95 %){where}."


def lay(fitted: Registration, width: int, height: int) -> Sheet:
    """Lay a picture of so many pixels on the ground. Raises InputError for what is no scan."""
    if fitted.points.kind is not SheetKind.PIXELS:
        raise InputError("these control points are of a grid, not of a scan", where=fitted.points.name)
    if (fitted.points.sheet[:, 1] > 0).any():
        raise InputError(
            "control points above the picture",
            where=fitted.points.name,
            hint="lines run down from 0, or as negative numbers as QGIS writes them",
        )
    ring = np.array([[0, 0], [width, 0], [width, -height], [0, -height]], dtype=np.float64)
    if not shapely.Polygon(fitted.to_ground(ring)).area > width * height * SMALLEST_M**2:
        raise InputError("these control points give the sheet no size", where=fitted.points.name)
    lat, lon = fitted.to_degrees(ring)
    if not (np.isfinite(lat) & np.isfinite(lon) & (np.abs(lat) <= 90)).all():
        raise InputError("a corner of the sheet falls off the globe", where=fitted.points.name)
    cells = COARSEST
    mesh, error = _mesh(fitted, width, height, cells)
    while error > _allowed(fitted) and cells < FINEST:
        cells *= 2
        mesh, error = _mesh(fitted, width, height, cells)
    corners = tuple(
        Corner(lat_deg=float(y), lon_deg=float(x), ce95_m=_known(forecast(fitted, float(y), float(x)).ce95_m))
        for y, x in zip(lat, lon, strict=True)
    )
    return Sheet(fitted=fitted, width=width, height=height, corners=corners, mesh=mesh, mesh_error_m=error)


def at_pointer(sheet: Sheet, lat_deg: float, lon_deg: float) -> AtPointer:
    """How sure the sheet is at a place of the ground."""
    outline = shapely.Polygon(np.concatenate([sheet.mesh[0], sheet.mesh[:, -1], sheet.mesh[-1, ::-1],
                                              sheet.mesh[::-1, 0]])[:, ::-1])  # fmt: skip
    if not outline.buffer(0).intersects(shapely.Point(lon_deg, lat_deg)):
        return AtPointer(on_sheet=False, inside=False, ce95_m=None)
    found = forecast(sheet.fitted, lat_deg, lon_deg)
    return AtPointer(on_sheet=True, inside=found.inside, ce95_m=_known(found.ce95_m))


@dataclass(frozen=True, slots=True, kw_only=True)
class Residual:
    """How far a control point lies from where the fit puts it: as an arrow on the sheet, and on the ground.

    right_px, down_px: from the clicked pixel to the pixel that the fit gives to its place.
    """

    row: int
    right_px: float
    down_px: float
    metres: float


def residuals(fitted: Registration) -> tuple[Residual, ...]:
    """The residual of every control point, check points and gross errors among them."""
    points = fitted.points
    error = np.hypot(*(fitted.to_ground(points.sheet) - points.ground).T)
    found = []
    for row, (sheet, ground, metres) in enumerate(zip(points.sheet, points.ground, error, strict=True)):
        right, lower = (to_sheet(fitted, ground.reshape(1, 2))[0] - sheet) * [1, -1]
        found.append(Residual(row=row, right_px=float(right), down_px=float(lower), metres=float(metres)))
    return tuple(found)


def _mesh(fitted: Registration, width: int, height: int, cells: int) -> tuple[Floats, float]:
    """Places of an even mesh, and the largest error in the middle of a cell that is drawn flat, metres."""
    fine = 2 * cells
    x, y = np.meshgrid(np.linspace(0, width, fine + 1), -np.linspace(0, height, fine + 1))
    ground = fitted.to_ground(np.column_stack([x.ravel(), y.ravel()])).reshape(fine + 1, fine + 1, 2)
    knots = ground[::2, ::2]
    diagonal = (knots[:-1, 1:] + knots[1:, :-1]) / 2
    error = float(np.hypot(*np.moveaxis(ground[1::2, 1::2] - diagonal, -1, 0)).max())
    lat, lon = fitted.points.plane.to_degrees(knots[..., 0].ravel(), knots[..., 1].ravel())
    return np.column_stack([lat, lon]).reshape(cells + 1, cells + 1, 2), error


def _allowed(fitted: Registration) -> float:
    """Half a pixel, metres."""
    return fitted.scale / 2


def _known(value: float) -> float | None:
    return round(value, 2) if math.isfinite(value) else None


def _metres(value: float) -> str:
    return f"{value / 1000:.1f} km" if value >= 10_000 else f"{value:.0f} m"
