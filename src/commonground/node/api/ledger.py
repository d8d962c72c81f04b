"""The disclosure ledger: who was given what, from when, until when, for what use."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from commonground.node.api.door import Officer
from commonground.node.models.ledger import GivenShown
from commonground.position.window import utc_text
from commonground.statements.folds.ledger import Given, ledger
from commonground.statements.statement import Statement
from commonground.statements.text import describe

router = APIRouter(tags=["record"])


@router.get("/ledger", response_model=list[GivenShown])
def given(
    officer: Officer,
    before: Annotated[int | None, Query(ge=0)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 200,
) -> list[GivenShown]:
    """The newest first; `before` is the `number` of the last one already shown.

    It holds what this node can read: its own party's gifts, and what others gave to it. What others
    gave to third parties is not known here. What is public was given to everybody and is not listed.
    """
    everything, now = officer.node.everything(), officer.node.clock()
    by_id = {one.id: one for one in everything}
    found = list(enumerate(ledger(everything)))[:before]
    return [
        shown(number, one, by_id.get(one.statement), one.stands(now))
        for number, one in reversed(found[-limit:])
    ]


def shown(number: int, given: Given, statement: Statement | None, stands: bool) -> GivenShown:
    """One line; a sentence without any place."""
    return GivenShown(
        number=number,
        statement=given.statement,
        kind=given.kind,
        text=describe(statement),
        giver=statement.header.party if statement else "",
        party=given.party,
        since=utc_text(given.since),
        until=utc_text(given.until) if given.until else None,
        ended=utc_text(given.ended) if given.ended else None,
        use=given.use,
        onward=given.onward,
        stands=stands,
    )
