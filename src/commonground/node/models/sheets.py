"""Scanned sheets as the API gives them."""

from __future__ import annotations

from commonground.node.models.shown import FindingShown, Shown


class CornerShown(Shown):
    """A corner of the picture on the ground; `ce95_m` is null where nothing can be said."""

    lat_deg: float
    lon_deg: float
    ce95_m: float | None


class SheetShown(Shown):
    """A picture of this party with its registration.

    corners: upper left, upper right, lower right, lower left; mesh: rows of [latitude, longitude] over
    the picture, evenly spaced in pixels. Both are empty where `unsaid` says why it cannot be laid.
    """

    name: str
    width: int
    height: int
    model: str
    usable: bool
    corners: list[CornerShown]
    mesh: list[list[tuple[float, float]]]
    mesh_error_m: float | None
    text: str
    findings: list[FindingShown]
    unsaid: str


class SheetAtShown(Shown):
    """How sure a sheet is at the pointer."""

    on_sheet: bool
    inside: bool
    ce95_m: float | None
    usable: bool
    text: str
