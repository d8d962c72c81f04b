"""Checking an area of one's own: what is asked, and what comes back."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from commonground.node.models.asked import AltitudeAsked, Asked, PlaceText, WindowAsked
from commonground.node.models.shown import Shown
from commonground.node.models.views import CheckShown


class AreaAsked(Asked):
    """POST /api/check: corners as typed, each in any notation the node reads.

    One corner is a circle about it, two or more an open line where `closed` is false, three or more an
    area. `reach_m` is the radius of the circle, the half width of the line, the rim around the area.
    """

    corners: Annotated[list[PlaceText], Field(min_length=1, max_length=200)]
    closed: bool = True
    reach_m: Annotated[float, Field(ge=0, le=200_000, strict=False)] = 0.0
    altitude: AltitudeAsked | None = None  # null: whatever the altitude
    margin_m: Annotated[float, Field(ge=0, le=200_000, strict=False)]
    window: WindowAsked


class AreaShown(Shown):
    """The area as it was read, to be drawn, and what the registers yield for it."""

    kind: Literal["place", "line", "area"]
    vertices: list[tuple[float, float]]  # lat_deg, lon_deg
    reach_m: float
    ce95_m: float
    check: CheckShown
