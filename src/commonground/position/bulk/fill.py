"""Filling: rows of one kind computed together and answered from their templates."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from commonground.position.bulk import figures
from commonground.position.bulk.characters import Bytes
from commonground.position.bulk.datum import DatumStep, asks
from commonground.position.bulk.figures import CASES, AngleConstants, Places
from commonground.position.bulk.plans import ROW, Plan, Sort
from commonground.position.bulk.templates import Answered, Templates, Vocabulary
from commonground.position.columns import cell, codes, mgrs
from commonground.position.columns.tm import Column
from commonground.position.columns.utm import fold
from commonground.position.doubt import join_columns
from commonground.position.reader.landing import LEAST_CE95_M
from commonground.position.references.codes import word_like

Ids = NDArray[np.int64]
Mask = NDArray[np.bool_]

PART: Final = 1 << 14  # rows computed together: what stays in the processor's cache
MOST_PLANS: Final = 1 << 14
MOST_TEMPLATES: Final = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns of `Readings` while they are filled."""

    lat_deg: Column
    lon_deg: Column
    ce95_m: Column
    notation: NDArray[np.uint8]
    status: NDArray[np.uint8]
    findings: NDArray[np.uint64]
    slow: Mask

    @classmethod
    def empty(cls, count: int) -> Columns:
        """Columns of so many rows, not yet filled."""
        return cls(
            lat_deg=np.empty(count),
            lon_deg=np.empty(count),
            ce95_m=np.empty(count),
            notation=np.empty(count, dtype=np.uint8),
            status=np.empty(count, dtype=np.uint8),
            findings=np.empty(count, dtype=np.uint64),
            slow=np.ones(count, dtype=np.bool_),
        )

    def part(self, start: int, stop: int) -> Columns:
        """Some rows of the same columns, sharing their memory."""
        return Columns(**{each.name: getattr(self, each.name)[start:stop] for each in fields(self)})

    def put(self, row: int, answered: Answered) -> None:
        """Set one row."""
        self.lat_deg[row], self.lon_deg[row] = answered.lat_deg, answered.lon_deg
        self.ce95_m[row] = answered.ce95_m
        self.notation[row], self.status[row] = answered.notation, answered.status
        self.findings[row] = answered.findings


