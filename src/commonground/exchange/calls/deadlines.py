"""Deadlines and escalation: who has to look by when, and who next when nobody did.

The figures are those of our own newest terms of the exchange, and those below where the terms are
silent. A deadline belongs to a role, not to a person. When it passes nothing is decided: the next role is
called, and the one after, and the last again and again. Any officer may take it at any time.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType

from commonground.statements.admin import Terms

TEMPLATES: Mapping[str, timedelta] = MappingProxyType(
    {
        "urgent": timedelta(minutes=2),
        "ordinary": timedelta(minutes=10),
        "movement": timedelta(hours=24),
    }
)
ROLES = ("watch officer", "duty director", "commander")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """The figures of one pair of parties, as their terms say; these are ours until then.

    take_within: how long an alarm may stand untaken before the next role is called.
    recall: how often the last role is called again. delayed_after: a message that took longer
    from its writing to its arrival is marked delayed.
    """

    templates: Mapping[str, timedelta] = field(default_factory=lambda: TEMPLATES)
    take_within: timedelta = timedelta(seconds=60)
    recall: timedelta = timedelta(seconds=60)
    delayed_after: timedelta = timedelta(seconds=120)
    roles: tuple[str, ...] = ROLES

    def deadline(self, template: str, sent_at: datetime) -> datetime:
        """When an enquiry of the template is due; an unknown template is held to the ordinary one."""
        return sent_at + self.templates.get(template, self.templates["ordinary"])


DEADLINES = Deadlines()


def deadlines_of(terms: Terms | None) -> Deadlines:
    """The figures and roles of the terms; what they do not name stays as it is here."""
    if terms is None:
        return DEADLINES
    said = {one.name: timedelta(seconds=one.within_s) for one in terms.deadlines}
    return Deadlines(
        templates={name: said.get(name, usual) for name, usual in TEMPLATES.items()},
        take_within=said.get("alarm", DEADLINES.take_within),
        recall=said.get("recall", DEADLINES.recall),
        delayed_after=said.get("delayed", DEADLINES.delayed_after),
        roles=terms.roles or DEADLINES.roles,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Who is to be called now: the role, how many limits have passed, and when the next one does."""

    role: str
    level: int
    since: datetime
    next_at: datetime


def call(due: datetime, now: datetime, deadlines: Deadlines = DEADLINES) -> Call | None:
    """Who is to be called for something that was due at `due`; None while it is not overdue.

    The first limit passed calls the second role, because the first had it until then.
    """
    if now < due:
        return None
    step_s = deadlines.recall.total_seconds()
    level = 1 + math.floor((now - due).total_seconds() / step_s)
    role = deadlines.roles[min(level, len(deadlines.roles) - 1)]
    since = due + (level - 1) * deadlines.recall
    return Call(role=role, level=level, since=since, next_at=since + deadlines.recall)
