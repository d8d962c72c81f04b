"""A table as it was sent: every cell as the text that stood there, every row with its number.

Row numbers are those that a person counts in the sheet: the first line is 1. Nothing is dropped;
an empty line keeps its number and is empty.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from commonground.finding import Finding

MAX_BYTES = 64 * 1024 * 1024  # of a file as it was sent
MAX_UNPACKED = 256 * 1024 * 1024  # of everything inside a packed file
MAX_ROWS = 1_000_000
MAX_COLUMNS = 2_000
MAX_CELL = 10_000  # characters


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: its number in the sheet and its cells."""

    number: int
    cells: tuple[str, ...]

    @property
    def empty(self) -> bool:
        return not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table as it was sent.

    rows: all of them, header rows included. spans: cells that were merged, as (row number, first
    column, last column) with columns from 0. wgs84: the format itself says WGS 84 (GeoJSON, KML,
    GPX), which the numbers pasted into it may not know. open_quotes: numbers of rows in which a quotation
    mark is not closed.
    """

    name: str
    rows: tuple[Row, ...]
    spans: tuple[tuple[int, int, int], ...] = ()
    findings: tuple[Finding, ...] = field(default=())
    wgs84: bool = False
    open_quotes: frozenset[int] = frozenset()

    @property
    def width(self) -> int:
        return max((len(row.cells) for row in self.rows), default=0)
