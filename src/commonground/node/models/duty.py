"""Duty at a desk: what is handed over, who took it, the test calls."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from commonground.node.models.shown import FindingShown, Shown


class OfficerShown(Shown):
    """One of our officers."""

    code: str
    name: str
    roles: list[str]


class MatterShown(Shown):
    """One open matter, by its number."""

    number: int
    what: Literal["alarm", "open", "standby", "overdue", "doubt", "link"]
    about: str
    words: str


class TakenShown(Shown):
    """Who took the desk, and when."""

    officer: str
    at: str


class HandoverShown(Shown):
    """The last handover of this desk; `unread` are the numbers that nobody who took it has read."""

    id: str
    officer: str
    to_officer: str
    at: str
    words: str
    matters: list[MatterShown]
    unread: list[int]
    taken: list[TakenShown]


class CalledShown(Shown):
    """A test call as it was put on record."""

    at: str
    officer: str
    way: str
    reached: bool
    by: str
    words: str


class CallDueShown(Shown):
    """When the next test call to a peer is due, and the last one."""

    party: str
    name: str
    due: str | None
    last: CalledShown | None


class DutyShown(Shown):
    """GET /api/duty"""

    officers: list[OfficerShown]
    began: str | None
    matters: list[MatterShown]
    handover: HandoverShown | None
    calls: list[CallDueShown]
    findings: list[FindingShown] = Field(default_factory=list)
