"""The desk's whole picture as JSON: what the folds know, as this party may see it, at one moment.

Nothing is decided here. Every place goes through `with_grid`, which adds the viewer's own grid only
where the exchange's view has already given the numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from commonground.errors import InputError
from commonground.exchange.answers.asked import Asked, asked, limits_of
from commonground.exchange.exchange import Exchange
from commonground.exchange.view import LIMIT, view
from commonground.finding import Finding, Kind, Level
from commonground.node import ways
from commonground.node.desk import duty
from commonground.node.desk.arisen import arisen
from commonground.node.desk.asking import last_heard
from commonground.node.desk.calls import calls
from commonground.node.desk.loaded import lacking, loaded_alarms, loaded_messages, loaded_of
from commonground.node.desk.log_findings import log_findings, unwitnessed_since
from commonground.node.desk.picture import Picture
from commonground.node.desk.reading import own_grid
from commonground.node.service import Node
from commonground.position.local import local_text
from commonground.position.profile import MapProfile
from commonground.position.transform import crs_info, proj4_text
from commonground.position.window import utc_text
from commonground.register.fold import Standing
from commonground.register.item import Item
from commonground.register.view import coverage_json, item_json

ACTIONS: Final[dict[Kind, str]] = {
    Kind.ALARM_STANDS: "Stop, then take the alarm",
    Kind.READBACK_DIFFERS: "Do not act on this place: correct it or measure again",
    Kind.NO_ANSWER: "Call them",
    Kind.NOT_WRITING: "Speak by radio or telephone; free space on this machine's disk",
    Kind.OWN_POSITION: "Ask who gave this place: it is our own",
    Kind.ANSWER_CONTRADICTED: "Ask them: their own notice says otherwise",
    Kind.SOURCE_DIFFERS: "Ask the person at the place again",
}
LOOK: Final = "Look"
MOST_ITEMS: Final = 400  # of the register with the desk; the rest page by page and as dots
NO_HAND: Final[dict[str, Any]] = {"take": None, "confirm": None, "ways": []}


def desk(node: Node, now: datetime) -> dict[str, Any]:
    """Everything the desk draws: `Desk` of the API."""
    version = node.bell.version  # read first: whoever changes something now rings after this
    picture = node.picture()
    profile = node.config.profile
    standing = picture.register.at(now)
    messages = loaded_messages(picture)
    shown = [
        with_findings(
            exchange_json(node, one, picture, now) | {"loaded": loaded_of(one, messages)},
            (*node.map_causes.of(one), *node.objections.of(one, picture, standing)),
        )
        for one in picture.exchanges.exchanges
    ]
    first = first_items(standing)
    counted = asked_by(picture, standing)
    watched = duty.findings(node, picture, now)
    unloaded = lacking(picture, standing, now)
    return {
        "version": version,
        "now": utc_text(now),
        "mode": "DRILL" if picture.drill else "LIVE",
        "party": party_json(node.config.code, node.config.name, profile, side="own"),
        "local_times": local_times(picture, now),
        "peers": peers_json(node, picture, now),
        "alarms": [
            *not_writing(node),
            *alarms(node, picture, shown, now),
            *duty_alarms(watched),
            *loaded_alarms(unloaded, picture),
        ],
        "calls": calls(node, picture, standing, now),
        "asked": [one.as_json() for one in counted],
        "exchanges": sorted(shown, key=lambda one: (one["deadline"], one["id"])),
        "register": [with_grid(item_json(one, now), profile) for one in first],
        "register_left_off": len(standing.items) - len(first),
        "register_version": len(picture.register.statements),
        "coverage": [coverage_json(one, now) for one in standing.coverage],
        "findings": [
            one.as_json() | {"about": list(one.about)}
            for one in (
                *log_findings(node, now),
                *watched,
                *unloaded,
                *asked_much(counted),
                *arisen(picture, standing, now),
            )
        ],
        "head": head_json(node),
        "limits": LIMIT,
    }


def first_items(standing: Standing) -> tuple[Item, ...]:
    """What the desk is sent of the register: all of it, or what is doubted and then what was said last."""
    if len(standing.items) <= MOST_ITEMS:
        return standing.items
    ranked = sorted(standing.items, key=lambda one: (bool(one.doubts), one.said_at, one.id), reverse=True)
    kept = {one.id for one in ranked[:MOST_ITEMS]}
    return tuple(one for one in standing.items if one.id in kept)


def not_writing(node: Node) -> list[dict[str, Any]]:
    """That our own record cannot be written: what is said now is lost, so it stands above all alarms."""
    why = node.store.write_fault or node.trouble
    if not why:
        return []
    text = (
        f"This node cannot write its record ({why}): nothing can be said, received or sealed here."
        " Everything that was acknowledged is kept."
    )
    found = Finding(kind=Kind.NOT_WRITING, level=Level.URGENT, text=text)
    return [found.as_json() | {"about": [], "action": ACTIONS[found.kind], "exchange": None, **NO_HAND}]


def asked_much(counted: Iterable[Asked]) -> list[Finding]:
    """What an asker could know by now from many enquiries: said on both desks, never blocking."""
    return [found for one in counted if (found := one.finding()) is not None]


def asked_by(picture: Picture, standing: Standing) -> tuple[Asked, ...]:
    """How much each party has asked each other, by the budgets of our terms."""
    return asked(picture.exchanges.exchanges, standing, limits_of(picture.terms))


def exchange_json(node: Node, exchange: Exchange, picture: Picture, now: datetime) -> dict[str, Any]:
    """One exchange: `ExchangeView` of the API."""
    shown = view(exchange, picture.party, now, given=picture.given, deadlines=picture.deadlines)
    profile = node.config.profile
    shown["place"] = with_grid(shown["place"], profile)
    if shown["readback"] is not None:
        shown["readback"]["place"] = with_grid(shown["readback"]["place"], profile)
    took = (exchange.received_at or exchange.sent_at) - exchange.sent_at
    other = exchange.receiver if exchange.asker == picture.party else exchange.asker
    shown["sent_local"] = local_times(picture, exchange.sent_at)
    shown["deadline_local"] = local_times(picture, exchange.deadline)
    shown["counterpart"] = node.peers.state(other, now)
    shown["delayed"] = exchange.receiver == picture.party and took > picture.deadlines.delayed_after
    return shown


def with_findings(shown: dict[str, Any], found: Iterable[Finding]) -> dict[str, Any]:
    """An exchange with what else is to be said of it."""
    return shown | {"findings": [*shown["findings"], *(one.as_json() for one in found)]}


def with_grid(shown: dict[str, Any], profile: MapProfile) -> dict[str, Any]:
    """A place or item with the viewer's own grid beside its numbers, where it has numbers."""
    if "lat_deg" not in shown:
        return shown
    return shown | {"own_grid": own_grid(shown["lat_deg"], shown["lon_deg"], profile)}


