"""An officer's statements are numbered from 1, each number once: two under one number are a finding.

A number that is missing proves nothing by itself: the statement may not have been for us.
"""

from __future__ import annotations

from collections.abc import Iterable

from commonground.finding import Finding, Kind, Level
from commonground.statements.statement import Statement


def doubled_counts(statements: Iterable[Statement]) -> list[Finding]:
    """A finding for every number under which an officer said two things."""
    first: dict[tuple[str, str, int], str] = {}
    findings = []
    for one in statements:
        header = one.header
        known = first.setdefault((header.party, header.officer, header.seq), one.id)
        if known != one.id:
            text = f"{header.party}/{header.officer} has said two things under number {header.seq}."
            findings.append(
                Finding(kind=Kind.COUNT_DOUBLED, level=Level.CAUTION, text=text, about=(known, one.id))
            )
    return findings
