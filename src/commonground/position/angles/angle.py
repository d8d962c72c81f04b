"""One angle as it stands written: its fields, their marks, its letter, its sign, its label.

`parse` takes the items of one angle and gives its parts, or None where the items are no angle.
What the fields mean on an axis is worked out in meaning.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from commonground.position.text.lexing import Item, Sort
from commonground.position.text.vocabulary import (
    DEGREE_WORDS,
    DOTTED_HEMISPHERE,
    HEMISPHERE,
    LAT_LABELS,
    LON_LABELS,
    MINUTE_WORDS,
    SECOND_WORDS,
)

LAT, LON = "lat", "lon"
AXIS_LETTERS = {LAT: frozenset("NS"), LON: frozenset("EW")}


@dataclass(slots=True)
class Angle:
    """What stands written for one angle, before it is known which axis it is on."""

    fields: list[Item] = field(default_factory=list)
    letters: frozenset[str] | None = None  # what the hemisphere letter can mean
    letter_at: int = -1
    letter_text: str = ""
    sign: str = ""  # "", "+" or "-"
    label: str = ""  # lat, lon, or "" where no label says it
    marks: str = ""  # d, m, s for each field with its mark, "." for a field without
    joints: str = ""  # what stands between the fields: a space, or one of : - _ , .
    capital_units: bool = False  # its minutes are marked by a capital M
    dash: bool = False  # the sign stands between blanks behind a label: a minus or a dash
    thousandths: bool = False  # 79.22.333: the third field is a fraction of the second
    marked_point: str = ""  # 30'.5: the mark stands before the point; two digits can be the next field

    @property
    def start(self) -> int:
        return self.fields[0].start


def parse(items: Sequence[Item]) -> Angle | None:
    """Read the items of one angle; None where they are not one."""
    angle = Angle()
    at = _label(items, 0, angle)
    angle.dash = bool(angle.label) and _loose_dash(items, at)
    if angle.dash and items[at + 1].text in ("+", "-"):
        angle.dash, at = False, at + 1  # lat - -1.5
    at = _letter(items, at, angle, prefix=True)
    if at < len(items) and items[at].text in ("-", "+") and items[at].sort is Sort.MARK:
        angle.sign = items[at].text
        at += 1
        if angle.letters is None:
            at = _letter(items, at, angle, prefix=True)
    if angle.letters is not None and at < len(items) and len(items[at].text) > 1:
        at = _label(items, at, angle)  # north latitude 34
    after = parse_fields(items, at, angle)
    if after is None or not angle.fields:
        return None
    at = after
    for _ in range(2):  # N. latitude, or latitude N
        if at < len(items) and len(items[at].text) > 1:  # B and L are labels only in front
            at = _label(items, at, angle)
        at = _letter(items, at, angle, prefix=False)
    if at != len(items):
        return None
    if angle.dash and angle.letters is not None:
        angle.dash, angle.sign = False, ""  # lat - 34.5 N
    return angle if _fractions_fit(angle) else None


def _loose_dash(items: Sequence[Item], at: int) -> bool:
    """The dash of `lat - 34.5`: behind a word, with a blank on both sides."""
    if not 0 < at < len(items) - 1 or items[at].text != "-" or items[at - 1].sort is not Sort.WORD:
        return False
    return items[at].gap and items[at + 1].gap


def parse_fields(items: Sequence[Item], at: int, angle: Angle, *, running: bool = False) -> int | None:
    """Take the numbers of one angle with their units; where they end, None where they misfit.

    In running text a fraction or a comma ends the angle: 34.512, 71.213 are two.
    """
    while at < len(items) and items[at].sort is Sort.NUMBER and len(angle.fields) < 3:
        after = _field(items, at, angle)
        if after is None:
            return None
        if running and angle.joints.endswith(","):
            return after - 1
        at = _inner_letter(items, after, angle)
        if running and angle.fields[-1].fraction:
            return at
    return at


def axis_of(angle: Angle) -> str:
    """lat, lon, or "" where neither letter nor label says it."""
    by_letter = ""
    if angle.letters is not None:
        for axis, letters in AXIS_LETTERS.items():
            by_letter = axis if angle.letters <= letters else by_letter
    return by_letter or angle.label


def _label(items: Sequence[Item], at: int, angle: Angle) -> int:
    while at < len(items) and items[at].sort is Sort.WORD:
        word = items[at].text.lower()
        if word in ("de", "of") and at + 1 < len(items):
            word, at = items[at + 1].text.lower(), at + 1
        label = LAT if word in LAT_LABELS else LON if word in LON_LABELS else ""
        if not label or (angle.label and angle.label != label):
            break
        angle.label = label
        at += 1
        while at < len(items) and items[at].sort is Sort.MARK and items[at].text in ":=.'\"()":
            at += 1
    return at


def _letter(items: Sequence[Item], at: int, angle: Angle, *, prefix: bool) -> int:
    """Take a hemisphere letter or word, with the full stops of с.ш. and the comma of NMEA."""
    if at >= len(items):
        return at
    if not prefix and items[at].text in (",", ".") and at + 1 < len(items):
        comma_letter = items[at + 1].text.lower() in HEMISPHERE and not items[at + 1].gap
        if comma_letter and at + 2 == len(items):
            at += 1
    item = items[at]
    if item.sort is not Sort.WORD or angle.letters is not None:
        return at
    word = item.text.lower()
    dotted = _dotted_letter(items, at, word)
    if dotted is not None:
        angle.letters, angle.letter_at = frozenset(dotted[0]), item.start
        return dotted[1]
    letters = HEMISPHERE.get(word)
    if word == "l" and not prefix and not angle.label:
        letters = frozenset("E")  # leste; in front it is the label of a longitude
    if letters is None:
        return at
    angle.letters, angle.letter_at, angle.letter_text = letters, item.start, word
    at += 1
    while at < len(items) and items[at].sort is Sort.MARK and items[at].text in (".:" if prefix else "."):
        at += 1
    return at


def _inner_letter(items: Sequence[Item], at: int, angle: Angle) -> int:
    """The letter of 34°N 30': behind the degrees, with minutes and their mark still to come."""
    if len(angle.fields) != 1 or angle.letters is not None or at + 2 >= len(items):
        return at
    minutes = items[at + 1].sort is Sort.NUMBER and items[at + 2].text == "'"
    return _letter(items, at, angle, prefix=False) if minutes else at


