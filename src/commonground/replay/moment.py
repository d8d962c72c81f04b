"""Which moment is looked at, and through whose eyes.

*So*: what was so at that moment, by everything that is known of it today. *Told*: what one party had
been told by then, and nothing that it could not know.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from commonground.errors import InputError

SO = "so"
TOLD = "told:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A moment in UTC. `party` is the one whose knowledge it is, "" for what was so."""

    at: datetime
    party: str = ""

    def __post_init__(self) -> None:
        if self.at.utcoffset() != timedelta(0):
            raise ValueError(f"a moment is given in UTC, not {self.at!r}")

    @property
    def mode(self) -> str:
        """As it is written: `so`, or `told:` and the party's code."""
        return f"{TOLD}{self.party}" if self.party else SO


def party_of_mode(mode: str) -> str:
    """The party of a mode as it is written, "" for *so*. Raises InputError.

    >>> party_of_mode("told:north")
    'north'
    """
    if mode == SO:
        return ""
    if mode.startswith(TOLD) and len(mode) > len(TOLD):
        return mode.removeprefix(TOLD)
    raise InputError(
        "no such way to look back", where="mode", given=mode[:60], hint=f"{SO}, or {TOLD} and a party's code"
    )
