"""The desk as a whole: parties, alarms, the register, coverage, the head of our log."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import ConfigDict, Field

from commonground.node.models.calls import AskedShown, CallCardShown, WayShown
from commonground.node.models.exchange import ExchangeShown, WindowShown
from commonground.node.models.shown import FindingShown, Shown


class AlarmShown(FindingShown):
    """A finding that asks for a hand: what to do, and where."""

    action: str
    exchange: str | None = None
    take: str | None = None  # id of the bare alarm, where this desk may take it
    confirm: str | None = None  # its id, where this desk may enter that somebody confirmed it by voice
    ways: list[WayShown] = Field(default_factory=list)  # by what else an alarm of ours went out


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
    state: Literal["heard", "late", "absent", "not_recorded"]  # the last one where the desk looks back
    head: PeerHead
    trouble: str = ""
    through: str = ""  # the neutral centre that passed its last word on, "" where its node spoke to us


class AltitudeShown(Shown):
    """Between which altitudes something stays, metres above a reference."""

    low_m: float
    high_m: float
    above: Literal["ellipsoid", "sea", "ground"]


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
    reach_m: float  # radius of a place, half the width of a line, rim of an area
    altitude: AltitudeShown | None  # null: nobody said, which rules nothing out
    own_grid: str
    window: WindowShown
    confirmed_at: str
    age_s: int
    stale: bool
    state: Literal["planned", "stands", "last_seen", "expired", "ended"]
    verification: str
    use: str  # what we may use it for, as its party says: protection_only, coordination, any
    onward: bool  # whether it may be passed on
    coarse: str  # why its place is coarse on purpose, "" where it is as good as its party has it
    doubts: list[str]
    shape: dict[str, Any]  # GeoJSON geometry


class NumberedItem(ItemShown):
    """GET /api/register: `number` grows with what was said later."""

    number: int


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


class WitnessShown(Shown):
    """An outside witness of our terms: up to where it has seen our log, and what is wrong, "" if nothing."""

    name: str
    seen: int
    trouble: str
    text: str


class HeadShown(Shown):
    """The head of our own log."""

    origin: str
    size: int
    root: str
    cosigned_by: list[str]
    pending: int
    unwitnessed_since: str | None = None  # when the oldest statement was said that no quorum has seen
    witnesses: list[WitnessShown] = Field(default_factory=list)


class ReplayShown(Shown):
    """Which moment is looked at, and whose knowledge of it: `party` is "" for what was so."""

    at: str
    mode: str
    party: str
    drill: bool  # whether what was said then was a drill


class DeskShown(Shown):
    """Everything the desk draws, at one version; or, with `replay`, as it was at an earlier moment."""

    version: int
    now: str
    mode: Literal["LIVE", "DRILL", "REPLAY"]
    replay: ReplayShown | None = None
    party: PartyShown
    local_times: dict[str, str]  # `now` on the clocks of the parties that have said their offset
    peers: list[PeerShown]
    alarms: list[AlarmShown]
    calls: list[CallCardShown]
    asked: list[AskedShown]
    exchanges: list[ExchangeShown]
    register_: list[ItemShown] = Field(alias="register")
    register_left_off: int  # how many more stand in the register: page by page, and as dots
    register_version: int
    coverage: list[CoverageShown]
    findings: list[FindingShown]
    head: HeadShown
    limits: str  # the sentence that stands under every list

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class MomentShown(Shown):
    """One event on the line of time."""

    at: str
    id: str
    kind: str
    party: str
    text: str


class MomentsShown(Shown):
    """GET /api/moments: the newest events, the earliest of them first, and how many came before them."""

    mode: str
    now: str
    moments: list[MomentShown]
    left_off: int
