"""Hypotheses: what explains two reports, with odds. Nothing is applied."""

from __future__ import annotations

import math
from dataclasses import dataclass

from commonground.position.diagnose.cause import Cause

DECIDED = 10.0  # odds below this leave it undecided


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis:
    """One cause, its odds against all others together, and what the corrected place would be.

    `party` is "a" or "b": whose report is changed; "either" where changing one explains as much as
    changing the other; "" where none is. The place is the better of the two. `lands_m` is how far it
    lies from the other report. Nothing is corrected by it.
    """

    cause: Cause
    odds: float
    detail: str
    party: str
    lat_deg: float | None
    lon_deg: float | None
    lands_m: float | None

    def as_json(self) -> dict[str, object]:
        """The form that the command line and the API give."""
        return {
            "cause": str(self.cause),
            "odds": float(f"{min(self.odds, 1e12):.4g}"),
            "detail": self.detail,
            "party": self.party,
            "lat_deg": _rounded(self.lat_deg, 9),
            "lon_deg": _rounded(self.lon_deg, 9),
            "lands_m": _rounded(self.lands_m, 1),
        }


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None or not math.isfinite(value) else round(value, digits)


def is_decided(hypotheses: tuple[Hypothesis, ...]) -> bool:
    """Whether the first hypothesis stands at 10 to 1 or better."""
    return bool(hypotheses) and hypotheses[0].odds >= DECIDED
