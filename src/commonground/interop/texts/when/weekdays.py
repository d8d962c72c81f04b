"""Weekdays that limit a schedule: MONDAYS THRU FRIDAYS, WEEKDAYS ONLY, EVERY TUESDAY AND THURSDAY."""

from __future__ import annotations

import re
from collections.abc import Sequence

from commonground.interop.texts.when.clockwords import Word

WEEKDAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")


def day_number(text: str) -> int:
    """0 for a word that begins like Monday, to 6 for Sunday."""
    return WEEKDAYS.index(text[:3])


def days_of_week(run: Sequence[Word]) -> tuple[frozenset[int], list[Word]]:
    """The weekdays to which a run is limited, and the run without the words that say so.

    Weekdays behind *except* stay: they are what is left out.
    """
    only: set[int] = set()
    kept: list[Word] = []
    left_out = False
    for word in run:
        if word.kind not in ("weekday", "weekdays"):
            left_out = word.kind == "excluding" or (left_out and word.kind == "and")
            kept.append(word)
            continue
        named = _several(word.text) if word.kind == "weekdays" else {day_number(word.text)}
        if left_out:
            kept += [Word("weekday", WEEKDAYS[day], word.start, word.end) for day in sorted(named)]
        else:
            only |= named
    return frozenset(only), kept


def _several(text: str) -> set[int]:
    if re.match(r"WEEK\s?END", text):
        return {5, 6}
    if re.match(r"WEEK|WORKING", text):
        return set(range(5))
    first, last = (day_number(name) for name in re.findall(r"(?:MON|TUE|WED|THU|FRI|SAT|SUN)", text)[:2])
    return {(first + step) % 7 for step in range((last - first) % 7 + 1)}
