"""Checking an area of one's own against the registers."""

from __future__ import annotations

from fastapi import APIRouter

from commonground.node.api.door import Officer
from commonground.node.desk.acts import Desk
from commonground.node.desk.areas import check_area
from commonground.node.models.areas import AreaAsked, AreaShown

router = APIRouter(tags=["areas"])


@router.post("/check", response_model=AreaShown)
def check(given: AreaAsked, officer: Officer) -> AreaShown:
    """What the registers yield for an area, limits first. Nothing is said to anybody by asking."""
    return check_area(Desk(officer.node, officer.session), given)
