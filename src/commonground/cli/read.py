"""`cg read`: read whatever a person sends, one text, one a line, or a column of a table."""

from __future__ import annotations

import io
import json
import sys
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from commonground.cli.read_shown import shown, shown_row
from commonground.errors import InputError
from commonground.finding import Finding, Kind, Level
from commonground.position.angles.one_angle import read_angle
from commonground.position.profile import Basis, MapProfile, profile_from
from commonground.position.reader.answer import AngleResult, ReadResult, Status
from commonground.position.reader.read import read_all

Result = ReadResult | AngleResult
Reader = Callable[[str], Result]
EXIT = {Status.OK: 0, Status.ASK: 3, Status.REFUSED: 1}
NOT_UTF8 = Finding(kind=Kind.ENCODING_GUESSED, level=Level.NOTE, text="not UTF-8; read as Windows-1252")


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
        from commonground.cli.read_table import read_table  # tables need what one text does not

        return read_table(table, column, reader, settled, axis, as_json)
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


def guarded(reader: Reader) -> Reader:
    """A reader of many texts: a text that cannot be taken is an answer too."""

    def read_one(given: str) -> Result:
        try:
            return reader(given)
        except InputError as error:
            told = Finding(kind=Kind.TOO_LONG, level=Level.CAUTION, text=error.what)
            return ReadResult(as_given=given, status=Status.REFUSED, findings=(told,))

    return read_one


def _lines(reader: Reader, as_json: bool) -> int:
    """Standard input, one text a line; 3 if any is not in order."""
    worst = 0
    for line in sys.stdin.buffer:
        given, guessed = decoded(line.rstrip(b"\r\n"))
        result = guarded(reader)(given)
        if guessed:
            result = replace(result, findings=(*result.findings, NOT_UTF8))
        print(json.dumps(result.as_json(), ensure_ascii=False) if as_json else shown_row(result))
        worst = worst if result.status is Status.OK else 3
    return worst


def decoded(raw: bytes) -> tuple[str, bool]:
    """The text of bytes: UTF-8, or Windows-1252 and True where they are not UTF-8."""
    try:
        return raw.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace"), True
