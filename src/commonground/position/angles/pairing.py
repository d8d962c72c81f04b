"""Pairs: where a text falls into its two angles, and which of them is the latitude.

Letters and labels beat order; order beats nothing: two bare numbers that fit both ways give both
pairs. What contradicts itself (a minus and a letter, two latitudes) gives no pair and a reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from commonground.position.angles.angle import (
    AXIS_LETTERS,
    LAT,
    LON,
    Angle,
    axis_of,
    parse,
)
from commonground.position.angles.meaning import Meaning, meanings
from commonground.position.text.lexing import Item, Sort, is_separator
from commonground.position.text.vocabulary import HEMISPHERE, JOINING

ENOUGH = 5  # a cut of this score stands without equal numbers of fields on both sides


class Weight(IntEnum):
    """Which reason is told when a text is refused: the most telling one."""

    SHAPE = 0
    RANGE = 1
    CONTRADICTION = 2


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a cut gives no pair."""

    weight: Weight
    text: str


@dataclass(frozen=True, slots=True)
class Half:
    """One angle with its axis and its sign settled."""

    angle: Angle
    meaning: Meaning
    negative: bool

    @property
    def deg(self) -> float:
        return -self.meaning.deg if self.negative else self.meaning.deg


@dataclass(frozen=True, slots=True)
class Pair:
    """A latitude and a longitude, and what had to be taken for granted to get them."""

    lat: Half
    lon: Half
    lat_first: bool
    order_told: bool  # by letters, labels, width or range
    only_range: bool = False  # longitude first is the only order in which the numbers fit
    sign_taken: bool = False  # one half names its hemisphere and the other does not
    letter_choice: bool = False  # a letter that can mean more than one hemisphere
    by_width: bool = False  # only a leading zero says which is the longitude


@dataclass(frozen=True, slots=True)
class Cut:
    """A place where the text can be cut into two angles, and how well it fits."""

    left: Angle
    right: Angle
    score: int


def trimmed(items: Sequence[Item]) -> list[Item]:
    """The items without separators at their two ends."""
    first, last = 0, len(items)
    while last > first and (is_separator(items[last - 1]) or items[last - 1].text == "."):
        last -= 1
    while first < last and is_separator(items[first]):
        first += 1
    return list(items[first:last])


def cuts(items: Sequence[Item]) -> list[Cut]:
    """The best places to cut, all of one score; empty where the items are not two angles."""
    found: list[Cut] = []
    rights: dict[int, Angle | None] = {}
    for at in range(1, len(items)):
        if _joining_hyphen(items, at - 1):
            pass  # the right half begins behind a hyphen that cannot be a minus
        elif (
            _joining_hyphen(items, at)
            or is_boundary(items[at])
            or (items[at].sort is Sort.MARK and items[at].text not in "+-")
        ):
            continue
        end = at
        while end > 0 and is_boundary(items[end - 1]):
            end -= 1
        loose = end > 1 and items[end - 1].text == "-" and items[end - 1].gap and items[at].gap
        if loose:
            end -= 1
        elif _joining_hyphen(items, at - 1):
            end = at - 1
        if _stray_x(items, end, at):
            continue
        left = parse(items[:end])
        if left is None:
            continue
        right = rights.setdefault(at, parse(items[at:]))
        if right is None:
            continue
        score = _score(items[:end], items[end:at], items[at:], left, right)
        if score is not None:
            minus = _as_minus(items[end:], left) if loose else None
            if minus is not None:
                found.append(Cut(left, minus, score))
            if minus is None or left.sign != "+":
                found.append(Cut(left, right, score))
    best = max((cut.score for cut in found), default=0)
    return [cut for cut in found if cut.score == best]


