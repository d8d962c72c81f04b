"""ODS as it comes: the largest sheet of an OpenDocument spreadsheet, values as stored.

Repeated cells and rows are written once with a count in ODS; counts are followed only as far as a
table may reach, so that a small file cannot make a large one.
"""

from __future__ import annotations

import zipfile
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from commonground.errors import InputError
from commonground.interop.tables.packed import member, open_packed
from commonground.interop.tables.table import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Row, Table

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
SHEET = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
MAX_CELLS = 20_000_000


def is_ods(packed: zipfile.ZipFile) -> bool:
    """Whether an open zip is an OpenDocument spreadsheet."""
    if "mimetype" not in packed.namelist():
        return False
    return member(packed, "mimetype", "mimetype").strip() == MIMETYPE


def times(element: Element, attribute: str) -> int:
    """How often a cell or row is repeated."""
    said = element.get(SHEET + attribute, "1")
    return int(said) if said.isdecimal() and len(said) < 10 else 1


def cell_text(cell: Element) -> str:
    """The value as stored for numbers and dates, the text otherwise."""
    kind = cell.get(OFFICE + "value-type", "string")
    if kind in {"float", "percentage", "currency"}:
        return cell.get(OFFICE + "value", "")
    if kind in {"date", "time"}:
        return cell.get(OFFICE + f"{kind}-value", "")
    return "\n".join("".join(part.itertext()) for part in cell.findall(TEXT + "p"))[:MAX_CELL]


def row_cells(row: Element) -> tuple[list[str], list[tuple[int, int]]]:
    """The cells of a row without the empty tail, and the merged stretches in it."""
    cells: list[str] = []
    merged: list[tuple[int, int]] = []
    pending = 0
    for cell in row:
        if cell.tag not in {SHEET + "table-cell", SHEET + "covered-table-cell"}:
            continue
        count = min(times(cell, "number-columns-repeated"), MAX_COLUMNS)
        text = cell_text(cell)
        if not text:
            pending += count
            continue
        if len(cells) + pending + count > MAX_COLUMNS:
            break
        cells.extend([""] * pending)
        pending = 0
        spanned = times(cell, "number-columns-spanned")
        if spanned > 1:
            merged.append((len(cells), min(len(cells) + spanned, MAX_COLUMNS) - 1))
        cells.extend([text] * count)
    return cells, merged


def sheet_rows(sheet: Element, name: str) -> tuple[list[Row], list[tuple[int, int, int]]]:
    """The rows of one sheet, numbered as a person counts them, without the empty tail."""
    rows: list[Row] = []
    spans: list[tuple[int, int, int]] = []
    empty = cells_kept = 0
    for element in sheet.iter(SHEET + "table-row"):
        count = times(element, "number-rows-repeated")
        cells, merged = row_cells(element)
        if not cells:
            empty += count
            continue
        cells_kept += (len(cells)) * count + empty
        if len(rows) + empty + count > MAX_ROWS or cells_kept > MAX_CELLS:
            raise InputError(f"more than {MAX_ROWS:,} rows", where=name, hint="split the list")
        rows.extend(Row(len(rows) + 1 + i, ()) for i in range(empty))
        empty = 0
        for _ in range(count):
            rows.append(Row(len(rows) + 1, tuple(cells)))
            spans.extend((len(rows), first, last) for first, last in merged)
    return rows, spans


def read_ods(data: bytes, name: str) -> Table:
    """Read the largest sheet of an ODS file.

    Raises InputError where it cannot be read, holds entities, or is larger than a table may be.
    """
    with open_packed(data, name) as packed:
        content = member(packed, "content.xml", name)
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException) as error:
        raise InputError(
            f"the sheet cannot be read ({type(error).__name__})", where=name, hint="save it as CSV"
        ) from None
    sheets = [sheet_rows(sheet, name) for sheet in root.iter(SHEET + "table")]
    if not sheets:
        raise InputError("the file holds no sheet", where=name)
    rows, spans = max(sheets, key=lambda sheet: len(sheet[0]))
    return Table(name=name, rows=tuple(rows), spans=tuple(spans))
