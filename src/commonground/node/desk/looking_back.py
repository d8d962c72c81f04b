"""Looking back: the desk of an earlier moment, as the same JSON, with nothing in it that can be done.

It is drawn for whoever sits here now. So the embargo is today's: an enquiry that still waits for our own
readback stays withheld at every moment, and one that we have read back since is shown from its beginning.
Grids and planes are today's too. When a peer was heard and what witnesses had signed was not written
down; in their stead stands the latest word of each party, and what the others' words show they had seen.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from commonground.errors import InputError
from commonground.exchange.exchange import Exchange
from commonground.exchange.view import LIMIT, withheld
from commonground.node.desk.loaded import loaded_messages, loaded_of
from commonground.node.desk.picture import Picture
from commonground.node.desk.view import (
    NO_HAND,
    alarms,
    asked_by,
    asked_much,
    exchange_json,
    first_items,
    local_times,
    party_json,
    peers_json,
    with_grid,
)
from commonground.node.service import Node
from commonground.position.window import read_utc, utc_text
from commonground.register.view import coverage_json, item_json
from commonground.replay.moment import Moment, party_of_mode
from commonground.replay.past import Past

REPLAY: Final = "REPLAY"
MOST_TICKS: Final = 2000


class NotLiveError(InputError):
    """Refused because the desk that asks shows an earlier moment."""


def moment_asked(node: Node, at: str, mode: str) -> Moment:
    """The moment that a desk asks for. Raises InputError that names the field."""
    party = party_asked(node, mode)
    try:
        moment = read_utc(at)
    except ValueError:
        raise InputError(
            "not a moment in UTC", where="at", given=at[:60], hint="like 2011-11-25T18:36:00Z"
        ) from None
    if moment > node.clock():
        raise InputError("that moment is still to come", where="at", given=at)
    return Moment(at=moment, party=party)


def party_asked(node: Node, mode: str) -> str:
    """The party whose knowledge is asked for, "" for what was so. Raises InputError."""
    party = party_of_mode(mode)
    known = [node.config.code, *(peer.code for peer in node.config.peers)]
    if party and party not in known:
        raise InputError("no party of that code here", where="mode", given=mode[:60], hint=", ".join(known))
    return party


def past_desk(node: Node, moment: Moment) -> dict[str, Any]:
    """`Desk` of the API as it was at the moment, for whoever sits here now."""
    version = node.bell.version  # read first, as for the live desk
    live = node.picture()
    past, picture = node.pasts.at(live, moment)
    hidden = {one.id for one in live.withheld}
    messages = loaded_messages(picture)
    shown = [
        _exchange(node, one, picture, moment.at, hidden) | {"loaded": loaded_of(one, messages)}
        for one in picture.exchanges.exchanges
    ]
    standing = picture.register.at(moment.at)
    first = first_items(standing)
    counted = asked_by(picture, standing)
    profile = node.config.profile
    found = [one for one in standing.findings if not past.rests_on_later(one)]
    return {
        "version": version,
        "now": utc_text(moment.at),
        "mode": REPLAY,
        "replay": {
            "at": utc_text(moment.at),
            "mode": moment.mode,
            "party": moment.party,
            "drill": picture.drill,
        },
        "party": party_json(node.config.code, node.config.name, profile, side="own"),
        "local_times": local_times(picture, moment.at),
        "peers": _peers(node, live, past),
        "alarms": [one | NO_HAND for one in alarms(node, picture, shown, moment.at)],
        "calls": [],
        "asked": [one.as_json() for one in counted],
        "exchanges": sorted(shown, key=lambda one: (one["deadline"], one["id"])),
        "register": [with_grid(item_json(one, moment.at), profile) for one in first],
        "register_left_off": len(standing.items) - len(first),
        "register_version": len(picture.register.statements),
        "coverage": [coverage_json(one, moment.at) for one in standing.coverage],
        "findings": [
            one.as_json() | {"about": list(one.about)}
            for one in (*past.findings, *asked_much(counted), *found)
        ],
        "head": _head(node, past),
        "limits": LIMIT,
    }


def moments(node: Node, mode: str) -> dict[str, Any]:
    """The events on the line of time: `Moments` of the API."""
    party = party_asked(node, mode)
    found = node.pasts.ticks(node.picture(), party)
    newest = found[-MOST_TICKS:]
    return {
        "mode": Moment(at=node.clock(), party=party).mode,
        "now": utc_text(node.clock()),
        "moments": [
            {"at": utc_text(one.at), "id": one.id, "kind": one.kind, "party": one.party, "text": one.text}
            for one in newest
        ],
        "left_off": len(found) - len(newest),
    }


def _exchange(
    node: Node, exchange: Exchange, picture: Picture, at: datetime, hidden: set[str]
) -> dict[str, Any]:
    shown = exchange_json(node, _under_todays_embargo(exchange, picture.party, hidden), picture, at)
    return shown | {"next": [], "outcomes": [], "counterpart": "not_recorded"}


def _under_todays_embargo(exchange: Exchange, party: str, hidden: set[str]) -> Exchange:
    """The exchange with its place withheld where it is today, and nowhere else.

    A place that was read back and then put right is withheld anew; what was measured and worked out
    before would say about where it lies, so it is left out of the replay as well.
    """
    is_withheld = withheld(exchange, party)
    if exchange.id not in hidden:
        return replace(exchange, revealed=True) if is_withheld else exchange
    if is_withheld:
        return exchange
    return replace(exchange, readback=None, revealed=False, source=None, report_check=None, findings=())


def _peers(node: Node, live: Picture, past: Past) -> list[dict[str, Any]]:
    """The peers with the latest word of each that stood by then."""
    since = node.pasts.since(live, past.selection.moment.party)
    said: dict[str, datetime] = {}
    sizes: dict[str, int] = {}
    for one in past.selection.entries:
        said[one.party] = max(since[one.id], said.get(one.party, since[one.id]))
        sizes[one.party] = max(one.index + 1, sizes.get(one.party, 0))
    return [
        peer
        | {
            "last_heard": utc_text(said[peer["code"]]) if peer["code"] in said else None,
            "state": "not_recorded",
            "head": {"size": sizes.get(peer["code"], 0)},
            "trouble": "",
        }
        for peer in peers_json(node, live, node.clock())
    ]


def _head(node: Node, past: Past) -> dict[str, Any]:
    """How far our own log had come, and who says to have seen all of it."""
    origin, entries = node.origin_of_log, past.selection.entries
    size = max((one.index + 1 for one in entries if one.origin == origin), default=0)
    reach: dict[str, int] = {}
    for one in entries:
        for seen in one.statement.header.seen:
            if seen.origin == origin and one.origin != origin:
                reach[one.party] = max(seen.size, reach.get(one.party, 0))
    return {
        "origin": origin,
        "size": size,
        "root": "",
        "cosigned_by": sorted(party for party, seen in reach.items() if size and seen >= size),
        "pending": max(0, size - max(reach.values(), default=0)),
    }
