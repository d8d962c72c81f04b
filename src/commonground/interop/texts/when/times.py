"""Windows of a message as explicit intervals in UTC.

Reads moments (`141300Z SEP`), daily hours (`0730Z TO 1200Z DAILY 23 AND 24 JAN`, across midnight, with
exceptions, on some weekdays), days, *until* and *until further notice*, and when the message is to be
cancelled. A month or year left out is completed by the rule in `calendar`. What is not certain (no time
zone named, sunset, an end before its beginning, hours that belong to nothing) gives a finding.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from commonground.finding import Finding, Kind, Level
from commonground.interop.texts.found import Span, WindowKind
from commonground.interop.texts.when.calendar import ImpossibleDateError
from commonground.interop.texts.when.clockwords import Word, runs
from commonground.interop.texts.when.cursor import DAY, Cursor, Days, Hours, month_back

LASTING = re.compile(
    r"\bFOR\s+(?:THE\s+NEXT\s+|ABOUT\s+|APPROXIMATELY\s+)?"
    r"(?:\d{1,4}|[A-Z]+(?:[ -][A-Z]+)?)\s+(?:HOURS?|DAYS?|WEEKS?|MONTHS?)\b"
)


@dataclass(slots=True)
class Times:
    """What a message says of time."""

    windows: list[Span] = field(default_factory=list)
    cancel_at: datetime | None = None
    findings: list[Finding] = field(default_factory=list)
    used: list[tuple[int, int]] = field(default_factory=list)


def read_times(text: str, issued: datetime | None) -> Times:
    """Every window of a message whose positions were blanked; `issued` completes missing parts.

    Without it only dates with their year are read, and each of the others gives a finding.
    """
    found = Times()
    for run in runs(text):
        Reader(run, text, issued, found).read()
    if (lasting := LASTING.search(text)) is not None:
        said = f'"{" ".join(lasting.group(0).split())}": a stretch of time without an end; ask for one.'
        found.findings.append(Finding(kind=Kind.TIME_NOT_UNDERSTOOD, level=Level.CAUTION, text=said))
    return found


class Reader(Cursor):
    """Reads one run of time words from left to right."""

    def __init__(self, run: Sequence[Word], text: str, issued: datetime | None, found: Times) -> None:
        super().__init__(run, text, issued)
        self.whole, self.found = run, found
        self.alternate = False

    def read(self) -> None:
        """Read the whole run; what cannot be read is said, and reading goes on after it."""
        self.found.used.append((self.whole[0].start, self.whole[-1].end))
        told = len(self.found.findings)
        while self.at < len(self.run):
            start = self.at
            try:
                self.read_one(start)
            except ImpossibleDateError as error:
                self.at = max(self.at, start + 1)
                said = f'"{self.words(start)}": {error}; no window was made of it.'
                self.say(Kind.TIME_NOT_UNDERSTOOD, said)
            if self.at == start:
                self.at += 1
        if self.hours_left and len(self.found.findings) == told:
            left = ", ".join(self.run[place].text for place in sorted(self.hours_left)[:4])
            said = f"The hours {left} belong to no window that was understood."
            alone = not {word.kind for word in self.run} - {"clock", "zone", "seen", "start"}
            level = Level.NOTE if alone else Level.CAUTION  # the time of a radio call, say
            self.found.findings.append(Finding(kind=Kind.TIME_NOT_UNDERSTOOD, level=level, text=said))

    def say(self, kind: Kind, text: str) -> None:
        self.found.findings.append(Finding(kind=kind, level=Level.CAUTION, text=text))

    def read_one(self, start: int) -> None:
        """One element of the run: a window, a cancel time, or a connecting word."""
        kind = self.peek()
        if kind == "cancel":
            self.read_cancel()
        elif kind == "alternate":
            self.alternate = True
            self.at += 1
        elif kind == "until":
            self.at += 1
            self.read_until(start, None)
        elif kind == "to" and self.peek(1) in {"moment", "clock", "number", "further"}:
            self.at += 1  # a beginning would have taken it
            self.read_until(start, None)
        elif kind == "seen":
            self.at += 1
            if self.peek() in {"moment", "number", "clock"}:
                self.read_seen(start)
        elif kind in {"moment", "clock", "number"}:
            if not self.read_points(start):
                {"moment": self.read_moment, "clock": self.read_hours_first, "number": self.read_days_first}[
                    kind
                ](start)
        elif kind == "sun":
            self.at += 1
            self.say(Kind.TIME_NOT_UNDERSTOOD, f'"{self.words(start)}" is no hour; ask for one.')
        else:
            self.at += 1

    def add(self, kind: WindowKind, start: datetime | None, end: datetime | None, first: int) -> None:
        text = self.words(first)
        if start is not None and end is not None and end <= start:
            raise ImpossibleDateError("it ends before it begins")
        if self.alternate:
            kind = WindowKind.ALTERNATE
        self.found.windows.append(Span(kind=kind, start=start, end=end, text=text, at=self.run[first].start))

    def observed(self, seen: datetime, first: int) -> None:
        """When something was seen: no window of validity."""
        at, text = self.run[first].start, self.words(first)
        self.found.windows.append(Span(kind=WindowKind.OBSERVED, start=seen, end=seen, text=text, at=at))

    def no_zone(self, start: int) -> None:
        text = f'"{self.words(start)}" names no time zone, or not UTC; no window was made of it.'
        self.say(Kind.TIME_ZONE_NOT_NAMED, text)

    def read_points(self, start: int) -> bool:
        """From one moment to another, each a day-hour group or an hour with its day."""
        mark, left = self.at, set(self.hours_left)
        own_month = True
        if self.peek() == "moment":
            day = int(self.run[self.at].text[:2])
            begin, own_month = self.take_moment(earlier=True)
        else:
            taken = self.take_point()
            if taken is None:
                return False
            begin, day = taken, 0
        joined = self.skip("to", "until") or (self.follows_between(start) and self.skip("and"))
        if joined and self.peek() == "further":
            self.at += 1
            self.add(WindowKind.OPEN, begin, None, start)
            return True
        end = self.take_point() if joined else None
        if end is None:
            self.at, self.hours_left = mark, left
            return False
        if end <= begin and begin - end < 32 * DAY and not own_month and day > end.day:
            begin = month_back(begin)
        if self.zone_named():
            self.add(WindowKind.INTERVAL, begin, end, start)
        else:
            self.no_zone(start)
        return True

    def follows_between(self, start: int) -> bool:
        return start > 0 and self.run[start - 1].text == "BETWEEN"

    def read_moment(self, start: int) -> None:
        """One moment alone: when something was seen."""
        seen, _ = self.take_moment()
        self.observed(seen, start)

    def read_cancel(self) -> None:
        self.at += 1
        cancel = self.take_point()
        if cancel is not None:
            if self.zone_named() or self.text.isascii():
                self.found.cancel_at = cancel
        elif self.peek() == "number" and (days := self.take_days()):
            self.found.cancel_at = days[-1][1]

    def read_until(self, start: int, begin: datetime | None) -> None:
        """What follows *until*."""
        self.skip("seen")
        if self.peek() == "further":
            self.at += 1
            return self.add(WindowKind.OPEN, begin, None, start)
        end = self.take_point()
        if end is not None:
            if not self.zone_named():
                return self.no_zone(start)
            return self.add(WindowKind.UNTIL, begin, end, start)
        if self.peek() == "number" and (days := self.take_days()):
            self.add(WindowKind.UNTIL_DAY, begin, days[-1][1] + DAY, start)
        elif self.peek() == "sun":
            self.say(Kind.TIME_NOT_UNDERSTOOD, f'"{self.words(start)}": sunset is no hour; ask for one.')
            self.at += 1
        return None

    def read_seen(self, start: int) -> None:
        """When something was seen: no window of validity."""
        seen = self.take_point()
        if seen is not None:
            self.observed(seen, start)
        elif self.peek() == "number":
            self.take_days()
        else:
            self.hours_left.discard(self.at)
            self.at += 1

    def read_hours_first(self, start: int) -> None:
        """`2126Z TO 0107Z COMMENCING DAILY 21 MAR THRU 04 APR`."""
        hours = self.take_hours()
        if not hours:
            return
        daily = self.skip("daily", "start", "seen", "and")
        left_out = self.take_exceptions()
        daily = self.skip("daily", "start", "seen", "and") or daily
        until = self.skip("to", "until")
        days = self.take_days()
        if not days:
            if daily or until or self.only:
                self.say(Kind.TIME_NOT_UNDERSTOOD, f'"{self.words(start)}" names hours, but no days.')
            return
        if until and self.issued is None:
            raise ImpossibleDateError("it begins with the issue, and nobody said when that was")
        if until and self.issued is not None:
            days = [(self.issued.replace(hour=0, minute=0, second=0, microsecond=0), days[-1][1])]
        self.add_daily(hours, days, left_out, start)

    def read_days_first(self, start: int) -> None:
        """`12 AND 13 MAY 2026, 1200 - 1400 UTC`, or days alone."""
        days = self.take_days()
        if not days:
            self.at = max(self.at, start + 1)
            return None
        mark = self.at
        left_out = self.take_exceptions()
        self.skip("and", "daily", "start", "seen")
        if self.peek() == "clock" and (hours := self.take_hours()):
            self.skip("daily")
            return self.add_daily(hours, days, left_out, start)
        self.at = mark
        if self.skip("until"):
            return self.read_until(start, days[0][0])
        if any(self.take_exceptions()) or self.only:
            self.say(Kind.TIME_NOT_UNDERSTOOD, f'"{self.words(start)}": only some of the days, and no hours.')
            return None
        for first, last in days:
            self.add(WindowKind.DAYS, first, last + DAY, start)
        return None

    def add_daily(self, hours: Hours, days: Days, left_out: tuple[set[int], Days], start: int) -> None:
        """One explicit interval a day and stretch of hours."""
        weekdays, dates = self.take_exceptions()
        weekdays, dates = weekdays | left_out[0], [*dates, *left_out[1]]
        if not self.zone_named():
            return self.no_zone(start)
        made = 0
        for first, last in days:
            for count in range((last - first).days + 1):
                day = first + count * DAY
                without = day.weekday() in weekdays or any(a <= day <= b for a, b in dates)
                if without or (self.only and day.weekday() not in self.only):
                    continue
                for begin, end in hours:
                    minutes = timedelta(minutes=begin), timedelta(minutes=end)
                    self.add(WindowKind.DAILY, day + minutes[0], day + minutes[1], start)
                    made += 1
        if not made:
            self.say(Kind.TIME_NOT_UNDERSTOOD, f'"{self.words(start)}": no such weekday among these days.')
        return None
