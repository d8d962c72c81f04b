"""Landing: named places put on WGS 84, with every part of their doubt.

Nobody named the datum: the place stands as WGS 84 and says that this is assumed. The profile names
an old map without a datum: 614 m, the 95th percentile of the shifts of all old datums. A named
datum goes through the operation chosen at that very place.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from commonground.errors import InputError
from commonground.finding import Finding
from commonground.position.doubt import join
from commonground.position.grids import tm
from commonground.position.grids.cell import Cell, degree_cell
from commonground.position.grids.earth import fold_longitude
from commonground.position.place import Position
from commonground.position.profile import Basis, MapProfile
from commonground.position.reader.covering import GridSquare
from commonground.position.reader.named import Named
from commonground.position.reading import Doubt, Part, Reading

WGS84_CODES: Final = frozenset({"EPSG:4326", "OGC:CRS84", "EPSG:4979"})
ENSEMBLE_CE95_M: Final = 2.0  # WGS 84 as used without saying which of its realisations
OLD_MAP_CE95_M: Final = 614.0
LEAST_CE95_M: Final = 0.001


def land(
    named: Named, profile: MapProfile, as_given: str, crs: str, basis: Basis, report: Sequence[Doubt] = ()
) -> Reading:
    """The Reading of a named place. `crs` and `basis`: the datum of the text or of its writer.

    Raises InputError (NoOperationError for want of a datum operation) where it cannot be placed.
    """
    crs = named.crs or crs
    if named.grid_xy is not None:
        return _land_grid(named, profile, as_given, crs, report)
    if named.cell is None:
        raise InputError("a named place needs a cell or grid numbers", given=as_given)
    if crs in WGS84_CODES:
        datum = _assumed(profile, basis, old=named.old_datum)
        return _reading(named, named.cell, named.square, as_given, crs, "", (datum, *report), profile, ())
    cell, base = _on_own_figure(named, crs)
    from commonground.position.transform import crs_info, to_wgs84

    unit_deg = crs_info(base).unit_factor
    if unit_deg != 1 and named.notation == "dd":  # grads, written as decimals
        cell = _in_degrees(cell, unit_deg)
    moved = to_wgs84(base, cell.lon_deg / unit_deg, cell.lat_deg / unit_deg)
    shift = (moved.lat_deg - cell.lat_deg, fold_longitude(moved.lon_deg - cell.lon_deg))
    corners = tuple(
        (max(-90.0, min(90.0, lat + shift[0])), fold_longitude(lon + shift[1])) for lat, lon in cell.corners
    )
    landed = Cell(
        lat_deg=moved.lat_deg,
        lon_deg=moved.lon_deg,
        corners=corners,
        east_m=cell.east_m,
        north_m=cell.north_m,
    )
    return _reading(
        named, landed, None, as_given, base, moved.operation, (moved.doubt, *report), profile, moved.findings
    )


def _in_degrees(cell: Cell, unit_deg: float) -> Cell:
    """A cell whose angles were written in another unit than degrees."""
    return Cell(
        lat_deg=cell.lat_deg * unit_deg,
        lon_deg=cell.lon_deg * unit_deg,
        corners=tuple((lat * unit_deg, lon * unit_deg) for lat, lon in cell.corners),
        east_m=cell.east_m * unit_deg,
        north_m=cell.north_m * unit_deg,
    )


def _assumed(profile: MapProfile, basis: Basis, *, old: bool) -> Doubt:
    if old or (profile.old_map and basis is not Basis.KNOWN):
        return Doubt(part=Part.DATUM, ce95_m=OLD_MAP_CE95_M, basis=Basis.UNKNOWN)
    return Doubt(part=Part.DATUM, ce95_m=ENSEMBLE_CE95_M, basis=basis)


def _on_own_figure(named: Named, crs: str) -> tuple[Cell, str]:
    """The cell on the ellipsoid of the CRS, and the CRS of its degrees."""
    from commonground.position.transform import crs_info

    info = crs_info(crs)
    square = named.square
    assert named.cell is not None
    if square is None or not square.zone:
        return named.cell, info.base
    figure = tm.figure(info.a_m, info.flattening)

    def place(dx: float, dy: float) -> tuple[float, float]:
        east, north = square.easting + dx * square.side_m, square.northing + dy * square.side_m
        lat, lon = tm.inverse(
            east - 500_000.0, north - (10_000_000.0 if square.south else 0.0), 0.9996, figure
        )
        return lat, fold_longitude(lon + square.zone * 6 - 183)

    lat, lon = place(0.5, 0.5)
    corners = tuple(place(dx, dy) for dx, dy in ((0, 0), (1, 0), (1, 1), (0, 1)))
    cell = Cell(
        lat_deg=lat, lon_deg=lon, corners=corners, east_m=named.cell.east_m, north_m=named.cell.north_m
    )
    return cell, info.base


def _land_grid(
    named: Named, profile: MapProfile, as_given: str, crs: str, report: Sequence[Doubt]
) -> Reading:
    """Numbers that belong to a CRS: its corners go through the same operation."""
    from commonground.position.transform import crs_info, to_wgs84

    assert named.grid_xy is not None
    x, y = named.grid_xy
    half = named.grid_step / 2
    info = crs_info(crs)
    moved = to_wgs84(crs, x, y)
    corners = []
    for dx, dy in ((-half, -half), (half, -half), (half, half), (-half, half)):
        try:
            corner = to_wgs84(crs, x + dx, y + dy, operation=moved.operation)
        except InputError:  # the corner falls off the edge of the grid; the middle did not
            corner = moved
        corners.append((corner.lat_deg, corner.lon_deg))
    if info.geographic:
        cell = degree_cell(moved.lat_deg, moved.lon_deg, 2 * half, 2 * half)
        side = (cell.east_m, cell.north_m)
    else:
        side = (2 * half * info.unit_factor, 2 * half * info.unit_factor)
    cell = Cell(
        lat_deg=moved.lat_deg, lon_deg=moved.lon_deg, corners=tuple(corners), east_m=side[0], north_m=side[1]
    )
    return _reading(
        named, cell, None, as_given, crs, moved.operation, (moved.doubt, *report), profile, moved.findings
    )


def _reading(
    named: Named,
    cell: Cell,
    square: GridSquare | None,
    as_given: str,
    crs: str,
    operation: str,
    parts: Sequence[Doubt],
    profile: MapProfile,
    findings: Sequence[Finding],
) -> Reading:
    doubt = [Doubt(part=Part.NOTATION, ce95_m=max(cell.ce95_m, LEAST_CE95_M), basis=Basis.KNOWN), *parts]
    if profile.report_ce95_m and not any(part.part is Part.REPORT for part in doubt):
        doubt.append(Doubt(part=Part.REPORT, ce95_m=profile.report_ce95_m, basis=Basis.ASSUMED))
    if profile.registration_ce95_m:
        doubt.append(Doubt(part=Part.REGISTRATION, ce95_m=profile.registration_ce95_m, basis=Basis.KNOWN))
    position = Position(lat_deg=cell.lat_deg, lon_deg=fold_longitude(cell.lon_deg), ce95_m=join(doubt))
    return Reading(
        position=position,
        notation=named.notation,
        as_given=as_given,
        crs=crs,
        operation=operation,
        doubt=tuple(doubt),
        findings=(*named.findings, *findings),
        cell=cell.corners,
        square=square,
    )
