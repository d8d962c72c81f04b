"""Words to say for every step of an exchange, and what to write down while listening.

Whole phrases, one message marker first (after the IMO's standard phrases, without "instruction": we
never instruct). Nothing here needs a code, a machine or a link: with pencil and two maps the exchange
goes on by these words. The listener writes the fields down and reads the place back from his own map,
never the figures he has just heard.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from commonground.interop.voice import aloud
from commonground.statements.kinds import kind_of
from commonground.statements.message import (
    Acknowledgement,
    Alarm,
    Answer,
    Confirmation,
    Correction,
    DoubtRaised,
    Enquiry,
    MessageBody,
    MessageKind,
    Outcome,
    Readback,
    Standby,
)

DRILL: Final = "DRILL DRILL DRILL."
NOT_LISTED: Final = "Not listed does not mean unprotected."


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Something to write down while listening, and what to say when it was not heard."""

    name: str
    ask: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A step by voice: the message marker, the lines to say, and the fields the listener fills."""

    marker: str
    lines: tuple[str, ...]
    listen: tuple[Field, ...]

    @property
    def text(self) -> str:
        """Everything to say, one sentence a line."""
        return "\n".join(self.lines)


def _field(name: str, what: str) -> Field:
    return Field(name=name, ask=f"Say again {what}.")


_ALWAYS: Final = (
    _field("caller", "your party, role and name"),
    _field("said_at", "the time, in zulu"),
    _field("channel", "the frequency or number you call on"),
    _field("reference", "the reference"),
)
_PLACE: Final = (
    _field("position", "the position, figure by figure"),
    _field("datum", "the datum"),
    _field("within_m", "how sure you are of the place, in metres"),
    _field("anchor", "what stands there"),
)
_MORE: Final[Mapping[MessageKind, tuple[Field, ...]]] = MappingProxyType(
    {
        MessageKind.ENQUIRY: (
            *_PLACE,
            _field("margin_m", "the distance you ask about"),
            _field("from", "from when"),
            _field("to", "until when"),
            _field("question", "the question"),
            _field("occasion", "why you ask"),
            _field("source", "who told you of the place, and how"),
            _field("deadline", "by when you need the answer"),
        ),
        MessageKind.STANDBY: (_field("until", "until when to stand by"),),
        MessageKind.READBACK: (*_PLACE, _field("how", "whether you measured it on your own map")),
        MessageKind.CONFIRMATION: (
            _field("distance_m", "how far apart"),
            _field("joint_m", "the joint doubt"),
        ),
        MessageKind.CORRECTION: (*_PLACE, _field("words", "what was wrong")),
        MessageKind.ANSWER: (
            _field("outcome", "the answer, in the whole phrase"),
            _field("as_of", "as of when"),
            _field("coverage", "what your register covers"),
            _field("words", "the rest"),
        ),
        MessageKind.ACKNOWLEDGEMENT: (),
        MessageKind.DOUBT: (_field("words", "what you doubt, and why"),),
        MessageKind.ALARM: (_field("words", "what you see"),),
    }
)
_MARKERS: Final[Mapping[MessageKind, str]] = MappingProxyType(
    {
        MessageKind.ENQUIRY: "QUESTION",
        MessageKind.STANDBY: "INFORMATION",
        MessageKind.READBACK: "READBACK",
        MessageKind.CONFIRMATION: "INFORMATION",
        MessageKind.CORRECTION: "CORRECTION",
        MessageKind.ANSWER: "ANSWER",
        MessageKind.ACKNOWLEDGEMENT: "INFORMATION",
        MessageKind.DOUBT: "WARNING",
        MessageKind.ALARM: "ALARM",
    }
)


def fields_of(kind: MessageKind) -> tuple[Field, ...]:
    """What the listener writes down for a message of this kind."""
    return _ALWAYS + _MORE[kind]


def spoken(body: MessageBody, *, caller: str, called: str, ref: str, drill: bool = False) -> Spoken:
    """A message as it is read to the other side. `ref` is the short name of the exchange or alarm."""
    kind = MessageKind(kind_of(body))
    marker = _MARKERS[kind]
    opening = f"{called}, {called}, this is {caller}. {marker}. Reference {aloud.figures(ref)}."
    middle = tuple(_SAYS[type(body)](body))
    lines = (opening, *middle, f"This is {caller}. {_CLOSING[kind]}")
    if drill:
        lines = (DRILL, *lines, DRILL)
    return Spoken(marker=marker, lines=lines, listen=fields_of(kind))


def _enquiry(body: Enquiry) -> list[str]:
    lines = [
        *aloud.place(body.place),
        f"Any of yours within {aloud.metres(body.margin_m)} of it?",
        f"From {aloud.moment(body.window.start)}, to {aloud.moment(body.window.end)}.",
    ]
    if body.question:
        lines.append(f"In our words: {body.question}")
    if body.occasion:
        lines.append(f"Why we ask: {body.occasion}.")
    if body.report is not None:
        told = body.report
        lines.append(f"We were told by {told.source}, over {told.channel}, {aloud.moment(told.at)}.")
        lines.append(f'In these words: "{told.words}".')
    lines.append(f"Answer by {aloud.moment(body.deadline)}.")
    return lines


def _readback(body: Readback) -> list[str]:
    how = (
        "We measured it on our own map." if body.independent else "It was shown to us first: not independent."
    )
    return ["We find your place here.", *aloud.place(body.place), how]


def _confirmation(body: Confirmation) -> list[str]:
    return [
        f"Your readback lies {aloud.metres(body.distance_m)} from our place; "
        f"joint doubt {aloud.metres(body.joint_ce95_m)}.",
        *_words(body.words),
    ]


def _answer(body: Answer) -> list[str]:
    when = f"as of {aloud.moment(body.as_of)}"
    said = {
        Outcome.SOMETHING_WITHIN: [f"Yes: something of ours is or may be within, {when}."],
        Outcome.NONE_BY_REGISTER: [
            f"We cannot rule it out. In our register, {when}, within what it covers, there is no entry.",
            NOT_LISTED,
        ],
        Outcome.CANNOT_SAY: [f"We cannot say, {when}."],
    }
    reasons = [f"{one[:1].upper()}{one[1:].rstrip('.')}." for one in body.reasons]
    return [*said[body.outcome], *reasons, *_words(body.words)]


def _words(words: str) -> list[str]:
    return [words] if words else []


_SAYS: Final[Mapping[type, Callable[[Any], list[str]]]] = MappingProxyType(
    {
        Enquiry: _enquiry,
        Standby: lambda body: [f"Stand by until {aloud.moment(body.until)}.", *_words(body.words)],
        Readback: _readback,
        Confirmation: _confirmation,
        Correction: lambda body: [
            "The place we gave was wrong. Strike it out.",
            *aloud.place(body.place),
            *_words(body.words),
        ],
        Answer: _answer,
        Acknowledgement: lambda body: [
            "We have received and read your answer. Nothing more is meant.",
            *_words(body.words),
        ],
        DoubtRaised: lambda body: ["We doubt the place or what was said of it.", *_words(body.words)],
        Alarm: lambda body: [
            "Stop. Stop. You may be hitting ours.",
            *_words(body.words),
            *(aloud.place(body.place) if body.place else ()),
        ],
    }
)
_CLOSING: Final[Mapping[MessageKind, str]] = MappingProxyType(
    {
        MessageKind.ENQUIRY: "Do not repeat the figures. Find the place on your own map, and read it back.",
        MessageKind.STANDBY: "Say that you have the time.",
        MessageKind.READBACK: "Compare it with yours, and say how far apart.",
        MessageKind.CONFIRMATION: "Your answer is due.",
        MessageKind.CORRECTION: "Find the place again on your own map, and read it back.",
        MessageKind.ANSWER: "Say that you have received it, and nothing else.",
        MessageKind.ACKNOWLEDGEMENT: "Out.",
        MessageKind.DOUBT: "Measure again. Say who takes it.",
        MessageKind.ALARM: "Who takes it? Say your name and the time.",
    }
)
