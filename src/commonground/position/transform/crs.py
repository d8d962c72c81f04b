"""Coordinate reference systems: which one a code names, and what its numbers mean.

The only texts taken are authority codes (`EPSG:4255`), PROJ strings and WKT: names are looked up by
nobody, and no text may name a file. Heights are dropped: all work here is horizontal. x is always east
or longitude and y north or latitude, whatever order the authority gives.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from commonground.errors import InputError

if TYPE_CHECKING:
    import pyproj

MOST_CHARACTERS = 8_000
CODE = re.compile(r"[A-Za-z]{2,16}(?:_\d{4})?:[A-Za-z0-9_]{1,24}")
NAMES_A_FILE = re.compile(r"(?:grids|init|file|catalog|xy_grids|z_grids)\s*=", re.I)
WKT_OPENINGS = tuple(
    f"{word}["
    for word in ["GEOGCRS", "GEOGCS", "PROJCRS", "PROJCS", "GEODCRS", "BOUNDCRS", "COMPOUNDCRS", "COMPD_CS"]
)

Box = tuple[float, float, float, float]  # west, south, east, north in degrees; west > east over 180
WORLD: Box = (-180.0, -90.0, 180.0, 90.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class CrsInfo:
    """What is known of a CRS: its name, unit, datum and where it is used.

    `unit_factor` is metres per unit of a grid, degrees per unit of angles. `area` is the box of
    its use; WORLD where the authority gives none. `base` is a text for the degrees that a grid is
    drawn on, `a_m` and `flattening` are those of its ellipsoid.
    """

    code: str
    name: str
    geographic: bool
    unit_name: str
    unit_factor: float
    datum: str
    ellipsoid: str
    a_m: float
    flattening: float
    base: str
    area: Box
    area_name: str
    north_first: bool  # the authority itself writes north or latitude first


@lru_cache(maxsize=256)
def read_crs(text: str) -> pyproj.CRS:
    """The horizontal CRS that a text names. Raises InputError for any other text."""
    import pyproj
    from pyproj.exceptions import CRSError
    from pyproj.network import set_network_enabled  # type: ignore[attr-defined]

    set_network_enabled(active=False)  # whatever the machine's settings say: no grid is fetched
    given = text.strip()
    plain = given.startswith("+proj=") and not NAMES_A_FILE.search(given) and "pipeline" not in given
    wkt = given.upper().startswith(WKT_OPENINGS) and not re.search(r"PARAMETERFILE|nadgrids", given, re.I)
    if len(given) > MOST_CHARACTERS or not (CODE.fullmatch(given) or plain or wkt):
        raise InputError(
            "not a coordinate reference system",
            where="crs",
            given=text,
            hint="give an authority code such as EPSG:4326, or a PROJ string that names no files",
        )
    try:
        crs = pyproj.CRS.from_user_input(given).to_2d()
    except CRSError as error:
        raise InputError(
            "no such coordinate reference system", where="crs", given=text, hint="check the code"
        ) from error
    if crs.is_compound and crs.sub_crs_list:
        crs = crs.sub_crs_list[0]
    if crs.geodetic_crs is None or not (crs.is_geographic or crs.is_projected):
        raise InputError(
            "this system gives no place on the map",
            where="crs",
            given=text,
            hint="give a system of a map or of degrees",
        )
    return crs


def geographic_base(crs: pyproj.CRS) -> pyproj.CRS:
    """The degrees that a grid is drawn on; the CRS itself where it already is in degrees."""
    source = crs.source_crs if crs.is_bound else crs
    base = (source or crs).geodetic_crs
    if base is None:
        raise InputError("this system has no geographic base", where="crs", given=crs.name)
    return base.to_2d()


def names_no_datum(crs: pyproj.CRS) -> bool:
    """Whether the text named an ellipsoid only, as a PROJ string without a datum does."""
    if crs.is_bound:
        return False
    datum = geographic_base(crs).datum
    return datum is None or datum.name.lower().startswith("unknown")


@lru_cache(maxsize=256)
def crs_info(text: str) -> CrsInfo:
    """What is known of the CRS that a text names. Raises InputError."""
    crs = read_crs(text)
    axis = crs.axis_info[0]
    factor = axis.unit_conversion_factor
    area = crs.area_of_use
    base = geographic_base(crs)
    datum, ellipsoid = base.datum, base.ellipsoid
    inverse = ellipsoid.inverse_flattening if ellipsoid else 0.0
    authority = base.to_authority(min_confidence=100)
    return CrsInfo(
        code=text.strip(),
        name=crs.name,
        geographic=crs.is_geographic,
        unit_name=axis.unit_name,
        unit_factor=factor / 0.017453292519943295 if crs.is_geographic else factor,
        datum=datum.name if datum else "",
        ellipsoid=ellipsoid.name if ellipsoid else "",
        a_m=ellipsoid.semi_major_metre if ellipsoid else 0.0,
        flattening=1 / inverse if inverse else 0.0,
        base=text.strip() if crs.is_geographic else ":".join(authority) if authority else base.to_wkt(),
        area=(area.west, area.south, area.east, area.north) if area else WORLD,
        area_name=(area.name or "") if area else "",
        north_first=axis.direction == "north",
    )
