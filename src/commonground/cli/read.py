"""`cg read`: read whatever a person sends, one text, one a line, or a column of a table."""

from __future__ import annotations

import csv
import io
import json
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from commonground.cli.read_shown import shown, shown_row
from commonground.errors import InputError
from commonground.finding import Finding, Kind, Level
from commonground.position.answer import AngleResult, ReadResult, Status
from commonground.position.one_angle import read_angle
from commonground.position.profile import Basis, MapProfile, Order, profile_from
from commonground.position.read import read_all

Result = ReadResult | AngleResult
Reader = Callable[[str], Result]
EXIT = {Status.OK: 0, Status.ASK: 3, Status.REFUSED: 1}
ADDED = ("status", "lat_deg", "lon_deg", "ce95_m", "notation", "findings")


def read(
    text: Annotated[str | None, Parameter(allow_leading_hyphen=True)] = None,
    /,
    *more: Annotated[str, Parameter(allow_leading_hyphen=True)],
    crs: str = "",
    profile: Path | None = None,
    axis: Literal["pair", "lat", "lon", "any"] = "pair",
    table: Annotated[Path | None, Parameter(name="--csv")] = None,
    column: Annotated[tuple[str, ...], Parameter(negative="")] = (),
    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False,
) -> int:
    """Read a place in any notation and say how sure it is and what has to be asked.

    `cg read "31N AA 66 00"` prints `0.005 N 0.004 E  within 599 m (95 %)  MGRS, WGS 84 assumed`. Two ways
    to understand a text give two readings, a text that contradicts itself gives none. Exit code of one
    text: 0 one reading and nothing to ask, 3 an officer must look, 1 no reading, 5 no reading for want
    of a datum. Of many texts: 3 if any is not in order.

    Parameters
    ----------
    text
        The text; `-` reads one text a line from standard input.
    more
        Further words of the same text, for a shell without quotes.
    crs
        Code of the system in which plain numbers and grid references are meant, such as EPSG:4255.
    profile
        A TOML file that says how the sender writes places: crs, order, notation, theatre.
    axis
        lat or lon: the text is one angle, answered with `deg`; any: either.
    table
        A CSV file; needs --column. Line breaks inside fields are kept.
    column
        The column that holds the texts; given twice, the columns of the two halves, in that order.
    as_json
        One JSON object a text.
    """
    if any(word.startswith("--") for word in (text or "", *more)):
        print("commonground: error: an argument that starts with -- is never text", file=sys.stderr)
        return 2
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # what was given may hold bytes that are no text
    settled = profile_of(profile, crs)
    reader: Reader = (lambda given: read_all(given, settled)) if axis == "pair" else _angles(axis)
    if table is not None:
        if text is not None:
            raise InputError("a text and a table at once", hint="give TEXT or --csv FILE --column NAME")
        return _table(table, column, reader, settled, axis, as_json)
    if column:
        raise InputError("a column without a table", hint="give --csv FILE --column NAME")
    if text == "-" and not more:
        return _lines(reader, as_json)
    if text is None:
        raise InputError("nothing to read", hint="cg read \"34°30'N 71°12'E\", or - for standard input")
    result = reader(" ".join((text, *more)))
    if as_json:
        print(json.dumps(result.as_json(), ensure_ascii=False))
    elif result.status is Status.REFUSED:
        print(shown(result), file=sys.stderr)
    else:
        print(shown(result))
    if isinstance(result, ReadResult) and result.lacks_datum and result.status is Status.REFUSED:
        return 5
    return EXIT[result.status]


def _angles(axis: str) -> Reader:
    return lambda given: read_angle(given, axis)


def profile_of(path: Path | None, crs: str = "") -> MapProfile:
    """The profile of the file, with the CRS of the option in place of its own."""
    profile = MapProfile(name="nobody")
    if path is not None:
        try:
            said = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise InputError(f"no TOML: {error}", where=str(path), hint="see docs/spec/reading.md") from error
        except OSError as error:
            raise InputError(f"cannot be opened: {error.strerror}", where=str(path)) from error
        profile = profile_from(said, where=str(path))
    if crs:
        profile = replace(profile, crs=crs, crs_basis=Basis.KNOWN)
    if profile.crs != "EPSG:4326":
        from commonground.position.transform import crs_info

        crs_info(profile.crs)  # an unknown code is said before any text is read
    return profile


