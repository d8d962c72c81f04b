"""A cursor over one run of time words, and the parts that it takes: moments, hours, days, weekdays.

What a part takes moves the cursor; what does not fit leaves it where it stood.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypeAlias

from commonground.interop.texts.when.calendar import (
    MONTHS,
    Day,
    ImpossibleDateError,
    clock_minutes,
    full_year,
    moment,
)
from commonground.interop.texts.when.clockwords import Word
from commonground.interop.texts.when.weekdays import day_number, days_of_week

DAY = timedelta(days=1)
Hours: TypeAlias = list[tuple[int, int]]  # from and to, minutes after midnight
Days: TypeAlias = list[tuple[datetime, datetime]]  # first and last day, both at midnight
MOST_DAYS = 400  # of one daily window
UTC_ZONES = {"Z", "UTC", "GMT"}


class Cursor:
    """Where reading stands in a run.

    only: the weekdays to which the run limits its windows, 0 is Monday; empty for all. hours_left: the
    clock words that no part has taken.
    """

    def __init__(self, run: Sequence[Word], text: str, issued: datetime | None) -> None:
        self.only, self.run = days_of_week(run)
        self.text, self.issued = text, issued
        self.at = 0
        self.dated = months_of(self.run, issued)
        self.hours_left = {place for place, word in enumerate(self.run) if word.kind == "clock"}

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

    def zone_named(self) -> bool:
        """Whether this run says UTC; what names another zone, or none, gives no window."""
        zones = {word.text for word in self.run if word.kind == "zone"}
        return bool(zones) and zones <= UTC_ZONES

    def skip_year(self) -> None:
        """A year stands right behind a month."""
        if not self.at or self.run[self.at - 1].kind != "month" or not self.peek():
            return
        if says_year(self.run[self.at], self.issued) and self.dated[self.at].day == 0:
            self.hours_left.discard(self.at)
            self.at += 1

    def take_moment(self, *, earlier: bool = False) -> tuple[datetime, bool]:
        """A day-hour group, and whether a month stands right behind it.

        earlier: without its own month, and where the month of the end has no such day, it is of the
        month before.
        """
        word, said = self.run[self.at], self.dated[self.at]
        minutes = clock_minutes(word.text[2:])
        self.at += 1
        self.skip("zone")
        own_month = self.skip("month")
        self.skip_year()
        self.skip("zone")
        try:
            return moment(Day(int(word.text[:2]), said.month, said.year), minutes, self.issued), own_month
        except ImpossibleDateError:
            if own_month or not earlier or not said.month:
                raise
        back = Day(int(word.text[:2]), said.month - 1 or 12, said.year - (said.month == 1 and said.year > 0))
        return moment(back, minutes, self.issued), False

    def take_clock(self) -> int:
        """An hour as minutes after midnight."""
        minutes = clock_minutes(self.run[self.at].text)
        self.hours_left.discard(self.at)
        self.at += 1
        self.skip("zone")
        return minutes

    def take_point(self) -> datetime | None:
        """A moment: a day-hour group, `0700Z 12 MAR` or `12 MAR 0700Z`; None where none stands here."""
        mark, left = self.at, set(self.hours_left)
        found = None
        if self.peek() == "moment":
            return self.take_moment()[0]
        if self.peek() == "clock":
            minutes = self.take_clock()
            self.skip("seen", "and")
            if self.is_day() and (self.peek(1) == "month" or self.peek(1) in {"to", "until"}):
                found = self.take_day() + timedelta(minutes=minutes)
        elif self.is_day() and self.peek(1) == "month":
            day = self.take_day()
            self.skip("seen", "and")
            if self.peek() == "clock":
                found = day + timedelta(minutes=self.take_clock())
        if found is None:
            self.at, self.hours_left = mark, left
        return found

    def take_hours(self) -> Hours:
        """One or several `0730Z TO 1200Z`, as minutes after midnight."""
        hours = []
        while self.peek() == "clock":
            mark, left = self.at, set(self.hours_left)
            begin = self.take_clock()
            if not self.skip("to", "until") or self.peek() != "clock":
                self.at, self.hours_left = mark + 1, left
                break
            end = self.take_clock()
            hours.append((begin, end if end > begin else end + 24 * 60))
            mark = self.at
            self.skip("and")
            if self.peek() != "clock":
                self.at = mark
        return hours

    def is_day(self) -> bool:
        return self.peek() == "number" and self.dated[self.at].day > 0 and self.dated[self.at].month > 0

    def take_days(self) -> Days:
        """Days as stretches (first, last), both at midnight: `05 THRU 08 AND 12 THRU 15 JAN`."""
        stretches: Days = []
        while self.is_day():
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

    def take_exceptions(self) -> tuple[set[int], Days]:
        """What is left out: weekdays, 0 is Monday, and days."""
        weekdays: set[int] = set()
        days: Days = []
        mark = self.at
        if self.skip("excluding"):
            while self.peek() == "weekday":
                weekdays.add(day_number(self.run[self.at].text))
                self.at += 1
                self.skip("and")
            if not weekdays:
                days = self.take_days()
        if not weekdays and not days:
            self.at = mark
        return weekdays, days


def says_year(word: Word, issued: datetime | None) -> bool:
    """Whether what stands behind a month is its year: four figures alone, or a year near the issue."""
    if word.kind == "year":
        return True
    if word.kind not in {"number", "clock"} or len(word.text) not in {2, 4} or issued is None:
        return False
    return abs(full_year(word.text) - issued.year) <= 1


def month_back(found: datetime) -> datetime:
    """The same day one month earlier, where a beginning took the month of its end."""
    year, month = (found.year, found.month - 1) if found.month > 1 else (found.year - 1, 12)
    try:
        return found.replace(year=year, month=month)
    except ValueError:
        raise ImpossibleDateError(f"there is no day {found.day} in the month before") from None


def months_of(run: Sequence[Word], issued: datetime | None) -> list[Day]:
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
            if place + 1 < len(run) and says_year(run[place + 1], issued):
                followed = run[place + 2].kind if place + 2 < len(run) else ""
                if run[place + 1].kind == "year" or followed != "month":
                    year = full_year(run[place + 1].text)
                    found[place + 1] = Day(0)
        elif word.kind == "number":
            found[place] = Day(int(word.text), month, year)
        elif word.kind == "moment":
            found[place] = Day(int(word.text[:2]), month, year)
    return found
