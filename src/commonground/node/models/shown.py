"""What the desk is shown: the base of it, sessions, findings, health and errors.

Moments are UTC text, positions WGS 84 degrees, lengths metres.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Shown(BaseModel):
    """The base of everything shown."""

    model_config = ConfigDict(extra="forbid")


class FindingShown(Shown):
    """One finding: a sentence that can be read aloud."""

    kind: str
    level: Literal["note", "caution", "urgent"]
    text: str
    about: list[str] = Field(default_factory=list)


class SessionShown(Shown):
    """Who is at the desk."""

    officer: str
    role: str
    party: str
    party_name: str
    since: str
    mode: Literal["LIVE", "DRILL"]
    locks_after_s: int


class SaidShown(Shown):
    """What was signed and kept: its id, durable before this answer left."""

    id: str


class IdsShown(Shown):
    """Several statements signed and kept."""

    ids: list[str]


class HealthShown(Shown):
    """GET /health: no secret, no place."""

    state: Literal["ready", "locked", "not_writing", "reading"]
    party: str
    now: str
    version: str
    alarms: int
    unmanned: str = ""  # that nobody has sat at this desk for too long, and whom to call
    reading: str = ""  # how far a long record is read; alarms are not counted until all of it is
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
