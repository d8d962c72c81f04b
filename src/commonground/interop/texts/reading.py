"""Read one message: an e-mail, a radio log, a navigational warning, a NOTAM.

What comes back is to be confirmed by an officer, never acted on. Figures that no reading accounts
for are shown, so that nothing of a message is passed over in silence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from commonground.errors import InputError
from commonground.finding import Finding, Kind, Level
from commonground.interop.texts.found import Area, AreaKind, MessageRead, Span, Spot, WindowKind
from commonground.interop.texts.notam import against_q_line, copies_of, fields_of, is_notam, q_line, validity
from commonground.interop.texts.when.calendar import MONTH
from commonground.interop.texts.when.clockwords import blanked
from commonground.interop.texts.when.times import Times, read_times
from commonground.interop.texts.where.areas import areas_of
from commonground.interop.texts.where.seas import sea_findings
from commonground.interop.texts.where.spots import CYRILLIC, Spots, find_spots

MAX_MESSAGE = 100_000  # characters
SHOWN_FIGURES = 12
YEAR_SAID = re.compile(rf"\b(?:{MONTH.pattern})\b\.?\s?(?:19|20)\d\d\b")
FIGURES = re.compile(r"(?<![\w#])\d[\d.,/:-]*")
DATED = re.compile(
    r"\d{1,2}/\d{1,2}/(?:\d{2}|\d{4})|\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{2,4}|\d{1,2}:\d{2}"
)
# Figures that are no place and no time, by the word beside them.
HARMLESS = re.compile(
    r"""(?x) (?: CHARTS?|DNC|PHONE|FAX|TELEX|TEL|VHF|CH(?:ANNEL)?S?|MHZ|KHZ|FREQ\w*|HYDRO\w+|NAVAREA
        |NAV\s?WARN|WARN\w*|MSG|NR|NO|№|КАРТ\w*|НР|ПРИП\s+\w+|КАНАЛ\w*|MMSI|PRN|ED|ORDER|COPY
        |BUOY|LIGHT|BLOCK|PLATFORM )
        [\s.:,№-]* [\d\s.,/:()A-Z-]{1,40}?$""",
    re.IGNORECASE,
)


def read_message(text: str, *, ident: str = "", issued: datetime | None = None) -> MessageRead:
    """Read a message; `issued` completes dates without a year, and without it such dates give none.

    Raises InputError for a text of over 100,000 characters.
    """
    if len(text) > MAX_MESSAGE:
        raise InputError(
            f"a message of {len(text):,} characters; at most {MAX_MESSAGE:,} are read", where=ident
        )
    return read_notam(text, ident) if is_notam(text) else read_plain(text, ident, issued)


def read_plain(text: str, ident: str, issued: datetime | None) -> MessageRead:
    """Any message in words."""
    spots, twice = said_once(find_spots(text))
    areas, findings = areas_of(text, spots.found)
    findings = [*spots.findings, *twice, *findings, *sea_findings(text, areas)]
    rest = blanked(text, spots.spans)
    times = Times()
    if issued is not None or YEAR_SAID.search(rest):
        times = read_times(rest, issued)
        findings.extend(times.findings)
    if issued is None:
        text_said = "Nobody said when this message was issued; dates without a year were not completed."
        findings.append(Finding(kind=Kind.TIME_NOT_UNDERSTOOD, level=Level.NOTE, text=text_said))
    else:
        findings.extend(ended_before(times.windows, issued))
    findings.extend(left_over(rest, times.used))
    return MessageRead(
        ident=ident,
        positions=positions_of(spots.found),
        areas=tuple(areas),
        windows=tuple(times.windows),
        cancel_at=times.cancel_at,
        findings=tuple(findings),
    )


def said_once(spots: Spots) -> tuple[Spots, list[Finding]]:
    """A message in Russian and English gives its places twice: keep the first, and compare the two."""
    first = [s for s in spots.found if isinstance(s, Spot) and CYRILLIC.search(s.text)]
    second = [s for s in spots.found if isinstance(s, Spot) and not CYRILLIC.search(s.text)]
    if not first or not second:
        return spots, []
    if [s.vertex for s in first] != [s.vertex for s in second]:
        said = f"The Russian text has {len(first)} positions, the other {len(second)}; they are not the same."
        return spots, [Finding(kind=Kind.SECOND_PLACE_DIFFERS, level=Level.CAUTION, text=said)]
    return Spots(found=tuple(first), spans=spots.spans, findings=spots.findings), []


def positions_of(found: Sequence[object]) -> tuple[Spot, ...]:
    """The places among what was found."""
    return tuple(spot for spot in found if isinstance(spot, Spot))


def ended_before(windows: Sequence[Span], issued: datetime) -> list[Finding]:
    """Windows that were over when the message was issued."""
    over = [w for w in windows if w.end is not None and w.end <= issued and w.kind is not WindowKind.OBSERVED]
    if not over:
        return []
    text = f'"{over[0].text}" was over when the message was issued; perhaps another year or month is meant.'
    return [Finding(kind=Kind.TIME_NOT_UNDERSTOOD, level=Level.CAUTION, text=text)]


def left_over(rest: str, used: Sequence[tuple[int, int]]) -> list[Finding]:
    """One finding that lists the figures which no reading accounts for."""
    odd: list[str] = []
    for match in FIGURES.finditer(rest):
        inside = any(start <= match.start() < end for start, end in used)
        if not inside and HARMLESS.search(rest[max(0, match.start() - 40) : match.end()]) is None:
            odd.append(match.group(0).rstrip(".,:-/"))
    if not odd:
        return []
    shown = ", ".join(odd[:SHOWN_FIGURES]) + (" …" if len(odd) > SHOWN_FIGURES else "")
    level = Level.CAUTION if any(DATED.fullmatch(figures) for figures in odd) else Level.NOTE
    return [Finding(kind=Kind.FIGURES_NOT_UNDERSTOOD, level=level, text=f"Not accounted for: {shown}.")]


def read_notam(text: str, ident: str) -> MessageRead:
    """A NOTAM: the places of E), the window of B) and C), both against the Q-line."""
    first, *others = (notam_part(part) for part in copies_of(text))
    positions = dict.fromkeys([*first.positions, *(spot for part in others for spot in part.positions)])
    areas = {area.vertices: area for part in (first, *others) for area in part.areas}
    findings = dict.fromkeys([*first.findings, *(finding for part in others for finding in part.findings)])
    return MessageRead(
        ident=ident or " ".join(text.split()[:1]),
        positions=tuple({(spot.vertex, spot.text): spot for spot in positions}.values())
        if others
        else first.positions,
        areas=tuple(areas.values()),
        windows=first.windows,
        findings=tuple(findings),
        q_line=first.q_line,
    )


def notam_part(text: str) -> MessageRead:
    """One part of a NOTAM; most have one."""
    where = fields_of(text)
    line = q_line(text[slice(*where["Q"])]) if "Q" in where else None
    windows, findings = validity(text, where)
    body_at = where.get("E", (0, 0))
    body = text[slice(*body_at)]
    spots = find_spots(body)
    positions = positions_of(spots.found)
    areas, area_findings = areas_of(body, spots.found)
    certain = [moved(area, body_at[0]) for area in areas if area.kind is not AreaKind.POINT]
    if line is None:
        said = "The Q-line has no circle that can be read."
        findings.append(Finding(kind=Kind.AREA_NOT_UNDERSTOOD, level=Level.CAUTION, text=said))
    findings += [*spots.findings, *area_findings, *against_q_line(line, list(positions))]
    return MessageRead(
        ident="",
        positions=positions,
        areas=tuple(certain),
        windows=tuple(windows),
        findings=tuple(findings),
        q_line=line,
    )


def moved(area: Area, by: int) -> Area:
    """An area found in a part of the text, at its place in the whole."""
    return Area(
        kind=area.kind,
        vertices=area.vertices,
        radius_m=area.radius_m,
        bearings=area.bearings,
        text=area.text,
        start=area.start + by,
    )
