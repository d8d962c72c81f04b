"""What a desk may post. Unknown fields are refused, every text has a longest length."""

from __future__ import annotations

import unicodedata
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

CODE_FORM: Final = "^[a-z][a-z0-9-]{0,31}$"
LINE_ENDS: Final = "\t\r\n"


def _is_shown(one: str) -> bool:
    return one in LINE_ENDS or unicodedata.category(one) not in ("Cc", "Cs")


def escaped(text: str) -> str:
    """A text with whatever does not show written as \\u0007, fit to be repeated in an error."""
    return "".join(one if _is_shown(one) else f"\\u{ord(one):04x}" for one in text)


def _shows(text: str) -> str:
    """Control characters and halves of surrogate pairs are no words: they hide or forge what is read."""
    if not all(map(_is_shown, text)):
        raise PydanticCustomError("ours", "a character in this text does not show", {"hint": "type it again"})
    return text


def _on_one_line(text: str) -> str:
    if any(one in LINE_ENDS for one in text):
        raise PydanticCustomError("ours", "this text stands on one line", {"hint": "take the line ends out"})
    return _shows(text)


Line = Annotated[str, StringConstraints(max_length=200), AfterValidator(_on_one_line)]
Words = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_shows)]
PlaceText = Annotated[str, StringConstraints(min_length=1, max_length=400), AfterValidator(_shows)]
Secret = Annotated[str, StringConstraints(min_length=1, max_length=1024), AfterValidator(_shows)]
# Read strictly by `acts.moment`.
Moment = Annotated[str, StringConstraints(max_length=32), AfterValidator(_shows)]
PartyCode = Annotated[str, StringConstraints(pattern=CODE_FORM)]
ReadingIndex = Annotated[int, Field(ge=0, le=63)]


Vertex = Annotated[tuple[float, float], Field(strict=False)]  # lat_deg, lon_deg


Precision = Annotated[float, Field(gt=0, le=200_000, strict=False)]


class Asked(BaseModel):
    """The base: strict, closed."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class LoginAsked(Asked):
    """POST /api/login"""

    officer: Line
    passphrase: Secret


class ReadAsked(Asked):
    """POST /api/read: a text, and the CRS if its sender named one. `mine` is no field: this reads for
    the officer's own profile, or for a peer's grid when `party` names one."""

    text: PlaceText
    crs: Line = ""
    party: PartyCode | None = None


class WindowAsked(Asked):
    """A window of time, both ends UTC."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=True)
    start: Moment = Field(alias="from")
    end: Moment = Field(alias="to")


class ReportAsked(Asked):
    """What the desk was told, word by word."""

    words: Words
    source: Line
    channel: Line
    at: Moment
    to: Line = ""


class EnquiryAsked(Asked):
    """POST /api/enquiries"""

    to: Annotated[list[PartyCode], Field(min_length=1, max_length=32)]
    text: PlaceText
    reading: ReadingIndex | None = None  # needed where the text has several readings
    crs: Line = ""
    anchor: Words = ""
    margin_m: Annotated[float, Field(ge=0, le=200_000, strict=False)]
    window: WindowAsked
    question: Words = ""
    occasion: Line = ""
    template: Literal["urgent", "ordinary", "movement"] = "ordinary"
    deadline_s: Annotated[int, Field(ge=30, le=7 * 86_400)] | None = None
    report: ReportAsked | None = None


class PlaceAsked(Asked):
    """POST /api/exchanges/{id}/readback"""

    text: PlaceText
    reading: ReadingIndex | None = None  # needed where the text has several readings
    crs: Line = ""
    anchor: Words = ""
    words: Words = ""


class CorrectAsked(PlaceAsked):
    """POST /api/exchanges/{id}/correct"""

    words: Words


class StandbyAsked(Asked):
    """POST /api/exchanges/{id}/standby"""

    until: Moment
    words: Words = ""


class AnswerAsked(Asked):
    """POST /api/exchanges/{id}/answer. An officer may give less than the register yields, never more."""

    outcome: Literal["something_within", "none_by_register", "cannot_say"]
    words: Words = ""


class WordsAsked(Asked):
    """A step that takes words alone."""

    words: Words = ""


class DoubtAsked(Asked):
    """A step that takes words and cannot go without."""

    words: Annotated[Words, Field(min_length=1)]


