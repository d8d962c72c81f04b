"""Mistakes of the datum and of the map's figure: numbers of one datum read as those of another.

Every published datum whose area holds the place is tried, with each of its operations there, both in
degrees and in the numbers of a grid: the same datums differ by different vectors in the two, as the
figure of the earth moves the northing by hundreds of metres.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from commonground.errors import InputError
from commonground.position.diagnose.cause import Cause
from commonground.position.diagnose.grids import FALSE_NORTH_M, Place
from commonground.position.diagnose.guess import Guess
from commonground.position.grids import tm
from commonground.position.grids.earth import metres_per_degree
from commonground.position.transform import Candidate, CrsInfo, crs_info, systems_at, to_wgs84

FARTHEST_M = 6_000.0  # no two figures of one place lie farther apart, Gauss-Krueger for UTM included
NEAR_DEG = 2.0  # sheets of the neighbour country are at hand this far beyond its border
UTM_SCALE = 0.9996


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """How far an operation of a datum moves the numbers of a place, in degrees, and how sure it is."""

    crs: str
    name: str
    operation: str
    lat_deg: float
    lon_deg: float
    share: float


def degrees_guesses(lat: float, lon: float, cell: tuple[float, float], declared: str) -> Iterator[Guess]:
    """Where numbers in degrees lie if they were of another datum than declared."""
    shifts = shifts_at(round(lat * 4) / 4, round(lon * 4) / 4)
    names = {shift.crs for shift in shifts} - {declared}
    for shift in shifts:
        if shift.crs != declared:
            yield Guess(
                cause=Cause.WRONG_DATUM,
                detail=f"{shift.name} ({shift.operation})",
                lat_deg=lat + shift.lat_deg,
                lon_deg=lon + shift.lon_deg,
                cell_lat=cell[0],
                cell_lon=cell[1],
                share=shift.share / len(names),
            )
    if declared and declared != "EPSG:4326":
        yield Guess(
            cause=Cause.WRONG_DATUM,
            detail="WGS 84",
            lat_deg=lat,
            lon_deg=lon,
            cell_lat=cell[0],
            cell_lon=cell[1],
            share=0.5,
        )


def grid_guesses(here: Place) -> Iterator[Guess]:
    """Where UTM numbers lie if the grid was drawn on another datum, or was Gauss-Krueger."""
    lat, lon = here.centre()
    shifts = shifts_at(round(lat * 4) / 4, round(lon * 4) / 4)
    names = {shift.crs for shift in shifts}
    for shift in shifts:
        info = crs_info(shift.crs)
        for scale, cause in ((UTM_SCALE, Cause.WRONG_DATUM), (1.0, Cause.GK_READ_AS_UTM)):
            share = shift.share / len(names)
            if cause is Cause.GK_READ_AS_UTM:
                if "Krassowsky" not in info.ellipsoid:
                    continue
                share = shift.share / max(1, len(names & KRASSOWSKY))
            there = unproject(here, scale, info)
            yield _guess(cause, f"{shift.name} ({shift.operation})", there, shift, here, min(share, 1.0))


KRASSOWSKY = frozenset({"EPSG:4284", "EPSG:4179", "EPSG:4178", "EPSG:4200", "EPSG:4740", "EPSG:7681"})


def unproject(here: Place, scale: float, info: CrsInfo) -> tuple[float, float]:
    """Numbers of a zone in the degrees of another figure of the earth, with another scale."""
    figure = _figure(info.a_m, info.flattening)
    half = here.side_m / 2 if here.side_m > 1 else 0.0
    north = here.north + half - (FALSE_NORTH_M if here.south else 0.0)
    lat, lon = tm.inverse(here.east + half - 500_000.0, north, scale, figure)
    return lat, lon + here.zone * 6 - 183


def _guess(
    cause: Cause, detail: str, there: tuple[float, float], shift: Shift, here: Place, share: float
) -> Guess:
    north_m, east_m = metres_per_degree(there[0])
    return Guess(
        cause=cause,
        detail=detail,
        lat_deg=there[0] + shift.lat_deg,
        lon_deg=there[1] + shift.lon_deg,
        cell_lat=here.side_m / north_m,
        cell_lon=here.side_m / east_m,
        share=share,
    )


@lru_cache(maxsize=64)
def _figure(a_m: float, flattening: float) -> tm.Figure:
    return tm.figure(a_m, flattening)


@lru_cache(maxsize=4096)
def shifts_at(lat: float, lon: float) -> tuple[Shift, ...]:
    """What every datum that is used at a place does to its numbers, operation by operation."""
    found: list[Shift] = []
    for code in systems_at(lat, lon, NEAR_DEG):
        try:
            moved = to_wgs84(code, lon, lat)
        except InputError:
            continue
        inside = [c for c in moved.candidates if c.inside_area or c.chosen]
        distinct = _distinct(inside)
        for candidate in distinct:
            if candidate.shift_m > 1.0:
                found.append(
                    Shift(
                        crs=code,
                        name=crs_info(code).name,
                        operation=candidate.operation,
                        lat_deg=candidate.y - lat,
                        lon_deg=candidate.x - lon,
                        share=1 / len(distinct),
                    )
                )
    return tuple(found)


def _distinct(candidates: list[Candidate]) -> list[Candidate]:
    """Operations that land within a metre of one another count as one."""
    kept: list[Candidate] = []
    for candidate in candidates:
        north, east = metres_per_degree(candidate.y)
        if all(
            abs(candidate.y - other.y) * north + abs(candidate.x - other.x) * east > 1.0 for other in kept
        ):
            kept.append(candidate)
    return kept
