"""The words and figures that say when, cut out of a message.

A run is a stretch of such words with nothing else between. Figures of positions are blanked before
(`blanked`), so that 36-53.0N gives no date. English, and Russian as coastal warnings write it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from commonground.interop.texts.when.calendar import MONTH

ZONES = "Z|UTC|GMT|МСК|MSK"
DAY_NAME = "(?:MON|TUE|TUES|WED|WEDNES|THU|THUR|THURS|FRI|SAT|SATUR|SUN)(?:DAYS?)?"

WORD = re.compile(
    rf"""
    (?:(?<![^\W\d])|(?=[,&–-]))  # inside a word nothing begins
    (?:
      (?P<moment>(?:(?<![\w./-])|(?<=Z-)|(?<=Z–)|(?<=UTC-))\d{{6}}(?=\s?(?:Z|UTC|GMT|МСК|MSK)?(?!\w)))
    | (?P<clock>(?<![\w./-])\d{{4}}(?=\s?(?:{ZONES}|H|LT|LMT|LOCAL)(?!\w)
                                     |\s?(?:-|TO|THRU|ДО|ПО)\s?\d{{4}}(?!\d)))
    | (?P<hour>(?:(?<=TO\s)|(?<=ДО\s)|(?<=-)|(?<=-\s))\d{{4}}(?!\w)(?!\s?(?:MET|FEET|FT|MILE|NM|KM|M\b)))
    | (?P<year>(?<![\w./-])(?:19|20)\d\d(?![\w/:-]|\.\d))
    | (?P<weekdays>\b(?:{DAY_NAME})\s?(?:-|TO|THRU|THROUGH)\s?(?:{DAY_NAME})\b
                  |\bWEEK\s?(?:DAY|END)S?(?:\s+ONLY)?\b|\bWORKING\s+DAYS?\b)
    | (?P<month>\b(?:{MONTH.pattern})\b\.?)
    | (?P<zone>(?<!\w)(?:UTC|GMT)\s?[+-]\s?\d{{1,2}}\b|(?<=\d)\s?(?:{ZONES}|H|LT|LMT)\b|\b(?:{ZONES}|LT|LMT)\b
              |\bLOCAL(?:\s+TIME)?\b)
    | (?P<number>(?<![\w./-])\d{{1,2}}(?![\w/]|[.-]\d)
                |(?<![\w./-])\d{{1,2}}(?=\s?[-–]\s?\d{{1,2}}\s+(?:{MONTH.pattern})\b)
                |(?:(?<=\d-)|(?<=\d–))\d{{1,2}}(?=\s+(?:{MONTH.pattern})\b))
    | (?P<until>\b(?:UNTIL|UNTILL|TILL|TIL)\b)
    | (?P<to>\b(?:TO|THRU|TRHU|THROUGH|THROU|ДО|ПО)\b|(?<=[\dZ\s])[-–](?=\s?\d))
    | (?P<and>\b(?:AND|И)\b|,|&)
    | (?P<daily>\b(?:DAILY|EACH(?:\s+DAY)?|EVERY(?:\s+DAY)?|ЕЖЕДНЕВНО|ЕЖЕСУТОЧНО)\b)
    | (?P<start>\b(?:COMMENCING|FROM|BETWEEN|С|EFFECTIVE|BEGINNING)\b)
    | (?P<excluding>\b(?:EXCEPT|EXCLUDING|КРОМЕ)\b)
    | (?P<weekday>\b(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAYS?\b)
    | (?P<alternate>\bALTERNATE(?:LY)?(?:\s+(?:DATES?|DAYS?))?\b|\bRESERVE(?:\s+(?:DATES?|DAYS?))?\b)
    | (?P<further>\bFU(?:R)?THER\s+NOTICE\b)
    | (?P<sun>\b(?:SUNSET|SUNRISE|DAYLIGHT|DAWN|DUSK)\b)
    | (?P<cancel>\bCANCEL\s+(?:(?:HYDRO|NAV)\w*\s[\w/() -]{{1,30}}?\s+AND\s+)?THIS\s+(?:MSG|MESSAGE)\b
                 |\bОТМ(?:ЕНИТЬ)?\s+ЭТОТ\s+(?:НР|№|N)?)
    | (?P<seen>\b(?:AT|ON|AS\s+OF)\b)
    )
    """,
    re.VERBOSE,
)


ITEM = re.compile(r"(?m)^[ \t]*(?:\d{1,2}|[A-ZА-Я]\d?)[.)](?=\s|[^\d\s])")  # 2. or B) at the head of a line


@dataclass(frozen=True, slots=True)
class Word:
    """One word or figure of a time: its kind, its text, and where it stands."""

    kind: str
    text: str
    start: int
    end: int


ISO_DATE = re.compile(r"(?<![\w.-])(\d{4})-(\d{2})-(\d{2})(?=[T\s,;.)]|$)T?")
DOTTED_DATE = re.compile(r"(?<![\w.-])(?:(\d{2})(-))?(\d{2})\.(\d{2})\.(\d{4})(?!\d)")
CLOCK = re.compile(r"(?<![\w:.])([01]?\d|2[0-4]):([0-5]\d)(?::[0-5]\d)?(?![\d:])")
SHORT_MONTHS = " JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(" ")


def in_words(text: str) -> str:
    """ISO dates, dates with points and hours with colons as the words of a warning, each as long as it was.

    >>> in_words("2024-03-05 06:30 UTC, 05-09.03.2024")
    '05 MAR 24   0630 UTC, 05-09 MAR 24 '
    """

    def iso(found: re.Match[str]) -> str:
        year, month, day = found.groups()[:3]
        return _dated(f"{day}", month, year, found)

    def dotted(found: re.Match[str]) -> str:
        first, dash, day, month, year = found.groups()
        return _dated(f"{first or ''}{dash or ''}{day}", month, year, found)

    def clock(found: re.Match[str]) -> str:
        return f"{found[1].zfill(2)}{found[2]}".rjust(5).ljust(len(found[0]))[-max(5, len(found[0])) :]

    text = DOTTED_DATE.sub(dotted, ISO_DATE.sub(iso, text))
    return CLOCK.sub(lambda found: clock(found) if len(found[0]) >= 5 else found[0], text)


def _dated(day: str, month: str, year: str, found: re.Match[str]) -> str:
    if not 1 <= int(month) <= 12:
        return found[0]
    return f"{day} {SHORT_MONTHS[int(month)]} {year[2:]}".ljust(len(found[0]))


def blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with the positions struck out, every offset unchanged, in capitals."""
    marked = list(ITEM.sub(lambda item: " " * len(item.group(0)), text))
    for start, end in spans:
        marked[start:end] = "#" * (end - start)
    joined = in_words("".join(marked))
    capitals = joined.upper()
    if len(capitals) == len(joined):
        return capitals
    return "".join(c.upper() if len(c.upper()) == 1 else c for c in joined)  # ß would move the offsets


def runs(text: str) -> list[list[Word]]:
    """Stretches of time words with only blanks and stops between; those with no figure are dropped."""
    found: list[list[Word]] = []
    current: list[Word] = []
    last = 0
    for match in WORD.finditer(text):
        between = text[last : match.start()]
        broken = between.strip(" \t\r\n.:()") or "\n\n" in between or match.lastgroup == "cancel"
        if match.lastgroup == "year" and (broken or not current or current[-1].kind != "month"):
            continue  # some other figure of four digits
        if current and broken:
            found.append(current)
            current = []
        kind = "clock" if match.lastgroup == "hour" else match.lastgroup or ""
        current.append(Word(kind, match.group(0).strip(), match.start(), match.end()))
        last = match.end()
    found.append(current)
    return [run for run in map(trimmed, found) if any(word.kind in FIGURES for word in run) or says_open(run)]


FIGURES = {"moment", "clock", "number"}


def trimmed(run: list[Word]) -> list[Word]:
    """A run without connecting words at its ends (but the one that says "until" or "at")."""
    while run and run[-1].kind in {"and", "to", "start", "seen", "until", "excluding"}:
        run = run[:-1]
    while run and run[0].kind in {"and", "zone"}:
        run = run[1:]
    return run


def says_open(run: list[Word]) -> bool:
    """Whether these words leave the end open (until further notice)."""
    return any(word.kind == "further" for word in run)
