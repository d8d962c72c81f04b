"""Windows: from when until when, in UTC, half open. Both ends are always there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The time from `start` up to, but not including, `end`; both aware and in UTC."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        for name, moment in (("start", self.start), ("end", self.end)):
            if moment.utcoffset() != timedelta(0):
                raise ValueError(f"the {name} of a window is given in UTC, not {moment!r}")
        if not self.start < self.end:
            raise ValueError(f"a window ends after it begins, not {self.start} to {self.end}")

    def holds(self, moment: datetime) -> bool:
        """Whether the moment lies inside."""
        return self.start <= moment < self.end

    def meets(self, other: Window) -> bool:
        """Whether the two windows share any moment."""
        return self.start < other.end and other.start < self.end


def utc_text(moment: datetime) -> str:
    """Write a moment as `2011-11-25T18:36:00Z`, with a fraction only when it has one."""
    text = (moment if moment.tzinfo is UTC else moment.astimezone(UTC)).isoformat()
    return text.removesuffix("+00:00") + "Z"


def read_utc(text: str) -> datetime:
    """Read what `utc_text` writes, and nothing else: one spelling a moment.

    Raises ValueError for any other spelling.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or utc_text(moment) != text:
        raise ValueError(f"not a UTC moment in the form 2011-11-25T18:36:00Z: {text!r}")
    return moment
