"""Messages: the steps of an exchange between two parties.

An acknowledgement means "received and understood", nothing more. The machine never answers for an
officer. Every message but an enquiry and a bare alarm names the enquiry it belongs to in the
header of its statement (`re`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from commonground.position.window import Window
from commonground.statements.notice import PlaceSaid


class MessageKind(StrEnum):
    """The kinds of message; also the statement kind on the wire."""

    ENQUIRY = "enquiry"
    STANDBY = "standby"
    READBACK = "readback"
    CONFIRMATION = "confirmation"
    CORRECTION = "correction"
    ANSWER = "answer"
    ACKNOWLEDGEMENT = "acknowledgement"
    DOUBT = "doubt"
    ALARM = "alarm"


class Outcome(StrEnum):
    """The three answers to any area question."""

    SOMETHING_WITHIN = "something_within"
    NONE_BY_REGISTER = "none_by_register"
    CANNOT_SAY = "cannot_say"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the asking desk was told, word by word: by whom, to whom, over which channel, when."""

    words: str
    source: str
    channel: str
    at: datetime
    to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enquiry:
    """ "Any of yours within this margin of this place, in this window?" """

    place: PlaceSaid
    margin_m: float
    window: Window
    question: str
    occasion: str  # why it is asked; an ordinary enquiry needs one
    deadline: datetime
    template: str = "ordinary"  # urgent, ordinary, movement
    report: Report | None = None
    over_budget: str = ""  # what the asker's desk had counted, where it is more than the budget


@dataclass(frozen=True, slots=True, kw_only=True)
class Standby:
    """ "I am working on it; expect me by then." """

    until: datetime
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Readback:
    """Where the receiver finds the place on its own map.

    `independent` is False when anything drew or converted the place for the receiver first (*show
    now*), or when the given digits were typed again.
    """

    place: PlaceSaid
    independent: bool
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """The asker has compared the readback with the enquiry: how far apart, within which joint doubt."""

    readback: str  # statement id
    distance_m: float
    joint_ce95_m: float
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """The asker puts a place right; the exchange starts again at *sent*."""

    place: PlaceSaid
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An officer's answer from his register.

    `as_of` is the moment of the register, `coverage` the statement ids of the coverage it rests on;
    an answer of *none* without coverage cannot be made.
    """

    outcome: Outcome
    as_of: datetime
    coverage: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    words: str = ""

    def __post_init__(self) -> None:
        if self.outcome is Outcome.NONE_BY_REGISTER and not self.coverage:
            raise ValueError("none by register needs the coverage it rests on; without it: cannot say")


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """ "Received and understood."

    party, person, way: where a named person of that party said it to us by another way (telephone, radio)
    and we enter it; empty where it is our own word.
    """

    answer: str  # statement id
    words: str = ""
    party: str = ""
    person: str = ""
    way: str = ""

    def __post_init__(self) -> None:
        if any((self.party, self.person, self.way)) and not all((self.party, self.person, self.way)):
            raise ValueError("what somebody said by another way has a party, a person and the way")


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtRaised:
    """A named doubt about an item or a statement; it follows it into every later answer."""

    doubts: str  # statement id or item
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """ "Stop, you may be hitting ours." It needs no place."""

    words: str
    place: PlaceSaid | None = None


MessageBody = (
    Enquiry | Standby | Readback | Confirmation | Correction | Answer | Acknowledgement | DoubtRaised | Alarm
)
