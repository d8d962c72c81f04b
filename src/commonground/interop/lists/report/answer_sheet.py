"""A sheet that the submitter answers line by line: what was given, what was read, what to say.

Every cell is text: what begins like a formula (= + - @) is stored as text, never as a formula, so that
opening the sheet runs nothing.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from commonground.interop.lists.report.page import WORDS
from commonground.interop.lists.rows.row import ListReport, ListRow

HEAD = (
    "Row", "Name", "As given", "Status", "Read as latitude", "Read as longitude", "± m (95 %)",
    "What to look at", "Other readings", "Your answer: right / wrong", "Your answer: the place",
)  # fmt: skip
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
WIDTHS = (7, 28, 36, 10, 14, 14, 10, 60, 40, 24, 28)


def answer_sheet(report: ListReport) -> bytes:
    """The rows that have to be looked at, first, then all others, as an XLSX workbook."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("answers")
    sheet.freeze_panes = "A2"
    for number, width in enumerate(WIDTHS):
        sheet.column_dimensions["ABCDEFGHIJK"[number]].width = width
    sheet.append([cell_of(sheet, name, bold=True) for name in HEAD])
    for row in sorted(report.rows, key=lambda row: not row.asks):
        sheet.append([cell_of(sheet, text) for text in line_of(row)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cell_of(sheet: object, text: str, *, bold: bool = False) -> WriteOnlyCell:
    """A cell of text; what does not show is replaced, and nothing is a formula."""
    cell = WriteOnlyCell(sheet, value=CONTROL.sub("\N{REPLACEMENT CHARACTER}", text))
    cell.data_type = "s"  # never a formula, whatever it begins with
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell


def line_of(row: ListRow) -> Sequence[str]:
    """One row of the sheet; other readings only where somebody has to choose."""
    others = row.readings[1:] if row.asks else ()
    return (
        str(row.number),
        row.label or row.item,
        row.as_given,
        WORDS[row.status],
        f"{row.lat_deg:.6f}" if row.placed else "",
        f"{row.lon_deg:.6f}" if row.placed else "",
        f"{row.ce95_m:.0f}" if row.placed else "",
        "\n".join(finding.text for finding in row.findings),
        "\n".join(f"{r.position.lat_deg:.6f} {r.position.lon_deg:.6f} ({r.notation})" for r in others),
        "",
        "",
    )
