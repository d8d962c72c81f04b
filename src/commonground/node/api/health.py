"""Health: whether the node works and how many alarms stand. No login, no place, no name of an officer."""

from __future__ import annotations

from fastapi import APIRouter

from commonground import __version__
from commonground.node.api.door import TheNode
from commonground.node.models.shown import HealthShown
from commonground.position.window import utc_text

router = APIRouter(tags=["health"])


@router.get("/health", response_model=HealthShown)
def health(node: TheNode) -> HealthShown:
    """A locked desk can still cry out by `alarms`; a locked record cannot count them and says so."""
    now = node.clock()
    picture = node.picture()
    standing = [one for one in picture.exchanges.alarms if picture.party in one.untaken_by()]
    heads = [head for head in node.store.heads().values() if head.party == node.config.code]
    return HealthShown(
        state="locked" if node.store.locked else "ready",
        party=node.config.code,
        now=utc_text(now),
        version=__version__,
        alarms=len(standing),
        log_size=heads[0].size if heads else 0,
        peers={peer.code: node.peers.state(peer.code, now) for peer in node.config.peers},
    )
