"""Scanned sheets as the API gives them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from commonground.node.models.asked import Asked, PlaceText
from commonground.node.models.shown import FindingShown, Shown

Pixel = Annotated[float, Field(ge=0, le=20_000, allow_inf_nan=False, strict=False)]


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


class PairAsked(Asked):
    """A pixel of the picture and the same place in the officer's own grid; a check point is never fitted."""

    x: Pixel
    y: Pixel
    place: PlaceText
    check: bool = False


class FitAsked(Asked):
    """POST /api/map/sheets/{name}/fit: nothing is written unless `keep` says so."""

    pairs: Annotated[list[PairAsked], Field(min_length=2, max_length=200)]
    keep: bool = False


class PairShown(Shown):
    """One pair as it was read and how the fit misses it: an arrow in pixels, metres on the ground."""

    lat_deg: float
    lon_deg: float
    right_px: float
    down_px: float
    error_m: float
    outlier: bool
    check: bool


class FitShown(Shown):
    """What the pairs yield. kept: the file that was written, "" where nothing was."""

    model: str
    usable: bool
    text: str
    pairs: list[PairShown]
    findings: list[FindingShown]
    kept: str