def _joining_hyphen(items: Sequence[Item], at: int) -> bool:
    """The hyphen of 34.5N-71.2E: tight between a letter and a number, with letters on both sides.

    Or of N34.5-E71.2: tight before the letter of the second half.
    """
    if not 1 <= at < len(items) - 1 or items[at].text != "-" or items[at].gap or items[at + 1].gap:
        return False
    if items[at + 1].text.lower() in HEMISPHERE and items[0].text.lower() in HEMISPHERE:
        return at > 1
    if items[at - 1].sort is not Sort.WORD or items[at - 1].text.lower() not in HEMISPHERE:
        return False
    behind = [item.text.lower() in HEMISPHERE for item in items[at + 1 :] if item.sort is Sort.WORD]
    return any(behind)


def _as_minus(items: Sequence[Item], left: Angle) -> Angle | None:
    """The second half of 34.5 - 71.2 with its sign; None where letters or labels show a dash."""
    if left.letters is not None or left.label:
        return None
    right = parse(items)
    return right if right is not None and right.letters is None and not right.label else None


def _stray_x(items: Sequence[Item], end: int, at: int) -> bool:
    """An x that is no separator: glued to one side, or beside another separator (-40.1X, 74)."""
    between = items[end:at]
    if not any(item.text.lower() == "x" for item in between):
        return False
    return len(between) > 1 or between[0].gap is not items[at].gap


def is_boundary(item: Item) -> bool:
    """Whether the item can stand between two angles."""
    return is_separator(item) or (item.sort is Sort.WORD and item.text.lower() in JOINING)


def _score(
    before: Sequence[Item], between: Sequence[Item], after: Sequence[Item], left: Angle, right: Angle
) -> int | None:
    score = 0
    told = {item.text.lower() for item in between}
    if told & {";", "/", "\n", "|", "x", "and", "und", "и", "و", "et", "y", "\x1f", "-"}:
        score += 8
    elif "," in told:
        score += 6 if after[0].gap or between[0].gap else 3
    inner = [item for part in (before, after) for item in part[1:]]
    if after[0].gap and not any(item.gap for item in inner):
        score += ENOUGH
    evident = right.sign or left.letter_at > left.start or right.label or right.letters is not None
    score += 6 if evident else 0
    score += 1 if left.letters else 0  # 34.5 N 71.2: the letter ends the first half
    score += 2 if before[-1].sort is Sort.WORD and not before[-1].gap else 0
    score += 2 if after[0].sort is Sort.WORD and len(after) > 1 and not after[1].gap else 0
    if not between and after[0].sort is Sort.WORD and len(after) > 1 and after[1].gap > after[0].gap:
        score -= 6  # the letter belongs to the number that it is glued to
    score += 4 if len(left.fields) == len(right.fields) else 0
    score += 1 if left.marks == right.marks else 0
    score += 1 if "d" in right.marks and "d" in left.marks else 0
    score -= sum(4 if item.text == "," else 6 if item.text in "\n;/|" else 0 for item in inner)
    equal = len(left.fields) == len(right.fields)
    return score if equal or score >= ENOUGH else None


def pairs(cut: Cut) -> tuple[list[Pair], list[Refusal]]:
    """Every latitude and longitude that the two angles can be, latitude first before swapped."""
    left, right = cut.left, cut.right
    for angle in (left, right):
        refusal = sign_against_letter(angle)
        if refusal:
            return [], [refusal]
    found: list[Pair] = []
    refused: list[Refusal] = []
    orders = [order for order in (True, False) if _axis_fits(left, order) and _axis_fits(right, not order)]
    if not orders:
        return [], [Refusal(Weight.CONTRADICTION, _same_axis(left, right))]
    by_width = len(orders) == 2 and _width_tells(left, right)
    told = len(orders) == 1 or by_width
    if by_width:
        orders = [_wide(right)]
    for lat_first in orders:
        made, why = _made(left, right, lat_first, told)
        found += [replace(pair, by_width=by_width) for pair in made]
        refused += why
    if len(orders) == 2 and found and not any(pair.lat_first for pair in found):
        found = [replace(pair, only_range=True) for pair in found]
    return found, refused