def alarms(
    node: Node, picture: Picture, exchanges: Iterable[dict[str, Any]], now: datetime
) -> list[dict[str, Any]]:
    """What asks for a hand now, the newest bare alarms first, then what is urgent in exchanges."""
    found = []
    for raised in reversed(picture.exchanges.alarms):
        standing = raised.finding(now, picture.deadlines, viewer=picture.party)
        if standing is not None and picture.party in (raised.party, *raised.to):
            exchange = raised.exchanges[0] if raised.exchanges else None
            ours = raised.party == picture.party
            action = "Call them: nobody has taken it" if ours else ACTIONS[Kind.ALARM_STANDS]
            take = raised.id if picture.party in raised.untaken_by(picture.party) else None
            found.append(
                standing.as_json()
                | {"about": list(standing.about), "action": action, "exchange": exchange, "take": take}
                | {"confirm": raised.id if ours else None, "ways": ways.states(node.config, raised)}
            )
    for shown in exchanges:
        for one in shown["findings"]:
            if one["level"] == Level.URGENT.word and shown["state"] not in ("closed", "withdrawn"):
                kind = Kind(one["kind"])
                hand = {"action": ACTIONS.get(kind, LOOK), "exchange": shown["id"], **NO_HAND}
                found.append({"about": []} | one | hand)
    return found


def duty_alarms(watched: Iterable[Finding]) -> list[dict[str, Any]]:
    """A desk that waits to be taken, and an empty one, ask for a hand; the rest is for reading."""
    return [
        one.as_json()
        | {"about": list(one.about), "action": duty.ACTIONS[one.kind], "exchange": None, "take": None}
        for one in watched
        if one.kind in duty.ACTIONS
    ]


def local_times(picture: Picture, now: datetime) -> dict[str, str]:
    """The moment on the clocks of every party that has said how far they are from UTC."""
    return {
        party: text for party, offset in sorted(picture.offsets.items()) if (text := local_text(now, offset))
    }


def peers_json(node: Node, picture: Picture, now: datetime) -> list[dict[str, Any]]:
    """Every peer, when it was last heard, and how much of its log is here."""
    heads = {head.party: head for head in node.store.heads().values()}
    found = []
    for peer in node.config.peers:
        heard_at = last_heard(node, heads[peer.code]) if peer.code in heads else None
        card = node.roster.parties.get(peer.code)
        profile = picture.profiles.get(peer.code, MapProfile(name=""))
        head = heads.get(peer.code)
        found.append(
            party_json(peer.code, card.name if card else peer.code, profile, side="other")
            | {
                "last_heard": utc_text(heard_at) if heard_at else None,
                "state": node.peers.state(peer.code, now),
                "head": {"size": head.size if head else 0},
                "trouble": node.peers.word(peer.code).trouble,
                "through": node.peers.word(peer.code).through,
            }
        )
    return found


def head_json(node: Node) -> dict[str, Any]:
    """The head of our own log: how large, who has seen it, what is still pending."""
    head = next((one for one in node.store.heads().values() if one.party == node.config.code), None)
    if head is None:
        return {"origin": node.origin_of_log, "size": 0, "root": "", "cosigned_by": [], "pending": 0}
    return {
        "origin": head.origin,
        "size": head.size,
        "root": head.root.hex(),
        "cosigned_by": list(head.cosigned_by),
        "pending": head.pending,
        "unwitnessed_since": utc_text(since) if (since := unwitnessed_since(node, head)) else None,
        "witnesses": [
            {"name": name, "seen": word.seen, "trouble": word.trouble, "text": word.text(name)}
            for name, word in node.witnesses.words().items()
        ],
    }


def party_json(code: str, name: str, profile: MapProfile, *, side: str) -> dict[str, Any]:
    """A party and how its map is drawn."""
    return {"code": code, "name": name, "side": side, "profile": dict(profile_json(profile))}


@lru_cache(maxsize=64)
def profile_json(profile: MapProfile) -> dict[str, Any]:
    """How a party writes places. The PROJ text is for drawing alone; the node converts what is said."""
    info = crs_info(profile.crs)
    west, south, east, north = profile.theatre or info.area or (-180.0, -80.0, 180.0, 84.0)
    try:
        proj4 = proj4_text(profile.crs, (south + north) / 2, (west + east) / 2)
    except InputError:
        proj4 = ""
    return {
        "crs": profile.crs,
        "crs_name": info.name,
        "notation": profile.notation,
        "unit": info.unit_name,
        "ce95_m": profile.report_ce95_m,
        "proj4": proj4,
        "bounds": [west, south, east, north],
    }
