"""The table of an exchange: which side may say what when, as data.

Both nodes run this one table, so neither is kinder to itself; the picture in docs/spec/exchange.md
is drawn from it. What is not in the table is refused: it stays in the log and changes nothing.

The rules behind the rows. A readback that lies elsewhere blocks everything but a correction, a new
readback, and the answer *cannot say*. *None by register* needs *understood* before it. An answer can
be changed later only towards caution; a better one takes a new enquiry. A correction starts again.
A doubt raised before the answer stops the step to *understood* until somebody measures again.
Standing by and expiry decide nothing. A bare alarm is possible always, by either side.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from commonground.errors import InputError


class Side(StrEnum):
    """Which end of an exchange somebody stands at."""

    ASKER = "asker"
    RECEIVER = "receiver"


class State(StrEnum):
    """Where an exchange stands."""

    SENT = "sent"  # with the receiver; no readback yet
    READ_BACK = "read_back"  # the readback fits; the asker's confirmation is due
    DIFFERS = "differs"  # a measured place lies elsewhere: blocked
    DOUBTED = "doubted"  # somebody doubts the place: measure again
    UNDERSTOOD = "understood"  # both hold the same place; the answer is due
    UNABLE = "unable"  # answered "cannot say" before the place was understood
    ANSWERED = "answered"  # the asker's acknowledgement is due
    CLOSED = "closed"  # answered and acknowledged
    WITHDRAWN = "withdrawn"  # the asker took the enquiry back


class Event(StrEnum):
    """What a message means to the table; a readback or an answer counts by what it says."""

    READBACK_FITS = "readback fits"
    READBACK_DIFFERS = "readback differs"
    SOURCE_FITS = "source readback fits"  # the person at the place, to the asking desk
    SOURCE_DIFFERS = "source readback differs"
    STANDBY = "standby"
    CONFIRMATION = "confirmation"
    CORRECTION = "correction"
    ANSWER_SOMETHING = "answer: something within"
    ANSWER_NONE = "answer: none by register"
    ANSWER_CANNOT = "answer: cannot say"
    ACKNOWLEDGEMENT = "acknowledgement"
    DOUBT = "doubt"
    ALARM = "alarm"
    WITHDRAWAL = "withdrawal"


_SENT, _READ, _DIFF, _DOUBT = State.SENT, State.READ_BACK, State.DIFFERS, State.DOUBTED
_UNDER, _UNABLE, _ANSWERED, _CLOSED = State.UNDERSTOOD, State.UNABLE, State.ANSWERED, State.CLOSED
_BEFORE = (_SENT, _READ, _DIFF, _DOUBT)
_LIVE = (*_BEFORE, _UNDER, _UNABLE, _ANSWERED, _CLOSED)
SAME: Final = None

# states, who, what, next state (SAME: as it was)
ROWS: Final[tuple[tuple[tuple[State, ...], Side, Event, State | None], ...]] = (
    ((*_BEFORE, _UNDER, _UNABLE), Side.RECEIVER, Event.READBACK_FITS, _READ),
    ((*_BEFORE, _UNDER, _UNABLE), Side.RECEIVER, Event.READBACK_DIFFERS, _DIFF),
    (_LIVE, Side.ASKER, Event.SOURCE_FITS, SAME),
    (_LIVE, Side.ASKER, Event.SOURCE_DIFFERS, _DIFF),
    ((*_BEFORE, _UNDER), Side.RECEIVER, Event.STANDBY, SAME),
    ((_READ,), Side.ASKER, Event.CONFIRMATION, _UNDER),
    (_LIVE, Side.ASKER, Event.CORRECTION, _SENT),
    (_BEFORE, Side.RECEIVER, Event.ANSWER_CANNOT, _UNABLE),
    ((_UNDER, _ANSWERED, _CLOSED), Side.RECEIVER, Event.ANSWER_CANNOT, _ANSWERED),
    ((_UNDER, _ANSWERED, _CLOSED), Side.RECEIVER, Event.ANSWER_SOMETHING, _ANSWERED),
    ((_UNDER,), Side.RECEIVER, Event.ANSWER_NONE, _ANSWERED),
    ((_ANSWERED, _UNABLE), Side.ASKER, Event.ACKNOWLEDGEMENT, _CLOSED),
    ((_SENT, _ANSWERED, _CLOSED, _UNABLE), Side.ASKER, Event.DOUBT, SAME),
    ((_SENT, _ANSWERED, _CLOSED, _UNABLE), Side.RECEIVER, Event.DOUBT, SAME),
    ((_READ, _UNDER, _DOUBT), Side.ASKER, Event.DOUBT, _DOUBT),
    ((_READ, _UNDER, _DOUBT), Side.RECEIVER, Event.DOUBT, _DOUBT),
    ((_DIFF,), Side.ASKER, Event.DOUBT, _DIFF),
    ((_DIFF,), Side.RECEIVER, Event.DOUBT, _DIFF),
    (tuple(State), Side.ASKER, Event.ALARM, SAME),
    (tuple(State), Side.RECEIVER, Event.ALARM, SAME),
    (_LIVE, Side.ASKER, Event.WITHDRAWAL, State.WITHDRAWN),
)


def _expanded() -> Iterator[tuple[tuple[State, Side, Event], State]]:
    for states, side, event, after in ROWS:
        for state in states:
            yield (state, side, event), state if after is SAME else after


NEXT: Final[Mapping[tuple[State, Side, Event], State]] = MappingProxyType(dict(_expanded()))
ANSWERS: Final = (Event.ANSWER_SOMETHING, Event.ANSWER_NONE, Event.ANSWER_CANNOT)


def step(state: State, side: Side, event: Event) -> State:
    """The state after the event. Raises InputError for every step that the table does not hold."""
    after = NEXT.get((state, side, event))
    if after is None:
        raise InputError(
            f"{event} by the {side} is not possible while the exchange stands at {state.replace('_', ' ')}",
            hint="possible now: " + (", ".join(possible(state, side)) or "nothing"),
        )
    return after


def possible(state: State, side: Side) -> tuple[Event, ...]:
    """What the side may say in this state, in the order of `Event`."""
    return tuple(event for event in Event if (state, side, event) in NEXT)


def diagram() -> str:
    """The table as a Mermaid state diagram, for the docs; steps that change nothing are left out."""
    lines = ["stateDiagram-v2", "  [*] --> sent: enquiry"]
    arrows: dict[tuple[State, State], list[str]] = {}
    for (state, side, event), after in NEXT.items():
        if state is not after:
            arrows.setdefault((state, after), []).append(f"{side} {event}".replace(":", ""))
    lines += [f"  {state} --> {after}: {', '.join(words)}" for (state, after), words in arrows.items()]
    return "\n".join(lines) + "\n"
