"""Names of seas in a heading against the positions below it.

The boxes are wide on purpose: they catch a wrong hemisphere letter or a wrong sea, not a wrong mile.
Limits after the International Hydrographic Organization's S-23, rounded outward by about a degree.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from commonground.finding import Finding, Kind, Level
from commonground.interop.texts.found import Area

# name: south, west, north, east
SEAS: dict[str, tuple[float, float, float, float]] = {
    "BLACK SEA": (40.0, 26.5, 48.0, 42.5), "SEA OF AZOV": (44.5, 34.0, 48.0, 40.0),
    "BALTIC SEA": (53.0, 8.5, 66.5, 31.0), "GULF OF FINLAND": (58.5, 22.0, 61.5, 31.0),
    "GULF OF BOTHNIA": (59.5, 16.0, 66.5, 26.0), "NORTH SEA": (50.0, -5.5, 63.0, 13.0),
    "ENGLISH CHANNEL": (47.5, -8.0, 52.0, 3.0), "IRISH SEA": (51.0, -8.0, 56.0, -2.0),
    "CELTIC SEA": (46.5, -13.5, 53.0, -3.0), "BAY OF BISCAY": (42.5, -11.0, 49.5, 0.0),
    "MEDITERRANEAN": (29.5, -7.0, 46.5, 37.0), "AEGEAN SEA": (34.0, 22.0, 41.5, 30.0),
    "ADRIATIC SEA": (38.5, 11.5, 46.5, 21.0), "IONIAN SEA": (34.0, 14.0, 42.0, 24.0),
    "TYRRHENIAN SEA": (36.5, 7.5, 45.0, 17.5), "ALBORAN SEA": (34.0, -7.0, 38.0, 0.5),
    "STRAIT OF GIBRALTAR": (34.5, -8.0, 37.5, -4.0), "SEA OF MARMARA": (39.5, 25.5, 41.8, 30.5),
    "NORWEGIAN SEA": (60.0, -14.0, 77.5, 25.0), "BARENTS SEA": (65.0, 14.0, 83.0, 70.0),
    "KARA SEA": (65.0, 49.0, 83.0, 106.0), "WHITE SEA": (62.5, 30.0, 70.0, 47.0),
    "GREENLAND SEA": (63.0, -40.0, 84.0, 18.0), "DAVIS STRAIT": (58.0, -70.0, 73.0, -43.0),
    "LABRADOR SEA": (48.0, -68.0, 65.0, -40.0), "BAFFIN BAY": (68.0, -84.0, 80.0, -48.0),
    "HUDSON BAY": (49.5, -97.0, 67.0, -74.0), "GULF OF MEXICO": (17.0, -99.5, 32.0, -79.0),
    "CARIBBEAN SEA": (6.5, -91.0, 24.5, -57.0), "GULF OF GUINEA": (-10.0, -15.0, 9.0, 15.0),
    "RED SEA": (11.0, 31.0, 31.0, 45.0), "GULF OF ADEN": (9.5, 42.0, 17.5, 54.0),
    "ARABIAN SEA": (-3.0, 48.0, 28.0, 79.0), "PERSIAN GULF": (22.5, 46.5, 32.0, 58.0),
    "BAY OF BENGAL": (3.0, 78.0, 25.0, 99.0), "WEDDELL SEA": (-85.0, -66.0, -55.0, -5.0),
    "SCOTIA SEA": (-65.0, -72.0, -49.0, -22.0), "NORTH ATLANTIC": (-3.0, -101.0, 70.0, 20.0),
    "SOUTH ATLANTIC": (-75.0, -75.0, 5.0, 30.0), "CASPIAN SEA": (35.5, 45.5, 48.5, 56.0),
    "ATLANTIC": (-76.0, -101.0, 71.0, 30.0), "ARCTIC": (58.0, -180.0, 90.0, 180.0),
}  # fmt: skip
HEADING_LINES = 4


def named_seas(text: str) -> list[str]:
    """Seas named in the heading: the lines before the first numbered item, each a name and a stop."""
    lines = text.splitlines()[:HEADING_LINES]
    heading = []
    for line in lines:
        if re.match(r"\s*1\.", line):
            break
        heading.append(line.upper())
    joined = " ".join(heading)
    found = [name for name in SEAS if name in joined]
    return [name for name in found if re.search(rf"(?<!\w){name}(?:\s+SEA)?(?!\w)", joined)]


def holds(box: tuple[float, float, float, float], area: Area) -> bool:
    """Whether any corner of an area lies in a box of south, west, north, east in degrees."""
    south, west, north, east = box
    return any(south <= lat <= north and west <= lon <= east for lat, lon in area.vertices)


def sea_findings(text: str, areas: Sequence[Area]) -> list[Finding]:
    """A finding for the areas that lie wholly outside the seas that the heading names."""
    names = named_seas(text)
    off = [area for area in areas if names and not any(holds(SEAS[name], area) for name in names)]
    if not off:
        return []
    seas = ", ".join(name.title() for name in names)
    sentence = f'The heading says {seas}, but "{off[0].text}" lies outside ({len(off)} of {len(areas)} do).'
    return [Finding(kind=Kind.WORDS_CONTRADICT_POSITION, level=Level.CAUTION, text=sentence)]
