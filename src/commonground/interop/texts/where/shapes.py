"""What is wrong with a shape as written: corners that cross, one corner far off the rest."""

from __future__ import annotations

import math
from collections.abc import Sequence

import shapely

from commonground.finding import Finding, Kind, Level
from commonground.interop.texts.found import Area, AreaKind
from commonground.position.extent import Vertex

FAR_KM = 60.0
FAR_TIMES = 3.0
KM_PER_DEG = 111.195


def plane(vertices: Sequence[Vertex]) -> list[tuple[float, float]]:
    """Vertices in kilometres about the first one, the short way round the earth; for shapes only."""
    lat0, lon0 = vertices[0]
    shrink = math.cos(math.radians(lat0))
    return [
        (((lon - lon0 + 180) % 360 - 180) * shrink * KM_PER_DEG, (lat - lat0) * KM_PER_DEG)
        for lat, lon in vertices
    ]


def crosses_itself(vertices: Sequence[Vertex]) -> bool:
    """Whether sides of the ring cross or run over each other, as written."""
    return not shapely.linearrings(plane(vertices)).is_simple


def far_corner(vertices: Sequence[Vertex]) -> tuple[int, float, float] | None:
    """The corner far outside the rest: its place in the list, how far the others reach, how far it."""
    if len(vertices) < 4:
        return None
    flat = plane(vertices)
    best: tuple[int, float, float] | None = None
    for i, spot in enumerate(flat):
        others = flat[:i] + flat[i + 1 :]
        middle = (sum(x for x, _ in others) / len(others), sum(y for _, y in others) / len(others))
        reach = max(math.dist(middle, other) for other in others)
        off = math.dist(middle, spot)
        if off > FAR_KM and off > FAR_TIMES * reach and (best is None or off / reach > best[2] / best[1]):
            best = i, reach, off
    return best


def area_findings(area: Area) -> list[Finding]:
    """What is to be said of one shape; the shape itself stays as written."""
    if area.kind not in {AreaKind.POLYGON, AreaKind.LINE}:
        return []
    found = []
    if area.kind is AreaKind.POLYGON and crosses_itself(area.vertices):
        text = f"The corners of {area.text} in the order written cross; ask for the order."
        found.append(Finding(kind=Kind.AREA_CROSSES_ITSELF, level=Level.CAUTION, text=text))
    if area.kind is AreaKind.POLYGON and (far := far_corner(area.vertices)) is not None:
        number, reach, off = far
        text = (
            f"Corner {number + 1} of {area.text} lies {off:.0f} km from the middle of the others, which "
            f"reach {reach:.0f} km; perhaps a wrong figure in its degrees. Read as written."
        )
        found.append(Finding(kind=Kind.CORNER_FAR_OFF, level=Level.CAUTION, text=text))
    return found
