"""`cg exchange standby|confirm|source|correct|acknowledge|doubt|unable|withdraw`: the steps by command.

Each signs one statement and prints its id; a step that the table of an exchange does not hold is
refused with what is possible now, and nothing is signed.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from commonground.cli.door import Door, at_desk, said, told
from commonground.cli.named import exchange_named
from commonground.cli.options import Json
from commonground.errors import InputError
from commonground.node.client import DeskClient
from commonground.position.window import read_utc, utc_text


def standby(
    identity: str,
    /,
    *,
    until: str = "",
    minutes: float = 0.0,
    words: str = "",
    door: Door,
    as_json: Json = False,
) -> int:
    """Stand by: we work on it, expect us by then. The first one moves the deadline.

    Parameters
    ----------
    identity
        The exchange: its id, the first 8 digits or more, or its reference.
    until
        Until when, UTC, like 2030-01-01T06:10:00Z.
    minutes
        The same as minutes from now.
    words
        The officer's own words.
    as_json
        Print one JSON object.
    """
    if bool(until) == (minutes > 0):
        raise InputError("stand by until a time: --until or --minutes, one of them", where="--until")
    with at_desk(door) as desk:
        one = exchange_named(desk, identity)
        if not until:
            until = utc_text(read_utc(desk.desk()["now"]) + timedelta(minutes=minutes))
        return _step(desk, one["id"], "standby", {"until": until, "words": words}, as_json)


def confirm(identity: str, /, *, words: str = "", door: Door, as_json: Json = False) -> int:
    """Confirm a readback that the machine leaves to an officer: near, or not independent.

    Parameters
    ----------
    identity
        The exchange.
    words
        Why it is the same place.
    as_json
        Print one JSON object.
    """
    with at_desk(door) as desk:
        one = exchange_named(desk, identity)
        return _step(desk, one["id"], "confirm", {"words": words}, as_json)


def source(
    identity: str,
    text: str,
    /,
    *,
    anchor: str = "",
    words: str = "",
    reading: int | None = None,
    crs: str = "",
    door: Door,
    as_json: Json = False,
) -> int:
    """Enter what the person at the place, or a second independent source, reads back to us.

    Until that fits, both desks say: not confirmed at the source. Exit 0 on a match, 3 where it differs or
    is near.

    Parameters
    ----------
    identity
        The exchange, one of ours.
    text
        The place as he says it.
    anchor
        What stands there, as he says.
    words
        Who it was, and by which channel.
    reading
        Which reading of the text is meant, where it has several; counted from 1, as `cg read` shows them.
    crs
        The CRS of the text, where it is not our own.
    as_json
        Print one JSON object.
    """
    with at_desk(door) as desk:
        one = exchange_named(desk, identity)
        if not one["ours"]:
            raise InputError(
                "the source is asked by the side that enquires",
                where="ID",
                given=identity,
                hint="cg readback",
            )
        given = {"text": text, "anchor": anchor, "crs": crs, "words": words}
        said(desk, f"/api/exchanges/{one['id']}/readback", given, reading)
        seen = desk.exchange(one["id"])
    told(seen, as_json, seen["source"]["text"])
    return 0 if seen["source"]["verdict"] == "match" else 3


def correct(
    identity: str,
    text: str,
    /,
    *,
    words: str,
    anchor: str = "",
    reading: int | None = None,
    crs: str = "",
    door: Door,
    as_json: Json = False,
) -> int:
    """Put the place of our enquiry right; the exchange starts again, and is read back again.

    Parameters
    ----------
    identity
        The exchange, one of ours.
    text
        The place as our side writes it.
    words
        What was wrong.
    anchor
        What stands there.
    reading
        Which reading of the text is meant, where it has several; counted from 1, as `cg read` shows them.
    crs
        The CRS of the text, where it is not our own.
    as_json
        Print one JSON object.
    """
    with at_desk(door) as desk:
        one = exchange_named(desk, identity)
        given = {"text": text, "anchor": anchor, "crs": crs, "words": words}
        shown = said(desk, f"/api/exchanges/{one['id']}/correct", given, reading)
    told(shown, as_json, shown["id"])
    return 0


def acknowledge(identity: str, /, *, words: str = "", door: Door, as_json: Json = False) -> int:
    """Acknowledge the answer: received and understood, nothing more.

    Parameters
    ----------
    identity
        The exchange.
    words
        The officer's own words.
    as_json
        Print one JSON object.
    """
    with at_desk(door) as desk:
        one = exchange_named(desk, identity)
        return _step(desk, one["id"], "acknowledge", {"words": words}, as_json)


def doubt(identity: str, words: str, /, *, door: Door, as_json: Json = False) -> int:
    """Raise a named doubt about the place; it stops the step to understood, and stays beside every answer.

    Parameters
    ----------
    identity
        The exchange.
    words
        What is doubted, and why.
    as_json
        Print one JSON object.
    """
    with at_desk(door) as desk:
        one = exchange_named(desk, identity)
        return _step(desk, one["id"], "doubt", {"words": words}, as_json)


def unable(identity: str, words: str, /, *, door: Door, as_json: Json = False) -> int:
    """Answer that we cannot say, and why; possible before the readback too.

    Parameters
    ----------
    identity
        The exchange.
    words
        Why.
    as_json
        Print one JSON object.
    """
    with at_desk(door) as desk:
        one = exchange_named(desk, identity)
        return _step(desk, one["id"], "answer", {"outcome": "cannot_say", "words": words}, as_json)


def withdraw(identity: str, words: str, /, *, door: Door, as_json: Json = False) -> int:
    """Take our enquiry back; it stays in the record with the reason.

    Parameters
    ----------
    identity
        The exchange, one of ours.
    words
        Why.
    as_json
        Print one JSON object.
    """
    with at_desk(door) as desk:
        one = exchange_named(desk, identity)
        shown = desk.post(f"/api/notices/{one['id'].partition('.')[0]}/withdraw", {"words": words})
    told(shown, as_json, shown["id"])
    return 0


def _step(desk: DeskClient, identity: str, step: str, given: dict[str, Any], as_json: bool) -> int:
    shown = desk.post(f"/api/exchanges/{identity}/{step}", given)
    seen = desk.exchange(identity)
    lines = f"{shown['id']}\n{seen['state'].replace('_', ' ')}"
    if seen["answer"] and not seen["ours"]:
        lines += f"\n{seen['answer']['standing']}"
    told(seen | {"said": shown["id"]}, as_json, lines)
    return 0
