"""What the machine may say for its party, and what it works out before an officer says something.

The asker's node confirms an independent readback that matches: it compares numbers, that is all. It
never answers, and it confirms nothing that a person should look at.
"""

from __future__ import annotations

from commonground.exchange.exchange import Exchange
from commonground.exchange.places.compare import Verdict
from commonground.exchange.places.retyped import is_retyped
from commonground.exchange.table import State
from commonground.statements.message import Confirmation, Readback
from commonground.statements.notice import PlaceSaid


def auto_confirmation(exchange: Exchange) -> Confirmation | None:
    """The confirmation that the asker's node says by itself; None where an officer has to look."""
    readback = exchange.readback
    if exchange.state is not State.READ_BACK or readback is None:
        return None
    if readback.verdict is not Verdict.MATCH or not readback.independent:
        return None
    return confirmation(exchange)


def confirmation(exchange: Exchange, words: str = "") -> Confirmation | None:
    """The confirmation of the latest readback, with the numbers worked out; None where there is none."""
    readback = exchange.readback
    if readback is None:
        return None
    compared = readback.comparisons[0]
    return Confirmation(
        readback=readback.id,
        distance_m=compared.distance_m,
        joint_ce95_m=compared.joint_ce95_m,
        words=words,
    )


def readback_of(exchange: Exchange, place: PlaceSaid, words: str = "") -> Readback:
    """The readback of a place the receiver has entered, marked by what this desk knows of it."""
    own = not exchange.revealed and not is_retyped(exchange.place, place)
    return Readback(place=place, independent=own, words=words)
