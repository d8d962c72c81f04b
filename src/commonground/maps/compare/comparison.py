"""Two depictions compared: where, how far, in what way; never which is right.

`compare(a, b)` and `compare(b, a)` tell the same story with the names changed: what has a direction
(offsets, copied share) is given both ways and labelled, the shift changes its sign.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from commonground.errors import InputError
from commonground.finding import Finding, Kind, Level
from commonground.maps.compare.frechet import Leash, frechet
from commonground.maps.compare.hausdorff import directed_m
from commonground.maps.compare.hints import hints
from commonground.maps.compare.offsets import (
    Offsets,
    Stretch,
    copied,
    events,
    measure,
    share_of,
)
from commonground.maps.compare.shift import STEP_M, Shift, fit_shift
from commonground.maps.compare.trim import Trim, trim
from commonground.maps.depiction import Depiction, coordinates
from commonground.maps.lines import Walk, filled, walk
from commonground.maps.nearest import Edges
from commonground.maps.plane import Conformal, Floats, conformal_over
from commonground.maps.slivers import Slivers, Window, slivers, wide_deg

LARGEST_SHOWN = 10
SAME_LINEAGE_SHARE = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How two depictions differ. Directions are named: `there` is A to B, `back` is B to A."""

    a: Depiction
    b: Depiction
    there: Offsets
    back: Offsets
    hausdorff_m: float
    leash: Leash
    slivers: Slivers
    shift: Shift
    copied_share: float
    copied: tuple[Stretch, ...]
    copied_run_share: float
    events: tuple[Stretch, ...]
    trim: Trim
    hints: tuple[str, ...]
    findings: tuple[Finding, ...]

    def as_json(self) -> dict[str, object]:
        """The object of `cg map compare --json`."""
        return {
            "a": self.a.name,
            "b": self.b.name,
            "offset_m": self.there.summary(),
            "offset_back_m": self.back.summary(),
            "largest_at": self.there.largest_at(),
            "bins": self.there.bins(),
            "hausdorff_m": round(self.hausdorff_m, 1),
            "frechet_m": round(self.leash.metres, 1),
            "frechet": {"step_m": round(self.leash.step_m, 1), "backwards": self.leash.backwards},
            "slivers": {
                "count": len(self.slivers.pieces),
                "area_km2": round(self.slivers.area_m2 / 1e6, 3),
                "largest": [piece.as_json() for piece in self.slivers.pieces[:LARGEST_SHOWN]],
                "small": self.slivers.small,
            },
            "shift": self.shift.as_json(),
            "copied_share": round(self.copied_share, 4),
            "copied": {
                "run_share": round(self.copied_run_share, 4),
                "stretches": [stretch.as_json() for stretch in self.copied],
            },
            "events": [event.as_json() for event in self.events],
            "trimmed_m": round(self.trim.total_m, 1),
            "trimmed": self.trim.as_json(),
            "hints": list(self.hints),
            "findings": [finding.as_json() for finding in self.findings],
            "licences": sorted({self.a.source.licence, self.b.source.licence} - {""}),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """One line made ready: walked, filled in, and its edges in the plane of both."""

    depiction: Depiction
    walk: Walk
    pieces: list[Floats]
    edges: Edges


def compare(a: Depiction, b: Depiction, window: Window | None = None) -> Comparison:
    """Compare two depictions of one border.

    window: west, south, east, north; offsets, slivers and all else only of what lies inside it, while
    the nearest place of the other line may lie outside. Raises InputError when a depiction has no line
    or none of it lies in the window.
    """
    for one in (a, b):
        if one.line.is_empty:
            raise InputError("this depiction has no line", where=one.name)
    plane = conformal_over(*coordinates(shapely.GeometryCollection([a.line, b.line])))
    first, second = (_drawn(one, plane) for one in (a, b))
    there, back = measure(first.walk, second.edges), measure(second.walk, first.edges)
    trimmed = trim(there, back)
    if window is not None:
        there, back = (offsets.only(_inside(offsets, window)) for offsets in (there, back))
        if len(there.distance_m) == 0 or len(back.distance_m) == 0:
            raise InputError("one of the lines does not enter this window", given=" ".join(map(str, window)))
    shift = _shift(first, second, window)
    share, stretches = copied(there)
    run_share = share_of(stretches, first.walk.length_m)
    local = events(there)
    ground = slivers(a, b, window=window)
    hausdorff_m = max(_directed(first, second, plane, window), _directed(second, first, plane, window))
    return Comparison(
        a=a,
        b=b,
        there=there,
        back=back,
        hausdorff_m=hausdorff_m,
        leash=_leash(there, back, plane, hausdorff_m),
        slivers=ground,
        shift=shift,
        copied_share=share,
        copied=stretches,
        copied_run_share=run_share,
        events=local,
        trim=trimmed,
        hints=hints(a, b, shift, run_share, trimmed, ground),
        findings=_findings(a, b, shift, run_share, trimmed),
    )


def _drawn(depiction: Depiction, plane: Conformal) -> _Drawn:
    pieces = filled(depiction.line)
    return _Drawn(depiction=depiction, walk=walk(depiction.line), pieces=pieces, edges=Edges(pieces, plane))


def _inside(offsets: Offsets, window: Window) -> np.ndarray:
    return _in_window(window, offsets.walk.lat_deg, offsets.walk.lon_deg)


def _in_window(window: Window, lat: Floats, lon: Floats) -> np.ndarray:
    west, south, _, north = window
    return np.asarray(((lon - west) % 360.0 <= wide_deg(window)) & (lat >= south) & (lat <= north))


def _shift(first: _Drawn, second: _Drawn, window: Window | None) -> Shift:
    """The shift, fitted from the line with more vertices so that the order of names does not count."""
    keys = [
        (shapely.get_num_coordinates(one.depiction.line), one.depiction.line.wkb) for one in (first, second)
    ]
    swapped = keys[0] < keys[1]
    walked, other = (second, first) if swapped else (first, second)
    steps = walk(walked.depiction.line, STEP_M)
    lat, lon, along = steps.lat_deg, steps.lon_deg, steps.along_m
    if window is not None:
        rows = _in_window(window, lat, lon)
        lat, lon, along = lat[rows], lon[rows], along[rows]
        if len(lat) < 4:
            raise InputError("too little of the lines lies in this window to fit a shift")
        along = along - along[0]
    x, y = other.edges.plane.to_xy(lat, lon)
    found = fit_shift(other.edges, x, y, along)
    return found.mirrored() if swapped else found


def _directed(one: _Drawn, other: _Drawn, plane: Conformal, window: Window | None) -> float:
    pieces = one.pieces
    if window is not None:
        west, south, _, north = window
        whole, wide = shapely.MultiLineString(pieces), wide_deg(window)
        cut = [
            shapely.clip_by_rect(whole, west + turn, south, west + turn + wide, north)
            for turn in (-360.0, 0.0, 360.0)
        ]
        pieces = filled(_merged(cut))
    return directed_m(pieces, other.edges, plane) if pieces else 0.0


def _merged(cut: list[BaseGeometry]) -> BaseGeometry:
    lines = [part for part in shapely.get_parts(cut) if part.geom_type == "LineString" and part.length > 0]
    return shapely.MultiLineString(lines) if lines else shapely.LineString()


def _leash(there: Offsets, back: Offsets, plane: Conformal, hausdorff_m: float) -> Leash:
    """Both walks in the plane; the plane's scale is taken out place by place."""
    lat, lon = there.walk.lat_deg, there.walk.lon_deg
    a = np.column_stack(plane.to_xy(lat, lon))
    b = np.column_stack(plane.to_xy(back.walk.lat_deg, back.walk.lon_deg))
    step = float(np.diff(there.walk.along_m).max(initial=0.0))
    found = frechet(a, b, plane.scale(lat), step)
    return Leash(metres=max(found.metres, hausdorff_m), step_m=found.step_m, backwards=found.backwards)


def _findings(
    a: Depiction, b: Depiction, shift: Shift, run_share: float, trimmed: Trim
) -> tuple[Finding, ...]:
    found = []
    if shift.misplaced:
        size = float(np.hypot(shift.east_m, shift.north_m))
        found.append(
            Finding(
                kind=Kind.DEPICTION_MISPLACED,
                level=Level.CAUTION,
                about=(a.name, b.name),
                text=f"{a.name} and {b.name} lie {size:.0f} m apart as whole drawings: one of them is "
                f"displaced against the other, by {shift.east_m:.0f} m east and {shift.north_m:.0f} m "
                f"north to be added to {b.name}. Which of them, this does not say.",
            )
        )
    if run_share > SAME_LINEAGE_SHARE:
        found.append(
            Finding(
                kind=Kind.DEPICTION_COPIED,
                level=Level.NOTE,
                about=(a.name, b.name),
                text=f"{a.name} and {b.name} coincide within 25 m on {run_share:.0%} of the line: they "
                "count as one witness, not two.",
            )
        )
    if trimmed.total_m > trimmed.told_from_m:
        found.append(
            Finding(
                kind=Kind.DEPICTION_TRUNCATED,
                level=Level.NOTE,
                about=(a.name, b.name),
                text=f"The lines of {a.name} and {b.name} do not end at the same places: "
                f"{trimmed.total_m / 1000:.1f} km of one runs on where the other has ended.",
            )
        )
    return tuple(found)
