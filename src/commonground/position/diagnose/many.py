"""Many pairs from the same two parties: what they share is a habit or a map, not a slip.

A shared shift is fitted first, as the median of all differences. Then every cause is asked whether it
explains all pairs alike: its log odds are summed over the pairs, its price is paid once, and each pair
may still be an exception. A slip of the keyboard is no shared cause; it stays with its pair.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from commonground.position.diagnose.cause import PRIOR, Cause
from commonground.position.diagnose.guess import Guess
from commonground.position.diagnose.hypothesis import Hypothesis
from commonground.position.diagnose.odds import Spot, density, elsewhere
from commonground.position.diagnose.pair import Tally, Theatre, as_report, ranked, tally
from commonground.position.diagnose.report import Report, Sifted, sift
from commonground.position.geodesic import local_metres, wrap_lon
from commonground.position.reading import Reading

EXCEPTION = 0.1  # of the pairs may have a cause of their own
FEWEST = 3  # pairs below this share nothing that can be told from chance
SLIPS = frozenset(
    {
        Cause.DIGIT_WRONG,
        Cause.DIGIT_TRANSPOSED,
        Cause.DIGIT_DROPPED,
        Cause.DIGIT_DOUBLED,
        Cause.AXIS_DUPLICATED,
        Cause.SAME_PLACE,
        Cause.COARSE_NOTATION,
        Cause.DIFFERENT_PLACE,
        Cause.OVERLAY_SHIFT,
        Cause.NULL_ISLAND,
        Cause.CORNER_TAKEN_FOR_CENTRE,
    }
)
BY_DETAIL = frozenset({Cause.WRONG_DATUM, Cause.GK_READ_AS_UTM, Cause.WRONG_UTM_ZONE, Cause.ZONE_PREFIX_LOST})


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A cause that all pairs share: its odds against every pair having its own, and its size.

    `east_m` and `north_m` are how b lies from a on the ground by it; None where it is no shift.
    """

    cause: Cause
    odds: float
    detail: str
    party: str
    east_m: float | None = None
    north_m: float | None = None
    ce95_m: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ManyDiagnosed:
    """What the pairs share, most likely first, and each pair for itself."""

    shared: tuple[Shared, ...]
    pairs: tuple[tuple[Hypothesis, ...], ...]


def diagnose_many(
    pairs: Sequence[tuple[Reading | Report, Reading | Report]], theatre: Theatre | None = None
) -> ManyDiagnosed:
    """Diagnose pairs of reports from the same two parties, together and one by one."""
    sides = [(sift(as_report(a)), sift(as_report(b))) for a, b in pairs]
    tallies = [tally(both, theatre, ()) for both in sides]
    each = tuple(ranked(one, both) for one, both in zip(tallies, sides, strict=True))
    if len(sides) < FEWEST:
        return ManyDiagnosed(shared=(), pairs=each)
    return ManyDiagnosed(shared=_shared(tallies, sides), pairs=each)


def _shared(tallies: list[dict[Cause, Tally]], sides: list[tuple[Sifted, Sifted]]) -> tuple[Shared, ...]:
    alone = [sum(one.weight for one in found.values()) for found in tallies]
    logs: list[tuple[float, Shared]] = []
    for (cause, detail, party), likely in _by_habit(tallies).items():
        log = math.log(PRIOR[cause] / 10)
        log += sum(_with_exception(likely.get(i, 0.0), own) for i, own in enumerate(alone))
        logs.append((log, Shared(cause=cause, odds=0.0, detail=detail, party=party)))
    shift = _fitted(sides, alone)
    if shift is not None:
        logs.append(shift)
    each_alone = sum(math.log(own) if own > 0 else -700.0 for own in alone)
    return _ranked(logs, each_alone)


