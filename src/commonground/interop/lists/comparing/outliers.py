"""Rows far from the rest of the list, or of their district, that one simple slip would bring back.

A list of one theatre is compact. A row far outside it is only put in question when a swap, a lost
sign or a lost zero explains it: remote sites exist, and a slip is the evidence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from commonground.finding import Finding, Kind, Level
from commonground.interop.lists.comparing.country import slips
from commonground.interop.lists.rows.row import ListRow

ENOUGH = 8  # rows that say where the rest is
COMPACT_DEG = 40.0  # a list that spans more has no middle to be far from
FAR_TIMES = 3.0
LEAST_DEG = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Middle:
    """Where most rows of a group lie: a centre and how far they reach, in degrees."""

    lat_deg: float
    lon_deg: float
    reach_deg: float

    def off(self, lat_deg: float, lon_deg: float) -> float:
        """How far a place lies from the centre, in degrees of latitude."""
        east = ((lon_deg - self.lon_deg + 180) % 360 - 180) * np.cos(np.radians(self.lat_deg))
        return float(np.hypot(lat_deg - self.lat_deg, east))


def middle_of(rows: Sequence[ListRow]) -> Middle | None:
    """The middle of a compact group; None where it is spread over the world or has few rows.

    The reach holds nine rows in ten, so that up to one in ten may be wrong.
    """
    if len(rows) < ENOUGH:
        return None
    lat = np.array([row.lat_deg for row in rows])
    lon = np.unwrap(np.radians([row.lon_deg for row in rows]))
    centre = Middle(lat_deg=float(np.median(lat)), lon_deg=float(np.degrees(np.median(lon))), reach_deg=0.0)
    reach = float(np.quantile([centre.off(row.lat_deg, row.lon_deg) for row in rows], 0.9))
    if reach > COMPACT_DEG / 2:
        return None
    return Middle(lat_deg=centre.lat_deg, lon_deg=centre.lon_deg, reach_deg=max(reach, LEAST_DEG))


def check_outliers(rows: Sequence[ListRow], found: list[list[Finding]]) -> None:
    """Hold every row against the rest of its list, and of its district where one is named."""
    groups: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        if row.placed:
            groups["the list"].append(place)
            if row.district:
                groups[f"{row.district}"].append(place)
    for name, places in groups.items():
        middle = middle_of([rows[place] for place in places])
        if middle is not None:
            for place in places:
                finding = finding_of(rows[place], middle, name)
                if finding is not None and not any(f.kind is Kind.FAR_FROM_THE_REST for f in found[place]):
                    found[place].append(finding)


def finding_of(row: ListRow, middle: Middle, name: str) -> Finding | None:
    """A finding where the row lies far off and one slip would put it among the rest."""
    off = middle.off(row.lat_deg, row.lon_deg)
    if off <= FAR_TIMES * middle.reach_deg:
        return None
    for slip, lat, lon in slips(row):
        if middle.off(lat, lon) <= middle.reach_deg:
            text = f"{off * 111:,.0f} km from the rest of {name}; {slip} would put it among them."
            return Finding(kind=Kind.FAR_FROM_THE_REST, level=Level.CAUTION, text=text)
    return None
