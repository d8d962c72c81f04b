"""Values that are challenged before anybody rests on them: 0, 0, and the asker's own position.

A receiver that lost its battery sends where it stands itself; an empty field reads as 0, 0.
"""

from __future__ import annotations

from collections.abc import Iterator

from commonground.check.measure.distance import distance_m
from commonground.check.measure.probability import joint_ce95_m
from commonground.finding import Finding, Kind, Level
from commonground.position.extent import Extent, ShapeKind
from commonground.register.fold import Standing
from commonground.register.item import ItemState

NULL_DEG = 1e-4  # about 11 m


def challenges(extent: Extent, standing: Standing, asker: str) -> Iterator[Finding]:
    """What is odd about the place itself."""
    for leg in extent.legs:
        for lat_deg, lon_deg in leg.shape.vertices:
            if abs(lat_deg) < NULL_DEG and abs(lon_deg) < NULL_DEG:
                text = "The place is 0 north, 0 east: that is what an empty field reads as. Ask again."
                yield Finding(kind=Kind.NULL_ISLAND, level=Level.URGENT, text=text)
                break
    if not asker:
        return
    for item in standing.items_of(asker):
        if item.state(standing.moment) in (ItemState.EXPIRED, ItemState.ENDED):
            continue
        for leg in extent.legs:
            if leg.shape.kind is not ShapeKind.PLACE:
                continue
            for own in item.notice.extent.legs:
                if own.shape.kind is not ShapeKind.PLACE or not own.window.meets(leg.window):
                    continue
                if distance_m(leg.shape, own.shape) <= joint_ce95_m(leg.shape, own.shape):
                    name = item.notice.label or item.notice.item
                    text = f"The place asked about is where {name} of {asker} itself stands. Sent by mistake?"
                    yield Finding(kind=Kind.OWN_POSITION, level=Level.URGENT, text=text, about=(item.id,))
