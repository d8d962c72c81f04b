"""Health: whether the node works and how many alarms stand. No login, no place, no name of an officer."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter

from commonground import __version__
from commonground.node.api.door import TheNode
from commonground.node.desk.duty import nobody_here
from commonground.node.models.shown import HealthShown
from commonground.node.service import Node
from commonground.position.window import utc_text

router = APIRouter(tags=["health"])


def state(node: Node) -> Literal["ready", "locked", "not_writing"]:
    """`not_writing`, the worst, while the record cannot be written or the machine cannot do its part."""
    if node.store.write_fault or node.trouble:
        return "not_writing"
    return "locked" if node.store.locked else "ready"


@router.get("/health", response_model=HealthShown)
def health(node: TheNode) -> HealthShown:
    """A locked desk can still cry out by `alarms`; a locked record cannot count them and says so."""
    now = node.clock()
    picture = node.picture()
    empty = nobody_here(node, picture, now)
    standing = [one for one in picture.exchanges.alarms if picture.party in one.untaken_by()]
    heads = [head for head in node.store.heads().values() if head.party == node.config.code]
    return HealthShown(
        state=state(node),
        party=node.config.code,
        now=utc_text(now),
        version=__version__,
        alarms=len(standing),
        unmanned=empty.text if empty else "",
        log_size=heads[0].size if heads else 0,
        peers={peer.code: node.peers.state(peer.code, now) for peer in node.config.peers},
    )
