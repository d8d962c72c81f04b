"""`cg write`: write a place in any notation, one from the command line or a table of them."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from commonground.cli.rows_in import rows_in, tell_findings
from commonground.errors import InputError
from commonground.position.grids.earth import fold_longitude
from commonground.position.write import check_notation, write_degrees

LAT_NAMES = ("lat_deg", "lat", "latitude", "decimallatitude", "y")
LON_NAMES = ("lon_deg", "lon", "long", "lng", "longitude", "decimallongitude", "x")
ADDED = ("written", "error")


def write(
    lat: Annotated[float | None, Parameter(allow_leading_hyphen=True)] = None,
    lon: Annotated[float | None, Parameter(allow_leading_hyphen=True)] = None,
    /,
    *,
    to: str,
    digits: int | None = None,
    table: Annotated[Path | None, Parameter(name="--csv")] = None,
    lat_column: str = "",
    lon_column: str = "",
    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False,
) -> int:
    """Write WGS 84 degrees in another notation.

    `cg write --to mgrs 0.00452 0.0043` prints `31NAA6650000500`. Digits are cut where the notation
    cuts (MGRS, GARS, Georef, geohash, Plus codes, national squares) and rounded where it rounds.

    Parameters
    ----------
    lat
        Latitude in degrees, north positive.
    lon
        Longitude in degrees, east positive; folded into -180 to 180.
    to
        mgrs, usng (the same with blanks), utm, ups, dms, ddm, dd, gars, georef, geohash, pluscode, osgb,
        irish, or a code such as EPSG:28412 for its easting and northing.
    digits
        How many digits: an axis for MGRS and Georef, in all for geohash and Plus code, decimals else.
    table
        A table instead of one place; it comes back on stdout, row for row, with the columns `written`
        and `error`.
    lat_column
        The table's column of latitudes, where its name does not tell.
    lon_column
        The table's column of longitudes, where its name does not tell.
    as_json
        Give one JSON object a place.
    """
    check_notation(to)
    if table is not None:
        if lat is not None:
            raise InputError("a table and a place at once", hint="give LAT LON or --csv FILE")
        return _table(table, to, digits, (lat_column, lon_column), as_json=as_json)
    if lat is None or lon is None:
        raise InputError("a place has two numbers", hint="cg write --to mgrs LAT LON")
    text = write_degrees(lat, lon, to, digits)
    if as_json:
        _print_json({"lat_deg": lat, "lon_deg": lon, "notation": to, "text": text})
    else:
        print(text)
    return _say_changed(lat, lon)


def _say_changed(lat: float, lon: float) -> int:
    """Tell on stderr that a number was folded or cut off on the way; 3 where it was."""
    if not -90 <= lat <= 90:
        print(f"latitude {lat:g} was cut off at the pole, as Plus codes do", file=sys.stderr)
        return 3
    if not -180 <= lon <= 180:
        print(f"longitude {lon:g} was taken as {fold_longitude(lon):g}", file=sys.stderr)
    return 0


def _print_json(shown: dict[str, object]) -> None:
    print(json.dumps(shown, ensure_ascii=False))


def _table(path: Path, to: str, digits: int | None, columns: tuple[str, str], *, as_json: bool) -> int:
    """Write a table row for row; 3 where any row could not be written."""
    rows = rows_in(path, [name for name in columns if name])
    tell_findings(rows, str(path))
    names = rows.names
    lat_name = _column(names, columns[0], LAT_NAMES, "latitude")
    lon_name = _column(names, columns[1], LON_NAMES, "longitude")
    out = csv.DictWriter(sys.stdout, [*names, *ADDED], lineterminator="\n", extrasaction="ignore")
    if not as_json:
        out.writeheader()
    failed = 0
    for number, row in enumerate(rows.dicts(), start=2):
        text, error = _one(row, number, (lat_name, lon_name), to, digits)
        failed += bool(error)
        filled = {name: row.get(name) or "" for name in names} | {"written": text, "error": error}
        if as_json:
            _print_json({"row": number, "notation": to, "text": text, "error": error})
        else:
            out.writerow(filled)
    if failed:
        print(f"{failed} rows could not be written", file=sys.stderr)
    return 3 if failed else 0


def _one(
    row: dict[str, str], number: int, columns: tuple[str, str], to: str, digits: int | None
) -> tuple[str, str]:
    """The text of one row, or what is wrong with it."""
    numbers = []
    for name in columns:
        given = row.get(name) or ""
        try:
            numbers.append(float(given))
        except ValueError:
            return "", str(InputError("not a number of degrees", where=f"row {number}, {name}", given=given))
    try:
        return write_degrees(numbers[0], numbers[1], to, digits), ""
    except InputError as error:
        return "", f"row {number}: {error}"


def _column(names: list[str], asked: str, known: tuple[str, ...], what: str) -> str:
    """The column asked for, or the only one whose name tells."""
    if asked:
        if asked not in names:
            raise InputError(f"no column {asked}", where="table", hint=f"it has {', '.join(names)}")
        return asked
    found = [name for name in names if name.strip().lower() in known]
    if len(found) != 1:
        raise InputError(
            f"{len(found)} columns look like a {what}", where="table", hint=f"name one of {', '.join(names)}"
        )
    return found[0]
