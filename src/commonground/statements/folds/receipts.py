"""How far each statement has come, hop by hop and end to end, by receipts alone.

A receipt is the receiver's own word. Where a neutral centre says everything itself, the far side's receipt,
readback and answer reach us as the centre's statements that they came: they are shown as that, never as the
far side's own.
"""

from __future__ import annotations

from collections.abc import Iterable

from commonground.statements.admin import Receipt, ReceiptStage, Relayed
from commonground.statements.message import MessageKind
from commonground.statements.statement import Statement

STEPS = tuple(str(one) for one in (MessageKind.READBACK, MessageKind.CONFIRMATION, MessageKind.ANSWER))
STAGES = (*(str(stage) for stage in ReceiptStage), *STEPS)


def receipts(statements: Iterable[Statement]) -> dict[str, dict[str, list[str]]]:
    """For each statement's id: who has given receipts for it, and of which stages, in their order.

    Who is a party's code, or "south through centre" where the centre says so. A party's receipt for what it
    said itself, and one for a document's bytes, are left out.
    """
    owners: dict[str, str] = {}
    found: dict[str, dict[str, list[str]]] = {}
    for one in statements:
        header, body = one.header, one.body
        owners[one.id] = header.party
        if isinstance(body, Receipt) and not body.document:
            for identity in body.of:
                if owners.get(identity, header.party) != header.party:
                    _add(found, identity, header.party, str(body.stage))
        elif isinstance(body, Relayed) and body.words in STAGES:
            for identity in header.re:
                if owners.get(identity) not in (None, header.party, body.source_party):
                    _add(found, identity, f"{body.source_party} through {header.party}", body.words)
    return found


def _add(found: dict[str, dict[str, list[str]]], identity: str, who: str, stage: str) -> None:
    stages = found.setdefault(identity, {}).setdefault(who, [])
    if stage not in stages:
        stages.append(stage)
