"""The neutral centre's own word for what a side said, where the terms have it say everything itself.

An officer of the centre says what was said to it, tied to the entry of the source's log by its SHA-256; the
source is told too. Receipts for it go back by the machine, as the centre's word about them.
"""

from __future__ import annotations

import hashlib

from commonground.errors import InputError
from commonground.node.desk.picture import Picture
from commonground.node.service import Node
from commonground.statements.admin import Receipt, Relayed, Terms
from commonground.statements.notice import Notice
from commonground.statements.statement import Statement


def relayed(node: Node, identity: str, to: tuple[str, ...], words: str) -> tuple[Relayed, tuple[str, ...]]:
    """What the centre says of a statement that it was given, and to whom. InputError where it may not."""
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
    body = Relayed(source_party=said.header.party, source=_entry_of(node, identity), words=words)
    return body, (*to, said.header.party)


def pass_receipts(node: Node, picture: Picture) -> None:
    """Tell a source, as our own word, which receipts came for what we passed on for it."""
    own = node.config.code
    if picture.terms is None or picture.terms.relay != own or not picture.terms.relay_signs:
        return
    passed = {one.id: one for one in picture.statements if _is_ours(one, own)}
    told = {one.body.source for one in passed.values()}
    for one in picture.statements:
        if not isinstance(one.body, Receipt) or one.header.party == own or one.body.document:
            continue
        for identity in one.body.of:
            first = passed.get(identity)
            if first is None or one.header.party == first.body.source_party:
                continue
            source = _entry_of(node, one.id)
            if source in told:
                continue
            told.add(source)
            body = Relayed(source_party=one.header.party, source=source, words=str(one.body.stage))
            node.say_as_node(body, to=(first.body.source_party,), re=first.header.re)


def _is_ours(one: Statement, own: str) -> bool:
    return isinstance(one.body, Relayed) and one.header.party == own


def _entry_of(node: Node, identity: str) -> str:
    """SHA-256 of the log entry in which a statement stands."""
    found = node.store.find(identity)
    if found is None:
        raise InputError("this statement stands in no log yet", where="id", given=identity)
    return hashlib.sha256(found.leaf).hexdigest()


def _in_terms(terms: Terms, party: str) -> None:
    if party not in {one.code for one in terms.parties}:
        raise InputError("our terms do not name this party", where="to", given=party)
