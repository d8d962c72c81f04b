"""Plans: where in the texts of one shape the fields stand, and which rows of figures they fill.

A plan moves characters of the text to fixed places of a row, so that texts of many shapes can be
computed together. For degrees the fields are those that the slow reader itself found in one text of the
shape; for grid references and codes they follow from the pattern. A plan claims nothing: what it gives
is held against the slow reader's answer before any row is answered with it (`templates`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final

from commonground.position.angles.degrees import lexings, read_degrees
from commonground.position.angles.pairing import Half, cuts
from commonground.position.profile import MapProfile
from commonground.position.reader.landing import WGS84_CODES
from commonground.position.reader.read import NOBODY, pairs_behind
from commonground.position.text.folding import fold

Move = tuple[int, int, int]  # from this character, so many, to this place of the row


class Sort(Enum):
    """What kind of rows a plan fills."""

    ANGLES = "angles"
    UTM = "utm"
    NUMBERS = "numbers"  # of the grid that the profile names
    MGRS = "mgrs"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Plan:
    """How to fill the rows of one kind.

    name: the notation. length: characters that a code has, digits an axis of an MGRS reference.
    letter: of a UTM zone. units: parts of a degree that the finest whole field has (1, 60, 3600), of
    the first and the second angle in the text; decimals and degree_digits likewise. wordy: letters of
    an MGRS reference may be a word beside numbers. minutes_behind_point: 34.3015 is 34 30 15.
    shape: of degrees and UTM, whose letters and signs belong to the plan, and of geohashes without a
    digit.
    """

    sort: Sort
    name: str
    moves: tuple[Move, ...]
    length: int = 0
    letter: str = ""
    units: tuple[int, int] = (1, 1)
    decimals: tuple[int, int] = (0, 0)
    degree_digits: tuple[int, int] = (0, 0)
    wordy: bool = False
    minutes_behind_point: bool = False
    shape: str = ""

    @property
    def has_single(self) -> bool:
        """Whether a whole field of an angle has one digit."""
        return any(count == 1 and place % 16 != 8 for _, count, place in self.moves)


# Characters of a row. Angles: for each of two a zero, 3 degrees, 2 minutes, 2 seconds, 8 decimals. UTM:
# zone, easting, northing, decimals of each, eight a field; numbers of a grid likewise.
# MGRS: zone, three letters, five digits twice.
ROW: Final = {Sort.ANGLES: 32, Sort.UTM: 40, Sort.NUMBERS: 32, Sort.MGRS: 16, Sort.CODE: 16}

_MGRS: Final = re.compile(r"(0{1,2}) ?(A) ?(AA)(?: ?(0+)(?: (0+))?)?|(0{1,2})(a)(aa)(0{8,10})")
_GARS: Final = re.compile(r"000AA(?:00?)?")
_GEOREF: Final = re.compile(r"AAAA(?:0000|000000|00000000|0{10}|0{12})")
_PLUS: Final = re.compile(r"[0A]{8}\+[0A]{2,7}")
_TOKEN: Final = re.compile(r"[0a]{5,12}")
_LETTER_RUNS: Final = re.compile(r"a+")
_NUMBERS: Final = re.compile(r"(0{4,8})(?:\.(0{1,8}))?(?:[,;] ?| )(0{4,8})(?:\.(0{1,8}))?")
_UTM: Final = re.compile(r"(0{1,2}) ?([C-HJ-NP-X]) (0{6,7})(?:\.(0{1,8}))? (0{5,8})(?:\.(0{1,8}))?")


def code_plan(pattern: str) -> Plan | None:
    """The plan of a grid reference or code, from the pattern alone."""
    found = _MGRS.fullmatch(pattern)
    if found:
        return _mgrs_plan(found)
    for name, form in (("gars", _GARS), ("georef", _GEOREF), ("pluscode", _PLUS), ("geohash", _TOKEN)):
        if form.fullmatch(pattern):
            if name == "geohash" and _other_kind(pattern):
                return None
            letters = pattern if pattern.isalpha() else ""  # such a geohash can be a word
            return Plan(Sort.CODE, name, ((0, len(pattern), 0),), length=len(pattern), shape=letters)
    return None


def _other_kind(token: str) -> bool:
    """Whether small letters and digits could also be a reference of another kind, or no code at all."""
    runs = _LETTER_RUNS.findall(token)
    lead = len(token) - len(token.lstrip("0"))
    if not runs or "00000" in token:
        return True  # a number, or an easting
    if len(runs) > 1 or runs[0] == token:
        return False
    if lead >= 3:
        return _GARS.fullmatch(token.upper()) is not None
    return len(runs[0]) < (4 if lead else 5)  # MGRS; national squares, polar MGRS, Georef


def _mgrs_plan(found: re.Match[str]) -> Plan | None:
    base = 1 if found[1] else 6
    east, north = found.span(4) if found[1] else found.span(9), found.span(5)
    count = east[1] - east[0]
    if north[0] < 0:
        if count % 2:
            return None
        count //= 2
        north = (east[0] + count, east[1])
    elif north[1] - north[0] != count:
        return None
    if count > 5:
        return None
    zone = found.span(base)
    moves = [
        (zone[0], zone[1] - zone[0], 2 - (zone[1] - zone[0])),
        (found.start(base + 1), 1, 2),
        (found.start(base + 2), 2, 3),
    ]
    if count:
        moves += [(east[0], count, 5), (north[0], count, 10)]
    return Plan(Sort.MGRS, "mgrs", tuple(moves), length=count, wordy=count <= 3)


def shape_plan(shape: str, text: str, profile: MapProfile | None) -> Plan | None:
    """The plan of UTM numbers or of a pair of angles, from one text of the shape."""
    found = _UTM.fullmatch(shape)
    if found:
        return _utm_plan(found)
    found = _NUMBERS.fullmatch(shape)
    if found and profile is not None and profile.crs not in WGS84_CODES:
        return _numbers_plan(found)
    return angle_plan(shape, text, profile)


def _numbers_plan(found: re.Match[str]) -> Plan:
    moves = []
    for group, right in ((1, 8), (3, 24)):
        start, end = found.span(group)
        moves.append((start, end - start, right - (end - start)))
        start, end = found.span(group + 1)
        if start >= 0:
            moves.append((start, end - start, right))
    digits = (len(found[1]), len(found[3]))
    return Plan(Sort.NUMBERS, "crs", tuple(moves), degree_digits=digits, shape=found[0])


def _utm_plan(found: re.Match[str]) -> Plan | None:
    moves = []
    for group, right in ((1, 8), (3, 16), (5, 24)):
        start, end = found.span(group)
        moves.append((start, end - start, right - (end - start)))
    for group, left in ((4, 24), (6, 32)):
        start, end = found.span(group)
        if start >= 0:
            moves.append((start, end - start, left))
    return Plan(Sort.UTM, "utm", tuple(moves), letter=found[2], shape=found[0])


def angle_plan(shape: str, text: str, profile: MapProfile | None) -> Plan | None:
    """The plan of a pair of angles, from the fields that the slow reader finds in one such text."""
    readable = lexings(fold(text))
    if any(len(cuts(items)) > 1 for items in readable):
        return None  # which of the cuts hold depends on the values
    pairs = read_degrees(readable, profile or NOBODY).pairs
    if pairs != pairs_behind(text, profile):
        return None  # something stood beside the position, and may depend on the values
    if not pairs:
        return None
    if pairs[0].lat.meaning.form.startswith("packed"):
        lengths = (len(pairs[0].lat.angle.fields[0].whole), len(pairs[0].lon.angle.fields[0].whole))
        if lengths not in ((4, 5), (6, 7)):
            return None  # a zero is lost or digits are over: such can be cut in several ways
    halves = sorted((pairs[0].lat, pairs[0].lon), key=lambda half: half.angle.start)
    first, second = (_angle_moves(half, 16 * k) for k, half in enumerate(halves))
    if first is None or second is None:
        return None
    moves = (*first[0], *second[0])
    covered = {at for start, count, _ in moves for at in range(start, start + count)}
    if covered != {at for at, character in enumerate(text) if "0" <= character <= "9"}:
        return None  # a digit outside the fields could matter
    return Plan(
        Sort.ANGLES,
        pairs[0].lat.meaning.form,
        moves,
        units=(first[1], second[1]),
        decimals=(first[2], second[2]),
        degree_digits=(first[3], second[3]),
        minutes_behind_point=all(
            len(half.angle.fields) == 1 and half.meaning.form in ("ddm", "dms") for half in halves
        ),
        shape=shape,
    )


def _angle_moves(half: Half, to: int) -> tuple[tuple[Move, ...], int, int, int] | None:
    """Moves of one angle, its parts of a degree, decimals, and digits of its degrees."""
    spans = half.meaning.spans
    moves: list[Move] = []
    whole_units, decimals, degree_digits = 1, 0, 0
    ends = {1: to + 4, 60: to + 6, 3600: to + 8}
    for index, (start, end, scale) in enumerate(spans):
        count = end - start
        if scale in ends and (index == 0 or scale == spans[index - 1][2] * 60):
            if count > (3 if scale == 1 else 2) or count < 1:
                return None
            moves.append((start, count, ends[scale] - count))
            whole_units = scale
            degree_digits = count if scale == 1 else degree_digits
        elif scale == whole_units * 10**count and index == len(spans) - 1 and count <= 8:
            moves.append((start, count, to + 8))
            decimals = count
        else:
            return None
    if not moves or half.meaning.per_degree != whole_units * 10**decimals:
        return None
    return tuple(moves), whole_units, decimals, degree_digits
