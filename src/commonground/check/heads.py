"""Heads: how much of each party's log stands behind a check, and whether the party is there.

A check names the heads it saw. What is not in a head that the quorum cosigned is pending; a log known
to hold more than is here is old; entries that are not open to this node may be about this very place.
Each of these makes an answer about that party *cannot say*.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from commonground.finding import Finding, Kind, Level
from commonground.position.window import utc_text
from commonground.register.fold import BODIES
from commonground.register.words import said_time
from commonground.statements.statement import Statement


class PeerState(StrEnum):
    """Whether a party is there."""

    OWN = "own"
    HEARD = "heard"
    LATE = "late"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """How much of one party's log a check saw.

    pending: statements here that no cosigned head holds yet. newest: the largest size of this log
    that any other log claims to have seen. withheld: entries here as commitments only.
    """

    party: str
    origin: str
    size: int
    root: str
    heard_at: datetime
    state: PeerState = PeerState.HEARD
    pending: int = 0
    newest: int = 0
    withheld: int = 0

    def as_json(self) -> dict[str, object]:
        return {
            "party": self.party,
            "origin": self.origin,
            "size": self.size,
            "root": self.root,
            "heard_at": utc_text(self.heard_at),
            "state": str(self.state),
            "pending": self.pending,
            "newest": max(self.newest, self.size),
            "withheld": self.withheld,
        }


def head_reasons(party: str, head: Head | None) -> tuple[Finding, ...]:
    """Why nothing better than *cannot say* can come from this party's log as far as it is here."""
    if head is None:
        text = f"nothing is known of the log of {party}"
        return (Finding(kind=Kind.HEAD_UNKNOWN, level=Level.CAUTION, text=text),)
    found: list[tuple[Kind, str]] = []
    if head.state is PeerState.ABSENT:
        found.append((Kind.PEER_ABSENT, f"{party} has not been heard since {said_time(head.heard_at)}"))
    if head.pending:
        text = f"{_count(head.pending, 'statement')} of {party} pending, in no cosigned head yet"
        found.append((Kind.HEAD_PENDING, text))
    if head.newest > head.size:
        text = f"the log of {party} is known to hold {head.newest} entries, {head.size} are here"
        found.append((Kind.HEAD_OLD, text))
    if head.withheld:
        text = f"{_count(head.withheld, 'entry', 'entries')} of {party} not open to this node"
        found.append((Kind.HEAD_WITHHELD, text))
    return tuple(
        Finding(kind=kind, level=Level.CAUTION, text=text, about=(head.origin,)) for kind, text in found
    )


def head_findings(head: Head | None) -> tuple[Finding, ...]:
    """What else is to be said of a head, without taking away the answer."""
    if head is None or head.state is not PeerState.LATE:
        return ()
    text = f"{head.party} is late: last heard {said_time(head.heard_at)}."
    return (Finding(kind=Kind.PEER_LATE, level=Level.CAUTION, text=text, about=(head.origin,)),)


def behind(said: Statement, others: Iterable[tuple[str, int, Statement]]) -> tuple[Finding, ...]:
    """What was said on an older head than the newest known then: words on a register that it had not seen.

    others: log, index and statement of what is here. Counts what another party said before, by its own
    clock, of what stands where, to this party or to everybody. Nothing is held up by it.
    """
    had = {seen.origin: seen.size for seen in said.header.seen}
    missed: dict[tuple[str, str], list[str]] = {}
    for origin, index, one in others:
        header = one.header
        theirs = header.party != said.header.party and header.at <= said.header.at
        told = not header.to or said.header.party in header.to
        if theirs and told and isinstance(one.body, BODIES) and index >= had.get(origin, 0):
            missed.setdefault((header.party, origin), []).append(one.id)
    return tuple(
        Finding(
            kind=Kind.HEAD_BEHIND,
            level=Level.CAUTION,
            text=f"{said.header.party} said this without {_count(len(ids), 'newer word')} of {party} on its "
            f"register: it had seen {_count(had.get(origin, 0), 'entry', 'entries')} of that log.",
            about=(said.id, *sorted(ids)),
        )
        for (party, origin), ids in sorted(missed.items())
    )


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
