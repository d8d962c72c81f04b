"""Named places: what a text names in its own notation, before any datum is applied.

The notations give these; `landing` puts them on WGS 84 and makes Readings of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from commonground.finding import Finding, Kind, Level
from commonground.position.grids.cell import Cell
from commonground.position.reader.covering import GridSquare


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A place as a text names it: latitude and longitude on the writer's datum, and its cell.

    crs: the CRS that the notation itself fixes (a national grid), "" where the writer's counts.
    grid_xy: easting and northing where the numbers belong to `crs` and not to degrees.
    order: which of the readings is likelier; lower first.
    """

    notation: str
    cell: Cell | None = None
    square: GridSquare | None = None
    crs: str = ""
    grid_xy: tuple[float, float] | None = None
    grid_step: float = 1.0  # side of the named cell in units of `crs`, around grid_xy
    findings: tuple[Finding, ...] = field(default=())
    order: int = 0
    old_datum: bool = False  # the text itself shows that it is meant on a datum before WGS 84


def note(kind: Kind, text: str) -> Finding:
    """A finding that asks for nothing."""
    return Finding(kind=kind, level=Level.NOTE, text=text)


def ask(kind: Kind, text: str) -> Finding:
    """A finding that an officer has to look at."""
    return Finding(kind=kind, level=Level.CAUTION, text=text)
