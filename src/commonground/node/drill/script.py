"""Scripts of drills: who does what after which fact, and what a good desk does by when. Read strictly.

A fact has a name: "q1.readback.north" (said, in exchange q1, by North), "q1.state.differs" (a desk shows
it), "q1.at.south" (it has come to South's desk), "q1.late", "q1.delayed", "q1.by_voice" (it holds a late
entry), "a1.raised", "a1.taken", "north.absent" (North's desk shows the other absent), "did.NAME" (a step
was done), "begin". Exchanges and alarms are counted by who opens them, in the order of the script.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any, Final

from commonground.errors import InputError

SIDES: Final = ("north", "south")
ACTS: Final = frozenset(
    {
        "enquiry",
        "readback",
        "answer",
        "acknowledge",
        "correct",
        "standby",
        "doubt",
        "confirm",
        "alarm",
        "take",
    }
)
CONTROL: Final = frozenset({"cut", "join"})
BY: Final = ("officer", "script", "control")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step. `by`: an officer of the drill (a person, or the model officer), the scripted
    counterpart, or drill control. `card` is what a person who is to do it is told."""

    name: str
    party: str  # "" for control
    do: str
    by: str
    after: tuple[str, ...]  # any of these facts
    delay_s: int
    card: str
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expect:
    """What a good desk does, or never does: one point each.

    facts: any of them is enough. after, within_s: counted from that fact. never: none of them may be,
    unless `once` has been first.
    """

    what: str
    facts: tuple[str, ...]
    after: str = "begin"
    within_s: int = 0
    never: bool = False
    once: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A drill: its name, what it is about, its steps, what is expected, and its longest time."""

    name: str
    title: str
    about: str
    limit_s: int
    steps: tuple[Step, ...]
    expects: tuple[Expect, ...]

    def opening(self, do: str) -> list[tuple[str, str]]:
        """(name, party) of every enquiry or alarm, in the order of the script."""
        return [(one.name, one.party) for one in self.steps if one.do == do]


def names() -> tuple[str, ...]:
    """The names of all drills."""
    folder = resources.files("commonground.node.drill") / "scripts"
    return tuple(sorted(one.name[:-5] for one in folder.iterdir() if one.name.endswith(".toml")))


def load(name: str) -> Script:
    """The drill of that name. InputError where there is none."""
    if name not in names():
        raise InputError("no such drill", given=name, hint=f"there are: {', '.join(names())}")
    text = (resources.files("commonground.node.drill") / "scripts" / f"{name}.toml").read_text("utf-8")
    return read_script(name, text)


def read_script(name: str, text: str) -> Script:
    """Read a drill from TOML. InputError with the place where something is missing or unknown."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"no TOML: {error}", where=name) from None
    try:
        script = Script(
            name=name,
            title=_words(data["title"]),
            about=_words(data["about"]),
            limit_s=int(data["limit_s"]),
            steps=tuple(_step(one, f"{name}, step {n}") for n, one in enumerate(data["step"], 1)),
            expects=tuple(_expect(one) for one in data["expect"]),
        )
    except KeyError as error:
        raise InputError(f"{error} is missing", where=name) from None
    except TypeError as error:
        raise InputError(f"something unknown: {error}", where=name) from None
    named = [one.name for one in script.steps]
    if len(set(named)) != len(named):
        raise InputError("two steps have one name", where=name)
    return script


def _step(data: dict[str, Any], where: str) -> Step:
    known = {"name", "party", "do", "by", "after", "delay_s", "card"}
    do, by, party = data["do"], data.get("by", "script"), data.get("party", "")
    if do not in ACTS | CONTROL or by not in BY or (do in CONTROL) is not (by == "control"):
        raise InputError("no such step", where=where, given=f"{by} {do}")
    if party not in SIDES and by != "control":
        raise InputError("a step is of north or south", where=where, given=party)
    return Step(
        name=data["name"],
        party=party,
        do=do,
        by=by,
        after=_facts(data.get("after", "begin")),
        delay_s=int(data.get("delay_s", 0)),
        card=_words(data.get("card", "")),
        given={key: value for key, value in data.items() if key not in known},
    )


def _expect(data: dict[str, Any]) -> Expect:
    facts = _facts(data["facts"])
    rest = {key: value for key, value in data.items() if key not in ("facts", "what")}
    one = Expect(what=_words(data["what"]), facts=facts, **rest)
    if one.never is bool(one.within_s):
        raise TypeError("an expectation has within_s, or says never")
    return one


def _facts(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _words(text: object) -> str:
    if not isinstance(text, str):
        raise TypeError(f"a text is wanted, not {text!r}")
    return " ".join(text.split())
