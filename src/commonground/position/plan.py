"""Plans: how a reading of degrees comes from the digits of its text.

The slow reader gives one for a text; the bulk engine applies it to every text of the same shape.
An angle is the sum over its spans of digits * (per_degree / span_per_degree), divided once by
`per_degree`, the units of the finest span: whole numbers up to one division, so both engines give
the same float. Offsets count in the text as given.
"""

from __future__ import annotations

from dataclasses import dataclass

from commonground.position.pairing import Half, Pair


@dataclass(frozen=True, slots=True)
class AnglePlan:
    """One angle: its digit spans as (start, end, units of the span in a degree), and its sign.

    letter_at, sign_at: where the hemisphere letter and the sign stand, -1 without.
    """

    spans: tuple[tuple[int, int, int], ...]
    per_degree: int
    negative: bool
    letter_at: int
    sign_at: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A latitude and a longitude of one text, in the form they are written in."""

    form: str
    lat: AnglePlan
    lon: AnglePlan


def plan_of(pair: Pair) -> Plan | None:
    """The plan of a pair; None where a digit has no place in the text (1.5e-05)."""
    halves = (pair.lat, pair.lon)
    if any(span[0] < 0 for half in halves for span in half.meaning.spans):
        return None
    if any(half.meaning.spans[-1][2] != half.meaning.per_degree for half in halves):
        return None
    return Plan(pair.lat.meaning.form, _angle(pair.lat), _angle(pair.lon))


def _angle(half: Half) -> AnglePlan:
    angle, meaning = half.angle, half.meaning
    return AnglePlan(meaning.spans, meaning.per_degree, half.negative, angle.letter_at, angle.sign_at)
