"""What is open at a desk when one officer hands it to the next, as a list to be read aloud.

Alarms first, then enquiries by deadline, overdue movements, doubts, and how every link is: the last one
stands there even when all is well, because a link nobody mentions is taken for a good one. No place
stands in it; places are shown with the exchange.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from commonground.exchange.exchange import Exchange
from commonground.exchange.fold import Exchanges
from commonground.exchange.table import State
from commonground.register.fold import Register
from commonground.register.item import DoubtSaid
from commonground.register.upkeep.movements import lives
from commonground.register.words import said_time
from commonground.statements.admin import Matter, MatterKind

MOST: Final = 120  # matters in one handover; it has to fit into one statement, and into one head
LONGEST: Final = 240  # letters of one matter

STANDS: Final[Mapping[State, str]] = {
    State.SENT: "waiting for the readback",
    State.READ_BACK: "read back, not yet confirmed",
    State.DIFFERS: "BLOCKED: the readback lies elsewhere",
    State.DOUBTED: "doubted, to be measured again",
    State.UNDERSTOOD: "place understood, not answered",
    State.UNABLE: "answered: cannot say, not acknowledged",
    State.ANSWERED: "answered, not acknowledged",
}


def matters(
    party: str, exchanges: Exchanges, register: Register, now: datetime, links: Mapping[str, str]
) -> tuple[Matter, ...]:
    """Everything the desk of `party` has open now. `links`: how the link to each peer is, in words.

    At most `MOST`: the last one then says how many more stand in the record.
    """
    found = [
        *_alarms(party, exchanges),
        *_enquiries(party, exchanges.exchanges),
        *_overdue(register, now),
        *_doubts(party, exchanges.exchanges, register, now),
        *(Matter(what=MatterKind.LINK, about=code, words=_cut(said)) for code, said in sorted(links.items())),
    ]
    if len(found) <= MOST:
        return tuple(found)
    more = len(found) - MOST + 1
    rest = f"{more} further matters are open. They stand at the desk and in the record."
    return (*found[: MOST - 1], Matter(what=MatterKind.OPEN, about="", words=rest))


def _alarms(party: str, exchanges: Exchanges) -> Iterator[Matter]:
    for one in exchanges.alarms:
        waiting = one.untaken_by()
        if waiting and party in (one.party, *one.to):
            untaken = f"Not taken by {', '.join(waiting)}."
            words = f'Alarm of {one.party} at {said_time(one.at)}: "{one.words}" {untaken}'
            yield Matter(what=MatterKind.ALARM, about=one.id, words=_cut(words))


def _enquiries(party: str, exchanges: Iterable[Exchange]) -> Iterator[Matter]:
    for one in sorted(exchanges, key=lambda one: (one.deadline, one.id)):
        if not one.open or one.side(party) is None:
            continue
        words = f"Enquiry of {one.asker} to {one.receiver} at {said_time(one.sent_at)}, {STANDS[one.state]}"
        if one.standby_until is not None and one.unanswered():
            kind, words = MatterKind.STANDBY, f"{words}; stands by until {said_time(one.standby_until)}."
        else:
            kind, words = MatterKind.OPEN, f"{words}; due {said_time(one.deadline)}."
        yield Matter(what=kind, about=one.id, words=_cut(words))


def _overdue(register: Register, now: datetime) -> Iterator[Matter]:
    for life in lives(register, now):
        found = life.finding()
        if found is not None:
            yield Matter(what=MatterKind.OVERDUE, about=life.item.id, words=_cut(found.text))


def _doubts(party: str, exchanges: Iterable[Exchange], register: Register, now: datetime) -> Iterator[Matter]:
    standing = register.at(now)
    said: dict[str, DoubtSaid] = {}
    for exchange in exchanges:
        if exchange.open and exchange.side(party) is not None:
            said |= {one.id: one for one in exchange.doubts}
    for of_thing in (thing.doubts for things in (standing.items, standing.coverage) for thing in things):
        said |= {one.id: one for one in of_thing}
    for one in sorted(said.values(), key=lambda one: (one.at, one.id)):
        words = f'{one.officer} of {one.party} doubts at {said_time(one.at)}: "{one.words}"'
        yield Matter(what=MatterKind.DOUBT, about=one.id, words=_cut(words))


def _cut(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