def _guarded(reader: Reader, given: str, guessed: bool) -> Result:
    """The answer to one of many texts: a text that cannot be taken is an answer too."""
    try:
        result = reader(given)
    except InputError as error:
        told = Finding(kind=Kind.TOO_LONG, level=Level.CAUTION, text=error.what)
        return ReadResult(as_given=given, status=Status.REFUSED, findings=(told,))
    if guessed:
        told = Finding(kind=Kind.ENCODING_GUESSED, level=Level.NOTE, text="not UTF-8; read as Windows-1252")
        result = replace(result, findings=(*result.findings, told))
    return result


def _lines(reader: Reader, as_json: bool) -> int:
    """Standard input, one text a line; 3 if any is not in order."""
    worst = 0
    for line in sys.stdin.buffer:
        given, guessed = decoded(line.rstrip(b"\r\n"))
        result = _guarded(reader, given, guessed)
        print(json.dumps(result.as_json(), ensure_ascii=False) if as_json else shown_row(result))
        worst = worst if result.status is Status.OK else 3
    return worst


def decoded(raw: bytes) -> tuple[str, bool]:
    """The text of bytes: UTF-8, or Windows-1252 and True where they are not UTF-8."""
    try:
        return raw.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace"), True


def _table(
    path: Path, columns: tuple[str, ...], reader: Reader, profile: MapProfile, axis: str, as_json: bool
) -> int:
    """A column of a CSV file, row for row; 3 if any is not in order."""
    try:
        content, guessed = decoded(path.read_bytes())
    except OSError as error:
        raise InputError(f"cannot be opened: {error.strerror}", where=str(path)) from error
    csv.field_size_limit(2**31 - 1)
    rows = csv.reader(io.StringIO(content, newline=""))
    names = next(rows, [])
    places = _places(names, columns, str(path))
    if axis == "pair" and profile.order is Order.UNSAID:
        order = order_told([names[place] for place in places])
        if order is not Order.UNSAID:
            settled = replace(profile, order=order)
            reader = lambda given: read_all(given, settled)  # noqa: E731
    out = csv.writer(sys.stdout, lineterminator="\n")
    if not as_json:
        out.writerow([*names, *ADDED])
    worst = 0
    for row, result in _results(rows, places, reader, guessed, len(names)):
        if as_json:
            print(json.dumps(result.as_json(), ensure_ascii=False))
        else:
            out.writerow([*row, *[""] * (len(names) - len(row)), *_added(result)])
        worst = worst if result.status is Status.OK else 3
    return worst


def _results(
    rows: Iterator[list[str]], places: list[int], reader: Reader, guessed: bool, width: int
) -> Iterator[tuple[list[str], Result]]:
    for row in rows:
        if not row and width > 1:
            continue  # a blank line between the rows of a table is no row
        halves = [row[place] if place < len(row) else "" for place in places]
        yield row, _guarded(reader, " ; ".join(halves), guessed)


def _places(names: list[str], columns: tuple[str, ...], where: str) -> list[int]:
    if not 1 <= len(columns) <= 2:
        raise InputError(
            "name the column to read", where=where, hint=f"--column NAME, one of: {', '.join(names)}"
        )
    for name in columns:
        if name not in names:
            raise InputError("no such column", where=where, given=name, hint=f"it has: {', '.join(names)}")
    return [names.index(name) for name in columns]


def order_told(names: list[str]) -> Order:
    """The order that column names settle: `lat_lon`, `lonlat`, or the two columns' own names.

    >>> order_told(["lon_lat"]), order_told(["latitude", "longitude"]), order_told(["place"])
    (<Order.LON_LAT: 'lon_lat'>, <Order.LAT_LON: 'lat_lon'>, <Order.UNSAID: 'unsaid'>)
    """
    whole = " ".join(names).lower()
    lat, lon = whole.find("lat"), whole.find("lon")
    lon = whole.find("lng") if lon < 0 else lon
    if lat < 0 or lon < 0:
        return Order.UNSAID
    return Order.LAT_LON if lat < lon else Order.LON_LAT


def _added(result: Result) -> list[object]:
    """The cells that a row of the table gets: the first reading, and what is to be asked."""
    if isinstance(result, AngleResult):
        told = "; ".join(finding.text for finding in result.findings)
        return [str(result.status), result.deg[0] if result.deg else "", "", "", "", told]
    findings = [*result.findings, *(result.readings[0].findings if result.readings else ())]
    told = "; ".join(finding.text for finding in findings)
    if not result.readings:
        return [str(result.status), "", "", "", "", told]
    first = result.readings[0]
    position = first.position
    return [
        str(result.status),
        position.lat_deg,
        position.lon_deg,
        round(position.ce95_m, 3),
        first.notation,
        told,
    ]
