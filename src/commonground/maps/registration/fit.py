"""Registering a sheet: the simplest model that its control points bear out, and how sure it is where.

Gross errors are named, not averaged in. The model is chosen by residuals of points left out, never by
residuals of points fitted. The doubt at a place holds the doubt of the parameters, which grows away
from the control points, and the scatter of a point; a sheet without independent check points is not
usable for messages, however well it fits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from commonground.errors import InputError
from commonground.finding import Finding
from commonground.maps.plane import Floats
from commonground.maps.registration import trouble
from commonground.maps.registration.control import ControlPoints, SheetKind
from commonground.maps.registration.datum import DatumGuess, explain_shift
from commonground.maps.registration.fisher import f_beyond
from commonground.maps.registration.models import (
    LADDER,
    LEAST_POINTS,
    Frame,
    bend,
    frame_of,
    left_out,
    plate,
    predict,
    solve,
)
from commonground.maps.registration.robust import OUTSIDE, Consensus, consensus, leverage

CELL_M = 0.05  # no reading of a place is believed to be finer
BETTER = 1.15  # a richer model has to make the left-out square this much smaller
BETTER_PLATE = 2.0  # a thin plate bends to anything; it has to earn more
CHECK_POINTS = 3  # fewer independent check points make no sheet usable
CHECK_SHARE = 0.8  # of them inside the radius that is claimed for 95 in 100
MISPLACED_SE = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """How sure a registered sheet is at one place of the ground."""

    lat_deg: float
    lon_deg: float
    ce90_m: float
    ce95_m: float
    east_m: float  # where the sheet shows the place, less where it is; 0 for a scan
    north_m: float
    inside: bool  # inside the hull of the control points


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What became of one independent check point.

    gross: so far off as a good one is twice in ten thousand.
    """

    row: int
    error_m: float
    ce90_m: float
    ce95_m: float
    gross: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A sheet laid on the ground.

    east_m, north_m: how far the sheet's coordinates lie from the ground's, at the middle of the control
    points; rotation and scale likewise take the ground to the sheet. For a scan they are metres a
    pixel and the turn of the sheet, and the shift is 0.
    """

    points: ControlPoints
    model: str
    frame: Frame
    parameters: Floats
    weights: Floats  # of the thin plate; empty for other models
    agree: NDArray[np.bool_]  # among all rows of the file; check points are False
    sigma_m: float
    freedom: int
    east_m: float
    north_m: float
    se_m: float
    rotation_deg: float
    scale: float
    datum: DatumGuess | None
    outliers: tuple[int, ...]
    checks: tuple[Check, ...]
    left_out_m: dict[str, float]  # root mean square by model
    misplaced: bool
    usable: bool
    findings: tuple[Finding, ...]

    def to_ground(self, sheet: Floats) -> Floats:
        """Where points of the sheet lie on the ground, in the plane of the control points, metres."""
        unit = self.frame.to_unit(sheet)
        if self.model == "tps":
            return bend(self.weights, self.frame.to_unit(self.points.sheet[self.agree]), unit)
        return predict(self.model, self.parameters, unit, sheet)

    def to_degrees(self, sheet: Floats) -> tuple[Floats, Floats]:
        """Latitude and longitude of points of the sheet."""
        ground = self.to_ground(sheet)
        return self.points.plane.to_degrees(ground[:, 0], ground[:, 1])


def fit_points(points: ControlPoints) -> Registration:
    """Fit a sheet to the ground. Raises InputError for too few points; all else is a finding.

    A sheet whose file states its lay is laid so; no radius is given for it and it is not usable.
    """
    unique = trouble.first_of_duplicates(points)
    used = np.flatnonzero(points.enabled & unique)
    if len(used) < 2:
        raise InputError("a sheet needs two control points or more", where=points.name, given=str(len(used)))
    sheet, ground = points.sheet[used], points.ground[used]
    frame = frame_of(sheet)
    flat = trouble.is_collinear(sheet)
    found = (
        _as_stated(frame, sheet, ground) if points.stated else _candidates(points, frame, sheet, ground, flat)
    )
    left = {model: _left_out_rms(one, frame, sheet, ground) for model, one in found.items()}
    model = _choose(found, left, frame, sheet, ground)
    chosen = found[model]
    agree = np.zeros(len(points.rows), dtype=bool)
    agree[used[chosen.agree]] = True
    outliers = tuple(int(row) for row in points.rows[used[~chosen.agree]])
    scatter = left["tps"] / np.sqrt(2) if model == "tps" else chosen.sigma
    east, north, se, rotation, scale = _move(points, found, model, frame, sheet, ground)
    unit = frame.to_unit(sheet[chosen.agree])
    weights = plate(unit, ground[chosen.agree]) if model == "tps" else np.zeros((0, 2))
    draft = Registration(
        points=points,
        model=model,
        frame=frame,
        parameters=chosen.parameters,
        weights=weights,
        agree=agree,
        sigma_m=float(scatter),
        freedom=chosen.freedom,
        east_m=east,
        north_m=north,
        se_m=se,
        rotation_deg=rotation,
        scale=scale,
        datum=None,
        outliers=outliers,
        checks=(),
        left_out_m=left,
        misplaced=False,
        usable=False,
        findings=(),
    )
    return _judged(draft, flat)


def forecast(fitted: Registration, lat: float, lon: float) -> Forecast:
    """How sure the sheet is at a place of the ground."""
    x, y = fitted.points.plane.to_xy(np.array([lat]), np.array([lon]))
    ground = np.column_stack([x, y])
    sheet = to_sheet(fitted, ground)
    ce90, ce95, _ = (float(radius[0]) for radius in _radii(fitted, sheet))
    shift = sheet[0] - ground[0] if fitted.points.kind is SheetKind.COORDINATES else np.zeros(2)
    hull = shapely.convex_hull(shapely.multipoints(fitted.points.sheet[fitted.agree]))
    return Forecast(
        lat_deg=lat,
        lon_deg=lon,
        ce90_m=ce90,
        ce95_m=ce95,
        east_m=float(shift[0]),
        north_m=float(shift[1]),
        inside=bool(shapely.intersects_xy(hull, sheet[0, 0], sheet[0, 1])),
    )


def _as_stated(frame: Frame, sheet: Floats, ground: Floats) -> dict[str, Consensus]:
    """The lay that a file states: affine in its own system, which bends a little on the ground."""
    parameters = solve("poly2", frame.to_unit(sheet), sheet, ground)
    everywhere = np.ones(len(sheet), dtype=bool)
    return {
        "poly2": Consensus(model="poly2", parameters=parameters, agree=everywhere, sigma=CELL_M, freedom=0)
    }


def _candidates(
    points: ControlPoints, frame: Frame, sheet: Floats, ground: Floats, flat: bool
) -> dict[str, Consensus]:
    """The consensus of every model that so many points can bear."""
    n = len(sheet)
    floor = CELL_M
    found: dict[str, Consensus] = {}
    for model in LADDER:
        scan_needs = points.kind is SheetKind.PIXELS and model in ("none", "shift")
        spare = {"none": 0, "shift": 0, "similarity": 1, "affine": 1, "poly2": 2, "tps": 3}[model]
        if scan_needs or n < LEAST_POINTS[model] + spare or (flat and model in ("affine", "poly2", "tps")):
            continue
        if model == "tps":
            richest = found.get("poly2") or found.get("affine")
            if richest is not None and richest.agree.sum() > LEAST_POINTS["tps"]:
                found["tps"] = Consensus(
                    model="tps",
                    parameters=np.zeros(0),
                    agree=richest.agree,
                    sigma=richest.sigma,
                    freedom=richest.freedom,
                )
            continue
        found[model] = consensus(model, frame, sheet, ground, floor)
    if not found:
        found["similarity"] = consensus("similarity", frame, sheet, ground, floor)
    return found


def _left_out_rms(one: Consensus, frame: Frame, sheet: Floats, ground: Floats) -> float:
    """Root mean square distance of agreeing points to the model fitted without them."""
    rows = one.agree
    residual = left_out(one.model, frame.to_unit(sheet[rows]), sheet[rows], ground[rows])
    square = (residual**2).sum(axis=1)
    return float(np.sqrt(square.mean())) if np.isfinite(square).all() else np.inf


def _choose(
    found: dict[str, Consensus], left: dict[str, float], frame: Frame, sheet: Floats, ground: Floats
) -> str:
    """The simplest model whose left-out cost no richer one beats clearly.

    A point that a model calls a gross error costs as much as one five of the best model's errors off.
    """
    finite = [value for value in left.values() if np.isfinite(value)]
    if not finite:
        return next(iter(found))
    scale = 5 * max(min(finite), CELL_M)
    cost: dict[str, float] = {}
    for model, one in found.items():
        rows = one.agree
        unit = frame.to_unit(sheet)
        square = np.full(len(sheet), scale**2)
        residual = left_out(model, unit[rows], sheet[rows], ground[rows])
        square[rows] = np.minimum((residual**2).sum(axis=1), scale**2)
        cost[model] = float(square.mean())
    names = list(found)
    chosen = names[0]
    for richer in names[1:]:
        if cost[chosen] > (BETTER_PLATE if richer == "tps" else BETTER) * cost[richer]:
            chosen = richer
    return chosen


def _move(
    points: ControlPoints,
    found: dict[str, Consensus],
    model: str,
    frame: Frame,
    sheet: Floats,
    ground: Floats,
) -> tuple[float, float, float, float, float]:
    """East, north, standard error, rotation and scale, ground to sheet (see Registration)."""
    rows = found[model].agree
    similar = solve("similarity", frame.to_unit(sheet[rows]), sheet[rows], ground[rows])
    turned, size = np.degrees(np.arctan2(similar[3], similar[2])), np.hypot(similar[2], similar[3])
    if points.kind is SheetKind.PIXELS:
        return 0.0, 0.0, 0.0, float(turned), float(size / frame.spread)
    mean = (sheet[rows] - ground[rows]).mean(axis=0)
    scatter = found[model].sigma / np.sqrt(rows.sum())
    if model in ("none", "shift"):
        return float(mean[0]), float(mean[1]), float(scatter), 0.0, 1.0
    return float(mean[0]), float(mean[1]), float(scatter), float(-turned), float(frame.spread / size)


def _judged(draft: Registration, flat: bool) -> Registration:
    """The draft with its datum, check points and findings."""
    points = draft.points
    size = float(np.hypot(draft.east_m, draft.north_m))
    moved = points.kind is SheetKind.COORDINATES and size > MISPLACED_SE * draft.se_m and size > 1.0
    datum = explain_shift(points, draft.agree, draft.sigma_m) if moved else None
    checks = _checks(draft)
    inside = [check.error_m <= check.ce95_m for check in checks]
    gross = [check.row for check in checks if check.gross]
    proved = len(checks) >= CHECK_POINTS and sum(inside) >= CHECK_SHARE * len(inside) and not gross
    outliers = tuple(sorted([*draft.outliers, *gross]))
    halves = trouble.two_groups(draft)
    findings = trouble.findings(
        draft, datum, flat=flat, halves=halves, outliers=outliers, checked=len(checks), inside=sum(inside)
    )
    sound = not (flat or halves or points.mirrored or trouble.exchanged(points))
    usable = proved and sound and draft.model != "tps" and draft.freedom >= 2
    return Registration(
        **{
            **{name: getattr(draft, name) for name in Registration.__dataclass_fields__},
            "datum": datum,
            "outliers": outliers,
            "checks": checks,
            "misplaced": moved and size > draft.sigma_m,
            "usable": bool(usable),
            "findings": findings,
        }
    )


def _checks(draft: Registration) -> tuple[Check, ...]:
    rows = np.flatnonzero(~draft.points.enabled)
    if len(rows) == 0:
        return ()
    sheet = draft.points.sheet[rows]
    error = np.hypot(*(draft.to_ground(sheet) - draft.points.ground[rows]).T)
    ce90, ce95, outside = _radii(draft, sheet)
    return tuple(
        Check(row=int(row), error_m=float(e), ce90_m=float(a), ce95_m=float(b), gross=bool(e > c))
        for row, e, a, b, c in zip(draft.points.rows[rows], error, ce90, ce95, outside, strict=True)
    )


def _radii(fitted: Registration, sheet: Floats) -> tuple[Floats, Floats, Floats]:
    """CE90, CE95 and the radius of gross errors at points of the sheet: parameters and scatter, with the
    freedom that was left.

    A sheet that needed no turn may still be turned a little: none and shift are given the doubt of a
    similarity as soon as there are three points.
    """
    knots = fitted.points.sheet[fitted.agree]
    model = {"none": "similarity", "shift": "similarity", "tps": "affine"}.get(fitted.model, fitted.model)
    if len(knots) < 3 and model == "similarity" and fitted.model in ("none", "shift"):
        model = "shift"
    hat = leverage(model, fitted.frame.to_unit(knots), fitted.frame.to_unit(sheet))
    if fitted.freedom < 1:
        unknown = np.full(len(sheet), np.inf)
        return unknown, unknown, unknown
    factor = fitted.sigma_m * np.sqrt(2 * (1 + hat))
    levels = (np.sqrt(f_beyond(rest, fitted.freedom)) for rest in (0.10, 0.05, OUTSIDE))
    ce90, ce95, outside = (np.asarray(factor * level) for level in levels)
    return ce90, ce95, outside


def to_sheet(fitted: Registration, ground: Floats) -> Floats:
    """The point of the sheet that lies on a place of the ground (Newton's method)."""
    knots, at = fitted.points.sheet[fitted.agree], fitted.points.ground[fitted.agree]
    back = frame_of(at)
    start = solve("similarity", back.to_unit(at), at, knots)
    sheet = predict("similarity", start, back.to_unit(ground), ground)
    step = 1e-4 * fitted.frame.spread
    for _ in range(20):
        miss = ground - fitted.to_ground(sheet)
        east = (fitted.to_ground(sheet + np.array([step, 0.0])) - fitted.to_ground(sheet)) / step
        north = (fitted.to_ground(sheet + np.array([0.0, step])) - fitted.to_ground(sheet)) / step
        jacobian = np.column_stack([east[0], north[0]])
        if abs(np.linalg.det(jacobian)) < 1e-12:
            break
        move = np.linalg.solve(jacobian, miss[0])
        sheet = sheet + move
        if np.hypot(*move) < 1e-9 * fitted.frame.spread:
            break
    return np.asarray(sheet)
