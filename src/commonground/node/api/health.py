"""Health: whether the node works and how many alarms stand. No login, no place, no name of an officer."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter

from commonground import __version__
from commonground.node.api.door import TheNode
from commonground.node.desk.duty import nobody_here
from commonground.node.desk.picture import StillReadingError
from commonground.node.models.shown import HealthShown
from commonground.node.service import Node
from commonground.position.window import utc_text

router = APIRouter(tags=["health"])


def state(node: Node, reading: str = "") -> Literal["ready", "locked", "not_writing", "reading"]:
    """`not_writing`, the worst, while the record cannot be written or the machine cannot do its part."""
    if node.store.write_fault or node.trouble:
        return "not_writing"
    if reading:
        return "reading"
    return "locked" if node.store.locked else "ready"


@router.get("/health", response_model=HealthShown)
def health(node: TheNode) -> HealthShown:
    """A locked desk can still cry out by `alarms`; a locked record, or one still read, cannot count them and
    says so.
    """
    now = node.clock()
    alarms, unmanned, reading = 0, "", ""
    try:
        picture = node.picture()
    except StillReadingError as error:
        reading = error.what
    else:
        alarms = sum(picture.party in one.untaken_by() for one in picture.exchanges.alarms)
        empty = nobody_here(node, picture, now)
        unmanned = empty.text if empty else ""
    heads = [head for head in node.store.heads().values() if head.party == node.config.code]
    return HealthShown(
        state=state(node, reading),
        party=node.config.code,
        now=utc_text(now),
        version=__version__,
        alarms=alarms,
        unmanned=unmanned,
        reading=reading,
        log_size=heads[0].size if heads else 0,
        peers={peer.code: node.peers.state(peer.code, now) for peer in node.config.peers},
    )
