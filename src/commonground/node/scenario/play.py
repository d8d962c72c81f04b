"""Playing a story: after each step both nodes fold what they hold, and say what is new.

A step is *stopped* when the product did not let it be said, when both desks now say "not understood", when
a check did not give the comfort that was taken from it, or when an urgent finding stands that the
people of that day did not have. Nothing is told as stopped because the story says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from commonground.errors import InputError, OwnError
from commonground.exchange.blocked import blocked
from commonground.exchange.fold import Exchanges
from commonground.exchange.table import State
from commonground.exchange.view import findings as exchange_findings
from commonground.finding import Finding, Kind, Level
from commonground.node.scenario.run import Run
from commonground.node.scenario.story import Fact, Play, Step, Story
from commonground.position.local import local_text
from commonground.position.window import utc_text
from commonground.register.fold import Register
from commonground.register.upkeep.loaded import not_loaded, versions_differ
from commonground.register.upkeep.movements import lives
from commonground.register.words import said_time
from commonground.statements.message import Outcome

STOPPING = frozenset({Kind.NOT_LOADED, Kind.VERSIONS_DIFFER, Kind.SOURCE_DIFFERS, Kind.OVERDUE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one step came to. `stopped` says what stopped it, "" where nothing did."""

    play: str
    t: datetime
    after_s: int  # seconds since the play began
    party: str
    did: str
    findings: tuple[tuple[Finding, tuple[str, ...]], ...]  # each with the desks that show it
    stopped: str
    record: tuple[Fact, ...] = ()
    local: Mapping[str, str] = field(default_factory=dict)  # the same moment on each party's clocks

    def as_json(self) -> dict[str, Any]:
        """One object a step."""
        return {
            "play": self.play,
            "t": utc_text(self.t),
            "local": dict(self.local),
            "after_s": self.after_s,
            "party": self.party,
            "did": self.did,
            "findings": [one.as_json() | {"desks": list(desks)} for one, desks in self.findings],
            "stopped": self.stopped or None,
            "record": [one.as_json() for one in self.record],
        }


def play_story(story: Story, folder: Path) -> Iterator[Told]:
    """Play every play of the story, each in a folder of its own below `folder`."""
    for play in story.plays:
        yield from play_one(story, play, folder / play.name)


def play_one(story: Story, play: Play, folder: Path) -> Iterator[Told]:
    """Play one play; the last thing told says plainly whether anything stopped it."""
    run = Run(story, folder)
    try:
        known: set[tuple[object, ...]] = set()
        stops: list[Told] = []
        for step in play.steps:
            told = _step(story, play, run, step, known)
            if told.stopped:
                stops.append(told)
            yield told
        yield _end(play, run, stops)
    finally:
        run.peers.close()


def _step(story: Story, play: Play, run: Run, step: Step, known: set[tuple[object, ...]]) -> Told:
    before = {one.id: blocked(one) for one in run.exchanges(step.party).exchanges}
    refused = ""
    try:
        run.take(step)
    except InputError as error:
        refused = f"Not said: {error.what}" + (f" ({error.hint})" if error.hint else "")
    if step.link:
        run.peers.meet(step.t)
        _same_everywhere(run, step)
    found = _new(_shown(run, step.t), known)
    return Told(
        play=play.name,
        t=step.t,
        after_s=int((step.t - play.begins).total_seconds()),
        party=story.actors[step.party].name,
        did=step.did,
        findings=found,
        stopped=refused or _blocked_now(run, step, before) or _no_comfort(run, step) or _urgent(found),
        record=tuple(story.facts[fact] for fact in step.facts),
        local=local_times(story, step.t),
    )


def local_times(story: Story, moment: datetime) -> dict[str, str]:
    """The moment on the clocks of the parties whose offset from UTC the story gives."""
    found = {code: local_text(moment, actor.utc_offset) for code, actor in story.actors.items()}
    return {code: text for code, text in found.items() if text}


def _same_everywhere(run: Run, step: Step) -> None:
    """Both nodes must have come to the same; anything else is a fault of ours."""
    seen: dict[str, set[State]] = {}
    for code in run.peers.codes:
        for one in run.exchanges(code).exchanges:
            seen.setdefault(one.id, set()).add(one.state)
    if any(len(states) > 1 for states in seen.values()):
        raise OwnError(f"two nodes see one exchange at different states: {seen}", where=step.did)


def _shown(run: Run, now: datetime) -> dict[tuple[object, ...], tuple[Finding, list[str]]]:
    """Every finding that any desk shows now, with the desks."""
    shown: dict[tuple[object, ...], tuple[Finding, list[str]]] = {}
    for code in run.peers.codes:
        for finding in _desk(run, code, run.exchanges(code), now):
            key = (finding.kind, finding.level, finding.about, _steady(finding))
            shown.setdefault(key, (finding, []))[1].append(code)
    return shown


def _steady(finding: Finding) -> str:
    """What tells two findings about the same apart: the words, but for those that count seconds."""
    if finding.kind is Kind.ALARM_STANDS:
        return finding.text.partition("Call the")[2]
    return "" if finding.kind is Kind.NOT_LOADED else finding.text


def _desk(run: Run, code: str, exchanges: Exchanges, now: datetime) -> Iterator[Finding]:
    statements = run.statements(code)
    for one in exchanges.exchanges:
        yield from exchange_findings(one, now)
    for alarm in exchanges.alarms:
        finding = alarm.finding(now)
        if finding is not None:
            yield finding
    yield from not_loaded(statements, run.points, now)
    yield from versions_differ(statements, run.points)
    for life in lives(Register.of(statements), now):
        overdue = life.finding()
        if overdue is not None:
            yield overdue
    if run.checked is not None:
        yield from run.checked.findings


def _new(
    shown: dict[tuple[object, ...], tuple[Finding, list[str]]], known: set[tuple[object, ...]]
) -> tuple[tuple[Finding, tuple[str, ...]], ...]:
    fresh = [(finding, tuple(desks)) for key, (finding, desks) in shown.items() if key not in known]
    known.clear()
    known.update(shown)
    return tuple(sorted(fresh, key=lambda pair: (-pair[0].level, pair[0].text)))


def _blocked_now(run: Run, step: Step, before: dict[str, str | None]) -> str:
    for one in run.exchanges(step.party).exchanges:
        why = blocked(one)
        if why and why != before.get(one.id):
            return why
    return ""


def _no_comfort(run: Run, step: Step) -> str:
    """A check that was taken to say "nothing there", and does not."""
    if run.checked is None or not step.given.get("taken_as_none"):
        return ""
    return "" if run.checked.answer is Outcome.NONE_BY_REGISTER else run.checked.text


def _urgent(found: tuple[tuple[Finding, tuple[str, ...]], ...]) -> str:
    for finding, _ in found:
        if finding.kind in STOPPING and finding.level is Level.URGENT:
            return finding.text
    return ""


def _end(play: Play, run: Run, stops: list[Told]) -> Told:
    last = play.steps[-1]
    if stops:
        first = stops[0]
        did = f"Stopped {first.after_s} s after it began, at {said_time(first.t)}. Mistake: {play.mistake}."
    else:
        standing = {
            finding.text
            for code in run.peers.codes
            for finding in _desk(run, code, run.exchanges(code), last.t)
            if finding.level >= Level.CAUTION
        }
        said = " ".join(sorted(standing)) or "nothing"
        did = f"Not stopped. Mistake: {play.mistake}. What both desks went on saying: {said}"
    after_s = int((last.t - play.begins).total_seconds())
    return Told(play=play.name, t=last.t, after_s=after_s, party="", did=did, findings=(), stopped="")
