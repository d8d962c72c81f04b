"""Mistakes made in writing, reading or typing two angles.

Each function undoes one mistake: it takes the angles as sent and yields what they would have been.
Values out of range are dropped at the end, so no function has to care.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from commonground.position.diagnose.cause import Cause
from commonground.position.diagnose.guess import Guess
from commonground.position.diagnose.sent import Angle, Angles

Pair = tuple[Angle, Angle]
Slip = tuple[Cause, str, Pair, float]  # cause, detail, what it would have been, share

SIGN_TOO = 0.04  # how often a sign is lost together with another mistake
ONE_AXIS = 0.15  # of mistakes of conversion that usually befall both axes
NUDGE = 1e-9
ZEROS_BY_CHANCE = 1e7  # how much rarer two zeros are by chance than by an empty field
TWINS_BY_CHANCE = 1e6  # the same of two axes with the very same digits


def guesses(sent: Angles) -> Iterator[Guess]:
    """Everything that two angles may have been."""
    for cause, detail, (lat, lon), share in _all(sent):
        if abs(lat.value) <= 90 and abs(lon.value) <= 180:
            yield _guess(cause, detail, (lat, lon), share)
    lat, lon = sent.lat, sent.lon
    if lat.value == lon.value == 0:
        yield _guess(Cause.NULL_ISLAND, "", (lat, lon), ZEROS_BY_CHANCE, "both")
    elif lat.fields == lon.fields and len("".join(lat.fields)) >= 5 and abs(lat.value) <= 90:
        yield _guess(Cause.AXIS_DUPLICATED, "the longitude is not given", (lat, lon), TWINS_BY_CHANCE, "lon")
        yield _guess(Cause.AXIS_DUPLICATED, "the latitude is not given", (lat, lon), TWINS_BY_CHANCE, "lat")


def _guess(cause: Cause, detail: str, pair: Pair, share: float, free: str = "") -> Guess:
    lat, lon = pair
    return Guess(
        cause=cause,
        detail=detail,
        lat_deg=lat.value,
        lon_deg=lon.value,
        cell_lat=lat.cell,
        cell_lon=lon.cell,
        share=share,
        free=free,
    )


def _all(sent: Angles) -> Iterator[Slip]:
    pair = (sent.lat, sent.lon)
    yield from _signs(pair)
    whole = [*_swapped(pair), *_conversions(pair), *_leading_zero(pair)]
    for cause, detail, (lat, lon), share in whole:
        yield cause, detail, (lat, lon), share * (1 - 3 * SIGN_TOO)
        for other, what in _flips((lat, lon)):
            yield cause, f"{detail}, and {what}", other, share * SIGN_TOO
    yield from _digits(pair)
    yield from _points(pair)


def _flips(pair: Pair) -> Iterator[tuple[Pair, str]]:
    lat, lon = pair
    yield (_flip(lat), lon), "the sign of the latitude"
    yield (lat, _flip(lon)), "the sign of the longitude"
    yield (_flip(lat), _flip(lon)), "both signs"


def _flip(angle: Angle) -> Angle:
    return replace(angle, negative=not angle.negative)


def _signs(pair: Pair) -> Iterator[Slip]:
    lat, lon = pair
    yield Cause.SIGN_LOST_LAT, "", (_flip(lat), lon), 0.9
    yield Cause.SIGN_LOST_LON, "", (lat, _flip(lon)), 0.9
    yield Cause.SIGN_LOST_LON, "both signs", (_flip(lat), _flip(lon)), 0.05
    yield Cause.SIGN_LOST_LAT, "both signs", (_flip(lat), _flip(lon)), 0.05


def _swapped(pair: Pair) -> Iterator[Slip]:
    lat, lon = pair
    yield Cause.LAT_LON_SWAPPED, "", (replace(lon, width=2), replace(lat, width=3)), 1.0


def _conversions(pair: Pair) -> Iterator[Slip]:
    """Mistakes in turning one notation into another: usually both axes, sometimes one."""
    changes = (
        (Cause.DMS_READ_AS_DECIMAL, "degrees.minutes", _minutes_after_point, 0.4),
        (Cause.DMS_READ_AS_DECIMAL, "degrees.minutes seconds", _minutes_seconds_after_point, 0.6),
        (Cause.DDM_READ_AS_DECIMAL, "degrees.minutes with decimals", _decimal_minutes_after_point, 1.0),
        (Cause.DECIMAL_MINUTES_READ_AS_SECONDS, "", _seconds_are_hundredths, 0.9),
        (Cause.DECIMAL_MINUTES_READ_AS_SECONDS, "thousandths", _seconds_are_thousandths, 0.1),
        (Cause.DECIMAL_READ_AS_MINUTES, "decimals of a degree in the minutes", _minutes_are_decimals, 0.6),
        (Cause.DECIMAL_READ_AS_MINUTES, "three decimals in the minutes", _digits_are_decimals, 0.4),
        (Cause.MINUTES_SECONDS_EXCHANGED, "", _minutes_for_seconds, 1.0),
        (Cause.MINUTES_SIGN, "", _minutes_added, 1.0),
    )
    for cause, detail, change, share in changes:
        lat, lon = change(pair[0]), change(pair[1])
        if lat is not None and lon is not None:
            yield cause, detail, (lat, lon), share * (1 - ONE_AXIS)
        if lat is not None:
            yield cause, f"{detail} in the latitude".strip(), (lat, pair[1]), share * ONE_AXIS / 2
        if lon is not None:
            yield cause, f"{detail} in the longitude".strip(), (pair[0], lon), share * ONE_AXIS / 2
    lat, lon = _minutes_are_decimals(pair[0]), _digits_are_decimals(pair[1])
    if lat is not None and lon is not None:
        yield Cause.DECIMAL_READ_AS_MINUTES, "two and three decimals", (lat, lon), 0.5
    if len(pair[0].fields) == 1 and len(pair[1].fields) == 1:
        yield from _mixed(pair)
        yield from _seconds_lost(pair)


def _mixed(pair: Pair) -> Iterator[Slip]:
    """DD.MM on one axis and DD.MMSS on the other: the trailing zeros of one were lost."""
    short, long = _minutes_after_point, _minutes_seconds_after_point
    for lat, lon in ((short(pair[0]), long(pair[1])), (long(pair[0]), short(pair[1]))):
        if lat is not None and lon is not None:
            yield Cause.DMS_READ_AS_DECIMAL, "degrees.minutes seconds", (lat, lon), 0.05


def _after_point(angle: Angle) -> str | None:
    if len(angle.fields) != 1:
        return None
    return angle.fields[0].partition(".")[2] or None


def _minutes_after_point(angle: Angle) -> Angle | None:
    digits = _after_point(angle)
    if digits is None or len(digits.rstrip("0")) > 2:
        return None
    return _fields(angle, digits[:2].ljust(2, "0"))


def _minutes_seconds_after_point(angle: Angle) -> Angle | None:
    digits = _after_point(angle)
    if digits is None or len(digits) < 3:
        return None
    digits = digits.ljust(4, "0")
    seconds = digits[2:4] + ("." + digits[4:6] if len(digits) > 4 else "")
    return _fields(angle, digits[:2], seconds)


def _decimal_minutes_after_point(angle: Angle) -> Angle | None:
    digits = _after_point(angle)
    if digits is None or len(digits) < 3:
        return None
    return _fields(angle, digits[:2] + "." + digits[2:])


def _fields(angle: Angle, minutes: str, seconds: str = "") -> Angle | None:
    if float(minutes) >= 60 or float(seconds or 0) >= 60:
        return None
    degrees = angle.fields[0].partition(".")[0] or "0"
    fields = (degrees, minutes, seconds) if seconds else (degrees, minutes)
    return replace(angle, fields=fields)


def _seconds_are_hundredths(angle: Angle) -> Angle | None:
    return _seconds_as_fraction(angle, 2)


def _seconds_are_thousandths(angle: Angle) -> Angle | None:
    return _seconds_as_fraction(angle, 3)


def _seconds_as_fraction(angle: Angle, digits: int) -> Angle | None:
    if len(angle.fields) != 3 or "." in angle.fields[1]:
        return None
    seconds = angle.fields[2].replace(".", "").zfill(2 if "." not in angle.fields[2] else 0)
    if digits == 3:
        seconds = seconds.zfill(3)
    return replace(angle, fields=(angle.fields[0], f"{angle.fields[1]}.{seconds}"))


def _minutes_are_decimals(angle: Angle) -> Angle | None:
    """48 83 in a field for minutes was 48.83 degrees."""
    if len(angle.fields) != 2 or "." in "".join(angle.fields):
        return None
    return replace(angle, fields=(f"{angle.fields[0]}.{angle.fields[1]}",))


def _digits_are_decimals(angle: Angle) -> Angle | None:
    """13784 in a field for degrees and minutes of a longitude was 13.784 degrees."""
    if len(angle.fields) != 2 or "." in "".join(angle.fields) or len(angle.fields[0]) != 3:
        return None
    digits = angle.fields[0] + angle.fields[1]
    return replace(angle, fields=(f"{digits[:2]}.{digits[2:]}",))


def _minutes_for_seconds(angle: Angle) -> Angle | None:
    if len(angle.fields) != 3:
        return None
    degrees, minutes, seconds = angle.fields
    if minutes == seconds or float(seconds) >= 60:
        return None
    return replace(angle, fields=(degrees, seconds, minutes))


def _minutes_added(angle: Angle) -> Angle | None:
    """-78 47 became -78 + 0.783: the minutes were added to a negative degree."""
    value = angle.value
    whole = math.floor(value + NUDGE)
    if whole > 0 or (whole == 0 and value < NUDGE) or abs(value - whole) < angle.cell / 2:
        return None
    return replace(
        angle.with_value(abs(2 * whole - value)), negative=True, fields=_like(angle, 2 * whole - value)
    )


def _like(angle: Angle, value: float) -> tuple[str, ...]:
    """A value written with the decimals of an angle in decimal degrees."""
    decimals = max(0, round(-math.log10(angle.cell))) if len(angle.fields) == 1 else 9
    return (f"{abs(value):.{min(decimals, 12)}f}",)


def _seconds_lost(pair: Pair) -> Iterator[Slip]:
    """The tens of the seconds were lost on the way to decimal degrees: 32'47.7" became 32'07.7"."""
    choices = 5.0
    for axis in (0, 1):
        angle = pair[axis]
        size = abs(angle.value)
        seconds = size * 3600 % 60
        if angle.cell > 0.0011 or seconds >= 10 + 3600 * angle.cell:
            continue
        for tens in range(1, 6):
            fixed = replace(angle, fields=_like(angle, size + tens / 360))
            both = (fixed, pair[1]) if axis == 0 else (pair[0], fixed)
            yield Cause.SECONDS_DIGIT_LOST, f"{tens}0 seconds in the {_NAMES[axis]}", both, 0.4 / choices
    fixes = [_tens_added(angle) for angle in pair]
    for lat in fixes[0]:
        for lon in fixes[1]:
            yield Cause.SECONDS_DIGIT_LOST, "in both axes", (lat, lon), 0.2 / 25


