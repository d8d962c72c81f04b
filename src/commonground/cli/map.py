"""`cg map`: compare depictions, ask which side a place is on, draw bands of doubt, register a sheet."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from commonground.cli.options import Json
from commonground.errors import InputError
from commonground.maps.band import Band, band
from commonground.maps.band_file import properties, write_band
from commonground.maps.compare.comparison import Comparison
from commonground.maps.compare.comparison import compare as compare_depictions
from commonground.maps.depiction import Depiction
from commonground.maps.registration.fit import Registration, fit_points, forecast
from commonground.maps.registration.geotiff import FIRST_BYTES as TIFF
from commonground.maps.registration.geotiff import read_geotiff
from commonground.maps.registration.points import read_points
from commonground.maps.registration.say import report, say_fit
from commonground.maps.registration.sheet_files import (
    read_trace,
    traced,
    world_file_of,
    write_gdal_points,
    write_qgis_points,
)
from commonground.maps.registration.world import write_world_file
from commonground.maps.side import Sides, Verdict
from commonground.maps.side import side as side_of
from commonground.maps.slivers import Window
from commonground.node.files import find_depiction, read_plain_file, write_new_file
from commonground.node.geopackage import write_geopackage
from commonground.position.place import Position

DATA = Path("data")
ASSUMED_CE95_M = 50.0
_COUNT = {2: "LAT,LON", 4: "W,S,E,N"}

Degrees = Annotated[float, Parameter(allow_leading_hyphen=True)]


def compare(
    a: str,
    b: str,
    /,
    *,
    window: Annotated[str, Parameter(allow_leading_hyphen=True)] = "",
    data: Path = DATA,
    crs: str = "",
    as_json: Json = False,
) -> int:
    """Compare two depictions of one border: offsets, slivers, shift, copied stretches, ends.

    Neither is the reference. Offsets go from A to B and are labelled so; `shift` is what to add to B
    so that it fits A. Exit code 3 when there is something to report.

    Parameters
    ----------
    a
        A file, or border/name of the data folder.
    b
        Another.
    window
        W,S,E,N in degrees; compare only what lies inside.
    data
        The data folder that keeps depictions.
    crs
        Authority code of the coordinates where a file does not say.
    as_json
        Print one JSON object.
    """
    first, second = _depictions([a, b], data, crs)
    found = compare_depictions(first, second, _window(window))
    print(json.dumps(found.as_json(), ensure_ascii=False) if as_json else _compared(found))
    return 3 if found.findings else 0


def side(
    lat: Degrees,
    lon: Degrees,
    /,
    *depictions: str,
    ce95: float | None = None,
    data: Path = DATA,
    crs: str = "",
    as_json: Json = False,
) -> int:
    """Say on which side a place lies on each map, by how far, and how sure each map can be.

    Write `--` before LAT where a number is negative. Exit code 0 when all maps agree, 3 when they
    differ or cannot say.

    Parameters
    ----------
    lat
        Degrees north, WGS 84.
    lon
        Degrees east, WGS 84.
    depictions
        Files, or border/name of the data folder.
    ce95
        Radius in metres that holds the place 19 times in 20; 50 is assumed when it is not given.
    data
        The data folder that keeps depictions.
    crs
        Authority code of the coordinates where a file does not say.
    as_json
        Print one JSON object.
    """
    try:
        position = Position(lat_deg=lat, lon_deg=lon, ce95_m=ASSUMED_CE95_M if ce95 is None else ce95)
    except ValueError as error:
        raise InputError(str(error), given=f"{lat} {lon}", hint="LAT LON in degrees") from error
    sides = side_of(position, _depictions(list(depictions), data, crs))
    if as_json:
        shown = {**sides.as_json(), "ce95_basis": "assumed" if ce95 is None else "known"}
        print(json.dumps(shown, ensure_ascii=False))
    else:
        print(sides.text)
        if ce95 is None:
            print(f"The place's doubt was not given; {ASSUMED_CE95_M:.0f} m is assumed.", file=sys.stderr)
    return _side_code(sides)


def band_(
    *depictions: str,
    out: Path,
    k: float = 2.0,
    data: Path = DATA,
    crs: str = "",
    as_json: Json = False,
) -> int:
    """Write bands of doubt as a file: where the maps differ, and where each is unsure of itself.

    The two bands are kept apart. The licence notices of all maps stand in the file; a band made from
    ODbL data stays under the ODbL.

    Parameters
    ----------
    depictions
        Files, or border/name of the data folder; two or more.
    out
        The file to write; its ending chooses .geojson, .gpkg, .kml or .gpx.
    k
        The width of a map's own band, in standard deviations of its error.
    data
        The data folder that keeps depictions.
    crs
        Authority code of the coordinates where a file does not say.
    as_json
        Print one JSON object.
    """
    made = band(_depictions(list(depictions), data, crs), k=k)
    write_new_file(out, _band_bytes(made, out.suffix.lower()))
    shown = {"out": str(out), **made.about()}
    print(json.dumps(shown, ensure_ascii=False) if as_json else str(out))
    if not as_json:
        print(made.notice, file=sys.stderr)
    return 0


def fit(
    points: str,
    /,
    *,
    crs: str = "",
    at: Annotated[tuple[str, ...], Parameter(allow_leading_hyphen=True, negative="")] = (),
    trace: Path | None = None,
    against: Annotated[tuple[str, ...], Parameter(negative="")] = (),
    out: Path | None = None,
    data: Path = DATA,
    as_json: Json = False,
) -> int:
    """Fit a sheet to the ground from control points; name gross errors; say how sure it is where.

    Exit code 0 when the sheet is usable for messages, 3 when something is to be reported: gross errors,
    no independent check points, too few points, or too uncertain to use.

    Parameters
    ----------
    points
        QGIS .points, GDAL ground control points (arguments, gdalinfo's text or JSON), CSV or JSON;
        a world file or a GeoTIFF states a lay, and nothing says how sure it is. Rows with enable=0
        are check points. Outliers are told as zero-based rows of the file.
    crs
        Authority code of the map coordinates where the file does not say.
    at
        LAT,LON (repeatable): how sure the sheet is there.
    trace
        A border traced on the sheet, two numbers a line, as the points' source columns.
    against
        Depictions (repeatable) to compare the traced line with.
    out
        Write the registration: .wld, .pgw, .jgw or .tfw as a world file, .gcp as points for GDAL.
    data
        The data folder that keeps depictions.
    as_json
        Print one JSON object.
    """
    given = read_plain_file(points)
    read = read_geotiff if given.startswith(TIFF) else read_points
    fitted = fit_points(read(given, name=points, crs=crs))
    asked = [_place(one) for one in at]
    there = [forecast(fitted, lat, lon) for lat, lon in asked]
    traces = _traces(fitted, trace, _depictions(list(against), data, crs))
    displaced = [name for name, found in traces.items() if found.shift.misplaced]
    if out is not None:
        _write_sheet(fitted, out)
    if as_json:
        shown = report(fitted, there)
        shown["trace"] = {name: found.as_json()["shift"] for name, found in traces.items()}
        shown["misplaced"] = bool(fitted.misplaced or displaced)
        print(json.dumps(shown, ensure_ascii=False))
    else:
        print(say_fit(fitted, there))
        print("".join(f"{finding.text}\n" for found in traces.values() for finding in found.findings), end="")
    return 3 if fitted.findings or displaced or not fitted.usable else 0


def _traces(fitted: Registration, trace: Path | None, others: list[Depiction]) -> dict[str, Comparison]:
    """The line traced on the sheet beside each depiction."""
    if trace is None:
        return {}
    line = read_trace(read_plain_file(trace), name=str(trace))
    sheet = traced(fitted, line, name=str(trace))
    return {other.name: compare_depictions(other, sheet) for other in others}


def _write_sheet(fitted: Registration, out: Path) -> None:
    ending = out.suffix.lower()
    if ending in (".gcp", ".points"):
        text = write_qgis_points(fitted) if ending == ".points" else write_gdal_points(fitted) + "\n"
        write_new_file(out, text.encode())
        return
    if ending not in (".wld", ".pgw", ".jgw", ".tfw"):
        hint = ".wld, .pgw, .jgw, .tfw, .gcp or .points"
        raise InputError("no such format for a sheet", given=str(out), hint=hint)
    world, misfit_m = world_file_of(fitted)
    write_new_file(out, write_world_file(world))
    print(f"World file in WGS 84 degrees, within {misfit_m:.1f} m of the registration.", file=sys.stderr)


def _depictions(asked: list[str], data: Path, crs: str) -> list[Depiction]:
    return [find_depiction(one, data, crs=crs) for one in asked]


def _band_bytes(made: Band, ending: str) -> bytes:
    if ending != ".gpkg":
        return write_band(made, ending)
    return write_geopackage(
        "bands", [(part.area, properties(made, part)) for part in made.parts], made.notice
    )


def _window(text: str) -> Window | None:
    if not text:
        return None
    west, south, east, north = _numbers(text, 4)
    if not (-90 <= south < north <= 90):
        raise InputError("a window needs south below north", given=text, hint="W,S,E,N in degrees")
    return west, south, east, north


def _numbers(text: str, count: int) -> tuple[float, ...]:
    try:
        numbers = tuple(float(part) for part in text.split(","))
    except ValueError as error:
        raise InputError("not numbers", given=text, hint=_COUNT[count]) from error
    if len(numbers) != count or not all(abs(number) <= 540 for number in numbers):
        raise InputError(f"needs {count} numbers of degrees", given=text, hint=_COUNT[count])
    return numbers


def _place(text: str) -> tuple[float, float]:
    lat, lon = _numbers(text, 2)
    if abs(lat) > 90:
        raise InputError("no such place", given=text, hint="LAT,LON in degrees")
    return lat, lon


def _side_code(sides: Sides) -> int:
    return 0 if sides.verdict is Verdict.ALL_AGREE else 3


def _compared(found: Comparison) -> str:
    """The comparison in words."""
    offset, shift = found.there.summary(), found.shift
    lines = [
        f"{found.a.name} to {found.b.name}: median {offset['median']} m, 95 % under {offset['p95']} m, "
        f"largest {offset['max']} m ({offset['samples']} samples).",
        f"Hausdorff {found.hausdorff_m:.0f} m, Frechet {found.leash.metres:.0f} m.",
        f"Pieces over 1 ha between them: {len(found.slivers.pieces)}, "
        f"{found.slivers.area_m2 / 1e6:.1f} km2 in all ({found.slivers.small} smaller ones besides).",
        f"Best shift of {found.b.name}: {shift.east_m:.0f} m east, {shift.north_m:.0f} m north "
        f"(standard error {shift.se_m:.0f} m); it explains {shift.explained:.0%} of the median offset.",
        f"Within 25 m on {found.copied_share:.0%} of the samples.",
        *(f"Hint: {hint}." for hint in found.hints),
        *(finding.text for finding in found.findings),
        "Drawings on maps, not demarcation on the ground.",
    ]
    return "\n".join(lines)
