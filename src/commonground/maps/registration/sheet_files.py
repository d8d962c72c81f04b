"""What is written of a registered sheet for other programs, and lines that were traced on it."""

from __future__ import annotations

import numpy as np
import shapely

from commonground.errors import InputError
from commonground.maps.depiction import Depiction, SigmaOrigin, Source
from commonground.maps.plane import Floats
from commonground.maps.registration.control import SheetKind, float_of
from commonground.maps.registration.fit import Registration
from commonground.maps.registration.points import write_qgis
from commonground.maps.registration.world import WorldFile

_MIDDLE = 0.5  # of a pixel


def world_file_of(fitted: Registration) -> tuple[WorldFile, float]:
    """The affine map to WGS 84 degrees nearest to a registration at its points, and its misfit in metres.

    Of the middles of pixels, as world files are; control points are counted from a pixel's upper left
    corner. Raises InputError for fewer than three points and for what is no scan.
    """
    pixels = _pixels(fitted) - _MIDDLE
    lat, lon = fitted.to_degrees(fitted.points.sheet[fitted.agree])
    if len(pixels) < 3:
        raise InputError("a world file needs three control points or more")
    design = np.column_stack([pixels, np.ones(len(pixels))])
    (a, b, c), (d, e, f) = np.linalg.lstsq(design, np.column_stack([lon, lat]), rcond=None)[0].T.tolist()
    world = WorldFile(a=a, d=d, b=b, e=e, c=c, f=f)
    x, y = world.place(pixels[:, 0], pixels[:, 1])
    back = np.column_stack(fitted.points.plane.to_xy(y, x))
    there = np.column_stack(fitted.points.plane.to_xy(lat, lon))
    return world, float(np.hypot(*(back - there).T).max())


def write_gdal_points(fitted: Registration) -> str:
    """The agreeing control points as arguments of GDAL: -gcp column line longitude latitude."""
    rows = np.flatnonzero(fitted.agree)
    return "\n".join(
        f"-gcp {x:.3f} {y:.3f} {fitted.points.lon_deg[row]:.9f} {fitted.points.lat_deg[row]:.9f}"
        for row, (x, y) in zip(rows, _pixels(fitted).tolist(), strict=True)
    )


def write_qgis_points(fitted: Registration) -> str:
    """Every control point for QGIS, in WGS 84: gross errors and check points are not enabled there."""
    if fitted.points.stated:
        raise InputError("this sheet has no control points, only a lay that its file states")
    points = fitted.points
    on_sheet = points.sheet
    if points.kind is SheetKind.COORDINATES:
        lat, lon = points.plane.to_degrees(points.sheet[:, 0], points.sheet[:, 1])
        on_sheet = np.column_stack([lon, lat])
    rows = zip(points.lon_deg, points.lat_deg, on_sheet, fitted.agree, strict=True)
    return write_qgis(
        [(float(lon), float(lat), float(x), float(y), bool(on)) for lon, lat, (x, y), on in rows], "EPSG:4326"
    )


def _pixels(fitted: Registration) -> Floats:
    """Columns and lines down of the control points that agree."""
    if fitted.points.kind is not SheetKind.PIXELS:
        raise InputError("these control points are of a grid, not of a scan", where=fitted.points.name)
    if fitted.points.stated:
        raise InputError("this sheet has no control points, only a lay that its file states")
    return np.asarray(fitted.points.sheet[fitted.agree] * [1.0, -1.0])


def traced(fitted: Registration, line: Floats, *, name: str) -> Depiction:
    """A line traced on the sheet, in the numbers of its control points, as a depiction of the sheet.

    A fit may be clean and the sheet displaced all the same, when its control points come off a displaced
    map: comparing the traced line with other depictions finds that.
    """
    if len(line) < 2:
        raise InputError("a traced line needs two places or more", where=name)
    lat, lon = fitted.to_degrees(fitted.points.as_sheet(line[:, 0], line[:, 1]))
    return Depiction(
        name=name,
        parties=(),
        line=shapely.LineString(np.column_stack([lon, lat])),
        areas={},
        sigma_m=max(fitted.sigma_m, 1.0),
        sigma_origin=SigmaOrigin.GUESS,
        source=Source(title="a line traced on a registered sheet", lineage=fitted.points.name),
    )


def read_trace(data: bytes, *, name: str) -> Floats:
    """The places of a traced line: two numbers a line, column and line of the scan, parted by a comma."""
    rows = []
    for row, text in enumerate(data[: 4 * 2**20].decode("utf-8", "replace").splitlines()):
        cells = text.replace(",", " ").split()
        if cells and not text.lstrip().startswith("#"):
            if len(cells) < 2:
                raise InputError("needs two numbers", where=f"{name} row {row}", given=text)
            rows.append([float_of(cells[0], name, row), float_of(cells[1], name, row)])
    return np.array(rows, dtype=np.float64).reshape(-1, 2)
