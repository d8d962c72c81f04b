"""The places of a list as a drawing: SVG, plate carrée about their middle, no borders.

A place to ask about is a triangle, any other a circle, so that colour is never the only sign. Places
that would fall on one spot of the drawing are drawn once.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeAlias

import shapely

from commonground.interop.lists.rows.row import ListRow
from commonground.position import Status

Land: TypeAlias = Sequence[Sequence[tuple[float, float]]]  # rings of (lat_deg, lon_deg)
WIDTH, HEIGHT = 1000.0, 560.0
STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 45)


def window_of(rows: Sequence[ListRow]) -> tuple[float, float, float, float]:
    """South, west, north, east of nearly all places, widened to the shape of the drawing.

    The outermost hundredth is left outside, so that one wrong place does not shrink the rest.
    """
    lats = sorted(row.lat_deg for row in rows)
    lons = sorted(row.lon_deg for row in rows)
    cut = len(lats) // 100
    south, north = lats[cut], lats[-1 - cut]
    west, east = lons[cut], lons[-1 - cut]
    middle_lat, middle_lon = (south + north) / 2, (west + east) / 2
    shrink = max(0.2, math.cos(math.radians(middle_lat)))
    high = max((north - south) * 1.15, (east - west) * 1.15 * shrink * HEIGHT / WIDTH, 0.02)
    wide = high * WIDTH / HEIGHT / shrink
    return middle_lat - high / 2, middle_lon - wide / 2, middle_lat + high / 2, middle_lon + wide / 2


class Frame:
    """From degrees to the units of the drawing."""

    def __init__(self, window: tuple[float, float, float, float]) -> None:
        self.south, self.west, self.north, self.east = window

    def at(self, lat_deg: float, lon_deg: float) -> tuple[float, float]:
        x = (lon_deg - self.west) / (self.east - self.west) * WIDTH
        y = (self.north - lat_deg) / (self.north - self.south) * HEIGHT
        return x, y

    def shows(self, lat_deg: float, lon_deg: float) -> bool:
        return self.south <= lat_deg <= self.north and self.west <= lon_deg <= self.east


def grid(frame: Frame) -> str:
    """Lines of latitude and longitude with their figures."""
    step = next((s for s in STEPS if (frame.north - frame.south) / s <= 6), STEPS[-1])
    parts = []
    lat = math.ceil(frame.south / step) * step
    while lat <= frame.north:
        _, y = frame.at(lat, frame.west)
        parts.append(f'<path class="grid" d="M0 {y:.1f}H{WIDTH:.0f}"/>')
        parts.append(f'<text class="gridtext" x="4" y="{y - 3:.1f}">{lat:g}</text>')
        lat += step
    lon = math.ceil(frame.west / step) * step
    while lon <= frame.east:
        x, _ = frame.at(frame.north, lon)
        parts.append(f'<path class="grid" d="M{x:.1f} 0V{HEIGHT:.0f}"/>')
        parts.append(f'<text class="gridtext" x="{x + 3:.1f}" y="{HEIGHT - 5:.0f}">{lon:g}</text>')
        lon += step
    return "".join(parts)


def land_shapes(frame: Frame, land: Land) -> str:
    """The land inside the frame, cut to it, so that land around the frame shows as well."""
    parts = []
    for ring in land:
        cut = shapely.clip_by_rect(
            shapely.make_valid(shapely.Polygon([(lon, lat) for lat, lon in ring])),
            frame.west,
            frame.south,
            frame.east,
            frame.north,
        )
        for piece in shapely.get_parts(cut):
            if piece.geom_type == "Polygon" and not piece.is_empty:
                vertices = [frame.at(lat, lon) for lon, lat in piece.exterior.coords]
                corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in vertices)
                parts.append(f'<polygon class="land" points="{corners}"/>')
    return "".join(parts)


def mark(row: ListRow, x: float, y: float) -> str:
    """One place, linked to its row."""
    if row.status is Status.ASK:
        shape = f'<path class="place ask" stroke-width="2" d="M{x:.1f} {y - 6:.1f}l5 9h-10z"/>'
    else:
        shape = f'<circle class="place" cx="{x:.1f}" cy="{y:.1f}" r="3"/>'
    return f'<a href="#row{row.number}" aria-label="Row {row.number}">{shape}</a>'


def picture(rows: Sequence[ListRow], land: Land = ()) -> str:
    """The drawing, or a sentence where no row has a place."""
    placed = [row for row in rows if row.placed]
    if not placed:
        return "<p>No row has a place to draw.</p>"
    frame = Frame(window_of(placed))
    drawn: dict[tuple[int, int], str] = {}
    outside = 0
    for row in sorted(placed, key=lambda row: row.status is not Status.ASK):
        if not frame.shows(row.lat_deg, row.lon_deg):
            outside += 1
            continue
        x, y = frame.at(row.lat_deg, row.lon_deg)
        drawn.setdefault((round(x / 4), round(y / 4)), mark(row, x, y))
    beyond = f" {outside:,} places lie beyond the drawing." if outside else ""
    return (
        f'<svg viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" role="group" aria-label="The places of the list">'
        f"{land_shapes(frame, land)}{grid(frame)}{''.join(drawn.values())}</svg>"
        "<p>Triangles are places to ask about; every mark leads to its row. No borders are drawn."
        f"{beyond}</p>"
    )
