"""What the fields of an angle mean on an axis: digits run together can be read in more than one way.

Nothing is put right: minutes of 60 are refused with a reason. The value is exact until one division:
(all fields in units of the last digit) / (units a degree), so the bulk engine, which works with
integers, gives the same float.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from commonground.position.angles.angle import LAT, LON, Angle
from commonground.position.text.lexing import Item, Sort

MOST_EXTRA = 8  # digits behind DDMMSS without a point that are still read
LIMIT = {LAT: 90, LON: 180}


@dataclass(frozen=True, slots=True)
class Meaning:
    """One angle that the fields can mean: units of the last digit, and how many make a degree."""

    form: str  # dd, ddm, dms, packed_ddm, packed_dms
    units: int
    per_degree: int
    spans: tuple[tuple[int, int, int], ...]  # start, end, and units of the field in a degree
    zero_lost: bool = False  # the degrees have one digit fewer than the form asks for
    sixty: bool = False  # minutes or seconds of exactly 60

    @property
    def deg(self) -> float:
        return self.units / self.per_degree

    @property
    def step_deg(self) -> float:
        return 1 / self.per_degree


def meanings(angle: Angle, axis: str) -> tuple[list[Meaning], str]:
    """Every angle that the fields can mean on this axis, and why there is none where there is none."""
    wide = 3 if axis == LON else 2
    fields = _thousandths(angle, wide)
    if len(fields) == 1:
        whole = fields[0].whole
        bare = 4 - (axis == LAT and angle.letters is not None)  # 954N is 9 degrees 54
        if len(whole) <= wide or "d" in angle.marks or len(whole) < bare:
            made = [_made("dd", fields)]
        else:
            made = _packed(fields[0], wide)
            if len(whole) == 3 and whole.startswith("0"):  # 034 is 34 filled up as a longitude
                made.insert(0, _made("dd", fields))
            if not made:
                return [], f"{fields[0].text} cannot be degrees, minutes and seconds run together"
    else:
        form = "ddm" if len(fields) == 2 else "dms"
        for number, unit in zip(fields[1:], ("minutes", "seconds"), strict=False):
            if int(number.whole[:9]) > 60 or (int(number.whole[:9]) == 60 and number.fraction.strip("0")):
                return [], f"{number.text} {unit}: there are only 60"
        made = [_made(form, fields)]
    fitting = [one for one in made if one.units <= LIMIT[axis] * one.per_degree]
    if not fitting and made:
        return [], _too_far(made[0].deg, axis, angle.sign == "-" or angle.letters == frozenset("W"))
    return fitting, ""


def _too_far(deg: float, axis: str, west: bool) -> str:
    """Why degrees are refused, with the habit in which they would be a longitude."""
    if axis == LAT:
        return f"{deg:.10g} degrees is over latitude 90"
    if deg > 360:
        return f"{deg:.10g} degrees is over longitude 180"
    other = "E" if west else "W"
    return f"{deg:.10g} degrees is over longitude 180; counted to 360 it would be {360 - deg:.10g} {other}"


def _thousandths(angle: Angle, wide: int) -> Sequence[Item]:
    """The fields, a last one of three digits or more taken as the fraction it must be.

    01-44-555 is 1 degree 44.555 minutes, and 0144-555 as well: no seconds have three digits.
    """
    fields, last = angle.fields, angle.fields[-1]
    whole_last = len(last.whole) >= 3 and not last.fraction and angle.marks[-1] == "."
    joined = angle.joints[-1:] in ("-", ".", ":")
    packed = len(fields) == 2 and len(fields[0].whole) > wide and not fields[0].fraction
    if not (whole_last and joined and (len(fields) == 3 or packed)):
        return fields
    angle.thousandths = True
    before = fields[-2]
    joined_up = replace(
        before, fraction=last.whole, frac_start=last.start, end=last.end, text=f"{before.text}.{last.text}"
    )
    return [*fields[:-2], joined_up]


def _made(form: str, fields: Sequence[Item]) -> Meaning:
    units, scale, spans, sixty = 0, 1, [], False
    for index, number in enumerate(fields):
        if index:
            units, scale = units * 60, scale * 60
            sixty = sixty or int(number.whole[:9]) == 60
        units += int(number.whole[:18])
        spans.append((number.start, number.start + len(number.whole), scale))
    last = fields[-1]
    if last.fraction:
        power = 10 ** len(last.fraction[:18])
        units = units * power + int(last.fraction[:18])
        scale *= power
        if last.frac_start >= 0:
            spans.append((last.frac_start, last.frac_start + len(last.fraction), scale))
    return Meaning(form, units, scale, tuple(spans), sixty=sixty)


def _packed(number: Item, wide: int) -> list[Meaning]:
    """Degrees, minutes and seconds run together: DDMM, DDMMSS, with a point or with digits behind.

    Without a point, more digits than DDMMSS can be tenths of a second or thousandths of a minute;
    one digit fewer means that a leading zero was lost, or again a fraction. All that fit are given.
    """
    digits, made = number.whole, []
    for degree_digits in (wide, wide - 1):
        for form, length in (("packed_dms", degree_digits + 4), ("packed_ddm", degree_digits + 2)):
            extra = len(digits) - length
            if extra < 0 or (extra and (number.fraction or extra > MOST_EXTRA or degree_digits < wide)):
                continue
            if extra == 2 and form == "packed_ddm":
                continue  # those are the seconds
            made.append(_cut(form, number, degree_digits, length, degree_digits < wide))
    return [one for one in made if one is not None]


def _cut(form: str, number: Item, degree_digits: int, length: int, zero_lost: bool) -> Meaning | None:
    digits = number.whole
    parts = [digits[:degree_digits], digits[degree_digits : degree_digits + 2]]
    if form == "packed_dms":
        parts.append(digits[degree_digits + 2 : length])
    if any(int(part) > 60 for part in parts[1:]) or not parts[0]:
        return None
    fraction = number.fraction or digits[length:]
    place, fields = number.start, []
    for index, part in enumerate(parts):
        last = index == len(parts) - 1
        behind = number.frac_start if number.fraction else place + len(part)
        fields.append(
            Item(Sort.NUMBER, part, place, place + len(part), False, part, fraction if last else "",
                 False, behind if last and fraction else -1)
        )  # fmt: skip
        place += len(part)
    return replace(_made(form, fields), zero_lost=zero_lost)
