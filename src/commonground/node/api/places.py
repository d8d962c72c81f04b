"""Reading a typed place, the pointer in every grid, and which side of each depiction a place is on."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from commonground.errors import InputError
from commonground.maps.side import side
from commonground.node.api.door import AtDesk, Officer
from commonground.node.desk.embargo import TooEarlyError, names_any
from commonground.node.desk.maps import depictions_of
from commonground.node.desk.reading import in_crs, own_grid, own_grid_of, read_for_desk
from commonground.node.desk.said import said_near
from commonground.node.models.asked import ReadAsked
from commonground.node.models.shown import FindingShown
from commonground.node.models.views import DoubtShown, ProjectShown, ReadingShown, ReadShown
from commonground.position.place import Position
from commonground.position.profile import MapProfile
from commonground.position.reading import Reading

router = APIRouter(tags=["places"])
Degrees = Annotated[str, Query(max_length=40)]


@router.post("/read", response_model=ReadShown)
def read(given: ReadAsked, officer: Officer) -> ReadShown:
    """Every way to understand a text; 409 while it is the place of an enquiry that waits for readback."""
    node = officer.node
    picture = node.picture()
    profile = picture.profiles.get(given.party, node.config.profile) if given.party else node.config.profile
    found = read_for_desk(given.text, in_crs(profile, given.crs), picture)
    return ReadShown(
        as_given=found.as_given,
        status=found.status.value,
        readings=[shown_reading(one, node.config.profile) for one in found.readings],
        findings=[FindingShown.model_validate(one.as_json()) for one in found.findings],
    )


@router.get("/project", response_model=ProjectShown)
def project(lat: Degrees, lon: Degrees, officer: Officer) -> ProjectShown:
    """The pointer in our grid and in each peer's."""
    position = pointed(officer, lat, lon)
    picture = officer.node.picture()
    return ProjectShown(
        own_grid=own_grid_of(position, officer.node.config.profile),
        other_grid={
            peer.code: own_grid_of(position, picture.profiles[peer.code])
            for peer in officer.node.config.peers
            if peer.code in picture.profiles
        },
    )


@router.get("/side")
def which_side(lat: Degrees, lon: Degrees, officer: Officer, ce95: float = 10.0) -> dict[str, object]:
    """What each depiction says of a place, and whether they agree. Drawings, not demarcation."""
    if not 0 < ce95 < 1e6:
        raise InputError("a radius of doubt is above 0 and below 1000 km", where="ce95", given=str(ce95))
    position = pointed(officer, lat, lon, ce95)
    near = [*depictions_of(officer.node.config, position), *said_near(officer.node, position)]
    if not near:
        raise InputError(
            "no depiction here draws a border near this place", where="lat, lon", hint="cg depiction list"
        )
    return side(position, near).as_json()


def pointed(officer: AtDesk, lat: str, lon: str, ce95_m: float = 1.0) -> Position:
    """The officer's own pointer; refused where its digits are those of a withheld place."""
    if names_any(f"{lat} {lon}", officer.node.picture().withheld) is not None:
        raise TooEarlyError(
            "these are the digits of an enquiry that waits for your own readback",
            hint="find it on your map, or use show now",
        )
    try:
        return Position(lat_deg=float(lat), lon_deg=float(lon), ce95_m=ce95_m)
    except ValueError as error:
        raise InputError(str(error), where="lat, lon", given=f"{lat} {lon}") from None


def shown_reading(one: Reading, profile: MapProfile) -> ReadingShown:
    """A reading as the desk shows it."""
    return ReadingShown(
        lat_deg=one.position.lat_deg,
        lon_deg=one.position.lon_deg,
        ce95_m=one.position.ce95_m,
        notation=one.notation,
        crs=one.crs,
        operation=one.operation,
        doubt=[
            DoubtShown(part=str(part.part), ce95_m=part.ce95_m, basis=str(part.basis)) for part in one.doubt
        ],
        findings=[FindingShown.model_validate(found.as_json()) for found in one.findings],
        own_grid=own_grid(one.position.lat_deg, one.position.lon_deg, profile),
    )
