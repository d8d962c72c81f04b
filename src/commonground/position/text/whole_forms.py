"""Forms that a whole text has by a standard: ISO 6709, NMEA 0183 sentences, positions with check digits.

Each says which characters are the position; the rest is blanked, so offsets stay. They are told by
their frame alone, so nothing else has to be guessed about them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from commonground.finding import Finding, Kind
from commonground.position.profile import Order
from commonground.position.reader.named import ask, note

_ISO = re.compile(
    r"\s*(?P<lat>[+-](?:[0-9]{2}|[0-9]{4}|[0-9]{6})(?:\.[0-9]{1,12})?)"
    r"(?P<lon>[+-](?:[0-9]{2,3}|[0-9]{5}|[0-9]{7})(?:\.[0-9]{1,12})?)"
    r"(?P<height>[+-][0-9]{1,6}(?:\.[0-9]{1,6})?)?(?:CRS[A-Za-z0-9_]{1,20})?\s*(?P<end>/?)\s*"
)
_NMEA = re.compile(
    r"\s*\$[A-Z]{2}(?P<kind>GGA|RMC|GLL|GNS)(?P<body>,[^*\n]{10,120})(?:\*(?P<sum>[0-9A-Fa-f]{2}))?\s*"
)
_NMEA_POSITION = re.compile(r"[0-9]{4}\.[0-9]{1,9},[NS],[0-9]{5}\.[0-9]{1,9},[EW]")
_CHECKED = re.compile(
    r"\s*/?(?:[0-9]{4}|[0-9]{6})[NS](?P<a>[0-9])[/\s-][0-9]{5}(?:[0-9]{2})?[EW](?P<b>[0-9])/?\s*"
)


@dataclass(frozen=True, slots=True)
class WholeForm:
    """The text with all but the position blanked, and what is to be said about it."""

    plain: str
    findings: tuple[Finding, ...]
    order: Order = Order.LAT_LON
    refused: bool = False  # the form is known, and its numbers are no position


def whole_form(plain: str) -> WholeForm | None:
    """The standard form that the whole text has; None where it has none."""
    if len(plain) > 200:
        return None
    return _iso(plain) or _nmea(plain) or _checked(plain)


def _iso(plain: str) -> WholeForm | None:
    match = _ISO.fullmatch(plain)
    if match is None or not (match.group("end") or match.group("height") or "CRS" in plain or _padded(match)):
        return None
    if len(match.group("lon").split(".")[0]) == 3 and not match.group("end"):
        return None  # two digits of longitude are none of the standard: only its own end mark shows it
    kept = keep(plain, [match.span("lat"), match.span("lon")])
    height = match.group("height")
    told = (note(Kind.SET_ASIDE, f'a height was set aside: "{height}"'),) if height else ()
    return WholeForm(kept, told)


def _padded(match: re.Match[str]) -> bool:
    """Degrees filled up with zeros as the standard asks: 3430 and 07112."""
    return match.group("lon")[1] == "0" or len(match.group("lon").split(".")[0]) > 4


def _nmea(plain: str) -> WholeForm | None:
    match = _NMEA.fullmatch(plain)
    if match is None:
        return None
    place = _NMEA_POSITION.search(plain)
    if place is None:
        return None
    findings: tuple[Finding, ...] = ()
    if match.group("sum"):
        total = 0
        for char in plain[plain.index("$") + 1 : plain.index("*")]:
            total ^= ord(char)
        if total != int(match.group("sum"), 16):
            findings = (ask(Kind.CONTRADICTION, "the check sum of the sentence is wrong"),)
    if match.group("kind") == "RMC" and ",V," in plain[: place.start() + 1]:
        findings += (ask(Kind.CONTRADICTION, "the receiver itself calls this position void"),)
    return WholeForm(keep(plain, [place.span()]), findings)


def _checked(plain: str) -> WholeForm | None:
    """4218N5/10224W9: a check digit behind each letter, the last digit of the sum of the digits before it."""
    match = _CHECKED.fullmatch(plain)
    if match is None:
        return None
    a, b = match.start("a"), match.start("b")
    due = [sum(int(char) for char in part if char.isdigit()) % 10 for part in (plain[:a], plain[a + 1 : b])]
    told = note(Kind.SET_ASIDE, "the check digits fit (sum of the digits)")
    if due != [int(plain[a]), int(plain[b])]:
        text = (
            f"check digits {plain[a]} and {plain[b]}, but the sums of the digits end in {due[0]} and {due[1]}"
        )
        told = ask(Kind.CONTRADICTION, text)
    return WholeForm(keep(plain, [(0, a), (a + 1, b)]), (told,))


def keep(plain: str, spans: list[tuple[int, int]]) -> str:
    """The text with all but the spans blanked."""
    kept = [" "] * len(plain)
    for start, end in spans:
        kept[start:end] = plain[start:end]
    return "".join(kept)
