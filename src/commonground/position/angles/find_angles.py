"""Angles in running text: where they stand, which axis they are on, and which of them belong together.

An angle in running text needs more than its numbers: a hemisphere letter, a label or a degree sign.
Angles that follow each other with nothing but separators between them make a run. In a run
latitude and longitude alternate; two latitudes before two longitudes are the sides of a box, and no
two of them are a corner.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from commonground.position.angles.angle import LAT, LON, Angle, axis_of, parse, parse_fields
from commonground.position.text.lexing import Item, Sort, is_separator
from commonground.position.text.vocabulary import (
    HEMISPHERE,
    JOINING,
    LAT_LABELS,
    LATIN_FOR_RUSSIAN,
    LON_LABELS,
)

FILLING = JOINING | LAT_LABELS | LON_LABELS | frozenset("to thence latitudes longitudes и до".split())
MOST_BETWEEN = 3  # separators and filling words between two angles of one run


@dataclass(frozen=True, slots=True)
class Hit:
    """One angle in the items: from `first` up to, not including, `last`; letters count in."""

    first: int
    last: int
    axis: str  # lat, lon, or "" for an angle without letter that stands beside one with
    angle: Angle


class Group(Enum):
    """What neighbouring angles are."""

    PAIR = "pair"
    BOX = "box"


def runs(items: Sequence[Item]) -> Iterator[list[Hit]]:
    """Runs of angles in the items, letters settled one way for the whole run."""
    current: list[tuple[int, int]] = []  # where the numbers of each angle begin and end
    at = 0
    while at < len(items):
        end = _numbers(items, at)
        if end == at:
            at += 1
            continue
        if current and not _joined(items, current[-1][1], at):
            yield from _settled(items, current)
            current = []
        current.append((at, end))
        at = end
    yield from _settled(items, current)


def _numbers(items: Sequence[Item], at: int) -> int:
    """Where the fields of an angle end that begin here; `at` itself where none do."""
    if items[at].sort is not Sort.NUMBER:
        return at
    if at and not items[at].gap and items[at - 1].sort is Sort.WORD and not _letter(items, at - 1):
        return at  # A68 and FL120 are names
    return parse_fields(items, at, Angle(), running=True) or at


def _joined(items: Sequence[Item], end: int, start: int) -> bool:
    """Whether only letters, separators and filling words stand between two angles."""
    between = items[end:start]
    if len(between) > MOST_BETWEEN + 2:
        return False
    letters = 0
    for item in between:
        word = item.text.lower()
        if item.sort is Sort.WORD:
            letters += word in HEMISPHERE
            if word not in HEMISPHERE and word not in FILLING:
                return False
        elif not is_separator(item) and item.text not in ("-", "+", ".", "(", ")", ":", "="):
            return False
    return letters <= 2


def _letter(items: Sequence[Item], at: int) -> bool:
    if not (0 <= at < len(items) and items[at].sort is Sort.WORD):
        return False
    word = items[at].text.lower()
    if word in LATIN_FOR_RUSSIAN:  # a letter of a list or a name, unless it is glued behind a number
        return at > 0 and not items[at].gap and items[at - 1].sort is Sort.NUMBER
    return word in HEMISPHERE


def _settled(items: Sequence[Item], spans: list[tuple[int, int]]) -> Iterator[list[Hit]]:
    """Decide whether the letters of a run stand before or behind their numbers."""
    if not spans:
        return
    before = behind = 0
    for start, end in spans:
        if _letter(items, start - 1):
            before += 1 if items[start].gap else 3
        if _letter(items, end):
            behind += 1 if items[end].gap else 3
    suffix = behind >= before
    hits: list[Hit] = []
    for start, end in spans:
        hit = _hit(items, start, end, suffix)
        if hit is not None:
            hits.append(hit)
        elif hits:
            yield hits
            hits = []
    if hits:
        yield hits


def _hit(items: Sequence[Item], start: int, end: int, suffix: bool) -> Hit | None:
    first, last = start, end
    if suffix and _letter(items, end):
        last = end + 1
        if last + 2 < len(items) and items[last].text == "." and items[last + 1].sort is Sort.WORD:
            dotted = parse(items[start : last + 3]) or parse(items[start : last + 2])  # с.ш.
            last = last + 3 if parse(items[start : last + 3]) else last + 2 if dotted else last
    elif not suffix and _letter(items, start - 1):
        first = start - 1
    else:
        first = _label_before(items, start)
    if first == start and start and items[start - 1].text in ("-", "+"):
        spaced = items[start].gap or not (
            start == 1 or items[start - 1].gap or is_separator(items[start - 2])
        )
        first = start if spaced else start - 1
    angle = parse(items[first:last])
    if angle is None:
        return None
    return Hit(first, last, axis_of(angle), angle)


def _label_before(items: Sequence[Item], start: int) -> int:
    """Where a label in front of the numbers begins: `lat 34.5`, `Longitude: 71.2`."""
    at = start - 1
    while at >= 0 and items[at].sort is Sort.MARK and items[at].text in ":=-+":
        at -= 1
    if at >= 0 and items[at].sort is Sort.WORD:
        word = items[at].text.lower()
        if len(word) > 1 and (word in LAT_LABELS or word in LON_LABELS):
            return at
    return start


def groups(items: Sequence[Item], run: Sequence[Hit]) -> Iterator[tuple[Group, Sequence[Hit]]]:
    """The pairs and boxes of a run, in order; angles that belong to none are left out."""
    at = 0
    while at + 1 < len(run):
        axes = [hit.axis for hit in run[at : at + 4]]
        if axes in ([LAT, LAT, LON, LON], [LON, LON, LAT, LAT]):
            yield Group.BOX, run[at : at + 4]
            at += 4
            continue
        one, two = run[at], run[at + 1]
        if one.axis and one.axis == two.axis and (len(run) - at) % 2:
            at += 1  # an odd one out: the next two may fit
            continue
        if _pair(one, two, near=_near(items[one.last : two.first + 1])):
            yield Group.PAIR, (one, two)
            at += 2
        else:
            at += 1


def _near(between: Sequence[Item]) -> bool:
    """Whether two angles stand on one line with at most a comma or a slash between them."""
    inner = between[:-1]
    return len(inner) <= 1 and not any(item.text in ("\n", ".") or item.sort is Sort.WORD for item in inner)


def _pair(one: Hit, two: Hit, *, near: bool) -> bool:
    """Two angles that are written alike or stand close together, one of them shown to be an angle.

    A pair that is written badly is a pair: it has to be found to be refused.
    """
    if not one.axis and not two.axis:
        return near and _decimals(one) and _decimals(two)
    alike = len(one.angle.fields) == len(two.angle.fields) and _rich(one) == _rich(two)
    if not one.axis or not two.axis:
        fields = len(one.angle.fields) > 1 and one.angle.joints == two.angle.joints
        return alike and (fields or (_decimals(one) and _decimals(two)))
    if one.axis == two.axis:
        return alike and (len(one.angle.fields) > 1 or len(one.angle.fields[0].whole) > 4)
    return alike or (near and (_rich(one) or _rich(two)))


def _rich(hit: Hit) -> bool:
    """More than a bare number of degrees."""
    angle = hit.angle
    return len(angle.fields) > 1 or len(angle.fields[0].whole) > 3 or "d" in angle.marks


def _decimals(hit: Hit) -> bool:
    """Degrees as machines write them, or with their sign: 34.512 and 34.5°."""
    return "d" in hit.angle.marks or (len(hit.angle.fields[0].fraction) >= 3 and len(hit.angle.fields) == 1)
