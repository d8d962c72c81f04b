"""Read a list: rows in, rows out, each with its reading or with the reason why there is none.

The file is judged first (`judged`), then each way of giving the place is read in bulk under that
judgement. A row is taken from the first way that says something in it; the other ways are kept for
the comparison (`agree`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from commonground.finding import Finding, Kind, Level
from commonground.interop.lists.judging.columns import words_of
from commonground.interop.lists.judging.compose import (
    Meaning,
    beside_geopoint,
    blank,
    cell,
    given,
    letter_against_sign,
    text_of,
)
from commonground.interop.lists.judging.judged import Judged, judge_table, lacks_system, profile_for
from commonground.interop.lists.judging.signatures import read_number
from commonground.interop.lists.rows.names import as_shown, hidden_in, name_not_shown
from commonground.interop.lists.rows.row import ListReport, ListRow, OtherPlace
from commonground.interop.tables.table import Row, Table
from commonground.position import MapProfile, Status
from commonground.position.bulk import Readings, read_many
from commonground.position.text.extras import FOOT_M, SIXTY_EIGHT

MOST_DOUBT_M = 1_000_000.0  # 9999999 is how some tools write "unknown"
LONGEST = 10_000  # characters of a cell that the reader takes
AGAINST = Finding(
    kind=Kind.SIGN_AGAINST_LETTER,
    level=Level.CAUTION,
    text="The letter and the sign of the degrees do not say the same, as they do elsewhere in this list.",
)
NO_SYSTEM = Finding(
    kind=Kind.SYSTEM_MISSING,
    level=Level.CAUTION,
    text="Numbers of a plane grid, and nobody said of which.",
)
QUOTE_OPEN = Finding(
    kind=Kind.QUOTE_OPEN,
    level=Level.CAUTION,
    text="A quotation mark in this row is not closed: compare it with what was sent.",
)
NO_PLACE = Finding(kind=Kind.NO_POSITION_GIVEN, level=Level.CAUTION, text="The row names no place.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRead:
    """One way of giving the place, read in every row; `said` tells in which rows it says anything."""

    meaning: Meaning
    profile: MapProfile
    said: list[bool]
    readings: Readings


def read_sources(judged: Judged) -> list[SourceRead]:
    """Every way of giving the place, read in every row."""
    body = judged.body
    found = []
    for meaning in judged.meanings:
        profile = profile_for(meaning, judged.profile)
        said = [not blank(row, meaning.source) for row in body]
        reads = not lacks_system(meaning, profile)
        texts = [
            text_of(row, meaning)[:LONGEST] if s and reads else "" for row, s in zip(body, said, strict=True)
        ]
        found.append(
            SourceRead(meaning=meaning, profile=profile, said=said, readings=read_many(texts, profile))
        )
    return found


def rows_of(judged: Judged, sources: list[SourceRead]) -> list[ListRow]:
    """One row each, from the first way that says something there."""
    return [row_of(number, row, judged, sources) for number, row in enumerate(judged.body)]


def row_of(place: int, row: Row, judged: Judged, sources: list[SourceRead]) -> ListRow:
    """One row, or the reason why it has no place."""
    columns, names = judged.columns, judged.header.names
    chosen = next((source for source in sources if source.said[place]), None)
    shown = chosen or (sources[0] if sources else None)
    as_given = given(row, shown.meaning.source, names) if shown is not None else ""
    lat = lon = ce95 = altitude = math.nan
    status, text = Status.REFUSED, ""
    findings: tuple[Finding, ...] = (NO_PLACE,)
    if chosen is not None:
        readings = chosen.readings
        status, text = readings.status_of(place), readings.texts[place]
        lat, lon = float(readings.lat_deg[place]), float(readings.lon_deg[place])
        height, accuracy = beside_geopoint(as_given, chosen.meaning.form)
        stated = stated_m(cell(row, columns.doubt)) * judged.doubt_times or stated_m(accuracy) * SIXTY_EIGHT
        ce95 = math.hypot(float(readings.ce95_m[place]), stated)
        altitude = altitude_m(cell(row, columns.altitude) or height, names, columns.altitude)
        findings = findings_of(chosen, place) if status is not Status.OK or readings.findings[place] else ()
        if lacks_system(chosen.meaning, chosen.profile):
            findings = (NO_SYSTEM,)
        if letter_against_sign(row, chosen.meaning):
            findings = (*findings, AGAINST)
    if row.number in judged.table.open_quotes:
        findings = (*findings, QUOTE_OPEN)
        status = Status.ASK if status is Status.OK else status
    item, label = cell(row, columns.ident).strip(), cell(row, columns.name).strip()
    if hidden := hidden_in(item + label):
        findings = (*findings, name_not_shown(hidden))
        status = Status.ASK if status is Status.OK else status
    return ListRow(
        number=row.number,
        item=as_shown(item) or f"row {row.number}",
        label=as_shown(label),
        country=cell(row, columns.country).strip(),
        as_given=as_given,
        text=text,
        profile=judged.profile if chosen is None else chosen.profile,
        status=status,
        lat_deg=lat,
        lon_deg=lon,
        ce95_m=ce95,
        findings=findings,
        district=cell(row, columns.district).strip(),
        others=tuple(others_of(place, chosen, sources)),
        altitude_m=altitude,
    )


def altitude_m(text: str, names: Sequence[str], column: int) -> float:
    """The height that a row states, in metres; NaN where it states none. The header may say feet."""
    number = read_number(text.strip().removesuffix("m").removesuffix("ft"))
    if number is None:
        return math.nan
    words = words_of(names[column]) if column >= 0 else ()
    feet = text.strip().endswith("ft") or bool({"ft", "feet", "foot", "pieds"} & set(words))
    return number.value * (FOOT_M if feet else 1.0)


def stated_m(text: str) -> float:
    """The radius of doubt that the row states, in metres; 0 where it states none.

    0 is how some tools write "placed by hand": it adds nothing and is never taken for perfect.
    """
    number = read_number(text)
    return number.value if number is not None and 0 < number.value < MOST_DOUBT_M else 0.0


def others_of(place: int, chosen: SourceRead | None, sources: list[SourceRead]) -> Iterator[OtherPlace]:
    """The places that the row gives beside the one it was taken from."""
    for source in sources:
        lat, lon = float(source.readings.lat_deg[place]), float(source.readings.lon_deg[place])
        if source is not chosen and source.said[place] and math.isfinite(lat):
            ce95 = float(source.readings.ce95_m[place])
            yield OtherPlace(title=source.meaning.source.title, lat_deg=lat, lon_deg=lon, ce95_m=ce95)


def findings_of(source: SourceRead, place: int) -> tuple[Finding, ...]:
    """What the reader says of one row, in words."""
    answer = source.readings.answer(place)
    return (*answer.findings, *(finding for reading in answer.readings[:1] for finding in reading.findings))


def read_list(table: Table, profile: MapProfile | None = None) -> ListReport:
    """Read every row of a table, without comparing rows with anything; `doctor` compares.

    Rows in are rows out: header rows and empty lines apart, each line of the table is a row of the
    report, with a reading, a question or the reason for refusing it.
    """
    judged = judge_table(table, profile)
    rows = rows_of(judged, read_sources(judged))
    return ListReport(name=table.name, findings=judged.findings, rows=tuple(rows))
