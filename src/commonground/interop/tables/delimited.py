"""CSV as it comes: the encoding, the separator and the quotes are found, and each is said.

Cells keep their text, line breaks inside quotes included.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections import Counter
from collections.abc import Sequence

from commonground.errors import InputError
from commonground.finding import Finding, Kind, Level
from commonground.interop.tables.encodings import decode
from commonground.interop.tables.records import records_of
from commonground.interop.tables.table import MAX_COLUMNS, MAX_ROWS, Row, Table

SEPARATORS = ",;\t|"
SAMPLE_ROWS = 200


def sample_widths(text: str, separator: str) -> list[int]:
    """How many cells the first lines have under a separator; nothing where they cannot be cut."""
    try:
        lines = csv.reader(io.StringIO(text), delimiter=separator)
        return [len(cells) for cells in itertools.islice(filter(None, lines), SAMPLE_ROWS)]
    except csv.Error:
        return []


def separator_of(text: str) -> str:
    """The separator under which the first lines fall into the same number of cells, two or more."""
    best, best_score = ",", (0.0, 0)
    for separator in SEPARATORS:
        widths = Counter(sample_widths(text[: 256 * 1024], separator))
        width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
        score = (count / widths.total() if width > 1 else 0.0, width)
        if score > best_score:
            best, best_score = separator, score
    return best


def open_quotes(rows: Sequence[int]) -> Finding:
    """What is said of rows with a quotation mark that is not closed where it should be."""
    listed = ", ".join(map(str, rows[:8])) + (" …" if len(rows) > 8 else "")
    text = (
        f"A quotation mark is opened and not closed in row {listed}: each line was taken as a row by "
        "itself, and none was dropped. Compare the row with what was sent."
    )
    return Finding(kind=Kind.QUOTE_OPEN, level=Level.CAUTION, text=text)


def read_delimited(data: bytes, name: str) -> Table:
    """Read CSV, TSV and their cousins.

    Raises InputError where the file is no text, or larger than a table may be.
    """
    text, findings = decode(data, name)
    separator = separator_of(text)
    rows: list[Row] = []
    broken: list[int] = []
    try:
        for number, record in enumerate(records_of(text, separator), start=1):
            if number > MAX_ROWS or len(record.cells) > MAX_COLUMNS:
                raise InputError(
                    f"more than {MAX_ROWS:,} rows or {MAX_COLUMNS:,} columns", where=f"{name} row {number}"
                )
            rows.append(Row(number, tuple(record.cells)))
            if record.open_quote:
                broken.append(number)
    except csv.Error as error:
        raise InputError(
            f"the row cannot be cut into cells ({error})", where=f"{name} row {len(rows) + 1}"
        ) from None
    if broken:
        findings += (open_quotes(broken),)
    if separator == ";":
        findings += (
            Finding(
                kind=Kind.SEPARATOR_FOUND,
                level=Level.NOTE,
                text="Fields are separated by semicolons; commas may then be decimal commas.",
            ),
        )
    return Table(name=name, rows=tuple(rows), findings=findings, open_quotes=frozenset(broken))
