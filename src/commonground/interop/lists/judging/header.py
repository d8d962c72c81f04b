"""Where the header of a table ends: one row or two, merged cells, a row of HXL tags, a title above."""

from __future__ import annotations

import re
from dataclasses import dataclass

from commonground.interop.tables.table import Row, Table

LOOKED_AT = 20  # rows; a header that begins later is none
NUMBERLIKE = re.compile(r"[-+−]?[\d.,\s°'\"′″:]*\d[\d.,\s°'\"′″:]*[NSEWnsew]?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The names of the columns, and the numbers of the rows that are header and not list."""

    names: tuple[str, ...]
    rows: tuple[int, ...]


def numbers_in(row: Row) -> int:
    """How many cells look like numbers or coordinates."""
    return sum(1 for cell in row.cells if len(cell) < 40 and NUMBERLIKE.fullmatch(cell.strip()))


def filled(row: Row) -> int:
    """How many cells of a row hold anything."""
    return sum(1 for cell in row.cells if cell.strip())


def is_tags(row: Row) -> bool:
    """Whether a row holds HXL tags (#geo+lat)."""
    cells = [cell.strip() for cell in row.cells if cell.strip()]
    return bool(cells) and sum(cell.startswith("#") for cell in cells) * 2 > len(cells)


def spread(row: Row, table: Table, width: int) -> list[str]:
    """The cells of a header row, a merged one repeated over the columns it covers."""
    cells = [cell.strip() for cell in row.cells] + [""] * (width - len(row.cells))
    for number, first, last in table.spans:
        if number == row.number:
            cells[first : last + 1] = [cells[first]] * (min(last, width - 1) - first + 1)
    return cells


def find_header(table: Table) -> Header:
    """The header of a table; without one the columns are called `column 1`, `column 2` and so on."""
    top = [row for row in table.rows[:LOOKED_AT] if not row.empty]
    if not top:
        return Header(names=(), rows=())
    usual = max(filled(row) for row in top)
    block: list[Row] = []
    merged_rows = {number for number, _, _ in table.spans}
    for row in top:
        title = not block and usual > 2 and filled(row) == 1
        if title:
            if row.number in merged_rows and len(top) > 1:
                continue
            continue
        if is_tags(row):
            block.append(row)
            continue
        if numbers_in(row) and (block or numbers_in(row) * 2 >= filled(row)):
            break
        if block and not (block[-1].number in merged_rows or is_tags(block[-1])):
            break  # a second row of words belongs to the list unless the row above was merged
        block.append(row)
        if row.number not in merged_rows and not any(is_tags(r) for r in top):
            break
    if not block:
        return Header(names=tuple(f"column {n + 1}" for n in range(table.width)), rows=())
    width = table.width
    spread_rows = [spread(row, table, width) for row in block]
    names = []
    for column in range(width):
        parts = list(dict.fromkeys(cells[column] for cells in spread_rows if cells[column]))
        names.append(" / ".join(parts) or f"column {column + 1}")
    first = min(row.number for row in block)
    rows = tuple(range(1, first)) + tuple(row.number for row in block)
    return Header(names=tuple(names), rows=rows)
