"""One exchange as a desk may see it.

A place that this desk may not see yet has no numbers and no `own_grid`: the keys are absent, not null.
"""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from commonground.node.models.shown import FindingShown, Shown


class PlaceShown(Shown):
    """A place in the words and grid of its sender; with numbers only where this desk may see them."""

    as_given: str
    notation: str
    grid: str
    anchor: str
    lat_deg: float | None = None
    lon_deg: float | None = None
    ce95_m: float | None = None
    own_grid: str | None = None


class WindowShown(Shown):
    """A window of time."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    start: str = Field(alias="from")
    end: str = Field(alias="to")


class ReportShown(Shown):
    """What the asking desk was told."""

    words: str
    source: str
    channel: str
    at: str
    to: str  # to whom it was reported, "" where nobody wrote it down


class CauseShown(Shown):
    """A mistake that would explain the difference."""

    cause: str
    odds: float
    text: str


class ReadbackShown(Shown):
    """The receiver's own measurement beside the enquiry's place."""

    id: str
    place: PlaceShown
    independent: bool
    at: str
    verdict: Literal["match", "near", "differs"]
    distance_m: float
    direction: str
    joint_ce95_m: float
    text: str
    causes: list[CauseShown] = Field(default_factory=list)


class AnswerShown(Shown):
    """An officer's answer."""

    id: str
    outcome: Literal["something_within", "none_by_register", "cannot_say"]
    as_of: str
    coverage: list[str]
    reasons: list[str]
    text: str
    words: str
    at: str
    given: bool  # in a head cosigned by the quorum
    standing: str  # how far it has come, in words


class TicksShown(Shown):
    """Given, reached, shown, answered: four different things."""

    given: bool
    reached_node: str | None
    shown: str | None
    answered: str | None


class LoadedShown(Shown):
    """A message of an exchange is in a terminal that uses it, as its party says."""

    party: str
    terminal: str
    version: str
    at: str


class StepShown(Shown):
    """One statement of an exchange."""

    id: str
    kind: str
    party: str
    officer: str
    role: str
    at: str
    text: str
    asks: str  # what it asks of the other side: V, A/N, W/U, R or N
    taken: bool


class ComparedShown(Shown):
    """What the originator's report and the asking desk's own place say of each other."""

    verdict: Literal["match", "near", "differs"]
    text: str


class DoubtRaisedShown(Shown):
    """A doubt as it was raised."""

    id: str
    party: str
    officer: str
    at: str
    words: str


class ExchangeShown(Shown):
    """One exchange as this desk may see it."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    id: str
    ours: bool
    sender: str = Field(alias="from")
    to: str
    state: str
    question: str
    occasion: str
    template: str
    place: PlaceShown
    withheld: bool
    margin_m: float
    window: WindowShown
    sent_at: str
    sent_local: dict[str, str]  # by party: the same moment on its clocks
    deadline: str
    deadline_local: dict[str, str]
    seconds_left: int
    late: bool
    delayed: bool
    counterpart: Literal["heard", "late", "absent", "not_recorded"]  # the other party's node, as of now
    report: ReportShown | None
    readback: ReadbackShown | None
    answer: AnswerShown | None
    acknowledged_at: str | None
    ticks: TicksShown
    loaded: list[LoadedShown]
    place_id: str
    overtaken: bool
    standby_until: str | None
    source: ComparedShown | None
    not_confirmed_at_source: bool
    outcomes: list[str]
    doubts: list[DoubtRaisedShown]
    alarms: list[str]
    blocked: str | None
    next: list[str]
    findings: list[FindingShown]
    log: list[StepShown]
