"""What the other doors give: readings, checks, lists, depictions, the record, the pointer."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from commonground.node.models.shown import FindingShown, Shown


class DoubtShown(Shown):
    """One part of a reading's doubt."""

    part: str
    ce95_m: float
    basis: str


class ReadingShown(Shown):
    """One way to understand a text."""

    lat_deg: float
    lon_deg: float
    ce95_m: float
    notation: str
    crs: str
    operation: str
    doubt: list[DoubtShown]
    findings: list[FindingShown]
    own_grid: str


class ReadShown(Shown):
    """POST /api/read"""

    as_given: str
    status: Literal["ok", "ask", "refused"]
    readings: list[ReadingShown]
    findings: list[FindingShown]


class WithinShown(Shown):
    """One thing that comes within the margin, or may."""

    id: str
    item: str
    label: str
    party: str
    kind: str
    distance_m: float
    probability: float
    age_s: int
    state: str
    verification: str
    doubts: list[str]


class CheckShown(Shown):
    """What the register yields for a place. Limits first; there is no short form."""

    answer: Literal["something_within", "cannot_say", "none_by_register"]
    text: str
    as_of: str
    parties: list[str]
    margin_m: float
    reasons: list[str]
    within: list[WithinShown]
    coverage: list[str]
    heads: list[dict[str, Any]]
    findings: list[FindingShown]


class RowReadingShown(Shown):
    """One way to read a row's place."""

    lat_deg: float
    lon_deg: float
    ce95_m: float
    notation: str
    own_grid: str


class RowShown(Shown):
    """One row of an imported list: nothing is dropped silently."""

    row: int
    as_given: str
    status: str
    lat_deg: float | None
    lon_deg: float | None
    ce95_m: float | None
    item: str
    findings: list[FindingShown]
    readings: list[RowReadingShown] = Field(
        default_factory=list
    )  # the choice, where the text can be read in several ways


class ListShown(Shown):
    """POST /api/lists"""

    rows: list[RowShown]
    file: list[FindingShown]
    token: str


class DepictionShown(Shown):
    """A line or area as one source draws it, from the data folder or from a statement.

    Of a statement: who said it and when, its basis, to whom it went, who was never shown it; `unsaid`
    is why its line cannot be drawn here, "" where it can.
    """

    name: str
    title: str
    party: str | None
    lineage: str
    licence: str
    date: str
    shown: bool
    said_by: str = ""
    said_at: str | None = None
    basis: str = ""
    shown_to: list[str] = Field(default_factory=list)
    never_shown_to: list[str] = Field(default_factory=list)
    unsaid: str = ""


class RecordShown(Shown):
    """One statement of the record."""

    arrival: int
    origin: str
    index: int
    id: str
    kind: str
    party: str
    officer: str
    role: str
    at: str
    text: str
    state: Literal["pending", "given"]
    disclosure: str
    seen_by: list[str] = Field(default_factory=list)  # parties whose witness saw the log up to here
    # Stages by party, or by "south through centre"; null of what is settled.
    receipts: dict[str, list[str]] | None = None


class ProjectShown(Shown):
    """The pointer in every party's grid."""

    own_grid: str
    other_grid: dict[str, str]
