"""What can be wrong with control points: duplicates, a straight line, exchanged axes, two datums mixed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from commonground.finding import Finding, Kind, Level
from commonground.maps.plane import Floats
from commonground.maps.registration.control import ControlPoints, SheetKind
from commonground.maps.registration.datum import DatumGuess
from commonground.maps.registration.models import LEAST_POINTS, predict, solve
from commonground.maps.registration.robust import start

if TYPE_CHECKING:
    from commonground.maps.registration.fit import Registration

FLAT = 0.02  # width over length of the control points under which they count as one line
_STATED = (
    "Where this sheet lies is what its file states; it has no control points, so how sure that is nothing "
    "says. It is not usable for messages."
)
MIXED = 3  # so many gross errors with one shift are no accident
HALF = 0.4  # share of the points whose own fit is looked for when the fit of all scatters
APART = 6.0  # two groups lie so many of their own scatters apart


def first_of_duplicates(points: ControlPoints) -> NDArray[np.bool_]:
    """True for each row but those whose sheet and ground places stand in an enabled row before."""
    seen: set[tuple[float, ...]] = set()
    unique = np.ones(len(points.rows), dtype=bool)
    for row, pair in enumerate(np.column_stack([points.sheet, points.ground]).round(6).tolist()):
        if not points.enabled[row]:
            continue
        unique[row] = tuple(pair) not in seen
        seen.add(tuple(pair))
    return unique


def is_collinear(sheet: Floats) -> bool:
    """Whether the points lie along one line: across it they carry nothing."""
    if len(sheet) < 3:
        return False
    values = np.linalg.svd(sheet - sheet.mean(axis=0), compute_uv=False)
    return bool(values[1] < FLAT * values[0])


def exchanged(points: ControlPoints) -> bool:
    """Whether the whole sheet fits far better with latitude and longitude exchanged."""
    if points.kind is SheetKind.PIXELS:
        return points.mirrored
    as_is = float(np.median(np.hypot(*(points.sheet - points.ground).T)))
    other = float(np.median(np.hypot(*(points.sheet_turned - points.ground).T)))
    return other < 0.01 * as_is


def findings(
    draft: Registration,
    datum: DatumGuess | None,
    *,
    flat: bool,
    halves: str,
    outliers: tuple[int, ...],
    checked: int,
    inside: int,
) -> tuple[Finding, ...]:
    """Everything about a fit that a person has to know."""
    points = draft.points
    if points.stated:
        return (Finding(kind=Kind.SHEET_UNCHECKED, level=Level.CAUTION, text=_STATED),)
    said: list[Finding] = []
    if exchanged(points):
        said.append(_weak("Latitude and longitude look exchanged in the whole file."))
    doubled = points.rows[~first_of_duplicates(points)]
    if len(doubled):
        said.append(_weak(f"Rows {_list(doubled)} repeat earlier rows; each pair counts once."))
    if flat:
        said.append(_weak("The control points lie along one line; across it the sheet is not held."))
    if draft.freedom < 2:
        said.append(_weak("So few control points leave nothing to judge the fit by."))
    said += [_gross(draft, row) for row in outliers]
    said += [_weak(text) for text in (_mixed(draft), halves) if text]
    if datum is not None:
        others = f" (or {', '.join(datum.others[:4])})" if datum.others else ""
        said.append(
            Finding(
                kind=Kind.SHEET_DATUM,
                level=Level.CAUTION,
                text=f"The sheet's shift of {np.hypot(draft.east_m, draft.north_m):.0f} m is that of "
                f"{datum.name}{others} read as WGS 84, within {datum.off_m:.0f} m.",
            )
        )
    if checked == 0:
        text = "No independent check points: the sheet is not usable for messages."
        said.append(Finding(kind=Kind.SHEET_UNCHECKED, level=Level.CAUTION, text=text))
    elif checked < 3 or inside < 0.8 * checked:
        text = f"{inside} of {checked} check points lie within the radius claimed; the sheet is not usable."
        said.append(Finding(kind=Kind.SHEET_UNCHECKED, level=Level.CAUTION, text=text))
    return tuple(said)


def _weak(text: str) -> Finding:
    return Finding(kind=Kind.SHEET_WEAK, level=Level.CAUTION, text=text)


def _list(rows: Floats | NDArray[np.int64]) -> str:
    return ", ".join(str(int(row)) for row in rows)


def _residuals(draft: Registration) -> Floats:
    return draft.to_ground(draft.points.sheet) - draft.points.ground


def _gross(draft: Registration, row: int) -> Finding:
    off = float(np.hypot(*_residuals(draft)[row]))
    points, one = draft.points, slice(row, row + 1)
    fits = max(5 * draft.sigma_m, 0.01 * off)
    cause = ""
    for side, sheet, ground in (
        ("sheet", points.sheet_turned[one], points.ground[one]),
        ("map", points.sheet[one], points.ground_turned[one]),
    ):
        if float(np.hypot(*(draft.to_ground(sheet) - ground)[0])) < fits:
            cause = f" It fits with its two {side} numbers exchanged."
    named = "Row" if points.enabled[row] else "Check point row"
    return Finding(
        kind=Kind.SHEET_GROSS_ERROR,
        level=Level.CAUTION,
        about=(str(row),),
        text=f"{named} {row} lies {off:.0f} m from where the other control points lay it.{cause}",
    )


def two_groups(draft: Registration) -> str:
    """Two groups of rows that fit well each, and together badly: perhaps read from two sheets or datums.

    The text of a finding, or "".
    """
    rows = np.flatnonzero(draft.agree)
    if len(rows) < 2 * (LEAST_POINTS["affine"] + 1) or draft.points.stated:
        return ""
    sheet, ground = draft.points.sheet[rows], draft.points.ground[rows]
    unit = draft.frame.to_unit(sheet)
    rank = int(np.ceil(HALF * len(rows))) - 1
    for model in ("similarity", "affine"):
        away = start(model, unit, sheet, ground, rank)
        scatter = max(float(np.sort(away)[rank]), draft.sigma_m / 1000)
        first = away <= 3 * scatter
        fitted = solve(model, unit[first], sheet[first], ground[first])
        rest = (predict(model, fitted, unit, sheet) - ground)[~first]
        if min(first.sum(), len(rest)) < MIXED:
            continue
        east, north = np.median(rest, axis=0)
        apart = float(np.hypot(east, north))
        stray = max(scatter, float(np.quantile(np.hypot(*(rest - [east, north]).T), 0.9)))
        if stray * APART < apart and stray < draft.sigma_m:
            one, other = (_list(draft.points.rows[rows[group]]) for group in (first, ~first))
            return (
                f"Rows {one} and rows {other} fit well each, {apart:.0f} m apart: they may be of two datums "
                "or sheets."
            )
    return ""


def _mixed(draft: Registration) -> str:
    """Gross errors that share one shift: perhaps read from another sheet or datum."""
    if len(draft.outliers) < MIXED:
        return ""
    rows = np.array(draft.outliers)
    vectors = _residuals(draft)[rows]
    near = np.hypot(*(vectors[:, None, :] - vectors[None, :, :]).transpose(2, 0, 1)) < 5 * draft.sigma_m
    most = int(near.sum(axis=1).argmax())
    if near[most].sum() < MIXED:
        return ""
    together = rows[near[most]]
    east, north = vectors[near[most]].mean(axis=0)
    return (
        f"Rows {_list(together)} share one shift of {east:.0f} m east, {north:.0f} m north: they may be of "
        "another datum or sheet."
    )
