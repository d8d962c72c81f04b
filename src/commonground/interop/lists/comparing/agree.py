"""A row that gives its place twice: do the two ways agree, within what their figures leave open?

Two notations of one place have to agree; two publishers, or a site and its antenna, only roughly. A
conversion slip runs through the file: tens of the seconds lost shows as decimals whose seconds are
those of the other notation without their first figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from commonground.finding import Finding, Kind, Level
from commonground.interop.lists.judging.columns import words_of
from commonground.interop.lists.rows.reading import SourceRead
from commonground.position.diagnose import Report, diagnose
from commonground.position.transform import distances_m

Floats: TypeAlias = NDArray[np.float64]

# Words by which a header says that it gives the same place in another notation.
NOTATION_WORDS = frozenset(
    "verbatim original raw text decimal dec dd dms ddm mgrs usng utm wgs84 wgs deg degrees gps converted"
    " calculated lat latitude lon long longitude lng grid ref coordinates coordinate coords".split()
)
# Words by which a header says that the place is of something else: the ends of a movement.
ENDS = frozenset(
    "from to start end origin destination departure arrival begin finish de a von nach von bis откуда куда"
    " الى من arrivee depart salida llegada".split()
)
JOINT_TIMES = 3.0  # joint doubts by which two notations may differ
ROUGHLY_M = 20_000.0  # by which two publishers, or two parts of one thing, may differ
SECOND_STEP = 10.0 / 3600  # a lost figure of the seconds moves an axis by whole tens of seconds
SHARE_OF_FILE = 0.5
MOST_DIAGNOSED = 40  # rows whose cause is sought; the rest only say how far apart


def same_place(first: SourceRead, other: SourceRead, names: Sequence[str]) -> bool:
    """Whether two ways are two notations of one place, by the words of their headers."""
    left = {word for column in first.meaning.source.columns for word in words_of(names[column])}
    right = {word for column in other.meaning.source.columns for word in words_of(names[column])}
    return not (left ^ right) - NOTATION_WORDS


def another_thing(first: SourceRead, other: SourceRead, names: Sequence[str]) -> bool:
    """Whether two ways are the two ends of a movement."""
    left = {word for column in first.meaning.source.columns for word in words_of(names[column])}
    right = {word for column in other.meaning.source.columns for word in words_of(names[column])}
    return bool((left ^ right) & ENDS)


def both_said(first: SourceRead, other: SourceRead) -> NDArray[np.bool_]:
    """The rows in which both ways of giving the place were said and read."""
    both: NDArray[np.bool_] = np.array(first.said, bool) & np.array(other.said, bool)
    both &= np.isfinite(first.readings.lat_deg)
    both &= np.isfinite(other.readings.lat_deg)
    return both


def seconds_lost(full: SourceRead, short: SourceRead) -> NDArray[np.bool_]:
    """Rows in which `short` is `full` without the tens of its seconds, in one axis or both."""
    both = both_said(full, short)
    lost = np.zeros(len(both), bool)
    fits = both.copy()
    for a, b in (
        (full.readings.lat_deg, short.readings.lat_deg),
        (full.readings.lon_deg, short.readings.lon_deg),
    ):
        gap = np.abs(np.where(both, a, 0.0)) - np.abs(np.where(both, b, 0.0))
        tens = np.round(gap / SECOND_STEP)
        close = np.abs(gap - tens * SECOND_STEP) < 0.6 / 3600
        fits &= close & (tens >= 0) & (tens <= 5)
        lost |= close & (tens >= 1) & (tens <= 5)
    return fits & lost


def compare_sources(
    sources: Sequence[SourceRead], names: Sequence[str], found: list[list[Finding]]
) -> list[Finding]:
    """Compare every way with the first; findings for rows go into `found`, those of the file come back."""
    of_file: list[Finding] = []
    for other in sources[1:]:
        of_file.extend(compare_two(sources[0], other, names, found))
    return of_file


def compare_two(
    first: SourceRead, other: SourceRead, names: Sequence[str], found: list[list[Finding]]
) -> list[Finding]:
    """Two ways of one list, row by row."""
    both = np.flatnonzero(both_said(first, other))
    unread = np.array(other.said, bool) & ~np.isfinite(other.readings.lat_deg)
    title = other.meaning.source.title
    for place in map(int, np.flatnonzero(unread)):
        text = f'{title} cannot be read: "{other.readings.texts[place][:60]}".'
        found[place].append(Finding(kind=Kind.SECOND_PLACE_UNREAD, level=Level.NOTE, text=text))
    if not len(both) or another_thing(first, other, names):
        return []
    a, b = first.readings, other.readings
    apart = distances_m(a.lat_deg[both], a.lon_deg[both], b.lat_deg[both], b.lon_deg[both])
    joint = np.hypot(a.ce95_m[both], b.ce95_m[both])
    notations = same_place(first, other, names)
    limit = JOINT_TIMES * joint if notations else np.maximum(JOINT_TIMES * joint, ROUGHLY_M)
    off = apart > limit
    lost_short, lost_full = seconds_lost(first, other), seconds_lost(other, first)
    of_file = slip_of_file(first, other, lost_short | lost_full, len(both))
    for number, (place, metres, doubt) in enumerate(zip(both[off], apart[off], joint[off], strict=True)):
        lost = bool(lost_short[place] or lost_full[place])
        cause = cause_of(first, other, int(place), lost=lost) if number < MOST_DIAGNOSED else ""
        apart_text, open_text = distance_text(metres), distance_text(doubt)
        text = f"{title} lies {apart_text} away; both together leave {open_text} open{cause}."
        found[place].append(Finding(kind=Kind.SECOND_PLACE_DIFFERS, level=Level.CAUTION, text=text))
    return of_file


def slip_of_file(
    first: SourceRead, other: SourceRead, lost: NDArray[np.bool_], compared: int
) -> list[Finding]:
    """One conversion slip through the whole file."""
    count = int(lost.sum())
    if count < 3 or count < SHARE_OF_FILE * compared:
        return []
    text = (
        f"Between {first.meaning.source.title} and {other.meaning.source.title}, {count:,} of {compared:,} "
        "rows differ by whole tens of seconds: a conversion has lost a figure of the seconds (0.3 to 1.7 km)."
    )
    return [Finding(kind=Kind.SECONDS_LOST, level=Level.URGENT, text=text)]


def cause_of(first: SourceRead, other: SourceRead, place: int, *, lost: bool) -> str:
    """The likely mistake between the two, in words; "" where there is none to name."""
    if lost:
        return ", the tens of the seconds are lost in one of them"
    left, right = report_of(first, place), report_of(other, place)
    hypotheses = diagnose(left, right) if left is not None and right is not None else ()
    if not hypotheses or hypotheses[0].odds < 10 or hypotheses[0].cause in {"same_place", "different_place"}:
        return ""
    return f", likely {str(hypotheses[0].cause).replace('_', ' ')}"


def report_of(source: SourceRead, place: int) -> Report | None:
    """The first reading of a row, as a report to be explained; None where there is none."""
    answer = source.readings.answer(place)
    return Report.of(answer.readings[0]) if answer.readings else None


def distance_text(metres: float) -> str:
    """A distance with its unit, as a person says it."""
    return f"{metres:,.0f} m" if metres < 10_000 else f"{metres / 1000:,.0f} km"
