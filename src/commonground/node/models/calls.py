"""The call card of a peer: what the desk shows when it has to be called by voice."""

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


class WayShown(Shown):
    """A way by which an alarm of ours went out."""

    way: str
    to: str
    state: str
