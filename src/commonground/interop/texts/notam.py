"""NOTAM: the fields, the circle of the Q-line, and whether the text of E) lies in it.

The Q-line gives the place a second time, in whole minutes and whole nautical miles (ICAO Doc 8126);
where E) lies outside that circle, one of the two is wrong, or the Q-line names a region's centre.
"""

from __future__ import annotations

import itertools
import re
from datetime import UTC, datetime

from commonground.finding import Finding, Kind, Level
from commonground.interop.texts.found import QLine, Span, Spot, WindowKind
from commonground.interop.texts.where.spots import degrees_of
from commonground.position.geodesic import distance_m

NAUTICAL_MILE_M = 1852.0
WHOLE_REGION_NM = 999
ROUNDING_M = 1.5 * NAUTICAL_MILE_M  # whole minutes in both axes
ANOTHER = re.compile(r"\s[A-Z]\d{4}/\d{2}\s+NOTAM[NRC]\b")
ORDER = "QABCDEFG"
FIELD = re.compile(r"(?:^|\s)([QABCDEFG])\)\s?")
Q_LINE = re.compile(
    r"(?P<fir>[A-Z]{4})\s?/\s?(?P<code>Q[A-Z]{4})\s?/\s?[A-Z]*\s*/\s?[A-Z ]*/\s?[A-Z ]*"
    r"/\s?(?P<lower>\d{3})\s?/\s?(?P<upper>\d{3})"
    r"\s?/\s?(?P<lat>\d{4}[NS])\s?(?P<lon>\d{5}[EW])(?P<radius>\d{3})?"
)


def is_notam(text: str) -> bool:
    """Whether a text has the fields of a NOTAM."""
    return re.search(r"(?:^|\s)Q\)\s?[A-Z]{4}\s?/", text) is not None


def fields_of(text: str) -> dict[str, tuple[int, int]]:
    """Where each field stands in the text; the letters come in their order, each once."""
    found: dict[str, tuple[int, int]] = {}
    marks: list[tuple[str, int, int]] = []
    for match in FIELD.finditer(text):
        letter = match.group(1)
        if (not marks and letter == "Q") or (
            marks and "QABCDEFG".index(letter) > "QABCDEFG".index(marks[-1][0])
        ):
            marks.append((letter, match.start(), match.end()))
    for (letter, _, start), (_, end, _) in zip(marks, [*marks[1:], ("", len(text), 0)], strict=True):
        found[letter] = (start, end)
    return found


def copies_of(text: str) -> list[str]:
    """A notice and what follows it: some feeds put several parts, or the same part again, behind it."""
    starts = [0, *(match.start() for match in ANOTHER.finditer(text, 20)), len(text)]
    parts = [text[a:b] for a, b in itertools.pairwise(starts)]
    return list({" ".join(part.split()): part for part in reversed(parts)}.values())[::-1]


def q_line(text: str) -> QLine | None:
    """The qualifier line, or None where it has no readable circle."""
    match = Q_LINE.search(text)
    if match is None:
        return None
    lat, lon = degrees_of(match.group("lat"), "lat"), degrees_of(match.group("lon"), "lon")
    if lat is None or lon is None:
        return None
    radius = match.group("radius")
    return QLine(
        fir=match.group("fir"),
        code=match.group("code"),
        lower_fl=int(match.group("lower")),
        upper_fl=int(match.group("upper")),
        centre=(lat, lon),
        radius_nm=None if radius is None else int(radius),
    )


def moment_of(text: str) -> tuple[datetime | None, bool]:
    """`2603271250` with its note: the moment, and whether it is an estimate."""
    match = re.search(r"\d{10}", text)
    if match is None:
        return None, False
    figures = match.group(0)
    year, month, day, hour, minute = (int(figures[i : i + 2]) for i in range(0, 10, 2))
    try:
        return datetime(2000 + year, month, day, hour, minute, tzinfo=UTC), "EST" in text.upper()
    except ValueError:
        return None, False


def validity(text: str, where: dict[str, tuple[int, int]]) -> tuple[list[Span], list[Finding]]:
    """B) to C) as a window; hours of D) are said, since the window alone is then too wide."""
    findings: list[Finding] = []
    if "B" not in where:
        return [], findings
    begin, _ = moment_of(text[slice(*where["B"])])
    ending = text[slice(*where["C"])].strip() if "C" in where else ""
    end, estimated = moment_of(ending)
    if begin is None or (end is None and not ending.upper().startswith("PERM")):
        said = "B) and C) give no window that can be read."
        return [], [Finding(kind=Kind.TIME_NOT_UNDERSTOOD, level=Level.CAUTION, text=said)]
    if end is not None and end <= begin:
        return [], [Finding(kind=Kind.TIME_NOT_UNDERSTOOD, level=Level.CAUTION, text="C) lies before B).")]
    if estimated:
        findings.append(
            Finding(kind=Kind.TIME_NOT_UNDERSTOOD, level=Level.NOTE, text="The end of C) is an estimate.")
        )
    if "D" in where:
        hours = " ".join(text[slice(*where["D"])].split())
        findings.append(
            Finding(
                kind=Kind.TIME_NOT_UNDERSTOOD, level=Level.NOTE, text=f"Within the window only at: {hours}"
            )
        )
    kind = WindowKind.INTERVAL if end is not None else WindowKind.OPEN
    said_so = " ".join(text[where["B"][0] : where.get("C", where["B"])[1]].split())
    return [Span(kind=kind, start=begin, end=end, text=said_so)], findings


def against_q_line(line: QLine | None, spots: list[Spot]) -> list[Finding]:
    """Findings where the places of E) lie outside the circle of the Q-line."""
    if line is None or line.radius_nm is None or line.radius_nm == WHOLE_REGION_NM or not spots:
        return []
    reach_m = line.radius_nm * NAUTICAL_MILE_M + ROUNDING_M
    off = [(distance_m(line.centre, spot.vertex), spot) for spot in spots]
    outside = [(far, spot) for far, spot in off if far > reach_m]
    if not outside:
        return []
    far, spot = max(outside, key=lambda pair: pair[0])
    text = (
        f'"{spot.text}" of E) lies {far / NAUTICAL_MILE_M:.0f} NM from the point of the Q-line, whose '
        f"radius is {line.radius_nm} NM ({len(outside)} of {len(spots)} positions lie outside)."
    )
    return [Finding(kind=Kind.SECOND_PLACE_DIFFERS, level=Level.CAUTION, text=text)]
