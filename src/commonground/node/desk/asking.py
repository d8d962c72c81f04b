"""Asking the register: what is known of every party's list, and what it yields for one place."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from commonground.check.check import check_standing
from commonground.check.heads import Head
from commonground.check.result import CheckResult
from commonground.exchange.answers.audit import asked_extent
from commonground.exchange.exchange import Exchange
from commonground.node.desk.arisen import asked_on_older_head
from commonground.node.desk.picture import Picture
from commonground.node.logs_seen import heard_before, logs_seen
from commonground.node.service import Node
from commonground.position.extent import Extent
from commonground.store.values import Head as StoredHead


def heads(node: Node, picture: Picture, now: datetime) -> tuple[Head, ...]:
    """The head of every party's log as this node holds it, and when its node was last heard."""
    return logs_seen(
        node.store,
        picture.newest,
        now,
        heard=lambda head: last_heard(node, head),
        late=timedelta(seconds=node.config.late_s),
        absent=timedelta(seconds=node.config.absent_s),
    )


def last_heard(node: Node, head: StoredHead) -> datetime | None:
    """When a peer was last heard: by this run of the node, or by an earlier one."""
    heard_at = node.peers.word(head.party).heard_at
    return heard_at or heard_before(head)


def own_register(node: Node, picture: Picture, exchange: Exchange) -> CheckResult:
    """What our own register yields for an exchange: at the place asked about, and at our own readback.

    Both are asked, because each side may still be the one that erred within the joint doubt.
    """
    extent, margin_m = asked_extent(exchange), exchange.enquiry.margin_m
    own = (node.config.code,)
    found = look_up(node, picture, extent, margin_m, parties=own, asker=exchange.asker)
    return replace(found, findings=(*asked_on_older_head(picture, exchange), *found.findings))


def look_up(
    node: Node,
    picture: Picture,
    extent: Extent,
    margin_m: float,
    *,
    parties: tuple[str, ...],
    asker: str = "",
) -> CheckResult:
    """The check of an extent against the registers of `parties` as they stand now."""
    now = node.clock()
    standing = picture.register.at(now)
    return check_standing(
        extent,
        margin_m,
        standing,
        heads(node, picture, now),
        parties=parties,
        asker=asker,
        near=node.nearby.near(extent, margin_m, standing),
    )
