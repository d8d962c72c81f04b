"""`cg transform`: numbers of one coordinate reference system in another, and how sure that is."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from commonground.cli.options import Json
from commonground.cli.rows_in import rows_in, tell_findings
from commonground.errors import InputError
from commonground.finding import Level
from commonground.position.transform import Moved, NoOperationError, move

COLUMN_NAMES = (
    ("x", "y"),
    ("lon", "lat"),
    ("lon_deg", "lat_deg"),
    ("longitude", "latitude"),
    ("easting", "northing"),
)
ADDED = (
    "to_x",
    "to_y",
    "operation",
    "accuracy_m",
    "accuracy_class",
    "inside_area",
    "disagreement_m",
    "error",
)


def transform(
    x: float | None = None,
    y: float | None = None,
    /,
    *,
    from_: Annotated[str, Parameter("--from")],
    to: str = "EPSG:4326",
    operation: str = "",
    csv_file: Annotated[Path | None, Parameter("--csv")] = None,
    as_json: Json = False,
) -> int:
    """Give numbers of one coordinate reference system in another.

    x is always east or longitude and y north or latitude, in the units of their system. The datum
    operation is chosen for the place; see `cg crs CODE --at LAT,LON` for what there is to choose from.
    Exit 3 when something has to be looked at, 5 when no operation is known.

    Parameters
    ----------
    x:
        East or longitude.
    y:
        North or latitude.
    from_:
        The system the numbers are in: an authority code or a PROJ string.
    to:
        The system they are wanted in.
    operation:
        Take this datum operation (EPSG:1246) and no other.
    csv_file:
        A table with columns x and y (or lon and lat, easting and northing); it comes back with more columns.
    as_json:
        One JSON object a line.
    """
    if csv_file is not None:
        return _table(csv_file, from_, to, operation, as_json)
    if x is None or y is None:
        raise InputError(
            "two numbers are needed", hint="cg transform --from EPSG:4255 --to EPSG:4326 71.2 34.5"
        )
    try:
        moved = move(from_, to, x, y, operation=operation)
    except NoOperationError as error:
        _say(error)
        return 5
    if as_json:
        print(json.dumps(shown(moved)))
    else:
        _print(moved)
    for finding in moved.findings:
        print(f"{finding.level.word}: {finding.text}", file=sys.stderr)
    return 3 if any(finding.level >= Level.CAUTION for finding in moved.findings) else 0


def shown(moved: Moved) -> dict[str, Any]:
    """The JSON of one moved place: exactly these keys."""
    return {
        "x": moved.x,
        "y": moved.y,
        "operation": moved.operation,
        "accuracy_m": round(moved.doubt.ce95_m, 3),
        "accuracy_class": str(moved.doubt.basis),
        "inside_area": moved.inside_area,
        "candidates": [candidate.as_json() for candidate in moved.candidates],
        "disagreement_m": round(moved.disagreement_m, 3),
    }


def _print(moved: Moved) -> None:
    degrees = abs(moved.x) <= 360 and abs(moved.y) <= 360
    places = f"{moved.x:.9f} {moved.y:.9f}" if degrees else f"{moved.x:.3f} {moved.y:.3f}"
    by = f"by {moved.operation}" if moved.operation else "same datum"
    print(f"{places}  within {moved.doubt.ce95_m:.1f} m (95 %, {moved.doubt.basis}), {by}")
    others = [candidate for candidate in moved.candidates if candidate.inside_area and not candidate.chosen]
    for other in others[:5]:
        stated = "accuracy unknown" if other.accuracy_m is None else f"stated {other.accuracy_m:g} m"
        print(f"  {other.operation} ({stated}) lands {other.from_chosen_m:.1f} m from there")


def _table(path: Path, source: str, goal: str, operation: str, as_json: bool) -> int:
    """Rows in = rows out; a row that cannot be moved says why."""
    worst = 0
    rows = rows_in(path)
    tell_findings(rows, str(path))
    columns = _columns(rows.names)
    writer = csv.DictWriter(sys.stdout, [*rows.names, *ADDED], extrasaction="ignore", lineterminator="\n")
    if not as_json:
        writer.writeheader()
    for number, row, moved, error in _moved_rows(rows.dicts(), columns, (source, goal, operation)):
        worst = worst if moved and not error else 3
        if moved and (not moved.inside_area or any(f.level >= Level.CAUTION for f in moved.findings)):
            worst = 3
        if as_json:
            print(json.dumps({"row": number, **(shown(moved) if moved else {"error": error})}))
        else:
            writer.writerow({**row, **_added(moved, error)})
    return worst


def _moved_rows(
    rows: Iterator[dict[str, str]], columns: tuple[str, str], way: tuple[str, str, str]
) -> Iterator[tuple[int, dict[str, str], Moved | None, str]]:
    for number, row in enumerate(rows, start=2):
        try:
            x, y = (_number(row.get(name), number, name) for name in columns)
            yield number, row, move(way[0], way[1], x, y, operation=way[2]), ""
        except InputError as error:
            yield number, row, None, str(error)


def _columns(names: list[str]) -> tuple[str, str]:
    by_lower = {name.strip().lower(): name for name in names}
    for x, y in COLUMN_NAMES:
        if x in by_lower and y in by_lower:
            return by_lower[x], by_lower[y]
    raise InputError(
        "no columns x and y", where="header", given=", ".join(names), hint="name the columns x and y"
    )


def _number(text: str | None, row: int, column: str) -> float:
    try:
        return float((text or "").strip())
    except ValueError:
        raise InputError("not a number", where=f"row {row}, column {column}", given=text or "") from None


def _added(moved: Moved | None, error: str) -> dict[str, object]:
    if moved is None:
        return {"error": error}
    return {
        "to_x": repr(moved.x),
        "to_y": repr(moved.y),
        "operation": moved.operation,
        "accuracy_m": f"{moved.doubt.ce95_m:.3f}",
        "accuracy_class": str(moved.doubt.basis),
        "inside_area": "yes" if moved.inside_area else "no",
        "disagreement_m": f"{moved.disagreement_m:.3f}",
    }


def _say(error: InputError) -> None:
    print(f"commonground: refused: {error}", file=sys.stderr)
    if error.hint:
        print(f"commonground: hint: {error.hint}", file=sys.stderr)
