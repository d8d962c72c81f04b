"""Checking an area that an officer draws or types: nothing is signed, nobody is told.

Every corner is read as any typed place is, so the embargo holds here as everywhere. What two readings
are possible for is a question to the officer, never a guess.
"""

from __future__ import annotations

from commonground.errors import InputError
from commonground.node.desk.acts import Desk, window
from commonground.node.desk.asking import look_up
from commonground.node.desk.reading import chosen, own_grid_of, read_for_desk
from commonground.node.models.areas import AreaAsked, AreaShown
from commonground.node.models.asked import AltitudeAsked
from commonground.node.models.views import CheckShown
from commonground.position.extent import AltitudeBand, AltitudeReference, Extent, Leg, Shape, ShapeKind
from commonground.position.place import Position


def check_area(desk: Desk, given: AreaAsked) -> AreaShown:
    """What the registers of every party yield for an area. Raises InputError naming the corner."""
    corners = [corner(desk, text, number) for number, text in enumerate(given.corners, 1)]
    shape = shape_of(corners, closed=given.closed, reach_m=given.reach_m, altitude=given.altitude)
    node = desk.node
    extent = Extent(legs=(Leg(shape=shape, window=window(given.window)),))
    everybody = tuple(sorted(node.roster.parties))
    found = look_up(node, node.picture(), extent, given.margin_m, parties=everybody)
    return AreaShown(
        kind=shape.kind.value,
        vertices=list(shape.vertices),
        reach_m=shape.reach_m,
        ce95_m=shape.ce95_m,
        check=CheckShown.model_validate(found.as_json()),
    )


def corner(desk: Desk, text: str, number: int) -> Position:
    """One corner as the officer's own profile reads it."""
    profile = desk.node.config.profile
    found = read_for_desk(text, profile, desk.node.picture())
    written = [n for n, one in enumerate(found.readings) if own_grid_of(one.position, profile) == text]
    try:  # what we wrote ourselves, for a click on the map, is read as it was written
        return chosen(found, written[0] if len(written) == 1 else None, text=text).position
    except InputError as error:
        raise InputError(
            error.what,
            where=f"corner {number}",
            given=text,
            hint="write it so that it can be read in one way, in your own grid",
        ) from None


def shape_of(
    corners: list[Position], *, closed: bool, reach_m: float, altitude: AltitudeAsked | None
) -> Shape:
    """The corners as one shape; its doubt is that of the least sure corner."""
    kind = ShapeKind.PLACE if len(corners) == 1 else ShapeKind.AREA if closed else ShapeKind.LINE
    if kind is ShapeKind.AREA and len(corners) == 2:
        raise InputError("an area has three corners or more", where="corners", hint="add a corner")
    try:
        return Shape(
            kind=kind,
            vertices=tuple((one.lat_deg, one.lon_deg) for one in corners),
            ce95_m=max(one.ce95_m for one in corners),
            reach_m=reach_m,
            altitude=altitude_of(altitude),
        )
    except ValueError as error:
        raise InputError(str(error), where="corners") from None


def altitude_of(given: AltitudeAsked | None) -> AltitudeBand | None:
    """The altitudes that were asked about or said, None for unknown."""
    if given is None:
        return None
    try:
        return AltitudeBand(low_m=given.low_m, high_m=given.high_m, above=AltitudeReference(given.above))
    except ValueError as error:
        raise InputError(str(error), where="altitude", given=f"{given.low_m} to {given.high_m}") from None
