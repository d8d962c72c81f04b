"""Administrative statements: what is said about statements, parties, keys and documents.

Receipts stand in the receiver's own log. Disclosures, holds and destructions are said like everything
else, so the ledger of who was given what cannot be kept differently later.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from commonground.position.profile import Basis, Order
from commonground.statements.roster import Party

MAX_DOCUMENT = 64 * 1024 * 1024  # bytes of a file that a statement names


class ReceiptStage(StrEnum):
    """How far a statement has come at the receiver; each stage includes those before it."""

    RECEIVED = "received"  # the receiver's node holds and has checked it
    SHOWN = "shown"  # it stood on a staffed desk
    SHOW_NOW = "show_now"  # its place was drawn and converted before the receiver's own readback
    LOADED = "loaded"  # it is in the terminal that uses it, in this version
    UNDERSTOOD = "understood"  # an officer says so, after readback


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """ "These statements (or this document) have come this far with us." """

    stage: ReceiptStage
    of: tuple[str, ...]  # statement ids
    document: str = ""  # SHA-256 of the document's bytes, where the receipt is for a document
    terminal: str = ""  # where it was loaded
    version: str = ""  # and which version of it
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """ "We gave this statement to these parties", later than it was said."""

    discloses: str  # statement id
    parties: tuple[str, ...]
    until: datetime | None = None
    permitted_use: str = "protection_only"
    onward: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureEnd:
    """ "From now on these parties are to stop using it." What was given cannot be taken back."""

    ends: str  # statement id
    parties: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How often one party may ask another in a private way, by name."""

    name: str
    limit: int
    per_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A warning signal that the parties have settled: its name, how it looks or sounds, what it means."""

    name: str
    form: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """The TLS certificate of a party's node, by SHA-256 of its DER form, and where it answers."""

    party: str
    certificate: str
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """Within how many seconds something is due: an enquiry of a template, or a step of an alarm."""

    name: str  # urgent, ordinary, movement; alarm, recall, delayed
    within_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How a role of a party is reached without a link."""

    party: str
    role: str
    way: str  # telephone, HF radio, runner
    number: str  # number, frequency and call sign
    hours: str = ""  # when it is manned, "" for always


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The terms of the exchange; entry 0 of every log, the same text in each.

    policy: a tlog-policy text that names the quorum. grid: the name of the shared grid, "" for none.
    deadlines: where they name nothing, the figures of `exchange` hold. roles: who is called, in this order.
    A party that can sign no treaty can still sign these: they say how, not whether.
    """

    title: str
    parties: tuple[Party, ...]
    policy: str
    pins: tuple[Pin, ...] = ()
    grid: str = ""
    budgets: tuple[Budget, ...] = ()
    signals: tuple[Signal, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    roles: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()
    retention_days: int = 0  # 0: kept until somebody decides
    relay: str = ""  # code of the neutral centre through which the parties speak, "" for none
    relay_signs: bool = False  # it passes on its own statement instead of the original
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileSaid:
    """ "This is how we write places": see `MapProfile`; degrees as west, south, east, north.

    utc_offset: how far our clocks are from UTC, like "+04:30".
    """

    name: str
    crs: str
    crs_basis: Basis
    notation: str
    order: Order = Order.UNSAID
    digits: int | None = None
    report_ce95_m: float = 0.0
    registration_ce95_m: float = 0.0
    old_map: bool = False
    sheet: str = ""
    theatre: tuple[float, float, float, float] | None = None
    utc_offset: str = ""


class LineBasis(StrEnum):
    """On what a depicted line rests, as its source says."""

    DELIMITED = "delimited"
    DEMARCATED = "demarcated"
    CLAIMED = "claimed"
    FOR_THIS_OPERATION = "for_this_operation"
    UNSTATED = "unstated"


@dataclass(frozen=True, slots=True, kw_only=True)
class DepictionSaid:
    """ "This is how our source draws it": the geometry is a document, named by its SHA-256."""

    name: str
    title: str
    basis: LineBasis
    source: str
    scale: int = 0  # 1 : scale; 0 where the source states none
    ce95_m: float
    licence: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentNamed:
    """ "This file, unchanged, is what we hand over." Its bytes travel beside the log."""

    sha256: str
    length: int
    title: str
    edition: str = ""
    media_type: str = "application/octet-stream"
    words: str = ""

    def __post_init__(self) -> None:
        if not re.fullmatch("[0-9a-f]{64}", self.sha256):
            raise ValueError("a document is named by its SHA-256, 64 hexadecimal digits")
        if not 0 <= self.length <= MAX_DOCUMENT:
            raise ValueError(f"a document has at most {MAX_DOCUMENT} bytes")


class MatterKind(StrEnum):
    """What one matter of a handover is."""

    ALARM = "alarm"  # an alarm that nobody has taken
    OPEN = "open"  # an enquiry on which a word is due
    STANDBY = "standby"  # an enquiry on which somebody stands by
    OVERDUE = "overdue"  # a movement that has run out of its windows without a word
    DOUBT = "doubt"  # a named person's doubt that stands
    LINK = "link"  # how the link to a party is


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One thing that a desk hands over: what it is, the statement or party it is about, how it stands."""

    what: MatterKind
    about: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """ "The desk passes from this officer to that one", with everything that was open, numbered from 1."""

    to_officer: str
    open_exchanges: tuple[str, ...] = ()  # ids alone, as it was said before there were matters
    matters: tuple[Matter, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Takeover:
    """ "I have the desk, and these matters of that handover I have read", each by its number."""

    handover: str  # statement id
    read: tuple[int, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTested:
    """ "We tried to reach that party by this way": whether anybody answered, and who."""

    party: str
    way: str
    reached: bool
    by: str = ""
    words: str = ""


class RetentionClass(StrEnum):
    """How long a statement's salt and bytes are kept."""

    OPERATION = "operation"
    INQUIRY = "inquiry"
    PERSONAL = "personal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """ "These statements are of this class and are kept until then." """

    of: tuple[str, ...]
    retention_class: RetentionClass
    until: datetime | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Destruction:
    """ "Salt and bytes of these statements are destroyed with us." The log entry stays."""

    of: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """ "Nothing of these is destroyed until the hold is lifted"; no ids: nothing at all."""

    of: tuple[str, ...] = ()
    lifted: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """ "From now on this is a drill", or the end of it."""

    name: str
    begins: bool
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRecord:
    """A step of a private check: digests and counts only, never an area or a result."""

    step: str
    level: str
    points: int
    digest: str
    commitment: str = ""
    purpose: str = ""
    budget_left: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Relayed:
    """ "The party named said this to us": the neutral centre's own statement, tied to its source."""

    source_party: str
    source: str  # SHA-256 of the entry of the source's log
    words: str