class NothingAsked(Asked):
    """A step that takes nothing."""


class AlarmAsked(Asked):
    """POST /api/alarm: the bare alarm. No place, no form."""

    to: Annotated[list[PartyCode], Field(max_length=32)] = Field(default_factory=list)
    words: Words = ""


class ConfirmedAsked(Asked):
    """POST /api/alarms/{id}/confirmed: a named person of the other side said so by another way."""

    party: PartyCode
    person: Annotated[Line, Field(min_length=1)]
    way: Annotated[Line, Field(min_length=1)]
    words: Words = ""


class AltitudeAsked(Asked):
    """Between which altitudes something stays, in metres above a reference, its doubt included."""

    low_m: Annotated[float, Field(ge=-12_000, le=100_000, strict=False)]
    high_m: Annotated[float, Field(ge=-12_000, le=100_000, strict=False)]
    above: Literal["ellipsoid", "sea", "ground"]


class NoticeAsked(Asked):
    """POST /api/notices: a place, a corridor or an area that is said to the parties in `to`.

    `corners` are those after `text`: with one or more and `closed` false it is a line, `reach_m` half its
    width; with two or more and `closed` true an area. `altitude` left out is unknown.
    """

    kind: Literal["site", "unit", "movement", "area", "crossing"]
    item: Annotated[Line, Field(min_length=1)]
    label: Line = ""
    category: Line = ""
    text: PlaceText
    reading: ReadingIndex | None = None  # needed where the text has several readings
    crs: Line = ""
    anchor: Words = ""
    reach_m: Annotated[float, Field(ge=0, le=200_000, strict=False)] = 0.0
    corners: Annotated[list[PlaceText], Field(max_length=199)] = Field(default_factory=list)
    closed: bool = True
    altitude: AltitudeAsked | None = None
    window: WindowAsked
    confirmed_at: Moment | None = None
    verification: Literal["as_submitted", "two_persons", "checked"] = "as_submitted"
    source: Line = ""
    to: Annotated[list[PartyCode], Field(max_length=32)] = Field(default_factory=list)
    use: Literal["protection_only", "coordination", "any"] = "protection_only"
    onward: bool = False
    until: Moment | None = None  # when it stops having effect by itself
    # How coarse the place is for some of `to`, as a CE95 in metres; with the reason that they are told.
    precision: dict[PartyCode, Precision] = Field(default_factory=dict, max_length=32)
    coarse_reason: Line = ""


class CoverageAsked(Asked):
    """POST /api/coverage: "my register is complete for these kinds within this area until then"."""

    kinds: Annotated[
        list[Literal["site", "unit", "movement", "area", "crossing"]], Field(min_length=1, max_length=5)
    ]
    area: Annotated[list[Vertex], Field(min_length=3, max_length=2000)]
    ce95_m: Annotated[float, Field(gt=0, le=100_000, strict=False)] = 100.0
    as_of: Moment | None = None
    valid_until: Moment
    words: Words = ""
    to: Annotated[list[PartyCode], Field(max_length=32)] = Field(default_factory=list)


class HandoverAsked(Asked):
    """POST /api/handover: to whom the desk passes; what is open is listed by the node."""

    to_officer: Line
    words: Words = ""


class TakeoverAsked(Asked):
    """POST /api/takeover: the handover's id, and the numbers of the matters that were read."""

    handover: Line
    read: Annotated[list[int], Field(max_length=200)] = Field(default_factory=list)
    words: Words = ""


class TestCallAsked(Asked):
    """POST /api/test-calls"""

    party: PartyCode
    way: Line
    reached: bool
    by: Line = ""
    words: Words = ""


class SignRowsAsked(Asked):
    """POST /api/lists/{token}/sign: which rows an officer puts his name to.

    `readings` names the reading of a row that has several (its index); such a row cannot go without.
    """

    rows: Annotated[list[int], Field(min_length=1, max_length=20_000)]
    readings: dict[str, ReadingIndex] = Field(default_factory=dict)
    window: WindowAsked
    kind: Literal["site", "unit"] = "site"
    category: Line = ""
    confirmed_at: Moment | None = None
    to: Annotated[list[PartyCode], Field(max_length=32)] = Field(default_factory=list)
