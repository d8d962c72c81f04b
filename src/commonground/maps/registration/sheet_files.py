"""World files, ground control points and traced lines of a registered sheet.

A world file (Esri, six lines) is an affine map from pixel middles to coordinates and says neither its CRS
nor how good it is; one is written in WGS 84 degrees, with the misfit to the registration told beside it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from commonground.errors import InputError
from commonground.maps.depiction import Depiction, SigmaOrigin, Source
from commonground.maps.plane import Floats
from commonground.maps.registration.fit import Registration
from commonground.maps.registration.points import float_of

_LINES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldFile:
    """x = a column + b line + c; y = d column + e line + f, at the middles of pixels."""

    a: float
    d: float
    b: float
    e: float
    c: float
    f: float

    def place(self, column: Floats, line: Floats) -> tuple[Floats, Floats]:
        """Coordinates of pixels, x and y."""
        return self.a * column + self.b * line + self.c, self.d * column + self.e * line + self.f


def read_world_file(data: bytes, *, name: str) -> WorldFile:
    """Read a world file: six numbers, one a line. Raises InputError for anything else."""
    lines = data[:4096].decode("ascii", "replace").split()
    if len(lines) != _LINES or len(data) > 4096:
        raise InputError("a world file has six numbers", where=name)
    a, d, b, e, c, f = (float_of(text, name, row) for row, text in enumerate(lines))
    if a * e - b * d == 0:
        raise InputError("a world file that lays the sheet on a line", where=name)
    return WorldFile(a=a, d=d, b=b, e=e, c=c, f=f)


def write_world_file(world: WorldFile) -> bytes:
    """The six lines; numbers are written so that they read back to the bit."""
    numbers = (world.a, world.d, world.b, world.e, world.c, world.f)
    return ("\n".join(repr(float(number)) for number in numbers) + "\n").encode()


def world_file_of(fitted: Registration) -> tuple[WorldFile, float]:
    """The affine map to WGS 84 degrees nearest to a registration at its points, and its misfit in metres."""
    sheet = fitted.points.sheet[fitted.agree] * np.array([1.0, -1.0])  # QGIS counts lines downward negative
    lat, lon = fitted.to_degrees(fitted.points.sheet[fitted.agree])
    if len(sheet) < 3:
        raise InputError("a world file needs three control points or more")
    design = np.column_stack([sheet, np.ones(len(sheet))])
    (a, b, c), (d, e, f) = np.linalg.lstsq(design, np.column_stack([lon, lat]), rcond=None)[0].T.tolist()
    world = WorldFile(a=a, d=d, b=b, e=e, c=c, f=f)
    x, y = world.place(sheet[:, 0], sheet[:, 1])
    back = np.column_stack(fitted.points.plane.to_xy(y, x))
    there = np.column_stack(fitted.points.plane.to_xy(lat, lon))
    return world, float(np.hypot(*(back - there).T).max())


def write_gdal_points(fitted: Registration) -> str:
    """The agreeing control points as arguments of GDAL: -gcp column line longitude latitude."""
    rows = np.flatnonzero(fitted.agree)
    return "\n".join(
        f"-gcp {x:.3f} {abs(y):.3f} {fitted.points.lon_deg[row]:.9f} {fitted.points.lat_deg[row]:.9f}"
        for row, (x, y) in zip(rows, fitted.points.sheet[rows].tolist(), strict=True)
    )


def traced(fitted: Registration, line: Floats, *, name: str) -> Depiction:
    """A line traced on the sheet (column, line or the sheet's plane) as a depiction of the sheet.

    A fit may be clean and the sheet displaced all the same, when its control points come off a displaced
    map: comparing the traced line with other depictions finds that.
    """
    if len(line) < 2:
        raise InputError("a traced line needs two places or more", where=name)
    lat, lon = fitted.to_degrees(line)
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
