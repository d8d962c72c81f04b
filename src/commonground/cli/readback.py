"""`cg readback`: say where we find the place of an enquiry on our own map."""

from __future__ import annotations

from commonground.cli.door import Door, at_desk, said, told
from commonground.cli.named import exchange_named
from commonground.cli.options import Json
from commonground.errors import InputError


def readback(
    identity: str,
    text: str,
    /,
    *,
    anchor: str,
    reading: int | None = None,
    crs: str = "",
    door: Door,
    as_json: Json = False,
) -> int:
    """Read the place of an enquiry back: measured on our map, written in our grid, with an anchor.

    Typing the given digits again is taken and marked: it proves typing. Exit 0 on a match, 3 where
    the two places differ or are near.

    Parameters
    ----------
    identity
        The enquiry: its id, the first 8 digits or more, or its reference.
    text
        Where our map says the place is.
    anchor
        What stands there on our map.
    reading
        Which reading of the text is meant, where it has several; counted from 1, as `cg read` shows them.
    crs
        The CRS of the text, where it is not our own.
    as_json
        Print one JSON object.
    """
    given = {"text": text, "anchor": anchor, "crs": crs}
    with at_desk(door) as desk:
        one = exchange_named(desk, identity)
        if one["ours"]:
            raise InputError(
                "this enquiry is ours: the other side reads it back",
                where="ID",
                given=identity,
                hint="cg exchange source, for what the person at the place reads back to us",
            )
        said(desk, f"/api/exchanges/{one['id']}/readback", given, reading)
        seen = desk.exchange(one["id"])
    found = seen["readback"]
    told(seen, as_json, found["text"])
    return 0 if found["verdict"] == "match" and found["independent"] else 3
