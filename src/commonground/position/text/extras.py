"""What stands beside a position: labels, brackets, datum names, heights, stated accuracy.

Each is blanked out of the folded text, character for character, so that offsets stay; what it said
is kept. Nothing that could be part of the position is touched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from commonground.finding import Finding, Kind
from commonground.position.profile import Basis, Order
from commonground.position.reader.named import note
from commonground.position.reading import Doubt, Part
from commonground.position.text.in_front import EAST_WEST, NORTH_SOUTH, announcing, bullet, label
from commonground.position.text.vocabulary import DATUMS

FOOT_M = 0.3048
SIXTY_EIGHT = 1.62  # radius of 68 % to radius of 95 %, circular normal
CEP = 2.08  # radius of 50 % to radius of 95 %

_UNIT_M = dict.fromkeys(["m", "metres", "meters", "metre", "meter", "mtr", "м", "م", ""], 1.0)
_UNIT_M |= {"km": 1000.0, "км": 1000.0, "mi": 1609.344, "miles": 1609.344, "ft": FOOT_M, "feet": FOOT_M}

# Every pattern below is anchored on a word or a mark and has no repeated group inside another.
_LENGTH = r"metres|meters|metre|meter|mtr|km|m|ft|feet|mi|miles|м|م"
_ACCURACY = re.compile(
    r"(?:(?P<pm>±|\+/-|\+-)"
    r"|\b(?P<word>accuracy|acc|error|err|epe|cep|hdop|uncertainty|ce95|ce90)\b[ :=]{0,3})"
    r"[ ]{0,3}(?P<size>[0-9]{1,6}(?:[.,][0-9]{1,3})?)[ ]{0,2}"
    rf"(?P<unit>{_LENGTH})?(?![\w.])",
    re.IGNORECASE,
)
_HEIGHT_WORD = re.compile(
    r"\b(?:(?:altitude|alt|elevation|elev|height|hgt|el|h|msl|высота|ارتفاع)\b|fl(?=[ ]?[0-9]))[ .:=]{0,3}"
    rf"[-+]?[0-9]{{1,5}}(?:[.,][0-9]{{1,3}})?[ ]{{0,2}}(?:{_LENGTH})?"
    r"(?:[ ]{0,2}(?:amsl|asl|msl))?(?![\w.])",
    re.IGNORECASE,
)
_HEIGHT_END = re.compile(
    r"(?:(?<=[\s,;(])|(?<=[NSEWnsew]))(?P<size>[0-9]{1,5}(?:[.,][0-9]{1,3})?)[ ]{0,2}"
    rf"(?P<unit>{_LENGTH}|км)(?:[ ]{{0,2}}(?:amsl|asl|msl))?[ .)]{{0,3}}$",
    re.IGNORECASE,
)
_EPSG = re.compile(r"\b(epsg|esri|ogc)[ :]{1,3}([0-9]{4,6}|crs84)\b", re.IGNORECASE)
_ISO_CRS = re.compile(r"CRS(?:WGS_?84|EPSG_?([0-9]{4,6}))/?", re.IGNORECASE)
_DATUM = re.compile(
    r"\b(?:datum[ :=]{0,3})?(wgs|nad|ed|etrs|osgb|psad|sad|agd|gda|sk|ck|ск|s|pulkovo|herat"
    r"|kalianpur|indian|tokyo|arc|clarke)[ _-]{0,2}((?:19)?[0-9]{2}|north|1880)?\b(?:[ ]{0,2}datum\b)?",
    re.IGNORECASE,
)
_AXES = re.compile(r"\b([xyXY])\s{0,2}[:=]\s{0,2}(?=[-+]?[0-9])")
_SYSTEM = r"mgrs|usng|utm|ups|gars|georef|geohash|olc|plus[ -]?codes?"
_GLUED = re.compile(
    rf"^\s{{0,9}}(?:{_SYSTEM})(?:[ :=-]{{0,3}}(?=[0-9])|\s{{0,2}}[:=]|\s(?=.{{0,40}}\+))", re.IGNORECASE
)
_BEHIND = re.compile(
    rf"[\s,;]\s{{0,9}}(?:{_SYSTEM}|approx|approximately|ca|about)\.?[\s.]{{0,9}}$", re.IGNORECASE
)
_QUOTED = re.compile(r"^[\s\x00]{0,9}([\"'«‹]).*([\"'»›])[\s\x00.,;]{0,9}$", re.DOTALL)
_STOP = re.compile(r"(?<=[0-9A-Za-z])[.,;]\s{0,9}$")
_LON_FIRST = re.compile(r"\bPOINT\s{0,3}(?P<z>Z?)M?\s{0,3}\(|\"coordinates\"\s{0,3}:", re.IGNORECASE)
_THIRD = re.compile(r"(?<=[0-9])[\s,]\s{0,9}(-?[0-9]{1,5}(?:\.[0-9]{1,9})?)\s{0,9}[)\]]")
_NUMBERS = re.compile(r"[0-9.]+")
_GEO_URI = re.compile(r"^\s{0,9}geo:", re.IGNORECASE)
_URI_TAIL = re.compile(r";u=([0-9]{1,6}(?:\.[0-9]{1,3})?)|;crs=[a-z0-9]{1,9}", re.IGNORECASE)


@dataclass(slots=True)
class Extras:
    """The text without what stood beside the position, and what that said."""

    plain: str
    crs: str = ""  # named in the text
    report: Doubt | None = None
    order: Order = Order.UNSAID
    degrees_only: bool = False  # the text has a form in which only degrees are written
    findings: list[Finding] = field(default_factory=list)

    def blank(self, start: int, end: int) -> None:
        self.plain = self.plain[:start] + " " * (end - start) + self.plain[end:]


def set_aside(plain: str, *, one_angle: bool = False) -> Extras:
    """Take labels, datum names, accuracy, heights and brackets out of a folded text.

    `one_angle`: S 42 is a latitude and no datum.
    """
    extras = Extras(plain)
    _edges(extras)
    _order(extras)
    _datum(extras, one_angle=one_angle)
    _accuracy(extras)
    _height(extras)
    _axes(extras)
    if any(mark in extras.plain for mark in "()[]{}<>"):
        extras.plain = extras.plain.translate(_BRACKETS)
    _aside(extras, label(extras.plain))
    _aside(extras, label(extras.plain))  # position: UT: ...
    words = announcing(extras.plain)
    if words:
        extras.blank(*words)
    behind = _BEHIND.search(extras.plain)
    if behind:
        extras.blank(*behind.span())
    return extras


def _aside(extras: Extras, found: tuple[tuple[int, int], Finding | None] | None) -> None:
    if found is not None:
        span, told = found
        extras.blank(*span)
        extras.findings += [told] if told else []


def _edges(extras: Extras) -> None:
    """A bullet in front, quotation marks around everything: no position begins with such a mark."""
    inner = extras.plain.strip("\x00 ")
    start = extras.plain.find(inner)
    extras.plain = " " * start + inner + " " * (len(extras.plain) - start - len(inner))
    _aside(extras, bullet(extras.plain))
    stop = _STOP.search(extras.plain)
    if stop and any(char.isdigit() for char in extras.plain):
        extras.blank(*stop.span())
    quoted = _QUOTED.match(extras.plain)
    if quoted and _CLOSING.get(quoted.group(1), quoted.group(1)) == quoted.group(2):
        extras.blank(*quoted.span(1))
        extras.blank(*quoted.span(2))


_CLOSING = {"«": "»", "‹": "›"}
_BRACKETS = str.maketrans("()[]{}<>", " " * 8)


def _order(extras: Extras) -> None:
    match = _LON_FIRST.search(extras.plain)
    if match:
        extras.order = Order.LON_LAT
        extras.blank(0, match.end())
        extras.plain = extras.plain.replace('"', " ")
        third = _THIRD.search(extras.plain)
        if third and len(_NUMBERS.findall(extras.plain)) == 3:
            extras.findings.append(note(Kind.SET_ASIDE, f'a height was set aside: "{third.group(1)}"'))
            extras.blank(*third.span(1))
        return
    if "{" in extras.plain:
        extras.plain = extras.plain.replace('"', " ")
    match = _GEO_URI.match(extras.plain)
    if match:
        extras.order = Order.LAT_LON
        extras.blank(0, match.end())
        for tail in _URI_TAIL.finditer(extras.plain):
            if tail.group(1):
                extras.report = _report(float(tail.group(1)), SIXTY_EIGHT)
            extras.blank(*tail.span())


def _report(size_m: float, times: float, basis: Basis = Basis.ASSUMED) -> Doubt | None:
    return Doubt(part=Part.REPORT, ce95_m=size_m * times, basis=basis) if size_m > 0 else None


def _datum(extras: Extras, *, one_angle: bool) -> None:
    match = _EPSG.search(extras.plain)
    iso = _ISO_CRS.search(extras.plain)
    if match:
        extras.crs = f"{match.group(1).upper()}:{match.group(2).upper()}"
        extras.blank(*match.span())
    elif iso:
        extras.crs = f"EPSG:{iso.group(1)}" if iso.group(1) else "EPSG:4326"
        extras.blank(*iso.span())
    else:
        for found in _DATUM.finditer(extras.plain):
            code = DATUMS.get((found.group(1) + (found.group(2) or "")).lower())
            if (
                code
                and (extras.crs in ("", code))
                and not _latitude(extras.plain, found, one_angle=one_angle)
            ):
                extras.crs = code
                extras.blank(*found.span())
    if extras.crs:
        left_over = re.match(r"\s{0,40}[:=]", extras.plain)
        if left_over:  # Datum WGS84: ...
            extras.blank(*left_over.span())
        extras.findings.append(note(Kind.DATUM_IN_TEXT, f"the text names {extras.crs}"))


def _latitude(plain: str, found: re.Match[str], *, one_angle: bool) -> bool:
    """Whether S 42 is a latitude: it has a degree sign, or the longitude has a letter and no latitude has."""
    if found.group(1).lower() != "s":
        return False
    rest = plain[: found.start()] + " " + plain[found.end() :]
    if one_angle or re.match(r"\s?[°*:']|\s?d|[.,][0-9]", plain[found.end() :]):
        return True
    return bool(EAST_WEST.search(rest)) and not NORTH_SOUTH.search(rest)


def _accuracy(extras: Extras) -> None:
    match = _ACCURACY.search(extras.plain)
    if not match or (match.group("pm") in ("+-", "+/-") and not match.group("unit")):
        return
    word = (match.group("word") or "").lower()
    size_m = float(match.group("size").replace(",", ".")) * _UNIT_M[(match.group("unit") or "").lower()]
    if word == "hdop" or size_m <= 0:
        return
    if word in ("ce95", "ce90"):
        extras.report = _report(size_m, 1.0 if word == "ce95" else 1.14, Basis.KNOWN)
    else:
        extras.report = _report(size_m, CEP if word == "cep" else SIXTY_EIGHT)
    extras.blank(*match.span())


def _height(extras: Extras) -> None:
    match = _HEIGHT_WORD.search(extras.plain)
    if match is None:
        match = _HEIGHT_END.search(extras.plain)
        if match is None or extras.plain[: match.start()].count(" ") + len(extras.plain) < 8:
            return
        minutes = (
            match.group("unit").lower() in ("m", "м") and float(match.group("size").replace(",", ".")) < 60
        )
        if minutes or not re.search("[0-9][^0-9]+[0-9]", extras.plain[: match.start()]):
            return
    elif match.start() == 0:
        return
    extras.findings.append(note(Kind.SET_ASIDE, f'a height was set aside: "{match.group().strip()}"'))
    extras.blank(*match.span())


def _axes(extras: Extras) -> None:
    """`x=` and `y=` before two numbers: which of them is north depends on the trade, so neither counts."""
    glued = _GLUED.match(extras.plain)
    if glued:
        extras.blank(*glued.span())
    found = list(_AXES.finditer(extras.plain))
    if sorted(match.group(1).lower() for match in found) == ["x", "y"]:
        for match in found:
            extras.blank(*match.span())
        extras.findings.append(
            note(Kind.SET_ASIDE, "x and y were set aside: trades differ on which is north")
        )
