"""The register where it is large: page by page, and as dots for the maps."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from commonground.node.api.door import Officer
from commonground.node.desk.listed import dots, page
from commonground.node.desk.view import first_items
from commonground.node.models.desk import NumberedItem

router = APIRouter(prefix="/register", tags=["register"])


@router.get("", response_model=list[NumberedItem])
def listed(
    officer: Officer,
    before: Annotated[int | None, Query(ge=0)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 200,
    find: Annotated[str, Query(max_length=200)] = "",
) -> list[dict[str, Any]]:
    """What stands now, the newest first; `before` is the `number` of the last one already shown."""
    node = officer.node
    return page(node, node.picture(), node.clock(), before=before, limit=limit, find=find)


@router.get("/dots", response_class=Response)
def as_dots(officer: Officer) -> Response:
    """Where everything stands that the desk's picture leaves off, in bytes (docs/spec/api.md)."""
    node = officer.node
    picture, now = node.picture(), node.clock()
    first = first_items(picture.register.at(now))
    return Response(dots(node, picture, now, first), media_type="application/octet-stream")