def _dotted_letter(items: Sequence[Item], at: int, word: str) -> tuple[str, int] | None:
    """с.ш. or n. Br.: two abbreviations, each with or without its full stop."""
    after = at + 1
    if after < len(items) and items[after].text == ".":
        after += 1
    if after >= len(items) or items[after].sort is not Sort.WORD:
        return None
    letter = DOTTED_HEMISPHERE.get((word, items[after].text.lower()))
    if letter is None:
        return None
    after += 1
    return letter, after + (after < len(items) and items[after].text == ".")


def _field(items: Sequence[Item], at: int, angle: Angle) -> int | None:
    """Take one number, its unit mark, and the joint to the next number; None where they misfit."""
    number = items[at]
    if angle.fields:
        angle.joints += " " if number.gap and angle.joints[-1:] != "," else ""
        if number.frac_start == number.start + 1 and angle.marks[-1] == ".":
            return None  # 45 .5 has lost a digit or has a blank too many
    angle.fields.append(number)
    at += 1
    mark, at = _unit(items, at, angle)
    at = _marked_point(items, at, angle) if mark else at
    order = "dms"[len(angle.fields) - 1]
    if mark not in ("", order) and not (order == "s" and mark == "m"):
        return None
    angle.marks += order if mark else "."
    if at < len(items) and items[at].sort is Sort.FIELD_DOT:
        if at + 1 == len(items):
            return None
        angle.joints += "."
        angle.thousandths = len(angle.fields) == 1 and len(items[at + 1].fraction) > 2
        return at + 1
    following = at + 1 < len(items) and items[at + 1].sort is Sort.NUMBER
    if following and len(angle.fields) < 3 and items[at].sort is Sort.MARK:
        tight = not items[at].gap and not items[at + 1].gap
        if items[at].text in ":_" or (items[at].text == "-" and tight) or items[at].text == ",":
            angle.joints += items[at].text
            return at + 1
        if items[at].text == "." and mark:  # 10DEG.50
            return at + 1
    return at


def _marked_point(items: Sequence[Item], at: int, angle: Angle) -> int:
    """Take the fraction of 30'.5: its mark stands over the point, as charts and pilots write it.

    With a mark of their own the digits are the next field: 10DEG.50'.
    """
    number = angle.fields[-1]
    if at + 1 >= len(items) or items[at].text not in (".", ",") or items[at].gap or number.fraction:
        return at
    behind = items[at + 1]
    if behind.sort is not Sort.NUMBER or behind.gap or behind.fraction:
        return at
    if at + 2 < len(items) and items[at + 2].text in ("°", "'", '"', ".", ":", "-"):
        return at
    text = f"{number.text}.{behind.text}"
    if len(behind.whole) == 2 and len(angle.fields) < 3:
        angle.marked_point = text
    angle.fields[-1] = replace(
        number, text=text, end=behind.end, fraction=behind.whole, frac_start=behind.start
    )
    return at + 2


def _unit(items: Sequence[Item], at: int, angle: Angle) -> tuple[str, int]:
    """The unit behind a number ("d", "m", "s" or ""), and where the text goes on."""
    if at >= len(items):
        return "", at
    item = items[at]
    third = len(angle.fields) == 3
    if item.sort is Sort.MARK:
        if item.text in "°*":
            at += 1
            while at < len(items) and items[at].text == "°":
                at += 1
            return "d", at
        if item.text == "'":
            if third and at + 1 < len(items) and items[at + 1].text == "'":
                return "s", at + 2
            return "m", at + 1
        return ("s", at + 1) if item.text == '"' else ("", at)
    if item.sort is not Sort.WORD:
        return "", at
    word = item.text.lower()
    has_next = at + 1 < len(items) and items[at + 1].sort is Sort.NUMBER
    if len(angle.fields) == 1 and (word in DEGREE_WORDS or (item.text == "o" and has_next and not item.gap)):
        return "d", at + 1
    if word in MINUTE_WORDS and len(angle.fields) == 2:
        angle.capital_units = item.text == "M"
        return "m", at + 1
    if word in SECOND_WORDS and third and (word != "s" or _seconds(items, at, angle)):
        return "s", at + 1
    return "", at


def _seconds(items: Sequence[Item], at: int, angle: Angle) -> bool:
    """Whether the s behind the third field is its unit: a small one, or one with a hemisphere behind it."""
    if angle.marks[-1] != "m":
        return False
    behind = items[at + 1].text.lower() if at + 1 < len(items) else ""
    return items[at].text == "s" or (len(behind) == 1 and behind in HEMISPHERE)


def _fractions_fit(angle: Angle) -> bool:
    """Only the last field has a fraction, unless all have one and the others end in .0 (45.0, 32.0, 12.0)."""
    before = [number.fraction for number in angle.fields[:-1]]
    if not any(before):
        return True
    return all(before) and bool(angle.fields[-1].fraction) and not any(part.strip("0") for part in before)
