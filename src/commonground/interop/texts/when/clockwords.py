"""The words and figures that say when, cut out of a message.

A run is a stretch of such words with nothing else between. Figures of positions are blanked before
(`blanked`), so that 36-53.0N gives no date. English, and Russian as coastal warnings write it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from commonground.interop.texts.when.calendar import MONTH

MAX_DIGITS = 6

WORD = re.compile(
    rf"""
      (?P<moment>(?<![\w./-])\d{{6}}(?=\s?(?:Z|UTC|МСК|MSK)?(?!\w)))
    | (?P<clock>(?<![\w./-])\d{{4}}(?=\s?(?:Z|UTC|МСК|MSK)(?!\w)|\s?(?:-|TO|THRU|ДО|ПО)\s?\d{{4}}(?!\d)))
    | (?P<hour>(?:(?<=TO\s)|(?<=ДО\s)|(?<=-)|(?<=-\s))\d{{4}}(?!\w))
    | (?P<month>\b(?:{MONTH.pattern})\b\.?)
    | (?P<zone>(?<=\d)\s?(?:Z|UTC|МСК|MSK)\b|\b(?:Z|UTC|МСК|MSK)\b)
    | (?P<number>(?<![\w./-])\d{{1,2}}(?![\w/]|[.-]\d))
    | (?P<until>\b(?:UNTIL|UNTILL|TILL|TIL)\b)
    | (?P<to>\b(?:TO|THRU|TRHU|THROUGH|THROU|ДО|ПО)\b|(?<=[\dZ\s])[-–](?=\s?\d))
    | (?P<and>\b(?:AND|И)\b|,|&)
    | (?P<daily>\b(?:DAILY|EACH\s+DAY|EVERY\s+DAY|ЕЖЕДНЕВНО|ЕЖЕСУТОЧНО)\b)
    | (?P<start>\b(?:COMMENCING|FROM|BETWEEN|С|EFFECTIVE|BEGINNING)\b)
    | (?P<excluding>\b(?:EXCEPT|EXCLUDING|КРОМЕ)\b)
    | (?P<weekday>\b(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAYS?\b)
    | (?P<alternate>\bALTERNATE(?:LY)?(?:\s+(?:DATES?|DAYS?))?\b|\bRESERVE(?:\s+(?:DATES?|DAYS?))?\b)
    | (?P<further>\bFU(?:R)?THER\s+NOTICE\b)
    | (?P<sun>\b(?:SUNSET|SUNRISE|DAYLIGHT|DAWN|DUSK)\b)
    | (?P<cancel>\bCANCEL\s+(?:(?:HYDRO|NAV)\w*\s[\w/() -]{{1,30}}?\s+AND\s+)?THIS\s+(?:MSG|MESSAGE)\b
                 |\bОТМ(?:ЕНИТЬ)?\s+ЭТОТ\s+(?:НР|№|N)?)
    | (?P<seen>\b(?:AT|ON|AS\s+OF)\b)
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


def blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with the positions struck out, every offset unchanged, in capitals."""
    marked = list(ITEM.sub(lambda item: " " * len(item.group(0)), text))
    for start, end in spans:
        marked[start:end] = "#" * (end - start)
    joined = "".join(marked)
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
        if current and broken:
            found.append(current)
            current = []
        kind = "clock" if match.lastgroup == "hour" else match.lastgroup or ""
        current.append(Word(kind, match.group(0).strip(), match.start(), match.end()))
        last = match.end()
    found.append(current)
    return [run for run in map(trimmed, found) if any(word.kind in FIGURES for word in run) or says_open(run)]


FIGURES = {"moment", "clock", "number"}
LOOSE = {"and", "to", "start", "zone", "seen"}


def trimmed(run: list[Word]) -> list[Word]:
    """A run without connecting words at its ends (but the one that says "until" or "at")."""
    while run and run[-1].kind in {"and", "to", "start", "seen", "until", "excluding"}:
        run = run[:-1]
    while run and run[0].kind in {"and", "zone"}:
        run = run[1:]
    return run


def says_open(run: list[Word]) -> bool:
    return any(word.kind == "further" for word in run)
