"""XLSX as it comes: the values as shown, merged cells filled over the columns they cover.

Formulas are never worked out. A formula with no stored value is an empty cell and a finding.
External links, macros and pictures are not looked at.
"""

from __future__ import annotations

import io
import warnings
from datetime import date, datetime, time

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from commonground.errors import InputError
from commonground.finding import Finding, Kind, Level
from commonground.interop.tables.packed import open_packed
from commonground.interop.tables.table import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Row, Table


def cell_text(value: object) -> str:
    """A stored value as text. A float is written in full, so that no digit of it is lost."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)[:MAX_CELL]


def largest_sheet(book: openpyxl.Workbook) -> Worksheet:
    """The sheet with the most rows: lists come with a cover sheet."""
    sheets = [sheet for sheet in book.worksheets if isinstance(sheet, Worksheet)]
    return max(sheets, key=lambda sheet: sheet.max_row)


def read_workbook(data: bytes, name: str) -> Table:
    """Read the largest sheet of an XLSX workbook.

    Raises InputError where it is none, or larger than a table may be.
    """
    open_packed(data, name).close()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions it leaves out
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
            sheet = largest_sheet(book)
    except InputError:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers raise
        raise InputError(
            f"the workbook cannot be opened ({type(error).__name__})", where=name, hint="save it as CSV"
        ) from None
    if sheet.max_row > MAX_ROWS or sheet.max_column > MAX_COLUMNS:
        raise InputError(f"more than {MAX_ROWS:,} rows or {MAX_COLUMNS:,} columns", where=name)
    rows = [
        Row(number, tuple(cell_text(value) for value in values))
        for number, values in enumerate(sheet.iter_rows(values_only=True), start=1)
    ]
    spans = tuple(
        (row, merged.min_col - 1, merged.max_col - 1)
        for merged in sheet.merged_cells.ranges
        for row in range(merged.min_row, merged.max_row + 1)
    )
    findings: list[Finding] = []
    if len(book.worksheets) > 1:
        others = ", ".join(f'"{other.title}"' for other in book.worksheets if other is not sheet)
        findings.append(
            Finding(
                kind=Kind.SHEET_CHOSEN,
                level=Level.CAUTION,
                text=f'Only the sheet "{sheet.title}" was read; not read: {others}.',
            )
        )
    return Table(name=name, rows=tuple(rows), spans=spans, findings=tuple(findings))
