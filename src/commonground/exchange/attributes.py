"""Response attributes: what each kind of message asks of the other side, and what closes it, as data.

After aviation's controller-pilot data link: a message that asks for an answer stays open until one that its
attribute holds has come. Standing by is possible while V and A/N are open, and closes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from commonground.exchange.table import Event
from commonground.statements.message import MessageKind


class Attribute(StrEnum):
    """What a message asks of the one who gets it."""

    VALUE = "V"  # his own measurement; closed by a readback that fits, and nothing less
    YES_NO = "A/N"  # something within, none by the register, cannot say
    WILL_DO = "W/U"  # a named person takes it
    RECEIVED = "R"  # received and understood
    NONE = "N"  # nothing


# What each kind asks for, in order: the second is asked when the first is closed.
ASKS: Final[Mapping[MessageKind, tuple[Attribute, ...]]] = MappingProxyType(
    {
        MessageKind.ENQUIRY: (Attribute.VALUE, Attribute.YES_NO),
        MessageKind.STANDBY: (Attribute.NONE,),
        MessageKind.READBACK: (Attribute.RECEIVED,),
        MessageKind.CONFIRMATION: (Attribute.NONE,),
        MessageKind.CORRECTION: (Attribute.VALUE, Attribute.YES_NO),
        MessageKind.ANSWER: (Attribute.RECEIVED,),
        MessageKind.ACKNOWLEDGEMENT: (Attribute.NONE,),
        MessageKind.DOUBT: (Attribute.NONE,),
        MessageKind.ALARM: (Attribute.WILL_DO,),
    }
)
# What closes it. V also by giving up: an answer that cannot say, given before the place was understood.
CLOSED_BY: Final[Mapping[Attribute, tuple[Event, ...]]] = MappingProxyType(
    {
        Attribute.VALUE: (Event.READBACK_FITS,),
        Attribute.YES_NO: (Event.ANSWER_SOMETHING, Event.ANSWER_NONE, Event.ANSWER_CANNOT),
        Attribute.WILL_DO: (Event.ACKNOWLEDGEMENT,),
        Attribute.RECEIVED: (Event.CONFIRMATION, Event.ACKNOWLEDGEMENT),
        Attribute.NONE: (),
    }
)


def asks(kind: MessageKind) -> str:
    """The attributes of a kind as the docs and the desk write them: "V, then A/N"."""
    return ", then ".join(ASKS[kind])
