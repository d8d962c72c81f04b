"""Finding: positions inside running text, each with its readings and what stood around it.

For an e-mail, a line of a radio log, a navigational warning, a NOTAM. A position in running text has to
show that it is one: letters, degree signs, labels, three decimals, or the shape of a grid reference.
What is found is read by `read_all`, so a malformed position is found too, and refused with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from commonground.errors import InputError
from commonground.finding import Kind
from commonground.position.angles.find_angles import Group, groups, runs
from commonground.position.angles.glued import split_words
from commonground.position.profile import MapProfile
from commonground.position.reader.answer import ReadResult, Status
from commonground.position.reader.named import ask
from commonground.position.reader.read import read_all
from commonground.position.text.folding import fold
from commonground.position.text.lexing import lex
from commonground.position.text.limits import MOST_CHARACTERS

AROUND: Final = 60  # characters of surroundings on each side
REACH: Final = 24  # characters around digits that can belong to a position

_DIGITS = re.compile("[0-9]+")
# Each is bounded and starts at a word's edge: one pass, no backtracking worth the name.
_SHAPES: Final = tuple(
    re.compile(shape)
    for shape in (
        r"(?<![0-9A-Za-z+])[0-9]{1,2} ?[C-HJ-NP-X] ?[A-HJ-NP-Z]{2} ?"
        r"(?:[0-9]{1,5} [0-9]{1,5}|[0-9]{2,10})(?![0-9A-Za-z])",
        r"(?<![0-9A-Za-z])[ABYZ] ?[A-HJ-NP-Z]{2} ?(?:[0-9]{2,5} [0-9]{2,5}|[0-9]{4,10})(?![0-9A-Za-z])",
        r"(?<![0-9A-Za-z])[0-9]{1,2} ?[C-HJ-NP-X]? (?:[EN] ?)?[0-9]{5,7}(?:\.[0-9]{1,3})?"
        r" ?(?:mE|m ?E|E|m)?[ ,]{1,2}"
        r"(?:[EN] ?)?[0-9]{6,8}(?:\.[0-9]{1,3})? ?(?:mN|m ?N|N|m)?(?![0-9A-Za-z])",
        r"(?<![0-9A-Za-z])[23456789CFGHJMPQRVWX]{8}\+(?:[23456789CFGHJMPQRVWX]{2,7})?(?![0-9A-Za-z])",
        r"(?:(?<=GARS )|(?<=gars ))[0-9]{3}[A-HJ-NP-Z]{2}[1-4]?[1-9]?(?![0-9A-Za-z])",
        r"(?:(?<=GEOREF )|(?<=Georef )|(?<=georef ))[A-HJ-NP-Z]{4}[0-9]{4,12}(?![0-9A-Za-z])",
        r"(?:(?<=GEOHASH )|(?<=Geohash )|(?<=geohash ))[0-9b-hjkmnp-z]{4,12}(?![0-9A-Za-z])",
        r"///[^\W\d_]{3,20}\.[^\W\d_]{3,20}\.[^\W\d_]{3,20}",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A position in a text: where it stands, how it reads, and what stood around it.

    start, end: offsets into the whole text. before, after: up to 60 characters of surroundings, cut
    at a word.
    """

    start: int
    end: int
    text: str
    result: ReadResult
    before: str
    after: str


def find(text: str, profile: MapProfile | None = None) -> tuple[Found, ...]:
    """The positions inside running text, in order.

    Raises InputError for a text over 10,000 characters.

    >>> [found] = find("BUOY ADRIFT IN VICINITY 00-30.5N 001-12.0E. WIDE BERTH REQUESTED.")
    >>> found.text, found.result.readings[0].position.lon_deg
    ('00-30.5N 001-12.0E', 1.2)
    """
    if len(text) > MOST_CHARACTERS:
        raise InputError(
            f"a text of {len(text)} characters",
            where="text",
            given=text,
            hint=f"at most {MOST_CHARACTERS} are searched at a time",
        )
    plain = fold(text).plain
    taken: list[tuple[int, int, ReadResult]] = []
    for start, end, result in _grids(text, plain, profile):
        taken.append((start, end, result))
    for start, end, result in _angles(text, plain, profile):
        if not any(start < other_end and other_start < end for other_start, other_end, _ in taken):
            taken.append((start, end, result))
    return tuple(_found(text, *one) for one in sorted(taken, key=lambda one: one[0]))


def _grids(text: str, plain: str, profile: MapProfile | None) -> Iterator[tuple[int, int, ReadResult]]:
    for shape in _SHAPES:
        for match in shape.finditer(plain):
            result = read_all(text[match.start() : match.end()], profile)
            kinds = {finding.kind for reading in result.readings for finding in reading.findings}
            if not kinds & {Kind.LOOKS_LIKE_DATE, Kind.LOOKS_LIKE_WORD} and _telling(result):
                yield match.start(), match.end(), result


def _telling(result: ReadResult) -> bool:
    """A grid reference that cannot be read is no find, unless it is the words of a closed system."""
    return result.status is not Status.REFUSED or result.findings[0].kind is Kind.WORDS_CODE


def _islands(plain: str) -> Iterator[tuple[int, int]]:
    """Stretches of text around digits; the rest cannot hold an angle."""
    start = end = -1
    for match in _DIGITS.finditer(plain):
        if start < 0:
            start = max(0, match.start() - REACH)
        elif match.start() - REACH > end:
            yield start, end
            start = max(end, match.start() - REACH)
        end = min(len(plain), match.end() + REACH)
    if start >= 0:
        yield start, end


def _angles(text: str, plain: str, profile: MapProfile | None) -> Iterator[tuple[int, int, ReadResult]]:
    for start, end in _islands(plain):
        items = lex(plain[start:end], comma_decimal=True, each_comma=True, most=end - start + 1)
        if items is None:
            continue
        items = split_words(items)
        for run in runs(items):
            for group, hits in groups(items, run):
                first, last = items[hits[0].first].start + start, items[hits[-1].last - 1].end + start
                given = text[first:last]
                yield first, last, read_all(given, profile) if group is Group.PAIR else _box(given)


def _box(given: str) -> ReadResult:
    """Two latitudes and two longitudes: no two of them are a place."""
    told = ask(Kind.BOX_SIDES, "two latitudes and two longitudes are the sides of a box; none is a corner")
    return ReadResult(as_given=given, status=Status.REFUSED, findings=(told,))


def _found(text: str, start: int, end: int, result: ReadResult) -> Found:
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    if start > AROUND:
        before = before.partition(" ")[2] or before
    if end + AROUND < len(text):
        after = after.rpartition(" ")[0] or after
    return Found(
        start=start, end=end, text=text[start:end], result=result, before=before.strip(), after=after.strip()
    )
