"""Rows where the maps of one border differ, or each is unsure: an officer has to know before he sends."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from commonground.finding import Finding, Kind, Level
from commonground.interop.lists.rows.row import ListRow
from commonground.maps.depiction import Depiction
from commonground.maps.side import Verdict, say, side
from commonground.position import Position

BAND_DEG = 0.2  # about 20 km: farther than this from every drawn line, no map of ours is unsure


def check_bands(rows: Sequence[ListRow], depictions: Sequence[Depiction], found: list[list[Finding]]) -> None:
    """Ask the maps about every row that lies near one of their lines; findings go into `found`."""
    places = np.array([place for place, row in enumerate(rows) if row.placed], dtype=int)
    if not len(places):
        return
    points = shapely.points([rows[p].lon_deg for p in places], [rows[p].lat_deg for p in places])
    lines = [depiction.line for depiction in depictions]
    near = np.zeros(len(places), bool)
    for line in lines:
        shapely.prepare(line)
        near |= shapely.dwithin(points, line, BAND_DEG)
    for place in places[near]:
        row = rows[place]
        at = Position(lat_deg=row.lat_deg, lon_deg=row.lon_deg, ce95_m=row.ce95_m)
        answer = side(at, depictions)
        if answer.verdict is not Verdict.ALL_AGREE:
            found[place].append(Finding(kind=Kind.BORDER_UNCERTAIN, level=Level.CAUTION, text=say(answer)))
