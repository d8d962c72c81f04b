"""Findings: what anybody can work out from statements, and work out again.

A finding has a kind, a level, what it rests on, and a sentence an officer can read aloud. It names
parties, never blame, and no map is the true one. Disagreement is a finding; it is never raised.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class Level(IntEnum):
    """How soon a person has to look."""

    NOTE = 0
    CAUTION = 1
    URGENT = 2

    @property
    def word(self) -> str:
        return self.name.lower()


class Kind(StrEnum):
    """Every kind of finding, grouped by the room that makes it. The one list; docs are made from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing worked out: its kind, level, sentence, and the ids of the entries it rests on."""

    kind: Kind
    level: Level
    text: str
    about: tuple[str, ...] = field(default=())  # statement ids, item ids or row names

    def as_json(self) -> dict[str, object]:
        """The form that the command line, the API and reports give."""
        shown: dict[str, object] = {"kind": str(self.kind), "level": self.level.word, "text": self.text}
        if self.about:
            shown["about"] = list(self.about)
        return shown
