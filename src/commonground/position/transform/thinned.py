"""National grids of shifts that ship with this package, thinned until they are small.

Parameter sets miss a national survey by metres; its own grid is exact but large and is not at hand
without a network. A thinned grid is both small and exact to decimetres. What each was measured to be
stands beside it; scripts/thin_osgb36.py makes it and measures it again.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Thinned:
    """One thinned grid: between which degrees, where, and the radius it kept 95 in 100 places within."""

    code: str
    name: str
    source: str
    goal: str
    file: str
    ce95_m: float
    west: float
    south: float
    east: float
    north: float
    area_name: str


THINNED = (
    Thinned(
        code="commonground:osgb36-thinned",
        name="OSGB36 to ETRS89, thinned from OSTN15",
        source="EPSG:4277",
        goal="EPSG:4258",
        file="osgb36_thinned.gsb",
        ce95_m=0.12,  # measured: 0.08 inland, 0.05 over all
        west=-8.82,
        south=49.79,
        east=1.92,
        north=60.94,
        area_name="United Kingdom (UK) - Great Britain",
    ),
)


def steps(grid: Thinned, *, forward: bool) -> tuple[str, ...]:
    """The PROJ steps between the two sides in degrees."""
    way = "" if forward else "inv "
    return (
        "proj=unitconvert xy_in=deg xy_out=rad",
        f'{way}proj=hgridshift grids="{HERE / grid.file}"',
        "proj=unitconvert xy_in=rad xy_out=deg",
    )
