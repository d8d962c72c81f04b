"""Writing a coded line, and the line of a message that was said."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import Any, Final

from commonground.errors import InputError
from commonground.interop.coded.check import check_characters
from commonground.interop.coded.line import ROWS, Line
from commonground.interop.coded.moments import write_moment, write_sent
from commonground.interop.coded.place import coded_place
from commonground.position.window import Window
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

VERSION: Final = "CG1"
DRILL: Final = "DRILL"
MOST_CHARACTERS: Final = 160  # of one SMS part in GSM-7
OUTCOMES: Final = {
    Outcome.SOMETHING_WITHIN: "OUTWITHIN",
    Outcome.NONE_BY_REGISTER: "OUTNONE",
    Outcome.CANNOT_SAY: "OUTCANTSAY",
}


def write_line(line: Line) -> str:
    """The line as it is sent: one spelling, at most one SMS part."""
    tokens = tuple(_tokens(line))
    text = " ".join((*tokens, "CK" + check_characters(tokens, line.sent.strftime("%Y%m"))))
    if len(text) > MOST_CHARACTERS:
        raise InputError(f"a coded line of more than {MOST_CHARACTERS} characters", given=text)
    return text


def _tokens(line: Line) -> list[str]:
    """Everything but the check characters, in the one order."""
    window = line.window
    said: list[tuple[str, Any]] = [
        ("OF", line.of or None),
        ("MG", line.margin_m),
        ("FR", write_moment(window.start, line.sent) if window else None),
        ("TO", write_moment(window.end, line.sent) if window else None),
        ("UN", write_moment(line.until, line.sent) if line.until else None),
        ("DIS", line.distance_m),
        ("JD", line.joint_ce95_m),
        ("", OUTCOMES[line.outcome] if line.outcome else None),
        ("AS", write_moment(line.as_of, line.sent) if line.as_of else None),
        *(("COV", one) for one in line.coverage),
    ]
    return [
        VERSION,
        *([DRILL] if line.drill else []),
        ROWS[line.kind].letter,
        line.ref,
        *(line.item or ()),
        *(line.place.tokens if line.place else ()),
        *([] if line.independent is None else ["OWNMAP" if line.independent else "SHOWN"]),
        *(f"{tag}{value}" for tag, value in said if value is not None),
        f"Z{write_sent(line.sent)}",
        *([f"BY{write_moment(line.deadline, line.sent)}"] if line.deadline else []),
    ]


def line_of(
    body: MessageBody,
    *,
    ref: str,
    sent: datetime,
    of: str = "",
    coverage: tuple[str, ...] = (),
    drill: bool = False,
) -> Line:
    """The line of a message. `of` and `coverage` are the short names of the statements it names.

    Words do not fit into a line: they go into a message of their own. Times are cut to the minute,
    towards caution: a deadline and the start of a window down, its end up.
    """
    made: dict[str, Any] = {
        "kind": MessageKind(kind_of(body)),
        "ref": ref,
        "sent": _down(sent),
        "drill": drill,
    }
    if isinstance(body, Enquiry):
        window = Window(start=_down(body.window.start), end=_up(body.window.end))
        made |= {"margin_m": math.ceil(body.margin_m), "window": window, "deadline": _down(body.deadline)}
    if isinstance(body, Standby):
        made["until"] = _up(body.until)
    if isinstance(body, Readback):
        made["independent"] = body.independent
    if isinstance(body, Confirmation):
        made |= {"distance_m": round(body.distance_m), "joint_ce95_m": round(body.joint_ce95_m)}
    if isinstance(body, Answer):
        made |= {"outcome": body.outcome, "as_of": _down(body.as_of), "coverage": coverage}
    if isinstance(body, Confirmation | Acknowledgement | DoubtRaised):
        made["of"] = of
    if isinstance(body, Enquiry | Readback | Correction | Alarm) and body.place is not None:
        made["place"] = coded_place(body.place)
    return Line(**made)


def _down(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _up(moment: datetime) -> datetime:
    whole = _down(moment)
    return whole if whole == moment else whole + timedelta(minutes=1)
