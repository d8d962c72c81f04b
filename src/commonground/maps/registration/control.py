"""Control points in columns: places of a sheet beside the same places on the ground, in one plane.

The numbers of the sheet's side are pixels of a scan or coordinates read off its grid; which of both is
seen from whether they lie by the ground's. Pixels are kept with the second number running up, whichever
way the file counts lines: a sheet is not printed in mirror writing, so the control points themselves say.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from commonground.errors import InputError
from commonground.maps.plane import Conformal, Floats, conformal_over
from commonground.position.transform import crs_info, to_wgs84_many

MAX_POINTS = 5000
MAX_SHOWN = 60  # characters of a cell that an error repeats
NEAR_DEG = 3.0  # sheet coordinates this near to the ground's are degrees, not pixels
NEAR_GRID_M = 50_000.0
_DEGREES = ("EPSG:4326", "OGC:CRS84")
_TRIPLES = 2000
_THIN = 0.02  # triangles whose height is under this share of the largest carry no turn
_VOTE = 0.1
_SEED = 20111125


class SheetKind(StrEnum):
    """What the numbers on the sheet's side are."""

    COORDINATES = "coordinates"  # degrees or metres read off the sheet's own grid
    PIXELS = "pixels"  # columns and lines of a scan


class Lines(StrEnum):
    """How a file counts the lines of a scan."""

    DOWN = "down"  # from 0 at the top, as GDAL does
    UNSAID = "unsaid"  # QGIS writes them negative; other hands do not


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlPoints:
    """Control points in columns.

    sheet: x, y on the sheet: metres in `plane` for COORDINATES; for PIXELS column and minus line.
    ground: x, y on the ground in `plane`, metres.
    sheet_turned, ground_turned: the same with the two numbers of a place exchanged, for finding such rows.
    enabled: fitted; the others are check points. rows: zero-based rows of the file.
    as_sheet: brings source numbers of the same file to `sheet`.
    mirrored: the sheet would have to be turned over to fit: the numbers of the map side look exchanged.
    stated: a file states the lay itself (a world file, a GeoTIFF); no row is a measurement.
    """

    name: str
    kind: SheetKind
    plane: Conformal
    sheet: Floats
    ground: Floats
    sheet_turned: Floats
    ground_turned: Floats
    enabled: NDArray[np.bool_]
    rows: NDArray[np.int64]
    lat_deg: Floats
    lon_deg: Floats
    as_sheet: Callable[[Floats, Floats], Floats]
    mirrored: bool = False
    stated: bool = False


def control_points(
    table: Floats,
    enabled: NDArray[np.bool_],
    *,
    crs: str,
    name: str,
    lines: Lines = Lines.UNSAID,
    stated: bool = False,
) -> ControlPoints:
    """Columns of a table with rows of sheet x, y and map x, y; the map side in `crs`.

    Raises InputError for no or too many rows, no CRS, or a place that is none.
    """
    if not 1 <= len(table) <= MAX_POINTS:
        raise InputError(f"needs 1 to {MAX_POINTS} control points", where=name, given=str(len(table)))
    if not crs:
        raise InputError("this file does not say its CRS", where=name, hint="name it: --crs EPSG:4326")
    lat, lon = _degrees(table[:, 2], table[:, 3], crs)
    bad = np.flatnonzero(~(np.isfinite(lat) & np.isfinite(lon) & (np.abs(lat) <= 90) & (np.abs(lon) <= 360)))
    if len(bad):
        row = int(bad[0])
        raise InputError(
            "no such place", where=f"{name} row {row}", given=f"{table[row, 2]}, {table[row, 3]}"
        )
    plane = conformal_over(np.array([np.median(lat)]), np.array([np.median(lon)]))
    ground = np.column_stack(plane.to_xy(lat, lon))
    kind = SheetKind.PIXELS
    as_sheet: Callable[[Floats, Floats], Floats] = _pixels_down
    if lines is not Lines.DOWN:
        kind, as_sheet = _kind(table, lat, lon, crs, plane)
    mirrored = False
    if kind is SheetKind.PIXELS:
        up = table[:, :2] * [1.0, -1.0]
        down = lines is Lines.DOWN or (
            bool((table[:, 1] >= 0).all()) and _turn(table[:, :2], ground) <= _VOTE
        )
        as_sheet = _pixels_down if down else _pixels_up
        mirrored = _turn(up if down else table[:, :2], ground) < -_VOTE
    turned_lat, turned_lon = _degrees(table[:, 3], table[:, 2], crs)
    return ControlPoints(
        name=name,
        kind=kind,
        plane=plane,
        sheet=as_sheet(table[:, 0], table[:, 1]),
        ground=ground,
        sheet_turned=as_sheet(table[:, 1], table[:, 0]),
        ground_turned=_anywhere(plane, turned_lat, turned_lon),
        enabled=enabled,
        rows=np.arange(len(table)),
        lat_deg=lat,
        lon_deg=lon,
        as_sheet=as_sheet,
        mirrored=mirrored,
        stated=stated,
    )


