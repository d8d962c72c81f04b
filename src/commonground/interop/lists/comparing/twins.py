"""Rows against each other: one place under many names, one name at many places, too coarse, far off.

These are notes for the person who knows the list: a shared place may be a centroid, a copied cell, or
two desks in one building.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from commonground.finding import Finding, Kind, Level
from commonground.interop.lists.comparing.agree import distance_text
from commonground.interop.lists.judging.columns import whole
from commonground.interop.lists.rows.row import ListRow
from commonground.position.geodesic import distance_m

MANY = 3  # names on one point
COARSE_M = 1_000.0
SAME_SITE_TIMES = 3.0


def check_shared_places(rows: Sequence[ListRow], found: list[list[Finding]]) -> list[Finding]:
    """Several names on exactly one place."""
    at: dict[tuple[float, float], list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        if row.placed:
            at[row.lat_deg, row.lon_deg].append(place)
    sharing = 0
    for places in at.values():
        names = {rows[place].label.casefold() for place in places}
        if len(names) < 2:
            continue
        sharing += len(places)
        for place in places:
            others = len(names) - 1
            names_text = "another name" if others == 1 else f"{others} other names"
            text = f"Exactly the place of {names_text} in this list: a centroid or a copied cell?"
            found[place].append(Finding(kind=Kind.PLACE_SHARED, level=Level.NOTE, text=text))
    if sharing < MANY:
        return []
    text = f"{sharing:,} rows share their exact place with another name."
    return [Finding(kind=Kind.PLACE_SHARED, level=Level.NOTE, text=text)]


def check_one_name(rows: Sequence[ListRow], found: list[list[Finding]]) -> None:
    """The same row twice, and one name or number at two places."""
    by_name: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        if row.placed and row.label:
            by_name[whole(row.label), whole(row.country)].append(place)
    for places in by_name.values():
        if not 2 <= len(places) <= 20:
            continue
        first = rows[places[0]]
        for place in places[1:]:
            row = rows[place]
            apart = distance_m((first.lat_deg, first.lon_deg), (row.lat_deg, row.lon_deg))
            if apart <= SAME_SITE_TIMES * float(np.hypot(first.ce95_m, row.ce95_m)):
                text = f'"{row.label}" stands at the same place in row {first.number}: twice in this list?'
            else:
                text = f'"{row.label}" stands {distance_text(apart)} away in row {first.number}.'
            found[place].append(Finding(kind=Kind.NAME_REPEATED, level=Level.NOTE, text=text))


def check_coarse(rows: Sequence[ListRow], found: list[list[Finding]], coarse_m: float = COARSE_M) -> None:
    """Figures that leave more open than the purpose allows."""
    for place, row in enumerate(rows):
        if row.placed and row.ce95_m > coarse_m:
            text = f"The figures written leave {distance_text(row.ce95_m)} open."
            found[place].append(Finding(kind=Kind.PLACE_COARSE, level=Level.NOTE, text=text))


def check_theatre(
    rows: Sequence[ListRow], theatre: tuple[float, float, float, float] | None, found: list[list[Finding]]
) -> None:
    """Places outside the theatre that the profile names."""
    if theatre is None:
        return
    west, south, east, north = theatre
    for place, row in enumerate(rows):
        if not row.placed:
            continue
        width = (east - west) % 360 or 360
        inside = south <= row.lat_deg <= north and (row.lon_deg - west) % 360 <= width
        if not inside:
            text = "Outside the theatre that the profile names."
            found[place].append(Finding(kind=Kind.OUTSIDE_THEATRE, level=Level.CAUTION, text=text))
