"""Comparing two places that ought to be one: match, near, or differs, with the likely mistake.

The joint doubt is the radius that holds the difference 19 times in 20 when both are right: the
root of the summed squares of the two circles. Match: within it. Near: a person looks; up to
one and a half times it (when both are right a difference is beyond that about once in 800), or the
places are too coarse to tell at the margin asked about. Differs: beyond that.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from commonground.finding import Finding, Kind, Level
from commonground.position import geodesic
from commonground.position.diagnose import DECIDED, Hypothesis, diagnose
from commonground.position.reading import Reading
from commonground.register.words import said_direction, said_m
from commonground.statements.notice import PlaceSaid

NEAR = 1.5  # times the joint doubt; exp(-(1.5 * 2.448)^2 / 2) = 0.0012 of honest pairs lie beyond
CAUSES_SHOWN = 4
SAME = "same_place"  # no cause of a difference
LEAST_ODDS, MOST_ODDS = 1e-3, 1e12  # what is worth saying; beyond it is as good as certain


class Verdict(StrEnum):
    """How two places compare; ordered from good to bad by `_WORST`."""

    MATCH = "match"
    NEAR = "near"
    DIFFERS = "differs"


_WORST = (Verdict.MATCH, Verdict.NEAR, Verdict.DIFFERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One mistake that would explain the difference, and its odds among those tried."""

    cause: str
    odds: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two places compared: `second` lies `distance_m` towards `direction` of `first`."""

    first: str  # whose place, in words
    second: str
    verdict: Verdict
    distance_m: float
    bearing_deg: float
    joint_ce95_m: float
    too_coarse: bool
    given: PlaceSaid
    found: PlaceSaid

    @property
    def causes(self) -> tuple[Cause, ...]:
        """What would explain a difference, the likeliest first; worked out when it is asked for."""
        return _causes(self.given, self.found) if self.verdict is Verdict.DIFFERS else ()

    @property
    def direction(self) -> str:
        return said_direction(self.bearing_deg)

    @property
    def text(self) -> str:
        """The comparison as an officer reads it aloud."""
        same = self.distance_m < 0.5
        apart = "less than 1 m" if same else f"{said_m(self.distance_m)} to the {self.direction}"
        joint = f"joint doubt {said_m(self.joint_ce95_m)}"
        if self.verdict is Verdict.MATCH:
            return f"Match: {self.second} lies {apart} from {self.first}, {joint}."
        if self.too_coarse:
            return f"Near, look: {self.second} lies {apart} from {self.first}, too coarse to tell, {joint}."
        if self.verdict is Verdict.NEAR:
            return f"Near, look: {self.second} lies {apart} from {self.first}, {joint}."
        return f"{_capital(self.second)} differs by {apart} from {self.first}, {joint}.{_likely(self.causes)}"

    def finding(
        self,
        about: tuple[str, ...],
        *,
        near: Kind = Kind.READBACK_NEAR,
        differs: Kind = Kind.READBACK_DIFFERS,
    ) -> Finding | None:
        """The finding of a near or differing pair; None for a match."""
        if self.verdict is Verdict.MATCH:
            return None
        if self.verdict is Verdict.NEAR:
            return Finding(kind=near, level=Level.CAUTION, text=self.text, about=about)
        return Finding(kind=differs, level=Level.URGENT, text=self.text, about=about)


def verdict_of(distance_m: float, joint_m: float, margin_m: float) -> Verdict:
    """The verdict on two places so far apart, at so much joint doubt, for a margin asked about."""
    if distance_m > NEAR * joint_m:
        return Verdict.DIFFERS
    if distance_m > joint_m or joint_m > margin_m:
        return Verdict.NEAR
    return Verdict.MATCH


def compare(given: PlaceSaid, found: PlaceSaid, *, margin_m: float, first: str, second: str) -> Comparison:
    """Compare the place `found` with the place `given` within their joint doubt."""
    start, end = given.position, found.position
    distance_m = geodesic.distance_m(start, end)
    joint_m = math.hypot(start.ce95_m, end.ce95_m)
    too_coarse = joint_m > margin_m and distance_m <= NEAR * joint_m
    verdict = verdict_of(distance_m, joint_m, margin_m)
    return Comparison(
        first=first,
        second=second,
        verdict=verdict,
        distance_m=distance_m,
        bearing_deg=geodesic.bearing_deg(start, end),
        joint_ce95_m=joint_m,
        too_coarse=too_coarse,
        given=given,
        found=found,
    )


def worst(comparisons: tuple[Comparison, ...]) -> Comparison:
    """The worst of several comparisons; among equals the widest apart."""
    return max(comparisons, key=lambda one: (_WORST.index(one.verdict), one.distance_m))


def reading_of(place: PlaceSaid) -> Reading:
    """The place as a reading, for the rooms that explain readings."""
    return Reading(
        position=place.position,
        notation=place.notation,
        as_given=place.as_given,
        crs=place.crs,
        operation=place.operation,
    )


@lru_cache(maxsize=4096)  # a fold runs again and again over the same places
def _causes(given: PlaceSaid, found: PlaceSaid) -> tuple[Cause, ...]:
    guesses = [one for one in diagnose(reading_of(given), reading_of(found)) if one.cause != SAME]
    return tuple(_cause(guess) for guess in guesses[:CAUSES_SHOWN] if guess.odds >= LEAST_ODDS)


def _cause(guess: Hypothesis) -> Cause:
    words = guess.cause.replace("_", " ")
    detail = f" ({guess.detail})" if guess.detail else ""
    return Cause(cause=str(guess.cause), odds=min(guess.odds, MOST_ODDS), text=words + detail)


def _likely(causes: tuple[Cause, ...]) -> str:
    """The likely cause in words; that it is undecided where no cause stands at 10 to 1."""
    if not causes:
        return ""
    if causes[0].odds >= DECIDED:
        return f" Likely cause: {causes[0].text}."
    return f" Cause undecided: {' or '.join(one.text for one in causes[:2])}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
