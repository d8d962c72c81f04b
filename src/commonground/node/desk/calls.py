"""The call cards: whom to call by voice now, why, by which numbers and frequencies, and in which words.

One card for every peer, always there; `due` says why they have to be called now and is empty otherwise.
No link, an answer overdue, an alarm nobody has taken, a movement overdue: each is enough. Contacts are
those of the terms of the exchange and those of our own `node.toml`, the role to be called first.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from commonground.exchange.calls.deadlines import Call, call
from commonground.exchange.exchange import Exchange
from commonground.interop.coded.line import reference_of
from commonground.interop.voice import aloud
from commonground.interop.voice.words import spoken
from commonground.node.desk.asking import last_heard
from commonground.node.desk.picture import Picture
from commonground.node.service import Node
from commonground.position.window import utc_text
from commonground.register.fold import Standing
from commonground.register.item import Item
from commonground.register.words import said_time
from commonground.statements.admin import Contact
from commonground.statements.message import Alarm
from commonground.statements.notice import NoticeKind

DRILL: Final = "DRILL DRILL DRILL."


def calls(node: Node, picture: Picture, standing: Standing, now: datetime) -> list[dict[str, Any]]:
    """The call card of every peer: `CallCard` of the API."""
    overdue = [one for one in standing.items if is_overdue(one, now)]
    return [_card(node, picture, peer.code, overdue, now) for peer in node.config.peers]


def is_overdue(item: Item, now: datetime) -> bool:
    """Whether it is a movement whose windows have run out without a word."""
    return item.notice.kind is NoticeKind.MOVEMENT and item.moves and now >= item.ends


def contacts(node: Node, picture: Picture, party: str, first: str = "") -> list[dict[str, str]]:
    """How a party is reached, the role to be called first, then by the order of roles."""
    said = picture.terms.contacts if picture.terms else ()
    rows = [(one, "terms") for one in said] + [(one, "here") for one in node.config.contacts]
    roles = [first, *picture.deadlines.roles]

    def order(row: tuple[Contact, str]) -> int:
        return roles.index(row[0].role) if row[0].role in roles else len(roles)

    return [
        {"role": one.role, "way": one.way, "number": one.number, "hours": one.hours, "said_in": where}
        for one, where in sorted(rows, key=order)
        if one.party == party
    ]


def _card(node: Node, picture: Picture, party: str, overdue: Iterable[Item], now: datetime) -> dict[str, Any]:
    card = node.roster.parties.get(party)
    name = card.name if card else party
    own = node.config.code
    due: list[str] = [link] if (link := _no_link(node, party, name, now)) else []
    running: list[Call] = []
    say: list[str] = []
    for raised in picture.exchanges.alarms:
        if raised.party == own and party in raised.untaken_by():
            due.append(f"Nobody of {name} has taken our alarm of {said_time(raised.at)}.")
            rung = raised.escalation(now, picture.deadlines)
            running += [rung] if rung else []
            body = Alarm(words=raised.words, place=raised.place)
            say += spoken(body, caller=node.config.name, called=name, ref=reference_of(raised.id)).lines
    for exchange in picture.exchanges.exchanges:
        late = _late(exchange, own, party, picture, now)
        if late is not None:
            ref = reference_of(exchange.enquiry_id)
            due.append(f"{name} has not answered {ref}, due {said_time(exchange.deadline)}.")
            running.append(late)
            say.append(_ask_again(exchange, node.config.name, name))
    for item in overdue:
        if item.party in (own, party):
            what = item.notice.label or item.notice.item
            due.append(f"{what} of {item.party} is overdue since {said_time(item.ends)}.")
            say.append(f"Question. Have you any word of {what}? It is overdue.")
    highest = max(running, key=lambda one: one.level, default=None)
    roles = picture.deadlines.roles
    role = (highest.role if highest else roles[0]) if due else None
    if due and not say:
        say.append(f"{name}, {name}, this is {node.config.name}. The link is down. We go on by voice.")
    return {
        "party": party,
        "name": name,
        "due": due,
        "role": role,
        "next_at": utc_text(min(one.next_at for one in running)) if running else None,
        "contacts": contacts(node, picture, party, role or ""),
        "say": [DRILL, *say, DRILL] if say and picture.drill else say,
    }


def _no_link(node: Node, party: str, name: str, now: datetime) -> str:
    if node.peers.state(party, now) == "heard":
        return ""
    head = next((one for one in node.store.heads().values() if one.party == party), None)
    heard_at = last_heard(node, head) if head else node.peers.word(party).heard_at
    since = f"since {said_time(heard_at)}" if heard_at else "yet"
    return f"No link: {name} has not been heard {since}."


def _late(exchange: Exchange, own: str, party: str, picture: Picture, now: datetime) -> Call | None:
    if exchange.asker != own or exchange.receiver != party or not exchange.unanswered():
        return None
    return None if exchange.overtaken(now) else call(exchange.deadline, now, picture.deadlines)


def _ask_again(exchange: Exchange, caller: str, called: str) -> str:
    ref = aloud.figures(reference_of(exchange.enquiry_id))
    return (
        f"{called}, {called}, this is {caller}. Question. Reference {ref}. We wait for your answer since "
        f"{aloud.moment(exchange.deadline)}. If you cannot answer, say: stand by, and until when."
    )
