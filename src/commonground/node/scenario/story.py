"""Stories: the data of a scenario, read strictly. What is not understood is an error, with its place."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from importlib import resources
from typing import Any

from commonground.errors import InputError
from commonground.position.local import check_offset
from commonground.position.profile import Basis, MapProfile
from commonground.position.window import read_utc

MARKS = {
    "S": "said by the source named",
    "M": "from memory, unverified",
    "C": "computed",
    "I": "our inference or invention",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact of the public record, with its source and how good the evidence is."""

    id: str
    text: str
    mark: str
    source: str

    def as_json(self) -> dict[str, str]:
        return {"text": self.text, "mark": self.mark, "source": self.source}


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A party of a story: its name, how it writes places, its officers."""

    code: str
    name: str
    profile: MapProfile
    officers: tuple[str, ...]
    utc_offset: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: when, who, of what kind, in which words; `given` holds what the kind needs."""

    t: datetime
    party: str
    kind: str
    did: str
    facts: tuple[str, ...] = ()
    officer: str = ""
    setup: bool = False  # stands before the story begins
    link: bool = True  # whether the two nodes can talk after it
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """One run of the story: where the mistake arises, and the steps."""

    name: str
    title: str
    mistake: str  # where it arises, in words
    steps: tuple[Step, ...]

    @property
    def begins(self) -> datetime:
        """The time of the first step that is no setting up."""
        return next((step.t for step in self.steps if not step.setup), self.steps[0].t)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A scenario: parties, facts, plays."""

    name: str
    title: str
    about: str
    actors: Mapping[str, Actor]
    facts: Mapping[str, Fact]
    plays: tuple[Play, ...]


def names() -> tuple[str, ...]:
    """The names of all stories, in order."""
    folder = resources.files("commonground.node.scenario") / "stories"
    return tuple(
        sorted(one.name.removesuffix(".toml") for one in folder.iterdir() if one.name.endswith(".toml"))
    )


def load(name: str) -> Story:
    """The story of that name. InputError where there is none."""
    if name not in names():
        raise InputError("no such scenario", given=name, hint=f"there are: {', '.join(names())}")
    text = (resources.files("commonground.node.scenario") / "stories" / f"{name}.toml").read_text("utf-8")
    return read_story(name, text)


def only(story: Story, play: str) -> Story:
    """The story with one of its plays. InputError where it has none of that name."""
    found = tuple(one for one in story.plays if one.name == play)
    if not found:
        known = ", ".join(one.name for one in story.plays)
        raise InputError("no such play in this scenario", given=play, hint=f"there are: {known}")
    return replace(story, plays=found)


def read_story(name: str, text: str) -> Story:
    """Read a story from TOML. InputError with the place where something is missing or unknown."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"no TOML: {error}", where=name) from None
    facts = {one["id"]: _fact(one, name) for one in data.get("fact", [])}
    actors = {code: _actor(code, one, name) for code, one in data.get("party", {}).items()}
    plays = tuple(_play(one, name, actors, facts) for one in data.get("play", []))
    if not plays or len(actors) < 2:
        raise InputError("a story has two parties or more, and a play", where=name)
    return Story(
        name=name,
        title=_words(data, "title", name),
        about=_words(data, "about", name),
        actors=actors,
        facts=facts,
        plays=plays,
    )


def _words(data: Mapping[str, Any], key: str, where: str) -> str:
    value = data.get(key)
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"{key} is missing", where=where)
    return " ".join(value.split())


def _fact(data: Mapping[str, Any], where: str) -> Fact:
    mark = _words(data, "mark", f"{where}, fact {data.get('id')}")
    if mark not in MARKS:
        raise InputError("an evidence mark is one of S, M, C, I", where=where, given=mark)
    return Fact(
        id=data["id"], text=_words(data, "text", where), mark=mark, source=_words(data, "source", where)
    )


def _actor(code: str, data: Mapping[str, Any], where: str) -> Actor:
    profile = MapProfile(
        name=_words(data, "map", f"{where}, party {code}"),
        crs=data.get("crs", "EPSG:4326"),
        crs_basis=Basis.KNOWN,
        notation=data.get("notation", "mgrs"),
        report_ce95_m=float(data.get("report_ce95_m", 0.0)),
        registration_ce95_m=float(data.get("registration_ce95_m", 0.0)),
    )
    officers = tuple(data.get("officers", ("duty",)))
    offset = check_offset(data.get("utc_offset", ""), where=f"{where}, party {code}")
    return Actor(
        code=code,
        name=_words(data, "name", where),
        profile=profile,
        officers=officers,
        utc_offset=offset,
    )


def _play(
    data: Mapping[str, Any], where: str, actors: Mapping[str, Actor], facts: Mapping[str, Fact]
) -> Play:
    name = _words(data, "name", where)
    steps: list[Step] = []
    for number, one in enumerate(data.get("step", []), 1):
        place = f"{where}, play {name}, step {number}"
        try:
            t = read_utc(str(one["t"]))
        except (KeyError, ValueError):
            raise InputError("a step has a time t in UTC", where=place, given=str(one.get("t"))) from None
        party = one.get("party", "")
        if party not in actors:
            raise InputError("no such party in this story", where=place, given=party)
        for fact in one.get("facts", ()):
            if fact not in facts:
                raise InputError("no such fact in this story", where=place, given=fact)
        if steps and t < steps[-1].t:
            raise InputError("steps stand in the order of time", where=place, given=str(one["t"]))
        known = {"t", "party", "kind", "did", "facts", "officer", "link", "setup"}
        steps.append(
            Step(
                t=t,
                party=party,
                kind=_words(one, "kind", place),
                did=_words(one, "did", place),
                facts=tuple(one.get("facts", ())),
                officer=one.get("officer", actors[party].officers[0]),
                setup=bool(one.get("setup", False)),
                link=bool(one.get("link", True)),
                given={key: value for key, value in one.items() if key not in known},
            )
        )
    return Play(
        name=name,
        title=_words(data, "title", where),
        mistake=_words(data, "mistake", where),
        steps=tuple(steps),
    )
