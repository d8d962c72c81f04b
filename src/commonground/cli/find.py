"""`cg find`: places, areas and times in messages, as notices to confirm."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from commonground.errors import InputError
from commonground.finding import Level
from commonground.interop.texts.found import MessageRead
from commonground.interop.texts.mailbox import read_mailbox

FOUND = 3


def find(
    file: Annotated[
        Path, Parameter(help="A text, an e-mail, a CAP alert, or JSON lines; - is the standard input.")
    ],
    /,
    *,
    issued: Annotated[
        str, Parameter(help="When the message was issued, 2026-11-22T06:00Z; completes dates.")
    ] = "",
    as_json: Annotated[
        bool, Parameter(name="--json", negative="", help="One JSON object a message.")
    ] = False,
) -> int:
    """Find positions, areas, circles, lines and time windows in messages.

    FILE is a text (radio log, navigational warning, NOTAM), an e-mail, a CAP alert, or one JSON object
    a line with `text`, `id` and `issued_utc`; `-` reads the standard input. Nothing found is a notice
    yet: an officer confirms. Exit code 3: something has to be looked at.
    """
    data = sys.stdin.buffer.read() if str(file) == "-" else bytes_of(file)
    when = moment(issued) if issued else None
    asked = False
    for message in read_mailbox(data, file.name, issued=when):
        asked |= any(finding.level >= Level.CAUTION for finding in message.findings)
        if as_json:
            print(json.dumps(message.as_json(), ensure_ascii=False))
        else:
            show(message)
    return FOUND if asked else 0


def bytes_of(file: Path) -> bytes:
    """The bytes of a file. Raises InputError where it cannot be read."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(str(error.strerror), where=str(file)) from None


def moment(text: str) -> datetime:
    """A date and time in UTC; one without an offset is UTC. Raises InputError."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise InputError("no date and time", given=text, hint="2026-11-22T06:00Z") from None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def show(message: MessageRead) -> None:
    """A message as a person reads it."""
    print(message.ident)
    for spot in message.positions:
        lat, lon = spot.vertex
        print(f"  place   {lat:9.5f} {lon:10.5f}  ± {spot.ce95_m:,.0f} m   {' '.join(spot.text.split())}")
    for area in message.areas:
        reach = f", {area.radius_m:,.0f} m" if area.radius_m else ""
        print(f"  area    {area.kind}{_corners(len(area.vertices))}{reach}   {area.text}")
    for window in message.windows:
        start = "…" if window.start is None else f"{window.start:%Y-%m-%d %H:%MZ}"
        end = "…" if window.end is None else f"{window.end:%Y-%m-%d %H:%MZ}"
        print(f"  when    {start} to {end}   ({window.kind})")
    if message.cancel_at is not None:
        print(f"  cancel  {message.cancel_at:%Y-%m-%d %H:%MZ}")
    for finding in message.findings:
        print(f"  {finding.level.word:7} {finding.text}")
    print("  To be confirmed by an officer. Not listed does not mean unprotected.")


def _corners(count: int) -> str:
    return "" if count == 1 else f" of {count} corners"
