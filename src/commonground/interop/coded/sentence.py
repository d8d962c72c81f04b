"""The sentence that goes with a coded line: for a second message, for a screen, for a log."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from commonground.interop.coded.line import Line
from commonground.statements.message import MessageKind, Outcome

_OUTCOMES = {
    Outcome.SOMETHING_WITHIN: "something of ours is or may be within",
    Outcome.NONE_BY_REGISTER: "cannot rule out; no entry in our register within its coverage. "
    "Not listed does not mean unprotected",
    Outcome.CANNOT_SAY: "we cannot say",
}


def sentence(line: Line) -> str:
    """One or two sentences, without the place: who reads it is to measure the place himself."""
    said = _SAYS[line.kind](line)
    item = f" About {line.item[0].lower()} {line.item[1]}." if line.item else ""
    drill = "DRILL. " if line.drill else ""
    return f"{drill}{said}{item} Reference {line.ref}, sent {_at(line.sent)}."


def _at(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment:%Y-%m-%d %H:%M}Z"


def _enquiry(line: Line) -> str:
    assert line.window is not None
    return (
        f"Question: any of yours within {line.margin_m} m of this place, from {_at(line.window.start)} to "
        f"{_at(line.window.end)}? Read the place back from your own map. Answer by {_at(line.deadline)}."
    )


def _readback(line: Line) -> str:
    how = "measured on our own map" if line.independent else "after it was shown to us, so not independent"
    return f"Readback: this is where we find the place, {how}."


def _answer(line: Line) -> str:
    assert line.outcome is not None
    return f"Answer as of {_at(line.as_of)}: {_OUTCOMES[line.outcome]}."


_SAYS: Final[Mapping[MessageKind, Callable[[Line], str]]] = {
    MessageKind.ENQUIRY: _enquiry,
    MessageKind.STANDBY: lambda line: f"Stand by until {_at(line.until)}.",
    MessageKind.READBACK: _readback,
    MessageKind.CONFIRMATION: lambda line: (
        f"Your readback {line.of} lies {line.distance_m} m from our place, joint doubt {line.joint_ce95_m} m."
    ),
    MessageKind.CORRECTION: lambda _: "Correction: the place is this one. Read it back again.",
    MessageKind.ANSWER: _answer,
    MessageKind.ACKNOWLEDGEMENT: lambda line: f"Received and read: answer {line.of}. Nothing more is meant.",
    MessageKind.DOUBT: lambda line: f"We doubt {line.of}. The words follow.",
    MessageKind.ALARM: lambda _: "ALARM. Stop. You may be hitting ours.",
}