def _tens_added(angle: Angle) -> list[Angle]:
    size = abs(angle.value)
    if angle.cell > 0.0011 or size * 3600 % 60 >= 10 + 3600 * angle.cell:
        return []
    return [replace(angle, fields=_like(angle, size + tens / 360)) for tens in range(1, 6)]


_NAMES = ("latitude", "longitude")


def _leading_zero(pair: Pair) -> Iterator[Slip]:
    """017 33 became 173 30: zeros in front were lost, and the digits behind moved up."""
    for axis, share in ((1, 0.8), (0, 0.2)):
        for lost, fixed in _zeros_in_front(pair[axis]):
            both = (fixed, pair[1]) if axis == 0 else (pair[0], fixed)
            yield Cause.LEADING_ZERO_LOST, f"in the {_NAMES[axis]}", both, share * (0.8, 0.2)[lost - 1]


def _zeros_in_front(angle: Angle) -> Iterator[tuple[int, Angle]]:
    """With one or two zeros put back; what is pushed out at the end was decimals of the last field."""
    if len(angle.fields) < 2:
        return
    digits = angle.fields[0].zfill(angle.width) + "".join(angle.fields[1:])
    if "." in digits:
        return
    for lost in range(1, angle.width):
        fields = list(_cut(angle, "0" * lost + digits[:-lost]).fields)
        fields[-1] += "." + digits[-lost:]
        yield lost, replace(angle, fields=tuple(fields))


