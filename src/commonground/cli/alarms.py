"""`cg alarms list|take|confirmed`: alarms that stand at our desk, and who has them in hand."""

from __future__ import annotations

import json
from typing import Any

from commonground.cli.door import Door, at_desk, told
from commonground.cli.named import alarm_named, reference
from commonground.cli.options import Json
from commonground.cli.plain import one_line


def list_(*, door: Door, as_json: Json = False) -> int:
    """List what asks for a hand now, and the call card of every peer that has to be called. Exit 3 if any.

    Parameters
    ----------
    as_json
        Print one JSON object: alarms, calls.
    """
    with at_desk(door) as desk:
        shown = desk.desk()
    calls = [one for one in shown["calls"] if one["due"]]
    if as_json:
        print(json.dumps({"alarms": shown["alarms"], "calls": shown["calls"]}, ensure_ascii=False))
    else:
        print("\n".join([line for one in shown["alarms"] for line in _alarm(one)]) or "No alarm stands.")
        for one in calls:
            print("\n".join(_card(one)))
    return 3 if shown["alarms"] or calls else 0


def take(identity: str, words: str = "", /, *, door: Door, as_json: Json = False) -> int:
    """Take an alarm that was said to us, by name: no further role is called. It decides nothing.

    Parameters
    ----------
    identity
        The alarm: its id, the first 8 digits or more, or its reference.
    words
        What was done.
    as_json
        Print one JSON object.
    """
    with at_desk(door) as desk:
        alarm = alarm_named(desk, identity, "take")
        shown = desk.post(f"/api/alarms/{alarm}/take", {"words": words})
    told(shown, as_json, shown["id"])
    return 0


def confirmed(
    identity: str,
    words: str = "",
    /,
    *,
    party: str,
    person: str,
    way: str,
    door: Door,
    as_json: Json = False,
) -> int:
    """Enter that a named person of the other side confirmed our alarm by telephone, radio or mail.

    Parameters
    ----------
    identity
        The alarm: its id, the first 8 digits or more, or its reference.
    words
        What was said; `cg voice late` writes the line of a late entry.
    party
        Code of the party that confirmed.
    person
        Role and name of the person.
    way
        By what: frequency or number.
    as_json
        Print one JSON object.
    """
    given = {"party": party, "person": person, "way": way, "words": words}
    with at_desk(door) as desk:
        alarm = alarm_named(desk, identity, "confirm")
        shown = desk.post(f"/api/alarms/{alarm}/confirmed", given)
    told(shown, as_json, shown["id"])
    return 0


def _alarm(one: dict[str, Any]) -> list[str]:
    identity = one.get("take") or one.get("confirm")
    lines = [f"{one['action'].upper()}: {one_line(one['text'])}"]
    if identity:
        lines.append(f"    alarm {identity[:16]} ({reference(identity)})")
    return lines + [
        f"    by {way['way']} to {one_line(way['to'])}: {way['state']}" for way in one.get("ways", ())
    ]


def _card(one: dict[str, Any]) -> list[str]:
    lines = [f"CALL {one_line(one['name'])}, {one['role']}:", *(f"    {one_line(why)}" for why in one["due"])]
    for contact in one["contacts"]:
        hours = f" ({one_line(contact['hours'])})" if contact["hours"] else ""
        lines.append(
            f"    {one_line(contact['role'])}: {contact['way']} {one_line(contact['number'])}{hours}"
        )
    if not one["contacts"]:
        lines.append("    no number or frequency is set up: [[contact]] in node.toml, or in the terms")
    if one["next_at"]:
        lines.append(f"    the next role is due at {one['next_at']}")
    return [*lines, *(f"    say: {one_line(line)}" for line in one["say"])]
