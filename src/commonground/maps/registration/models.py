"""Models that lay a sheet on the ground: none, shift, similarity, affine, second order, thin plate.

Each is linear in its parameters: two rows a point (x, then y) in a design matrix. Coordinates are
brought to a centre and a spread of one first, so that the parameters are of one size.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonground.maps.plane import Floats

LADDER = ("none", "shift", "similarity", "affine", "poly2", "tps")
PARAMETERS = {"none": 0, "shift": 2, "similarity": 4, "affine": 6, "poly2": 12}
LEAST_POINTS = {"none": 1, "shift": 1, "similarity": 2, "affine": 3, "poly2": 6, "tps": 6}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Centre and spread that bring the sheet's coordinates to the size of one."""

    centre: Floats
    spread: float

    def to_unit(self, sheet: Floats) -> Floats:
        return np.asarray((sheet - self.centre) / self.spread)


def frame_of(sheet: Floats) -> Frame:
    """The frame about these points."""
    centre = sheet.mean(axis=0)
    return Frame(centre=centre, spread=float(np.hypot(*(sheet - centre).T).max()) or 1.0)


def design(model: str, unit: Floats) -> Floats:
    """Rows of the design matrix: all x rows, then all y rows."""
    n = len(unit)
    u, v = unit[:, 0], unit[:, 1]
    one, zero = np.ones(n), np.zeros(n)
    if model == "none":
        return np.zeros((2 * n, 0))
    if model == "shift":
        return np.vstack([np.column_stack([one, zero]), np.column_stack([zero, one])])
    if model == "similarity":
        return np.vstack([np.column_stack([one, zero, u, -v]), np.column_stack([zero, one, v, u])])
    terms = [one, u, v] if model == "affine" else [one, u, v, u * u, u * v, v * v]
    block = np.column_stack(terms)
    empty = np.zeros_like(block)
    return np.vstack([np.hstack([block, empty]), np.hstack([empty, block])])


def base(model: str, sheet: Floats) -> Floats:
    """What the model leaves as it is: for none and shift the sheet itself, else nothing."""
    return sheet if model in ("none", "shift") else np.zeros_like(sheet)


def solve(model: str, unit: Floats, sheet: Floats, ground: Floats) -> Floats:
    """Least-squares parameters of a linear model."""
    rest = (ground - base(model, sheet)).T.reshape(-1)
    if PARAMETERS[model] == 0:
        return np.zeros(0)
    return np.asarray(np.linalg.lstsq(design(model, unit), rest, rcond=None)[0])


def predict(model: str, parameters: Floats, unit: Floats, sheet: Floats) -> Floats:
    """Where the model lays the sheet's points on the ground."""
    if PARAMETERS[model] == 0:
        return base(model, sheet)
    return np.asarray(base(model, sheet) + (design(model, unit) @ parameters).reshape(2, -1).T)


def left_out(model: str, unit: Floats, sheet: Floats, ground: Floats) -> Floats:
    """For each point its residual (x, y) to the model fitted without it; inf where that cannot be."""
    n = len(sheet)
    if model == "tps":
        return _left_out_plate(unit, ground)
    if n <= LEAST_POINTS[model] and model != "none":
        return np.full((n, 2), np.inf)
    rows = design(model, unit)
    residual = ground - predict(model, solve(model, unit, sheet, ground), unit, sheet)
    if PARAMETERS[model] == 0:
        return residual
    hat = rows @ np.linalg.pinv(rows)
    found = np.empty((n, 2))
    for i in range(n):
        pair = np.array([i, i + n])
        block = np.eye(2) - hat[np.ix_(pair, pair)]
        if abs(np.linalg.det(block)) < 1e-9:
            found[i] = np.inf
        else:
            found[i] = np.linalg.solve(block, residual[i])
    return found


def plate(unit: Floats, ground: Floats, smooth: float = 0.0) -> Floats:
    """Thin-plate weights: one row a point, then the affine part; one column an axis."""
    n = len(unit)
    kernel = _kernel(unit, unit) + smooth * np.eye(n)
    affine = np.column_stack([np.ones(n), unit])
    whole = np.block([[kernel, affine], [affine.T, np.zeros((3, 3))]])
    return np.asarray(np.linalg.lstsq(whole, np.vstack([ground, np.zeros((3, 2))]), rcond=None)[0])


def bend(weights: Floats, knots: Floats, unit: Floats) -> Floats:
    """Where a thin plate lays points."""
    n = len(knots)
    flat = np.column_stack([np.ones(len(unit)), unit])
    return np.asarray(_kernel(unit, knots) @ weights[:n] + flat @ weights[n:])


def _kernel(a: Floats, b: Floats) -> Floats:
    square = ((a[:, None, :] - b[None, :, :]) ** 2).sum(axis=2)
    return np.asarray(0.5 * square * np.log(np.where(square > 0, square, 1.0)))


def _left_out_plate(unit: Floats, ground: Floats) -> Floats:
    n = len(unit)
    if n <= LEAST_POINTS["tps"]:
        return np.full((n, 2), np.inf)
    found = np.empty((n, 2))
    for i in range(n):
        keep = np.arange(n) != i
        found[i] = ground[i] - bend(plate(unit[keep], ground[keep]), unit[keep], unit[i : i + 1])[0]
    return found
