"""World files (Esri, six lines): an affine map from the middles of pixels to coordinates, and nothing else.

A world file says neither its CRS nor how good it is. A sheet laid by one is shown where it says; how sure
that is, nothing says.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonground.errors import InputError
from commonground.maps.plane import Floats
from commonground.maps.registration.control import ControlPoints, Lines, control_points, float_of

_LINES = 6
_SPAN = 1000.0  # pixels over which a world file is laid where the size of its picture is not known
_MIDDLE = 0.5  # of a pixel, counted from its upper left corner


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


def stated_by(
    world: WorldFile, *, crs: str, name: str, width: float = _SPAN, height: float = _SPAN
) -> ControlPoints:
    """What a world file states, as nine places of its picture; none of them is a measurement."""
    column, line = (axis.ravel() for axis in np.meshgrid(np.linspace(0, width, 3), np.linspace(0, height, 3)))
    x, y = world.place(column - _MIDDLE, line - _MIDDLE)
    table = np.column_stack([column, line, x, y])
    everywhere = np.ones(len(table), dtype=bool)
    return control_points(table, everywhere, crs=crs, name=name, lines=Lines.DOWN, stated=True)
