"""UTM for columns: zones with their exceptions, numbers to degrees and back."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from commonground.position.columns import tm
from commonground.position.columns.tm import Column
from commonground.position.grids.utm import BANDS, FALSE_EAST_M, FALSE_NORTH_M, SCALE, zone_bounds

Codes = NDArray[np.int64]


def zones_of(lat_deg: Column, lon_deg: Column) -> Codes:
    """The zone of each place; longitudes in -180 up to 180."""
    zone = ((lon_deg + 180) * (1 / 6)).astype(np.int64)
    zone += 1
    np.minimum(zone, 60, out=zone)
    odd = np.flatnonzero((lat_deg >= 56) & (lon_deg >= 0) & (lon_deg < 42) & (lat_deg < 84))
    if odd.size:
        lat, lon = lat_deg[odd], lon_deg[odd]
        norway = (lat < 64) & (lon >= 3) & (lon < 12)
        north = lat >= 72
        svalbard = np.select([lon < 9, lon < 21, lon < 33], [31, 33, 35], 37)
        zone[odd] = np.where(norway, 32, np.where(north, svalbard, zone[odd]))
    return zone


def inverse(
    zone: Codes, easting: Column, northing: Column, south: NDArray[np.bool_]
) -> tuple[Column, Column]:
    """Latitude and longitude in degrees; longitudes in -180 up to 180."""
    lat, lon = tm.inverse(easting - FALSE_EAST_M, northing - south * FALSE_NORTH_M, SCALE)
    lon += zone * 6 - 183
    return lat, fold(lon)


def forward(lat_deg: Column, lon_deg: Column, zone: Codes) -> tuple[Column, Column]:
    """Easting and northing in metres, counted the way of the hemisphere of each place."""
    from_centre = lon_deg - (zone * 6 - 183)
    east, north = tm.forward(lat_deg, from_centre, SCALE)
    east += FALSE_EAST_M
    north += (lat_deg < 0) * FALSE_NORTH_M
    return east, north


def fold(lon_deg: Column) -> Column:
    """Longitudes in -180 up to 180; changes the column it is given."""
    over = np.flatnonzero(np.abs(lon_deg) >= 180)
    if over.size:
        lon_deg[over] = (lon_deg[over] + 180) % 360 - 180
    return lon_deg


@cache
def zone_kinds() -> tuple[NDArray[np.int8], tuple[tuple[float, float], ...]]:
    """Which zones are alike: a kind for each (zone, band), -1 where there is none, and the bounds of kinds.

    Bounds are west and east in degrees from the zone's central meridian; kind 0 is the plain one.
    """
    kinds = np.full((61, 20), -1, dtype=np.int8)
    bounds: list[tuple[float, float]] = [(-3.0, 3.0)]
    for zone in range(1, 61):
        for index, band in enumerate(BANDS):
            west, east = zone_bounds(zone, band)
            if west < east:
                relative = (west - (zone * 6 - 183), east - (zone * 6 - 183))
                if relative not in bounds:
                    bounds.append(relative)
                kinds[zone, index] = bounds.index(relative)
    return kinds, tuple(bounds)
