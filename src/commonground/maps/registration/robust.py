"""Gross errors among control points: which points agree on one model, and which stand apart.

Start: every smallest subset of up to 30 points, a fixed random sample beyond; the subset with the
smallest median-like residual wins. Then least squares on those that agree, letting points in and out
by a test that knows how few they are, until nothing changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from commonground.maps.plane import Floats
from commonground.maps.registration.fisher import f_beyond
from commonground.maps.registration.models import (
    LEAST_POINTS,
    PARAMETERS,
    Frame,
    design,
    predict,
    solve,
)

MAX_SUBSETS = 4000
OUTSIDE = 0.0002  # a good point is called a gross error so often
LEAST_FREEDOM = 4  # with less left over some points always agree by chance: then none is called wrong
AGREE = 0.6  # share of the points whose residual ranks the starts
_SEED = 20111125


@dataclass(frozen=True, slots=True, kw_only=True)
class Consensus:
    """The points that agree on a model, its parameters, and the scatter about it."""

    model: str
    parameters: Floats
    agree: NDArray[np.bool_]
    sigma: float  # standard deviation along one axis
    freedom: int


def consensus(model: str, frame: Frame, sheet: Floats, ground: Floats, floor: float) -> Consensus:
    """Fit a model to the points that agree on it.

    floor: the least scatter that is believed, in ground units (the cell of a reading).
    """
    unit = frame.to_unit(sheet)
    n = len(sheet)
    rank = min(n - 1, max(int(np.ceil(AGREE * n)) - 1, LEAST_POINTS[model]))
    residual = start(model, unit, sheet, ground, rank)
    scale = max(float(np.sort(residual)[rank]) / np.sqrt(-2 * np.log(1 - (rank + 0.5) / n)), floor)
    agree = residual <= max(3.5 * scale, float(np.sort(residual)[rank]))
    for _ in range(30):
        fitted = _fitted(model, unit, sheet, ground, agree, floor)
        inside = _inside(fitted, unit, sheet, ground, agree)
        if (inside == agree).all() or inside.sum() < LEAST_POINTS[model]:
            break
        agree = inside
    if fitted.freedom < LEAST_FREEDOM and not agree.all():
        return _fitted(model, unit, sheet, ground, np.ones(n, dtype=bool), floor)
    return fitted


def start(model: str, unit: Floats, sheet: Floats, ground: Floats, rank: int) -> Floats:
    """Distances of all points to the smallest subset's model whose distance of that rank is least."""
    n = len(sheet)
    if PARAMETERS[model] == 0:
        return np.asarray(np.hypot(*(ground - sheet).T))
    best, best_rank = None, np.inf
    for subset in _subsets(n, LEAST_POINTS[model]):
        rows = list(subset)
        parameters = solve(model, unit[rows], sheet[rows], ground[rows])
        residual = np.hypot(*(ground - predict(model, parameters, unit, sheet)).T)
        at = float(np.partition(residual, rank)[rank])
        if at < best_rank:
            best, best_rank = residual, at
    return best if best is not None else np.asarray(np.hypot(*(ground - sheet).T))


def _subsets(n: int, size: int) -> list[tuple[int, ...]]:
    """All subsets when they are few, else a fixed sample."""
    count = 1
    for i in range(size):
        count = count * (n - i) // (i + 1)
    if count <= MAX_SUBSETS:
        return list(combinations(range(n), size))
    random = np.random.default_rng(_SEED)
    return [tuple(int(i) for i in random.choice(n, size, replace=False)) for _ in range(MAX_SUBSETS // 4)]


def _fitted(
    model: str, unit: Floats, sheet: Floats, ground: Floats, agree: NDArray[np.bool_], floor: float
) -> Consensus:
    parameters = solve(model, unit[agree], sheet[agree], ground[agree])
    residual = ground[agree] - predict(model, parameters, unit[agree], sheet[agree])
    freedom = max(2 * int(agree.sum()) - PARAMETERS[model], 0)
    spread = float(np.sqrt((residual**2).sum() / freedom)) if freedom else 0.0
    return Consensus(
        model=model, parameters=parameters, agree=agree, sigma=max(spread, floor), freedom=freedom
    )


def _inside(
    fitted: Consensus, unit: Floats, sheet: Floats, ground: Floats, agree: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Points that a fit without them would foretell within what chance allows."""
    residual = ground - predict(fitted.model, fitted.parameters, unit, sheet)
    square = (residual**2).sum(axis=1)
    hat = leverage(fitted.model, unit[agree], unit)
    # for a point inside the fit the residual is too small, for one outside too large by its leverage
    factor = np.where(agree, np.maximum(1 - hat, 0.05), 1 + hat)
    freedom = np.where(agree, max(fitted.freedom - 2, 1), max(fitted.freedom, 1))
    others = np.where(
        agree,
        np.maximum(fitted.sigma**2 * fitted.freedom - square / factor, 0.0) / freedom,
        fitted.sigma**2,
    )
    limit = f_beyond(OUTSIDE, freedom)
    return np.asarray(square / (2 * factor) <= limit * np.maximum(others, 1e-12))


def leverage(model: str, fitted: Floats, asked: Floats) -> Floats:
    """Variance of the model at places over that of one point (mean of both axes)."""
    if PARAMETERS[model] == 0:
        return np.zeros(len(asked))
    rows = design(model, fitted)
    inverse = np.linalg.pinv(rows.T @ rows)
    at = design(model, asked)
    both = np.einsum("ij,jk,ik->i", at, inverse, at)
    return np.asarray(both.reshape(2, -1).mean(axis=0))
