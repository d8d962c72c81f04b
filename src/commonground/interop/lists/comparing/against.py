"""A list against another list of the same sites: who moved, and who was shifted together.

Rows are matched by identifier, else by name and country. A shift that many rows share in size and
direction is one cause (a datum, a grid, a sheet) and is named once for the file.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from commonground.finding import Finding, Kind, Level
from commonground.interop.lists.comparing.agree import JOINT_TIMES, distance_text
from commonground.interop.lists.judging.columns import whole
from commonground.interop.lists.rows.row import ListRow
from commonground.position.diagnose import Report, diagnose_many
from commonground.position.geodesic import bearing_deg, distance_m

ENOUGH = 5  # pairs for a shared shift
MOST_DIAGNOSED = 12  # pairs by which the cause of a shared shift is sought
COMPASS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")


def keys_of(row: ListRow) -> list[tuple[str, str]]:
    """By what a row may be found in another list, best first."""
    found = []
    if not row.item.startswith("row "):
        found.append(("id", whole(row.item)))
    if row.label:
        found.append(("name", f"{whole(row.label)}/{whole(row.country)}"))
    return found


def matched(rows: Sequence[ListRow], others: Sequence[ListRow]) -> list[tuple[int, ListRow]]:
    """Pairs of a row (its index) and its counterpart; names that stand twice match nothing."""
    known: dict[tuple[str, str], ListRow | None] = {}
    for other in others:
        if other.placed:
            for key in keys_of(other):
                known[key] = None if key in known else other
    pairs = []
    for place, row in enumerate(rows):
        counterpart = next((known[key] for key in keys_of(row) if known.get(key) is not None), None)
        if row.placed and counterpart is not None:
            pairs.append((place, counterpart))
    return pairs


def compare_lists(
    rows: Sequence[ListRow], others: Sequence[ListRow], found: list[list[Finding]]
) -> list[Finding]:
    """Findings of rows go into `found`; a shift that rows share comes back for the file."""
    moved: list[tuple[int, ListRow, float, float]] = []
    pairs = matched(rows, others)
    for place, other in pairs:
        here, there = (rows[place].lat_deg, rows[place].lon_deg), (other.lat_deg, other.lon_deg)
        apart = distance_m(here, there)
        if apart > JOINT_TIMES * float(np.hypot(rows[place].ce95_m, other.ce95_m)):
            moved.append((place, other, apart, bearing_deg(there, here)))
            direction = toward(moved[-1][3])
            text = f"{distance_text(apart)} {direction} of its place in row {other.number} of the other list."
            found[place].append(Finding(kind=Kind.SECOND_PLACE_DIFFERS, level=Level.CAUTION, text=text))
    text = f"{len(pairs):,} rows stand in the other list too; {len(moved):,} of them at another place."
    summary = Finding(kind=Kind.LISTS_COMPARED, level=Level.NOTE, text=text)
    return [summary, *shared_shift(rows, moved)]


def toward(bearing: float) -> str:
    """The compass point of a bearing in degrees."""
    return COMPASS[round(bearing / 45) % 8]


def shared_shift(rows: Sequence[ListRow], moved: list[tuple[int, ListRow, float, float]]) -> list[Finding]:
    """One finding where many rows are shifted alike."""
    if len(moved) < ENOUGH:
        return []
    east = np.array([apart * np.sin(np.radians(bearing)) for _, _, apart, bearing in moved])
    north = np.array([apart * np.cos(np.radians(bearing)) for _, _, apart, bearing in moved])
    middle = np.median(east), np.median(north)
    alike = np.hypot(east - middle[0], north - middle[1]) < 0.25 * np.hypot(*middle)
    if alike.sum() < max(ENOUGH, 0.5 * len(moved)):
        return []
    size = float(np.hypot(*middle))
    direction = toward(float(np.degrees(np.arctan2(middle[0], middle[1]))) % 360)
    pairs = [
        (Report.of(rows[place].readings[0]), Report.of(other.readings[0]))
        for (place, other, _, _), one in zip(moved, alike, strict=True)
        if one and rows[place].readings and other.readings
    ][:MOST_DIAGNOSED]
    causes = diagnose_many(pairs).shared
    likely = f"; likely {str(causes[0].cause).replace('_', ' ')} ({causes[0].detail})" if causes else ""
    text = f"{int(alike.sum()):,} rows are shifted alike, {distance_text(size)} to the {direction}{likely}."
    return [Finding(kind=Kind.ROWS_SHIFTED_ALIKE, level=Level.URGENT, text=text)]
