"""`cg disclosure`: who was given what, more parties, and the request to stop using it."""

from __future__ import annotations

import json
from typing import Annotated, Literal

from cyclopts import Parameter

from commonground.cli.door import Door, at_desk, told
from commonground.cli.options import Json


def list_(*, limit: Annotated[int, Parameter(negative="")] = 200, door: Door, as_json: Json = False) -> int:
    """List who was given what, from when, until when, for what use: the newest first.

    Parameters
    ----------
    limit
        How many, at most 500.
    as_json
        Print one JSON object a line.
    """
    with at_desk(door) as desk:
        rows = desk.get("/api/ledger", limit=limit)
    for one in rows:
        if as_json:
            print(json.dumps(one, ensure_ascii=False))
            continue
        end = one["ended"] or one["until"]
        onward = "may be passed on" if one["onward"] else "not to be passed on"
        print(
            f"{one['statement'][:12]}  {one['giver']} to {one['party']}  since {one['since']}  {one['text']}"
        )
        stands = "stands" if one["stands"] else "over"
        print(f"  {stands}{f', until {end}' if end else ''}; {one['use']}; {onward}")
    return 0


def add(
    identity: str,
    /,
    *,
    to: list[str],
    until: str = "",
    use: Literal["protection_only", "coordination", "any"] = "protection_only",
    onward: Annotated[bool, Parameter(negative="")] = False,
    reason: str = "",
    door: Door,
    as_json: Json = False,
) -> int:
    """Give a statement of ours to more parties, later than it was said.

    Parameters
    ----------
    identity
        The id of the statement.
    to
        Code of a party; once for each.
    until
        Until when it may be used, UTC.
    use
        What for: protection_only, coordination or any.
    onward
        They may pass it on.
    reason
        Why.
    as_json
        Print one JSON object.
    """
    given = {"id": identity, "to": to, "until": until or None, "use": use, "onward": onward, "reason": reason}
    with at_desk(door) as desk:
        said = desk.post("/api/disclosures", given)
    told(said, as_json, said["id"])
    return 0


def relay(
    identity: str, /, *, to: list[str], words: str, said_as: str = "", door: Door, as_json: Json = False
) -> int:
    """As the neutral centre of our terms: say in our own name what a party said to us.

    It is tied to the entry of that party's log by its SHA-256, and that party is told too: of this, and of
    each receipt, readback and answer that comes for it.

    Parameters
    ----------
    identity
        The id of what was said to us.
    to
        Code of a party that is to know; once for each.
    words
        What we say.
    said_as
        The id of our own enquiry, notice or alarm that passes it on.
    as_json
        Print one JSON object.
    """
    with at_desk(door) as desk:
        given = {"id": identity, "to": to, "words": words, "said_as": said_as}
        said = desk.post("/api/relayed", given)
    told(said, as_json, said["id"])
    return 0


def end(identity: str, /, *, to: list[str], reason: str, door: Door, as_json: Json = False) -> int:
    """Ask parties to stop using a statement of ours. What they know of it cannot be taken back.

    Parameters
    ----------
    identity
        The id of the statement.
    to
        Code of a party; once for each.
    reason
        Why; they read it.
    as_json
        Print one JSON object.
    """
    with at_desk(door) as desk:
        said = desk.post("/api/disclosures/end", {"id": identity, "to": to, "reason": reason})
    told(said, as_json, said["id"])
    return 0
