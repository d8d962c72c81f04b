"""`cg crs`: what a coordinate reference system is, and every way from it to WGS 84 at one place."""

from __future__ import annotations

import json
import sys
from typing import Annotated, Any

from cyclopts import Parameter

from commonground.cli.options import Json
from commonground.errors import InputError
from commonground.finding import Level
from commonground.position.transform import (
    Candidate,
    CrsInfo,
    Moved,
    NoOperationError,
    crs_info,
    from_wgs84,
    to_wgs84,
)


def crs(
    code: str,
    /,
    *,
    at: Annotated[str, Parameter(allow_leading_hyphen=True)] = "",
    as_json: Json = False,
) -> int:
    """Show a coordinate reference system and, at a place, its datum operations and how far they disagree.

    The place is given in the numbers that stand on the map when the system is in degrees, and in
    WGS 84 when it is a grid. Exit 3 when something has to be looked at, 5 when no operation is known.

    Parameters
    ----------
    code:
        An authority code such as EPSG:4255, or a PROJ string.
    at:
        Latitude and longitude in degrees, as 34.5,71.2.
    as_json:
        One JSON object.
    """
    info = crs_info(code)
    moved, refused = _at(code, info, at) if at else (None, "")
    if as_json:
        print(json.dumps(_shown(info, moved, refused)))
    else:
        _print(info, moved)
    if refused:
        print(f"commonground: refused: {refused}", file=sys.stderr)
        return 5
    if moved is None:
        return 0
    for finding in moved.findings:
        print(f"{finding.level.word}: {finding.text}", file=sys.stderr)
    return 3 if any(finding.level >= Level.CAUTION for finding in moved.findings) else 0


def _at(code: str, info: CrsInfo, at: str) -> tuple[Moved | None, str]:
    """The place moved to WGS 84, or why that is refused."""
    parts = at.replace(";", ",").split(",")
    try:
        lat, lon = (float(part) for part in parts)
    except ValueError:
        raise InputError("not a place", where="--at", given=at, hint="--at 34.5,71.2") from None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise InputError("no such place", where="--at", given=at, hint="latitude first: --at 34.5,71.2")
    try:
        if info.geographic and info.unit_factor == 1.0:
            return to_wgs84(code, lon, lat), ""
        there = from_wgs84(code, lat, lon)
        return to_wgs84(code, there.x, there.y), ""
    except NoOperationError as error:
        return None, f"{error}" + (f" ({error.hint})" if error.hint else "")


def _shown(info: CrsInfo, moved: Moved | None, refused: str) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "code": info.code,
        "name": info.name,
        "kind": "degrees" if info.geographic else "grid",
        "unit": info.unit_name,
        "unit_factor": info.unit_factor,
        "datum": info.datum,
        "ellipsoid": info.ellipsoid,
        "area": list(info.area),
        "area_name": info.area_name,
    }
    if refused:
        return {**shown, "refused": refused, "candidates": []}
    if moved is not None:
        shown |= {
            "lat_deg": moved.lat_deg,
            "lon_deg": moved.lon_deg,
            "operation": moved.operation,
            "accuracy_m": round(moved.doubt.ce95_m, 3),
            "accuracy_class": str(moved.doubt.basis),
            "inside_area": moved.inside_area,
            "disagreement_m": round(moved.disagreement_m, 3),
            "candidates": [candidate.as_json() for candidate in moved.candidates],
            "findings": [finding.as_json() for finding in moved.findings],
        }
    return shown


def _print(info: CrsInfo, moved: Moved | None) -> None:
    kind = "degrees" if info.geographic else "grid"
    print(f"{info.code}  {info.name}")
    print(f"  {kind} in {info.unit_name}, datum {info.datum}, ellipsoid {info.ellipsoid}")
    west, south, east, north = info.area
    print(f"  used in: {info.area_name or 'unsaid'} ({south:g} to {north:g} N, {west:g} to {east:g} E)")
    if moved is None:
        return
    by = f"by {moved.operation}" if moved.operation else "it is WGS 84"
    print(
        f"  here: {moved.lat_deg:.7f} {moved.lon_deg:.7f} WGS 84, {by},"
        f" within {moved.doubt.ce95_m:.1f} m (95 %, {moved.doubt.basis})"
    )
    if not moved.candidates:
        return
    print(f"  the operations for this place disagree by up to {moved.disagreement_m:.1f} m")
    print()
    print("    operation            stated   moves it  from chosen  inside  meant for")
    for candidate in moved.candidates:
        print(_row(candidate))


def _row(one: Candidate) -> str:
    stated = "unknown" if one.accuracy_m is None else f"{one.accuracy_m:g} m"
    moves = f"{one.shift_m:.1f} m" if one.shift_m else "-"
    mark = "->" if one.chosen else "  "
    inside = "yes" if one.inside_area else "no"
    name = one.area_name if len(one.area_name) <= 48 else one.area_name[:47] + "…"
    old = " (superseded)" if one.superseded else ""
    figures = f"{stated:>7} {moves:>10} {one.from_chosen_m:>10.1f} m"
    return f" {mark} {one.operation:20} {figures}  {inside:6}  {name}{old}"
