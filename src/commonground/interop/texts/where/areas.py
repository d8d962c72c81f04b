"""Shapes that a message describes, from the positions in it and the words before them.

*Bound by* makes a polygon, *within n miles of* a circle, *trackline joining* a line, *between two
latitudes and two longitudes* a box; without such words positions are points. A lettered list under
one heading gives one shape a letter; numbered corners under *bound by* are one polygon.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field

from commonground.finding import Finding, Kind, Level
from commonground.interop.texts.found import Area, AreaKind, Spot
from commonground.interop.texts.when.clockwords import WORD
from commonground.interop.texts.where.distances import FIGURE, UNIT, metres_of
from commonground.interop.texts.where.shapes import area_findings
from commonground.interop.texts.where.spots import Box

LINE_LEAD = (
    r"(?:TRACK\s?LINES?|LINES?|ROUTES?|JOINING\s?LINES?)\W{1,3}"
    r"(?:(?:[\w-]+\W{1,2}){0,3}?(?:JOINING|BETWEEN|CONNECTING|FROM|LINKING))?"
    r"|JOININGLINES?|ALONG\s+(?:THE\s+)?LINE"
)
POLYGON_LEAD = (
    r"BOUND(?:ED|ARY|ARIES)?(?:\s+BY)?|LIMITED\s+BY|ENCLOSED\s+BY|DEFINED\s+BY|POLYGON"
    r"|(?:AREA|ZONE)S?\s+(?:JOINING|CONNECTING)|LATERAL\s+LIMITS|FORMED\s+BY|DELIMITED|\bWI\b"
    r"|AREA\s+AS\b|AREA\s*:|FOLLOWING\s+(?:POINTS|COORD)|РАЙОН\w*(?:\s+\w+){0,4}|ОГРАНИЧЕН\w*"
)
CIRCLE_LEAD = (
    rf"\bWI(?:THIN)?\s+(?:A\s+)?(?:RADIUS\s+(?:OF\s+)?)?{FIGURE}[\s-]?(?:OF\s+A\s+)?{UNIT}(?:\s+RADIUS)?"
    r"(?:\s+(?:OF|FROM|AROUND))?|RADIUS|CIRCLE|SECTOR|CENT(?:ER|RE)D\s+(?:ON|IN|AT)|РАДИУС\w*"
)
LEADS: tuple[tuple[AreaKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (AreaKind.LINE, LINE_LEAD),
        (AreaKind.POLYGON, POLYGON_LEAD),
        (AreaKind.CIRCLE, CIRCLE_LEAD),
    )
)
RADIUS = re.compile(
    r"(?:WITH(?:IN)?|WI|RADIUS|РАДИУС\w*)\W{1,3}(?:(?:A|AN|OF|IS|ОМ|AREA|RADIUS)\W{1,2}){0,3}"
    rf"{FIGURE}[\s-]?(?:OF\s+A\s+)?{UNIT}(?!\w)|{FIGURE}[\s-]?{UNIT}\W{{0,2}}(?:RADIUS|\s?OF\b"
    r"|\s(?:FROM|AROUND)\W*$)",
    re.IGNORECASE,
)
BEHIND = re.compile(
    rf"[\s,(/-]*(?:WITH(?:IN)?\s+)?(?:A\s+)?(?:RADIUS|{FIGURE}[\s-]?{UNIT}\s+RADIUS)", re.IGNORECASE
)
MARK = r"(?:[A-ZА-Я]|\d{1,2}|[A-Z]\d)"
MARKER = re.compile(rf"(?:^|[\s.,;:])(?:{MARK}|№\s?\d{{1,2}})\s?[.):]\s*[\w ,/()-]{{0,40}}$")
JOIN = re.compile(
    r"[\s,.;:/()–-]*(?:AND|TO|THENCE|THEN|THEN\s+TO|ДАЛЕЕ|ДО|И|В)?[\s,.;:/()–-]*"
    rf"(?:{MARK}\s?[.):]\s*)?",
    re.IGNORECASE,
)
COAST = re.compile(
    r"COAST\s?LINE|ALONG\s+THE\s+(?:COAST|SHORE|BORDER|RIVER)|FOLLOWING\s+THE"
    r"|БЕРЕГОВ\w+\s+ЛИНИ\w+|ПО\s+БЕРЕГУ",
    re.IGNORECASE,
)
EXCLUDING = re.compile(
    r"EXCLUDING|EXCEPT(?:ING)?\s+(?:THE\s+)?(?:AREA|ISLAND|TERRITORIAL)|ИСКЛЮЧАЯ|ЗА\s+ИСКЛЮЧЕНИЕМ",
    re.IGNORECASE,
)
RETURNS = re.compile(
    r"[\s,.-]*(?:THENCE\s+)?TO\s+(?:THE\s+)?(?:POINT\s+OF\s+ORIGIN|ORIGIN|START|BEGINNING|FIRST\s+P)",
    re.IGNORECASE,
)
SECTOR = re.compile(
    r"(?:BETWEEN|SECTOR|BEARINGS?)\D{0,12}(\d{1,3})(?:\s?DEG\w*|°)?\s?(?:AND|TO|-)\s?(\d{1,3})(?:\s?DEG\w*|°)",
    re.IGNORECASE,
)
AREA_LAST = re.compile(r"\b(?:AREAS?|ZONES?)\W*$", re.IGNORECASE)
ARC = re.compile(r"\bARCS?\b|CLOCKWISE|\bДУГ\w*", re.IGNORECASE)
REACH = re.compile(
    rf"\b(?:WITHIN|WI|RADIUS|SECTOR)\b[^.;#]{{0,50}}$|{UNIT}\s+(?:OF|FROM|AROUND)\s*(?:POSITION\s*)?\W*$",
    re.IGNORECASE,
)
HALVED = re.compile(r"\b(?:WIDE|WIDTH)\b", re.IGNORECASE)
ROUND_SIDE = "A side of this area is an arc; straight lines and the points named are not it."
REACH_LOST = "The words before the position name a reach that was not understood; a point is not the area."
ALONG_COAST = "The area follows the coast between two corners; straight lines are not it."
EXCLUDED = "Parts are excluded in words; the shape drawn is larger than the area."


@dataclass(slots=True)
class Group:
    """Positions that belong together: the words before them and the words that end the stretch."""

    lead: str
    spots: list[Spot] = field(default_factory=list)
    marks: list[bool] = field(default_factory=list)  # whether a letter or number stands before the spot
    coast: bool = False


def groups_of(text: str, spots: list[Spot]) -> list[Group]:
    """Cut the positions of a text where words stand between them."""
    found: list[Group] = []
    last = 0
    for spot in spots:
        between = text[last : spot.start]
        coast = COAST.search(between) is not None and bool(found)
        joined = bool(found) and (JOIN.fullmatch(between) is not None or (coast and len(between) < 90))
        if not joined:
            found.append(Group(lead=between))
        found[-1].spots.append(spot)
        found[-1].marks.append(MARKER.search(between) is not None)
        found[-1].coast |= coast
        last = spot.end
    return found


def lead_of(words: str) -> tuple[AreaKind | None, str]:
    """The last heading in the words before a group, and the words from there on."""
    best: tuple[int, AreaKind | None] = (-1, None)
    recent = words[-260:]
    for kind, pattern in LEADS:
        for match in pattern.finditer(recent):
            if match.start() >= best[0]:
                best = (match.start(), kind)
    return best[1], recent if best[1] is AreaKind.CIRCLE else recent[max(0, best[0] - 60) :]


def carried(words: str) -> bool:
    """Whether a group goes on under the heading of the one before: only a letter and a name between."""
    bare = WORD.sub(" ", words)
    return (
        MARKER.search(bare) is not None and len(bare.strip()) < 40 and not re.search(r"\bIN\b|\bAT\b", bare)
    )


def areas_of(text: str, found: tuple[Spot | Box, ...]) -> tuple[list[Area], list[Finding]]:
    """Every shape of a message, in the order of the text, and what is to be said of them."""
    areas = [box_area(box) for box in found if isinstance(box, Box)]
    findings: list[Finding] = []
    heading: tuple[AreaKind | None, str] = (None, "")
    for group in groups_of(text, [spot for spot in found if isinstance(spot, Spot)]):
        kind, words = lead_of(group.lead)
        if kind is None and carried(group.lead):
            kind, words = heading
        heading = kind, words
        behind = text[group.spots[-1].end : group.spots[-1].end + 120]
        made = shape_group(group, kind, words, behind)
        areas.extend(made)
        if made[0].kind is AreaKind.POINT and REACH.search(group.lead[-90:]):
            findings.append(said(Kind.AREA_NOT_UNDERSTOOD, REACH_LOST))
        if group.coast:
            findings.append(said(Kind.AREA_FOLLOWS_COAST, ALONG_COAST))
    findings.extend(broken_figures(text, [spot for spot in found if isinstance(spot, Spot)]))
    if EXCLUDING.search(text) and areas:
        findings.append(said(Kind.AREA_HAS_EXCLUSIONS, EXCLUDED))
    if ARC.search(text) and areas:
        findings.append(said(Kind.AREA_NOT_UNDERSTOOD, ROUND_SIDE))
    for area in areas:
        findings.extend(area_findings(area))
    return sorted(areas, key=lambda area: area.start), findings


def broken_figures(text: str, spots: list[Spot]) -> list[Finding]:
    """Figures with a hemisphere letter between two positions of a list, that are no position."""
    findings = []
    for first, second in itertools.pairwise(spots):
        between = text[first.end : second.start]
        if len(between) < 40 and re.search(r"\d[\d\s]{2,}[NS]\s?\d|\d{3,}\s?[NSEW]", between):
            figures = " ".join(between.split()).strip(" ,-")
            findings.append(
                said(Kind.POSITION_MALFORMED, f'"{figures}" stands in a list of positions and is none.')
            )
    return findings


def said(kind: Kind, text: str) -> Finding:
    """A finding about an area."""
    return Finding(kind=kind, level=Level.CAUTION, text=text)


def box_area(box: Box) -> Area:
    """An area between two parallels and two meridians."""
    corners = ((box.south, box.west), (box.south, box.east), (box.north, box.east), (box.north, box.west))
    return Area(kind=AreaKind.BOX, vertices=corners, text=box.text, start=box.start)


def shape_group(group: Group, kind: AreaKind | None, words: str, behind: str) -> list[Area]:
    """The shapes of one group under its heading."""
    spots = group.spots
    if len(spots) >= 4 and spots[0].vertex == spots[-1].vertex:
        return [whole(spots, AreaKind.POLYGON)]  # a line that returns to where it began
    if len(spots) >= 3 and RETURNS.match(behind):
        return [whole(spots, AreaKind.POLYGON)]
    if kind is None:
        kind = kind_behind(behind) if len(spots) == 1 else None
        if len(spots) >= 3 and AREA_LAST.search(group.lead):
            kind = AreaKind.POLYGON
    if kind is AreaKind.POLYGON and len(spots) >= 3:
        return [whole(part, AreaKind.POLYGON) for part in split_at_marks(group)]
    if kind is AreaKind.LINE and len(spots) >= 2:
        width = metres_of(words) if re.search(r"WITHIN|EITHER\s+SIDE|WID[ET]", words, re.IGNORECASE) else 0.0
        width = width / 2 if HALVED.search(words) else width
        return [whole(part, AreaKind.LINE, radius_m=width) for part in split_at_marks(group, least=2)]
    if kind is AreaKind.CIRCLE:
        radius = radius_of(words) or radius_of(behind[:60])
        sector = SECTOR.search(words)
        if sector is None and re.search(r"\bSECTOR\b|\bСЕКТОР", words, re.IGNORECASE):
            radius = 0.0  # a part of the circle, and nobody knows which
        if radius and sector is not None:
            bearings = (float(sector.group(1)), float(sector.group(2)))
            return [circle(spot, radius, bearings) for spot in spots]
        if radius:
            return [circle(spot, radius) for spot in spots]
    return [
        Area(kind=AreaKind.POINT, vertices=(spot.vertex,), text=spot.text, start=spot.start) for spot in spots
    ]


def radius_of(words: str) -> float:
    """The distance beside the word *radius* or *within*, in metres; 0 where there is none."""
    near = [match.group(0) for match in RADIUS.finditer(words)]
    return metres_of(near[-1]) if near else 0.0


def kind_behind(words: str) -> AreaKind | None:
    """A heading may stand behind the position: "36-10N 005-20W RADIUS 5 NM"."""
    return AreaKind.CIRCLE if BEHIND.match(words) is not None else None


def split_at_marks(group: Group, least: int = 3) -> list[list[Spot]]:
    """One part a letter, where every letter stands before `least` positions or more."""
    starts = [place for place, marked in enumerate(group.marks) if marked]
    if not starts or starts[0] != 0:
        starts = [0, *starts]
    parts = [group.spots[a:b] for a, b in zip(starts, [*starts[1:], len(group.spots)], strict=True)]
    return parts if min(map(len, parts)) >= least else [group.spots]


def point(spot: Spot) -> Area:
    """A place that stands alone, as an area without reach."""
    return Area(kind=AreaKind.POINT, vertices=(spot.vertex,), text=spot.text, start=spot.start)


def whole(spots: list[Spot], kind: AreaKind, radius_m: float = 0.0) -> Area:
    """One area over all these places."""
    text = " ".join(f"{spots[0].text} … {spots[-1].text}".split())
    return Area(
        kind=kind, vertices=tuple(s.vertex for s in spots), radius_m=radius_m, text=text, start=spots[0].start
    )


def circle(spot: Spot, radius_m: float, bearings: tuple[float, float] | None = None) -> Area:
    """A circle about a place, or the sector between two bearings in degrees."""
    kind = AreaKind.CIRCLE if bearings is None else AreaKind.SECTOR
    return Area(
        kind=kind,
        vertices=(spot.vertex,),
        radius_m=radius_m,
        bearings=bearings,
        text=spot.text,
        start=spot.start,
    )
