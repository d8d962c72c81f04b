"""The datum step of bulk reading: degrees on the writer's datum put on WGS 84, with its doubt.

The operation is chosen for cells of half a degree (`transform.many`), so the doubt is the largest
within the cell, never below the slow reader's by more than a centimetre. What is said of the
operation is asked once for each cell, operation and side of its area; where its corners do not say
the same, and outside the area where there is a choice, the slow reader takes the rows.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonground.errors import InputError
from commonground.finding import Finding, Level
from commonground.position.columns.tm import Column
from commonground.position.reader.read import ALWAYS_SO
from commonground.position.transform import crs_info, to_wgs84, to_wgs84_many
from commonground.position.transform.many import MovedMany

CELLS_PER_DEG = 2
NEAR_DEG = 1.9  # a little less than `crs_numbers` believes of a grid outside its area


@dataclass(frozen=True, slots=True)
class Moved:
    """Places on WGS 84, NaN for the slow reader's; radius of the step; which row of `said` holds."""

    lat_deg: Column
    lon_deg: Column
    ce95_m: Column
    case: NDArray[np.int64]
    said: list[tuple[Finding, ...]]


class DatumStep:
    """The way from the degrees and the grid numbers of one CRS to WGS 84."""

    def __init__(self, crs: str) -> None:
        """Raises InputError for a CRS that does not exist."""
        info = crs_info(crs)
        self.crs, self.base, self.area = crs, info.base, info.area
        self.in_degrees = crs_info(self.base).unit_factor == 1.0
        self._said: dict[tuple[int, str], tuple[Finding, ...] | None] = {}

    def one(self, lat_deg: float, lon_deg: float) -> tuple[float, float, tuple[Finding, ...]] | None:
        """One place, by the rule of the slow reader, and what is said of it; None where no way leads."""
        try:
            moved = to_wgs84(self.base, lon_deg, lat_deg)
        except InputError:
            return None
        return moved.lat_deg, moved.lon_deg, moved.findings

    def one_of_grid(self, north: float, east: float) -> tuple[float, float, tuple[Finding, ...]] | None:
        """The same for numbers of the grid."""
        try:
            moved = to_wgs84(self.crs, east, north)
        except InputError:
            return None
        return moved.lat_deg, moved.lon_deg, moved.findings

    def move(self, lat_deg: Column, lon_deg: Column) -> Moved:
        """Columns of places in degrees; rows in are rows out."""
        return self._with_findings(to_wgs84_many(self.base, lon_deg, lat_deg), lat_deg, lon_deg)

    def move_grid(self, north: Column, east: Column) -> Moved:
        """Columns of grid numbers; those well outside the area of the grid are left to the slow reader."""
        moved = to_wgs84_many(self.crs, east, north)
        west, south, to_east, to_north = self.area
        lost = ~np.isfinite(moved.lat_deg + moved.lon_deg)
        lat, lon = np.where(lost, 0.0, moved.lat_deg), np.where(lost, 0.0, moved.lon_deg)
        found = self._with_findings(moved, lat, lon)
        lost |= (lat < south - NEAR_DEG) | (lat > to_north + NEAR_DEG)
        lost |= (lon - west + NEAR_DEG) % 360 > (to_east - west) % 360 + 2 * NEAR_DEG
        found.lat_deg[lost] = np.nan
        return found

    def _with_findings(self, moved: MovedMany, lat_deg: Column, lon_deg: Column) -> Moved:
        """What was moved, and what is said of it; the degrees tell the cell of each place."""
        cell = np.floor(lat_deg * CELLS_PER_DEG).astype(np.int64) * 1000
        cell += np.floor(lon_deg * CELLS_PER_DEG).astype(np.int64)
        step = moved.operation_index.astype(np.int64) * 2 + moved.outside
        keys, first, case = np.unique(cell * 4096 + step, return_index=True, return_inverse=True)
        codes = (*moved.operations, "")  # the last for rows without an operation, whose index is -1
        said = []
        for value, row in zip(keys.tolist(), first.tolist(), strict=True):
            key = (value, codes[moved.operation_index[row]])
            if key not in self._said:
                self._said[key] = self._of_cell(float(lat_deg[row]), float(lon_deg[row]))
            said.append(self._said[key])
        changing = np.array([findings is None for findings in said], dtype=np.bool_)[case]
        if len(moved.operations) > 1:
            changing |= moved.outside  # which ones are compared there depends on the very place
        return Moved(
            lat_deg=np.where(changing, np.nan, moved.lat_deg),
            lon_deg=np.where(changing, np.nan, moved.lon_deg),
            ce95_m=moved.ce95_m.astype(np.float64),
            case=case.astype(np.int64),
            said=[findings or () for findings in said],
        )

    def _of_cell(self, lat_deg: float, lon_deg: float) -> tuple[Finding, ...] | None:
        """What is said of the place and of all corners of its cell; None where these are not the same."""
        south, west = (math.floor(x * CELLS_PER_DEG) / CELLS_PER_DEG for x in (lat_deg, lon_deg))
        north, east = min(90.0, south + 1 / CELLS_PER_DEG), west + 1 / CELLS_PER_DEG
        places = [(lat_deg, lon_deg), *((lat, lon) for lat in (south, north) for lon in (west, east))]
        found = [self.one(*place) for place in places]
        kinds = {frozenset(one.kind for one in each[2]) if each else None for each in found}
        return found[0][2] if found[0] and len(kinds) == 1 else None


def asks(findings: tuple[Finding, ...]) -> bool:
    """Whether an officer has to look at any of the findings of a datum step."""
    return any(finding.level > Level.NOTE and finding.kind not in ALWAYS_SO for finding in findings)