def _cut(angle: Angle, digits: str) -> Angle:
    fields = [digits[: angle.width]]
    fields += [digits[i : i + 2] for i in range(angle.width, len(digits), 2)]
    return replace(angle, fields=tuple(fields))


def _digits(pair: Pair) -> Iterator[Slip]:
    """One digit wrong, exchanged with its neighbour, left out, or written twice."""
    total = sum(len(field.replace(".", "")) for angle in pair for field in angle.fields) or 1
    for axis in (0, 1):
        angle, name = pair[axis], _NAMES[axis]
        for cause, detail, fixed, choices in _one_angle(angle):
            both = (fixed, pair[1]) if axis == 0 else (pair[0], fixed)
            yield cause, f"{detail} in the {name}", both, 1 / (total * choices)


def _one_angle(angle: Angle) -> Iterator[tuple[Cause, str, Angle, float]]:
    for number, field in enumerate(angle.fields):
        for place, digit in enumerate(field):
            if digit == ".":
                continue
            for other in "0123456789":
                if other != digit and not (other == "0" and _leads(angle, number, place)):
                    fixed = _with(angle, number, field[:place] + other + field[place + 1 :])
                    yield Cause.DIGIT_WRONG, f"{digit} for {other}", fixed, 9
            after = place + 1 if field[place + 1 : place + 2] != "." else place + 2
            if after < len(field) and field[after] != digit:
                swapped = field[:place] + field[after] + field[place + 1 : after] + digit + field[after + 1 :]
                yield Cause.DIGIT_TRANSPOSED, f"{digit}{field[after]}", _with(angle, number, swapped), 1
            if after < len(field) and field[after] == digit:
                yield Cause.DIGIT_DOUBLED, digit, _with(angle, number, field[:place] + field[place + 1 :]), 1
        yield from _inserted(angle, number, field)
    yield from _over_fields(angle)
    yield from _far_exchanged(angle)


