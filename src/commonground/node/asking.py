"""Asking the register: what is known of every party's list, and what it yields for one place."""

from __future__ import annotations

from datetime import datetime

from commonground.check.check import check
from commonground.check.heads import Head, PeerState
from commonground.check.result import CheckResult
from commonground.exchange.exchange import Exchange
from commonground.node.picture import Picture
from commonground.node.service import Node
from commonground.position.extent import Extent, Leg, Shape
from commonground.position.window import read_utc
from commonground.store.values import Head as StoredHead


def heads(node: Node, picture: Picture, now: datetime) -> tuple[Head, ...]:
    """The head of every party's log as this node holds it, and when its node was last heard."""
    newest: dict[str, int] = {}
    for one in picture.statements:
        for seen in one.header.seen:
            newest[seen.origin] = max(newest.get(seen.origin, 0), seen.size)
    found = []
    for head in node.store.heads().values():
        own = head.party == node.config.code
        heard_at = now if own else last_heard(node, head)
        if heard_at is None:
            continue  # never heard: the check says that nothing is known of its log
        found.append(
            Head(
                party=head.party,
                origin=head.origin,
                size=head.size,
                root=head.root.hex(),
                heard_at=heard_at,
                state=PeerState.OWN if own else PeerState(node.peers.state(head.party, now)),
                # What of ours no peer has cosigned yet is in our own register all the same.
                pending=0 if own else head.pending,
                newest=0 if own else newest.get(head.origin, 0),
            )
        )
    return tuple(found)


def last_heard(node: Node, head: StoredHead) -> datetime | None:
    """When a peer was last heard: by this run of the node, or by an earlier one."""
    heard_at = node.peers.word(head.party).heard_at
    return heard_at or (read_utc(head.heard) if head.heard else None)


def own_register(node: Node, picture: Picture, exchange: Exchange) -> CheckResult:
    """What our own register yields for an exchange: at the place asked about, and at our own readback.

    Both are asked, because each side may still be the one that erred within the joint doubt.
    """
    now = node.clock()
    places = [exchange.place] + ([exchange.readback.place] if exchange.readback else [])
    legs = tuple(Leg(shape=Shape.place(one.position), window=exchange.enquiry.window) for one in places)
    return check(
        Extent(legs=legs),
        exchange.enquiry.margin_m,
        picture.register,
        now,
        heads(node, picture, now),
        parties=(node.config.code,),
    )
