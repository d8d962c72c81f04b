"""Which side: what each map says of a place, how sure it can be, and whether the maps agree.

Every map is asked by itself: no average, no winner, and the probabilities of one map need not sum to
one (a map may draw overlaps and gaps). The maps differ when two of them, as they are drawn, put the
place on different sides beyond the place's own doubt. They all agree only when every one of them is
sure with its own error counted in. Everything else is "cannot say". No answer is a demarcation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from commonground.errors import InputError
from commonground.maps.depiction import Depiction
from commonground.maps.lines import filled
from commonground.maps.nearest import Edges, offsets_to
from commonground.maps.plane import Conformal, conformal_over
from commonground.maps.probability import SIGMA_PER_CE95, area_in, mass_inside
from commonground.position.place import Position

SURE = 0.95
NEVER_OVER = 0.999999  # a probability is told outward: never 1, never 0
AROUND_DEG = 2.0  # edges farther than this from the place are not asked for their distance
NOT_DEMARCATION = "Drawings on maps, not demarcation on the ground."


class Verdict(StrEnum):
    """What all maps together say."""

    ALL_AGREE = "all_agree"
    MAPS_DIFFER = "maps_differ"
    CANNOT_SAY = "cannot_say"


@dataclass(frozen=True, slots=True, kw_only=True)
class MapSide:
    """What one map says of one place.

    inside: the parties inside whose areas the place lies as drawn: one, several or none.
    signed_m: geodesic distance to the map's own line, positive inside the first listed party;
    None where the map draws no areas or no line.
    p: probability by party under the place's doubt and the map's; p_drawn leaves the map's out.
    unsaid: why the map cannot say, or "".
    """

    name: str
    parties: tuple[str, ...]
    inside: tuple[str, ...]
    distance_m: float | None
    signed_m: float | None
    p: dict[str, float]
    p_drawn: dict[str, float]
    unsaid: str = ""
    never_shown_to: tuple[str, ...] = ()

    def says(self, party: str, *, drawn: bool = False) -> bool | None:
        """Whether the place is this party's on this map; None when the map cannot say."""
        chance = (self.p_drawn if drawn else self.p).get(party)
        if self.unsaid or chance is None or 1 - SURE < chance < SURE:
            return None
        return chance >= SURE

    @property
    def unsure(self) -> bool:
        """Whether the map says anything, but not beyond its own doubt and the place's."""
        return not self.unsaid and any(self.says(party) is None for party in self.p)

    def as_json(self) -> dict[str, object]:
        return {
            "in": list(self.inside),
            "signed_m": None if self.signed_m is None else round(self.signed_m, 1),
            "distance_m": None if self.distance_m is None else round(self.distance_m, 1),
            "p": self.p,
            "unsure": self.unsure,
            "unsaid": self.unsaid,
            "never_shown_to": list(self.never_shown_to),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """What all maps say of one place."""

    position: Position
    maps: tuple[MapSide, ...]
    verdict: Verdict
    smallest_move: tuple[str, float] | None = field(default=None)  # map whose answer changes first, metres
    text: str = ""

    def as_json(self) -> dict[str, object]:
        """The object of `cg map side --json`."""
        move = self.smallest_move
        return {
            "position": {
                "lat_deg": self.position.lat_deg,
                "lon_deg": self.position.lon_deg,
                "ce95_m": self.position.ce95_m,
            },
            "depictions": {one.name: one.as_json() for one in self.maps},
            "verdict": str(self.verdict),
            "smallest_move": None if move is None else {"name": move[0], "metres": round(move[1], 1)},
            "text": self.text,
        }


def side(position: Position, depictions: Sequence[Depiction]) -> Sides:
    """What each depiction says of the place, and whether they agree. Raises InputError for none."""
    if not depictions:
        raise InputError(
            "no depiction to ask", hint="name two or more; `cg depiction list` shows what there is"
        )
    maps = tuple(_side_on(position, depiction) for depiction in depictions)
    verdict = _verdict(maps)
    moves = [(one.name, one.distance_m) for one in maps if one.distance_m is not None and not one.unsaid]
    sides = Sides(
        position=position,
        maps=maps,
        verdict=verdict,
        smallest_move=min(moves, key=lambda move: move[1]) if moves else None,
    )
    return Sides(
        position=position,
        maps=maps,
        verdict=verdict,
        smallest_move=sides.smallest_move,
        text=say(sides),
    )


def say(sides: Sides) -> str:
    """The answer in words that can be read aloud, every map in the order given."""
    sentences = [_sentence(one) for one in sides.maps]
    closing = {
        Verdict.ALL_AGREE: "All maps asked agree.",
        Verdict.MAPS_DIFFER: "The maps differ.",
        Verdict.CANNOT_SAY: "Too uncertain to say on every map asked.",
    }[sides.verdict]
    if sides.smallest_move is not None:
        name, metres = sides.smallest_move
        closing += f" The first answer to change is that of {name}, by a move of {_metres(metres)}."
    return " ".join([*sentences, closing, *_hidden(sides.maps), NOT_DEMARCATION])


def chance_text(chance: float) -> str:
    """A probability in three decimals, told outward.

    >>> chance_text(0.9999), chance_text(0.5), chance_text(0.0002)
    ('over 0.999', '0.500', 'under 0.001')
    """
    if chance > 0.999:
        return "over 0.999"
    return "under 0.001" if chance < 0.001 else f"{chance:.3f}"


def _side_on(position: Position, depiction: Depiction) -> MapSide:
    lat, lon = np.array([position.lat_deg]), np.array([position.lon_deg])
    plane = conformal_over(lat, lon)
    near = _near(depiction, position)
    distance = _distance(near, lat, lon, plane)
    inside, unsaid = _inside(near, position), _why_unsaid(near, position)
    signed = None
    if distance is not None and near.parties and near.parties[0] in near.areas and not unsaid:
        signed = distance if near.parties[0] in inside else -distance
    sigma = position.ce95_m * SIGMA_PER_CE95
    x, y = plane.to_xy(lat, lon)
    p: dict[str, float] = {}
    drawn: dict[str, float] = {}
    for party in (party for party in near.parties if party in near.areas):
        area = area_in(plane, near.areas[party])
        for chances, variance in ((drawn, sigma**2), (p, sigma**2 + near.sigma_m**2)):
            chance = float(mass_inside(area, x, y, np.eye(2) * variance)[0])
            chances[party] = round(min(max(chance, 1 - NEVER_OVER), NEVER_OVER), 9)
    return MapSide(
        name=depiction.name,
        parties=near.parties,
        inside=inside,
        distance_m=distance,
        signed_m=signed,
        p=p if not unsaid else {},
        p_drawn=drawn if not unsaid else {},
        unsaid=unsaid,
        never_shown_to=depiction.never_shown_to,
    )


def _near(depiction: Depiction, position: Position) -> Depiction:
    """The depiction with longitudes turned to those of the place, so that -179 and 181 meet."""
    west, _, east, _ = depiction.extent()
    turn = round((position.lon_deg - (west + east) / 2) / 360) * 360
    if turn == 0:
        return depiction

    def turned(geometry: BaseGeometry) -> BaseGeometry:
        return shapely.transform(geometry, lambda xy: xy + np.array([turn, 0]))

    return Depiction(
        name=depiction.name,
        parties=depiction.parties,
        line=turned(depiction.line),
        areas={party: turned(area) for party, area in depiction.areas.items()},
        reach=None if depiction.reach is None else turned(depiction.reach),
        sigma_m=depiction.sigma_m,
        sigma_origin=depiction.sigma_origin,
    )


def _distance(depiction: Depiction, lat: np.ndarray, lon: np.ndarray, plane: Conformal) -> float | None:
    """Geodesic distance to the map's own line, or to the outlines when it draws no line."""
    line = depiction.line
    if line.is_empty and depiction.reach is None:
        line = shapely.union_all([shapely.boundary(area) for area in depiction.areas.values()])
    if line.is_empty:
        return None
    west, south = float(lon[0]) - AROUND_DEG, float(lat[0]) - AROUND_DEG
    local = shapely.clip_by_rect(line, west, south, west + 2 * AROUND_DEG, south + 2 * AROUND_DEG)
    pieces = filled(local if not local.is_empty else line)
    if not pieces:
        return None
    return float(offsets_to(Edges(pieces, plane), lat, lon).distance_m[0])


def _inside(depiction: Depiction, position: Position) -> tuple[str, ...]:
    place = shapely.Point(position.lon_deg, position.lat_deg)
    areas = depiction.areas
    return tuple(party for party in depiction.parties if party in areas and areas[party].contains(place))


def _why_unsaid(depiction: Depiction, position: Position) -> str:
    if not depiction.areas:
        return "the map draws a line but no areas"
    place = shapely.Point(position.lon_deg, position.lat_deg)
    if depiction.reach is not None and not depiction.reach.intersects(place):
        return "the place lies outside what this map draws"
    return ""


def _verdict(maps: tuple[MapSide, ...]) -> Verdict:
    parties = {party for one in maps for party in one.parties}
    for party in parties:
        said = {one.says(party, drawn=True) for one in maps}
        if {True, False} <= said:
            return Verdict.MAPS_DIFFER
    answers = [{one.says(party) for one in maps} for party in parties]
    one_party = sum(said == {True} for said in answers) == 1  # an overlap or a gap is no agreement
    sure = all(said in ({True}, {False}) for said in answers)
    return Verdict.ALL_AGREE if sure and one_party else Verdict.CANNOT_SAY


def _sentence(one: MapSide) -> str:
    if one.unsaid:
        return f"{one.name}: cannot say, {one.unsaid}."
    where = "in " + " and ".join(one.inside) if one.inside else "in neither " + " nor ".join(one.p)
    away = f" by {_metres(one.distance_m)}" if one.distance_m is not None else ""
    chances = ", ".join(f"{party} {chance_text(chance)}" for party, chance in one.p.items())
    return f"{one.name}: {where}{away} (probability {chances})."


def _hidden(maps: tuple[MapSide, ...]) -> list[str]:
    """A line that a party has never been shown says so."""
    by_parties: dict[tuple[str, ...], list[str]] = {}
    for one in maps:
        if one.never_shown_to:
            by_parties.setdefault(one.never_shown_to, []).append(one.name)
    return [
        f"Never shown to {', '.join(parties)}: {', '.join(names)}." for parties, names in by_parties.items()
    ]


def _metres(metres: float) -> str:
    return f"{metres / 1000:.2f} km" if metres >= 1000 else f"{metres:.0f} m"
