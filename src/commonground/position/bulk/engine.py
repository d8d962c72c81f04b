"""The bulk engine: one grammar, two engines.

Texts become a table of bytes; patterns and shapes are numbered; the slow reader is asked once for each
new shape and each side of a limit that its values can stand on; numpy computes the rest. Every row
that no template covers goes to the slow reader itself, so each row gets the slow reader's answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from threading import Lock
from typing import Final

import numpy as np
from numpy.typing import NDArray

from commonground.finding import Kind
from commonground.position.bulk import fill
from commonground.position.bulk.characters import Bytes, Characters
from commonground.position.bulk.fill import Columns
from commonground.position.bulk.plans import Plan, Sort, code_plan, shape_plan
from commonground.position.bulk.readings import STATUSES, Readings
from commonground.position.bulk.shapes import PATTERN, SHAPE, UNKNOWN, ShapeBook
from commonground.position.bulk.templates import Answered, Templates, Vocabulary
from commonground.position.profile import MapProfile
from commonground.position.reader.answer import Status
from commonground.position.reader.read import read_all
from commonground.position.text.limits import MOST_CHARACTERS

BLOCK: Final = 1 << 16  # rows that are sorted by plan together
FEW: Final = 3  # rows of a shape that are read one by one before a plan is made for it
NO_PLAN: Final = -1
BY_SHAPE: Final = -2  # the pattern does not say; the letters do


def read_many(texts: Sequence[str], profile: MapProfile | None = None) -> Readings:
    """What `read_all` says of each text, as columns; rows in are rows out, and no row stops the run.

    Raises InputError only for a profile whose CRS does not exist.

    >>> readings = read_many(["34.5000° N 71.2000° E", "nothing", "31NAA6600"])
    >>> readings.lat_deg.round(4).tolist(), [str(readings.status_of(row)) for row in range(3)]
    ([34.5, nan, 0.0045], ['ok', 'refused', 'ok'])
    """
    engine = _engine(profile)
    if engine.full:
        forget()
        engine = _engine(profile)
    columns = Columns.empty(len(texts))
    for start in range(0, len(texts), BLOCK):
        block = list(texts[start : start + BLOCK])
        with engine.turn:
            engine.read(block, columns.part(start, start + len(block)))
    vocabulary = engine.vocabulary
    return Readings(
        texts=texts,
        profile=profile,
        lat_deg=columns.lat_deg,
        lon_deg=columns.lon_deg,
        ce95_m=columns.ce95_m,
        notation=columns.notation,
        notations=tuple(vocabulary.notations),
        status=columns.status,
        findings=columns.findings,
        kinds=tuple(vocabulary.kinds),
        slow=columns.slow,
    )


def forget() -> None:
    """Drop all that was learnt about shapes; the next call learns it again."""
    _engine.cache_clear()


@lru_cache(maxsize=8)
def _engine(profile: MapProfile | None) -> Engine:
    return Engine(profile)


class Engine:
    """All that was learnt about texts under one profile: shapes, whose digits do not count, and no place."""

    def __init__(self, profile: MapProfile | None) -> None:
        self.turn = Lock()  # one thread at a time
        self.vocabulary = Vocabulary()
        self._profile = profile
        self._characters = Characters()
        self._patterns, self._shapes = ShapeBook(), ShapeBook()
        self._pattern_plans = np.zeros(0, dtype=np.int64)
        self._shape_plans = np.zeros(0, dtype=np.int64)
        self._shape_seen = np.zeros(0, dtype=np.int64)
        self._shape_due = np.zeros(0, dtype=np.int64)  # seen so often, a plan is tried
        self._plans: list[Plan] = []
        self._plan_numbers: dict[Plan, int] = {}
        self._templates = Templates(self.vocabulary, profile)

    @property
    def full(self) -> bool:
        """Whether hostile or very mixed texts have filled the books, so that a new start is better."""
        return self._patterns.full or self._shapes.full or len(self._templates) > fill.MOST_TEMPLATES

    def read(self, texts: list[str], out: Columns) -> None:
        """Answer one block of texts into `out`."""
        table, odd = self._characters.table(texts)
        plan_of = self._plan_of(table, texts)
        plan_of[odd] = NO_PLAN
        order = np.argsort(plan_of.astype(np.int16), kind="stable")
        ends = np.bincount(plan_of + 1, minlength=len(self._plans) + 1).cumsum()
        out.slow[:] = True
        sorted_table = table[order[ends[0] :]]
        for sort, group in self._groups(ends):
            rows = fill.gather(sort, group, sorted_table, order, int(ends[0]))
            fill.answer(rows, texts, self._templates, out)
        known: dict[str, Answered] = {}
        for row in np.flatnonzero(out.slow).tolist():
            text = texts[row]
            answered = known.get(text)
            if answered is None:
                answered = known[text] = self._slowly(text)
            out.put(row, answered)

    def _groups(self, ends: NDArray[np.int64]) -> Iterator[tuple[Sort, list[tuple[int, Plan, int, int]]]]:
        """The plans that have rows in this block, by kind of row: number, plan, first and last row."""
        found: dict[Sort, list[tuple[int, Plan, int, int]]] = {}
        for number in np.flatnonzero(np.diff(ends)).tolist():
            plan = self._plans[number]
            found.setdefault(plan.sort, []).append((number, plan, int(ends[number]), int(ends[number + 1])))
        yield from found.items()

    def _plan_of(self, table: Bytes, texts: list[str]) -> NDArray[np.int64]:
        """The plan of each row, NO_PLAN where there is none."""
        classes = PATTERN[table]
        ids, new = self._patterns.number(classes)
        if new:
            made = [self._pattern_plan(bytes(classes[row])) for _, row in new]
            self._pattern_plans = np.append(self._pattern_plans, made)
        plan_of = np.append(self._pattern_plans, NO_PLAN)[ids]  # UNKNOWN is -1: the appended one
        rest = np.flatnonzero(plan_of == BY_SHAPE)
        if rest.size:
            plan_of[rest] = self._by_shape(table[rest], rest, texts)
        return plan_of

    def _pattern_plan(self, row: bytes) -> int:
        plan = code_plan(row.rstrip(b"\0").decode("latin-1"))
        return BY_SHAPE if plan is None else self._numbered(plan)

    def _numbered(self, plan: Plan) -> int:
        if plan not in self._plan_numbers:
            if len(self._plans) == fill.MOST_PLANS:
                return NO_PLAN
            self._plan_numbers[plan] = len(self._plans)
            self._plans.append(plan)
        return self._plan_numbers[plan]

    def _by_shape(self, table: Bytes, rows: NDArray[np.int64], texts: list[str]) -> NDArray[np.int64]:
        """Plans by the shape with its letters; a shape has to turn up a few times to get one."""
        classes = SHAPE[table]
        ids, new = self._shapes.number(classes)
        if new:
            self._shape_plans = np.append(self._shape_plans, np.full(len(new), BY_SHAPE))
            self._shape_seen = np.append(self._shape_seen, np.zeros(len(new), dtype=np.int64))
            self._shape_due = np.append(self._shape_due, np.full(len(new), FEW))
        counts = np.bincount(ids[ids != UNKNOWN], minlength=len(self._shape_seen))
        self._shape_seen += counts
        due = (self._shape_plans == BY_SHAPE) & (counts > 0) & (self._shape_seen > self._shape_due)
        for number in np.flatnonzero(due).tolist():
            alike = np.flatnonzero(ids == number)
            self._shape_plans[number] = self._shape_plan(classes, alike, rows, texts)
            self._shape_due[number] = 16 * self._shape_seen[number]  # the next try, where this one failed
        plans = np.append(self._shape_plans, NO_PLAN)[ids]
        plans[plans == BY_SHAPE] = NO_PLAN
        return plans

    def _shape_plan(
        self, classes: Bytes, alike: NDArray[np.int64], rows: NDArray[np.int64], texts: list[str]
    ) -> int:
        """The plan that the first, the middle or the last row of a shape gives."""
        shape = bytes(classes[alike[0]]).rstrip(b"\0").decode("latin-1")
        for row in alike[np.unique((0, len(alike) // 2, -1))].tolist():
            plan = shape_plan(shape, texts[rows[row]], self._profile)
            if plan is not None:
                return self._numbered(plan)
        return BY_SHAPE

    def _slowly(self, text: str) -> Answered:
        """The slow reader's answer; a text too long for it is refused like any other."""
        if len(text) <= MOST_CHARACTERS:
            return self.vocabulary.answered(read_all(text, self._profile))
        bits = self.vocabulary.kind_bit(Kind.TOO_LONG)
        return Answered(np.nan, np.nan, np.nan, 0, STATUSES.index(Status.REFUSED), bits)
