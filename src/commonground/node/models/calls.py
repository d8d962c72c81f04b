"""The call card of a peer, the ways an alarm went out by, and how much was asked of whom."""

from __future__ import annotations

from typing import Literal

from commonground.node.models.shown import Shown


class ContactShown(Shown):
    """How one role of a party is reached."""

    role: str
    way: str
    number: str
    hours: str
    said_in: Literal["terms", "here"]  # the terms of the exchange, or our own configuration


class CallCardShown(Shown):
    """Whom to call, why, how, and in which words."""

    party: str
    name: str
    due: list[str]  # why they have to be called now; empty: nobody has to
    role: str | None  # whom now
    next_at: str | None  # when the next role falls due
    contacts: list[ContactShown]  # the role to be called first
    say: list[str]


class AskedShown(Shown):
    """How much one party has asked another, and what it could know by now; both desks show it."""

    asker: str
    receiver: str
    count: int
    answered: int
    answered_km2: float
    share: float | None  # of what the receiver covers, where that is known here
    most: int
    within_s: int
    most_share: float
    over: bool
    text: str


class WayShown(Shown):
    """A way by which an alarm of ours went out."""

    way: str
    to: str
    state: str
