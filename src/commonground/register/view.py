"""The register as the API and the command line show it. `own_grid` is added by who knows the viewer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from commonground.position.extent import Leg, Shape, ShapeKind, Vertex
from commonground.position.window import utc_text
from commonground.register.fold import CoverageSaid
from commonground.register.item import Item
from commonground.register.limits import LIMITS, Limits
from commonground.register.words import said_time


def item_json(item: Item, moment: datetime, limits: Limits = LIMITS) -> dict[str, Any]:
    """One item as it stands at the moment: the leg of that moment, or the next, or the last."""
    leg = leg_at(item, moment)
    lat_deg, lon_deg = middle(leg.shape)
    return {
        "id": item.id,
        "item": item.notice.item,
        "label": item.notice.label,
        "category": item.notice.category,
        "kind": str(item.notice.kind),
        "party": item.party,
        "lat_deg": lat_deg,
        "lon_deg": lon_deg,
        "ce95_m": leg.shape.ce95_m,
        "reach_m": leg.shape.reach_m,
        "altitude": altitude_json(leg.shape),
        "window": {"from": utc_text(item.begins), "to": utc_text(item.ends)},
        "confirmed_at": utc_text(item.notice.confirmed_at),
        "age_s": int(item.age_s(moment)),
        "stale": item.stale(moment, limits),
        "state": str(item.state(moment)),
        "verification": str(item.notice.verification),
        "use": str(item.notice.use),
        "onward": item.notice.onward,
        "coarse": item.notice.coarse,
        "doubts": [f"{doubt.officer} of {doubt.party}: {doubt.words}" for doubt in item.doubts],
        "shape": geometry(leg.shape),
    }


def coverage_json(said: CoverageSaid, moment: datetime) -> dict[str, Any]:
    """One coverage as it stands at the moment."""
    kinds = [str(kind) for kind in said.coverage.kinds]
    as_of, until = said.coverage.as_of, said.coverage.valid_until
    words = f" {said.coverage.words}" if said.coverage.words else ""
    return {
        "id": said.id,
        "party": said.party,
        "kinds": kinds,
        "as_of": utc_text(as_of),
        "valid_until": utc_text(until),
        "state": "current" if said.stands(moment) else "past",
        "text": f"List of {said.party} complete for {', '.join(kinds)} as of {said_time(as_of)}, "
        f"until {until:%Y-%m-%d} {said_time(until)}.{words}",
        "shape": geometry(said.coverage.area),
    }


def altitude_json(shape: Shape) -> dict[str, Any] | None:
    """Between which altitudes a shape is said to be; None where nobody said."""
    band = shape.altitude
    if band is None:
        return None
    return {"low_m": band.low_m, "high_m": band.high_m, "above": str(band.above)}


def leg_at(item: Item, moment: datetime) -> Leg:
    """The leg whose window holds the moment; else the next one; else the last."""
    legs = sorted(item.notice.extent.legs, key=lambda leg: leg.window.end)
    return next((leg for leg in legs if moment < leg.window.end), legs[-1])


def middle(shape: Shape) -> Vertex:
    """The mean of the vertices; good for a label, for nothing else."""
    lons = _continuous(shape.vertices)
    lat_deg = sum(lat for lat, _ in shape.vertices) / len(lons)
    return lat_deg, (sum(lons) / len(lons) + 180.0) % 360.0 - 180.0


def geometry(shape: Shape) -> dict[str, Any]:
    """The shape as a GeoJSON geometry. Longitudes go on past 180 rather than jump."""
    if shape.kind is ShapeKind.AREA:
        rings = [_ring(ring) for ring in (shape.vertices, *shape.holes)]
        return {"type": "Polygon", "coordinates": [[*ring, ring[0]] for ring in rings]}
    line = _ring(shape.vertices)
    if shape.kind is ShapeKind.LINE:
        return {"type": "LineString", "coordinates": line}
    return {"type": "Point", "coordinates": line[0]}


def _ring(vertices: tuple[Vertex, ...]) -> list[list[float]]:
    return [[lon, lat] for lon, (lat, _) in zip(_continuous(vertices), vertices, strict=True)]


def _continuous(vertices: tuple[Vertex, ...]) -> list[float]:
    lons = [vertices[0][1]]
    for _, lon in vertices[1:]:
        lons.append(lons[-1] + (lon - lons[-1] + 180.0) % 360.0 - 180.0)
    return lons
