"""`cg alarm`: stop, you may be hitting ours. Needs no place and no form."""

from __future__ import annotations

from commonground.cli.door import Door, Json, at_desk, told


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
    told(said, as_json, said["id"], "Signed and on its way. Call them as well.")
    return 0
