"""Notices: what stands where, coverage, and lists of sites from a file."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, UploadFile
from starlette.concurrency import run_in_threadpool

from commonground.node.api.door import Officer
from commonground.node.desk import notices
from commonground.node.desk.acts import Desk
from commonground.node.models import asked
from commonground.node.models.shown import IdsShown, SaidShown
from commonground.node.models.views import ListShown

router = APIRouter(tags=["notices"])


@router.post("/notices", response_model=SaidShown)
def notice(given: asked.NoticeAsked, officer: Officer) -> SaidShown:
    """Say that something of ours is or will be there. Goes to the parties in `to` and to nobody else."""
    return SaidShown(id=notices.say_notice(Desk(officer.node, officer.session), given))


@router.post("/notices/{identity}/withdraw", response_model=SaidShown)
def withdraw(
    identity: Annotated[str, Path(pattern="^[0-9a-f]{64}$")], given: asked.DoubtAsked, officer: Officer
) -> SaidShown:
    """Say that what we said no longer stands, and why."""
    return SaidShown(id=notices.withdraw(Desk(officer.node, officer.session), identity, given.words))


@router.post("/coverage", response_model=SaidShown)
def coverage(given: asked.CoverageAsked, officer: Officer) -> SaidShown:
    """Say for what our register is complete: the only thing that makes absence sayable."""
    return SaidShown(id=notices.say_coverage(Desk(officer.node, officer.session), given))


@router.post("/lists", response_model=ListShown)
async def read_list(officer: Officer, file: UploadFile) -> ListShown:
    """Read a list (CSV, XLSX, ODS, GeoJSON, KML, GPX): every row reported, nothing signed yet."""
    content = await file.read()
    name = (file.filename or "list")[:200]
    return await run_in_threadpool(notices.read_file, Desk(officer.node, officer.session), content, name)


@router.post("/lists/{token}/sign", response_model=IdsShown)
def sign(
    token: Annotated[str, Path(max_length=64)], given: asked.SignRowsAsked, officer: Officer
) -> IdsShown:
    """Sign the rows that the officer chose, each with the reading he chose."""
    return IdsShown(ids=notices.sign_rows(Desk(officer.node, officer.session), token, given))
