"""Every published operation between two datums, with its area, stated accuracy and missing grids.

PROJ is asked for all of them, without an area of interest, and never asked to choose. "Ballpark"
operations (the numbers handed on as they are) are dropped: they are no operation. Routes by way of
WGS 84 are added, as one datum may have an operation to WGS 84 and none to its own successor.

An operation is a pipeline in both directions: forward from the source's degrees, inverse back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from commonground.position.transform.crs import WORLD, Box, geographic_base, names_no_datum, read_crs
from commonground.position.transform.thinned import THINNED, steps

if TYPE_CHECKING:
    import pyproj
    from pyproj.transformer import Transformer

WGS84 = "EPSG:4326"
UNKNOWN_FROM_M = 999.0  # the authority's way to write "unknown"
MOST_ROUTES = 60  # by way of WGS 84; pairs beyond are the least exact ones
STATED_TO_95 = 2.0  # a 95 % radius, in stated accuracies
ETRS89_IS_WGS84_M = 1.0  # as EPSG:1149 states
NO_DATUM_ELLIPSOIDS = ("WGS 84", "GRS 1980")  # with these, and no datum said, WGS 84 is assumed


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One way from one datum to another.

    code: authority codes of its steps joined by "+"; "" for the same datum.
    accuracy_m: what the authority states; None where it states that it does not know.
    areas: the box and name of each step's area of use; all of them have to hold the place.
    steps: PROJ steps from source degrees (x east first) to degrees of the other side.
    """

    code: str
    name: str
    accuracy_m: float | None
    areas: tuple[tuple[Box, str], ...]
    steps: tuple[str, ...]
    uses_grid: bool
    superseded: bool = False  # replaced by its authority: compared, taken only by name

    @property
    def area_name(self) -> str:
        return "; ".join(dict.fromkeys(name for _, name in self.areas if name)) or "World"

    def pipeline(self, before: tuple[str, ...] = (), after: tuple[str, ...] = ()) -> str:
        """The PROJ text of this operation between other steps."""
        steps = (*before, *self.steps, *after) or ("proj=noop",)
        return "+proj=pipeline " + " ".join(f"+step {step}" for step in steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """An operation that needs a grid file which is not installed here."""

    name: str
    accuracy_m: float | None
    grids: tuple[str, ...]
    areas: tuple[tuple[Box, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operations:
    """All operations between two datums. `assumed` where a side names no datum and WGS 84 stands in."""

    usable: tuple[Operation, ...]
    missing: tuple[Missing, ...]
    assumed: bool = False


SAME = Operation(code="", name="", accuracy_m=0.0, areas=(), steps=(), uses_grid=False)


@lru_cache(maxsize=256)
def operations(source: str, goal: str) -> Operations:
    """Every operation from the datum of one CRS to the datum of another, no order meant.

    Raises InputError where a text names no CRS.
    """
    here, there = read_crs(source), read_crs(goal)
    if _same_datum(here, there):
        return Operations(usable=(SAME,), missing=())
    assumed = [_assumed_wgs84(crs) for crs in (here, there)]
    if any(assumed):
        wgs84 = read_crs(WGS84)
        rest = _between(wgs84 if assumed[0] else here, wgs84 if assumed[1] else there)
        return Operations(usable=rest.usable, missing=rest.missing, assumed=True)
    return _between(here, there)


@lru_cache(maxsize=256)
def unproject(text: str) -> tuple[str, ...]:
    """The PROJ steps from the numbers of a CRS to the degrees that it is drawn on; none for degrees."""
    import pyproj

    crs = read_crs(text)
    if crs.is_geographic and not crs.is_bound:
        return ()
    source = crs.source_crs if crs.is_bound and crs.source_crs else crs
    if source.is_geographic:
        return ()
    return _steps(pyproj.Transformer.from_crs(source, geographic_base(crs), always_xy=True))


def _assumed_wgs84(crs: pyproj.CRS) -> bool:
    ellipsoid = crs.ellipsoid
    return names_no_datum(crs) and ellipsoid is not None and ellipsoid.name in NO_DATUM_ELLIPSOIDS


def _same_datum(here: pyproj.CRS, there: pyproj.CRS) -> bool:
    """Whether both are drawn on the very same degrees."""
    if here.is_bound or there.is_bound:
        return False
    bases = geographic_base(here), geographic_base(there)
    return bases[0].equals(bases[1], ignore_axis_order=True)


def _between(here: pyproj.CRS, there: pyproj.CRS) -> Operations:
    if _same_datum(here, there):
        return Operations(usable=(SAME,), missing=())
    direct, missing = _group(here, there)
    hub = read_crs(WGS84)
    routes: list[Operation] = []
    exact = any(operation.accuracy_m == 0 for operation in direct)
    if not exact and not _same_datum(here, hub) and not _same_datum(there, hub):
        to_hub, missing_to = _group(here, hub)
        from_hub, missing_from = _group(hub, there)
        routes = [_joined(a, b) for a in to_hub for b in from_hub]
        missing = missing or missing_to + missing_from
    known = {operation.steps for operation in direct}
    routes = [route for route in routes if route.steps not in known]
    routes.sort(key=lambda route: (route.superseded, route.accuracy_m is None, route.accuracy_m or 0.0))
    return Operations(usable=tuple(direct + routes[:MOST_ROUTES]), missing=tuple(missing))


def _group(here: pyproj.CRS, there: pyproj.CRS) -> tuple[list[Operation], list[Missing]]:
    """What PROJ knows between the two bases: usable operations, and those that miss a grid."""
    import warnings

    from pyproj.exceptions import ProjError
    from pyproj.transformer import TransformerGroup

    sides = _group_side(here), _group_side(there)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "best transformation is not available": told as `missing`
        group = TransformerGroup(*sides, always_xy=True)
        try:
            every = TransformerGroup(*sides, always_xy=True, allow_superseded=True)
        except ProjError:  # PROJ 9.5 trips over a few replaced operations, ED50 to WGS 84 among them
            every = group
    current = {transformer.description for transformer in group.transformers}
    usable = [
        _operation(transformer, superseded=transformer.description not in current)
        for transformer in every.transformers
        if transformer.accuracy >= 0 and "ballpark" not in transformer.description.lower()
    ]
    usable += _thinned(here, there)
    missing = [
        Missing(
            name=operation.name,
            accuracy_m=_accuracy(operation.accuracy),
            grids=tuple(grid.short_name for grid in operation.grids if not grid.available),
            areas=_areas((operation,)),
        )
        for operation in group.unavailable_operations
    ]
    if here.is_bound or there.is_bound:
        usable = usable or _bound(here, there)
    return usable, missing


def _thinned(here: pyproj.CRS, there: pyproj.CRS) -> list[Operation]:
    """Our own thinned grids between two bases, on to WGS 84 too where that is what is wanted."""
    found = []
    for grid in THINNED:
        inner, outer = read_crs(grid.source), read_crs(grid.goal)
        for forward, a, b in ((True, here, there), (False, there, here)):
            to_wgs84 = _same_datum(b, read_crs(WGS84))
            if not _same_datum(a, inner) or not (to_wgs84 or _same_datum(b, outer)):
                continue
            box = (grid.west, grid.south, grid.east, grid.north)
            found.append(
                Operation(
                    code=grid.code,
                    name=grid.name,
                    accuracy_m=grid.ce95_m / STATED_TO_95 + (ETRS89_IS_WGS84_M if to_wgs84 else 0.0),
                    areas=((box, grid.area_name),),
                    steps=steps(grid, forward=forward),
                    uses_grid=True,
                )
            )
    return found


def _group_side(crs: pyproj.CRS) -> pyproj.CRS:
    """The degrees of a CRS, with the towgs84 that its text carried, if it did."""
    import pyproj

    if not crs.is_bound:
        return geographic_base(crs)
    document = crs.to_json_dict()
    document["source_crs"] = geographic_base(crs).to_json_dict()
    return pyproj.CRS.from_json_dict(document)


def _bound(here: pyproj.CRS, there: pyproj.CRS) -> list[Operation]:
    """The operation that a CRS text brought itself (towgs84): usable, of unknown accuracy."""
    import pyproj

    transformer = pyproj.Transformer.from_crs(_group_side(here), _group_side(there), always_xy=True)
    return [
        Operation(
            code="towgs84",
            name="parameters given with the CRS",
            accuracy_m=None,
            areas=(),
            steps=_steps(transformer),
            uses_grid="grids=" in transformer.definition,
        )
    ]


def _operation(transformer: Transformer, superseded: bool) -> Operation:
    parts: tuple[Any, ...] = tuple(transformer.operations or ())
    real = [part for part in parts if not part.name.startswith("axis order change")]
    codes = [code for code in map(_code, real) if code]
    areas = _areas(real)
    if not areas and transformer.area_of_use is not None:
        areas = _areas((transformer,))
    return Operation(
        code="+".join(codes) or re.sub(r"\W+", "-", transformer.description.lower())[:60],
        name=" + ".join(part.name for part in real) or transformer.description,
        accuracy_m=_accuracy(transformer.accuracy),
        areas=areas,
        steps=_steps(transformer),
        uses_grid="grids=" in transformer.definition,
        superseded=superseded,
    )


def _joined(first: Operation, second: Operation) -> Operation:
    accuracies = (first.accuracy_m, second.accuracy_m)
    known = [accuracy for accuracy in accuracies if accuracy is not None]
    return Operation(
        code="+".join(code for code in (first.code, second.code) if code),
        name=f"{first.name} + {second.name}",
        accuracy_m=sum(known) if len(known) == 2 else None,
        areas=(*first.areas, *second.areas),
        steps=(*first.steps, *second.steps),
        uses_grid=first.uses_grid or second.uses_grid,
        superseded=first.superseded or second.superseded,
    )


def _code(part: Any) -> str:
    identity = part.to_json_dict().get("id")
    if not isinstance(identity, dict):
        return ""
    authority = re.sub(r"^(?:INVERSE|DERIVED_FROM)\((.*)\)$", r"\1", str(identity["authority"]))
    return f"{authority}:{identity['code']}"


def _accuracy(stated: float) -> float | None:
    return stated if 0 <= stated < UNKNOWN_FROM_M else None


def _areas(parts: Any) -> tuple[tuple[Box, str], ...]:
    found = []
    for part in parts:
        area = part.area_of_use
        if area is not None and (area.west, area.south, area.east, area.north) != WORLD:
            found.append(((area.west, area.south, area.east, area.north), (area.name or "").rstrip(".")))
    return tuple(dict.fromkeys(found))


def _steps(transformer: Transformer) -> tuple[str, ...]:
    """The steps of a PROJ pipeline text; none where it hands the numbers on."""
    text = transformer.definition.strip()
    if text.startswith("proj=pipeline"):
        return tuple(step.strip() for step in re.split(r"\s*\bstep\b\s*", text)[1:])
    return () if text.startswith("proj=noop") else (text,)
