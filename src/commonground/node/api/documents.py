"""Documents: files handed over unchanged, and receipts that neither side can deny."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Request, Response
from starlette.concurrency import run_in_threadpool

from commonground.node.api.door import Officer
from commonground.node.desk import documents
from commonground.node.desk.acts import Desk
from commonground.node.models.documents import DocumentAsked, DocumentShown, KeptShown, ReceiptAsked
from commonground.node.models.shown import IdsShown, SaidShown

router = APIRouter(tags=["documents"])
Identity = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
# The bytes are a body of their own, not a form: a form would wait in a temporary file, in plain.
BYTES = {"requestBody": {"content": {"application/octet-stream": {}}, "required": True}}


@router.post("/documents/bytes", response_model=KeptShown, openapi_extra=BYTES)
async def keep(officer: Officer, request: Request) -> KeptShown:
    """Keep the bytes of a file (the request's body, at most 64 MiB), sealed. Nobody is told of it yet."""
    content = await request.body()
    return await run_in_threadpool(documents.keep, Desk(officer.node, officer.session), content)


@router.post("/documents", response_model=SaidShown)
def hand_over(given: DocumentAsked, officer: Officer) -> SaidShown:
    """Hand a kept file to the parties in `to`: its SHA-256, title and edition, signed."""
    return SaidShown(id=documents.hand_over(Desk(officer.node, officer.session), given))


@router.get("/documents", response_model=list[DocumentShown])
def listed(officer: Officer) -> list[DocumentShown]:
    """Every document that a statement here names, the newest first, with its receipts."""
    return documents.listed(officer.node)


@router.get("/documents/{identity}/file", response_class=Response)
def file(identity: Identity, officer: Officer) -> Response:
    """The file as it came, to be saved; never opened here. The first time, a receipt says so."""
    handed, data = documents.content_of(Desk(officer.node, officer.session), identity)
    name = quote(documents.file_name(handed.named.title), safe="")
    return Response(
        data,
        media_type="application/octet-stream",
        headers={"content-disposition": f"attachment; filename*=UTF-8''{name}"},
    )


@router.post("/receipts", response_model=IdsShown)
def receipt(given: ReceiptAsked, officer: Officer) -> IdsShown:
    """Say that statements, or the files of documents, are loaded in a terminal, or understood."""
    return IdsShown(ids=documents.receipt(Desk(officer.node, officer.session), given))
