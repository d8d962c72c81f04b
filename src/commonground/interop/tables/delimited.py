"""CSV as it comes: the encoding, the separator and the quotes are found, and each is said.

An encoding is certain (a byte-order mark, or valid UTF-8) or it is a finding. Cells keep their
text, line breaks inside quotes included.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections import Counter

from commonground.errors import InputError
from commonground.finding import Finding, Kind, Level
from commonground.interop.tables.table import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Row, Table

SEPARATORS = ",;\t|"
SAMPLE_ROWS = 200

MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decode(data: bytes, name: str) -> tuple[str, tuple[Finding, ...]]:
    """The text of a file, and a finding where its encoding had to be guessed."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), ()
            except UnicodeDecodeError as error:
                raise InputError(
                    f"the file says it is {encoding} and is not, at byte {error.start}",
                    where=name,
                    hint="save it again as UTF-8",
                ) from None
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        if data.count(b"\0"):
            raise InputError("this is no text file", where=name, hint="send CSV, XLSX or GeoJSON") from None
        line = data.count(b"\n", 0, error.start) + 1
        encoding = (
            "cp1252" if not any(0x80 <= byte < 0xA0 and byte in UNUSED_1252 for byte in data) else "latin-1"
        )
        text = data.decode(encoding)
        found = Finding(
            kind=Kind.ENCODING_GUESSED,
            level=Level.CAUTION,
            text=f"The file is not UTF-8 (first at line {line}); it was read as Western European text "
            f"({encoding}). Names with accents may be wrong; numbers are not touched by this.",
        )
        return text, (found,)


UNUSED_1252 = frozenset({0x81, 0x8D, 0x8F, 0x90, 0x9D})


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


def read_delimited(data: bytes, name: str) -> Table:
    """Read CSV, TSV and their cousins.

    Raises InputError where the file is no text, or larger than a table may be.
    """
    text, findings = decode(data, name)
    separator = separator_of(text)
    csv.field_size_limit(MAX_CELL * 16)
    rows: list[Row] = []
    try:
        for number, cells in enumerate(
            csv.reader(io.StringIO(text, newline=""), delimiter=separator), start=1
        ):
            if number > MAX_ROWS or len(cells) > MAX_COLUMNS:
                raise InputError(
                    f"more than {MAX_ROWS:,} rows or {MAX_COLUMNS:,} columns", where=f"{name} row {number}"
                )
            rows.append(Row(number, tuple(cells)))
    except csv.Error as error:
        raise InputError(
            f"the row cannot be cut into cells ({error})",
            where=f"{name} row {len(rows) + 1}",
            hint='look for a quote (") that is never closed',
        ) from None
    if separator == ";":
        findings += (
            Finding(
                kind=Kind.SEPARATOR_FOUND,
                level=Level.NOTE,
                text="Fields are separated by semicolons; commas may then be decimal commas.",
            ),
        )
    return Table(name=name, rows=tuple(rows), findings=findings)