Group = list[tuple[int, Plan, int, int]]  # number of the plan, plan, its first and last sorted row


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one kind: the characters at their places, the plan of each, and where they came from."""

    sort: Sort
    characters: Bytes
    group: Group
    counts: Ids
    origin: Ids


def gather(sort: Sort, group: Group, table: Bytes, order: Ids, skipped: int) -> Rows:
    """Move the characters of sorted texts to their places; places without a character hold a 0."""
    counts = np.array([stop - start for _, _, start, stop in group])
    characters = np.full((counts.sum(), ROW[sort]), ord("0"), dtype=np.uint8)
    at = 0
    for _, plan, start, stop in group:
        texts = table[start - skipped : stop - skipped]
        for source, count, place in plan.moves:
            characters[at : at + stop - start, place : place + count] = texts[:, source : source + count]
        at += stop - start
    origin = np.concatenate([order[start:stop] for _, _, start, stop in group])
    return Rows(sort, characters, group, counts, origin)


def answer(rows: Rows, texts: list[str], templates: Templates, out: Columns) -> None:
    """Answer all rows for which there is a template, and make the templates that are missing."""
    plan_of = np.repeat(np.arange(len(rows.group)), rows.counts)
    for start in range(0, len(plan_of), PART):
        part = slice(start, start + PART)
        _answer_part(rows, rows.characters[part], plan_of[part], rows.origin[part], texts, templates, out)


def _answer_part(
    rows: Rows,
    characters: Bytes,
    plan_of: Ids,
    origin: Ids,
    texts: list[str],
    templates: Templates,
    out: Columns,
) -> None:
    places, steps = _COMPUTED[rows.sort](characters, rows.group, plan_of)
    numbers = np.array([number for number, *_ in rows.group])
    keys = numbers[plan_of] * CASES + places.case
    ready = np.flatnonzero(~places.beyond)
    if ready.size != len(keys):
        keys, origin = keys[ready], origin[ready]
        places = places.rows(ready)
        steps = None if steps is None else (steps[0][ready], steps[1][ready])
    if not ready.size or (templates.datum is not None and rows.sort in (Sort.MGRS, Sort.UTM)):
        return  # squares on another ellipsoid are the slow reader's
    signed = rows.sort is Sort.ANGLES
    of, new = templates.numbers(keys)
    for key in new:
        alike = np.flatnonzero(keys == key)
        for row in alike[np.unique((0, len(alike) // 2, -1))].tolist():  # one odd row must not spoil the rest
            understood = (
                (float(places.lat_deg[row]), float(places.lon_deg[row])),
                (float(places.other_lat_deg[row]), float(places.other_lon_deg[row])),
            )
            if rows.sort is Sort.NUMBERS:
                made = templates.make_of_grid(key, texts[origin[row]], *understood[0])
            else:
                made = templates.make(key, texts[origin[row]], understood, signed=signed)
            of[alike] = made
            if templates.good[made]:
                break
    lat, lon, radius = _placed(places, steps, of, templates, signed=signed)
    good = templates.good[of]
    if not good.all():
        keep = np.flatnonzero(good)
        of, origin, lat, lon, radius = of[keep], origin[keep], lat[keep], lon[keep], radius[keep]
    found = _Found(lat, lon, radius, templates.normal_m[of], templates.status[of], templates.findings[of])
    if templates.datum is not None:
        keep = found.step(templates.datum, templates.vocabulary, of_grid=rows.sort is Sort.NUMBERS)
        of, origin = of[keep], origin[keep]
    out.lat_deg[origin], out.lon_deg[origin] = found.lat_deg, fold(found.lon_deg)
    out.ce95_m[origin] = join_columns(np.maximum(found.cell_m, LEAST_CE95_M), found.normal_m)
    out.notation[origin] = templates.notation[of]
    out.status[origin] = found.status
    out.findings[origin] = found.findings
    out.slow[origin] = False


@dataclass(slots=True)
class _Found:
    """What templates say of some rows."""

    lat_deg: Column
    lon_deg: Column
    cell_m: Column
    normal_m: Column
    status: NDArray[np.uint8]
    findings: NDArray[np.uint64]

    def step(self, datum: DatumStep, vocabulary: Vocabulary, *, of_grid: bool) -> Ids:
        """Go from the writer's datum to WGS 84; gives the rows for which there is a way.

        With `of_grid` latitude and longitude hold a northing and an easting.
        """
        moved = (datum.move_grid if of_grid else datum.move)(self.lat_deg, self.lon_deg)
        keep = np.flatnonzero(np.isfinite(moved.lat_deg))
        case = moved.case[keep]
        bits = [vocabulary.bits_of(said) for said in moved.said]
        asked = np.array([asks(said) for said in moved.said], dtype=np.uint8)  # ok 0, ask 1
        self.lat_deg, self.lon_deg = moved.lat_deg[keep], moved.lon_deg[keep]
        self.cell_m = self.cell_m[keep]
        self.normal_m = np.hypot(self.normal_m[keep], moved.ce95_m[keep])
        self.status = np.maximum(self.status[keep], asked[case])
        self.findings = self.findings[keep] | np.array(bits, dtype=np.uint64)[case]
        return keep


def _placed(
    places: Places, steps: tuple[Column, Column] | None, of: Ids, templates: Templates, *, signed: bool
) -> tuple[Column, Column, Column]:
    """Latitude, longitude and radius of the cell of each row, as its template understands it."""
    lat, lon = places.lat_deg, places.lon_deg
    swap = templates.swap[of]
    if swap.any():
        lat = np.where(swap, places.other_lat_deg, lat)
        lon = np.where(swap, places.other_lon_deg, lon)
        if steps is not None and signed:
            steps = (np.where(swap, steps[1], steps[0]), np.where(swap, steps[0], steps[1]))
    if signed:
        lat, lon = lat * templates.sign_lat[of], lon * templates.sign_lon[of]
    if steps is None:
        return lat, lon, templates.cell_m[of]
    return lat, lon, cell.degree_radius95(lat, *steps)


Steps = tuple[Column, Column]


def _angles(characters: Bytes, group: Group, plan_of: Ids) -> tuple[Places, Steps | None]:
    """Rows of two angles: as they stand, and the other way round."""
    plans = [plan for _, plan, _, _ in group]
    constants, steps = [], []
    lacking = np.array([plan.has_single for plan in plans])
    behind = np.array([plan.minutes_behind_point for plan in plans])
    for k in (0, 1):
        unit = np.array([(1, 60, 3600).index(plan.units[k]) for plan in plans])
        digits = np.array([plan.degree_digits[k] for plan in plans])
        decimals = np.array([plan.decimals[k] for plan in plans])
        told = (digits == 3) | ((digits == 2) & lacking)  # where a zero in front says something
        full = np.where(told, 10.0 ** (digits - 1), 0.0)
        dotted = (unit == 0) & ((decimals == 2) | (decimals == 4))
        minute = np.where((unit == 0) & (decimals >= 4), 30 * 10 ** (8 - decimals), -1)
        each = (unit, full, dotted, behind, minute)
        constants.append(AngleConstants(*(column[plan_of] for column in each)))
        steps.append((1 / (np.array([1, 60, 3600])[unit] * 10.0**decimals))[plan_of])
    found = figures.angles(characters, (constants[0], constants[1]))
    places = Places(found.first, found.second, found.second, found.first, found.case, found.beyond)
    return places, (steps[0], steps[1])


def _utm(characters: Bytes, group: Group, plan_of: Ids) -> tuple[Places, Steps | None]:
    letters = np.array([ord(plan.letter) for _, plan, _, _ in group], dtype=np.uint8)
    return figures.utm_places(characters, letters[plan_of]), None


def _numbers(characters: Bytes, group: Group, plan_of: Ids) -> tuple[Places, Steps | None]:
    """Rows of two grid numbers: the northing first, and the other way round."""
    first, second = figures.grid_numbers(characters)
    least = 10.0 ** (np.array([plan.degree_digits for _, plan, _, _ in group]) - 1)
    beyond = (first < least[plan_of, 0]) | (second < least[plan_of, 1])  # a zero in front
    return Places(first, second, second, first, np.zeros(len(plan_of), dtype=np.int64), beyond), None


def _mgrs(characters: Bytes, group: Group, plan_of: Ids) -> tuple[Places, Steps | None]:
    lengths = np.array([plan.length for _, plan, _, _ in group])
    columns = np.ascontiguousarray(characters.T)
    zone = (columns[0] - 48).astype(np.int64) * 10 + (columns[1] - 48)
    east, north = (mgrs.joined(columns[at : at + 5] - np.uint8(48)) for at in (5, 10))
    side = (10.0 ** (5 - lengths))[plan_of]
    letters = (columns[2], columns[3], columns[4])
    lat, lon = mgrs.decode(zone, letters, east, north, side)
    wordy = np.array([plan.wordy for _, plan, _, _ in group])[plan_of]
    return _single(lat, lon, wordy & figures.like_words(*letters), np.zeros_like(zone)), None


def _codes(characters: Bytes, group: Group, plan_of: Ids) -> tuple[Places, Steps | None]:
    """Codes of several kinds and lengths, one plan after another."""
    lat, lon, lat_step, lon_step = (np.empty(len(plan_of)) for _ in range(4))
    words = np.zeros(len(plan_of), dtype=np.bool_)
    case = np.zeros(len(plan_of), dtype=np.int64)
    for index in np.unique(plan_of).tolist():
        plan = group[index][1]
        start, stop = np.searchsorted(plan_of, (index, index + 1)).tolist()
        part = slice(start, stop)
        columns = np.ascontiguousarray(characters[part, : plan.length].T)
        middles = codes.DECODERS[plan.name](columns)
        lat[part], lon[part] = middles.lat_deg, middles.lon_deg
        lat_step[part], lon_step[part] = middles.lat_step_deg, middles.lon_step_deg
        if plan.name == "geohash":
            words[part] = ~figures.no_angle(columns)
        if plan.shape:  # letters alone: the slow reader's own rule says whether they could be a word
            spoken = [word_like(bytes(row).decode()) for row in characters[part, : plan.length]]
            case[part] = spoken
    return _single(lat, lon, words, case), (lat_step, lon_step)


def _single(lat: Column, lon: Column, words: Mask, case: Ids) -> Places:
    """Places of one understanding; rows that are no plain place are beyond us."""
    none = np.full_like(lat, np.nan)
    return Places(lat, lon, none, none, case, words | np.isnan(lat))


_COMPUTED: Final = {
    Sort.ANGLES: _angles,
    Sort.NUMBERS: _numbers,
    Sort.UTM: _utm,
    Sort.MGRS: _mgrs,
    Sort.CODE: _codes,
}
