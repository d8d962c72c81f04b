"""One place from one CRS to another, by the operation that is chosen for that place.

The place is tested against areas of use where a provisional operation (the widest one without a
grid file) puts it in WGS 84; the difference between operations is far below the 0.01 degree to
which those boxes are given. The columns in many.py decide by the same rule.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from commonground.errors import InputError
from commonground.finding import Finding
from commonground.position.geodesic import distance_m, local_metres
from commonground.position.profile import Basis
from commonground.position.reading import Doubt, Part
from commonground.position.transform.choose import NONE, Choice, beyond_deg, choose, rank
from commonground.position.transform.operation import (
    SAME,
    WGS84,
    Operation,
    Operations,
    operations,
    unproject,
)
from commonground.position.transform.say import said

if TYPE_CHECKING:
    from pyproj.transformer import Transformer

WGS84_ITSELF_CE95_M = 2.0  # the realisations that go by the one name


class NoOperationError(InputError):
    """No published operation leads from this datum to that one here: refused for lack of datum."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One operation at one place: where it leads and how it stands beside the chosen one."""

    operation: str
    name: str
    accuracy_m: float | None  # as stated; None where the authority does not know
    inside_area: bool
    superseded: bool
    area_name: str
    x: float
    y: float
    from_chosen_m: float
    shift_m: float  # how far the same numbers read as WGS 84 lie from here; 0 for grids
    chosen: bool

    def as_json(self) -> dict[str, object]:
        """The form that the command line gives. An accuracy that the authority does not know is null."""
        return {
            "operation": self.operation,
            "name": self.name,
            "stated_accuracy_m": self.accuracy_m,
            "accuracy_known": self.accuracy_m is not None,
            "inside_area": self.inside_area,
            "superseded": self.superseded,
            "area": self.area_name,
            "x": self.x,
            "y": self.y,
            "from_chosen_m": round(self.from_chosen_m, 3),
            "shift_m": round(self.shift_m, 3),
            "chosen": self.chosen,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Numbers of one CRS given in another. x is east or longitude, y north or latitude."""

    x: float
    y: float
    operation: str
    doubt: Doubt
    inside_area: bool
    disagreement_m: float
    findings: tuple[Finding, ...] = field(default=())
    candidates: tuple[Candidate, ...] = field(default=())

    @property
    def lat_deg(self) -> float:
        """y, where the goal is a CRS in degrees."""
        return self.y

    @property
    def lon_deg(self) -> float:
        return self.x


def to_wgs84(crs: str, x: float, y: float, *, operation: str = "") -> Moved:
    """The WGS 84 place of numbers in a CRS; `operation` names one, "" lets us choose.

    Raises InputError for an unknown CRS or numbers outside it, NoOperationError where only a guess exists.
    """
    moved = move(crs, WGS84, x, y, operation=operation)
    if moved.doubt.ce95_m >= WGS84_ITSELF_CE95_M:
        return moved
    return replace(moved, doubt=replace(moved.doubt, ce95_m=WGS84_ITSELF_CE95_M))


def from_wgs84(crs: str, lat_deg: float, lon_deg: float, *, operation: str = "") -> Moved:
    """The numbers of a WGS 84 place in a CRS. Raises as `to_wgs84`."""
    return move(WGS84, crs, lon_deg, lat_deg, operation=operation)


def move(source: str, goal: str, x: float, y: float, *, operation: str = "") -> Moved:
    """Numbers of one CRS in another, by the operation chosen there or the one named."""
    if not (math.isfinite(x) and math.isfinite(y)):
        raise InputError("a place needs two finite numbers", where=source, given=f"{x} {y}")
    known = operations(source, goal)
    named = index_named(known, operation)
    lat, lon = provisional(source, x, y)
    landings = [_run(source, goal, o, x, y) for o in known.usable]
    away = [beyond_deg(o, lat, lon) for o in known.usable]
    choice = choose(known.usable, away, [shift(lat, lon, goal, p) for p in landings], named)
    if choice is NONE:
        raise no_operation(source, goal, known, lat, lon)
    landed = landings[choice.index]
    if landed is None:
        raise off_domain(source, x, y)
    return Moved(
        x=landed[0],
        y=landed[1],
        operation=known.usable[choice.index].code,
        doubt=_doubt(choice, known),
        inside_area=choice.inside,
        disagreement_m=choice.disagreement_m,
        findings=said(known, choice, lat, lon),
        candidates=_candidates(source, goal, known, choice, landings, (x, y), (lat, lon)),
    )


def index_named(known: Operations, name: str) -> int:
    """Which of the operations was named; -1 for "". Raises InputError for a name that is none of them."""
    if not name:
        return -1
    wanted = name.strip().upper()
    for index, candidate in enumerate(known.usable):
        if candidate.code.upper() == wanted:
            return index
    for index, candidate in enumerate(known.usable):
        if wanted in candidate.code.upper().split("+"):
            return index
    codes = ", ".join(candidate.code for candidate in known.usable if candidate.code)
    raise InputError(
        "no such operation between these two systems",
        where="operation",
        given=name,
        hint=f"one of: {codes}" if codes else "these two systems need none",
    )


def provisional(source: str, x: float, y: float) -> tuple[float, float]:
    """(lat_deg, lon_deg) near enough to test areas of use. Raises InputError for numbers off the CRS."""
    landed = _run(source, WGS84, provisional_operation(source), x, y)
    if landed is None or not (-90.0 <= landed[1] <= 90.0):
        raise off_domain(source, x, y)
    return landed[1], (landed[0] + 180.0) % 360.0 - 180.0


@lru_cache(maxsize=256)
def provisional_operation(source: str) -> Operation:
    """The widest operation to WGS 84 that needs no grid; the numbers as they are where there is none."""
    usable = [o for o in operations(source, WGS84).usable if not (o.uses_grid or o.superseded)]
    return max(usable, key=rank_wide) if usable else SAME


def rank_wide(operation: Operation) -> tuple[float, bool, float]:
    """The order in which operations are taken far outside their area of use."""
    return (rank(operation)[2], operation.accuracy_m is not None, -(operation.accuracy_m or 0.0))


def no_operation(source: str, goal: str, known: Operations, lat: float, lon: float) -> NoOperationError:
    """Why there is none: no operation at all, one that misses its grid, or all of them too far off."""
    here = f"{source} to {goal}"
    if known.usable:
        nearest = min(known.usable, key=lambda o: beyond_deg(o, lat, lon))
        return NoOperationError(
            f"no operation holds near {lat:.2f}, {lon:.2f}; the nearest is for {nearest.area_name}",
            where=here,
            hint="check the system and the place, or name the operation to take",
        )
    grids = sorted({grid for missing in known.missing for grid in missing.grids})
    hint = "install the grid file " + ", ".join(grids[:3]) if grids else "ask which datum the map is drawn on"
    return NoOperationError("no published operation leads from this datum to that one", where=here, hint=hint)


def off_domain(source: str, x: float, y: float) -> InputError:
    """That numbers name no place in their system."""
    return InputError(
        "these numbers name no place in this system",
        where=source,
        given=f"{x} {y}",
        hint="x is east or longitude, y is north or latitude",
    )


@lru_cache(maxsize=512)
def transformer(source: str, goal: str, operation: Operation) -> Transformer:
    """The whole way from the numbers of one CRS to those of another, x east first on both sides."""
    import pyproj

    after = tuple(_inverted(step) for step in reversed(unproject(goal)))
    return pyproj.Transformer.from_pipeline(operation.pipeline(unproject(source), after))


def _inverted(step: str) -> str:
    if step.startswith("inv "):
        return step.removeprefix("inv ")
    return f"inv {step}"


def _run(source: str, goal: str, operation: Operation, x: float, y: float) -> tuple[float, float] | None:
    if source == goal:
        return (x, y)
    found = transformer(source, goal, operation).transform(x, y)
    landed = (float(found[0]), float(found[1]))
    return landed if math.isfinite(landed[0]) and math.isfinite(landed[1]) else None


def shift(
    lat: float, lon: float, goal: str, landed: tuple[float, float] | None
) -> tuple[float, float] | None:
    """A landing as metres east and north of a common origin, exact enough for comparing landings."""
    if landed is None:
        return None
    info = goal_scale(goal)
    if not info[0]:
        return (landed[0] * info[1], landed[1] * info[1])
    north, east = local_metres(lat)
    return ((landed[0] * info[1] - lon) * east, (landed[1] * info[1] - lat) * north)


@lru_cache(maxsize=256)
def goal_scale(goal: str) -> tuple[bool, float]:
    """(in degrees, degrees or metres in a unit) of a CRS."""
    from commonground.position.transform.crs import crs_info

    info = crs_info(goal)
    return info.geographic, info.unit_factor


def _doubt(choice: Choice, known: Operations) -> Doubt:
    basis = Basis.ASSUMED if known.assumed and choice.basis is Basis.KNOWN else choice.basis
    return Doubt(part=Part.DATUM, ce95_m=choice.ce95_m, basis=basis)


def _candidates(
    source: str,
    goal: str,
    known: Operations,
    choice: Choice,
    landings: list[tuple[float, float] | None],
    given: tuple[float, float],
    near: tuple[float, float],
) -> tuple[Candidate, ...]:
    shifts = [shift(near[0], near[1], goal, landed) for landed in landings]
    chosen = shifts[choice.index] or (0.0, 0.0)
    degrees = goal_scale(source) == goal_scale(goal) == (True, 1.0)
    found = []
    for index, (operation, landed, place) in enumerate(zip(known.usable, landings, shifts, strict=True)):
        if landed is None or place is None or not operation.code:
            continue
        moved = distance_m((given[1], given[0]), (landed[1], landed[0])) if degrees else 0.0
        found.append(
            Candidate(
                operation=operation.code,
                name=operation.name,
                accuracy_m=operation.accuracy_m,
                inside_area=beyond_deg(operation, *near) == 0,
                superseded=operation.superseded,
                area_name=operation.area_name,
                x=landed[0],
                y=landed[1],
                from_chosen_m=math.dist(place, chosen),
                shift_m=moved,
                chosen=index == choice.index,
            )
        )
    found.sort(key=lambda c: (not c.chosen, not c.inside_area, c.accuracy_m is None, c.accuracy_m or 0.0))
    return tuple(found)
