"""What the desk is shown. Moments are UTC text, positions WGS 84 degrees, lengths metres.

A place that this desk may not see yet has no numbers and no `own_grid`: the keys are absent, not null.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Shown(BaseModel):
    """The base of everything shown."""

    model_config = ConfigDict(extra="forbid")


class FindingShown(Shown):
    """One finding: a sentence that can be read aloud."""

    kind: str
    level: Literal["note", "caution", "urgent"]
    text: str
    about: list[str] = []


class AlarmShown(FindingShown):
    """A finding that asks for a hand: what to do, and where."""

    action: str
    exchange: str | None = None
    take: str | None = None  # id of the bare alarm, where this desk may take it


class SessionShown(Shown):
    """Who is at the desk."""

    officer: str
    role: str
    party: str
    party_name: str
    since: str
    mode: Literal["LIVE", "DRILL"]
    locks_after_s: int


class ProfileShown(Shown):
    """How a party writes places, and how its map is drawn."""

    crs: str
    crs_name: str
    notation: str
    unit: str
    ce95_m: float
    proj4: str
    bounds: list[float]  # west, south, east, north in degrees


class PartyShown(Shown):
    """A party as the desk names it."""

    code: str
    name: str
    profile: ProfileShown
    side: Literal["own", "other"]


class PeerHead(Shown):
    """How much of a peer's log is here."""

    size: int


class PeerShown(PartyShown):
    """A peer, and when it was last heard."""

    last_heard: str | None
    state: Literal["heard", "late", "absent"]
    head: PeerHead
    trouble: str = ""


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
    causes: list[CauseShown] = []


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


class TicksShown(Shown):
    """Given, reached, shown, answered: four different things."""

    given: bool
    reached_node: str | None
    shown: str | None
    answered: str | None


class StepShown(Shown):
    """One statement of an exchange."""

    id: str
    kind: str
    party: str
    officer: str
    role: str
    at: str
    text: str
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
    deadline: str
    seconds_left: int
    late: bool
    delayed: bool
    report: ReportShown | None
    readback: ReadbackShown | None
    answer: AnswerShown | None
    acknowledged_at: str | None
    ticks: TicksShown
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


class ItemShown(Shown):
    """One thing of the register."""

    id: str
    item: str
    label: str
    category: str
    kind: str
    party: str
    lat_deg: float
    lon_deg: float
    ce95_m: float
    own_grid: str
    window: WindowShown
    confirmed_at: str
    age_s: int
    stale: bool
    verification: str
    shape: dict[str, Any]  # GeoJSON geometry


class CoverageShown(Shown):
    """For what a party says its register is complete."""

    id: str
    party: str
    kinds: list[str]
    as_of: str
    valid_until: str
    state: Literal["current", "past"]
    text: str
    shape: dict[str, Any]


class HeadShown(Shown):
    """The head of our own log."""

    origin: str
    size: int
    root: str
    cosigned_by: list[str]
    pending: int


class DeskShown(Shown):
    """Everything the desk draws, at one version."""

    version: int
    now: str
    mode: Literal["LIVE", "DRILL"]
    party: PartyShown
    peers: list[PeerShown]
    alarms: list[AlarmShown]
    exchanges: list[ExchangeShown]
    register_: list[ItemShown] = Field(alias="register")
    coverage: list[CoverageShown]
    findings: list[FindingShown]
    head: HeadShown
    limits: str  # the sentence that stands under every list

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


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


class SaidShown(Shown):
    """What was signed and kept: its id, durable before this answer left."""

    id: str


class IdsShown(Shown):
    """Several statements signed and kept."""

    ids: list[str]


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
    readings: list[RowReadingShown] = []  # the choice, where the text can be read in several ways


class ListShown(Shown):
    """POST /api/lists"""

    rows: list[RowShown]
    file: list[FindingShown]
    token: str


class DepictionShown(Shown):
    """A line or area as one source draws it."""

    name: str
    title: str
    party: str | None
    lineage: str
    licence: str
    date: str
    shown: bool


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


class ProjectShown(Shown):
    """The pointer in every party's grid."""

    own_grid: str
    other_grid: dict[str, str]


class HealthShown(Shown):
    """GET /health: no secret, no place."""

    state: Literal["ready", "locked"]
    party: str
    now: str
    version: str
    alarms: int
    log_size: int
    peers: dict[str, str]


class ErrorBody(Shown):
    """What went wrong: the sentence, where it stands, what was given, what to do."""

    what: str
    where: str = ""
    given: str = ""
    hint: str = ""


class ErrorShown(Shown):
    """Every answer of status 4xx and 5xx."""

    error: ErrorBody
