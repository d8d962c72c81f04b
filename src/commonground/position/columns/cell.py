"""Cells for columns: what a step in degrees measures on the ground, and the radius that holds 95 %."""

from __future__ import annotations

from functools import cache

import numpy as np

from commonground.position.columns.tm import Column
from commonground.position.grids.cell import STEPS, radius_table
from commonground.position.grids.earth import A_M, E2


@cache
def _radii() -> tuple[Column, Column]:
    """The table of radii, and the rise from each node to the next."""
    table = np.array(radius_table())
    return table[:-1], np.diff(table)


def radius95(east_m: Column, north_m: Column) -> Column:
    """Radius, around its middle, that holds 95 % of a uniform rectangle; sides above zero."""
    longer, shorter = np.maximum(east_m, north_m), np.minimum(east_m, north_m)
    at = shorter / longer
    at *= STEPS
    node = np.minimum(at.astype(np.int64), STEPS - 1)
    start, rise = _radii()
    at -= node
    at *= rise[node]
    at += start[node]
    at *= longer
    return at


def degree_radius95(lat_deg: Column, lat_step_deg: Column, lon_step_deg: Column) -> Column:
    """Radius of 95 % of cells of these steps around these latitudes, as `grids.cell.degree_cell` has it."""
    half = lat_step_deg * 0.5
    edge = np.maximum(np.abs(lat_deg) - half, 0.0)  # where the cell is widest
    north_m, _ = _metres(lat_deg)
    _, east_m = _metres(edge)
    return radius95(east_m * lon_step_deg, north_m * lat_step_deg)


def _metres(lat_deg: Column) -> tuple[Column, Column]:
    """Ground metres of one degree northward and eastward."""
    phi = np.radians(lat_deg)
    sin = np.sin(phi)
    sin *= sin
    w2 = 1 - E2 * sin
    across = (A_M * np.pi / 180) / np.sqrt(w2)
    cos = np.sqrt(np.maximum(0.0, 1 - sin))
    return across * (1 - E2) / w2, across * cos
