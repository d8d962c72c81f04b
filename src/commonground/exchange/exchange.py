"""What an exchange is at one moment of its fold: the enquiry, where it stands, and what was said.

Everything here is derived; the fold makes it and the view shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from commonground.exchange.places.compare import Comparison, Verdict
from commonground.exchange.table import Side, State
from commonground.finding import Finding
from commonground.register.item import DoubtSaid
from commonground.statements.message import Answer, Enquiry
from commonground.statements.notice import PlaceSaid
from commonground.statements.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadbackSaid:
    """A readback and what comes of it. `independent` holds only when nothing speaks against it."""

    id: str
    place: PlaceSaid
    independent: bool
    at: datetime
    officer: str
    comparisons: tuple[Comparison, ...]  # with the enquiry's place first, then with the source
    verdict: Verdict
    worst: Comparison
    conflict: Finding | None  # of the two descriptions with the coordinates

    @property
    def text(self) -> str:
        """The outcome as it is read aloud."""
        return self.conflict.text if self.conflict else self.worst.text


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSaid:
    """The place as the person at the place read it back to the asking desk."""

    id: str
    place: PlaceSaid
    at: datetime
    comparison: Comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSaid:
    """An answer as it was given."""

    id: str
    answer: Answer
    at: datetime
    officer: str
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One statement of the conversation; `taken` is False where the table had no such step."""

    statement: Statement
    taken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One enquiry to one receiver and everything said about it.

    id: the enquiry's statement id; with ".<receiver>" when the enquiry went to several parties.
    place, place_id: where the asker says it is now, by the enquiry or the latest correction.
    report_check: the measured place against the originator's report, None where it holds no place.
    tips: what a next message names in `re` beside the enquiry.
    revealed: the receiver had this place drawn before measuring (*show now*).
    """

    id: str
    enquiry_id: str
    asker: str
    receiver: str
    enquiry: Enquiry
    sent_at: datetime
    place: PlaceSaid
    place_id: str
    state: State
    deadline: datetime
    report_check: Comparison | None = None
    standby_until: datetime | None = None
    standbys: int = 0
    revealed: bool = False
    readback: ReadbackSaid | None = None
    source: SourceSaid | None = None
    understood_at: datetime | None = None
    answer: AnswerSaid | None = None
    acknowledged_at: datetime | None = None
    received_at: datetime | None = None
    shown_at: datetime | None = None
    doubts: tuple[DoubtSaid, ...] = ()
    alarms: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    log: tuple[Line, ...] = ()
    tips: tuple[str, ...] = ()

    @property
    def re(self) -> tuple[str, ...]:
        """What the next message of this exchange names in its header."""
        return (self.enquiry_id, *(tip for tip in self.tips if tip != self.enquiry_id))

    @property
    def open(self) -> bool:
        """Whether somebody still owes a word."""
        return self.state not in (State.CLOSED, State.WITHDRAWN)

    @property
    def source_confirmed(self) -> bool:
        """Whether the person at the place has read it back, and it fits."""
        return self.source is not None and self.source.comparison.verdict is Verdict.MATCH

    def side(self, party: str) -> Side | None:
        """At which end the party stands; None for everybody else."""
        if party == self.asker:
            return Side.ASKER
        return Side.RECEIVER if party == self.receiver else None

    def unanswered(self) -> bool:
        """Whether the receiver's word is still due."""
        return self.answer is None and self.state is not State.WITHDRAWN

    def late(self, now: datetime) -> bool:
        """Whether the deadline has passed without an answer, or the answer came after it."""
        return now >= self.deadline if self.unanswered() else bool(self.answer and self.answer.late)

    def overtaken(self, now: datetime) -> bool:
        """Whether the window asked about has ended without an answer."""
        return self.unanswered() and now >= self.enquiry.window.end
