"""Duty at this desk: what is handed over, taking it, the test call, and whether anybody sits here at all.

Who sits at a desk is no statement: it is known while the node runs, and counted from its start.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from commonground.errors import InputError
from commonground.exchange.duty.matters import matters
from commonground.exchange.duty.watch import Called, Passed, unmanned
from commonground.finding import Finding, Kind
from commonground.node.auth.sessions import Session
from commonground.node.desk.picture import Picture
from commonground.node.models import asked
from commonground.node.service import Node
from commonground.position.window import utc_text
from commonground.register.words import said_time
from commonground.statements.admin import CallTested, Handover, Matter, Takeover

ACTIONS = {
    Kind.HANDOVER_WAITS: "Take the desk: read every matter",
    Kind.DESK_UNMANNED: "Sit down at this desk",
}


def open_matters(node: Node, picture: Picture, now: datetime) -> tuple[Matter, ...]:
    """What would be handed over now."""
    links = {peer.code: _link(node, peer.code, now) for peer in node.config.peers}
    return matters(node.config.code, picture.exchanges, picture.register, now, links)


def findings(node: Node, picture: Picture, now: datetime) -> tuple[Finding, ...]:
    """What is missing at this desk: a handover nobody took, a test call nobody made, an officer."""
    found = picture.watch.findings(now, (peer.code for peer in node.config.peers))
    empty = nobody_here(node, picture, now)
    return (*found, empty) if empty else found


def nobody_here(node: Node, picture: Picture, now: datetime) -> Finding | None:
    """That nobody has sat here for too long, and whom to call; said on the locked desk too."""
    if node.sessions.staffed(now):
        return None
    waits = sum(picture.party in one.untaken_by() for one in picture.exchanges.alarms)
    return unmanned(node.staffed_at, now, waits)


def duty_json(node: Node, picture: Picture, now: datetime) -> dict[str, Any]:
    """`Duty` of the API."""
    watch, names = picture.watch, node.roster.parties
    own = names.get(node.config.code)
    return {
        "officers": [
            {"code": one.code, "name": one.name, "roles": list(one.roles)}
            for one in (own.officers if own else ())
        ],
        "began": utc_text(watch.began) if watch.began else None,
        "matters": _numbered(open_matters(node, picture, now)),
        "handover": _passed(watch.passed) if watch.passed else None,
        "calls": [
            {
                "party": peer.code,
                "name": names[peer.code].name if peer.code in names else peer.code,
                "due": utc_text(due) if (due := watch.call_due(peer.code)) else None,
                "last": _called(watch.calls.get(peer.code)),
            }
            for peer in node.config.peers
        ],
        "findings": [one.as_json() for one in findings(node, picture, now)],
    }


def hand_over(node: Node, session: Session, given: asked.HandoverAsked) -> str:
    """The desk passes to another officer, with everything that is open now."""
    own = node.roster.parties[node.config.code]
    if given.to_officer not in {one.code for one in own.officers}:
        raise InputError("no officer of ours by that code", where="to_officer", given=given.to_officer)
    if given.to_officer == session.officer:
        raise InputError("a desk is handed to somebody else", where="to_officer", given=given.to_officer)
    listed = open_matters(node, node.picture(), node.clock())
    body = Handover(to_officer=given.to_officer, matters=listed, words=given.words)
    return node.say(session, body)


def take_over(node: Node, session: Session, given: asked.TakeoverAsked) -> str:
    """The incoming officer has the desk and has read these matters. Any officer but the one who left it."""
    passed = node.picture().watch.passed
    if passed is None or passed.id != given.handover:
        raise InputError("that is not the last handover of this desk", where="handover", given=given.handover)
    if passed.officer == session.officer:
        raise InputError(
            "whoever hands a desk over does not take it", where="handover", given=session.officer
        )
    wrong = [number for number in given.read if not 1 <= number <= len(passed.handover.matters)]
    if wrong:
        raise InputError("no matter of that number", where="read", given=str(wrong[0]))
    body = Takeover(handover=passed.id, read=tuple(sorted(set(given.read))), words=given.words)
    return node.say(session, body, re=(passed.id,))


def call_tested(node: Node, session: Session, given: asked.TestCallAsked) -> str:
    """A call to a peer by one way, to see that it works, put on record."""
    node.config.peer(given.party)
    if not given.way.strip():
        raise InputError("a test call names its way", where="way", hint="telephone, radio and frequency")
    if given.reached and not given.by.strip():
        raise InputError("a call that was answered names who answered", where="by")
    body = CallTested(party=given.party, way=given.way, reached=given.reached, by=given.by, words=given.words)
    return node.say(session, body, to=(given.party,))


def _link(node: Node, code: str, now: datetime) -> str:
    word = node.peers.word(code)
    heard = f"last heard {said_time(word.heard_at)}" if word.heard_at else "not heard since this node began"
    trouble = f" {word.trouble}" if word.trouble else ""
    return f"{code}: {node.peers.state(code, now)}, {heard}.{trouble}"


def _numbered(listed: tuple[Matter, ...]) -> list[dict[str, Any]]:
    return [
        {"number": number, "what": str(one.what), "about": one.about, "words": one.words}
        for number, one in enumerate(listed, start=1)
    ]


def _passed(passed: Passed) -> dict[str, Any]:
    said = passed.handover
    return {
        "id": passed.id,
        "officer": passed.officer,
        "to_officer": said.to_officer,
        "at": utc_text(passed.at),
        "words": said.words,
        "matters": _numbered(said.matters),
        "unread": list(passed.unread),
        "taken": [{"officer": one.officer, "at": utc_text(one.at)} for one in passed.taken],
    }


def _called(last: Called | None) -> dict[str, Any] | None:
    if last is None:
        return None
    said = last.call
    return {
        "at": utc_text(last.at),
        "officer": last.officer,
        "way": said.way,
        "reached": said.reached,
        "by": said.by,
        "words": said.words,
    }
