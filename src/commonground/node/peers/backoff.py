"""When to try a peer again: sooner after a good word, later after each silence, never in step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

LONGEST_S: Final = 120.0
FASTEST_S: Final = 0.5  # first pause after the first failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Backoff:
    """`failures` in a row so far; `every_s` is the beat while all is well."""

    every_s: float
    failures: int = 0

    def pause_s(self, chance: float) -> float:
        """Seconds until the next try; `chance` from 0 to 1 spreads it between half and all of it.

        >>> Backoff(every_s=5.0).pause_s(1.0)
        5.0
        >>> Backoff(every_s=5.0, failures=3).pause_s(0.0)
        1.0
        >>> Backoff(every_s=5.0, failures=40).pause_s(1.0)
        120.0
        """
        if not self.failures:
            return self.every_s * (0.5 + chance / 2)
        ceiling = min(LONGEST_S, FASTEST_S * 2.0 ** min(self.failures - 1, 16))
        return ceiling * (0.5 + chance / 2)

    def after(self, *, good: bool) -> Backoff:
        """The state after one more try."""
        return Backoff(every_s=self.every_s, failures=0 if good else self.failures + 1)
