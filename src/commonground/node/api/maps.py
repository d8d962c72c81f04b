"""The maps: depictions, where they differ, and the land under them. Nobody's border is the base map."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from commonground.node.api.door import Officer
from commonground.node.desk import maps, said
from commonground.node.desk.acts import Desk
from commonground.node.models.depictions import DepictionAsked, DepictionSaidShown
from commonground.node.models.views import DepictionShown

router = APIRouter(prefix="/map", tags=["maps"])
GEOJSON = "application/geo+json"
Name = Annotated[str, Query(max_length=200)]


@router.get("/depictions", response_model=list[DepictionShown])
def depictions(officer: Officer) -> list[DepictionShown]:
    """Every depiction here, of the folder and said by parties: whose, from what, shown to whom."""
    folder = [DepictionShown.model_validate(one) for one in maps.about(officer.node.config)]
    return [*folder, *said.about(officer.node)]


@router.post("/depictions", response_model=DepictionSaidShown)
def say(given: DepictionAsked, officer: Officer) -> DepictionSaidShown:
    """Say how our source draws a line; its file was posted to /api/documents/bytes before."""
    return said.say_line(Desk(officer.node, officer.session), given)


@router.get("/depictions/{name:path}", response_class=Response)
def depiction(name: str, officer: Officer) -> Response:
    """One depiction as GeoJSON."""
    if name.startswith(said.PREFIX):
        return Response(said.geojson(officer.node, name), media_type=GEOJSON)
    return Response(maps.geojson(officer.node.config, name), media_type=GEOJSON)


@router.get("/differences", response_class=Response)
def differences(officer: Officer, a: Name = "", b: Name = "") -> Response:
    """The ground between two depictions."""
    return Response(maps.difference(officer.node.config, a, b), media_type=GEOJSON)


@router.get("/land", response_class=Response)
def land(officer: Officer) -> Response:
    """Land and nothing else."""
    return Response(maps.land(officer.node.config), media_type=GEOJSON)
