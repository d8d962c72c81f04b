"""What a check gives: one of three answers, what it rests on, and the words for it.

The words begin with the limits, and there is no short form of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commonground.check.heads import Head
from commonground.finding import Finding
from commonground.position.window import utc_text
from commonground.register.fold import CoverageSaid
from commonground.register.item import Item, ItemState
from commonground.register.words import said_m, said_time
from commonground.statements.message import Outcome

LIMIT = "Not listed does not mean unprotected."


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """One entry that lies within the margin, or may: nominal distance and probability."""

    item: Item
    distance_m: float
    probability: float
    age_s: float
    state: ItemState
    verification: str

    def as_json(self) -> dict[str, object]:
        return {
            "id": self.item.id,
            "item": self.item.notice.item,
            "label": self.item.notice.label,
            "party": self.item.party,
            "kind": str(self.item.notice.kind),
            "distance_m": round(self.distance_m, 3),
            "probability": round(self.probability, 6),
            "age_s": int(self.age_s),
            "state": str(self.state),
            "verification": self.verification,
            "doubts": [doubt.words for doubt in self.item.doubts],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """The answer of the registers of `parties` about one extent, as of `as_of`."""

    answer: Outcome
    parties: tuple[str, ...]
    margin_m: float
    as_of: datetime
    reasons: tuple[Finding, ...]
    within: tuple[Within, ...]
    coverage: tuple[CoverageSaid, ...]
    heads: tuple[Head, ...]
    findings: tuple[Finding, ...]

    @property
    def text(self) -> str:
        """The answer as it is read aloud."""
        if self.answer is Outcome.NONE_BY_REGISTER:
            return " ".join(("Cannot rule out.", *self._lists(), LIMIT))
        why = "; ".join(one.text for one in self.reasons)
        if self.answer is Outcome.CANNOT_SAY:
            return f"Cannot say: {why}. {LIMIT}"
        also = f" Also cannot say: {why}." if why else ""
        return f"{self._nearest()}{also} {LIMIT}"

    def _lists(self) -> list[str]:
        said = []
        for party in self.parties:
            mine = [one.coverage for one in self.coverage if one.party == party]
            kinds = ", ".join(sorted({str(kind) for coverage in mine for kind in coverage.kinds}))
            as_of = min(coverage.as_of for coverage in mine)
            said.append(
                f"List of {party}, complete for {kinds} as of {said_time(as_of)}: "
                f"no entry within {said_m(self.margin_m)}."
            )
        return said

    def _nearest(self) -> str:
        nearest = self.within[0]
        name = nearest.item.notice.label or nearest.item.notice.item
        many = f"{len(self.within)} entries" if len(self.within) > 1 else "1 entry"
        where = "touching it" if nearest.distance_m < 0.5 else f"{said_m(nearest.distance_m)} away"
        return (
            f"Something is or may be within {said_m(self.margin_m)}: {many}; nearest {name} of "
            f"{nearest.item.party}, {where}, {100 * nearest.probability:.0f} % within."
        )

    def as_json(self) -> dict[str, Any]:
        """The form of issue and API: answer, reasons, within, coverage, heads, findings, text, as_of."""
        return {
            "answer": str(self.answer),
            "text": self.text,
            "as_of": utc_text(self.as_of),
            "parties": list(self.parties),
            "margin_m": self.margin_m,
            "reasons": [one.text for one in self.reasons],
            "within": [one.as_json() for one in self.within],
            "coverage": [one.id for one in self.coverage],
            "heads": [one.as_json() for one in self.heads],
            "findings": [one.as_json() for one in (*self.reasons, *self.findings)],
        }


def in_order(within: Sequence[Within]) -> tuple[Within, ...]:
    """Nearest first, to the millimetre; among equals the likelier, then by party, name and id."""

    def place(one: Within) -> tuple[float, float, str, str, str]:
        item = one.item
        return round(one.distance_m, 3), -one.probability, item.party, item.notice.item, item.id

    return tuple(sorted(within, key=place))
