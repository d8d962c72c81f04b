"""CSV that a command is given: its encoding and its quotes as they come, rows in = rows out."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from commonground.errors import InputError
from commonground.finding import Finding, Kind, Level
from commonground.interop.tables.encodings import decode
from commonground.interop.tables.records import Record, records_of

LONGEST: Final = 2**31 - 1  # characters of a cell: what is too long is the answer to its row
LONGEST_HEADER: Final = 1 << 16
SEPARATORS: Final = ",;\t|"
OPEN_QUOTE: Final = Finding(
    kind=Kind.QUOTE_OPEN,
    level=Level.CAUTION,
    text="a quotation mark in this row is not closed; the line was taken by itself",
)


@dataclass(frozen=True, slots=True)
class RowsIn:
    """The names of the columns, what is to be said of the file, and its rows, once."""

    names: list[str]
    findings: tuple[Finding, ...]
    records: Iterator[Record]

    def dicts(self) -> Iterator[dict[str, str]]:
        """Each row by the names of its columns; a cell that is missing is empty."""
        for record in self.records:
            if record.open_quote:
                tell(f"row at line {record.line}: {OPEN_QUOTE.text}")
            if record.cells or len(self.names) == 1:
                cells = [*record.cells, *[""] * (len(self.names) - len(record.cells))]
                yield dict(zip(self.names, cells, strict=False))


def rows_in(path: Path, columns: Sequence[str] = ()) -> RowsIn:
    """Open a table; the separator is a comma, or what else gives a header with the columns asked for.

    Raises InputError where the file cannot be opened, or is no text.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be opened: {error.strerror}", where=str(path)) from error
    return rows_of(data, str(path), columns)


def rows_of(data: bytes, where: str, columns: Sequence[str] = ()) -> RowsIn:
    """The same of bytes."""
    text, findings = decode(data, where)
    start = next(iter(text[:LONGEST_HEADER].splitlines()), "")
    separator = next((mark for mark in SEPARATORS if set(columns) <= set(_cells(start, mark))), ",")
    records = records_of(text, separator, limit=LONGEST)
    header = next(records, None)
    return RowsIn(header.cells if header else [], findings, _said(records, where))


def tell(text: str) -> None:
    """One line of prose on stderr."""
    print(f"commonground: {text}", file=sys.stderr)


def tell_findings(rows: RowsIn, where: str) -> None:
    """Say on standard error what is to be said of the file."""
    for finding in rows.findings:
        tell(f"{where}: {finding.text}")


def _cells(line: str, separator: str) -> list[str]:
    return next(csv.reader([line.rstrip("\r\n")], delimiter=separator), [])


def _said(records: Iterator[Record], where: str) -> Iterator[Record]:
    try:
        yield from records
    except csv.Error as error:
        raise InputError(f"a row cannot be cut into cells ({error})", where=where) from None
