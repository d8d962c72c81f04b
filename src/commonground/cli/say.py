"""`cg say`: a notice that something of ours is or will be at a place."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from commonground.cli.areas import altitude_band
from commonground.cli.door import Door, at_desk, said, told
from commonground.cli.options import Json
from commonground.errors import InputError


def say(
    kind: Literal["site", "unit", "movement", "area", "crossing"],
    item: str,
    text: str,
    /,
    *,
    start: str,
    end: str,
    to: list[str] | None = None,
    label: str = "",
    category: str = "",
    anchor: str = "",
    reach: float = 0.0,
    corner: list[str] | None = None,
    open_: Annotated[bool, Parameter("--open", negative="")] = False,
    altitude: str = "",
    reading: int | None = None,
    crs: str = "",
    use: Literal["protection_only", "coordination", "any"] = "protection_only",
    onward: Annotated[bool, Parameter(negative="")] = False,
    until: str = "",
    precision: list[str] | None = None,
    reason: str = "",
    door: Door,
    as_json: Json = False,
) -> int:
    """Say that something of ours is or will be there. It goes to the parties named and to nobody else.

    Parameters
    ----------
    kind
        Site, unit, movement, area or crossing.
    item
        Our own name of the thing, the same in all notices about it.
    text
        The place, as our side writes it.
    start
        From when, UTC, like 2030-01-01T06:00:00Z.
    end
        Until when, UTC.
    to
        Code of a party that is to know; give it once for each. Nobody when left out.
    label
        The name as it is shown.
    category
        Our word for it: hospital, post, convoy.
    anchor
        What stands there.
    reach
        How far the thing itself reaches, in metres: the radius of a place, half the width of a corridor.
    corner
        The next corner of an area, in our own grid; give it once for each.
    open_
        The corners are a line, a corridor of half the width `--reach`, and no area.
    altitude
        Between which altitudes it stays, in metres: "0 to 300 sea", or above "ground" or "ellipsoid".
        Unknown when left out.
    reading
        Which reading of the text is meant, where it has several; counted from 1, as `cg read` shows them.
    crs
        The CRS of the text, where it is not our own.
    use
        What those who are told may use it for.
    onward
        They may pass it on.
    until
        When the notice stops having effect by itself, UTC; with its window when left out.
    precision
        PARTY=METRES: that party is told a place made coarse on purpose, to a CE95 of so many metres; give it
        once for each.
    reason
        Why it is coarse for them; they are told.
    as_json
        Print one JSON object.
    """
    band = altitude_band(altitude, "--altitude")
    given = {
        "kind": kind,
        "item": item,
        "text": text,
        "window": {"from": start, "to": end},
        "to": to or [],
        "label": label,
        "category": category,
        "anchor": anchor,
        "reach_m": reach,
        "corners": corner or [],
        "closed": not open_,
        "altitude": band and {"low_m": band.low_m, "high_m": band.high_m, "above": str(band.above)},
        "crs": crs,
        "use": use,
        "onward": onward,
        "until": until or None,
        "precision": dict(_precision(one) for one in precision or ()),
        "coarse_reason": reason,
    }
    with at_desk(door) as desk:
        notice = said(desk, "/api/notices", given, reading)
    told(notice, as_json, notice["id"])
    return 0


def _precision(text: str) -> tuple[str, float]:
    party, equals, metres = text.partition("=")
    try:
        if not equals:
            raise ValueError
        return party.strip(), float(metres)
    except ValueError:
        raise InputError("not a precision", where="--precision", given=text, hint="south=5000") from None
