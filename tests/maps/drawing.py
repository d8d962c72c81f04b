"""Made depictions for tests: lines and areas in open sea near 0 N 0 E."""

from __future__ import annotations

import numpy as np
import shapely

from commonground.maps.depiction import Depiction, SigmaOrigin, Source


def wave(
    count: int = 600, *, west: float = -1.0, east: float = 1.0, seed: int = 1, rough_deg: float = 0.0
) -> np.ndarray:
    """Longitude, latitude of a winding line from west to east."""
    lon = np.linspace(west, east, count)
    lat = 0.05 * np.sin(7 * lon) + 0.02 * np.sin(31 * lon + 1) + 0.1 * np.sin(2.1 * lon)
    if rough_deg:
        lat = lat + np.random.default_rng(seed).normal(0, rough_deg, count)
    return np.column_stack([lon, lat])


def moved(line: np.ndarray, east_m: float, north_m: float) -> np.ndarray:
    """The line moved; near the equator a degree is 111,319 m east and 110,574 m north."""
    return line + np.array([east_m / 111_319.49, north_m / 110_574.3])


def drawn(
    line: np.ndarray, *, name: str = "a", areas: bool = True, sigma_m: float = 50.0, **known: str
) -> Depiction:
    """A depiction of a line with the area NOR north of it and SOU south of it."""
    west, east = line[0, 0], line[-1, 0]
    north = shapely.Polygon([*line, (east, 2.0), (west, 2.0)])
    south = shapely.Polygon([*line, (east, -2.0), (west, -2.0)])
    return Depiction(
        name=name,
        parties=("NOR", "SOU"),
        line=shapely.LineString(line),
        areas={"NOR": north, "SOU": south} if areas else {},
        sigma_m=sigma_m,
        sigma_origin=SigmaOrigin.GUESS,
        source=Source(**known),
    )
