"""Shift or generalisation: the move that lays one drawing best over the other, and whether it counts.

Places every 500 m along one line are laid on the other by iterated point-to-line least squares with
Huber weights. Four nested models are tried (none, shift, similarity, affine); the one that foretells
blocks left out best is told. Doubt comes from a bootstrap of whole blocks, for neighbours on a line
are not independent. The same pair gives the mirror image in the other order: the line with more
vertices is the one that is walked.

A place whose nearest place is a vertex lies as near to two edges; the tree's first is taken. Where that
choice moves the answer, the standard error is large too, and the answer is no figure to lean on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from commonground.maps.nearest import Edges
from commonground.maps.plane import Floats

STEP_M = 500.0
BLOCK_M = 50_000.0
FEW_BLOCKS = 4  # a line of fewer blocks is cut finer, into SHORT_BLOCKS
SHORT_BLOCKS = 8
HUBER = 1.345  # 95 % efficiency for Gaussian residuals
MISPLACED_SE = 4.0
MISPLACED_EXPLAINS = 0.05  # of the median offset; a move that mends nothing misplaces nothing
RICHER_MOST = 1000  # places; the richer models, which only compete, are fitted to no more
BOOTSTRAPS = 400
MODELS = ("none", "shift", "similarity", "affine")
HELD = 1e-3  # a direction in which lines hold less than this of their best: they are straight along it
_HELD_RICHER = 1e-6
_COLUMNS = {"none": 0, "shift": 2, "similarity": 4, "affine": 6}
_SEED = 20111125  # the same bytes give the same figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """The translation to add to B so that it fits A best, and what it explains.

    se_m: standard error along the shift's direction from blocks; covariance_m2 the whole of it.
    before_m, after_m: median offset before and after. explained: the share of the median it removes.
    misplaced: the shift is over four standard errors and over the median left after it.
    straight: the lines are so straight that a shift along them cannot be told; the one given is across.
    model: the model that foretells left-out blocks best; rotation and scale of the similarity.
    """

    east_m: float
    north_m: float
    se_m: float
    covariance_m2: tuple[tuple[float, float], tuple[float, float]]
    before_m: float
    after_m: float
    explained: float
    misplaced: bool
    straight: bool
    model: str
    rotation_deg: float
    scale: float
    blocks: int
    block_m: float
    left_m: tuple[float, ...]  # median offset of left-out blocks by model, in the order of MODELS

    def mirrored(self) -> Shift:
        """The same for the pair in the other order."""
        return Shift(
            east_m=0.0 - self.east_m,
            north_m=0.0 - self.north_m,
            se_m=self.se_m,
            covariance_m2=self.covariance_m2,
            before_m=self.before_m,
            after_m=self.after_m,
            explained=self.explained,
            misplaced=self.misplaced,
            straight=self.straight,
            model=self.model,
            rotation_deg=0.0 - self.rotation_deg,
            scale=1 / self.scale,
            blocks=self.blocks,
            block_m=self.block_m,
            left_m=self.left_m,
        )

    def as_json(self) -> dict[str, object]:
        return {
            "east_m": round(self.east_m, 1) + 0.0,  # no minus before a nought
            "north_m": round(self.north_m, 1) + 0.0,
            "se_m": round(self.se_m, 1),
            "explained": round(self.explained, 3),
            "misplaced": self.misplaced,
            "straight": self.straight,
            "before_m": round(self.before_m, 1),
            "after_m": round(self.after_m, 1),
            "model": self.model,
            "rotation_deg": round(self.rotation_deg, 5),
            "scale": round(self.scale, 8),
            "blocks": self.blocks,
            "block_km": round(self.block_m / 1000, 1),
        }


def fit_shift(edges: Edges, x_m: Floats, y_m: Floats, along_m: Floats) -> Shift:
    """What to add to the edges so that they fit the places best; places and edges in one plane.

    along_m: how far along its line each place stands, for cutting into blocks.
    """
    places = np.column_stack([x_m, y_m])
    length = float(along_m[-1])
    block_m = BLOCK_M if length >= FEW_BLOCKS * BLOCK_M else max(length, 1.0) / SHORT_BLOCKS
    block = np.clip(along_m // block_m, 0, max(0.0, np.ceil(length / block_m) - 1)).astype(np.int64)
    centre = places.mean(axis=0)
    facing = _Facing(edges)
    few = slice(None, None, -(-len(places) // RICHER_MOST))
    before = facing.median_m(places)
    moved = _fit(facing, places, centre, "shift")
    fitted = {"shift": moved}
    for model in MODELS[2:]:
        fitted[model] = _fit(facing, places[few], centre, model, start=moved.move)
    after = facing.median_m(_moved(places, centre, moved.move))
    covariance = _bootstrap(moved, block)
    east, north = (float(v) for v in moved.move)
    size = float(np.hypot(east, north))
    along = np.array([east, north]) / size if size > 0 else np.array([1.0, 0.0])
    se = float(np.sqrt(along @ covariance @ along))
    rows = {model: slice(None) if model == "shift" else few for model in fitted}
    left = (
        float(np.median(np.abs(facing.normals(places)[1]))),
        *(_left_out(fitted[model], block[rows[model]]) for model in MODELS[1:]),
    )
    similar = fitted["similarity"].move
    explained = max(0.0, 1 - after / before) if before > 0 else 0.0
    return Shift(
        east_m=east,
        north_m=north,
        se_m=se,
        covariance_m2=((covariance[0, 0], covariance[0, 1]), (covariance[1, 0], covariance[1, 1])),
        before_m=before,
        after_m=after,
        explained=explained,
        misplaced=bool(
            size > MISPLACED_SE * se and size > after and size > 1.0 and explained > MISPLACED_EXPLAINS
        ),
        straight=_held(moved) < HELD,
        model=_simplest(left),
        rotation_deg=float(np.degrees(similar[3])),
        scale=float(1 + similar[2]),
        blocks=int(block.max()) + 1,
        block_m=block_m,
        left_m=left,
    )


class _Facing:
    """The edges that places are laid on."""

    def __init__(self, edges: Edges) -> None:
        lines: Any = shapely.linestrings(np.stack([edges.start, edges.end], axis=1))
        along = edges.end - edges.start
        length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)
        self._start = edges.start
        self._normal = np.column_stack([-along[:, 1], along[:, 0]]) / length[:, None]
        self._tree = shapely.STRtree(lines)

    def normals(self, places: Floats) -> tuple[Floats, Floats]:
        """The normals of the nearest edges, and how far each place lies from its edge along it."""
        edge = self._tree.nearest(shapely.points(places))
        normal = self._normal[edge]
        return normal, ((places - self._start[edge]) * normal).sum(axis=1)

    def median_m(self, places: Floats) -> float:
        """The median distance of places to their nearest edges."""
        _, away = self._tree.query_nearest(shapely.points(places), all_matches=False, return_distance=True)
        return float(np.median(away))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fitted:
    """A model at its solution: the design rows, residuals and weights of its last step."""

    move: Floats
    design: Floats
    residual: Floats
    weight: Floats


def _design(places: Floats, centre: Floats, normal: Floats, model: str) -> Floats:
    """Rows of the normal component of a move: shift, then scale and turn, then the affine rest."""
    d = places - centre
    nx, ny = normal[:, 0], normal[:, 1]
    columns = [nx, ny]
    if model in ("similarity", "affine"):
        columns += [nx * d[:, 0] + ny * d[:, 1], -nx * d[:, 1] + ny * d[:, 0]]
    if model == "affine":
        columns += [nx * d[:, 0] - ny * d[:, 1], nx * d[:, 1] + ny * d[:, 0]]
    return np.column_stack(columns)


def _moved(places: Floats, centre: Floats, move: Floats) -> Floats:
    """The places moved the other way, so that they meet the edges where these stand."""
    d = places - centre
    back = np.array(move[:2]) + np.zeros_like(d)
    if len(move) >= 4:
        back = back + move[2] * d + move[3] * np.column_stack([-d[:, 1], d[:, 0]])
    if len(move) == 6:
        back = back + move[4] * d * [1, -1] + move[5] * d[:, ::-1]
    return np.asarray(places - back)


def _fit(facing: _Facing, places: Floats, centre: Floats, model: str, start: Floats | None = None) -> _Fitted:
    move = np.zeros(_COLUMNS[model])
    if start is not None:
        move[: len(start)] = start
    spread = float(np.hypot(*(places - centre).T).max()) or 1.0
    unit = np.array([1.0, 1.0] + [spread] * (len(move) - 2))
    for _ in range(40 if start is None else 8):
        normal, residual = facing.normals(_moved(places, centre, move))
        scale = max(1.4826 * float(np.median(np.abs(residual))), 1e-6)
        weight = np.minimum(1.0, HUBER * scale / np.maximum(np.abs(residual), 1e-9))
        design = _design(places, centre, normal, model) / unit
        weighted = design * weight[:, None]
        step = np.linalg.lstsq(weighted.T @ design, weighted.T @ residual, rcond=_rcond(design))[0] / unit
        move = move + step
        if float(np.abs(step * unit).max()) < (0.2 if start is None else 1.0):
            break
    return _Fitted(move=move, design=design * unit, residual=residual, weight=weight)


def _rcond(design: Floats) -> float:
    """The share of the best held direction below which a direction is left as it is."""
    return HELD if design.shape[1] == _COLUMNS["shift"] else _HELD_RICHER


def _held(fitted: _Fitted) -> float:
    """How well the least held direction is held, as a share of the best."""
    weighted = fitted.design * fitted.weight[:, None]
    least, most = np.linalg.eigvalsh(weighted.T @ fitted.design)
    return float(least / most) if most > 0 else 0.0


def _bootstrap(fitted: _Fitted, block: NDArray[np.int64]) -> Floats:
    """Covariance of the move when whole blocks are drawn again, one linear step about the solution."""
    count = int(block.max()) + 1
    weighted = fitted.design * fitted.weight[:, None]
    squares = np.zeros((count, fitted.design.shape[1], fitted.design.shape[1]))
    np.add.at(squares, block, weighted[:, :, None] * fitted.design[:, None, :])
    sums = np.zeros((count, fitted.design.shape[1]))
    np.add.at(sums, block, weighted * fitted.residual[:, None])
    drawn = np.random.default_rng(_SEED).multinomial(count, np.full(count, 1 / count), size=BOOTSTRAPS)
    matrices = np.tensordot(drawn, squares, axes=1)
    inverse = np.linalg.pinv(matrices, rcond=_rcond(fitted.design), hermitian=True)
    steps = (inverse @ np.tensordot(drawn, sums, axes=1)[..., None])[..., 0]
    return np.atleast_2d(np.cov(steps.T))


def _left_out(fitted: _Fitted, block: NDArray[np.int64]) -> float:
    """Median residual of blocks foretold from the others (one linear step about the solution)."""
    weighted = fitted.design * fitted.weight[:, None]
    scale = np.maximum(np.abs(fitted.design).max(axis=0), 1e-12)
    whole, total = weighted.T @ fitted.design, weighted.T @ fitted.residual
    told = np.empty(len(block))
    for one in range(int(block.max()) + 1):
        rows = block == one
        if not rows.any():
            continue
        matrix = (whole - weighted[rows].T @ fitted.design[rows]) / np.outer(scale, scale)
        vector = (total - weighted[rows].T @ fitted.residual[rows]) / scale
        step = np.linalg.lstsq(matrix, vector, rcond=_rcond(fitted.design))[0] / scale
        told[rows] = fitted.residual[rows] - fitted.design[rows] @ step
    return float(np.median(np.abs(told)))


def _simplest(left: tuple[float, ...]) -> str:
    """The simplest model that no richer one beats by a tenth."""
    chosen = 0
    for richer in range(1, len(MODELS)):
        if left[richer] < 0.9 * left[chosen] - 0.5:
            chosen = richer
    return MODELS[chosen]
