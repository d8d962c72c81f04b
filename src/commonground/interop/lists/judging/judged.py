"""A table after the file as a whole was judged, before any row is read."""

from __future__ import annotations

from dataclasses import dataclass, replace

from commonground.finding import Finding, Kind, Level
from commonground.interop.lists.judging.columns import (
    PLACE_WORDS,
    Columns,
    Source,
    Way,
    find_columns,
    whole,
    words_of,
)
from commonground.interop.lists.judging.compose import Meaning, cell
from commonground.interop.lists.judging.header import Header, find_header
from commonground.interop.lists.judging.judge import judge, system_of_list
from commonground.interop.lists.judging.signatures import Hold
from commonground.interop.tables.table import Row, Table
from commonground.position import Basis, Fraction, MapProfile, Order, Status, read_all
from commonground.position.text.extras import SIXTY_EIGHT

NO_PROFILE = MapProfile(name="list")
SAMPLE = 40  # rows by which a column without a telling header is judged


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
    def doubt_times(self) -> float:
        """What the radius that rows state is multiplied by: *accuracy* of a receiver holds 68 %."""
        title = words_of(self.header.names[self.columns.doubt]) if self.columns.doubt >= 0 else ()
        return SIXTY_EIGHT if "accuracy" in title else 1.0

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
    told = tuple(source for source in columns.sources if holds_figures(source, body))
    columns = replace(columns, sources=told)
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
        text = "No column of this list reads as a place. Name the columns, or add one with a place."
        findings.append(Finding(kind=Kind.NO_COORDINATE_COLUMN, level=Level.URGENT, text=text))
    if any(lacks_system(meaning, used) for meaning in meanings):
        text = "The numbers are those of a plane grid, and the list names no coordinate system. Ask which."
        findings.append(Finding(kind=Kind.SYSTEM_MISSING, level=Level.URGENT, text=text))
    return Judged(
        table=table,
        header=header,
        columns=columns,
        meanings=tuple(meanings),
        findings=(*table.findings, *findings, *system_findings),
        profile=used,
    )


def holds_figures(source: Source, body: list[Row]) -> bool:
    """Whether any cell of a source has a figure; a column called *position* may hold job titles."""
    return any(any(map(str.isdigit, cell(row, column))) for row in body for column in source.columns)


def lacks_system(meaning: Meaning, profile: MapProfile) -> bool:
    """Whether plane numbers stand without the system they are meant in."""
    return meaning.hold is Hold.PLANE and meaning.zone < 0 and profile.crs == NO_PROFILE.crs


def columns_by_content(header: Header, body: list[Row]) -> tuple[Source, ...]:
    """Columns whose headers say nothing but whose cells read as places with letters or a grid."""
    sample = [row for row in body if not row.empty][:SAMPLE]
    found = []
    for column, name in enumerate(header.names):
        cells = [text for row in sample if (text := cell(row, column).strip())]
        lettered = [text for text in cells if any(map(str.isdigit, text)) and any(map(str.isalpha, text))]
        least = 1 if whole(name) in PLACE_WORDS else 3
        if len(lettered) < max(least, len(cells) // 2) or len(cells) * 3 < len(sample):
            continue
        read = sum(read_all(text[:200]).status is not Status.REFUSED for text in lettered)
        if read > 0.8 * len(cells) or (least == 1 and read * 2 >= len(cells)):
            found.append(Source(way=Way.PAIR, lat=(column,), lon=(), title=name))
    return tuple(found)


def profile_for(meaning: Meaning, profile: MapProfile) -> MapProfile:
    """The list's profile for one way of giving a place: columns settle order and fraction."""
    if meaning.source.way is Way.PAIR:
        return profile if meaning.order is Order.UNSAID else replace(profile, order=meaning.order)
    fraction = Fraction.DEGREES if meaning.hold is not Hold.TEXT else profile.fraction
    return replace(profile, order=Order.LAT_LON, fraction=fraction)
