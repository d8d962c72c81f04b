"""The maps: depictions, where they differ, and the land under them. Nobody's border is the base map."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from commonground.node.api.door import Officer
from commonground.node.desk import maps, said
from commonground.node.models.views import DepictionShown

router = APIRouter(prefix="/map", tags=["maps"])
GEOJSON = "application/geo+json"
Name = Annotated[str, Query(max_length=200)]


@router.get("/depictions", response_model=list[DepictionShown])
def depictions(officer: Officer) -> list[DepictionShown]:
    """Every depiction here, of the folder and said by parties: whose, from what, shown to whom."""
    folder = [DepictionShown.model_validate(one) for one in maps.about(officer.node.config)]
    return [*folder, *said.about(officer.node)]


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
