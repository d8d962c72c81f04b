"""Judge the file before any row: what its columns hold and which faults run through all of it.

Each fault is a finding with the number of rows it touches. The judgement is applied to the reading
of the rows, never to the cells, and a person confirms it before rows are signed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from commonground.finding import Finding, Kind, Level
from commonground.interop.lists.judging.columns import Columns, Source, Way, words_of
from commonground.interop.lists.judging.compose import Meaning, cell, header_letter
from commonground.interop.lists.judging.signatures import (
    Form,
    Hold,
    axis_numbers,
    decimal_commas,
    form_of,
    hold_of,
    order_shown,
    read_number,
    swapped,
    thousands,
    unequal_widths,
    ungrouped,
)
from commonground.interop.lists.judging.systems import system_of
from commonground.interop.tables.table import Row
from commonground.position import Order


def said(kind: Kind, level: Level, text: str) -> Finding:
    """A finding about the file as a whole."""
    return Finding(kind=kind, level=level, text=text)


def plane_named(source: Source, columns: Columns, names: Sequence[str], rows: Sequence[Row]) -> bool:
    """Whether headers or the datum column speak of a plane system."""
    titles = " ".join(names[column] for column in source.columns).lower()
    if any(word in titles for word in ("easting", "northing", "hochwert", "rechtswert", "utm")):
        return True
    systems = Counter(cell(row, columns.datum) for row in rows[:200]) if columns.datum >= 0 else Counter()
    usual = systems.most_common(1)[0][0] if systems else ""
    return "lambert" in usual.lower() or "utm" in usual.lower()


def judge_two(
    source: Source, columns: Columns, names: Sequence[str], rows: Sequence[Row]
) -> tuple[Meaning, list[Finding]]:
    """What two columns hold, and the faults that run through them."""
    lat = [cell(row, source.lat[0]) for row in rows]
    lon = [cell(row, source.lon[0]) for row in rows]
    if thousands(lat, lon):
        lat_plain, lon_plain = ([ungrouped(text) for text in column] for column in (lat, lon))
        hold = hold_of(lat_plain, lon_plain, named_plane=True)
    else:
        hold = hold_of(lat, lon, named_plane=plane_named(source, columns, names, rows))
    zone = columns.zone if hold is Hold.PLANE else -1
    grouped = thousands(lat, lon) if hold is Hold.PLANE else 0
    meaning = Meaning(source=source, hold=hold, zone=zone, grouped=bool(grouped))
    findings = []
    if grouped:
        text = f"Figures grouped by thousands in {source.title}: {grouped:,} cells; read without the marks."
        findings.append(said(Kind.FIGURES_GROUPED, Level.CAUTION, text))
    elif commas := decimal_commas(lat, lon):
        text = f"Decimal commas in {source.title}: {commas:,} cells; read as decimal points."
        findings.append(said(Kind.DECIMAL_COMMAS, Level.CAUTION, text))
    if hold in {Hold.DEGREES, Hold.DEGREES_MINUTES, Hold.TEXT} and (count := swapped(lat, lon)):
        meaning = replace(meaning, swapped=True)
        text = (
            f"Latitude and longitude stand in each other's column in {source.title}: {count:,} rows fit "
            "only when they change places, and none needs the order as it stands. Read exchanged."
        )
        findings.append(said(Kind.COLUMNS_SWAPPED, Level.URGENT, text))
    if hold in {Hold.DEGREES_MINUTES, Hold.DEGREES_MINUTES_SECONDS}:
        count = sum(bool(number.fraction.strip("0")) for number in axis_numbers(lat))
        text = (
            f"{source.title} hold {hold}, not decimal degrees: no fraction of {count:,} rows is .60 or more. "
            "Read so; as decimals the rows would be wrong by up to 44 km."
        )
        findings.append(said(Kind.DEGREES_DOT_MINUTES, Level.URGENT, text))
    if hold is Hold.PACKED and (short := unequal_widths(lat) + unequal_widths(lon)):
        text = (
            f"{source.title} hold packed degrees, minutes and seconds, and {short:,} cells are shorter than "
            "the longest: a spreadsheet has dropped leading zeros. Read from the right."
        )
        findings.append(said(Kind.LEADING_ZEROS_LOST, Level.URGENT, text))
    if hold is Hold.DEGREES:
        lat_letter, lon_letter = (
            header_letter(names[source.lat[0]], "lat"),
            header_letter(names[source.lon[0]], "lon"),
        )
        if lat_letter or lon_letter:
            meaning = replace(meaning, lat_letter=lat_letter, lon_letter=lon_letter)
            text = f"Only the header tells the hemisphere ({source.title}); numbers without a sign read so."
            findings.append(said(Kind.HEMISPHERE_IN_HEADER, Level.CAUTION, text))
    return meaning, findings


def judge_pair(source: Source, names: Sequence[str], rows: Sequence[Row]) -> tuple[Meaning, list[Finding]]:
    """The form and the order of a column that holds both numbers."""
    cells = [cell(row, source.lat[0]) for row in rows]
    form = form_of(cells)
    if form is not Form.ANY:
        return Meaning(source=source, form=form, order=Order.LAT_LON), []
    words = words_of(names[source.lat[0]])
    lat = next((n for n, word in enumerate(words) if word.startswith("lat")), -1)
    lon = next((n for n, word in enumerate(words) if word.startswith(("lon", "lng"))), -1)
    if lat >= 0 and lon >= 0:
        return Meaning(source=source, order=Order.LAT_LON if lat < lon else Order.LON_LAT), []
    order, count = order_shown(cells)
    if order is Order.UNSAID:
        return Meaning(source=source), []
    which = "latitude" if order is Order.LAT_LON else "longitude"
    text = (
        f"{source.title}: {count:,} rows can only be {which} first, none needs the other order; all read so."
    )
    return Meaning(source=source, order=order), [said(Kind.ORDER_SHOWN, Level.CAUTION, text)]


def judge_split(source: Source, rows: Sequence[Row]) -> tuple[Meaning, list[Finding]]:
    """The sign rule of a list whose degrees stand in cells of their own."""
    agree = differ = zero = 0
    for row in rows:
        for letter_column, degree_column, *_ in (source.lat, source.lon):
            letter, number = cell(row, letter_column).strip().upper(), read_number(cell(row, degree_column))
            if number is None or letter not in {"N", "S", "E", "W", "O"}:
                continue
            south_west = letter in {"S", "W", "O"}
            if not int(number.whole):
                zero += south_west and not number.negative
            elif number.negative:
                agree += south_west
                differ += not south_west
    if not agree or agree < 20 * differ:
        return Meaning(source=source), []
    text = (
        f"Degrees carry a minus beside the letter in {agree:,} cells of {source.title}; both say the same "
        f"and the sign is read once. {zero:,} cells of 0 degrees have lost theirs; there the letter tells."
    )
    meaning = Meaning(source=source, sign_and_letter=True)
    return meaning, [said(Kind.SIGN_AND_LETTER, Level.CAUTION, text)]


def judge(columns: Columns, names: Sequence[str], rows: Sequence[Row]) -> tuple[list[Meaning], list[Finding]]:
    """Every source of a list with its meaning, and what is to be said of the file."""
    meanings: list[Meaning] = []
    findings: list[Finding] = []
    for source in columns.sources:
        if not any(cell(row, column).strip() for row in rows for column in source.columns):
            continue
        if source.way is Way.TWO:
            meaning, found = judge_two(source, columns, names, rows)
        elif source.way is Way.SPLIT:
            meaning, found = judge_split(source, rows)
        else:
            meaning, found = judge_pair(source, names, rows)
        meanings.append(meaning)
        findings.extend(found)
    return meanings, findings


def system_of_list(columns: Columns, names: Sequence[str], rows: Sequence[Row]) -> tuple[str, list[Finding]]:
    """The coordinate system that the list itself names, "" where it names none or several."""
    if columns.datum < 0:
        return "", []
    named = Counter(cell(row, columns.datum).strip() for row in rows)
    del named[""]
    codes = {system_of(text) for text in named} - {""}
    title = names[columns.datum]
    if len(codes) != 1:
        if named:
            listed = ", ".join(f'"{text}"' for text, _ in named.most_common(3))
            text = f"Column {title} names {listed}: no single coordinate system that is known by that name."
            return "", [said(Kind.SYSTEM_UNCERTAIN, Level.CAUTION, text)]
        return "", []
    code = codes.pop()
    usual = named.most_common(1)[0][0]
    text = f'Column {title} says "{usual}"; read as {code}.'
    return code, [said(Kind.SYSTEM_NAMED, Level.NOTE, text)]
