"""`cg alarm`: stop, you may be hitting ours. Needs no place and no form."""

from __future__ import annotations

from typing import Any

from commonground.cli.door import Door, at_desk, told
from commonground.cli.options import Json
from commonground.cli.plain import one_line
from commonground.errors import OwnError


def alarm(words: str = "", /, *, to: list[str] | None = None, door: Door, as_json: Json = False) -> int:
    """Raise the bare alarm: to every peer unless some are named, by the link and by every way set up.

    It stands until a named person of each party has confirmed; see `cg alarms list`.

    Parameters
    ----------
    words
        What to say; "Stop. You may be hitting ours." when left out.
    to
        Code of a party; give it once for each.
    as_json
        Print one JSON object.
    """
    try:
        said, cards = _raised(door, words, to or [])
    except OwnError as error:
        raise OwnError(
            f"the alarm is NOT out: {error.what}",
            where=error.where,
            hint="call them by voice now, then start the node: cg node run DIR",
        ) from None
    numbers = "; ".join(
        f"{one['name']}, {contact['role']}: {contact['way']} {contact['number']}"
        for one in cards
        for contact in one["contacts"][:1]
    )
    told(
        said | {"calls": cards},
        as_json,
        said["id"],
        f"Signed and on its way. Call them as well. {one_line(numbers)}".rstrip()
        + "\nIt stands until a named person confirms: cg alarms list",
    )
    return 0


def _raised(door: Door, words: str, to: list[str]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What was signed, and the call cards of those it is for."""
    with at_desk(door) as desk:
        said = desk.post("/api/alarm", {"words": words, "to": to})
        cards = [one for one in desk.desk()["calls"] if not to or one["party"] in to]
    return said, cards
