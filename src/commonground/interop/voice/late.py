"""Late entries: what was said by voice and is written into the record afterwards.

Both times stay: when it was said, and when it was entered; with the channel, the speaker, and the page
of the paper log. They stand as one sentence in fixed form behind the officer's own words, so every
reader has them, and every program finds them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from commonground.errors import InputError
from commonground.position.window import read_utc, utc_text

_PART: Final = re.compile(r"[^;\[\]\n]{1,80}")
_LATE: Final = re.compile(
    r"(?:^|\s)\[BY VOICE: said (?P<said>[0-9TZ:.\-]{20,27}), entered (?P<entered>[0-9TZ:.\-]{20,27}); "
    r"by (?P<speaker>[^;\[\]\n]{1,80}); on (?P<channel>[^;\[\]\n]{1,80}); "
    r"log page (?P<page>[^;\[\]\n]{1,80})\]$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LateEntry:
    """When it was said and entered, by whom, over what, and on which page of the log it stands."""

    said_at: datetime
    entered_at: datetime
    speaker: str
    channel: str
    page: str

    def __post_init__(self) -> None:
        for name in ("speaker", "channel", "page"):
            value = getattr(self, name)
            if not _PART.fullmatch(value) or value != value.strip():
                raise InputError(
                    f"the {name} of a late entry is up to 80 characters on one line", given=value
                )
        if self.entered_at.utcoffset() != timedelta(0) or self.said_at.utcoffset() != timedelta(0):
            raise InputError("moments are given in UTC")
        if self.entered_at < self.said_at:
            raise InputError("nothing is entered before it was said", given=utc_text(self.said_at))

    @property
    def text(self) -> str:
        """The sentence in its fixed form."""
        return (
            f"[BY VOICE: said {utc_text(self.said_at)}, entered {utc_text(self.entered_at)}; "
            f"by {self.speaker}; on {self.channel}; log page {self.page}]"
        )


def with_late(words: str, entry: LateEntry) -> str:
    """The words of a statement with the late entry behind them."""
    return f"{words} {entry.text}" if words else entry.text


def read_late(words: str) -> LateEntry | None:
    """The late entry behind the words; None where there is none in the fixed form.

    >>> read_late("Stand by.") is None
    True
    """
    found = _LATE.search(words)
    if found is None:
        return None
    try:
        return LateEntry(
            said_at=read_utc(found["said"]),
            entered_at=read_utc(found["entered"]),
            speaker=found["speaker"],
            channel=found["channel"],
            page=found["page"],
        )
    except (ValueError, InputError):
        return None
