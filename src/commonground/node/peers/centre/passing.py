"""The neutral centre's own word for what a side said, where the terms have it say everything itself.

An officer of the centre says what was said to it, tied to the entry of the source's log by its SHA-256; the
source is told too. An enquiry the centre puts to the other side as its own, and says that it passes the first
one on. Receipts, readback and answer go back by the machine, step by step, as the centre's word that they
came; what was answered the centre's officer says.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from commonground.errors import InputError
from commonground.node.desk.picture import Picture
from commonground.node.service import Node
from commonground.statements.admin import Receipt, Relayed, Terms
from commonground.statements.folds.receipts import STEPS
from commonground.statements.message import Confirmation
from commonground.statements.notice import Notice
from commonground.statements.statement import Statement


def relayed(
    node: Node, identity: str, to: tuple[str, ...], words: str, said_as: str = ""
) -> tuple[Relayed, tuple[str, ...]]:
    """What the centre says of a statement that it was given, and to whom. InputError where it may not.

    said_as: the statement of our own that passes it on, said to the same parties; "" where the words do.
    """
    terms, said = node.picture().terms, node.statement(identity)
    if terms is None or terms.relay != node.config.code or not terms.relay_signs:
        raise InputError(
            "our terms do not make us a relay that speaks for others", hint="cg terms draft --relay-signs"
        )
    if said is None or said.header.party == node.config.code:
        raise InputError("no other party said such a statement to us", where="id", given=identity)
    if isinstance(said.body, Notice) and not said.body.onward:
        raise InputError("its party does not want this passed on", where="id", given=identity)
    for party in to:
        _in_terms(terms, party)
        if party == said.header.party:
            raise InputError("this party said it", where="to", given=party)
    own = node.statement(said_as) if said_as else None
    if said_as and (own is None or own.header.party != node.config.code or not {*own.header.to} & {*to}):
        raise InputError("we said no such statement to these parties", where="said_as", given=said_as)
    body = Relayed(source_party=said.header.party, source=_entry_of(node, identity), words=words)
    return body, (*to, said.header.party)


def pass_steps(node: Node, picture: Picture) -> None:
    """Tell a source, as our own word, which steps were taken on what we passed on for it."""
    own = node.config.code
    if picture.terms is None or picture.terms.relay != own or not picture.terms.relay_signs:
        return
    by_id = picture.by_id
    ours = [one for one in picture.statements if isinstance(one.body, Relayed) and one.header.party == own]
    told = {(one.body.source, one.body.words) for one in ours}
    passed: dict[str, Statement] = {}  # by the id that others name when they take a step on it
    for one in ours:
        if one.body.source_party in one.header.to:  # an officer's; of a step its own source is not told
            said_as = (i for i in one.header.re if i in by_id and by_id[i].header.party == own)
            passed |= dict.fromkeys((one.id, *said_as), one)
    for one in picture.statements:
        step, of, came = _step(one, by_id)
        for first in (passed[identity] for identity in of if identity in passed):
            if came is None or came.header.party in (own, first.body.source_party):
                continue
            source = _entry_of(node, came.id)
            if (source, step) not in told:
                told.add((source, step))
                body = Relayed(source_party=came.header.party, source=source, words=step)
                node.say_as_node(body, to=(first.body.source_party,), re=first.header.re)


def _step(one: Statement, by_id: Mapping[str, Statement]) -> tuple[str, tuple[str, ...], Statement | None]:
    """Which step a statement is, of what, and what came: it, or the readback that it confirms."""
    if isinstance(one.body, Receipt):
        return str(one.body.stage), () if one.body.document else one.body.of, one
    if isinstance(one.body, Confirmation):
        return one.header.kind, one.header.re, by_id.get(one.body.readback)
    return one.header.kind, one.header.re if one.header.kind in STEPS else (), one


def _entry_of(node: Node, identity: str) -> str:
    """SHA-256 of the log entry in which a statement stands."""
    found = node.store.find(identity)
    if found is None:
        raise InputError("this statement stands in no log yet", where="id", given=identity)
    return hashlib.sha256(found.leaf).hexdigest()


def _in_terms(terms: Terms, party: str) -> None:
    if party not in {one.code for one in terms.parties}:
        raise InputError("our terms do not name this party", where="to", given=party)
