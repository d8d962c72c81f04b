"""What was sent: the digits, signs and letters of a report, before anybody understood them.

A mistake happens to digits, so diagnosis works on them. This is no reader: it takes the shapes that
mistakes are made in (two angles, a UTM or MGRS reference, two map numbers), out of range or not,
and gives None for everything else. What a report means is the reader's answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from commonground.position.text.folding import fold

LONGEST = 200

UTM = re.compile(
    r"\s*(\d{1,2})\s*([A-Z])[\s,]+(\d{5,7}(?:\.\d+)?)\s*(?:M?\s*E)?[\s,]+(\d{5,8}(?:\.\d+)?)\s*(?:M?\s*N)?\s*"
)
MGRS = re.compile(r"\s*(\d{1,2})\s*([C-HJ-NP-X])\s*([A-HJ-NP-Z])([A-HJ-NP-V])\s*((?:\d\s*){0,10})\s*")
PLAIN = re.compile(r"\s*(-?\d{4,8}(?:\.\d+)?)\s*M?[\s,;]+(-?\d{4,8}(?:\.\d+)?)\s*M?\s*")
TOKEN = re.compile(r"(\d+(?:\.\d*)?|\.\d+)|([NSEW])|(-)|([,;/\s]+)|(.)", re.S)


@dataclass(frozen=True, slots=True, kw_only=True)
class Angle:
    """One angle as it was written: fields of degrees, minutes, seconds; the last may have a fraction.

    `width` is the number of digits that its degrees have when written full: 2 or 3.
    """

    negative: bool
    fields: tuple[str, ...]
    packed: bool
    width: int

    @property
    def value(self) -> float:
        """Degrees, whatever the fields hold."""
        size = sum(float(text or 0) / 60.0**place for place, text in enumerate(self.fields))
        return -size if self.negative else size

    @property
    def cell(self) -> float:
        """Degrees that the last digit stands for."""
        last = self.fields[-1]
        decimals = len(last.partition(".")[2])
        return float(10.0**-decimals / 60.0 ** (len(self.fields) - 1))

    def with_value(self, size: float) -> Angle:
        """The same angle with another size in degrees (not negative), as decimal degrees."""
        return replace(self, fields=(f"{size:.9f}",), packed=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Angles:
    """Two angles, the first taken as latitude."""

    lat: Angle
    lon: Angle
    lettered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A UTM or MGRS reference: zone, letter, numbers in metres and how far the last digit goes.

    `square` is the two letters of an MGRS square, "" for UTM. Numbers are the text's own digits.
    """

    zone: int
    letter: str
    square: str
    east: str
    north: str
    side_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """Two map numbers without a zone; what they mean only a CRS says."""

    first: str
    second: str


Sent = Angles | Grid | Plain


def take(text: str) -> Sent | None:
    """The digits of a report; None for shapes that are not searched for mistakes."""
    if len(text) > LONGEST:
        return None
    plain = fold(text).plain.replace("\x00", "").upper().strip()
    if found := UTM.fullmatch(plain):
        decimals = max(len(found[i].partition(".")[2]) for i in (3, 4))
        return Grid(
            zone=int(found[1]),
            letter=found[2],
            square="",
            east=found[3],
            north=found[4],
            side_m=10.0**-decimals,
        )
    if found := MGRS.fullmatch(plain):
        digits = re.sub(r"\s", "", found[5])
        half = len(digits) // 2
        if len(digits) % 2 == 0:
            return Grid(
                zone=int(found[1]),
                letter=found[2],
                square=found[3] + found[4],
                east=digits[:half],
                north=digits[half:],
                side_m=10.0 ** (5 - half),
            )
    if found := PLAIN.fullmatch(plain):
        return Plain(first=found[1], second=found[2])
    return _angles(plain)


def _angles(plain: str) -> Angles | None:
    if re.fullmatch(r"\s*[-+]?\d+,\d+\s*[;\s]\s*[-+]?\d+,\d+\s*", plain):
        plain = plain.replace(",", ".")
    groups, letters = _groups(plain)
    if len(groups) != 2 or not all(1 <= len(group[1]) <= 3 for group in groups):
        return None
    angles = [
        _angle(negative, numbers, letter) for (negative, numbers), letter in zip(groups, letters, strict=True)
    ]
    first, second = angles
    if letters[0] in "EW" and letters[1] in "NS" and letters[0] and letters[1]:
        first, second = second, first
    return Angles(lat=replace(first, width=2), lon=replace(second, width=3), lettered=any(letters))


def _groups(plain: str) -> tuple[list[tuple[bool, list[str]]], list[str]]:
    """Two runs of numbers with their signs, and the letter of each ("" for none)."""
    tokens = [match for match in TOKEN.finditer(plain) if match.lastindex]
    letters = [(match.start(), match[2]) for match in tokens if match.lastindex == 2]
    numbers = [(match.start(), match[1]) for match in tokens if match.lastindex == 1]
    if not numbers:
        return [], []
    if len(letters) == 2:
        prefix = letters[0][0] < numbers[0][0]
        border = letters[1][0] if prefix else letters[0][0]
        parts = [[n for n in numbers if n[0] < border], [n for n in numbers if n[0] > border]]
        names = [letters[0][1], letters[1][1]]
    elif not letters and len(numbers) in (2, 4, 6):
        half = len(numbers) // 2
        parts, names = [numbers[:half], numbers[half:]], ["", ""]
    else:
        return [], []
    if not all(parts):
        return [], []
    signs = [_minus_before(plain, part[0][0]) for part in parts]
    groups = []
    for sign, part, name in zip(signs, parts, names, strict=True):
        groups.append((sign or name in ("S", "W"), [text for _, text in part]))
    return groups, names


def _minus_before(plain: str, start: int) -> bool:
    """Whether a minus stands right before a number and right after a blank, a comma or nothing."""
    before = plain[:start].rstrip()
    if not before.endswith("-"):
        return False
    earlier = before[:-1]
    return not earlier or earlier[-1] in " ,;/\t\n\r(NSEW:="


def _angle(negative: bool, numbers: list[str], letter: str) -> Angle:
    width = 3 if letter in ("E", "W") else 2
    whole, point, rest = numbers[0].partition(".")
    if len(numbers) == 1 and len(whole) > 3:  # packed: cut from the right, minutes and seconds have two
        cuts = [4, 2] if len(whole) > width + 2 else [2]
        fields = [whole[: -cuts[0]], *(whole[-cut : -cut + 2 or None] for cut in cuts)]
        fields[-1] += point + rest
        return Angle(negative=negative, fields=tuple(fields), packed=True, width=width)
    return Angle(negative=negative, fields=tuple(numbers), packed=False, width=width)
