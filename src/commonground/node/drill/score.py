"""The score of a drill: one page, what was expected, what was measured, point by point.

It measures the desk, not the person, and it names none. DRILL stands in its head, its foot and each line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from commonground.node.drill.script import Expect, Script
from commonground.position.window import utc_text

PAGE_LINES: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One expectation and how it went. `took_s` is None where nothing was to be timed, or it never came."""

    what: str
    met: bool
    took_s: int | None
    within_s: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A drill's score."""

    name: str
    title: str
    began: datetime
    ended: datetime
    points: tuple[Point, ...]
    interrupted: bool = False

    @property
    def met(self) -> int:
        """How many expectations were met."""
        return sum(one.met for one in self.points)

    @property
    def whole(self) -> bool:
        """Whether every expectation was met and the drill ran to its end."""
        return self.met == len(self.points) and not self.interrupted

    @property
    def page(self) -> str:
        """One page of text."""
        took_s = (self.ended - self.began).total_seconds()
        lines = [
            f"DRILL DRILL DRILL   score of {self.name}",
            f"DRILL {self.title}",
            f"DRILL from {self.began:%Y-%m-%d %H:%M:%S}Z, {took_s / 60:.1f} min",
        ]
        if self.interrupted:
            lines.append("DRILL ended by a REAL ALARM; what was not reached yet counts as not met")
        lines.append(f"DRILL {self.met} of {len(self.points)} met")
        lines += [
            f"DRILL {'met    ' if one.met else 'NOT MET'}  {one.what}: {one.text}" for one in self.points
        ]
        return "\n".join([*lines, "DRILL end of score. Nothing in it is real."]) + "\n"

    def as_json(self) -> dict[str, Any]:
        """The score as one object."""
        return {
            "mode": "DRILL",
            "drill": self.name,
            "title": f"DRILL {self.title}",
            "began": utc_text(self.began),
            "ended": utc_text(self.ended),
            "interrupted": self.interrupted,
            "met": self.met,
            "of": len(self.points),
            "points": [
                {
                    "what": one.what,
                    "met": one.met,
                    "took_s": one.took_s,
                    "within_s": one.within_s,
                    "text": f"DRILL {one.text}",
                }
                for one in self.points
            ],
        }


def score(
    script: Script, facts: Mapping[str, datetime], ended: datetime, *, interrupted: bool = False
) -> Score:
    """Judge every expectation by the facts."""
    points = tuple(_never(one, facts) if one.never else _point(one, facts) for one in script.expects)
    return Score(
        name=script.name,
        title=script.title,
        began=facts["begin"],
        ended=ended,
        points=points,
        interrupted=interrupted,
    )


def _point(expect: Expect, facts: Mapping[str, datetime]) -> Point:
    came = min((facts[name] for name in expect.facts if name in facts), default=None)
    since = facts.get(expect.after)
    if since is None or came is None:
        text = "not reached" if since is None else f"never, {expect.within_s} s allowed"
        return Point(what=expect.what, met=False, took_s=None, within_s=expect.within_s, text=text)
    took_s = round((came - since).total_seconds())
    return Point(
        what=expect.what,
        met=0 <= took_s <= expect.within_s,
        took_s=took_s,
        within_s=expect.within_s,
        text=f"{took_s} s, {expect.within_s} s allowed",
    )


def _never(expect: Expect, facts: Mapping[str, datetime]) -> Point:
    """Met where it did not happen, or only after `once`; not met where the drill never came so far."""
    came = min((facts[name] for name in expect.facts if name in facts), default=None)
    until = facts.get(expect.once)
    reached = expect.after in facts
    wrong = came is not None and (until is None or came < until)
    text = "not reached" if not reached else "it happened" if wrong else "it did not happen"
    return Point(what=expect.what, met=reached and not wrong, took_s=None, within_s=0, text=text)
