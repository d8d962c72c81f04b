"""Moments in a coded line, short and never ambiguous: all hang on the day and hour of sending.

`Z010640`: sent on the 1st at 06:40 UTC, in the month that brings it nearest to the reader's clock; the
check characters hold for that month alone, so a line of another month does not fit. Others: 4 digits
are the first such time from the sending on; 6 digits the nearest such day and time, up to 14 days away;
12 digits are the whole date.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from commonground.errors import InputError

_DAY: Final = timedelta(days=1)
_NEAR: Final = timedelta(days=14)
MONTHS_BACK: Final = 24


def write_sent(sent: datetime) -> str:
    """Day, hour, minute."""
    return sent.astimezone(UTC).strftime("%d%H%M")


def months_back(now: datetime) -> Iterator[tuple[int, int]]:
    """Years and months, from the one after `now` back over two years."""
    count = now.year * 12 + now.month
    for back in range(MONTHS_BACK + 2):
        yield (count - back) // 12, (count - back) % 12 + 1


def nearest_sent(digits: str, now: datetime) -> datetime | None:
    """The day and hour of sending in the month nearest to `now`; None where no month has it."""
    near = (read_sent(digits, *_month(now, step)) for step in (-1, 0, 1))
    return min((one for one in near if one is not None), key=lambda one: abs(one - now), default=None)


def read_sent(digits: str, year: int, month: int) -> datetime | None:
    """The moment of sending in that month; None where the month has no such day."""
    try:
        return datetime(year, month, int(digits[:2]), int(digits[2:4]), int(digits[4:]), tzinfo=UTC)
    except ValueError:
        return None


def write_moment(moment: datetime, sent: datetime) -> str:
    """The shortest form that reads back to the same moment."""
    ahead = moment - sent
    if timedelta(0) <= ahead < _DAY:
        return moment.strftime("%H%M")
    return moment.strftime("%d%H%M") if abs(ahead) <= _NEAR else moment.strftime("%Y%m%d%H%M")


def read_moment(digits: str, sent: datetime) -> datetime:
    """Read what `write_moment` writes. InputError for a time that does not exist."""
    try:
        if len(digits) == 4:
            at = sent.replace(hour=int(digits[:2]), minute=int(digits[2:]))
            return at if at >= sent else at + _DAY
        if len(digits) == 12:
            return datetime.strptime(digits, "%Y%m%d%H%M").replace(tzinfo=UTC)
        near = (read_sent(digits, *_month(sent, step)) for step in (-1, 0, 1))
        return min(
            (one for one in near if one is not None and abs(one - sent) <= _NEAR),
            key=lambda one: abs(one - sent),
        )
    except ValueError:
        raise InputError("no such time", given=digits, hint="HHMM, DDHHMM or YYYYMMDDHHMM, UTC") from None


def _month(sent: datetime, step: int) -> tuple[int, int]:
    count = sent.year * 12 + sent.month - 1 + step
    return count // 12, count % 12 + 1
