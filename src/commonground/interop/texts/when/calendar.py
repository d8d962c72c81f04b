"""Dates as messages give them: no year, often no month, completed from the day of issue.

The rule for a missing year is the one navigational warnings follow: the first year in which the date
is not more than 40 days before the issue.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LOOK_BACK = timedelta(days=40)
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "JAN JANUARY ЯНВ ЯНВАРЯ ЯНВАРЬ", "FEB FEBRUARY ФЕВ ФЕВР ФЕВРАЛЯ ФЕВРАЛЬ",
            "MAR MARCH МАР МАРТ МАРТА", "APR APRIL АПР АПРЕЛЯ АПРЕЛЬ", "MAY МАЙ МАЯ",
            "JUN JUNE ИЮН ИЮНЬ ИЮНЯ", "JUL JULY ИЮЛ ИЮЛЬ ИЮЛЯ", "AUG AUGUST АВГ АВГУСТ АВГУСТА",
            "SEP SEPT SEPTEMBER СЕН СЕНТ СЕНТЯБРЯ СЕНТЯБРЬ", "OCT OCTOBER ОКТ ОКТЯБРЯ ОКТЯБРЬ",
            "NOV NOVEMBER НОЯ НОЯБ НОЯБРЯ НОЯБРЬ", "DEC DECEMBER ДЕК ДЕКАБРЯ ДЕКАБРЬ",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
MONTH = re.compile("|".join(sorted(MONTHS, key=len, reverse=True)))
WEEKDAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")


class ImpossibleDateError(ValueError):
    """The text names a day or an hour that does not exist."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day as said: month and year may be missing (0)."""

    day: int
    month: int = 0
    year: int = 0


def moment(said: Day, minutes: int, issued: datetime | None) -> datetime:
    """The moment that a day and minutes after midnight mean, seen from the issue.

    Raises ImpossibleDateError where there is no such day, and where the year is left out and nobody said
    when the message was issued. 2400 is the end of the day.
    """
    if issued is None:
        if not said.year or not said.month:
            raise ImpossibleDateError("it names no year, and nobody said when the message was issued")
        issued = datetime(said.year, said.month, 1, tzinfo=UTC)
    if said.month == 0:
        return nearest_month(said.day, minutes, issued)
    years = [said.year] if said.year else [issued.year - 1, issued.year, issued.year + 1]
    for year in years:
        try:
            found = datetime(year, said.month, said.day, tzinfo=UTC) + timedelta(minutes=minutes)
        except ValueError:
            continue
        if said.year or found >= issued - LOOK_BACK:
            return found
    raise ImpossibleDateError(f"there is no day {said.day} of month {said.month}")


def nearest_month(day: int, minutes: int, issued: datetime) -> datetime:
    """The next such day of a month on or after the day of issue, or the one just gone."""
    start = issued.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    for ahead in range(3):
        first = (start + timedelta(days=32 * ahead)).replace(day=1)
        try:
            found = first.replace(day=day) + timedelta(minutes=minutes)
        except ValueError:
            continue
        if found >= issued - timedelta(days=5):
            return found
    raise ImpossibleDateError(f"there is no day {day} near the day of issue")


def clock_minutes(text: str) -> int:
    """Minutes after midnight of `hhmm`; 2400 is allowed.

    Raises ImpossibleDateError for a time that no clock shows.
    """
    hours, minutes = int(text[:2]), int(text[2:])
    if minutes > 59 or hours > 24 or (hours == 24 and minutes):
        raise ImpossibleDateError(f"no clock shows {text}")
    return hours * 60 + minutes


def full_year(text: str) -> int:
    """`14` as 2014, `2014` as it stands."""
    return int(text) if len(text) == 4 else 2000 + int(text)