def float_of(text: object, name: str, row: int) -> float:
    """A finite number. Raises InputError with its row."""
    try:
        number = float(str(text).strip())
    except ValueError as error:
        raise InputError("not a number", where=f"{name} row {row}", given=str(text)[:MAX_SHOWN]) from error
    if not np.isfinite(number) or abs(number) > 1e9:
        raise InputError(
            "not a number that can be used", where=f"{name} row {row}", given=str(text)[:MAX_SHOWN]
        )
    return number


def _degrees(x: Floats, y: Floats, crs: str) -> tuple[Floats, Floats]:
    if crs.upper() in _DEGREES:
        return y, x
    there = to_wgs84_many(crs, x, y)
    return there.lat_deg, there.lon_deg


def _anywhere(plane: Conformal, lat: Floats, lon: Floats) -> Floats:
    """Places in the plane; far off where there is no such place."""
    known = np.isfinite(lat) & np.isfinite(lon) & (np.abs(lat) <= 90)
    x, y = plane.to_xy(np.where(known, lat, 0.0), np.where(known, lon, 0.0))
    return np.column_stack([np.where(known, x, np.inf), np.where(known, y, np.inf)])


def _pixels_up(x: Floats, y: Floats) -> Floats:
    return np.column_stack([x, y])


def _pixels_down(x: Floats, y: Floats) -> Floats:
    return np.column_stack([x, -np.asarray(y)])


def _kind(
    table: Floats, lat: Floats, lon: Floats, crs: str, plane: Conformal
) -> tuple[SheetKind, Callable[[Floats, Floats], Floats]]:
    """Degrees when the sheet's numbers lie by the ground's degrees, as they are or exchanged."""
    near = [np.median(np.hypot(table[:, i] - lon, table[:, 1 - i] - lat)) < NEAR_DEG for i in (0, 1)]
    if any(near):

        def from_degrees(x: Floats, y: Floats) -> Floats:
            return np.column_stack(plane.to_xy(np.clip(y, -89.9, 89.9), x))

        return SheetKind.COORDINATES, from_degrees
    info = crs_info(crs)
    if not info.geographic and np.median(np.hypot(*(table[:, :2] - table[:, 2:]).T)) < NEAR_GRID_M:

        def from_grid(x: Floats, y: Floats) -> Floats:
            there = to_wgs84_many(crs, x, y)
            return _anywhere(plane, there.lat_deg, there.lon_deg)

        return SheetKind.COORDINATES, from_grid
    return SheetKind.PIXELS, _pixels_up


def _turn(sheet: Floats, ground: Floats) -> float:
    """How far triangles of control points run the same way round on the sheet and the ground: 1 all of
    them, -1 none, near 0 where nothing can be said. Gross errors vote both ways alike."""
    n = len(sheet)
    if n < 3:
        return 0.0
    if n * (n - 1) * (n - 2) // 6 <= _TRIPLES:
        three = np.array(list(combinations(range(n), 3)))
    else:
        three = np.random.default_rng(_SEED).integers(0, n, size=(_TRIPLES, 3))
    round_sheet, round_ground = _round(sheet[three]), _round(ground[three])
    wide = np.abs(round_sheet) > _THIN * np.abs(round_sheet).max(initial=0.0)
    votes = np.sign(round_sheet[wide] * round_ground[wide])
    return float(votes.mean()) if len(votes) else 0.0


def _round(corners: Floats) -> Floats:
    """Twice the area of triangles, positive where they run to the left."""
    one, two = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    return np.asarray(one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0])