def _ranked(logs: list[tuple[float, Shared]], each_alone: float) -> tuple[Shared, ...]:
    """Odds of each shared cause against the others and against none."""
    top = max([each_alone, *(log for log, _ in logs)])
    weights = [math.exp(max(log - top, -700.0)) for log, _ in logs]
    total = sum(weights) + math.exp(max(each_alone - top, -700.0))
    found = []
    for weight, (_, shared) in zip(weights, logs, strict=True):
        rest = total - weight
        odds = weight / rest if rest > 0 else math.inf
        if odds > 1e-6:
            found.append(
                Shared(
                    cause=shared.cause,
                    odds=odds,
                    detail=shared.detail,
                    party=shared.party,
                    east_m=shared.east_m,
                    north_m=shared.north_m,
                    ce95_m=shared.ce95_m,
                )
            )
    return tuple(sorted(found, key=lambda shared: -shared.odds))


def _by_habit(
    tallies: list[dict[Cause, Tally]],
) -> dict[tuple[Cause, str, str], dict[int, float]]:
    """How likely each habit makes each pair, its prior aside: (cause, detail, party) -> pair -> density."""
    habits: dict[tuple[Cause, str, str], dict[int, float]] = defaultdict(dict)
    for number, found in enumerate(tallies):
        for cause, one in found.items():
            if cause in SLIPS:
                continue
            for detail in one.details:
                key = (cause, detail.text if cause in BY_DETAIL else "", detail.party)
                habits[key][number] = max(habits[key].get(number, 0.0), detail.likely)
    return {key: likely for key, likely in habits.items() if len(likely) * 2 > len(tallies)}


def _with_exception(likely: float, alone: float) -> float:
    density_here = (1 - EXCEPTION) * likely + EXCEPTION * alone
    return math.log(density_here) if density_here > 0 else -700.0


def _fitted(sides: list[tuple[Sifted, Sifted]], alone: list[float]) -> tuple[float, Shared] | None:
    """One free vector for all pairs."""
    spots = [(a.spot, b.spot) for a, b in sides]
    known = [(a, b) for a, b in spots if a is not None and b is not None]
    if len(known) < max(FEWEST, len(spots) / 2):
        return None
    vectors = [_vector(a, b) for a, b in known]
    east, north = median(v[0] for v in vectors), median(v[1] for v in vectors)
    spread = median(math.dist(v, (east, north)) for v in vectors) / 1.1774  # median of a circular normal
    sure = max(spread, 1.0) / math.sqrt(len(vectors))
    size = math.hypot(east, north)
    log = math.log(PRIOR[Cause.OVERLAY_SHIFT] * elsewhere(size, 0.0) * 2 * math.pi * sure**2)
    for (a, b), own in zip(spots, alone, strict=True):
        likely = density(_moved(a, east, north), b, a.other_ce95_m) if a and b else 0.0
        log += _with_exception(likely, own)
    bearing = math.degrees(math.atan2(east, north)) % 360
    words = f"b lies {size / 1000:.2f} km from a" if size >= 1000 else f"b lies {size:.0f} m from a"
    shared = Shared(
        cause=Cause.OVERLAY_SHIFT,
        odds=0.0,
        detail=f"{words}, bearing {bearing:.0f}, in all pairs alike",
        party="",
        east_m=east,
        north_m=north,
        ce95_m=2.45 * sure,
    )
    return log, shared


def _vector(a: Spot, b: Spot) -> tuple[float, float]:
    north, east = local_metres(a.lat_deg)
    return wrap_lon(b.lon_deg - a.lon_deg) * east, (b.lat_deg - a.lat_deg) * north


def _moved(a: Spot, east_m: float, north_m: float) -> Guess:
    north, east = local_metres(a.lat_deg)
    return Guess(
        cause=Cause.OVERLAY_SHIFT,
        detail="",
        lat_deg=a.lat_deg + north_m / north,
        lon_deg=a.lon_deg + east_m / east,
        cell_lat=a.cell_lat,
        cell_lon=a.cell_lon,
        share=1.0,
    )
