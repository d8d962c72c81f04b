"""Watching a drill: the facts that both desks show, each with the moment it was first there.

What was said has the moment of its own statement; what a desk shows has the moment at which it was seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from commonground.interop.voice.late import read_late
from commonground.node.drill.parties import PREFIX
from commonground.node.drill.script import SIDES, Script
from commonground.position.window import read_utc


class Watch:
    """The facts so far, and which id belongs to which name of the script."""

    def __init__(self, script: Script, begins: datetime) -> None:
        self._script = script
        self.facts: dict[str, datetime] = {"begin": begins}
        self.ids: dict[str, str] = {}

    def did(self, name: str, at: datetime) -> None:
        """A step was done."""
        self.facts.setdefault(name, at)

    def look(self, side: str, desk: dict[str, Any], now: datetime) -> None:
        """Take in what the desk of a side shows."""
        exchanges = sorted(desk["exchanges"], key=lambda one: (one["sent_at"], one["id"]))
        self._name("enquiry", [(one["id"], one["from"]) for one in exchanges])
        for one in exchanges:
            name = self.name_of(one["id"])
            if name:
                self.facts.setdefault(f"{name}.at.{side}", now)
            for fact, at in _of_exchange(name, one, now) if name else ():
                self.facts.setdefault(fact, at)
        standing = [one for one in desk["alarms"] if one["kind"] == "alarm_stands"]
        for identity in (one["about"][0] for one in standing):
            if not self.name_of(identity):
                waiting = [name for name, _ in self._script.opening("alarm") if name not in self.ids]
                self.ids.update(dict.fromkeys(waiting[:1], identity))
            name = self.name_of(identity)
            if name:
                self.facts.setdefault(f"{name}.raised", now)
        self._alarms_gone(side, {one["about"][0] for one in standing}, now)
        for peer in desk["peers"]:
            if peer["state"] == "absent":
                self.facts.setdefault(f"{side}.absent", now)

    def name_of(self, identity: str) -> str:
        """The script's name of an exchange or alarm, "" for one that is not in it."""
        return next((name for name, one in self.ids.items() if one == identity), "")

    def _name(self, do: str, shown: list[tuple[str, str]]) -> None:
        for side in SIDES:
            wanted = [name for name, party in self._script.opening(do) if party == side]
            found = [identity for identity, party in shown if party == PREFIX + side]
            self.ids.update(
                {name: one for name, one in zip(wanted, found, strict=False) if name not in self.ids}
            )

    def _alarms_gone(self, side: str, standing: set[str], now: datetime) -> None:
        for name, party in self._script.opening("alarm"):
            if name in self.ids and party != side and self.ids[name] not in standing:
                self.facts.setdefault(f"{name}.taken", now)


def _of_exchange(name: str, one: dict[str, Any], now: datetime) -> Iterator[tuple[str, datetime]]:
    for line in one["log"]:
        yield f"{name}.{line['kind']}.{line['party'].removeprefix(PREFIX)}", read_utc(line["at"])
    yield f"{name}.state.{one['state']}", now
    if one["late"]:
        yield f"{name}.late", now
    if one["delayed"]:
        yield f"{name}.delayed", now
    if one["blocked"]:
        yield f"{name}.blocked", now
    if one["alarms"]:
        yield f"{name}.alarm", now
    said = [one["occasion"], one["question"], *(line["text"] for line in one["log"])]
    if any(read_late(text) for text in said):
        yield f"{name}.by_voice", now
