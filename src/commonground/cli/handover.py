"""`cg handover`: what is open at the desk, passing it on, taking it; and the test call of a shift."""

from __future__ import annotations

from typing import Any

from commonground.cli.door import Door, at_desk, told
from commonground.cli.options import Json


def show(*, door: Door, as_json: Json = False) -> int:
    """What is open at this desk, the last handover, the test calls. Exit 3 when something is missing.

    Parameters
    ----------
    as_json
        Print one JSON object.
    """
    with at_desk(door) as desk:
        shown = desk.get("/api/duty")
    told(shown, as_json, "\n".join(_lines(shown)))
    return 3 if shown["findings"] else 0


def give(to_officer: str, words: str = "", /, *, door: Door, as_json: Json = False) -> int:
    """Hand the desk to another officer of ours, with everything that is open now.

    Parameters
    ----------
    to_officer
        The officer's code.
    words
        What the list does not say.
    as_json
        Print one JSON object.
    """
    with at_desk(door) as desk:
        said = desk.post("/api/handover", {"to_officer": to_officer, "words": words})
    told(said, as_json, said["id"], "Signed. The desk counts as passed on when it is taken.")
    return 0


def take(*, read: list[int] | None = None, words: str = "", door: Door, as_json: Json = False) -> int:
    """Take the desk that was handed over. Each matter is read by its number. Exit 3 while some are unread.

    Parameters
    ----------
    read
        The number of a matter that you have read; give it once for each.
    words
        Words of your own.
    as_json
        Print one JSON object.
    """
    with at_desk(door) as desk:
        passed = desk.get("/api/duty")["handover"] or {}
        given = {"handover": passed.get("id", ""), "read": read or [], "words": words}
        said = desk.post("/api/takeover", given)
        unread = desk.get("/api/duty")["handover"]["unread"]
    left = f"Not read yet: {', '.join(map(str, unread))}." if unread else "Every matter was read."
    told(said | {"unread": unread}, as_json, f"{said['id']}\n{left}")
    return 3 if unread else 0


def call_tested(
    party: str, way: str, /, *, by: str = "", words: str = "", door: Door, as_json: Json = False
) -> int:
    """Put a test call to a party on record. Without --by nobody answered, and that is said: exit 4.

    Parameters
    ----------
    party
        Code of the party that was called.
    way
        Telephone, radio and frequency, runner.
    by
        Who answered.
    words
        What was heard.
    as_json
        Print one JSON object.
    """
    given = {"party": party, "way": way, "reached": bool(by), "by": by, "words": words}
    with at_desk(door) as desk:
        said = desk.post("/api/test-calls", given)
    told(said, as_json, said["id"])
    return 0 if by else 4


def _lines(shown: dict[str, Any]) -> list[str]:
    found = ["open now:"]
    found += [f"  {one['number']}. {one['what']}: {one['words']}" for one in shown["matters"]]
    passed = shown["handover"]
    if passed is None:
        found.append("never handed over")
    else:
        found.append(f"handed over by {passed['officer']} to {passed['to_officer']} at {passed['at']}")
        found += [f"  taken by {one['officer']} at {one['at']}" for one in passed["taken"]]
        unread = [one for one in passed["matters"] if one["number"] in passed["unread"]]
        found += [f"  not read: {one['number']}. {one['what']}: {one['words']}" for one in unread]
    for one in shown["calls"]:
        last = one["last"]
        heard = "never" if last is None else f"{last['at']} by {last['way']}, {last['by'] or 'NOT ANSWERED'}"
        found.append(f"test call to {one['party']}: {heard}; next due {one['due'] or 'with the first word'}")
    found += [f"{one['level']}: {one['text']}" for one in shown["findings"]]
    return found
