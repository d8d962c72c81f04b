"""`cg coverage`: for what our register is complete, which alone makes absence sayable."""

from __future__ import annotations

from typing import Literal

from commonground.cli.door import Door, at_desk, told
from commonground.cli.options import Json
from commonground.errors import InputError

Kind = Literal["site", "unit", "movement", "area", "crossing"]


def coverage(
    corners: list[str],
    /,
    *,
    kind: list[Kind],
    until: str,
    as_of: str | None = None,
    doubt: float = 100.0,
    words: str = "",
    to: list[str] | None = None,
    crs: str = "",
    door: Door,
    as_json: Json = False,
) -> int:
    """Say that our register is complete for these kinds within this area, until then.

    Without such a statement no register yields an answer of none: absence says nothing.

    Parameters
    ----------
    corners
        Three corners of the area or more, each in quotes, as our side writes places.
    kind
        Site, unit, movement, area or crossing; give it once for each.
    until
        Until when it may be relied on, UTC, like 2030-01-02T06:00:00Z.
    as_of
        The moment of the register; now when left out.
    doubt
        How sure the corners are, in metres (95 %).
    words
        What it does not cover, in the officer's words.
    to
        Code of a party that is to know; give it once for each. Nobody when left out.
    crs
        The CRS of the corners, where it is not our own.
    as_json
        Print one JSON object.
    """
    if len(corners) < 3:
        raise InputError("an area has three corners or more", where="CORNERS", given=" ".join(corners))
    with at_desk(door) as desk:
        area = [_corner(desk.post("/api/read", {"text": text, "crs": crs}), text, crs) for text in corners]
        given = {
            "kinds": list(dict.fromkeys(kind)),
            "area": area,
            "ce95_m": doubt,
            "valid_until": until,
            "words": words,
            "to": to or [],
        }
        said = desk.post("/api/coverage", given | ({"as_of": as_of} if as_of else {}))
    told(said, as_json, said["id"])
    return 0


def _corner(read: dict[str, object], text: str, crs: str) -> list[float]:
    readings = read["readings"]
    if not isinstance(readings, list) or len(readings) != 1:
        found = len(readings) if isinstance(readings, list) else 0
        where = f" --crs {crs}" if crs else ""
        raise InputError(
            f"a corner has one reading, this one has {found}",
            where="CORNERS",
            given=text,
            hint=f'cg read "{text}"{where}',
        )
    return [float(readings[0]["lat_deg"]), float(readings[0]["lon_deg"])]
