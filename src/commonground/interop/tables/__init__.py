"""Tables as people send them: CSV, XLSX, ODS and feature files, as rows of text."""

from commonground.interop.tables.opening import open_table
from commonground.interop.tables.table import Row, Table

__all__ = ["Row", "Table", "open_table"]
