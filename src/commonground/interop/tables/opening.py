"""Which reader a file gets: decided by its first bytes, never by its name."""

from __future__ import annotations

from commonground.errors import InputError
from commonground.interop.tables.delimited import read_delimited
from commonground.interop.tables.features import read_geojson, read_xml_features
from commonground.interop.tables.ods import is_ods, read_ods
from commonground.interop.tables.packed import open_packed
from commonground.interop.tables.table import MAX_BYTES, Table

ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
SQLITE = b"SQLite format 3\0"


def open_table(data: bytes, name: str) -> Table:
    """Open a list from the bytes of a file; `name` is used in messages only.

    Raises InputError with the name of the file, the row where there is one, and a hint.
    """
    if len(data) > MAX_BYTES:
        raise InputError(
            f"the file has {len(data) / 2**20:.0f} MiB; at most {MAX_BYTES // 2**20} are read",
            where=name,
            hint="split the list",
        )
    if not data.strip():
        raise InputError("the file is empty", where=name)
    if data.startswith(ZIP):
        with open_packed(data, name) as packed:
            ods = is_ods(packed)
        if ods:
            return read_ods(data, name)
        from commonground.interop.tables.workbook import read_workbook  # openpyxl: 0.15 s of a node's start

        return read_workbook(data, name)
    if data.startswith(OLD_EXCEL):
        raise InputError("an Excel file of before 2007 (.xls)", where=name, hint="save it as .xlsx or CSV")
    if data.startswith(SQLITE):
        raise InputError("a GeoPackage or database", where=name, hint="give it to cg list check as a file")
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<"):
        return read_xml_features(data, name)
    if start.startswith((b"{", b"[")):
        return read_geojson(data, name)
    return read_delimited(data, name)
