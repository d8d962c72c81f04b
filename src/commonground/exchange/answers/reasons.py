"""What an answer says beside its outcome: why nothing better can be said, and every doubt that stands.

The register's own sentences name entries, kinds, counts and distances. An answer shows none of them unless
the officer adds it in his words; so each reason goes out as one of the sentences below. A doubt about what
was asked, or about an entry or a coverage that the answer rests on, goes with every answer from then on.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from commonground.check.result import CheckResult
from commonground.exchange.exchange import Exchange
from commonground.finding import Kind
from commonground.statements.message import Outcome

WHY: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        Kind.NO_COVERAGE: "we have not said that our register is complete for this",
        Kind.COVERAGE_ENDS: "our coverage ends before the window asked about",
        Kind.COVERAGE_PART: "our coverage does not hold the whole area asked about",
        Kind.COVERAGE_DOUBTED: "a coverage of ours is doubted",
        Kind.ENTRY_EXPIRED: "our register holds what has run out and was never said to be gone",
        Kind.HEAD_UNKNOWN: "nothing is known of our log",
        Kind.HEAD_PENDING: "what we have said is not all in a cosigned head",
        Kind.HEAD_OLD: "our log is known to hold more than this node has",
        Kind.HEAD_WITHHELD: "our log holds what this node cannot open",
        Kind.PEER_ABSENT: "our own node has not been heard",
    }
)
OTHER: Final = "our register does not bear a better answer"
DOUBTED: Final = "a doubt stands about an entry that this answer rests on"


def reasons_of(exchange: Exchange, found: CheckResult, outcome: Outcome) -> tuple[str, ...]:
    """The sentences of an answer, each once: why not better, then the doubts."""
    why = [WHY.get(one.kind, OTHER) for one in found.reasons] if outcome is Outcome.CANNOT_SAY else []
    if any(one.kind is Kind.ENTRY_DOUBTED for one in found.findings):
        why.append(DOUBTED)
    why += doubts_of(exchange)
    return tuple(dict.fromkeys(why))


def doubts_of(exchange: Exchange) -> list[str]:
    """The doubts raised in the exchange, as they were said to both sides."""
    return [f'{one.officer} of {one.party} doubts: "{one.words}"' for one in exchange.doubts]
