"""The record: what was said, in order of arrival, and the proof of each statement."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from commonground.exchange.exchange import Exchange
from commonground.node.api.door import Officer
from commonground.node.desk.embargo import TooEarlyError
from commonground.node.desk.picture import Picture
from commonground.node.models.views import RecordShown
from commonground.position.window import utc_text
from commonground.statements.folds.ledger import check_copy, ledger
from commonground.statements.folds.receipts import receipts
from commonground.statements.notice import Notice
from commonground.statements.text import describe
from commonground.store.values import Recorded

router = APIRouter(prefix="/record", tags=["record"])


@router.get("", response_model=list[RecordShown])
def record(
    officer: Officer,
    before: Annotated[int | None, Query(ge=1)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> list[RecordShown]:
    """The newest statements first; `before` is the `arrival` of the last one already shown."""
    parties = {card.origin: card.code for card in officer.node.roster.parties.values()}
    found = officer.node.store.newest(before=before, limit=limit)
    statements = officer.node.picture().by_id
    came = receipts(statements.values())
    witnessed = {origin: officer.node.store.witnessed(origin) for origin in parties}
    rows = []
    for one in found:
        row = shown_entry(one, parties.get(one.origin, "?"), one.given)
        seen = witnessed.get(one.origin, {})
        row.seen_by = [code for code, size in seen.items() if size > one.index]
        row.receipts = came.get(row.id, {}) if row.id in statements else None
        rows.append(row)
    return rows


@router.get("/{identity}/proof", response_class=Response)
def proof(
    identity: Annotated[str, Path(pattern="^[0-9a-f]{64}$")], officer: Officer, inquiry: bool = False
) -> Response:
    """A `.tlog-proof` of one statement: what a stranger checks with `cg verify`.

    The proof of a statement that was not public holds the statement itself; so the proof of an
    enquiry or correction whose place is withheld from us waits for our readback. Another party's notice
    that may not be passed on is proved to an inquiry alone (`inquiry=true`).
    """
    waiting = names_withheld(officer.node.picture(), identity)
    if waiting is not None:
        raise TooEarlyError(
            "the proof of this statement holds its place, and waits for your own readback",
            where="id",
            given=identity,
            hint="read the place back first, or use show now",
        )
    said = officer.node.statement(identity)
    if said is not None and not inquiry and isinstance(said.body, Notice):
        check_copy(said, ledger(officer.node.everything()), officer.node.config.code)
    content = officer.node.store.prove(identity)
    name = f'attachment; filename="{identity[:16]}.tlog-proof"'
    return Response(content, media_type="text/plain; charset=utf-8", headers={"content-disposition": name})


def names_withheld(picture: Picture, identity: str) -> Exchange | None:
    """The exchange whose withheld place this statement carries, None for none."""
    for exchange in picture.withheld:
        if identity in {line.statement.id for line in exchange.log}:
            return exchange
    return None


def shown_entry(one: Recorded, party: str, given: bool) -> RecordShown:
    """One entry of a log; a sentence without any place."""
    statement = one.statement
    header = statement.header if statement else None
    if header is None:
        disclosure = "not readable here" if one.refused else "not disclosed to us"
    elif not one.withheld and not header.to:
        disclosure = "public"
    else:
        disclosure = f"to {', '.join(header.to)}" if header.to else "kept by its party"
    return RecordShown(
        arrival=one.arrival,
        origin=one.origin,
        index=one.index,
        id=statement.id if statement else "",
        kind=header.kind if header else "commitment",
        party=header.party if header else party,
        officer=header.officer if header else "",
        role=header.role if header else "",
        at=utc_text(header.at) if header else "",
        text=one.refused or describe(statement),
        state="given" if given else "pending",
        disclosure=disclosure,
    )
