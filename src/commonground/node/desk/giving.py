"""Giving to more parties, asking them to stop, and how long what was said is kept. Each is a statement."""

from __future__ import annotations

from commonground.errors import InputError
from commonground.node.desk.acts import Desk, moment, recipients
from commonground.node.folder import key_of
from commonground.node.models.giving import (
    DestroyAsked,
    DiscloseAsked,
    EndAsked,
    HoldAsked,
    KeepingShown,
    RelayedAsked,
    RetentionAsked,
)
from commonground.node.peers.centre.passing import relayed
from commonground.node.service import Node
from commonground.statements.admin import Disclosure, DisclosureEnd, Hold, Retention, RetentionClass
from commonground.statements.folds.ledger import ledger
from commonground.statements.folds.retention import due, holds
from commonground.statements.statement import Statement
from commonground.store.destroy import destroy as destroyed


def disclose(desk: Desk, given: DiscloseAsked) -> str:
    """Give a statement of ours to more parties; they alone learn of it."""
    _ours(desk, given.id)
    until = moment(given.until, "until") if given.until else None
    if until is not None and until <= desk.node.clock():
        raise InputError("this is over already", where="until", given=given.until or "")
    to = recipients(desk.node, given.to)
    body = Disclosure(
        discloses=given.id,
        parties=to,
        until=until,
        permitted_use=given.use,
        onward=given.onward,
        reason=given.reason,
    )
    return desk.node.say(desk.session, body, to=to, re=(given.id,))


def end(desk: Desk, given: EndAsked) -> str:
    """Ask parties to stop using a statement of ours. What they know of it nobody can take back."""
    _ours(desk, given.id)
    to = recipients(desk.node, given.to)
    had = {one.party for one in ledger(desk.node.everything()) if one.statement == given.id}
    for party in to:
        if party not in had:
            raise InputError("this party was never given this statement by name", where="to", given=party)
    body = DisclosureEnd(ends=given.id, parties=to, reason=given.reason)
    return desk.node.say(desk.session, body, to=to, re=(given.id,))


def retain(desk: Desk, given: RetentionAsked) -> str:
    """Say of which class statements are, and until when they are kept."""
    for identity in given.of:
        _readable(desk, identity)
    body = Retention(
        of=tuple(dict.fromkeys(given.of)),
        retention_class=RetentionClass(given.retention_class),
        until=moment(given.until, "until") if given.until else None,
        words=given.words,
    )
    return desk.node.say(desk.session, body)


def hold(desk: Desk, given: HoldAsked) -> str:
    """Stop destruction of these statements, or of everything, or let it go on."""
    body = Hold(of=tuple(dict.fromkeys(given.of)), lifted=given.lifted, reason=given.reason)
    return desk.node.say(desk.session, body)


def destroy(desk: Desk, given: DestroyAsked) -> str:
    """Say that statements are destroyed with us, then destroy them, and the files that they alone name."""
    node, session = desk.node, desk.session
    entry = destroyed(
        node.store,
        tuple(dict.fromkeys(given.of)),
        reason=given.reason,
        officer=key_of(node.config.code, session.officer, bytes(session.key)),
        role=session.role,
        now=node.clock(),
    )
    node.pictures.forget()
    node.changed()
    return entry.id


def relay(desk: Desk, given: RelayedAsked) -> str:
    """As the neutral centre: say in our own name what a party said to us, tied to its log."""
    to = recipients(desk.node, given.to)
    body, told = relayed(desk.node, given.id, to, given.words, given.said_as)
    return desk.node.say(desk.session, body, to=told, re=tuple(filter(None, (given.id, given.said_as))))


def keeping(node: Node) -> KeepingShown:
    """What may be destroyed now, and what is held."""
    statements = node.everything()
    own = node.config.code
    kept = holds(statements, own)
    return KeepingShown(
        due=list(due(statements, node.clock(), own)),
        held=[one.id for one in statements if kept.stop(one)] if not kept.all_by & {own} else [],
        all_held=own in kept.all_by,
    )


def _ours(desk: Desk, identity: str) -> Statement:
    said = _readable(desk, identity)
    if said.header.party != desk.party:
        raise InputError("only what we said ourselves is ours to give", where="id", given=identity)
    return said


def _readable(desk: Desk, identity: str) -> Statement:
    said = desk.node.statement(identity)
    if said is None:
        raise InputError("no statement of this id can be read here", where="id", given=identity)
    return said
