"""Windows of a message as explicit intervals in UTC.

Reads moments (`141300Z SEP`), daily hours (`0730Z TO 1200Z DAILY 23 AND 24 JAN`, across midnight, with
exceptions), days, *until* and *until further notice*, and when the message is to be cancelled. A
month or year left out is completed by the rule in `calendar`. What is not certain (no time zone named,
sunset, an end before its beginning) gives a finding and no window.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeAlias

from commonground.finding import Finding, Kind, Level
from commonground.interop.texts.found import Span, WindowKind
from commonground.interop.texts.when.calendar import (
    MONTHS,
    WEEKDAYS,
    Day,
    ImpossibleDateError,
    clock_minutes,
    full_year,
    moment,
)
from commonground.interop.texts.when.clockwords import Word, runs

DAY = timedelta(days=1)
Hours: TypeAlias = list[tuple[int, int]]  # from and to, minutes after midnight
Days: TypeAlias = list[tuple[datetime, datetime]]  # first and last day, both at midnight
MOST_DAYS = 400  # of one daily window
UTC_ZONES = {"Z", "UTC"}


@dataclass(slots=True)
class Times:
    """What a message says of time."""

    windows: list[Span] = field(default_factory=list)
    cancel_at: datetime | None = None
    findings: list[Finding] = field(default_factory=list)
    used: list[tuple[int, int]] = field(default_factory=list)


def read_times(text: str, issued: datetime) -> Times:
    """Every window of a message whose positions were blanked; `issued` completes missing parts."""
    found = Times()
    for run in runs(text):
        Reader(run, text, issued, found).read()
    return found


class Reader:
    """Reads one run of time words from left to right."""

    def __init__(self, run: Sequence[Word], text: str, issued: datetime, found: Times) -> None:
        self.run, self.text, self.issued, self.found = run, text, issued, found
        self.at = 0
        self.alternate = False
        self.dated = months_of(run, issued)

    def peek(self, ahead: int = 0) -> str:
        place = self.at + ahead
        return self.run[place].kind if place < len(self.run) else ""

    def skip(self, *kinds: str) -> bool:
        moved = False
        while self.peek() in kinds:
            self.at += 1
            moved = True
        return moved

    def words(self, start: int) -> str:
        return " ".join(self.text[self.run[start].start : self.run[max(start, self.at - 1)].end].split())

    def read(self) -> None:
        """Read the whole run; what cannot be read is said, and reading goes on after it."""
        self.found.used.append((self.run[0].start, self.run[-1].end))
        while self.at < len(self.run):
            start = self.at
            try:
                self.read_one(start)
            except ImpossibleDateError as error:
                self.at = max(self.at, start + 1)
                self.say(
                    Kind.TIME_NOT_UNDERSTOOD, f'"{self.words(start)}": {error}; no window was made of it.'
                )
            if self.at == start:
                self.at += 1

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
        elif kind == "seen":
            self.at += 1
            if self.peek() in {"moment", "number", "clock"}:
                self.read_seen(start)
        elif kind == "moment":
            self.read_interval(start)
        elif kind == "clock":
            self.read_hours_first(start)
        elif kind == "number":
            self.read_days_first(start)
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

    def zone_named(self) -> bool:
        """Whether this run says UTC; what names another zone, or none, gives no window."""
        zones = {word.text for word in self.run if word.kind == "zone"}
        return bool(zones) and zones <= UTC_ZONES

    def take_moment(self) -> tuple[datetime, bool]:
        """A day-hour group with its month; also whether the month was said."""
        word = self.run[self.at]
        said = self.dated[self.at]
        found = moment(
            Day(int(word.text[:2]), said.month, said.year), clock_minutes(word.text[2:]), self.issued
        )
        self.at += 1
        self.skip("zone")
        self.skip("month")
        self.skip_year()
        self.skip("zone")
        return found, bool(said.month)

    def skip_year(self) -> None:
        """A year stands right behind a month."""
        if self.at and self.run[self.at - 1].kind == "month" and self.peek() in {"number", "clock"}:
            word = self.run[self.at]
            if is_year(word.text, self.issued) and self.dated[self.at].day == 0:
                self.at += 1

    def read_interval(self, start: int) -> None:
        """`141300Z TO 141800Z SEP`, or one moment alone."""
        begin, _ = self.take_moment()
        mark = self.at
        if self.skip("to", "until"):
            if self.peek() == "moment":
                end, _ = self.take_moment()
                if end <= begin and begin - end < 32 * DAY:
                    begin = month_back(begin)
                if not self.zone_named():
                    return self.no_zone(start)
                return self.add(WindowKind.INTERVAL, begin, end, start)
            if self.peek() == "further":
                self.at += 1
                return self.add(WindowKind.OPEN, begin, None, start)
        self.at = max(mark, start + 1)
        self.found.windows.append(
            Span(
                kind=WindowKind.OBSERVED,
                start=begin,
                end=begin,
                text=self.words(start),
                at=self.run[start].start,
            )
        )
        return None

    def no_zone(self, start: int) -> None:
        text = f'"{self.words(start)}" names no time zone, or not UTC; no window was made of it.'
        self.say(Kind.TIME_ZONE_NOT_NAMED, text)

    def read_cancel(self) -> None:
        self.at += 1
        if self.peek() == "moment":
            cancel, _ = self.take_moment()
            if self.zone_named() or self.text.isascii():
                self.found.cancel_at = cancel
        elif self.peek() == "number" and (days := self.take_days()):
            self.found.cancel_at = days[-1][1]

    def read_until(self, start: int, begin: datetime | None) -> None:
        """What follows *until*."""
        self.skip("seen")
        if self.peek() == "further":
            self.at += 1
            self.add(WindowKind.OPEN, begin, None, start)
        elif self.peek() == "moment":
            end, _ = self.take_moment()
            if not self.zone_named():
                self.no_zone(start)
            else:
                self.add(WindowKind.UNTIL, begin, end, start)
        elif self.peek() == "number" and (days := self.take_days()):
            self.add(WindowKind.UNTIL_DAY, begin, days[-1][1] + DAY, start)
        elif self.peek() == "sun":
            self.say(Kind.TIME_NOT_UNDERSTOOD, f'"{self.words(start)}": sunset is no hour; ask for one.')
            self.at += 1

    def read_seen(self, start: int) -> None:
        """When something was seen: no window of validity."""
        if self.peek() == "moment":
            seen, _ = self.take_moment()
            self.found.windows.append(
                Span(
                    kind=WindowKind.OBSERVED,
                    start=seen,
                    end=seen,
                    text=self.words(start),
                    at=self.run[start].start,
                )
            )
        elif self.peek() == "number":
            self.take_days()
        else:
            self.at += 1

    def take_hours(self) -> Hours:
        """One or several `0730Z TO 1200Z`, as minutes after midnight."""
        hours = []
        while self.peek() == "clock":
            mark = self.at
            begin = clock_minutes(self.run[self.at].text)
            self.at += 1
            self.skip("zone")
            if not self.skip("to", "until") or self.peek() != "clock":
                self.at = mark + 1
                break
            end = clock_minutes(self.run[self.at].text)
            self.at += 1
            self.skip("zone")
            hours.append((begin, end if end > begin else end + 24 * 60))
            mark = self.at
            self.skip("and")
            if self.peek() != "clock":
                self.at = mark
        return hours

    def take_days(self) -> Days:
        """Days as stretches (first, last), both at midnight: `05 THRU 08 AND 12 THRU 15 JAN`."""
        stretches: Days = []
        while self.peek() == "number" and self.dated[self.at].day:
            if not self.dated[self.at].month:
                break
            first = self.take_day()
            last = first
            mark = self.at
            if self.skip("to") and self.peek() == "number" and self.dated[self.at].day:
                last = self.take_day()
            else:
                self.at = mark
            if last < first and first - last < 32 * DAY:
                first = month_back(first)
            if last < first or (last - first).days > MOST_DAYS:
                raise ImpossibleDateError("the days end before they begin")
            stretches.append((first, last))
            mark = self.at
            self.skip("and")
            if self.peek() != "number" or not self.dated[self.at].day:
                self.at = mark
        return stretches

    def take_day(self) -> datetime:
        found = moment(self.dated[self.at], 0, self.issued)
        self.at += 1
        self.skip("month")
        self.skip_year()
        return found

    def exceptions(self) -> set[int]:
        """Weekdays that are left out: 0 is Monday."""
        left_out = set()
        mark = self.at
        if self.skip("excluding"):
            while self.peek() == "weekday":
                left_out.add(
                    next(n for n, day in enumerate(WEEKDAYS) if self.run[self.at].text.startswith(day))
                )
                self.at += 1
                self.skip("and")
        if not left_out:
            self.at = mark
        return left_out

    def read_hours_first(self, start: int) -> None:
        """`2126Z TO 0107Z COMMENCING DAILY 21 MAR THRU 04 APR`."""
        hours = self.take_hours()
        if not hours:
            return
        daily = self.skip("daily", "start", "seen", "and")
        until = self.skip("to", "until")
        days = self.take_days()
        if not days:
            if daily or until:
                self.say(Kind.TIME_NOT_UNDERSTOOD, f'"{self.words(start)}" names hours, but no days.')
            return
        if until:
            days = [(self.issued.replace(hour=0, minute=0, second=0, microsecond=0), days[-1][1])]
        self.add_daily(hours, days, start)

    def read_days_first(self, start: int) -> None:
        """`12 AND 13 MAY 2026, 1200 - 1400 UTC`, or days alone."""
        days = self.take_days()
        if not days:
            self.at = max(self.at, start + 1)
            return None
        mark = self.at
        self.skip("and", "daily", "start", "seen")
        if self.peek() == "clock" and (hours := self.take_hours()):
            self.skip("daily")
            return self.add_daily(hours, days, start)
        self.at = mark
        if self.skip("until"):
            return self.read_until(start, days[0][0])
        left_out = self.exceptions()
        if left_out:
            self.say(Kind.TIME_NOT_UNDERSTOOD, f'"{self.words(start)}": days with exceptions but no hours.')
            return None
        for first, last in days:
            self.add(WindowKind.DAYS, first, last + DAY, start)
        return None

    def add_daily(
        self, hours: list[tuple[int, int]], days: list[tuple[datetime, datetime]], start: int
    ) -> None:
        """One explicit interval a day and stretch of hours."""
        left_out = self.exceptions()
        if not self.zone_named():
            return self.no_zone(start)
        for first, last in days:
            for count in range((last - first).days + 1):
                day = first + count * DAY
                if day.weekday() in left_out:
                    continue
                for begin, end in hours:
                    self.add(
                        WindowKind.DAILY, day + timedelta(minutes=begin), day + timedelta(minutes=end), start
                    )
        return None


def is_year(text: str, issued: datetime) -> bool:
    """Whether a figure behind a month is a year near the issue."""
    return len(text) in {2, 4} and abs(full_year(text) - issued.year) <= 1


def month_back(found: datetime) -> datetime:
    """The same day one month earlier, where a beginning took the month of its end."""
    year, month = (found.year, found.month - 1) if found.month > 1 else (found.year - 1, 12)
    try:
        return found.replace(year=year, month=month)
    except ValueError:
        raise ImpossibleDateError(f"there is no day {found.day} in the month before") from None


def months_of(run: Sequence[Word], issued: datetime) -> list[Day]:
    """For every word the day it names: the month of the next month word, the year behind it.

    A figure right behind a month is its year (day 0) when it is one near the issue.
    """
    found = [Day(0)] * len(run)
    month = year = 0
    for place in range(len(run) - 1, -1, -1):
        word = run[place]
        if word.kind == "month":
            month = MONTHS[word.text.rstrip(".")]
            year = 0
            if place + 1 < len(run) and run[place + 1].kind in {"number", "clock"}:
                behind = run[place + 1].text
                followed = run[place + 2].kind if place + 2 < len(run) else ""
                if is_year(behind, issued) and followed not in {"month"}:
                    year = full_year(behind)
                    found[place + 1] = Day(0)
        elif word.kind == "number":
            found[place] = Day(int(word.text), month, year)
        elif word.kind == "moment":
            found[place] = Day(int(word.text[:2]), month, year)
    return found
