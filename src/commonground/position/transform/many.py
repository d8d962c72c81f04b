"""Columns of places from one CRS to another, each by the operation chosen for its place.

The choice is made once for each cell of half a degree, not for each place: which operation, its doubt,
whether it is used outside its area. A cell within which the choice may change, as the edge of an area
of use runs through it, is decided place by place. Then each operation runs once over its places. The
numbers are those of `move`; doubt is the largest within the cell, never below that of `move` by more
than a centimetre.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from commonground.position.profile import Basis
from commonground.position.transform.cells import (
    COLUMNS,
    EDGE_DEG,
    ROWS,
    away_of,
    away_of_cell,
    cell_of,
    corners,
    held_by,
)
from commonground.position.transform.choose import NONE, REACH_DEG, Choice, beyond_deg, choose, rank
from commonground.position.transform.crs import crs_info
from commonground.position.transform.one import (
    WGS84_ITSELF_CE95_M,
    index_named,
    provisional_operation,
    shift,
    transformer,
)
from commonground.position.transform.operation import WGS84, operations, unproject

UNSEEN, CUT = -2, -1
RUN = 131_072  # places in a run
BASES = (Basis.KNOWN, Basis.ASSUMED, Basis.UNKNOWN)

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedMany:
    """Columns of what `Moved` says of one place; a place that could not be moved is NaN with case 0.

    `case` names the row of the small tables below: operation (an index into `operations`, -1 none),
    basis (an index into BASES), outside, disagreement.
    """

    x: Floats
    y: Floats
    ce95_m: NDArray[np.float32]
    case: Ints
    operations: tuple[str, ...]
    case_operation: Ints
    case_basis: NDArray[np.uint8]
    case_outside: NDArray[np.bool_]
    case_disagreement_m: NDArray[np.float32]

    @property
    def lat_deg(self) -> Floats:
        return self.y

    @property
    def lon_deg(self) -> Floats:
        return self.x

    @property
    def operation_index(self) -> Ints:
        return self.case_operation[self.case]

    @property
    def basis(self) -> NDArray[np.uint8]:
        return self.case_basis[self.case]

    @property
    def outside(self) -> NDArray[np.bool_]:
        return self.case_outside[self.case]

    @property
    def disagreement_m(self) -> NDArray[np.float32]:
        return self.case_disagreement_m[self.case]


def to_wgs84_many(crs: str, x: Floats, y: Floats, *, operation: str = "") -> MovedMany:
    """`to_wgs84` for columns."""
    return move_many(crs, WGS84, x, y, operation=operation)


def from_wgs84_many(crs: str, lat_deg: Floats, lon_deg: Floats, *, operation: str = "") -> MovedMany:
    """`from_wgs84` for columns."""
    return move_many(WGS84, crs, lon_deg, lat_deg, operation=operation)


def move_many(source: str, goal: str, x: Floats, y: Floats, *, operation: str = "") -> MovedMany:
    """`move` for columns: rows in = rows out, and no row raises.

    Raises InputError for an unknown CRS or a named operation that is none.
    """
    x = np.ascontiguousarray(x, dtype=np.float64)
    y = np.ascontiguousarray(y, dtype=np.float64)
    return _cases(source, goal, operation).move(x, y)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tables:
    """What was chosen, a column each; the first row is no choice."""

    operation: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    ce95_m: NDArray[np.float32] = field(default_factory=lambda: np.empty(0, dtype=np.float32))
    basis: NDArray[np.uint8] = field(default_factory=lambda: np.empty(0, dtype=np.uint8))
    outside: NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, dtype=np.bool_))
    disagreement_m: NDArray[np.float32] = field(default_factory=lambda: np.empty(0, dtype=np.float32))


def _distinct(wanted: Ints) -> list[int]:
    """The different operations among many, -1 for none."""
    found: list[int] = (np.flatnonzero(np.bincount(wanted + 1)) - 1).tolist()
    return found


class _Cases:
    """What was chosen where, between two CRSs: grows as places are met; can always be made again."""

    def __init__(self, source: str, goal: str, name: str) -> None:
        self.source, self.goal = source, goal
        self.growing = Lock()  # the tables grow under one thread at a time
        self.known = operations(source, goal)
        self.named = index_named(self.known, name)
        self.floor_m = WGS84_ITSELF_CE95_M if goal == WGS84 else 0.0
        self.cells = np.full(ROWS * COLUMNS, UNSEEN, dtype=np.int32)
        self.choices: list[Choice] = [NONE]
        self.ce95_m: list[float] = [np.nan]
        self.width = len(self.known.usable) + 1
        # Of a cut cell, an operation (0 for none) and inside or outside: the case and 1; 0 where not yet met.
        self.parts = np.zeros(ROWS * COLUMNS * self.width * 2, dtype=np.int32)
        # Of a cut cell: a bit for each operation that may be the nearest one in it; 0 where not yet met.
        self.running = np.zeros(ROWS * COLUMNS, dtype=np.uint64)
        self.tables = _Tables()
        self.last = -1  # the operation most used so far, tried first
        goal_info, source_info = crs_info(goal), crs_info(source)
        self.by_goal = goal_info.geographic and goal_info.unit_factor == 1.0
        self.by_source = source_info.geographic and source_info.unit_factor == 1.0

    def move(self, x: Floats, y: Floats) -> MovedMany:
        """Move all places and say what was chosen; in runs that stay in the processor's cache."""
        to_x, to_y = np.empty_like(x), np.empty_like(y)
        case = np.empty(len(x), dtype=np.int32)
        ce95 = np.empty(len(x), dtype=np.float32)
        for start in range(0, len(x), RUN):
            part = slice(start, start + RUN)
            to_x[part], to_y[part], found = self._move_run(x[part], y[part])
            if not np.isfinite(to_x[part].sum()):
                lost = ~np.isfinite(to_x[part])
                to_x[part][lost], to_y[part][lost], found[lost] = np.nan, np.nan, 0
            case[part] = found
            ce95[part] = self._tables().ce95_m[found]
        return self._answer(to_x, to_y, case, ce95)

    def _move_run(self, x: Floats, y: Floats) -> tuple[Floats, Floats, Ints]:
        usable = self.known.usable
        if not usable:
            return np.full_like(x, np.nan), np.full_like(y, np.nan), np.zeros(len(x), dtype=np.int32)
        if len(usable) == 1 and not usable[0].areas:
            return *self._run(0, x, y), self._one_case(len(x))
        if self.by_source:
            case = self._case_of(x, y, y, x)
            return *self._run_each(x, y, case), case
        tried = max(self.last, self.named, 0)
        to_x, to_y = self._run(tried, x, y)
        if self.by_goal and np.isfinite(to_x).all():
            case = self._case_of(x, y, to_y, to_x)
        else:
            case = self._case_of(x, y, *self._provisional(x, y))
        wanted = self._wanted()[case]
        redo = np.flatnonzero(wanted != tried)
        for index in _distinct(wanted[redo]):
            rows = redo[wanted[redo] == index]
            to_x[rows], to_y[rows] = self._run(index, x[rows], y[rows], own=True)
        self.last = int(wanted[len(x) // 2]) if wanted[len(x) // 2] >= 0 else self.last
        return to_x, to_y, case

    def _one_case(self, count: int) -> Ints:
        """One operation that holds everywhere."""
        with self.growing:
            if len(self.choices) == 1:
                self._new_case(choose(self.known.usable, [0.0], [(0.0, 0.0)]))
        return np.ones(count, dtype=np.int32)

    def _run_each(self, x: Floats, y: Floats, case: Ints) -> tuple[Floats, Floats]:
        """Each place by its own operation; most often there is one for all."""
        wanted = self._wanted()[case]
        if len(wanted) and wanted[0] >= 0 and (wanted == wanted[0]).all():
            return self._run(int(wanted[0]), x, y)
        to_x, to_y = np.empty_like(x), np.empty_like(y)
        for index in _distinct(wanted):
            rows = np.flatnonzero(wanted == index)
            to_x[rows], to_y[rows] = self._run(index, x[rows], y[rows], own=True)
        return to_x, to_y

    def _wanted(self) -> Ints:
        return self._tables().operation

    def _case_of(self, x: Floats, y: Floats, lat: Floats, lon: Floats) -> Ints:
        """The case of each place, given its degrees to within EDGE_DEG."""
        with self.growing:
            return self._looked_up(x, y, lat, lon)

    def _looked_up(self, x: Floats, y: Floats, lat: Floats, lon: Floats) -> Ints:
        cell = cell_of(lat, lon)
        case = self.cells[cell]
        if len(case) and case.min() == UNSEEN:
            for index in np.unique(cell[case == UNSEEN]):
                self._see(int(index))
            case = self.cells[cell]
        if len(case) and case.min() == CUT:
            rows = np.flatnonzero(case == CUT)
            case[rows] = self._one_by_one(x[rows], y[rows], cell[rows], (lat[rows], lon[rows]))
        return case

    def _provisional(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        lon, lat = transformer(self.source, WGS84, provisional_operation(self.source)).transform(x, y)
        return lat, (lon + 180.0) % 360.0 - 180.0

    def _see(self, cell: int) -> None:
        """Decide one cell, or find that the choice may change within it."""
        usable = self.known.usable
        away = [away_of_cell(o, cell) for o in usable]
        nearest = [low for (low, _), o in zip(away, usable, strict=True) if not o.superseded]
        settled = self.named >= 0
        if nearest and min(nearest) == 0:  # some area reaches into the cell
            first = min((i for i, (low, _) in enumerate(away) if low == 0), key=lambda i: rank(usable[i]))
            settled = settled or away[first][1] == 0
            found = [self._choose(*corner, [low for low, _ in away]) for corner in corners(cell)]
        else:
            found = [self._choose(*corner) for corner in corners(cell)]
        same = len({(choice.index, choice.inside) for choice in found}) == 1
        decided = same and (settled or not found[0].inside)
        self.cells[cell] = self._new_case(max(found, key=lambda c: c.ce95_m)) if decided else CUT

    def _choose(self, lat: float, lon: float, away: list[float] | None = None, named: int = -1) -> Choice:
        usable = self.known.usable
        if away is None:
            away = [beyond_deg(o, lat, lon) for o in usable]
        back = transformer(self.source, WGS84, provisional_operation(self.source))
        x, y = back.transform(lon, lat, direction="INVERSE")
        shifts = []
        for operation in usable:
            to_x, to_y = transformer(self.source, self.goal, operation).transform(x, y)
            landed = (to_x, to_y) if np.isfinite(to_x) and np.isfinite(to_y) else None
            shifts.append(shift(lat, lon, self.goal, landed))
        return choose(usable, away, shifts, max(named, self.named))

    def _one_by_one(self, x: Floats, y: Floats, cell: NDArray[np.int64], near: tuple[Floats, Floats]) -> Ints:
        """Places in cut cells, by the rule of `choose`; those of a cell with one operation share a case.

        `near` is their degrees to within EDGE_DEG; where that may matter, the provisional operation says.
        """
        usable = self.known.usable
        order = sorted(self._in_question(cell), key=lambda i: rank(usable[i]))
        first, close = held_by([usable[i] for i in order], *near)
        inside = ~close
        none = np.zeros(len(x), dtype=np.bool_)
        rows = np.flatnonzero(close)
        if rows.size:
            lat, lon = self._provisional(x[rows], y[rows])
            shrink = np.cos(np.radians(lat))
            distant = np.stack([away_of(usable[i], lat, lon, shrink) for i in order])
            first[rows] = distant.argmin(axis=0)
            least = distant.min(axis=0)
            inside[rows] = least == 0
            exact = np.array([usable[i].accuracy_m == 0 for i in order])[first[rows]]
            none[rows] = ~np.isfinite(lat) | ((least > REACH_DEG) & ~exact & (self.named < 0))
        taken = np.array(order)[first] if self.named < 0 else np.full(len(x), self.named)
        key = (cell * self.width + np.where(none, 0, taken + 1)) * 2 + inside
        case: Ints = self.parts[key]
        if len(case) and case.min() == 0:
            for new in np.unique(key[case == 0]).tolist():
                which, inside = divmod(new, 2)
                cell_met, operation = divmod(which, self.width)
                self.parts[new] = self._part(cell_met, operation, inside == 1) + 1
            case = self.parts[key]
        return case - 1

    def _in_question(self, cells: NDArray[np.int64]) -> list[int]:
        """The operations that may be the nearest one somewhere in some of the cells."""
        bits = self.running[cells]
        if len(bits) and bits.min() == 0:
            for cell in np.unique(cells[bits == 0]).tolist():
                current = ((i, o) for i, o in enumerate(self.known.usable) if not o.superseded)
                away = {i: away_of_cell(o, cell) for i, o in current}
                reach = min(high for _, high in away.values())
                self.running[cell] = sum(1 << i for i, (low, _) in away.items() if low <= reach)
            bits = self.running[cells]
        every = int(np.bitwise_or.reduce(bits))
        return [i for i in range(len(self.known.usable)) if every >> i & 1]

    def _part(self, cell: int, operation: int, inside: bool) -> int:
        """The case of the places of a cell that take one operation, all inside its area or all outside.

        operation: counted from 1; 0 is none.
        """
        if operation == 0:
            return 0
        index = operation - 1
        away = [away_of_cell(o, cell)[0] for o in self.known.usable]
        if inside:
            away[index] = 0.0
        else:
            away = [max(low, EDGE_DEG) for low in away]
        found = [self._choose(*corner, away, index) for corner in corners(cell)]
        return self._new_case(max(found, key=lambda choice: choice.ce95_m))

    def _new_case(self, choice: Choice) -> int:
        if choice is NONE:
            return 0
        self.ce95_m.append(max(choice.ce95_m, self.floor_m))
        self.choices.append(choice)  # last: a thread that counts the choices finds all else in place
        return len(self.choices) - 1

    def _run(self, index: int, x: Floats, y: Floats, *, own: bool = False) -> tuple[Floats, Floats]:
        """One operation over its places. own: the columns are ours, and may be written over."""
        if index < 0:
            return np.full_like(x, np.nan), np.full_like(y, np.nan)
        if not (self.known.usable[index].steps or unproject(self.source) or unproject(self.goal)):
            return (x, y) if own else (x.copy(), y.copy())
        to_x, to_y = (x, y) if own else (x.copy(), y.copy())
        transformer(self.source, self.goal, self.known.usable[index]).transform(to_x, to_y, inplace=True)
        return to_x, to_y

    def _answer(self, to_x: Floats, to_y: Floats, case: Ints, ce95: NDArray[np.float32]) -> MovedMany:
        tables = self._tables()
        return MovedMany(
            x=to_x,
            y=to_y,
            ce95_m=ce95,
            case=case,
            operations=tuple(operation.code for operation in self.known.usable),
            case_operation=tables.operation,
            case_basis=tables.basis,
            case_outside=tables.outside,
            case_disagreement_m=tables.disagreement_m,
        )

    def _tables(self) -> _Tables:
        """The choices made so far as columns; made anew only when there are more."""
        tables = self.tables
        count = len(self.choices)
        if len(tables.operation) != count:
            choices = self.choices[:count]
            tables = self.tables = _Tables(
                operation=np.array([choice.index for choice in choices], dtype=np.int32),
                ce95_m=np.array(self.ce95_m[:count], dtype=np.float32),
                basis=np.array([BASES.index(self._basis(choice)) for choice in choices], dtype=np.uint8),
                outside=np.array([not choice.inside for choice in choices]),
                disagreement_m=np.array([choice.disagreement_m for choice in choices], dtype=np.float32),
            )
        return tables

    def _basis(self, choice: Choice) -> Basis:
        assumed = self.known.assumed and choice.basis is Basis.KNOWN
        return Basis.ASSUMED if assumed else choice.basis


@lru_cache(maxsize=32)
def _cases(source: str, goal: str, name: str) -> _Cases:
    return _Cases(source, goal, name)
