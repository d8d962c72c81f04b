"""Read a list: rows in, rows out, each with its reading or with the reason why there is none.

The file is judged first (`judge`), then each row is read under that judgement. A list that gives a
place in several ways is read from the first way that says something in that row; the other ways are
read too, for the comparison in `agree`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from commonground.finding import Finding, Kind, Level
from commonground.interop.lists.columns import Columns, Source, Way, find_columns
from commonground.interop.lists.compose import Meaning, blank, cell, given, text_of
from commonground.interop.lists.header import Header, find_header
from commonground.interop.lists.judge import judge, system_of_list
from commonground.interop.lists.row import ListReport, ListRow
from commonground.interop.lists.signatures import Hold
from commonground.interop.tables.table import Row, Table
from commonground.position import Basis, Fraction, MapProfile, Order, ReadResult, Status, read_all

NO_PROFILE = MapProfile(name="list")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A table with its header, its columns, what they mean, and what is to be said of the file."""

    table: Table
    header: Header
    columns: Columns
    meanings: tuple[Meaning, ...]
    findings: tuple[Finding, ...]
    profile: MapProfile

    @property
    def body(self) -> list[Row]:
        """The rows of the list itself."""
        skipped = set(self.header.rows)
        return [row for row in self.table.rows if row.number not in skipped and not row.empty]


def judge_table(table: Table, profile: MapProfile | None = None) -> Judged:
    """Find header and columns, judge them over all rows. The system of the list beats the profile's."""
    header = find_header(table)
    columns = find_columns(header.names)
    skipped = set(header.rows)
    body = [row for row in table.rows if row.number not in skipped and not row.empty]
    if not columns.sources:
        columns = replace(columns, sources=columns_by_content(header, body))
    meanings, findings = judge(columns, header.names, body)
    code, system_findings = system_of_list(columns, header.names, body)
    used = profile or NO_PROFILE
    if code:
        used = replace(used, crs=code, crs_basis=Basis.KNOWN)
    elif table.wgs84:
        used = replace(used, crs="EPSG:4326", crs_basis=Basis.ASSUMED)
    if not meanings:
        findings.append(
            Finding(
                kind=Kind.NO_COORDINATE_COLUMN,
                level=Level.URGENT,
                text="No column of this list reads as a place. Name the columns, or add one with a place.",
            )
        )
    return Judged(
        table=table,
        header=header,
        columns=columns,
        meanings=tuple(meanings),
        findings=(*table.findings, *findings, *system_findings),
        profile=used,
    )


def columns_by_content(header: Header, body: list[Row]) -> tuple[Source, ...]:
    """Columns whose headers say nothing but whose cells read as places with letters or a grid."""
    sample = [row for row in body if not row.empty][:40]
    found = []
    for column, name in enumerate(header.names):
        cells = [text for row in sample if (text := cell(row, column).strip())]
        lettered = [
            text for text in cells if any(c.isdigit() for c in text) and any(c.isalpha() for c in text)
        ]
        if len(lettered) < max(3, len(cells) // 2) or len(cells) * 3 < len(sample):
            continue
        if sum(read_all(text).status is not Status.REFUSED for text in lettered) > 0.8 * len(cells):
            found.append(Source(way=Way.PAIR, lat=(column,), lon=(), title=name))
    return tuple(found)


def profile_for(meaning: Meaning, profile: MapProfile) -> MapProfile:
    """The list's profile for one way of giving a place: columns settle order and fraction."""
    if meaning.source.way is Way.PAIR:
        return profile
    if meaning.hold is Hold.PLANE:
        return profile
    fraction = Fraction.DEGREES if meaning.hold is not Hold.TEXT else profile.fraction
    return replace(profile, order=Order.LAT_LON, fraction=fraction)


def read_source(row: Row, meaning: Meaning, profile: MapProfile) -> ReadResult | None:
    """What one way of giving the place says in this row; None where it says nothing."""
    if blank(row, meaning.source):
        return None
    return read_all(text_of(row, meaning)[:10_000], profile)


def read_row(row: Row, judged: Judged) -> ListRow:
    """One row: the first way that says something there, or the reason why there is none."""
    columns, names = judged.columns, judged.header.names
    found = None
    shown = "; ".join(given(row, meaning.source, names) for meaning in judged.meanings[:1])
    for meaning in judged.meanings:
        result = read_source(row, meaning, profile_for(meaning, judged.profile))
        if result is not None:
            found, shown = result, given(row, meaning.source, names)
            break
    findings: tuple[Finding, ...]
    if found is None:
        missing = Finding(kind=Kind.NO_POSITION_GIVEN, level=Level.CAUTION, text="The row names no place.")
        found = ReadResult(as_given=shown, status=Status.REFUSED)
        findings = (missing,)
    else:
        findings = (*found.findings, *(f for reading in found.readings[:1] for f in reading.findings))
    return ListRow(
        number=row.number,
        item=cell(row, columns.ident).strip() or f"row {row.number}",
        label=cell(row, columns.name).strip(),
        country=cell(row, columns.country).strip(),
        as_given=shown,
        status=found.status,
        readings=found.readings,
        findings=findings,
    )


def read_list(table: Table, profile: MapProfile | None = None) -> ListReport:
    """Read every row of a table.

    Rows in are rows out: header rows and empty lines apart, each line of the table is a row of the
    report, with a reading, a question or the reason for refusing it.
    """
    judged = judge_table(table, profile)
    rows = tuple(read_row(row, judged) for row in judged.body)
    return ListReport(name=table.name, findings=judged.findings, rows=rows)
