"""From the cells of a row to the text that the reader gets.

What the file says as a whole (decimal commas, packed degrees, columns of minutes and seconds, the
sign rule) is put into the spelling of each text, so that the reader sees the place as the list
means it. The cells themselves stay as they stood.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from commonground.interop.lists.judging.columns import Source, Way, words_of
from commonground.interop.lists.judging.signatures import FORMS, Form, Hold, read_number, ungrouped
from commonground.interop.tables.table import Row
from commonground.position import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """How a source of this list is to be understood, as judged over all its rows."""

    source: Source
    hold: Hold = Hold.TEXT
    swapped: bool = False
    lat_letter: str = ""  # "S" where only the header says south
    lon_letter: str = ""
    sign_and_letter: bool = False  # degrees carry a minus beside the letter, by habit of this list
    grouped: bool = False  # figures are grouped by thousands
    form: Form = Form.ANY
    zone: int = -1  # the column with the zone of the grid
    order: Order = Order.UNSAID  # of two bare numbers in one cell


def cell(row: Row, column: int) -> str:
    """A cell, empty where the row is too short or the column is missing."""
    return row.cells[column] if 0 <= column < len(row.cells) else ""


def given(row: Row, source: Source, names: Sequence[str]) -> str:
    """The cells of a source as they stood, for people: one cell alone, or name and cell of each."""
    columns = source.columns
    if len(columns) == 1:
        return cell(row, columns[0])
    return "; ".join(f"{names[column]}: {cell(row, column)}" for column in columns)


def blank(row: Row, source: Source) -> bool:
    """Whether the row says nothing here."""
    return not any(cell(row, column).strip() for column in source.columns)


def header_letter(name: str, axis: str) -> str:
    """The hemisphere that only a header tells: `lat_S`, `Longitude W`."""
    words = set(words_of(name))
    if axis == "lat":
        return "S" if words & {"s", "south", "sud", "sur"} and not words & {"min", "sec", "deg"} else ""
    return "W" if words & {"w", "west", "ouest", "oeste"} else ""


def packed_text(text: str) -> str:
    """DDMMSS without its zeros as `D M S`; anything else as it stands."""
    number = read_number(text)
    if number is None or number.fraction.strip("0"):
        return text
    value = int(number.whole)
    sign = "-" if number.negative else ""
    return f"{sign}{value // 10_000}° {value // 100 % 100:02d}' {value % 100:02d}\""


def dotted_text(text: str, hold: Hold) -> str:
    """49.30 as 49° 30', and 49.3015 as 49° 30' 15"."""
    number = read_number(text)
    if number is None:
        return text
    sign = "-" if number.negative else ""
    if hold is Hold.DEGREES_MINUTES:
        return f"{sign}{number.whole}° {number.fraction.ljust(2, '0')}'"
    fraction = number.fraction.ljust(4, "0")
    return f"{sign}{number.whole}° {fraction[:2]}' {fraction[2:]}\""


def axis_text(text: str, hold: Hold, letter: str) -> str:
    """One axis of a row in the spelling that the file means."""
    text = text.strip()
    if hold is Hold.PACKED:
        text = packed_text(text)
    elif hold in {Hold.DEGREES_MINUTES, Hold.DEGREES_MINUTES_SECONDS}:
        text = dotted_text(text, hold)
    elif hold in {Hold.DEGREES, Hold.PLANE} and (number := read_number(text)) is not None:
        text = number.text
    if letter and text and text[0] not in "-−–" and not text[-1].isalpha():
        return f"-{text}"  # the header says south or west
    return text


def split_text(row: Row, columns: Sequence[int], *, drop_sign: bool) -> str:
    """Letter, degrees, minutes and seconds of one axis from cells of their own."""
    letter, degrees, minutes, seconds = (cell(row, column).strip() for column in columns)
    number = read_number(degrees)
    if drop_sign and number is not None and number.negative:
        degrees = degrees.lstrip("-−– ")
    marked = [(degrees, "°"), (minutes, "'"), (seconds, '"')]
    text = " ".join(f"{part}{mark}" for part, mark in marked if part)
    return f"{text} {letter}".strip()


def beside_geopoint(text: str, form: Form) -> tuple[str, str]:
    """Altitude and accuracy of a geopoint, which stand behind its two numbers; empty elsewhere."""
    parts = text.split() if form is Form.GEOPOINT else []
    return (parts[2], parts[3]) if len(parts) == 4 else ("", "")


def pair_text(text: str, form: Form) -> str:
    """Both numbers of one cell; forms with a fixed order are written latitude first."""
    match = FORMS[form].fullmatch(text[:200]) if form is not Form.ANY else None
    if match is None:
        return text
    first, second = match.group(1), match.group(2)
    return f"{first}; {second}" if form is Form.GEOPOINT else f"{second}; {first}"


def letter_against_sign(row: Row, meaning: Meaning) -> bool:
    """Whether letter and sign disagree in a list where they elsewhere say the same; 0 has no sign."""
    if not meaning.sign_and_letter:
        return False
    for letter_column, degree_column, *_ in (meaning.source.lat, meaning.source.lon):
        letter, number = cell(row, letter_column).strip().upper(), read_number(cell(row, degree_column))
        south_west = letter[:1] in set("SWO")
        said = number is not None and int(number.whole) and (south_west or letter[:1] in set("NE"))
        if number is not None and said and number.negative != south_west:
            return True
    return False


def text_of(row: Row, meaning: Meaning) -> str:
    """What the reader gets for this row and source."""
    source = meaning.source
    if source.way is Way.PAIR:
        return pair_text(cell(row, source.lat[0]), meaning.form)
    if source.way is Way.SPLIT:
        lat = split_text(row, source.lat, drop_sign=meaning.sign_and_letter)
        lon = split_text(row, source.lon, drop_sign=meaning.sign_and_letter)
        return f"{lat}; {lon}"
    lat_column, lon_column = source.lat[0], source.lon[0]
    if meaning.swapped:
        lat_column, lon_column = lon_column, lat_column
    lat_cell, lon_cell = cell(row, lat_column), cell(row, lon_column)
    if meaning.grouped:
        lat_cell, lon_cell = ungrouped(lat_cell), ungrouped(lon_cell)
    lat = axis_text(lat_cell, meaning.hold, meaning.lat_letter)
    lon = axis_text(lon_cell, meaning.hold, meaning.lon_letter)
    if meaning.hold is Hold.PLANE and meaning.zone >= 0:
        return f"{cell(row, meaning.zone).strip()} {lon} {lat}"
    if meaning.hold is Hold.PLANE:
        return f"E {lon}; N {lat}"
    return f"{lat}; {lon}"
