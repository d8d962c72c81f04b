"""An answer against what its own party has told us: is *none* said where its own notices say otherwise?

The answer is the officer's and stands as it was given. But where the receiver has disclosed an entry that
lies within the margin of the place asked about, both cannot be right, and both desks must hear it.
"""

from __future__ import annotations

from datetime import datetime

from commonground.check.check import check
from commonground.exchange.exchange import Exchange
from commonground.finding import Finding, Kind, Level
from commonground.position.extent import Extent, Leg, Shape
from commonground.register.fold import Register
from commonground.statements.message import Outcome


def asked_extent(exchange: Exchange) -> Extent:
    """What a register is asked for an exchange: the place, and the readback's place once there is one.

    Both, because within the joint doubt either side may still be the one that erred.
    """
    places = [exchange.place] + ([exchange.readback.place] if exchange.readback else [])
    window = exchange.enquiry.window
    return Extent(legs=tuple(Leg(shape=Shape.place(one.position), window=window) for one in places))


def contradiction(exchange: Exchange, register: Register, now: datetime) -> Finding | None:
    """A finding where the receiver answered *none* and its own notices here lie within; None otherwise."""
    said = exchange.answer
    if said is None or said.answer.outcome is not Outcome.NONE_BY_REGISTER:
        return None
    margin_m = exchange.enquiry.margin_m
    result = check(asked_extent(exchange), margin_m, register, now, (), parties=(exchange.receiver,))
    if not result.within:
        return None
    return Finding(
        kind=Kind.ANSWER_CONTRADICTED,
        level=Level.URGENT,
        text=f"{exchange.receiver} answered none, but has itself given notice: {result.text}",
        about=(said.id, *(one.item.id for one in result.within)),
    )
