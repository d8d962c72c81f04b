"""Latitudes and longitudes in running text, paired into positions and boxes.

This module only finds where an angle stands and which belong together; what it means is read by
`position`. Two latitudes followed by two longitudes are a box: no pair in the text is a corner. What
looks like an angle and cannot be one, or stands alone, is said.
"""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import dataclass
from functools import lru_cache

from commonground.finding import Finding, Kind, Level
from commonground.interop.texts.found import Spot
from commonground.position import Status, read_angle
from commonground.position.grids.cell import radius95
from commonground.position.reader.find import find

M_PER_DEG = 111_320.0
LEAST_M = 2.0  # no datum named: WGS 84 is assumed, and its own ensemble is 2 m wide
FIND_MOST = 10_000  # characters that `position` takes at once
MARKING = 4  # characters; "VAR 5E" and "5 S" are no half of a position

# An angle: perhaps a letter in front, figures with their marks, perhaps a letter behind.
ANGLE = re.compile(
    r"""
    (?:(?<![\w#/])|(?<=[NSСЮ]/))(?<!\d\.)
    (?P<lead>[NSEW]\s?)?
    (?P<figures>
        \d{1,3}\s?[-–—‑]\s?\d{1,2}(?:[.,]\d{1,6})?(?:\s?[-–—‑]\s?\d{1,2}(?:[.,]\d{1,6})?)?
      | \d{1,3}\s?[°º˚]\s?(?:\d{1,2}(?:[.,]\d{1,6})?\s?['’′‘]?\s?(?:\d{1,2}(?:[.,]\d{1,6})?\s?["”″'’]{0,2})?)?
      | \d{1,3}[.,]\d{2,9}
      | \d{4,7}(?:[.,]\d{1,6})?
      | \d{1,3}\s\d{1,2}(?:[.,]\d{1,6})?(?:\s\d{1,2}(?:[.,]\d{1,6})?)?(?=\s?[NSEWСЮВЗ]\b)
      | \d{1,2}(?=\s?[NSEW]\b)
    )
    (?P<tail>\s?(?:[СЮ]\.?\s?Ш\.?|[ВЗ]\.?\s?Д\.?|[NSEWСЮВЗ]))?
    (?![\w°])
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Packed pairs with no gap: 3235N03312E020, N3530.5E01411.0, 454500N0133000E.
PACKED = re.compile(
    r"""
    (?<![\w.])
    (?: (?P<lat>\d{4}(?:\d{2})?(?:\.\d{1,4})?[NS])\s{0,4}(?P<lon>\d{5}(?:\d{2})?(?:\.\d{1,4})?[EW])
      | (?P<lat2>[NS]\d{4}(?:\d{2})?(?:\.\d{1,4})?)\s{0,4}(?P<lon2>[EW]\d{5}(?:\d{2})?(?:\.\d{1,4})?)
    )
    """,
    re.VERBOSE,
)
BETWEEN_FOUR = re.compile(
    r"[\s,;:/()-]*(?:AND|TO|И)?[\s,;:/()-]*(?:LONG(?:ITUDES?)?|LAT(?:ITUDES?)?)?[\s,;:]*", re.IGNORECASE
)
# A pair by its look that nothing has read: 39300N0324500E lacks a figure.
LOST_PAIR = re.compile(r"(?<![\w.])\d{2,9}(?:\.\d{1,6})?\s?[NS]\s?[/-]?\s?\d{2,9}(?:\.\d{1,6})?\s?[EW](?!\w)")
BESIDE = re.compile(r"[\s,;/()-]*(?:LON(?:G(?:ITUDE)?)?[\s.:]{0,3})?", re.IGNORECASE)
RUSSIAN = str.maketrans("СЮВЗCB", "NSEWNE")  # the last two: Latin letters typed for Russian ones
MARKS = str.maketrans("–—‑,", "---.")  # dashes as hyphens; inside an angle a comma is a decimal comma
FIELD = re.compile(r"\d+(?:[.,]\d+)?")
ZERO = re.compile(r"0{2,3}\s?-\s?00?(?:[.,]0+)?(?:-00?)?")
DEGREES = re.compile(r"[NSEW]?\s?(\d+)", re.IGNORECASE)
CYRILLIC = re.compile("[А-Яа-я]")


@dataclass(frozen=True, slots=True)
class Angle:
    """One angle in the text: its axis ("lat", "lon", or "" for a zero without a letter) and value."""

    axis: str
    deg: float | None  # None: it cannot be an angle
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Between two latitudes and two longitudes."""

    south: float
    north: float
    west: float
    east: float
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Spots:
    """The positions and boxes of a text, every span that an angle took, and what is to be said."""

    found: tuple[Spot | Box, ...]
    spans: tuple[tuple[int, int], ...]
    findings: tuple[Finding, ...]


@lru_cache(maxsize=16_384)
def degrees_of(text: str, axis: str) -> float | None:
    """The one angle that a text is, in degrees; None where it is none."""
    result = read_angle(text, axis=axis)
    return result.deg[0] if result.status is not Status.REFUSED and result.deg else None


@lru_cache(maxsize=16_384)
def is_sixty(text: str, axis: str) -> bool:
    """Whether an angle has minutes or seconds of exactly 60."""
    return "60" in text and any(one.kind is Kind.SIXTY for one in read_angle(text, axis=axis).findings)


def latin(letter: str, *, russian: bool) -> str:
    """A hemisphere letter as N, S, E or W; in Russian text С is north and В is east."""
    first = letter.strip()[:1].upper()
    return first.translate(RUSSIAN) if russian else first


def angle_of(match: re.Match[str], *, russian: bool) -> Angle | None:
    """What one match says, or None where it is no angle at all (a bare number, a range)."""
    lead, tail = match.group("lead") or "", match.group("tail") or ""
    letter = latin(lead or tail, russian=russian)
    figures = match.group("figures").translate(MARKS)
    span = match.start(), match.end()
    if not letter:
        zero = ZERO.fullmatch(figures) is not None
        return Angle("", 0.0, match.group(0), *span) if zero else None
    if letter not in "NSEW":
        return None
    axis = "lat" if letter in "NS" else "lon"
    return Angle(axis, degrees_of(f"{figures}{letter}", axis), match.group(0).strip(), *span)


def find_angles(text: str) -> list[Angle]:
    """Every angle of a text in order; packed pairs give two."""
    russian = CYRILLIC.search(text) is not None
    angles: list[Angle] = []
    taken: list[tuple[int, int]] = []
    for match in PACKED.finditer(text):
        for axis, names in (("lat", ("lat", "lat2")), ("lon", ("lon", "lon2"))):
            name = names[0] if match.group(names[0]) else names[1]
            start, end = match.span(name)
            angles.append(Angle(axis, degrees_of(match.group(name), axis), match.group(name), start, end))
        taken.append(match.span())
    for match in ANGLE.finditer(text):
        inside = any(start < match.end() and match.start() < end for start, end in taken)
        if not inside and (angle := angle_of(match, russian=russian)) is not None:
            angles.append(angle)
    return sorted(angles, key=lambda angle: angle.start)


def gap(text: str, first: Angle, second: Angle) -> str:
    """What stands between two angles."""
    return text[first.end : second.start]


def is_box(text: str, four: list[Angle]) -> bool:
    """Two latitudes, then two longitudes, with nothing but *and* and marks between."""
    if len(four) < 4 or [a.axis for a in four] != ["lat", "lat", "lon", "lon"]:
        return False
    between = [gap(text, a, b) for a, b in itertools.pairwise(four)]
    return all(BETWEEN_FOUR.fullmatch(part) is not None for part in between)


def axes_of(first: Angle, second: Angle) -> bool:
    """Whether two neighbours are latitude and longitude; a zero without a letter takes what is left."""
    return (first.axis, second.axis) in {("lat", "lon"), ("", "lon"), ("lat", "")}


def step_deg(text: str) -> float:
    """The step of the last figure of an angle, in degrees: what its writing can tell apart."""
    fields = FIELD.findall(text)
    whole, _, fraction = fields[-1].replace(",", ".").partition(".")
    depth = len(fields) - 1
    if len(fields) == 1 and len(whole) >= 4:
        depth = 2 if len(whole) >= 6 else 1
    return float(10.0 ** -len(fraction) / (1, 60, 3600)[min(depth, 2)])


def spot_of(text: str, lat: Angle, lon: Angle) -> Spot:
    """A position and the circle that its figures leave open (95 % of the cell they name)."""
    assert lat.deg is not None
    assert lon.deg is not None
    north_m = step_deg(lat.text) * M_PER_DEG
    east_m = step_deg(lon.text) * M_PER_DEG * math.cos(math.radians(min(abs(lat.deg), 89.9)))
    said = text[lat.start : lon.end]
    ce95_m = max(radius95(east_m, north_m), LEAST_M)
    return Spot(vertex=(lat.deg, lon.deg), ce95_m=ce95_m, text=said, start=lat.start, end=lon.end)


def caution(kind: Kind, text: str) -> Finding:
    """A finding about a place in a message."""
    return Finding(kind=kind, level=Level.CAUTION, text=text)


class Pairing:
    """Pairs the angles of a text from left to right.

    `refused` holds stretches that were seen and are no position: nothing else reads them.
    """

    def __init__(self, text: str, angles: list[Angle]) -> None:
        self.text, self.angles = text, angles
        self.found: list[Spot | Box] = []
        self.findings: list[Finding] = []
        self.refused: list[tuple[int, int]] = []

    def run(self) -> None:
        place = 0
        while place < len(self.angles):
            four = self.angles[place : place + 4]
            if is_box(self.text, four):
                self.box(four)
                place += 4
            elif len(four) >= 2 and BESIDE.fullmatch(gap(self.text, four[0], four[1])):
                place += self.two(four[0], four[1])
            else:
                self.alone(four[0])
                place += 1

    def say(self, kind: Kind, text: str) -> None:
        self.findings.append(caution(kind, text))

    def box(self, four: list[Angle]) -> None:
        """Two latitudes and two longitudes."""
        start, end = four[0].start, four[3].end
        said = self.text[start:end]
        values = [angle.deg for angle in four if angle.deg is not None]
        if len(values) < 4:
            self.say(Kind.POSITION_MALFORMED, f'"{said}" cannot be read as it stands.')
            return
        south, north = sorted(values[:2])
        west, east = sorted(values[2:])
        if east - west > 180:
            west, east = east, west  # across the 180th meridian
        self.found.append(
            Box(south=south, north=north, west=west, east=east, text=said, start=start, end=end)
        )

    def two(self, first: Angle, second: Angle) -> int:
        """Two neighbours; how many of them were used up."""
        said = self.text[first.start : second.end]
        if axes_of(first, second):
            self.pair(first, second, said)
            return 2
        if first.axis == second.axis and wide(second) and not wide(first):
            self.say(Kind.POSITION_MALFORMED, f'"{said}": two letters of one axis.')
            return 2
        self.alone(first)
        return 1

    def pair(self, first: Angle, second: Angle, said: str) -> None:
        """A latitude and a longitude: a position, or the reason why it is none."""
        if first.deg is None or second.deg is None:
            self.refused.append((first.start, second.end))
            self.say(Kind.POSITION_MALFORMED, f'"{said}" cannot be a position as it stands.')
            return
        odd = odd_widths(first, second, said)
        self.findings.extend(odd)
        if odd and "packed" in odd[0].text:
            self.refused.append((first.start, second.end))  # which figure is missing cannot be known
            return
        if not (first.axis and second.axis):
            self.say(Kind.POSITION_UNPAIRED, f'"{said}": a zero without its letter.')
        self.found.append(spot_of(self.text, first, second))

    def alone(self, angle: Angle) -> None:
        if len(angle.text) > MARKING and (angle.deg is None or angle.axis):
            self.say(Kind.POSITION_UNPAIRED, f'"{angle.text}" stands without its other half.')


def find_spots(text: str) -> Spots:
    """Every position and box of a text, every stretch that a figure of one took, and what is to be said."""
    angles = find_angles(text)
    pairing = Pairing(text, angles)
    pairing.run()
    found = pairing.found
    taken = [*pairing.refused, *((one.start, one.end) for one in found)]
    others, asked = other_forms(text, taken)
    in_order = tuple(sorted([*found, *others], key=lambda one: one.start))
    spans = (*((a.start, a.end) for a in angles), *((spot.start, spot.end) for spot in others))
    lost = lost_pairs(text, spans)
    spans += tuple((match.start(), match.end()) for match in lost)
    told = [
        caution(Kind.POSITION_MALFORMED, f'"{match.group(0)}" cannot be a position as it stands.')
        for match in lost
    ]
    return Spots(found=in_order, spans=spans, findings=(*pairing.findings, *asked, *told))


def lost_pairs(text: str, spans: tuple[tuple[int, int], ...]) -> list[re.Match[str]]:
    """Pairs by their look in which no angle was seen."""
    found = list(LOST_PAIR.finditer(text))
    return [one for one in found if not any(a < one.end() and one.start() < b for a, b in spans)]


ONE_DIGIT = re.compile(r"\s?[-–—‑]\s?\d(?![\d])")


def odd_widths(lat: Angle, lon: Angle, text: str) -> list[Finding]:
    """Figures of unusual width: a latitude of three or one, minutes of one, or minutes of exactly 60."""
    reasons = []
    for angle, name, usual in ((lat, "latitude", {4, 6}), (lon, "longitude", {5, 7})):
        figures = len(degrees_figures(angle))
        if figures > 3 and figures not in usual:
            reasons.append(f"packed {name} in {figures} figures")
    if "-" in lat.text and len(degrees_figures(lat)) in {1, 3}:
        reasons.append(f"degrees of latitude in {len(degrees_figures(lat))} figures")
    if "-" in lon.text and len(degrees_figures(lon)) == 1:
        reasons.append("degrees of longitude in one figure")
    if ONE_DIGIT.search(lat.text) or ONE_DIGIT.search(lon.text):
        reasons.append("minutes in one figure")
    if is_sixty(lat.text, "lat") or is_sixty(lon.text, "lon"):
        reasons.append("minutes or seconds of 60")
    if not reasons:
        return []
    return [
        caution(
            Kind.FIGURES_OF_ODD_WIDTH,
            f'"{text}": {", ".join(reasons)}; perhaps a figure is missing or too many.',
        )
    ]


def degrees_figures(angle: Angle) -> str:
    """The figures of whole degrees as they were written, zeros included."""
    match = DEGREES.match(angle.text)
    return match.group(1) if match is not None else ""


# What the scanner of angles does not know: grid references, decimal pairs, codes.
OTHER_FORMS = re.compile(
    r"\d{1,2}\s?[C-HJ-NP-X]\s?[A-HJ-NP-Z]{2}\s?\d{2}|\d{1,3}[.,]\d{2,}|\bUTM\b|\b[2-9CFGHJMPQRVWX]{4,8}\+"
)


def other_forms(text: str, spans: list[tuple[int, int]]) -> tuple[list[Spot], list[Finding]]:
    """Positions in any other notation, read by `position`; what was found before is struck out."""
    rest = list(text)
    for start, end in spans:
        rest[start:end] = "\n" * (end - start)
    left = "".join(rest)
    if OTHER_FORMS.search(left) is None:
        return [], []
    spots: list[Spot] = []
    findings: list[Finding] = []
    for found in find(left[:FIND_MOST]):
        if not found.result.readings:
            continue
        at = found.result.readings[0].position
        spots.append(
            Spot(
                vertex=(at.lat_deg, at.lon_deg),
                ce95_m=at.ce95_m,
                text=found.text,
                start=found.start,
                end=found.end,
            )
        )
        if found.result.status is Status.ASK:
            reasons = "; ".join(finding.text for finding in found.result.findings) or "several readings"
            findings.append(caution(Kind.POSITION_ASKED, f'"{found.text}": {reasons}.'))
    return spots, findings


def wide(angle: Angle) -> bool:
    """Whether degrees are written with three figures, as longitudes are."""
    return len(degrees_figures(angle)) == 3
