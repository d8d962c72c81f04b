"""What an officer is told about a datum operation, in sentences that can be read aloud."""

from __future__ import annotations

from commonground.finding import Finding, Kind, Level
from commonground.position.transform.choose import UNKNOWN_CE95_M, Choice, beyond_deg
from commonground.position.transform.crs import Box
from commonground.position.transform.operation import Missing, Operation, Operations

NAMES_SHOWN = 3
LONGEST_NAME = 90


def said(known: Operations, choice: Choice, lat_deg: float, lon_deg: float) -> tuple[Finding, ...]:
    """Everything worth saying about this choice at this place."""
    taken = known.usable[choice.index]
    found: list[Finding] = []
    if known.assumed:
        found.append(
            Finding(kind=Kind.DATUM_ASSUMED, level=Level.NOTE, text="No datum was named; WGS 84 is assumed.")
        )
    if not choice.inside:
        found.append(_outside(taken, lat_deg, lon_deg))
    if taken.accuracy_m is None:
        found.append(
            Finding(
                kind=Kind.OPERATION_ACCURACY_UNKNOWN,
                level=Level.CAUTION,
                about=(taken.code,),
                text=f"Nobody states how exact {taken.code} is; {UNKNOWN_CE95_M:.0f} m stands in for it.",
            )
        )
    if choice.contradicts:
        codes = tuple(known.usable[i].code for i in choice.compared)
        found.append(
            Finding(
                kind=Kind.OPERATIONS_DISAGREE,
                level=Level.CAUTION,
                about=codes,
                text=(
                    f"{len(codes)} published operations for this place differ by up to"
                    f" {choice.disagreement_m:.1f} m, more than they state; {taken.code} is taken."
                ),
            )
        )
    better = [m for m in known.missing if _holds(m, lat_deg, lon_deg) and _more_exact(m, taken)]
    if better:
        found.append(_missing(better))
    return tuple(found)


def _outside(taken: Operation, lat_deg: float, lon_deg: float) -> Finding:
    away = beyond_deg(taken, lat_deg, lon_deg)
    return Finding(
        kind=Kind.OPERATION_OUTSIDE_AREA,
        level=Level.CAUTION,
        about=(taken.code,),
        text=(
            f"{taken.code} is meant for {_short(taken.area_name)}; this place lies {away:.1f} degrees"
            " outside, so its doubt is doubled."
        ),
    )


def _missing(better: list[Missing]) -> Finding:
    grids = list(dict.fromkeys(grid for missing in better for grid in missing.grids))
    shown = ", ".join(grids[:NAMES_SHOWN]) + (" and others" if len(grids) > NAMES_SHOWN else "")
    best = min((m.accuracy_m for m in better if m.accuracy_m is not None), default=None)
    exact = f" (stated {best:g} m)" if best is not None else ""
    return Finding(
        kind=Kind.OPERATION_GRID_MISSING,
        level=Level.NOTE,
        about=tuple(grids),
        text=f"A more exact operation{exact} needs a grid file that is not installed: {shown}.",
    )


def _more_exact(missing: Missing, taken: Operation) -> bool:
    if missing.accuracy_m is None or not missing.grids:
        return False
    return taken.accuracy_m is None or missing.accuracy_m < taken.accuracy_m


def _holds(missing: Missing, lat_deg: float, lon_deg: float) -> bool:
    return all(_inside(box, lat_deg, lon_deg) for box, _ in missing.areas)


def _inside(box: Box, lat_deg: float, lon_deg: float) -> bool:
    west, south, east, north = box
    across = west <= lon_deg <= east if west <= east else lon_deg >= west or lon_deg <= east
    return across and south <= lat_deg <= north


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[:LONGEST_NAME].rsplit(" ", 1)[0] + " …"
