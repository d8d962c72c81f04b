"""`cg alarm`: stop, you may be hitting ours. Needs no place and no form."""

from __future__ import annotations

from commonground.cli.door import Door, Json, at_desk, told
from commonground.cli.plain import one_line


def alarm(words: str = "", /, *, to: list[str] | None = None, door: Door, as_json: Json = False) -> int:
    """Raise the bare alarm: to every peer unless some are named.

    Parameters
    ----------
    words
        What to say; "Stop. You may be hitting ours." when left out.
    to
        Code of a party; give it once for each.
    as_json
        Print one JSON object.
    """
    with at_desk(door) as desk:
        said = desk.post("/api/alarm", {"words": words, "to": to or []})
        cards = [one for one in desk.desk()["calls"] if not to or one["party"] in to]
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
