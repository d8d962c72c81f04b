"""`cg read --csv`: a column of a table, row for row."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from commonground.cli.read import Reader, Result, guarded
from commonground.cli.rows_in import OPEN_QUOTE, rows_in, tell_findings
from commonground.errors import InputError
from commonground.finding import Finding
from commonground.interop.tables.records import Record
from commonground.position.profile import MapProfile, Order
from commonground.position.reader.answer import AngleResult, Status
from commonground.position.reader.read import read_all

AT_A_TIME = 20_000  # rows that the bulk engine gets at once
ADDED = ("status", "lat_deg", "lon_deg", "ce95_m", "notation", "findings")


def read_table(
    path: Path, columns: tuple[str, ...], reader: Reader, profile: MapProfile, axis: str, as_json: bool
) -> int:
    """A column of a CSV file, row for row; 3 if any is not in order."""
    rows = rows_in(path, columns)
    names = rows.names
    places = _places(names, columns, str(path))
    if axis == "pair" and profile.order is Order.UNSAID:
        settled = replace(profile, order=order_told([names[place] for place in places]))
        profile, reader = settled, lambda given: read_all(given, settled)
    table = _Table(_rows(rows.records, len(names)), names, places, rows.findings)
    if as_json:
        return _table_json(table, reader)
    tell_findings(rows, str(path))
    return _table_pairs(table, profile) if axis == "pair" else _table_angles(table, reader)


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows of a table, and where in a row the text stands."""

    rows: Iterator[Record]
    names: list[str]
    places: list[int]
    findings: tuple[Finding, ...]  # of the file

    def text(self, row: list[str]) -> str:
        """What is to be read of a row: its column, or its two halves."""
        return " ; ".join(row[place] if place < len(row) else "" for place in self.places)

    def answer(self, record: Record, reader: Reader, *, of_file: bool) -> Result:
        """The answer to a row, with what is to be said of its quotes and of the file."""
        result = guarded(reader)(self.text(record.cells))
        if of_file:
            result = replace(result, findings=(*result.findings, *self.findings))
        if record.open_quote:
            status = Status.ASK if result.status is Status.OK else result.status
            result = replace(result, status=status, findings=(*result.findings, OPEN_QUOTE))
        return result

    def line(self, row: list[str], added: Sequence[object]) -> list[object]:
        """A row with its answer behind the columns it has names for."""
        width = len(self.names)
        return [*row[:width], *[""] * (width - len(row)), *added, *row[width:]]


def _rows(rows: Iterator[Record], width: int) -> Iterator[Record]:
    """The rows without the blank lines between them; in a table of one column a blank line is a row."""
    return (row for row in rows if row.cells or width == 1)


def _table_json(table: _Table, reader: Reader) -> int:
    worst = 0
    for row in table.rows:
        result = table.answer(row, reader, of_file=True)
        print(json.dumps(result.as_json(), ensure_ascii=False))
        worst = worst if result.status is Status.OK else 3
    return worst


def _table_angles(table: _Table, reader: Reader) -> int:
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(table.line(table.names, ["status", "deg", "findings"]))
    worst = 0
    for row in table.rows:
        result = table.answer(row, reader, of_file=False)
        deg = result.deg[:1] if isinstance(result, AngleResult) else ()
        told = "; ".join(finding.text for finding in result.findings)
        out.writerow(table.line(row.cells, [str(result.status), *(deg or [""]), told]))
        worst = worst if result.status is Status.OK else 3
    return worst


def _table_pairs(table: _Table, profile: MapProfile) -> int:
    """The first reading beside each row, by the bulk engine; findings by the names of their kinds."""
    from commonground.position.bulk import read_many

    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(table.line(table.names, ADDED))
    worst = 0
    while part := list(islice(table.rows, AT_A_TIME)):
        answers = read_many([table.text(row.cells) for row in part], profile)
        for number, row in enumerate(part):
            status = answers.status_of(number)
            said = set(answers.kinds_of(number))
            if row.open_quote:
                said.add(OPEN_QUOTE.kind)
                status = Status.ASK if status is Status.OK else status
            kinds = "; ".join(sorted(said))
            place: list[object] = ["", "", "", ""]
            if status is not Status.REFUSED:
                notation = answers.notations[answers.notation[number]]
                place = [float(answers.lat_deg[number]), float(answers.lon_deg[number])]
                place += [round(float(answers.ce95_m[number]), 3), notation]
            out.writerow(table.line(row.cells, [str(status), *place, kinds]))
            worst = worst if status is Status.OK else 3
    return worst


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
