"""Local time: the record holds UTC, and each party's people read their own clock beside it.

An offset is text like "+04:30", as a party says it with how it writes places. Afghanistan and Pakistan are
half an hour apart: accounts of one night cannot be lined up by local times alone.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from commonground.errors import InputError

_OFFSET: Final = re.compile(r"([+-])(0\d|1[0-4]):([0-5]\d)")


def check_offset(text: str, *, where: str = "utc_offset") -> str:
    """The offset as given, "" for one that nobody said. InputError where it is none."""
    if text and not _OFFSET.fullmatch(text):
        raise InputError(
            "an offset from UTC is a sign, hours and minutes", where=where, given=text, hint="+04:30"
        )
    return text


def local_text(moment: datetime, offset: str) -> str:
    """The moment on that clock, with the offset, so that nobody takes it for another; "" where none is said.

    >>> local_text(datetime(2011, 11, 25, 19, 30, tzinfo=UTC), "+04:30")
    '2011-11-26 00:00 (UTC+04:30)'
    """
    found = _OFFSET.fullmatch(offset)
    if found is None:
        return ""
    by = timedelta(hours=int(found[2]), minutes=int(found[3]))
    zone = timezone(by if found[1] == "+" else -by)
    return f"{moment.astimezone(UTC).astimezone(zone):%Y-%m-%d %H:%M} (UTC{offset})"
