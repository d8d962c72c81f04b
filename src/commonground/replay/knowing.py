"""Since when: when each statement was said, and when one party can be shown to have been told it.

Being told is proved by that party's own signed word and by nothing else: its receipt, a statement of
its own that names the other, or a head of the other log that it says it has seen. No time of arrival
that a node keeps for itself counts, so a stranger comes to the same result. What the
party may not read, it was never told, whatever it names.

Nobody gives a receipt for a receipt. So those that were given to the party count from the head on that
it says it has seen; they hold nothing but the ids of its own statements.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from commonground.replay.entry import Placed, after_what_they_name
from commonground.statements.admin import Disclosure, Receipt


def said_since(entries: Iterable[Placed]) -> dict[str, datetime]:
    """By id: the moment from which each statement stood, by the clock of the one who said it.

    Where clocks are apart, an answer is taken to be no older than what it answers.
    """
    all_ = list(entries)
    return after_what_they_name({one.id: one.at for one in all_}, {one.id: one.names for one in all_})


def told_since(entries: Iterable[Placed], party: str) -> dict[str, datetime]:
    """By id: the moment, by the party's own clock, at which it shows that it had the statement.

    Statements without such a proof are left out: of them it cannot be said that the party was told.
    """
    all_ = {one.id: one for one in entries}
    disclosed = _disclosed_to(all_.values(), party)
    may_read = {id_ for id_, one in all_.items() if _is_for(one, party) or id_ in disclosed}
    since: dict[str, datetime] = {}

    def learn(id_: str, at: datetime) -> None:
        if id_ in may_read:
            since[id_] = min(since.get(id_, at), at)

    own = sorted((one for one in all_.values() if one.party == party), key=lambda one: (one.at, one.index))
    for one in own:
        learn(one.id, one.at)
        for name in one.names:
            learn(name, one.at)
    for id_, at in _seen(all_.values(), own):
        learn(id_, at)
    for id_, by in disclosed.items():
        given = [since[name] for name in by if name in since]
        if given:
            learn(id_, min(given))
    return since


def _is_for(one: Placed, party: str) -> bool:
    return one.public or party in (one.party, *one.statement.header.to)


def _disclosed_to(entries: Iterable[Placed], party: str) -> dict[str, list[str]]:
    """By statement: the disclosures that handed it to the party later."""
    found: dict[str, list[str]] = {}
    for one in entries:
        body = one.statement.body
        if isinstance(body, Disclosure) and party in body.parties:
            found.setdefault(body.discloses, []).append(one.id)
    return found


def _seen(entries: Iterable[Placed], own: Iterable[Placed]) -> Iterable[tuple[str, datetime]]:
    """What lay open, and every receipt, in the part of another log that the party says it has seen.

    Of any other commitment the head proves nothing but the hash; its content counts by receipt alone.
    """
    logs: dict[str, list[Placed]] = {}
    for one in entries:
        if one.public or isinstance(one.statement.body, Receipt):
            logs.setdefault(one.origin, []).append(one)
    for log in logs.values():
        log.sort(key=lambda one: one.index, reverse=True)
    for one in own:
        for seen in one.statement.header.seen:
            log = logs.get(seen.origin, [])
            while log and log[-1].index < seen.size:
                yield log.pop().id, one.at


def since_of(entries: Iterable[Placed], party: str) -> Mapping[str, datetime]:
    """By id, for what was so (`party` is "") or for what a party had been told."""
    return told_since(entries, party) if party else said_since(entries)
