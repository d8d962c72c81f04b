"""What a desk is told about the logs: not witnessed, refused, frozen, restored, terms or pins that differ."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime, timedelta

from commonground.finding import Finding, Kind, Level
from commonground.node.service import Node
from commonground.position.window import utc_text
from commonground.statements.admin import Terms
from commonground.statements.folds.terms import differing_terms
from commonground.statements.roster import Revocation, Roster
from commonground.store.peers.mirror import split_finding
from commonground.store.peers.restore import finding as restored
from commonground.store.values import Head


def log_findings(node: Node, now: datetime) -> tuple[Finding, ...]:
    """All of them, as long as they are so."""
    store, roster = node.store, node.roster
    heads = store.heads()
    own = heads.get(store.origin)
    found = [restored(store)] if store.restored and not (own and own.frozen) else []
    for origin, head in heads.items():
        party = roster.by_origin(origin)
        if head.frozen and party is not None:
            found.append(split_finding(party, own=origin == store.origin))
    since = unwitnessed_since(node, own) if own is not None else None
    if since is not None and now - since >= timedelta(seconds=node.config.absent_s):
        found.append(unwitnessed(node, since))
    found += [
        Finding(kind=Kind.WITNESS_REFUSED, level=Level.CAUTION, text=word.trouble, about=(store.origin,))
        for word in node.witnesses.words().values()
        if word.refused
    ]
    found += revoked_back(node)
    said = store.terms()
    found += differing_terms(said, {code: party.name for code, party in roster.parties.items()})
    if node.config.code in said:
        found += differing_pins(said[node.config.code], roster)
    return tuple(found)


def revoked_back(node: Node) -> list[Finding]:
    """What was shown before and counts no more, because a key was revoked from an earlier entry on."""
    found = []
    for one in node.picture().entries:
        if one.statement is None or not isinstance(one.statement.body, Revocation):
            continue
        body, party = one.statement.body, one.statement.header.party
        if body.from_size < one.index:
            name = node.roster.party(party).name
            text = (
                f"{name} revoked a key of its officer {body.officer} from entry {body.from_size} of its log"
                f" on: what it signed there, up to entry {one.index - 1}, counts no more. {body.reason}"
            )
            about = (one.statement.id, party)
            found.append(Finding(kind=Kind.REVOKED_BACK, level=Level.URGENT, text=text.strip(), about=about))
    return found


def unwitnessed_since(node: Node, own: Head) -> datetime | None:
    """When the oldest of our statements was said that no quorum has seen; None where there is none."""
    if not own.pending:
        return None
    first = node.store.entry(own.origin, own.given_size)
    if first is None or first.statement is None:
        return None
    return first.statement.header.at


def unwitnessed(node: Node, since: datetime) -> Finding:
    """Two parties are no witness to a third, and one alone is none to anybody: say since when."""
    text = (
        f"No quorum has seen our log since {utc_text(since)}. What was said from then on may lie on our own"
        " disk alone; until the quorum has it, nobody can prove it to a third."
    )
    return Finding(kind=Kind.UNWITNESSED, level=Level.CAUTION, text=text, about=(node.store.origin,))


def differing_pins(terms: Terms, roster: Roster) -> list[Finding]:
    """A party's card has another certificate than our terms pin: the card counts, and people look."""
    found = []
    for pin in terms.pins:
        card = roster.parties.get(pin.party)
        if card is None or not card.certificate:
            continue
        if hashlib.sha256(base64.b64decode(card.certificate)).hexdigest() != pin.certificate:
            text = (
                f"The node of {card.name} has another certificate than our terms say. Its card counts; ask by"
                " voice whether it was changed, and say new terms."
            )
            found.append(Finding(kind=Kind.TERMS_DIFFER, level=Level.NOTE, text=text, about=(pin.party,)))
    return found
