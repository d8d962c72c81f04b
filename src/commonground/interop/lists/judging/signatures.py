"""What a whole column gives away: decimal commas, degrees.minutes, packed integers, plane numbers.

Errors come by the file, not by the row. A signature is judged over all rows before any row is read;
each says on how many rows it rests, and a person confirms it.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from commonground.position import Order

PLAIN = re.compile(r"\s*([-+−–]?)\s*(\d{1,12})(?:([.,])(\d{0,18}))?\s*")
ENOUGH_ROWS = 20
ORDER_ROWS = 3
SURE = 1e-6  # chance that a column of decimal degrees shows the signature by accident
MOST = 0.8  # share of the cells that have to be plain numbers


class Hold(StrEnum):
    """What the numbers of two columns are."""

    TEXT = "text"  # degrees with marks or letters; each cell is read by itself
    DEGREES = "degrees"
    DEGREES_MINUTES = "degrees.minutes"  # 49.30 is 49 degrees 30 minutes
    DEGREES_MINUTES_SECONDS = "degrees.minutes-seconds"  # 49.3015 is 49 30 15
    PACKED = "packed"  # 493015 is 49 30 15
    PLANE = "plane"  # metres or another length, in a projected system


@dataclass(frozen=True, slots=True)
class Number:
    """A plain number as written: sign, whole part, fraction."""

    negative: bool
    whole: str
    comma: bool
    fraction: str

    @property
    def value(self) -> float:
        size = float(f"{self.whole}.{self.fraction or 0}")
        return -size if self.negative else size

    @property
    def text(self) -> str:
        """The number with a point, digits unchanged."""
        tail = f".{self.fraction}" if self.fraction else ""
        return f"{'-' if self.negative else ''}{self.whole}{tail}"


def ascii_figures(text: str) -> str:
    """The text with figures of any script as 0 to 9, and the Arabic decimal sign as a point."""
    if text.isascii():
        return text
    figures = (str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    return "".join(figures).replace("٫", ".")


def read_number(cell: str) -> Number | None:
    """A cell as a plain number, or None."""
    match = PLAIN.fullmatch(ascii_figures(cell[:64]))
    if match is None:
        return None
    sign, whole, mark, fraction = match.groups()
    return Number(sign in {"-", "−", "–"}, whole, mark == ",", fraction or "")


def axis_numbers(cells: Sequence[str]) -> list[Number]:
    """The plain numbers among the cells of a column."""
    return [number for cell in cells if cell.strip() and (number := read_number(cell)) is not None]


def sixty_only(numbers: Sequence[Number], digits: int) -> bool:
    """Whether every fraction looks like minutes (2 digits) or minutes and seconds (4 digits)."""
    distinct = set()
    said = 0
    for number in numbers:
        fraction = number.fraction.ljust(digits, "0")
        if len(number.fraction) > digits or any(int(fraction[i : i + 2]) >= 60 for i in range(0, digits, 2)):
            return False
        if int(fraction):
            said += 1
            distinct.add(fraction)
    chance = 0.6 ** min(said, len(distinct) * 4) if digits == 2 else 0.36 ** min(said, len(distinct) * 4)
    return len(distinct) >= 8 and chance < SURE


def packed_only(numbers: Sequence[Number]) -> bool:
    """Whether all are whole numbers that read as DDMMSS."""
    large = [number for number in numbers if int(number.whole) >= 100]
    if len(large) < ENOUGH_ROWS or any(number.fraction.strip("0") for number in numbers):
        return False
    fits = [n for n in large if int(n.whole) % 100 < 60 and int(n.whole) // 100 % 100 < 60]
    degrees = max(int(number.whole) // 10_000 for number in large)
    return len(fits) >= 0.98 * len(large) and degrees <= 180 and not math.isclose(degrees, 0)


def hold_of(lat_cells: Sequence[str], lon_cells: Sequence[str], *, named_plane: bool) -> Hold:
    """What two columns hold, judged over all rows."""
    filled = [cell for cell in (*lat_cells, *lon_cells) if cell.strip()]
    lat, lon = axis_numbers(lat_cells), axis_numbers(lon_cells)
    if not filled or len(lat) + len(lon) < MOST * len(filled):
        return Hold.TEXT
    beyond = sum(abs(number.value) > 360 for number in (*lat, *lon))
    if beyond > MOST * (len(lat) + len(lon)) or (named_plane and beyond):
        if not named_plane and packed_only(lat) and packed_only(lon):
            return Hold.PACKED
        return Hold.PLANE
    if packed_only(lat) and packed_only(lon):
        return Hold.PACKED
    both = [*lat, *lon]
    if len(lat) >= ENOUGH_ROWS:
        if sixty_only(both, 2):
            return Hold.DEGREES_MINUTES
        if all(len(n.fraction) in {0, 4} for n in both) and sixty_only(both, 4):
            return Hold.DEGREES_MINUTES_SECONDS
    return Hold.DEGREES


def decimal_commas(*columns: Sequence[str]) -> int:
    """How many cells are numbers with a decimal comma."""
    return sum(number.comma for cells in columns for number in axis_numbers(cells))


GROUPED = re.compile(r"\s*[-+−–]?\s*\d{1,3}(?:[,'’ \u00a0\u202f]\d{3})+(?:\.\d*)?\s*")


def thousands(*columns: Sequence[str]) -> int:
    """How many cells group their figures by thousands (3,819,412); 0 unless the columns say so.

    One cell with two groups shows it; a single comma before three figures could be a decimal comma.
    """
    cells = [cell for column in columns for cell in column if GROUPED.fullmatch(cell[:64])]
    twice = sum(len(re.findall(r"\d+", cell.partition(".")[0])) >= 3 for cell in cells)
    return len(cells) if twice else 0


def ungrouped(cell: str) -> str:
    """A grouped number without its separators; anything else as it stands."""
    return re.sub(r"[,'’ \u00a0\u202f](?=\d{3})", "", cell) if GROUPED.fullmatch(cell[:64]) else cell


class Form(StrEnum):
    """Spellings of a pair in one cell that the reader is not to guess at."""

    ANY = "any"
    GEOPOINT = "geopoint"  # latitude longitude altitude accuracy, as ODK and Kobo write
    WKT = "wkt"  # POINT (longitude latitude)


_LAT, _LON, _NUMBER = r"(-?\d{1,2}(?:\.\d+)?)", r"(-?\d{1,3}(?:\.\d+)?)", r"-?\d+(?:\.\d+)?"
FORMS = {
    Form.GEOPOINT: re.compile(rf"\s*{_LAT}\s+{_LON}\s+{_NUMBER}\s+{_NUMBER}\s*"),
    Form.WKT: re.compile(rf"\s*POINT\s*Z?M?\s*\(\s*{_LON}\s+{_LAT}(?:\s+{_NUMBER}){{0,2}}\s*\)\s*", re.I),
}


def form_of(cells: Sequence[str]) -> Form:
    """The form that nearly all cells of a column have."""
    filled = [cell for cell in cells if cell.strip()]
    for form, pattern in FORMS.items():
        fits = sum(pattern.fullmatch(cell[:200]) is not None for cell in filled)
        if filled and fits >= MOST * len(filled):
            return form
    return Form.ANY


PAIR = re.compile(r"\s*\(?\s*([-+]?\d{1,3}(?:\.\d{1,18})?)\s*[,; ]\s*([-+]?\d{1,3}(?:\.\d{1,18})?)\s*\)?\s*")


def order_shown(cells: Sequence[str]) -> tuple[Order, int]:
    """The order of two bare numbers that three rows or more need and none contradicts; and how many."""
    lat_first = lon_first = 0
    for cell in cells:
        match = PAIR.fullmatch(ascii_figures(cell[:64]))
        if match is not None:
            first, second = abs(float(match.group(1))), abs(float(match.group(2)))
            lat_first += second > 90 >= first
            lon_first += first > 90 >= second
    if lat_first >= ORDER_ROWS and not lon_first:
        return Order.LAT_LON, lat_first
    if lon_first >= ORDER_ROWS and not lat_first:
        return Order.LON_LAT, lon_first
    return Order.UNSAID, 0


def swapped(lat_cells: Sequence[str], lon_cells: Sequence[str]) -> int:
    """How many rows fit only when latitude and longitude change places; 0 unless the file says so.

    Half the rows that could decide have to, and no row may need the order as it stands.
    """
    needs = against = decided = 0
    for lat_cell, lon_cell in zip(lat_cells, lon_cells, strict=True):
        lat, lon = read_number(lat_cell), read_number(lon_cell)
        if lat is None or lon is None:
            continue
        needs += abs(lat.value) > 90 >= abs(lon.value)
        against += abs(lon.value) > 90 >= abs(lat.value)
        decided += abs(lat.value) > 90 or abs(lon.value) > 90
    return needs if needs >= 3 and needs > 20 * against and decided else 0


def unequal_widths(cells: Sequence[str]) -> int:
    """How many packed cells are shorter than the longest: where leading zeros may have gone."""
    numbers = axis_numbers(cells)
    longest = max((len(number.whole) for number in numbers), default=0)
    return sum(len(number.whole) < longest for number in numbers)