def _leads(angle: Angle, number: int, place: int) -> bool:
    """Whether a zero here would stand in front of a number that is written without such zeros."""
    return place == 0 and number == 0 and not angle.packed and angle.fields[0][1:2].isdigit()


def _inserted(angle: Angle, number: int, field: str) -> Iterator[tuple[Cause, str, Angle, float]]:
    point = field.find(".") if "." in field else len(field)
    padded = angle.packed and number == 0 and field.startswith("0")
    base, start = (field[1:], 1) if padded else (field, 0)
    if angle.packed and not padded:
        return
    for place in range(len(base) + 1):
        if place <= point - start and point - start >= (3 if number == 0 else 2):
            continue  # no room in front of the point
        for digit in "0123456789":
            if place == 0 and digit == "0":
                continue
            text = base[:place] + digit + base[place:]
            yield Cause.DIGIT_DROPPED, digit, _with(angle, number, text), 10
    if padded:  # all digits behind moved with it: 120 57 without its 7 became 012 05
        yield from _shifted(angle)


def _shifted(angle: Angle) -> Iterator[tuple[Cause, str, Angle, float]]:
    digits = "".join(angle.fields)
    if "." in digits:
        return
    rest = digits[1:]
    for place in range(len(rest) + 1):
        for digit in "0123456789":
            yield Cause.DIGIT_DROPPED, digit, _cut(angle, rest[:place] + digit + rest[place:]), 10


def _over_fields(angle: Angle) -> Iterator[tuple[Cause, str, Angle, float]]:
    """Neighbours exchanged over the border of two packed fields; runs of packed digits moved by one."""
    if not angle.packed:
        return
    digits = "".join(angle.fields)
    whole = digits.partition(".")[0]
    border = len(angle.fields[0])
    for place in range(border - 1, border):
        if place >= 0 and place + 1 < len(whole) and whole[place] != whole[place + 1]:
            moved = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
            yield Cause.DIGIT_TRANSPOSED, whole[place : place + 2], _recut(angle, moved), 1


def _far_exchanged(angle: Angle) -> Iterator[tuple[Cause, str, Angle, float]]:
    """Two digits exchanged that are no neighbours; much rarer."""
    digits = "".join(angle.fields)
    places = [place for place, digit in enumerate(digits) if digit != "."]
    pairs = [(i, j) for n, i in enumerate(places) for j in places[n + 2 :] if digits[i] != digits[j]]
    for i, j in pairs:
        moved = digits[:i] + digits[j] + digits[i + 1 : j] + digits[i] + digits[j + 1 :]
        yield Cause.DIGIT_TRANSPOSED, f"{digits[i]} and {digits[j]}", _recut(angle, moved), 4.0 * len(pairs)


def _recut(angle: Angle, digits: str) -> Angle:
    fields, start = [], 0
    for field in angle.fields:
        fields.append(digits[start : start + len(field)])
        start += len(field)
    return replace(angle, fields=tuple(fields))


def _with(angle: Angle, number: int, text: str) -> Angle:
    return replace(angle, fields=(*angle.fields[:number], text, *angle.fields[number + 1 :]))


def _points(pair: Pair) -> Iterator[Slip]:
    """The decimal point of one axis moved by one or two places."""
    for axis in (0, 1):
        angle = pair[axis]
        if len(angle.fields) != 1:
            continue
        for power in (1, -1, 2, -2):
            fixed = angle.with_value(abs(angle.value) * 10.0**power)
            both = (fixed, pair[1]) if axis == 0 else (pair[0], fixed)
            yield Cause.DECIMAL_POINT_MOVED, f"by {abs(power)} in the {_NAMES[axis]}", both, 1 / 8