def sign_against_letter(angle: Angle) -> Refusal | None:
    """Why an angle that has both a sign and a letter is refused; None where the two agree."""
    if not angle.letters or not angle.sign:
        return None
    if angle.sign == "+" and angle.letters & {"N", "E"}:
        return None
    letter = "/".join(sorted(angle.letters))
    return Refusal(Weight.CONTRADICTION, f"a {angle.sign} sign and the letter {letter} on one angle")


def _axis_fits(angle: Angle, is_lat: bool) -> bool:
    axis = LAT if is_lat else LON
    if angle.label and angle.label != axis:
        return False
    return angle.letters is None or bool(angle.letters & AXIS_LETTERS[axis])


def _same_axis(left: Angle, right: Angle) -> str:
    for angle in (left, right):
        if angle.label and angle.letters and not _axis_fits(angle, angle.label == LAT):
            return "the label and the letter of one angle name different axes"
    return f"two {'latitudes' if axis_of(left) == LAT else 'longitudes'}"


def _wide(angle: Angle) -> bool:
    """Degrees of three digits with a leading zero: written for a longitude."""
    whole = angle.fields[0].whole
    return len(whole) in (3, 5, 7) and whole.startswith("0")


def _width_tells(left: Angle, right: Angle) -> bool:
    lengths = {len(left.fields[0].whole), len(right.fields[0].whole)}
    return _wide(left) != _wide(right) and lengths in ({2, 3}, {4, 5}, {6, 7})


def _made(left: Angle, right: Angle, lat_first: bool, told: bool) -> tuple[list[Pair], list[Refusal]]:
    lat, lon = (left, right) if lat_first else (right, left)
    lats, why_lat = meanings(lat, LAT)
    lons, why_lon = meanings(lon, LON)
    if not lats or not lons:
        return [], [Refusal(Weight.RANGE, "; ".join(why for why in (why_lat, why_lon) if why))]
    one_sided = (lat.letters is None) != (lon.letters is None)
    found = []
    for lat_one in lats:
        for lon_one in lons:
            if not _forms_agree(lat, lat_one, lon, lon_one):
                continue
            for lat_minus in signs(lat, LAT, one_sided):
                for lon_minus in signs(lon, LON, one_sided):
                    if lat.dash and lon.dash and lat_minus is not lon_minus:
                        continue
                    choice = (
                        len(lat.letters or ()) > 1 and len((lat.letters or set()) & AXIS_LETTERS[LAT]) > 1
                    )
                    choice = choice or len((lon.letters or frozenset()) & AXIS_LETTERS[LON]) > 1
                    found.append(
                        Pair(
                            Half(lat, lat_one, lat_minus), Half(lon, lon_one, lon_minus), lat_first, told,
                            False, one_sided, choice,
                        )
                    )  # fmt: skip
    if not found:
        return [], [Refusal(Weight.SHAPE, "the two halves are written in different ways that do not fit")]
    return found, []


def _forms_agree(lat: Angle, lat_one: Meaning, lon: Angle, lon_one: Meaning) -> bool:
    """Digits run together must mean the same on both sides, in length as well as in kind."""
    packed = lat_one.form.startswith("packed"), lon_one.form.startswith("packed")
    if not any(packed):
        return True
    if lat_one.form != lon_one.form:
        return False
    pointed = bool(lat.fields[0].fraction), bool(lon.fields[0].fraction)
    if pointed == (True, False):
        return len(lon_one.spans) == _spans(lon_one.form)
    if pointed == (False, True):
        return len(lat_one.spans) == _spans(lat_one.form)
    return True


def _spans(form: str) -> int:
    """How many spans whole minutes or whole seconds have."""
    return 3 if form == "packed_dms" else 2


def signs(angle: Angle, axis: str, one_sided: bool) -> tuple[bool, ...]:
    """Whether the angle is negative: as the letter or the sign says, both ways where neither does."""
    if angle.letters is not None:
        letters = angle.letters & AXIS_LETTERS[axis]
        return tuple(letter in "SW" for letter in "NESW" if letter in letters)
    if angle.dash:
        return (False, True)
    if angle.sign or not one_sided:
        return (angle.sign == "-",)
    return (False, True)
