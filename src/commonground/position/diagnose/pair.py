"""One pair of reports: the weight of every cause, and the best guess of each."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from commonground.position.diagnose.cause import PRIOR, Cause
from commonground.position.diagnose.guess import Guess
from commonground.position.diagnose.hypothesis import Hypothesis
from commonground.position.diagnose.odds import Spot, density, elsewhere
from commonground.position.diagnose.report import Report, Sifted, guesses, sift
from commonground.position.geodesic import bearing_deg, distance_m, local_metres
from commonground.position.place import Position
from commonground.position.reading import Reading

Theatre = tuple[float, float, float, float]  # west, south, east, north in degrees

COARSE_M = 30.0  # a cell finer than this is not what makes two reports differ
COARSER = 5.0  # times the other's cell
OUTSIDE_THEATRE = 1e-3
NO_PLACE_WEIGHT = 1e-3  # of a cause unknown to us, where a report names no place as it stands
SHOWN_SHARE = 1e-9  # causes less likely than this are not listed
NAMES_SHOWN = 4
EITHER = 3.0  # times: a mistake in one report or in the other, not told apart below


@dataclass(frozen=True, slots=True)
class Detail:
    """One guess of a cause: its weight, and how likely it makes what was seen, prior aside."""

    weight: float
    text: str
    party: str
    prior: float
    likely: float


@dataclass(slots=True)
class Tally:
    """What speaks for one cause."""

    weight: float = 0.0
    best: float = 0.0
    guess: Guess | None = None
    party: str = ""
    details: list[Detail] = field(default_factory=list)


def diagnose(
    a: Reading | Report,
    b: Reading | Report,
    theatre: Theatre | None = None,
    *,
    own: Sequence[Position] = (),
) -> tuple[Hypothesis, ...]:
    """What explains two reports of supposedly one place, most likely first, with odds.

    theatre: where the places are expected. own: places where a party itself stands, in case it sent
    its own position. Below odds of 10 to 1 (`is_decided`) the answer is: undecided.
    """
    sides = (sift(as_report(a)), sift(as_report(b)))
    tallies = tally(sides, theatre, own)
    return ranked(tallies, sides)


def tally(
    sides: tuple[Sifted, Sifted], theatre: Theatre | None, own: Sequence[Position]
) -> dict[Cause, Tally]:
    """The weight of every cause for one pair."""
    found: dict[Cause, Tally] = defaultdict(Tally)
    here, there = sides[0].spot, sides[1].spot
    _no_mistake(found, here, there)
    for sifted, witness, party in ((sides[0], there, "a"), (sides[1], here, "b")):
        if witness is None:
            continue
        other_ce95 = sifted.spot.other_ce95_m if sifted.spot else 0.0
        for guess in guesses(sifted, witness):
            likely = density(guess, witness, other_ce95)
            if likely > 0:
                _count(found, guess, 0.5 * guess.share * _within(theatre, guess), likely, party)
        for place in own:
            _own(found, sifted.spot, place, party)
    return found


def ranked(tallies: dict[Cause, Tally], sides: tuple[Sifted, Sifted]) -> tuple[Hypothesis, ...]:
    """Hypotheses by their odds."""
    total = sum(one.weight for one in tallies.values())
    if total <= 0:
        return ()
    shown = [(cause, one) for cause, one in tallies.items() if one.weight > total * SHOWN_SHARE]
    if any(side.spot is None for side in sides):  # what names no place is no other place
        shown = [pair for pair in shown if pair[0] is not Cause.DIFFERENT_PLACE]
    shown.sort(key=lambda pair: -pair[1].weight)
    return tuple(_hypothesis(cause, one, total, sides) for cause, one in shown)


def as_report(given: Reading | Report) -> Report:
    """A reading as a report; a report stays as it is."""
    return given if isinstance(given, Report) else Report.of(given)


def _no_mistake(found: dict[Cause, Tally], here: Spot | None, there: Spot | None) -> None:
    """Same place, coarser notation, different places, a shifted overlay."""
    if here is None or there is None:
        found[Cause.DIFFERENT_PLACE].weight = PRIOR[Cause.DIFFERENT_PLACE] * NO_PLACE_WEIGHT / 5.1e14
        return
    apart = distance_m((here.lat_deg, here.lon_deg), (there.lat_deg, there.lon_deg))
    same = Guess(
        cause=_same_or_coarse(here, there, apart),
        detail="",
        lat_deg=here.lat_deg,
        lon_deg=here.lon_deg,
        cell_lat=here.cell_lat,
        cell_lon=here.cell_lon,
        share=1.0,
    )
    likely = density(same, there, here.other_ce95_m)
    found[same.cause].weight = PRIOR[Cause.SAME_PLACE] * likely
    far = elsewhere(apart, _side_m(here) + _side_m(there))
    found[Cause.DIFFERENT_PLACE].weight = PRIOR[Cause.DIFFERENT_PLACE] * far
    found[Cause.OVERLAY_SHIFT].weight = PRIOR[Cause.OVERLAY_SHIFT] * far
    found[Cause.OVERLAY_SHIFT].details.append(Detail(1.0, shift_words(here, there), "", 1.0, far))


def _same_or_coarse(here: Spot, there: Spot, apart: float) -> Cause:
    fine, coarse = sorted((_side_m(here), _side_m(there)))
    is_coarse = coarse > COARSE_M and coarse > COARSER * fine and apart > 2 * fine
    return Cause.COARSE_NOTATION if is_coarse else Cause.SAME_PLACE


def _side_m(spot: Spot) -> float:
    north, east = local_metres(spot.lat_deg)
    return max(spot.cell_lat * north, spot.cell_lon * east)


def shift_words(here: Spot, there: Spot) -> str:
    """How far and in which direction b lies from a, in words."""
    a, b = (here.lat_deg, here.lon_deg), (there.lat_deg, there.lon_deg)
    metres = distance_m(a, b)
    size = f"{metres / 1000:.1f} km" if metres >= 2000 else f"{metres:.0f} m"
    return f"b lies {size} from a, bearing {bearing_deg(a, b):.0f}"


def _within(theatre: Theatre | None, guess: Guess) -> float:
    if theatre is None:
        return 1.0
    west, south, east, north = theatre
    across = west <= guess.lon_deg <= east if west <= east else not east < guess.lon_deg < west
    return 1.0 if across and south <= guess.lat_deg <= north else OUTSIDE_THEATRE


def _own(found: dict[Cause, Tally], spot: Spot | None, place: Position, party: str) -> None:
    """The report lies where a party itself stands."""
    if spot is None:
        return
    guess = Guess(
        cause=Cause.OWN_POSITION_SENT,
        detail="",
        lat_deg=place.lat_deg,
        lon_deg=place.lon_deg,
        cell_lat=0.0,
        cell_lon=0.0,
        share=1.0,
    )
    likely = density(guess, spot, place.ce95_m) / 5.0  # and the thing meant may be anywhere around
    _count(found, guess, 0.5, likely, party, free=True)


def _count(
    found: dict[Cause, Tally], guess: Guess, share: float, likely: float, party: str, free: bool = False
) -> None:
    prior = PRIOR[guess.cause] * share
    weight = prior * likely
    one = found[guess.cause]
    one.weight += weight
    one.details.append(Detail(weight, guess.detail, party, prior, likely))
    if weight > one.best:
        one.best, one.party = weight, party
        one.guess = None if free or guess.free == "both" else guess


def _hypothesis(cause: Cause, one: Tally, total: float, sides: tuple[Sifted, Sifted]) -> Hypothesis:
    rest = total - one.weight
    odds = one.weight / rest if rest > 0 else math.inf
    guess = one.guess
    lat, lon, lands = None, None, None
    if guess is not None:
        witness = sides[1 if one.party == "a" else 0].spot
        lat, lon = _completed(guess, witness)
        if witness is not None and lat is not None and lon is not None:
            lands = distance_m((lat, lon), (witness.lat_deg, witness.lon_deg))
    elif sides[0].spot is not None and sides[1].spot is not None:
        here, there = sides[0].spot, sides[1].spot
        lat, lon = here.lat_deg, here.lon_deg
        lands = distance_m((lat, lon), (there.lat_deg, there.lon_deg))
    return Hypothesis(
        cause=cause,
        odds=odds,
        detail=_details(one),
        party=_whose(one),
        lat_deg=lat,
        lon_deg=lon,
        lands_m=lands,
    )


def _whose(one: Tally) -> str:
    """Whose report is changed, if that can be told."""
    best = {p: max((d.weight for d in one.details if d.party == p), default=0.0) for p in "ab"}
    if not any(best.values()):
        return ""
    return "either" if min(best.values()) * EITHER > max(best.values()) else one.party


def _completed(guess: Guess, witness: Spot | None) -> tuple[float | None, float | None]:
    lat: float | None = guess.lat_deg
    lon: float | None = guess.lon_deg
    if guess.free and witness is not None:
        lat = witness.lat_deg if guess.free == "lat" else lat
        lon = witness.lon_deg if guess.free == "lon" else lon
    return lat, lon


def _details(one: Tally) -> str:
    """What the best guesses of a cause were; several where they cannot be told apart."""
    if not one.details:
        return ""
    best = max(detail.weight for detail in one.details)
    kept = sorted((d for d in one.details if d.weight > best / 10), key=lambda d: -d.weight)
    names = list(dict.fromkeys(detail.text for detail in kept if detail.text))
    return " or ".join(names[:NAMES_SHOWN]) + (" or others" if len(names) > NAMES_SHOWN else "")
