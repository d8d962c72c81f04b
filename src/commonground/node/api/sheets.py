"""Scanned sheets as base layers of the own pane: pictures, where they lie, their CE95 at the pointer."""

from __future__ import annotations

from fastapi import APIRouter, Response

from commonground.errors import InputError
from commonground.maps.registration.say import say_fit
from commonground.maps.registration.sheet import at_pointer
from commonground.node.api.door import Officer
from commonground.node.api.places import Degrees, pointed
from commonground.node.models.sheets import CornerShown, FitAsked, FitShown, SheetAtShown, SheetShown
from commonground.node.models.shown import FindingShown
from commonground.node.sheets.fitting import fit_pairs
from commonground.node.sheets.folder import Kept, kept, listed, picture

router = APIRouter(prefix="/map/sheets", tags=["maps"])


@router.get("", response_model=list[SheetShown])
def sheets(officer: Officer) -> list[SheetShown]:
    """Every sheet in this party's folder, those that cannot be used with the reason."""
    return [shown(one) for one in listed(officer.node.config)]


@router.get("/{name}/image", response_class=Response)
def image(name: str, officer: Officer) -> Response:
    """The picture as it lies in the folder."""
    data, media_type = picture(officer.node.config, name)
    return Response(data, media_type=media_type)


@router.get("/{name}/at", response_model=SheetAtShown)
def at(name: str, lat: Degrees, lon: Degrees, officer: Officer) -> SheetAtShown:
    """How sure the sheet is at the officer's own pointer."""
    position = pointed(officer, lat, lon)
    sheet = kept(officer.node.config, name)
    if sheet.sheet is None:
        raise InputError(sheet.unsaid, where=name)
    found = at_pointer(sheet.sheet, position.lat_deg, position.lon_deg)
    return SheetAtShown(
        on_sheet=found.on_sheet,
        inside=found.inside,
        ce95_m=found.ce95_m,
        usable=sheet.sheet.fitted.usable,
        text=found.text,
    )


@router.post("/{name}/fit", response_model=FitShown)
def fit(name: str, given: FitAsked, officer: Officer) -> FitShown:
    """What the pairs yield, in words and arrows; the control points are written only to be kept."""
    return fit_pairs(officer.node, name, given)


def shown(one: Kept) -> SheetShown:
    """A sheet as the desk shows it."""
    sheet = one.sheet
    return SheetShown(
        name=one.name,
        width=one.size.width if one.size else 0,
        height=one.size.height if one.size else 0,
        model=sheet.fitted.model if sheet else "",
        usable=sheet.fitted.usable if sheet else False,
        corners=[
            CornerShown(lat_deg=corner.lat_deg, lon_deg=corner.lon_deg, ce95_m=corner.ce95_m)
            for corner in (sheet.corners if sheet else ())
        ],
        mesh=[[(float(lat), float(lon)) for lat, lon in row] for row in sheet.mesh] if sheet else [],
        mesh_error_m=round(sheet.mesh_error_m, 3) if sheet else None,
        text=say_fit(sheet.fitted, []) if sheet else "",
        findings=[
            FindingShown.model_validate(found.as_json()) for found in (sheet.fitted.findings if sheet else ())
        ],
        unsaid=one.unsaid,
    )
