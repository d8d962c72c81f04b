"""`cg code`: a message as one coded line for SMS, mail or voice, and back."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import Parameter

from commonground.cli.options import Json
from commonground.cli.read import profile_of
from commonground.cli.record import record
from commonground.errors import InputError
from commonground.exchange.places.source import place_of
from commonground.interop.coded.line import Line, reference_of
from commonground.interop.coded.place import coded_place
from commonground.interop.coded.reading import ReadLine, lines_in, read_line
from commonground.interop.coded.sentence import sentence
from commonground.interop.coded.writing import line_of, write_line
from commonground.node.clock import now
from commonground.node.config import read_config
from commonground.node.voice import recorded
from commonground.position import read_all
from commonground.position.window import Window, read_utc, utc_text
from commonground.statements.message import (
    Acknowledgement,
    Answer,
    Confirmation,
    DoubtRaised,
    MessageKind,
    Outcome,
)

Kinds = Literal[
    "enquiry",
    "standby",
    "readback",
    "confirmation",
    "correction",
    "answer",
    "acknowledgement",
    "doubt",
    "alarm",
]
Outcomes = Literal["something_within", "none_by_register", "cannot_say"]


def write(
    kind: Kinds,
    /,
    *,
    ref: str,
    place: str = "",
    crs: str = "",
    margin: int | None = None,
    start: str = "",
    end: str = "",
    by: str = "",
    until: str = "",
    shown_first: Annotated[bool, Parameter(negative="")] = False,
    outcome: Outcomes | None = None,
    as_of: str = "",
    coverage: tuple[str, ...] = (),
    of: str = "",
    distance: int | None = None,
    joint: int | None = None,
    item: str = "",
    drill: Annotated[bool, Parameter(negative="")] = False,
    sent: str = "",
    profile: Path | None = None,
    as_json: Json = False,
) -> int:
    """Write a message as one coded line. Moments are UTC, like 2031-05-01T06:40:00Z.

    Parameters
    ----------
    kind
        Enquiry, standby, readback, confirmation, correction, answer, acknowledgement, doubt or alarm.
    ref
        Short name of the enquiry or alarm: a letter and four digits.
    place
        The place as our side writes it.
    crs
        The system it is meant in, as EPSG:24312.
    margin
        The distance asked about, in metres.
    start
        From when the enquiry asks.
    end
        Until when it asks.
    by
        Answer by.
    until
        Stand by until.
    shown_first
        The place was drawn for us before we measured it.
    outcome
        Something_within, none_by_register or cannot_say.
    as_of
        As of when our register answers.
    coverage
        Short names of the coverage it rests on.
    of
        Short name of the readback, answer or statement that this is about.
    distance
        How far the readback lies from our place, in metres.
    joint
        The joint doubt, in metres.
    item
        What it is about, as "SITE A17".
    drill
        This is a drill; the line says so.
    sent
        When it is sent; now when left out.
    profile
        A TOML file that says how our side writes places.
    as_json
        Print one JSON object.
    """
    made: dict[str, Any] = {
        "kind": MessageKind(kind),
        "ref": ref.upper(),
        "sent": _moment(sent, "--sent") or now().replace(second=0, microsecond=0),
        "drill": drill,
        "item": _item(item),
        "margin_m": margin,
        "deadline": _moment(by, "--by"),
        "until": _moment(until, "--until"),
        "independent": not shown_first if kind == "readback" else None,
        "outcome": Outcome(outcome) if outcome else None,
        "as_of": _moment(as_of, "--as-of"),
        "coverage": tuple(one.upper() for one in coverage),
        "of": of.upper(),
        "distance_m": distance,
        "joint_ce95_m": joint,
    }
    if place:
        found = read_all(place, profile_of(profile, crs))
        if len(found.readings) != 1:
            raise InputError(f"this reads as {len(found.readings)} places", where="--place", given=place)
        made["place"] = coded_place(place_of(found.readings[0]))
    begins, ends = _moment(start, "--start"), _moment(end, "--end")
    if begins and ends:
        made["window"] = Window(start=begins, end=ends)
    _tell(Line(**made), as_json)
    return 0


def say(
    folder: Path, named: str, /, *, officer: str, passphrases: Path | None = None, as_json: Json = False
) -> int:
    """Write a message that stands in the record as one coded line.

    Parameters
    ----------
    folder
        The node's folder.
    named
        The message: its id, or the first 8 digits or more.
    officer
        The officer whose passphrase unlocks the record.
    passphrases
        A file of mode 0600 with lines code=passphrase; asked for when left out.
    as_json
        Print one JSON object.
    """
    with record(folder, officer=officer, passphrases=passphrases) as store:
        one = recorded(store, named)
    body = one.body
    of = ""
    if isinstance(body, Confirmation):
        of = reference_of(body.readback)
    elif isinstance(body, Acknowledgement):
        of = reference_of(body.answer)
    elif isinstance(body, DoubtRaised):
        of = reference_of(body.doubts)
    coverage = tuple(reference_of(id_) for id_ in body.coverage) if isinstance(body, Answer) else ()
    ref = reference_of(one.header.re[0] if one.header.re else one.id)
    drill = read_config(folder).drill
    _tell(line_of(body, ref=ref, sent=one.header.at, of=of, coverage=coverage, drill=drill), as_json)
    return 0


def read(text: str = "", /, *, at: str = "", as_json: Json = False) -> int:
    """Read every coded line in a text. Exit 1 where one does not fit, 3 where one is marked.

    The place is given as it was sent and on no map: measure it on your own.

    Parameters
    ----------
    text
        The text; standard input when left out.
    at
        The reader's clock, UTC; now when left out.
    as_json
        One JSON object a line.
    """
    given = text or sys.stdin.read(200_000)
    found = lines_in(given) or (given.strip(),)
    moment = _moment(at, "--at") or now()
    worst = 0
    for one in found:
        try:
            line = read_line(one, moment)
        except InputError as error:
            worst = 1
            if as_json:
                print(json.dumps({"as_given": one, "refused": error.what, "hint": error.hint}))
            else:
                print(f"REFUSED {one}\n  {error.what}" + (f"; {error.hint}" if error.hint else ""))
            continue
        worst = worst or (3 if line.findings else 0)
        _show(line, as_json)
    return worst


def _show(read_: ReadLine, as_json: bool) -> None:
    line = read_.line
    if as_json:
        print(json.dumps(line_json(line) | {"findings": [one.as_json() for one in read_.findings]}))
        return
    print(f"{read_.text}\n  {sentence(line)}")
    if line.place:
        system = line.place.crs or "datum not known"
        print(f"  Place as given: {line.place.text}  ({system}, {line.place.pm_m} m)")
    for finding in read_.findings:
        print(f"  {finding.level.word}: {finding.text}")


def line_json(line: Line) -> dict[str, Any]:
    """A line as JSON; the place as it was given, without degrees of ours."""
    shown: dict[str, Any] = {
        "line": write_line(line),
        "kind": str(line.kind),
        "ref": line.ref,
        "drill": line.drill,
        "sent": utc_text(line.sent),
        "sentence": sentence(line),
    }
    if line.place:
        shown["place"] = {"as_given": line.place.text, "crs": line.place.crs, "ce95_m": line.place.pm_m}
    if line.window:
        shown["window"] = {"from": utc_text(line.window.start), "to": utc_text(line.window.end)}
    if line.item:
        shown["item"] = {"kind": line.item[0], "name": line.item[1]}
    for name in ("deadline", "until", "as_of"):
        value = getattr(line, name)
        if value is not None:
            shown[name] = utc_text(value)
    for name in ("margin_m", "distance_m", "joint_ce95_m", "independent"):
        if getattr(line, name) is not None:
            shown[name] = getattr(line, name)
    if line.outcome:
        shown |= {"outcome": str(line.outcome), "coverage": list(line.coverage)}
    return shown | ({"of": line.of} if line.of else {})


def _tell(line: Line, as_json: bool) -> None:
    print(json.dumps(line_json(line)) if as_json else write_line(line))
    if not as_json:
        print(sentence(line), file=sys.stderr)


def _item(text: str) -> tuple[str, str] | None:
    if not text:
        return None
    kind, _, name = text.upper().partition(" ")
    return kind, name


def _moment(text: str, where: str) -> datetime | None:
    if not text:
        return None
    try:
        return read_utc(text)
    except ValueError as error:
        raise InputError(str(error), where=where, given=text) from None
