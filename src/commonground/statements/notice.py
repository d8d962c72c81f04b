"""Notices: "party P says that S is or will be within extent E".

A notice says where something is, never what may be done there. Withdrawal and replacement are
notices too. Coverage is the notice that makes absence sayable: "my register is complete for this
area and these kinds as of T".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from commonground.position.extent import Extent, Shape
from commonground.position.place import Position


class NoticeKind(StrEnum):
    """What a notice is about; also the statement kind on the wire."""

    SITE = "site"
    UNIT = "unit"
    MOVEMENT = "movement"
    AREA = "area"
    COVERAGE = "coverage"
    CROSSING = "crossing"
    WITHDRAWAL = "withdrawal"


class Verification(StrEnum):
    """How far the place of a notice has been checked, as its party states it."""

    AS_SUBMITTED = "as_submitted"
    TWO_PERSONS = "two_persons"
    CHECKED = "checked"  # against imagery or on the ground


class CrossingStatus(StrEnum):
    """What a party says of a crossing."""

    OPEN = "open"
    RESTRICTED = "restricted"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class PermittedUse(StrEnum):
    """What a receiver may use a notice for."""

    PROTECTION_ONLY = "protection_only"
    COORDINATION = "coordination"
    ANY = "any"


class MovementStage(StrEnum):
    """Where a movement stands, as its party says; overdue is worked out, never said."""

    NOTIFIED = "notified"
    CHANGED = "changed"
    DEPARTED = "departed"
    CALLED_IN = "called_in"
    HELD = "held"
    DIVERTED = "diverted"
    ARRIVED = "arrived"
    CLOSED = "closed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceSaid:
    """A place as a party said it: the text as given, what was read from it, and on what basis.

    `as_given` is kept letter by letter. `anchor` is a description beside it ("300 m east of the
    bridge"), "" where none was given. `datum_basis` is known, assumed or unknown.
    """

    as_given: str
    position: Position
    notation: str
    crs: str
    datum_basis: str
    operation: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One notice about one thing.

    item: the party's own name of the thing, the same over all notices about it ("post 17").
    place: how the place was given, where it was given as one place.
    confirmed_at: when somebody last looked. source: lineage of the information.
    replaces: id of the statement that this one takes the place of, "" for none.
    use, onward: what the receiver may use it for, and whether it may pass it on (no, unless said).
    coarse: why the place is coarse on purpose, "" where it is as good as the party has it.
    """

    kind: NoticeKind
    item: str
    extent: Extent
    label: str = ""
    category: str = ""  # hospital, post, convoy, …: the party's word
    place: PlaceSaid | None = None
    confirmed_at: datetime
    verification: Verification = Verification.AS_SUBMITTED
    source: str = ""
    replaces: str = ""
    crossing: CrossingStatus = CrossingStatus.UNKNOWN
    reason: str = ""
    stage: MovementStage = MovementStage.NOTIFIED
    hourly_m: float = 0.0  # the farthest it goes in an hour; 0 where nobody said
    use: PermittedUse = PermittedUse.PROTECTION_ONLY
    onward: bool = False
    coarse: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """ "My register is complete for these kinds within this area, as of this moment."

    `kinds` names notice kinds; `valid_until` is when the party itself stops standing by it.
    """

    area: Shape
    kinds: tuple[NoticeKind, ...]
    as_of: datetime
    valid_until: datetime
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """ "What I said in this statement no longer stands", with the reason."""

    withdraws: str  # statement id
    reason: str
