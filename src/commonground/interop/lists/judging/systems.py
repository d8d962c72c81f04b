"""Coordinate systems that lists name in a cell: "WGS84", "Lambert 1972", "EPSG:31370".

Only names that mean one system; a family (Pulkovo 1942 without a zone, UTM without a zone) is not
guessed at. Source of the codes: EPSG dataset v11.
"""

from __future__ import annotations

import re

CODE = re.compile(r"\b(?:EPSG|ESRI|IGNF|OGC)\s*:{1,2}\s*([A-Z0-9]{2,12})\b", re.IGNORECASE)

# Pattern on the name in lower case without blanks and marks -> code. In this order.
NAMES: tuple[tuple[str, str], ...] = (
    (r"((wgs|worldgeodetic\w*)(19)?84\w*)?utm(zone)?(?P<zone>\d{1,2})(?P<half>[ns])", "utm"),
    (r"lambert(19)?72|belg\w*lambert\w*|lambertbelge\w*", "EPSG:31370"),
    (r"lambert(20)?08", "EPSG:3812"),
    (r"lambert(19)?93", "EPSG:2154"),
    (r"(wgs|worldgeodetic\w*)(19)?84\w*|wgs|gps", "EPSG:4326"),
    (r"etrs(19)?89|euref89", "EPSG:4258"),
    (r"nad(19)?83|northamericandatum1983", "EPSG:4269"),
    (r"nad(19)?27|northamericandatum1927", "EPSG:4267"),
    (r"ed(19)?50|europeandatum1950", "EPSG:4230"),
    (r"sirgas2000", "EPSG:4674"),
    (r"sad(19)?69|southamericandatum1969", "EPSG:4618"),
    (r"psad(19)?56", "EPSG:4248"),
    (r"osgb(19)?36\w*|britishnationalgrid|osgrid", "EPSG:27700"),
    (r"gda(19)?94", "EPSG:4283"),
    (r"gda2020", "EPSG:7844"),
    (r"ch1903\+?|swissgrid", "EPSG:21781"),
    (r"rdnew|amersfoort\w*|rijksdriehoek\w*", "EPSG:28992"),
    (r"dhdn", "EPSG:4314"),
    (r"pulkovo(19)?42|sk-?42|ск-?42", "EPSG:4284"),
    (r"(egm|arc)(19)?60", "EPSG:4210"),
)


def system_of(text: str) -> str:
    """The authority code that a cell names, "" where it names none that we know for certain."""
    text = text.strip()[:200]
    if (match := CODE.search(text)) is not None:
        return match.group(0).upper().replace(" ", "").replace("::", ":")
    plain = re.sub(r"[\s_./,()-]+", "", text.lower())
    for pattern, code in NAMES:
        if (found := re.fullmatch(pattern, plain)) is not None:
            if code != "utm":
                return code
            zone, south = int(found["zone"]), found["half"] == "s"
            return f"EPSG:{32600 + zone + 100 * south}" if 1 <= zone <= 60 else ""
    return ""
